# SPDX-License-Identifier: MIT
"""Rules accept what they say, and stop when their audit says so."""

import pytest

from annotator.model.annotations import Annotations
from annotator.review.items import items_of
from annotator.review.rules import (
    UNANIMOUS,
    Audit,
    as_sure_as,
    at_least,
    audited,
    is_drawn,
    known_rules,
)
from annotator.review.suggestions import Suggestion
from tests.marked import marked

YES, NO = "[Aleppo|LOCATION] fell.", "Aleppo fell."


def item_of(*sources: str, document: str = "d"):
    layers = {
        f"a{number}": Annotations({span.id: span for span in marked(source)[1]})
        for number, source in enumerate(sources)
    }
    (item,) = items_of(document, layers)
    return item


@pytest.mark.parametrize(
    ("rule", "sources", "answer"),
    [
        (UNANIMOUS, (YES, YES, YES), True),
        (UNANIMOUS, (YES, YES, NO), None),
        (at_least(2), (YES, YES, NO), True),
        (at_least(2), (NO, NO, YES), False),
        (at_least(3), (YES, YES, NO), None),
    ],
)
def test_a_rule_accepts_what_enough_annotators_have(rule, sources, answer):
    item = item_of(*sources)

    found = rule.answer(item)

    assert (None if found is None else bool(item.candidates[found].records)) == answer


def test_a_rule_of_probability_goes_by_the_suggestion():
    item = item_of(YES, NO)
    sure = Suggestion(1, 0.97, "x", "")

    assert as_sure_as(0.95).answer(item, sure) == 1
    assert as_sure_as(0.99).answer(item, sure) is None
    assert as_sure_as(0.95).answer(item) is None


def test_none_wrong_of_three_hundred_bounds_the_error_below_one_percent():
    assert Audit(300, 0).upper < 0.01 < Audit(200, 0).upper


def test_a_rule_stops_when_its_error_may_be_too_large_and_not_before_thirty():
    assert not Audit(29, 29).stopped
    assert audited([True] * 20 + [False] * 10).stopped
    assert not Audit(30, 0).stopped


def test_the_same_items_are_drawn_each_time_and_about_as_many_as_asked():
    items = [item_of(YES, YES, document=str(number)) for number in range(1000)]

    drawn = [is_drawn(UNANIMOUS, item, share=0.1, seed=1) for item in items]

    assert drawn == [is_drawn(UNANIMOUS, item, share=0.1, seed=1) for item in items]
    assert 60 < sum(drawn) < 140  # four standard deviations around 100


def test_the_rules_for_three_annotators_are_unanimity_two_of_three_and_probability():
    assert [rule.id for rule in known_rules(3)] == [
        "unanimous",
        "votes-2",
        "probability-95",
        "probability-90",
    ]
    assert [rule.id for rule in known_rules(2)][1] == "probability-95"
