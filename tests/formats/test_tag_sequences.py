# SPDX-License-Identifier: MIT
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tag_sequences import (
    BIO,
    BIOES,
    DASH,
    IO,
    IOB1,
    LABELS_ONLY,
    SCHEMES,
    UNTYPED,
    Evidence,
    Tag,
    TagSpan,
    fitting,
    spans_of,
    tags_of,
)
from tests.strategies import examples

EXACT = [scheme for name, scheme in SCHEMES.items() if name not in ("io", "ioe1")]


def tags(text: str) -> list[Tag]:
    return [DASH.parsed(tag) for tag in text.split()]


@st.composite
def flat_spans(draw):
    bounds = sorted(draw(st.sets(st.integers(0, 20), max_size=10)))
    pairs = pairwise(bounds)
    return [
        TagSpan(first, last, draw(st.sampled_from(("A", "B-C"))))
        for first, last in pairs
        if draw(st.booleans())
    ]


@pytest.mark.parametrize("scheme", EXACT, ids=lambda scheme: scheme.name)
@examples(100)
@given(spans=flat_spans())
def test_spans_as_tags_come_back_without_a_fault(scheme, spans):
    written = [DASH.parsed(tag) for tag in tags_of(spans, 20, scheme)]

    assert spans_of(written, scheme) == (spans, [])


@examples(100)
@given(
    st.lists(
        st.builds(Tag, st.sampled_from("OBIESLUMW"), st.sampled_from(("A", "B"))), max_size=12
    ),
    st.sampled_from(list(SCHEMES.values())),
)
def test_any_tags_give_spans_that_are_in_order_and_do_not_overlap(any_tags, scheme):
    spans, faults = spans_of(any_tags, scheme)

    assert all(one.last <= other.first for one, other in pairwise(spans))
    assert all(0 <= span.first < span.last <= len(any_tags) for span in spans)
    assert all(0 <= fault.token < len(any_tags) for fault in faults)


@pytest.mark.parametrize(
    ("scheme", "text", "lines"),
    [
        (BIO, "O I-A I-A", [1]),
        (BIO, "B-A I-B I-B", [1]),
        (IOB1, "B-A I-A", [0]),
        (BIOES, "B-A I-A O", [1]),
        (BIOES, "S-A E-A", [1]),
        (BIOES, "B-A B-A E-A", [0]),
        (BIO, "B-A E-A", [1]),
    ],
)
def test_what_a_scheme_does_not_allow_is_a_fault_at_its_token(scheme, text, lines):
    assert [fault.token for fault in spans_of(tags(text), scheme)[1]] == lines


def test_a_fault_names_the_tag_and_the_scheme():
    _, faults = spans_of(tags("O I-A"), BIO)

    assert faults[0].sentence == "'I-A' goes on with a span that has not begun (bio)"


def test_a_faulty_span_is_read_as_conlleval_reads_it():
    # conlleval.pl, startOfChunk and endOfChunk: I after O and I of another type start a chunk
    spans, _ = spans_of(tags("O I-A I-A I-B B-B I-B"), BIO)

    assert spans == [
        TagSpan(1, 3, "A", faulty=True),
        TagSpan(3, 4, "B", faulty=True),
        TagSpan(4, 6, "B"),
    ]


@pytest.mark.parametrize(
    ("sentences", "scheme"),
    [
        (["B-A I-A O B-A"], "bio"),
        (["I-A I-A O", "O I-A B-A"], "iob1"),
        (["I-A I-A"], "iob1"),
        (["B-A I-A", "O I-A"], "bio"),
        (["B-A E-A S-A"], "bioes"),
        (["B-A L-A U-A"], "bilou"),
        (["B-A M-A E-A S-A"], "bmes"),
        (["B-A M-A E-A W-A"], "bmewo"),
        (["I-A E-A E-A"], "ioe2"),
        (["I-A E-A I-A O"], "ioe1"),
        (["O O"], "bio"),
    ],
)
def test_the_scheme_is_found_by_letters_and_by_what_they_follow(sentences, scheme):
    evidence = Evidence()
    for sentence in sentences:
        evidence.add(tags(sentence))

    assert evidence.scheme().name == scheme


@pytest.mark.parametrize(
    ("cells", "tag"),
    [
        ("B-PER O", Tag("B", "PER")),
        ("B_PER O", Tag("B", "PER")),
        ("PER-B O", Tag("B", "PER")),
        ("PER_B O", Tag("B", "PER")),
        ("B O", Tag("B", "ENTITY")),
        ("B-S B-T O", Tag("B", "S")),
        ("B-GPE-LOC O", Tag("B", "GPE-LOC")),
    ],
)
def test_the_notation_that_fits_all_tags_is_found(cells, tag):
    counts = dict.fromkeys(cells.split(), 1)

    notation, others = fitting(counts)

    assert others == 0
    assert notation.parsed(cells.split()[0]) == tag


@pytest.mark.parametrize("text", ["o", "0", "B-", "-PER", "X-PER", "PER", "b-PER"])
def test_what_is_no_tag_is_none(text):
    assert DASH.parsed(text) is None


def test_labels_without_letters_are_inside_spans():
    assert LABELS_ONLY.parsed("PERSON") == Tag("I", "PERSON")
    assert spans_of([Tag("I", "A"), Tag("I", "A"), Tag("I", "B")], IO)[0] == [
        TagSpan(0, 2, "A"),
        TagSpan(2, 3, "B"),
    ]


def test_letters_alone_have_one_label():
    assert UNTYPED.parsed("I") == Tag("I", "ENTITY")
    assert UNTYPED.parsed("PER") is None
