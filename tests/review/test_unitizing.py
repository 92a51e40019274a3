# SPDX-License-Identifier: MIT
"""The alphas of finding units: what they promise whatever the units are."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.packed import Names, PackedLayer, corpus_of
from annotator.review.unitizing import NO_SHARED_MATTER, alpha_u_1995, u_alpha
from annotator.review.unitizing_corpus import corpus_u_alpha
from annotator.review.value import FEW_ANNOTATORS, NO_DOCUMENTS, NOTHING_MARKED, ONE_CATEGORY

LENGTH = 40
UNIT = st.builds(
    lambda start, length, label: (start, start + length, label),
    st.integers(0, 30),
    st.integers(1, 10),
    st.sampled_from("abc"),
)
LAYER = st.lists(UNIT, max_size=5)
TEAM = st.lists(LAYER, min_size=2, max_size=4)


def values(found):
    coding = {label: (each.alpha, each.coverage) for label, each in found.ku_alpha.items()}
    coding[""] = (found.cu_alpha.alpha, found.cu_alpha.coverage)
    plain = {
        name: (pytest.approx(one.value), pytest.approx(coverage), one.reason)
        for name, (one, coverage) in coding.items()
    }
    whole = [(pytest.approx(v.value), v.reason) for v in (found.u_alpha, found.bar_u_alpha)]
    return plain, whole, found.dropped


def every_value(found):
    coding = [found.cu_alpha, *found.ku_alpha.values()]
    return [found.u_alpha, found.bar_u_alpha, *(each.alpha for each in coding)]


def by_characters(team, length):
    """u-alpha by its definition, character by character, for units that do not overlap."""
    where = [[""] * length for _ in team]
    squares = {}
    for line, units in zip(where, team, strict=True):
        for start, end, label in units:
            line[start:end] = label * (end - start)
            squares[label] = squares.get(label, 0) + (end - start) ** 2
        squares[""] = squares.get("", 0) + line.count("")
    total, others = length * len(team), len(team) - 1
    pairs = [pair for at in zip(*where, strict=True) for pair in permutations(at, 2)]
    observed = sum(one != other for one, other in pairs) / others
    counts = {label: sum(line.count(label) for line in where) for label in squares}
    possible = total**2 - sum(squares.values())
    chance = sum(counts[label] ** 2 - squares[label] for label in squares)
    return 1 - observed / (total - total * chance / possible)


def without_overlap(units):
    kept = []
    for unit in sorted(set(units)):
        if not kept or unit[0] >= kept[-1][1]:
            kept.append(unit)
    return kept


@given(TEAM)
def test_u_alpha_of_characters_one_by_one_is_the_same(team):
    team = [without_overlap(units) for units in team]
    found = u_alpha(team, length=LENGTH).u_alpha

    if found.value is not None:
        assert found.value == pytest.approx(by_characters(team, LENGTH))
    else:
        assert not any(team)


@given(TEAM, st.randoms(use_true_random=False))
def test_alphas_in_any_order_of_annotators_and_units_are_the_same(team, random):
    turned = [random.sample(units, len(units)) for units in random.sample(team, len(team))]

    assert values(u_alpha(turned, length=LENGTH)) == values(u_alpha(team, length=LENGTH))
    one, other = alpha_u_1995(turned, length=LENGTH), alpha_u_1995(team, length=LENGTH)
    assert one.joint.value == pytest.approx(other.joint.value)
    assert one.joint.reason == other.joint.reason


@given(TEAM)
def test_alphas_are_at_most_one_or_undefined_with_a_reason(team):
    found = u_alpha(team, length=LENGTH)

    for one in [*every_value(found), alpha_u_1995(team, length=LENGTH).joint]:
        assert (one.value is None) == bool(one.reason)
        assert one.value is None or one.value <= 1


@given(LAYER, st.integers(2, 4))
def test_alphas_of_the_same_units_are_one_or_undefined(units, many):
    found = u_alpha([units] * many, length=LENGTH)

    for one in [*every_value(found), alpha_u_1995([units] * many, length=LENGTH).joint]:
        assert one.value is None or one.value == pytest.approx(1)
    if units and {label for _, _, label in units} != {"a"}:
        assert found.u_alpha.value == pytest.approx(1)


@given(TEAM, st.integers(0, 500))
def test_alphas_of_a_text_that_begins_elsewhere_are_the_same(team, begin):
    moved = [[(start + begin, end + begin, label) for start, end, label in one] for one in team]

    assert values(u_alpha(moved, length=LENGTH, begin=begin)) == values(
        u_alpha(team, length=LENGTH)
    )


def corpus(documents):
    names = Names()
    return corpus_of(
        [
            PackedLayer(
                document,
                annotator,
                names.pack((((start, end),), label, "") for start, end, label in units),
            )
            for document, team in documents.items()
            for annotator, units in team.items()
        ],
        names,
    )


@given(st.lists(TEAM, min_size=1, max_size=3))
def test_alphas_of_a_corpus_are_those_of_its_documents_in_a_row(teams):
    teams = [team[:2] for team in teams]
    row = [
        [
            (start + n * LENGTH, end + n * LENGTH, label)
            for n, team in enumerate(teams)
            for start, end, label in team[who]
        ]
        for who in range(2)
    ]
    packed = corpus({f"d{n}": dict(zip("xy", team, strict=True)) for n, team in enumerate(teams)})
    found = corpus_u_alpha(packed, [LENGTH] * len(teams), replicates=0)

    assert values(found) == values(u_alpha(row, length=LENGTH * len(teams)))


@given(TEAM)
def test_alphas_of_a_corpus_of_one_document_are_those_of_the_document(team):
    packed = corpus({"d": {f"a{n}": units for n, units in enumerate(team)}})

    found = corpus_u_alpha(packed, [LENGTH], replicates=0)

    assert values(found) == values(u_alpha(team, length=LENGTH))
    assert found.experimental == (len(team) > 2)


def test_a_corpus_leaves_out_who_did_not_complete_a_document_and_gives_intervals():
    random = np.random.default_rng(3)
    documents = {}
    for n in range(12):
        starts = sorted(random.choice(30, 3, replace=False).tolist())
        one = [(start, start + 2, "a") for start in starts]
        documents[f"d{n}"] = {"x": one, "y": [(s, e + n % 2, c) for s, e, c in one]}
    alone = {**documents, "only x": {"x": [(0, 9, "b")]}}

    found = corpus_u_alpha(corpus(documents), [LENGTH] * 12)
    with_more = corpus_u_alpha(corpus(alone), [LENGTH] * 13)

    assert found.u_alpha.low < found.u_alpha.value < found.u_alpha.high < 1
    assert with_more.u_alpha == found.u_alpha
    assert corpus_u_alpha(corpus(documents), [LENGTH] * 12, annotators={"x"}).u_alpha.reason == (
        FEW_ANNOTATORS
    )


def test_a_corpus_without_a_shared_document_says_so():
    apart = corpus({"one": {"x": [(0, 3, "a")]}, "two": {"y": [(0, 3, "a")]}})

    assert corpus_u_alpha(apart, [LENGTH, LENGTH]).u_alpha.reason == NO_DOCUMENTS


def test_a_discontinuous_span_is_a_unit_for_each_stretch():
    names = Names()
    broken = names.pack([(((0, 3), (6, 9)), "a", "")])
    plain = names.pack([(((0, 3),), "a", ""), (((6, 9),), "a", "")])
    both = corpus_of([PackedLayer("d", "x", broken), PackedLayer("d", "y", plain)], names)

    assert corpus_u_alpha(both, [LENGTH]).u_alpha.value == pytest.approx(1)


def test_overlapping_units_of_one_annotator_keep_the_earlier_then_longer_and_are_counted():
    twice = [(5, 8, "b"), (0, 6, "a"), (0, 4, "a"), (0, 6, "a"), (6, 9, "c")]

    found = u_alpha([twice, [(0, 6, "a"), (6, 9, "c")]], length=LENGTH)

    assert found.dropped == 2
    assert found.u_alpha.value == pytest.approx(1)


def test_units_of_different_labels_may_overlap_for_the_alpha_of_1995():
    both = [(0, 6, "a"), (3, 9, "b"), (3, 7, "b")]

    found = alpha_u_1995([both, both[:2]], length=LENGTH)

    assert found.dropped == 1
    assert found.joint.value == pytest.approx(1)


def test_a_unit_that_one_split_in_two_is_not_seen_when_the_parts_touch():
    split = [(0, 10, "x"), (10, 20, "x")]

    assert u_alpha([split, [(0, 20, "x")]], length=LENGTH).u_alpha.value == pytest.approx(1)


def test_one_who_marked_nothing_still_counts():
    found = u_alpha([[(0, 5, "a")], [], []], length=LENGTH)

    assert found.u_alpha.value < 0
    assert found.cu_alpha.alpha.reason == NO_SHARED_MATTER
    assert found.cu_alpha.coverage == 0


@pytest.mark.parametrize(
    ("team", "length", "reason"),
    [
        ([], 9, FEW_ANNOTATORS),
        ([[(0, 3, "a")]], 9, FEW_ANNOTATORS),
        ([[], []], 9, NOTHING_MARKED),
        ([[(0, 9, "a")], [(0, 9, "a")]], 9, ONE_CATEGORY),
    ],
)
def test_an_undefined_alpha_says_why(team, length, reason):
    found = u_alpha(team, length=length)

    assert (found.u_alpha.value, found.u_alpha.reason) == (None, reason)
    assert (found.bar_u_alpha.value, found.bar_u_alpha.reason) == (None, reason)
    assert alpha_u_1995(team, length=length).joint.value == (None if reason != ONE_CATEGORY else 1)


@pytest.mark.parametrize("unit", [(-1, 3, "a"), (30, 41, "a"), (5, 4, "a")])
def test_a_unit_that_does_not_fit_in_the_text_is_refused(unit):
    for measure in (u_alpha, alpha_u_1995):
        with pytest.raises(ValueError, match="does not fit"):
            measure([[unit], []], length=LENGTH)
    with pytest.raises(ValueError, match="does not fit"):
        corpus_u_alpha(corpus({"d": {"x": [unit], "y": []}}), [LENGTH])
