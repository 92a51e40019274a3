# SPDX-License-Identifier: MIT
"""Agreement on attributes, relations, events and with oneself: examples worked by hand."""

import json

import pytest

from annotator.model.annotations import Annotations
from annotator.model.records import Argument, EventFrame, Relation, Span
from annotator.review.attributes import NOTHING_MATCHED, attribute_agreement, value_agreement
from annotator.review.f1 import Counts, f1
from annotator.review.relations_agreement import (
    NO_ENDS_MATCHED,
    event_agreement,
    relation_agreement,
)
from annotator.review.self_agreement import own_agreement
from annotator.review.value import NO_DOCUMENTS, NOTHING_MARKED
from tests.review.test_reference_values_spans import FILE


def layer(*records):
    return Annotations({record.id: record for record in records})


def span(id, start, end, label="ACTOR", **attributes):
    return Span(id, label, ((start, end),), attributes)


def test_attributes_are_compared_on_spans_marked_alike_and_unset_is_a_value():
    one = layer(span("1", 0, 5, side="state"), span("2", 6, 9, side="rebel"), span("3", 10, 12))
    other = layer(
        span("a", 0, 5, side="state"), span("b", 6, 9), span("c", 10, 12), span("d", 20, 22)
    )

    (found,) = attribute_agreement([[(one, other)]])

    assert (found.label, found.attribute) == ("ACTOR", "side")
    assert (found.percent.value, found.percent.n) == (pytest.approx(2 / 3), 3)
    assert found.coverage.value == pytest.approx(6 / 7)
    # pairs: ss, r-, --; coincidences: 2 ss, 1 r-, 1 -r, 2 --; 1 - (6 - 1) * 2 / (36 - 4 - 1 - 9)
    assert found.alpha.value == pytest.approx(1 - 5 * 2 / 22)


def test_attributes_of_several_values_agree_by_masi():
    both, some, none = ("mortar", "drone"), ("mortar",), ()
    one = layer(span("1", 0, 5, by=both), span("2", 6, 9, by=some), span("3", 10, 12))
    other = layer(span("a", 0, 5, by=some), span("b", 6, 9, by=some), span("c", 10, 12, by=none))

    (found,) = attribute_agreement([[(one, other)]])

    # distances: {m,d}-{m} 1 - 1/2 * 2/3 = 2/3, of the empty set 1; m thrice, m+d once, empty twice
    expected = 2 * (3 * 1 * 2 / 3 + 3 * 2 * 1 + 1 * 2 * 1) / (6 * 5)
    assert found.percent.value == pytest.approx(2 / 3)  # not set and nothing chosen are the same
    assert found.alpha.value == pytest.approx(1 - (2 / 3 / 3) / expected)


def test_attributes_have_intervals_over_documents():
    alike = layer(span("1", 0, 5, side="state"), span("2", 6, 9, side="rebel"))
    apart = layer(span("1", 0, 5, side="rebel"), span("2", 6, 9, side="rebel"))

    (found,) = attribute_agreement([[(alike, alike)], [(alike, apart)], [(alike, alike)]])

    for value in (found.alpha, found.percent):
        assert value.low < value.value < value.high
    assert (found.coverage.low, found.coverage.high) == (1, 1)
    assert found.alpha.high == pytest.approx(1)


def test_attributes_of_spans_that_nobody_marked_alike_are_undefined():
    (found,) = attribute_agreement([[(layer(span("1", 0, 5, side="state")), layer())]])

    assert found.percent.reason == NOTHING_MATCHED
    assert found.alpha.value is None
    assert found.coverage.value == 0.0


@pytest.mark.skipif(not FILE.exists(), reason="the reference values are not there")
def test_attribute_alpha_is_as_published():
    every = json.loads(FILE.read_text("utf-8"))["cases"]
    for case in (case for case in every if case["metric"] == "attribute_alpha"):
        pairs = [tuple(value or "unset" for value in pair) for pair in case["input"]["pairs"]]

        alpha, percent = value_agreement(pairs)

        expected = case["expected"]
        assert percent.n == expected["n_matched"]
        assert percent.value == pytest.approx(expected["percent"], abs=case["tol"])
        assert alpha.value == pytest.approx(expected["alpha_with_null_as_value"], abs=case["tol"])


def test_relations_are_compared_where_ends_are_matched_and_end_to_end():
    one = layer(
        span("a", 0, 5),
        span("b", 10, 15),
        span("c", 20, 25),
        Relation("r", "USES", "a", "b"),
        Relation("s", "HAS", "b", "c"),
    )
    other = layer(span("x", 0, 6), span("y", 10, 15), Relation("t", "USES", "x", "y"))

    found = relation_agreement([(one, other)])

    assert found.conditional.value == 1.0
    assert found.end_to_end.value == pytest.approx(2 / 3)  # 2 * 1 / (2 + 1): an end of s is missing


def test_relations_in_the_other_direction_are_others():
    spans = span("a", 0, 5), span("b", 10, 15)

    found = relation_agreement(
        [
            (
                layer(*spans, Relation("r", "USES", "a", "b")),
                layer(*spans, Relation("r", "USES", "b", "a")),
            )
        ]
    )

    assert found.conditional.value == 0.0


def test_relations_that_nobody_made_are_undefined():
    found = relation_agreement([(layer(), layer())])

    assert (found.conditional.reason, found.end_to_end.reason) == (NO_ENDS_MATCHED, NOTHING_MARKED)


def test_events_are_compared_by_trigger_then_by_arguments_of_matched_ones():
    spans = span("a", 0, 5), span("b", 10, 15)
    one = layer(
        *spans,
        EventFrame("e", "ATTACK", (6, 9), (Argument("agent", "a"), Argument("target", "b"))),
        EventFrame("f", "ATTACK", (30, 33), (Argument("agent", "a"),)),
    )
    other = layer(
        *spans, EventFrame("g", "ATTACK", (6, 9), (Argument("agent", "a"), Argument("place", "b")))
    )

    found = event_agreement([(one, other)])

    assert f1(found.triggers).value == pytest.approx(2 / 3)
    assert found.arguments.conditional.value == pytest.approx(0.5)  # 2 * 1 / (2 + 2)


def test_agreement_with_oneself_has_an_interval_and_needs_texts():
    found = own_agreement("ana", [Counts(strict=1, only_one=1), Counts(strict=2, label=1)])

    assert found.strict.value == pytest.approx(2 * 3 / 9)
    assert found.partial.value == pytest.approx(2 * 3.5 / 9)
    assert (found.strict.low, found.strict.high) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (found.texts, found.strict.n) == (2, 2)
    assert found.partial.low < found.partial.high
    assert own_agreement("ana", []).strict.reason == NO_DOCUMENTS
    assert own_agreement("ana", [Counts()]).strict.reason == NOTHING_MARKED
