# SPDX-License-Identifier: MIT
"""What the guideline should say is told where annotators differ, and only there."""

import pytest

from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.review.guideline_hints import Reviewed, hints
from annotator.review.items import items_of
from annotator.review.wilson import wilson


def layer(text, *marks):
    """Make a layer of ``(words, label)`` pairs, each standing once in the text."""
    spans = []
    for number, (words, label) in enumerate(marks):
        start = text.index(words)
        spans.append(Span(f"s{number}", label, ((start, start + len(words)),)))
    return Annotations({span.id: span for span in spans})


def reviewed(document, text, **layers):
    found = {name: layer(text, *marks) for name, marks in layers.items()}
    return [Reviewed(item, text) for item in items_of(document, found)]


def test_wilson_of_nothing_wrong_in_three_hundred_is_above_one_percent():
    low, high = wilson(0, 300)

    assert low == 0
    assert high == pytest.approx(0.01264, abs=1e-4)


def test_wilson_of_ten_in_twenty_is_as_published():
    assert wilson(10, 20) == pytest.approx((0.2993, 0.7007), abs=1e-4)


def test_wilson_refuses_more_found_than_seen():
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_a_determiner_some_leave_in_is_a_habit_with_who_does_so():
    items = []
    for number in range(3):
        text = f"Number {number}: the Karsovan army moved."
        items += reviewed(
            f"d{number}",
            text,
            ana=[("Karsovan army", "ACTOR")],
            ben=[("the Karsovan army", "ACTOR")],
        )

    (habit,) = hints(items).boundaries

    assert (habit.words, habit.side, habit.documents) == ("the", "start", 3)
    assert habit.inside == {"ben": 3}
    assert habit.outside == {"ana": 3}


def test_a_habit_in_two_documents_only_is_not_told():
    items = []
    for number in range(2):
        text = f"Number {number}: the army moved."
        items += reviewed(f"d{number}", text, ana=[("army", "ACTOR")], ben=[("the army", "ACTOR")])

    assert hints(items).boundaries == ()


def test_a_label_people_disagree_on_is_told_and_one_they_agree_on_is_not():
    items = []
    for number in range(20):
        text = f"Number {number}: the army shelled Stane with mortars."
        items += reviewed(
            f"d{number}",
            text,
            ana=[("army", "ACTOR"), ("Stane", "LOCATION"), ("mortars", "WEAPON")],
            ben=[("army", "ACTOR"), ("Stane", "LOCATION")],
        )

    found = hints(items)

    assert [hint.about for hint in found.labels] == ["WEAPON"]
    assert [hint.about for hint in found.strings] == ["mortars"]
    assert found.labels[0].mass == 1
    assert found.labels[0].lift == pytest.approx(3)
    assert found.labels[0].differing[0].versions == (("ana", "WEAPON mortars"), ("ben", ""))


def test_annotators_who_agree_give_no_hint():
    text = "The army moved."
    marks = [("army", "ACTOR")]

    found = hints(reviewed("d", text, ana=marks, ben=marks))

    assert found.labels == found.strings == found.boundaries == ()
