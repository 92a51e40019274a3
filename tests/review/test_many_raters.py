# SPDX-License-Identifier: MIT
"""Coefficients of many annotators with gaps come out as other programs give them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.coded import fleiss, krippendorff_alpha, two_raters, weighted_kappa
from annotator.review.many_raters import light_kappa, many_raters, same, scaled
from annotator.review.value import ONE_CATEGORY

# Gwet 2014, the units by raters that irrCAC 0.4.4 gives as raw_4raters
FOUR = [
    (1, 1, None, 1),
    (2, 2, 3, 2),
    (3, 3, 3, 3),
    (3, 3, 3, 3),
    (2, 2, 2, 2),
    (1, 2, 3, 4),
    (4, 4, 4, 4),
    (1, 1, 2, 1),
    (2, 2, 2, 2),
    (None, 5, 5, 5),
    (None, None, 1, 1),
    (None, None, 3, None),
]
# the same of raw_gender, and of raw_ben_gerry
FULL = ["aaac", "aabc", "aabc", "aacc", "abaa", "baaa", "bbbb", "bcbb", "cccc"]
FULL += ["aaac", "aabc", "aabc", "aacc", "abaa", "baaa"]
TWO = [tuple(pair) for pair in ("ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "ad")]
TWO.append(("d", None))
COLUMNS = st.integers(2, 4).flatmap(
    lambda m: st.lists(st.tuples(*[st.sampled_from([1, 2, 3, None])] * m), max_size=10)
)


def close(found, *expected):
    told = (found.gwet_ac1, found.scott_pi, found.cohen_kappa, found.bennett_s)
    assert [one.value for one in told] == pytest.approx(list(expected), abs=0.000_006)


def test_coefficients_of_four_with_gaps_are_as_irrcac_gives_them():
    found = many_raters(FOUR)

    close(found, 0.77544, 0.76117, 0.76282, 0.77273)
    assert found.observed.value == pytest.approx(0.81818, abs=0.00001)
    assert found.gwet_ac1.n == 11


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        ("quadratic", (0.914, 0.86494, 0.85771, 0.90152)),
        ("linear", (0.85874, 0.81794, 0.81378, 0.84848)),
        ("ordinal", (0.89894, 0.85021, 0.84366, 0.88636)),
        ("ratio", (0.85737, 0.82134, 0.81197, 0.84024)),
        ("radical", (0.81981, 0.78992, 0.78834, 0.81263)),
    ],
)
def test_weighted_coefficients_are_as_irrcac_gives_them(scale, expected):
    close(many_raters(FOUR, closeness=scaled(scale, range(1, 6))), *expected)


def test_coefficients_without_gaps_are_as_irrcac_gives_them():
    close(many_raters(FULL), 0.20808, 0.12889, 0.16572, 0.18333)
    assert two_raters(FULL) == many_raters(FULL)
    assert fleiss(FULL).kappa.value == pytest.approx(many_raters(FULL).scott_pi.value)


def test_ac1_of_two_looks_at_what_one_alone_coded_and_cohens_kappa_does_not():
    found = two_raters(TWO)

    assert found.gwet_ac1.value == pytest.approx(0.66144, abs=0.00001)  # irrCAC, raw_ben_gerry
    assert found.cohen_kappa == two_raters([pair for pair in TWO if None not in pair]).cohen_kappa


def test_kappa_of_light_is_the_mean_of_pairs():
    pairs = [[(unit[i], unit[j]) for unit in FULL] for i in range(4) for j in range(i + 1, 4)]

    found = light_kappa(FULL)

    kappas = [two_raters(pair).cohen_kappa.value for pair in pairs]
    assert found.value == pytest.approx(sum(kappas) / 6)
    assert found.n == 6
    assert light_kappa(["aa", "aa"]).reason == ONE_CATEGORY
    assert light_kappa([]).value is None


# scikit-learn 1.9.1, cohen_kappa_score with weights="linear" and "quadratic"
@pytest.mark.parametrize(("power", "expected"), [("linear", 2 / 9), ("quadratic", 18 / 67)])
def test_weighted_kappa_of_numbers_is_as_scikit_learn_gives_it(power, expected):
    units = [(1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 2), (1, 3)]

    assert weighted_kappa(units, power).value == pytest.approx(expected, abs=1e-9)
    assert "no" in weighted_kappa([("a", "b")], power).reason


def test_alpha_of_named_ranks_is_that_of_their_numbers():
    units = [("low", "low"), ("low", "mid"), ("high", "high"), ("mid", "high")]
    numbers = [tuple(("low", "mid", "high").index(value) for value in unit) for unit in units]

    named = krippendorff_alpha(units, level="ordinal", order=("low", "mid", "high"))

    assert named == krippendorff_alpha(numbers, level="ordinal")
    with pytest.raises(ValueError, match="'high'"):
        krippendorff_alpha(units, level="ordinal", order=("low", "mid"))


def test_categories_that_nobody_used_lower_what_chance_gives():
    few, many = many_raters(TWO), many_raters(TWO, categories="abcdefgh")

    assert many.bennett_s.value > few.bennett_s.value
    assert two_raters(TWO, categories=8).bennett_s.value == pytest.approx(many.bennett_s.value)


def test_a_scale_of_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="number"):
        scaled("linear", ["a", "b"])


@given(COLUMNS, st.randoms(use_true_random=False))
def test_no_order_of_annotators_or_units_matters(units, random):
    order = list(range(len(units[0]) if units else 0))
    random.shuffle(order)
    moved = [tuple(unit[at] for at in order) for unit in units]
    random.shuffle(moved)

    for measure in (many_raters, two_raters):
        one, other = measure(units), measure(moved)
        for name in one.__slots__:
            left, right = getattr(one, name), getattr(other, name)
            assert left.value == pytest.approx(right.value)
            assert (left.reason, left.n) == (right.reason, right.n)
            assert (left.value is None) == bool(left.reason)


@given(COLUMNS)
def test_equal_weights_of_all_differences_are_no_weights(units):
    plain, weighted = (many_raters(units, closeness=how) for how in (same, lambda a, b: a == b))

    assert plain == weighted
