# SPDX-License-Identifier: MIT
"""What people decided by hand says how much each sign of an error counts."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotations import Annotations
from annotator.review.decisions import Circumstances, Verdict, decision_of
from annotator.review.items import items_of
from annotator.review.suspicion_weights import Lesson, learned, lessons_of
from annotator.review.suspicions import BLANK, Fault, Suspect, Votes
from tests.marked import marked
from tests.strategies import examples


def suspect(read, votes=1, fault=Fault.WRONG):
    return Suspect("d", 0, 5, fault, "ACTOR", "Stane", (), Votes(votes, 2), read=read)


def lessons(count, seed=0):
    """The reader tells errors from the rest, the votes are drawn by chance."""
    draw = Random(seed)
    made = []
    for _ in range(count):
        is_error = draw.random() < 0.4
        read = draw.uniform(0, 0.4) if is_error else draw.uniform(0.5, 1)
        made.append(Lesson(suspect(read, draw.choice((1, 2))), is_error))
    return made


def test_the_sign_that_tells_errors_apart_counts_and_the_other_hardly():
    weights = learned(lessons(200))

    assert weights(suspect(0.1)) > 0.8
    assert weights(suspect(0.9)) < 0.3
    assert abs(weights(suspect(0.6, votes=1)) - weights(suspect(0.6, votes=2))) < 0.2


def test_too_few_lessons_or_of_one_kind_only_teach_nothing():
    assert learned(lessons(39)) is None
    assert learned([Lesson(suspect(0.5), is_error=False)] * 100) is None
    assert learned([]) is None


@examples(20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_lessons_does_not_matter(draw):
    given_, mixed = lessons(60), lessons(60)
    draw.shuffle(mixed)
    assert learned(mixed).values == pytest.approx(learned(given_).values, abs=1e-6)


def decided(verdict_of, *sources):
    layers = {}
    for number, source in enumerate(sources):
        text, spans = marked(source)
        layers[f"a{number}"] = Annotations({span.id: span for span in spans})
    (item,) = items_of("d", layers)
    return item, text, decision_of(item, verdict_of(item), Circumstances(), ends={})


def marking(item):
    return next(place for place, each in enumerate(item.candidates) if each.records)


def test_a_version_that_was_not_taken_would_have_been_an_error():
    item, text, decision = decided(
        lambda item: Verdict.take(marking(item)), "[Stane|ACTOR] fell.", "Stane fell."
    )
    uses = {("stane",): Counter({"ACTOR": 4, BLANK: 1})}

    said = {lesson.suspect.fault: lesson for lesson in lessons_of(item, text, decision, uses)}

    assert not said[Fault.WRONG].is_error
    assert said[Fault.MISSED].is_error
    assert dict(said[Fault.WRONG].suspect.uses) == {"ACTOR": 4, BLANK: 1}
    assert dict(said[Fault.MISSED].suspect.uses) == {"ACTOR": 3, BLANK: 2}
    assert said[Fault.WRONG].suspect.votes == Votes(1, 2)


def test_what_gold_has_at_the_place_is_no_witness_for_what_was_decided():
    item, text, decision = decided(
        lambda item: Verdict.none(), "[Stane|ACTOR] fell.", "Stane fell."
    )
    uses = {("stane",): Counter({"ACTOR": 2, BLANK: 1})}

    said = {lesson.suspect.fault: lesson for lesson in lessons_of(item, text, decision, uses)}

    assert said[Fault.WRONG].is_error
    assert dict(said[Fault.WRONG].suspect.uses) == {"ACTOR": 3}
    assert dict(said[Fault.MISSED].suspect.uses) == {"ACTOR": 2, BLANK: 1}
