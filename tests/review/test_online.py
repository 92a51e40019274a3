# SPDX-License-Identifier: MIT
"""The model that learns from decisions, its calibration, and who speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotations import Annotations
from annotator.review.calibration import isotonic
from annotator.review.decisions import Circumstances, Verdict, decision_of
from annotator.review.items import items_of
from annotator.review.online import NOTHING, OnlineModel, case_of, right_answers
from annotator.review.suggestions import DECISIONS, MAJORITY, Suggester, majority
from tests.marked import marked
from tests.strategies import examples

ALEPPO = "[Aleppo|LOCATION] fell."


def item_of(*sources: str, document: str = "d"):
    layers = {}
    for number, source in enumerate(sources):
        text, spans = marked(source)
        layers[f"a{number}"] = Annotations({span.id: span for span in spans})
    (item,) = items_of(document, layers)
    return item, text


def decided(item, verdict):
    return decision_of(item, verdict, Circumstances(), ends={})


def test_a_model_that_has_seen_rejections_suggests_a_rejection():
    item, text = item_of(ALEPPO, "Aleppo fell.")
    suggester = Suggester()
    before = suggester.suggest(item, text)

    for number in range(5):
        other, _ = item_of(ALEPPO, "Aleppo fell.", document=str(number))
        suggester.learn(other, text, decided(other, Verdict.none()))
    after = suggester.suggest(item, text)

    assert not before.is_none(item)
    assert after.is_none(item)
    assert after.by == DECISIONS
    assert "5 of 5 cases with these very words" in after.why


def test_what_was_forgotten_leaves_no_trace():
    item, text = item_of(ALEPPO, "Aleppo fell.")
    case = case_of(item, text)
    model = OnlineModel()
    before = model.probabilities(case)

    model.learn("1", case, frozenset([0]))
    model.forget("1")

    assert model.probabilities(case) == before
    assert len(model) == 0


@examples(50)
@given(st.lists(st.sampled_from([0, 1]), max_size=60))
def test_probabilities_are_shares_whatever_was_learned(answers):
    item, text = item_of("[Aleppo|LOCATION] city", "[Aleppo city|LOCATION]", "Aleppo city")
    case = case_of(item, text)
    model = OnlineModel()

    for number, answer in enumerate(answers):
        model.learn(str(number), case, frozenset([answer]))

    likely = model.probabilities(case)
    assert all(0 < each < 1 for each in likely)
    assert sum(likely) <= 1 + 1e-9
    assert 0 <= model.predict(case).probability <= 1


def test_nothing_is_an_option_also_where_nobody_gave_it():
    item, text = item_of("[Aleppo|LOCATION] city", "[Aleppo city|LOCATION]")

    assert [option.candidate for option in case_of(item, text).options] == [0, 1, NOTHING]
    assert right_answers(item, decided(item, Verdict.none())) == {NOTHING}


def test_a_custom_decision_that_says_what_a_candidate_says_makes_that_right():
    item, _ = item_of(ALEPPO, "Aleppo fell.")
    marked_at = next(n for n, each in enumerate(item.candidates) if each.records)
    own = decided(item, Verdict.custom(*item.candidates[marked_at].records))

    assert right_answers(item, own) == {marked_at}


def test_the_majority_says_nothing_where_votes_are_even():
    tied, _ = item_of(ALEPPO, "Aleppo fell.")
    clear, text = item_of(ALEPPO, "Aleppo fell.", ALEPPO)

    assert majority(tied) is None
    assert majority(clear) == (0, pytest.approx(2 / 3))
    assert Suggester().suggest(clear, text).by in (MAJORITY, DECISIONS)


def test_the_source_that_was_right_most_often_speaks():
    suggester = Suggester(fitted={"MACE": lambda item: (NOTHING, 0.9)})
    text = ""
    for number in range(30):
        sources = (ALEPPO, "Aleppo fell.") if number % 2 else ("Aleppo fell.", ALEPPO)
        item, text = item_of(*sources, document=str(number))
        suggester.learn(item, text, decided(item, Verdict.custom(*_other(item))))
    item, text = item_of(ALEPPO, "Aleppo fell.", document="new")

    assert suggester.rates()["MACE"].right == 0
    assert suggester.suggest(item, text).by != "MACE"


def _other(item):
    return next(each.records for each in item.candidates if each.records)


@examples(60)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=50, max_size=120))
def test_calibration_never_falls_and_stays_between_0_and_1(predictions):
    steps = isotonic(predictions)

    found = [steps.at(each / 50) for each in range(51)]
    assert found == sorted(found)
    assert all(0 <= each <= 1 for each in found)


def test_calibration_brings_a_boastful_model_down():
    boastful = [(0.95, number % 2 == 0) for number in range(100)]

    assert isotonic(boastful).at(0.95) == pytest.approx(0.5, abs=0.02)


def test_calibration_leaves_a_probability_alone_until_it_has_seen_fifty():
    assert isotonic([(0.9, False)] * 49).at(0.9) == 0.9


def test_before_anything_was_decided_label_and_places_that_most_have_are_suggested():
    item, text = item_of(
        "A [cattle market|ACTOR] burnt.",
        "A [cattle market|LOCATION] burnt.",
        "[A cattle market|LOCATION] burnt.",
    )

    suggestion = Suggester().suggest(item, text)

    (span,) = item.candidates[suggestion.candidate].records
    assert (span.label, span.surface(text)) == ("LOCATION", "cattle market")
