# SPDX-License-Identifier: MIT
"""The report of a corpus: worked examples, the same numbers as pair by pair, and edits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.review.f1 import Counts, Measure, by_label, count, f1, strict_count, total
from annotator.review.packed import Names, corpus_of
from annotator.review.report import DocumentAgreement, Kinds
from annotator.review.reporting import Completed, agreement_report, packed_layers, report_of
from annotator.review.tallies import tallied
from annotator.review.value import NO_DOCUMENTS, NOTHING_MARKED, Value

TEXT = "".join(chr(97 + n % 26) for n in range(60))


def layer(marks):
    made = [Span(f"s{n}", label, place) for n, (place, label) in enumerate(marks)]
    return Annotations({span.id: span for span in made})


def spans(*places):
    return layer([(((start, end),), label) for start, end, label in places])


def two_documents():
    return [
        Completed(
            "one",
            TEXT,
            {
                "ana": spans((0, 5, "ACTOR"), (10, 15, "LOCATION")),
                "ben": spans((0, 5, "ACTOR"), (10, 17, "LOCATION"), (20, 22, "WEAPON")),
            },
            "2026-03-01",
        ),
        Completed("two", TEXT, {"ana": spans((0, 5, "ACTOR")), "ben": spans()}, "2026-04-02"),
        Completed("three", TEXT, {"ana": spans((0, 5, "ACTOR"))}, "2026-04-02"),
        Completed("four", TEXT, {"ana": spans(), "ben": spans()}, "2026-04-09"),
    ]


def test_report_of_a_small_corpus_has_the_numbers_worked_by_hand():
    report = agreement_report(two_documents())

    (pair,) = report.pairs
    assert (report.documents, pair.documents, pair.both_empty) == (3, 3, 1)
    assert pair.counts == Counts(strict=1, label=1, only_one=1, only_other=1)
    assert report.micro[Measure.STRICT].value == pytest.approx(2 / 6)  # 2 * 1 / (3 + 3)
    assert report.micro[Measure.PARTIAL].value == pytest.approx(3 / 6)  # 2 * (1 + 1/2) / 6
    assert [(each.label, each.strict.value) for each in report.labels] == [
        ("ACTOR", pytest.approx(2 / 3)),
        ("LOCATION", 0.0),
        ("WEAPON", 0.0),
    ]
    assert report.macro_label.value == pytest.approx(2 / 9)
    assert report.macro_document.value == pytest.approx(0.2)  # (2/5 + 0) / 2
    assert report.macro_document.n == 2
    assert report.kinds == Kinds(missing=2, boundary=1)
    assert report.kind_shares["missing"].value == pytest.approx(2 / 3)
    assert report.kind_shares["missing"].low <= 2 / 3 <= report.kind_shares["missing"].high
    assert report.confusion == ((1, 0, 0, 1), (0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 1, 0))
    assert report.worst_documents == (
        DocumentAgreement("two", Value(0.0, "", 1), 1),
        DocumentAgreement("one", Value(0.4, "", 5), 2),
    )
    assert [(month, value.value) for month, value in report.over_time] == [
        ("2026-03", 0.4),
        ("2026-04", 0.0),
    ]
    assert "only 3 documents" in report.warnings[0]


def test_report_of_documents_that_one_completed_compares_nothing():
    report = agreement_report([Completed("d", TEXT, {"ana": spans((0, 5, "ACTOR"))})])

    assert report.pairs == ()
    assert report.micro[Measure.STRICT] == Value(None, NO_DOCUMENTS)
    assert report.warnings


def test_report_of_layers_without_spans_is_undefined_and_says_why():
    report = agreement_report([Completed("d", TEXT, {"ana": spans(), "ben": spans()})])

    assert report.micro[Measure.STRICT] == Value(None, NOTHING_MARKED)
    assert report.macro_document == Value(None, NOTHING_MARKED)
    assert report.to_data()["micro"]["strict"]["reason"] == NOTHING_MARKED


places = st.lists(
    st.tuples(st.integers(0, 24), st.integers(1, 8), st.integers(0, 6)).map(
        lambda one: (
            ((one[0], one[0] + one[1]),)
            if one[2] > 1
            else (
                (one[0], one[0] + one[1]),
                (one[0] + one[1] + 1, one[0] + one[1] + 1 + one[2] + 1),
            )
        )
    ),
    max_size=6,
)
marks = places.flatmap(
    lambda found: st.tuples(*(st.tuples(st.just(place), st.sampled_from("AB")) for place in found))
)
corpora = st.lists(
    st.dictionaries(st.sampled_from(["ana", "ben", "cy"]), marks, max_size=3), max_size=5
)


def completed(corpus):
    return [
        Completed(f"d{n}", TEXT, {name: layer(found) for name, found in layers.items()})
        for n, layers in enumerate(corpus)
    ]


@given(corpora)
def test_report_counts_what_pair_by_pair_counts(corpus):
    report = agreement_report(completed(corpus))

    for pair in report.pairs:
        theirs = [
            (layers[pair.one], layers[pair.other])
            for layers in corpus
            if pair.one in layers and pair.other in layers
        ]
        assert pair.documents == len(theirs)
        assert pair.counts == total(count(*both) for both in theirs)
        assert pair.f1[Measure.TYPE].value == f1(pair.counts, Measure.TYPE).value


@given(corpora)
def test_report_of_labels_counts_strict_pairs_as_label_by_label(corpus):
    two = [layers for layers in corpus if layers.keys() == {"ana", "ben"}]

    report = agreement_report(completed(two))

    alone = by_label((layers["ana"], layers["ben"]) for layers in two)
    assert {each.label: each.strict.value for each in report.labels} == {
        label: f1(counts).value for label, counts in alone.items()
    }


@given(corpora)
def test_strict_f1_needs_no_pairs_that_differ(corpus):
    two = [layers for layers in corpus if layers.keys() == {"ana", "ben"}]

    for layers in two:
        found = strict_count(layers["ana"], layers["ben"])
        matched = count(layers["ana"], layers["ben"])

        assert f1(found) == f1(matched)
        assert found.spans == matched.spans


@given(corpora, st.randoms(use_true_random=False))
def test_report_is_the_same_in_any_order(corpus, random):
    turned = [
        {name: tuple(random.sample(found, len(found))) for name, found in reversed(layers.items())}
        for layers in corpus
    ]

    assert agreement_report(completed(turned)) == agreement_report(completed(corpus))


def told(report):
    """Return the numbers of every value of a report, -1 for one that is undefined."""
    values = [*report.micro.values(), report.team.mean, report.macro_label, report.macro_document]
    values += [value for pair in report.pairs for value in pair.f1.values()]
    values += [value for each in report.labels for value in (each.strict, each.partial)]
    values += [value for _, value in report.over_time]
    numbers = [(value.value, value.low, value.high, value.n) for value in values]
    return [-1 if number is None else number for each in numbers for number in each]


@given(corpora)
def test_every_value_of_a_report_lies_in_its_interval_or_says_why_it_has_none(corpus):
    report = agreement_report(completed(corpus))

    values = [*report.micro.values(), report.team.mean, report.macro_label, report.macro_document]
    values += [*report.kind_shares.values(), *(value for _, value in report.over_time)]
    for value in values:
        assert (value.value is None) == bool(value.reason)
        assert (value.low is None) == (value.high is None) == (value.value is None)
        assert value.value is None or 0 <= value.low <= value.high <= 1 + 1e-9


def test_the_interval_of_a_mean_of_documents_is_that_of_drawing_them():
    documents = two_documents()

    report = agreement_report(documents)

    # documents "one" (2/5) and "two" (0) have a value, "four" has none and only takes a draw
    found = report.macro_document
    random = np.random.default_rng(1)
    draws = random.multinomial(3, [1 / 3] * 3, size=20_000)
    with np.errstate(invalid="ignore"):
        means = draws[:, 0] * 0.4 / (draws[:, 0] + draws[:, 1])
    low, high = np.nanquantile(means, (0.025, 0.975))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_a_month_that_a_document_moves_to_is_counted_there():
    names = Names()
    first, second = (
        packed_layers(Completed(f"d{n}", TEXT, {"ana": spans((0, 5, "A")), "ben": spans()}), names)
        for n in range(2)
    )
    times = {"d0": "2026-03-01", "d1": "2026-03-02"}
    tallies = tallied(corpus_of([*first, *second], names), times)

    assert tallies.update("d1", second, "2026-05-09")

    assert [(month, value.n) for month, value in report_of(tallies).over_time] == [
        ("2026-03", 1),
        ("2026-05", 1),
    ]


@given(corpora, corpora)
def test_update_of_documents_gives_what_a_new_count_gives(before, after):
    names = Names()
    old, new = ([packed_layers(d, names) for d in completed(c)] for c in (before, after))
    names.pack([(((0, 1),), label, "x") for label in "AB"])
    tallies = tallied(corpus_of([each for layers in old for each in layers], names))
    reached = list(old)
    for number, layers in enumerate(new[: len(old)]):
        if tallies.update(f"d{number}", layers):
            reached[number] = layers

    anew = tallied(corpus_of([each for layers in reached for each in layers], names))

    if anew.documents == tallies.documents:
        one, other = report_of(tallies), report_of(anew)
        assert one.kinds == other.kinds
        assert one.confusion == other.confusion
        assert one.worst_strings == other.worst_strings
        assert one.worst_documents == other.worst_documents
        assert told(one) == pytest.approx(told(other), abs=1e-6)
        for pair, tally in anew.pairs.items():
            assert np.allclose(tally.replicated, tallies.pairs[pair].replicated)
