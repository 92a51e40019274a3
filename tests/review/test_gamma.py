# SPDX-License-Identifier: MIT
"""Gamma: what it promises whatever the units are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.review import alignment
from annotator.review.alignment import Weights, best_alignment
from annotator.review.gamma import TOO_MANY, corpus_gamma, gamma, label_disorders

UNIT = st.builds(
    lambda start, length, label: (start, start + length, label),
    st.integers(0, 30),
    st.integers(0, 10),
    st.sampled_from("abc"),
)
TEAM = st.lists(st.lists(UNIT, max_size=4), min_size=2, max_size=3)


@pytest.mark.parametrize("observers", [[], [[]], [[(0, 3, "a")]], [[], []]])
def test_gamma_of_nobody_or_nothing_is_undefined_with_a_reason(observers):
    found = [gamma(observers).gamma, corpus_gamma([observers]).gamma]

    assert [one.value for one in found] == [None] * 2
    assert all(one.reason for one in found)


@settings(max_examples=5, deadline=None)
@given(TEAM)
def test_gamma_in_any_order_is_the_same_and_at_most_one(team):
    found = gamma(team, precision=None)
    turned = gamma([mine[::-1] for mine in team[::-1]], precision=None)

    assert found == turned
    assert found.gamma.value is None or found.gamma.value <= 1


def test_gamma_of_the_same_units_is_one():
    mine = [(0, 4, "a"), (9, 12, "b")]

    assert gamma([mine, mine, mine]).gamma.value == pytest.approx(1)


def test_gamma_of_three_annotators_is_as_another_program_gives_it():
    found = gamma(
        [
            [(1, 5, "a"), (10, 14, "b")],
            [(2, 6, "a"), (11, 15, "b")],
            [(1, 4, "a"), (9, 14, "c")],
        ]
    )

    assert found.observed_disorder == pytest.approx(0.4087564, abs=1e-6)
    assert found.gamma.value == pytest.approx(0.6588, abs=0.2)
    assert found.samples >= 30


def test_disorders_of_labels_are_as_pygamma_gives_them():
    team = [
        [(1, 5, "a"), (10, 14, "b"), (20, 26, "c")],
        [(2, 6, "a"), (11, 15, "b")],
        [(1, 4, "a"), (9, 14, "c"), (19, 25, "b")],
    ]

    found = label_disorders(team, best_alignment(team), Weights())

    # pygamma-agreement 0.5.9, Alignment.gamma_k_disorder
    assert found == pytest.approx({None: 0.6805649, "a": 0, "b": 0.8612855, "c": 1}, abs=1e-6)


def test_disorders_of_labels_are_the_same_for_whole_and_for_real_weights():
    team = [[(1, 5, "a"), (9, 12, "b")], [(2, 5, "b")]]
    weights = [Weights(3, 1, 1), Weights(3.0, 1.0, 1.0)]

    one, other = (label_disorders(team, best_alignment(team, each), each) for each in weights)

    assert one == other


@settings(max_examples=5, deadline=None)
@given(TEAM)
def test_gamma_of_each_label_is_at_most_one_or_says_why_it_is_undefined(team):
    found = gamma(team, precision=None)

    values = [found.gamma, found.gamma_cat, *found.gamma_k.values()]
    assert all((one.value is None) == bool(one.reason) for one in values)
    assert all(one.value is None or one.value <= 1 for one in values)
    assert set(found.gamma_k) <= {unit[2] for mine in team for unit in mine}


def test_a_corpus_is_sampled_until_its_chance_is_sure_enough():
    document = [[(n * 9, n * 9 + 4, "a") for n in range(20)] for _ in range(2)]

    few, many = corpus_gamma([document]), corpus_gamma([[*document[:1], document[1][2:]]] * 60)

    assert few.samples == 30
    assert few.gamma.value == pytest.approx(1)
    assert many.samples < 30
    assert many.gamma_cat.value is not None


def test_no_units_near_each_other_leave_gamma_cat_undefined():
    found = gamma([[(0, 2, "a")], [(90, 92, "a")]])

    assert found.gamma_cat.value is None
    assert found.gamma_cat.reason


def test_two_annotators_are_aligned_as_more_are():
    one, other = [(1, 5, "a"), (6, 10, "b")], [(2, 6, "a"), (7, 11, "b")]
    apart = alignment._costs([one, other], alignment.Weights())

    _, paired = alignment._paired(apart[0, 1], 1.0)
    _, covered = alignment._covered([2, 2], apart, 1.0)

    assert paired == pytest.approx(covered)


def test_too_many_units_near_each_other_is_said_and_not_tried(monkeypatch):
    monkeypatch.setattr(alignment, "MOST_CANDIDATES", 10)
    crowd = [(n, n + 9, "a") for n in range(9)]

    assert gamma([crowd, crowd, crowd]).gamma.reason == TOO_MANY


def test_corpus_gamma_tells_how_far_it_is_and_can_be_cancelled():
    documents = [[[(0, 4, "a"), (9, 12, "b")], [(0, 5, "a")]]] * 3
    told = []

    found = corpus_gamma(documents, progress=lambda *where: told.append(where))

    assert sorted(set(told)) == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert told == sorted(told)
    assert found.gamma.n == 3
    assert found.gamma.low <= found.gamma.value <= found.gamma.high
    assert found.samples >= 10  # at least 30 samples of all documents together

    def cancel(done, total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        corpus_gamma(documents, progress=cancel)
