# SPDX-License-Identifier: MIT
"""What is left out at the edges of a new span: what the checks' fixes leave out, and no more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.checks.adjusting import EDGE_CODES, adjusted, left_out
from annotator.checks.check import SpanCheck
from annotator.checks.registry import CHECKS
from annotator.schema.files import default_schema
from tests.checks.subjects import of, policy, span, subject

CONFLICT = default_schema()


def edges(checked):
    (made,) = checked.annotations.spans()
    better = adjusted(checked, made)
    return better.surface(checked.text), left_out(checked.text, made, better)


@pytest.mark.parametrize(
    ("source", "surface", "words"),
    [
        ("It hit [the army|ACTOR].", "army", ("the",)),
        ("It hit [the army's|ACTOR] tanks.", "army", ("the", "'s")),
        ("It hit [“the army,”|ACTOR] he said.", "army", ("“the", ",”")),
        ("It hit [ army |ACTOR].", "army", ()),
        ("It hit [The Hague|LOCATION].", "The Hague", ()),
        ("It hit [the|ACTOR] army.", "the", ()),
        ("It hit [army|ACTOR].", "army", ()),
        ("The [U.S.|LOCATION] left.", "U.S.", ()),
        ("[“”|ACTOR]", "“”", ()),
    ],
)
def test_what_the_rules_leave_out_is_left_out_and_told(source, surface, words):
    assert edges(subject(source)) == (surface, words)


@pytest.mark.parametrize(
    ("settings", "surface"),
    [
        ({"determiner_in_span": True}, "the army"),
        ({"possessive_in_span": True}, "army's"),
        ({"adjust_edges": False}, "the army's"),
    ],
)
def test_what_the_schema_allows_stays(settings, surface):
    assert (
        edges(subject("It hit [the army's|ACTOR] tanks.", schema=policy(**settings)))[0] == surface
    )


def test_a_title_is_left_out_with_the_article_before_it():
    text = "It met the Gen. Joseph Votel’s aides."

    assert edges(of(text, span(text, "the Gen. Joseph Votel’s"), schema=CONFLICT)) == (
        "Joseph Votel",
        ("the Gen.", "’s"),
    )


def test_a_check_that_is_switched_off_leaves_nothing_out():
    schema = CONFLICT.model_copy(update={"checks": {"B01": "off"}})

    assert edges(subject("It hit [the army|ACTOR].", schema=schema))[0] == "the army"


def test_an_article_that_counts_stays():
    text = "A family of five died, with a dozen soldiers."

    assert edges(of(text, span(text, "A family of five", "CASUALTY"), schema=CONFLICT))[1] == ()
    assert edges(of(text, span(text, "a dozen soldiers", "CASUALTY"), schema=CONFLICT))[1] == ()


def test_a_span_is_not_made_equal_to_another():
    checked = subject("It hit [the [army|ACTOR]|ACTOR].")
    whole = max(checked.annotations.spans(), key=lambda one: one.end - one.start)

    assert adjusted(checked, whole) is whole


def test_the_checks_that_are_asked_are_checks_of_one_span():
    known = {check.rule.code for check in CHECKS if isinstance(check, SpanCheck)}

    assert known >= EDGE_CODES


@given(
    st.text(alphabet="ab'’ “”\"().,the's\n", min_size=1, max_size=30),
    st.integers(0, 29),
    st.integers(1, 30),
)
def test_an_adjusted_span_lies_in_the_selected_one_and_has_nothing_more_to_leave_out(
    text, start, end
):
    start, end = min(start, len(text) - 1), min(end, len(text))
    if start >= end:
        start, end = 0, len(text)
    made = span(text, text[start:end])
    checked = of(text, made)

    better = adjusted(checked, made)

    assert made.start <= better.start < better.end <= made.end
    assert adjusted(of(text, better), better) == better
