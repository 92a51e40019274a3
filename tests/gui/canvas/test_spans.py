# SPDX-License-Identifier: MIT
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.spans import SpanIndex, order
from annotator.model.annotations import in_text_order
from annotator.model.records import Span
from tests.strategies import spans

TEXT = "x" * 400


@given(spans(TEXT, max_size=30), st.integers(0, 400), st.integers(0, 60))
def test_the_index_finds_just_the_spans_that_touch(found, start, width):
    end = min(400, start + width)
    wanted = [
        span
        for span in in_text_order(found)
        if (span.start < end and span.end > start)
        or (start == end and span.start <= start <= span.end)
    ]

    assert SpanIndex(found).touching(start, end) == wanted


@given(spans(TEXT, max_size=20), spans(TEXT, max_size=20))
def test_adding_and_removing_leads_to_the_same_index(kept, gone):
    gone = [Span(f"gone {span.id}", span.label, span.fragments) for span in gone]
    index = SpanIndex(gone)
    for span in kept:
        index.add(span)
    for span in gone:
        index.remove(span)

    assert len(index) == len(kept)
    assert index.touching(0, 400) == in_text_order(kept)


@given(spans(TEXT, max_size=20))
def test_after_and_before_walk_all_spans_in_text_order(found):
    index = SpanIndex(found)
    key, seen = (-1, 0, "", ""), []
    while (following := index.after(key)) is not None:
        seen.append(following)
        key = order(following)
    back = []
    key = (401, 0, "", "")
    while (previous := index.before(key)) is not None:
        back.append(previous)
        key = order(previous)

    assert seen == in_text_order(found)
    assert back == seen[::-1]


def test_removing_what_is_not_there_changes_nothing():
    index = SpanIndex([Span("a", "X", ((0, 3),))])

    index.remove(Span("b", "X", ((0, 3),)))
    index.remove(Span("c", "X", ((0, 300),)))

    assert [span.id for span in index] == ["a"]
