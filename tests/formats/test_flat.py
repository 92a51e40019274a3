# SPDX-License-Identifier: MIT
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.flat import Candidate, flat_choice
from annotator.schema.definition import FlattenForNer
from tests.marked import marked

DEFAULT = FlattenForNer(
    order=("longest_wins", "label_priority"),
    label_priority=("CASUALTY", "ACTOR", "LOCATION", "WEAPON"),
)


def chosen(source: str, *order: str) -> list[str]:
    text, spans = marked(source)
    candidates = [Candidate(s.start, s.end, s.label, s.attributes) for s in spans]
    policy = DEFAULT.model_copy(update={"order": order or DEFAULT.order})
    return [
        f"{text[candidates[place].start : candidates[place].end]}/{candidates[place].label}"
        for place in flat_choice(candidates, policy)
    ]


def test_the_longest_wins():
    assert chosen("[[Syrian|ACTOR] Army|ACTOR] in [Idlib|LOCATION]") == [
        "Syrian Army/ACTOR",
        "Idlib/LOCATION",
    ]


def test_of_two_over_the_same_range_the_label_that_comes_first_wins():
    assert chosen("[[base|LOCATION]|ACTOR]") == ["base/ACTOR"]
    assert chosen("[[dead|ACTOR]|CASUALTY]") == ["dead/CASUALTY"]


def test_a_label_without_a_rank_comes_last():
    assert chosen("[[base|OTHER]|WEAPON]") == ["base/WEAPON"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("innermost_wins", ["Syrian/LOCATION"]),
        ("label_priority", ["Syrian Army/ACTOR"]),
        ("spans_key_only", []),
    ],
)
def test_other_rules_can_be_chosen(order, expected):
    assert chosen("[[Syrian|LOCATION] Army|ACTOR]", order) == expected


def test_named_mentions_can_come_first():
    source = "[the [Syrian Army|ACTOR mention=named]|ACTOR mention=nominal]"

    assert chosen(source, "named_first", "longest_wins") == ["Syrian Army/ACTOR"]


places = st.tuples(st.integers(0, 20), st.integers(1, 8), st.sampled_from(["ACTOR", "WEAPON", "X"]))


@given(given_places=st.lists(places, max_size=12))
def test_what_is_chosen_is_flat_and_what_is_not_overlaps_something_chosen(given_places):
    candidates = [Candidate(start, start + size, label, {}) for start, size, label in given_places]

    taken = flat_choice(candidates, DEFAULT)

    flat = [candidates[place] for place in taken]
    assert all(a.end <= b.start for a, b in pairwise(flat))
    for candidate in candidates:
        assert any(c.start < candidate.end and candidate.start < c.end for c in flat)
