# SPDX-License-Identifier: MIT
"""Coefficients on given units come out as published, and no order matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.records import Span
from annotator.review.boundary_similarity import boundary_similarity
from annotator.review.coded import (
    alpha_with,
    fleiss,
    jaccard,
    krippendorff_alpha,
    masi,
    two_raters,
    weighted_kappa,
)
from annotator.review.competence import dawid_skene, mace
from annotator.review.tokens_agreement import OVERLAPPING, TokenCounts

VALUES = st.sampled_from([1, 2, 3, None])
UNITS = st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=12)

# Krippendorff 2004, "Content Analysis", p. 230: twelve units, four observers
KRIPPENDORFF_2004 = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]


@pytest.mark.parametrize(
    ("level", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_is_as_printed_at_every_level(level, alpha):
    found = krippendorff_alpha(KRIPPENDORFF_2004, level=level).alpha

    assert found.value == pytest.approx(alpha, abs=0.0006)


def test_two_raters_are_as_in_artstein_and_poesio_table_1():
    units = [("s", "s")] * 20 + [("s", "i")] * 20 + [("i", "s")] * 10 + [("i", "i")] * 50

    found = two_raters(units)

    assert found.observed.value == pytest.approx(0.7)
    assert found.bennett_s.value == pytest.approx(0.4)
    assert found.scott_pi.value == pytest.approx(0.341, abs=0.001)
    assert found.cohen_kappa.value == pytest.approx(0.348, abs=0.001)


def test_one_category_is_undefined_and_says_so():
    found = two_raters([("A", "A")] * 9)

    assert found.observed.value == 1
    assert found.cohen_kappa.value is None
    assert found.cohen_kappa.reason == "only one category was used"
    assert fleiss([("A", "A", "A")]).kappa.value is None
    assert krippendorff_alpha([("A", "A")]).alpha.value is None


def test_nothing_coded_is_undefined_everywhere():
    for units in ([], [(None, 1)], [(1,)]):
        assert two_raters(units).cohen_kappa.value is None
        assert krippendorff_alpha(units).alpha.value is None
    assert fleiss([]).kappa.value is None
    assert fleiss([(1,), (2,)]).kappa.value is None


def test_fleiss_of_uneven_units_is_undefined_not_guessed():
    found = fleiss([(1, 1, 2), (1, 1, None)])

    assert found.kappa.value is None
    assert "different numbers" in found.kappa.reason


def test_numbers_in_words_are_no_interval():
    assert krippendorff_alpha([("a", "b")], level="interval").alpha.value is None


@given(UNITS, st.permutations(range(3)), st.randoms(use_true_random=False))
def test_no_order_of_annotators_or_units_matters(units, order, random):
    moved = [tuple(unit[at] for at in order) for unit in units]
    random.shuffle(moved)

    for measure in (
        lambda units: krippendorff_alpha(units).alpha,
        lambda units: krippendorff_alpha(units, level="ordinal").alpha,
        lambda units: fleiss(units).kappa,
    ):
        one, other = measure(units), measure(moved)
        assert one.value == pytest.approx(other.value)
        assert (one.reason, one.n) == (other.reason, other.n)


@given(UNITS)
def test_no_coefficient_is_above_one_and_one_is_perfect(units):
    alpha = krippendorff_alpha(units).alpha
    perfect = krippendorff_alpha([(u[0], u[0], u[0]) for u in units]).alpha

    assert alpha.value is None or alpha.value <= 1
    assert perfect.value is None or perfect.value == pytest.approx(1)


def test_sets_that_share_something_are_nearer_than_sets_that_do_not():
    a, ab, bc, d = (frozenset(letters) for letters in ("a", "ab", "bc", "d"))

    assert masi(a, a) == 0
    assert masi(a, ab) == pytest.approx(1 - 0.5 * 2 / 3)
    assert masi(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(a, d) == 1
    assert jaccard(a, ab) == 0.5
    assert alpha_with([(a, ab), (d, d)], masi).alpha.value > 0


def test_weighted_kappa_of_equal_steps_is_cohens():
    units = [(1, 1)] * 4 + [(1, 2)] * 2 + [(2, 2)] * 3

    weighted = weighted_kappa(units, lambda one, other: float(one != other))

    assert weighted.value == pytest.approx(two_raters(units).cohen_kappa.value)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [([2, 3, 6], [5, 6], 0.5), ([2, 3, 6], [2, 2, 7], 0.75), ([11], [5, 6], 0.0)],
)
def test_boundary_similarity_is_as_fournier_has_it(one, other, value):
    assert boundary_similarity(one, other).value == pytest.approx(value)
    assert boundary_similarity(other, one).value == pytest.approx(value)


# segeval 2.0.11, boundary_similarity with n_t
@pytest.mark.parametrize(
    ("one", "other", "near", "value"),
    [
        ([11, 2, 3, 2, 1], [5, 2, 1, 1, 5, 4, 1], 4, 9 / 28),
        ([1, 3, 3, 3, 4, 1, 2], [4, 1, 4, 2, 4, 2], 3, 3 / 7),
        ([4, 1, 1], [1, 1, 1, 2, 1], 5, 0.45),
    ],
)
def test_near_misses_of_boundaries_are_the_nearest_first(one, other, near, value):
    assert boundary_similarity(one, other, near=near).value == pytest.approx(value)
    assert boundary_similarity(other, one, near=near).value == pytest.approx(value)


def test_segments_of_different_texts_are_refused():
    with pytest.raises(ValueError, match="11 and 10"):
        boundary_similarity([11], [5, 5])


GOOD_AND_BAD = [
    (item, name, label)
    for item, right in enumerate("XYXYXXYYXY")
    for name, label in (("ana", right), ("ben", right), ("coin", "XY"[item % 3 == 0]))
]


@pytest.mark.parametrize("learn", [dawid_skene, mace])
def test_who_is_right_with_another_is_trusted_more_than_who_guesses(learn):
    learned = learn(GOOD_AND_BAD)

    assert "".join(str(learned.best()[item]) for item in range(10)) == "XYXYXXYYXY"
    assert learned.competence["coin"] < learned.competence["ana"]


@pytest.mark.parametrize("learn", [dawid_skene, mace])
def test_a_known_answer_stands_whatever_was_said(learn):
    learned = learn(GOOD_AND_BAD, known={0: "Y", 3: "Z"})

    assert learned.best()[0] == "Y"
    assert learned.best()[3] == "Z"
    assert learned.probabilities(0)["Y"] == 1


@pytest.mark.parametrize("learn", [dawid_skene, mace])
def test_the_order_of_judgements_never_matters_for_what_is_learned(learn):
    one, other = learn(GOOD_AND_BAD), learn(GOOD_AND_BAD[::-1])

    assert one.best() == other.best()
    assert one.competence == pytest.approx(other.competence)


TOKENS = [(0, 3), (4, 8), (9, 12), (13, 20)]


def span(start, end, label="ACTOR"):
    return Span(f"{start}{label}", label, ((start, end),))


def test_tokens_that_nobody_marks_raise_agreement_and_are_told_apart():
    counts = TokenCounts(["ana", "ben"])
    counts.add(TOKENS, {"ana": [span(4, 8)], "ben": [span(4, 12)]})

    found = counts.agreement()

    assert found.all_tokens.cohen_kappa.n == 4
    assert found.marked_tokens.cohen_kappa.n == 2
    assert found.all_tokens.cohen_kappa.value == pytest.approx(0.5)
    assert found.marked_tokens.cohen_kappa.value == pytest.approx(0.0)


def test_overlapping_labels_are_one_problem_each():
    counts = TokenCounts(["ana", "ben"])
    both = [span(0, 8), span(4, 8, "LOCATION")]
    counts.add(TOKENS, {"ana": both, "ben": both})

    found = counts.agreement()

    assert found.all_tokens.alpha.value is None
    assert found.all_tokens.alpha.reason == OVERLAPPING
    assert found.per_label["LOCATION"].alpha.value == pytest.approx(1)
