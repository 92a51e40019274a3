# SPDX-License-Identifier: MIT
"""Coefficients of counted patterns are those of the units one by one, in every replicate."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.coded import alpha_with, fleiss, krippendorff_alpha, two_raters
from annotator.review.many_raters import NOTHING_CODED
from annotator.review.patterns import (
    Patterns,
    agreement_of,
    alpha_of,
    cohen_kappa_of,
    fleiss_kappa_of,
)
from annotator.review.value import ONE_CATEGORY

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=6)
TRIPLES = st.lists(st.tuples(*[st.sampled_from("abc")] * 3), max_size=6)


def distance(one, other):
    return abs(ord(one) - ord(other)) / 2


def rows_of(documents, drawn):
    patterns = Patterns()
    for number, units in enumerate(documents):
        patterns.add(number, Counter(units))
    return patterns.rows(np.array(drawn, np.uint8).reshape(-1, len(documents)))


def same(found, expected):
    assert found.value == pytest.approx(expected.value)
    assert (found.reason, found.n) == (expected.reason, expected.n)


@given(st.lists(PAIRS, min_size=1, max_size=4))
def test_coefficients_of_two_are_those_of_their_units(documents):
    units = [unit for each in documents for unit in each]

    rows = rows_of(documents, [[1] * len(documents)])

    pair = two_raters(units)
    same(agreement_of(rows), pair.observed)
    same(cohen_kappa_of(rows), pair.cohen_kappa)
    same(fleiss_kappa_of(rows), pair.scott_pi)
    same(alpha_of(rows), krippendorff_alpha(units).alpha)
    same(alpha_of(rows, distance), alpha_with(units, distance).alpha)


@given(st.lists(TRIPLES, min_size=1, max_size=4))
def test_coefficients_of_three_are_those_of_their_units(documents):
    units = [unit for each in documents for unit in each]

    rows = rows_of(documents, [[1] * len(documents)])

    same(fleiss_kappa_of(rows), fleiss(units).kappa)
    same(alpha_of(rows), krippendorff_alpha(units).alpha)


def test_a_replicate_is_the_documents_it_drew():
    one, other = [("a", "a"), ("b", "b"), ("a", "b")], [("a", "b"), ("b", "a"), ("b", "b")]

    rows = rows_of([one, other], [[2, 0], [0, 2]])

    found = alpha_of(rows)
    ends = [krippendorff_alpha(units * 2).alpha.value for units in (one, other)]
    assert found.low == pytest.approx(min(ends) + 0.025 * (max(ends) - min(ends)))
    assert found.high == pytest.approx(max(ends) - 0.025 * (max(ends) - min(ends)))


def test_nothing_and_one_category_are_undefined_with_their_reason():
    nothing, one = rows_of([[]], [[1]]), rows_of([[("a", "a")] * 3], [[1]])

    for measure in (agreement_of, cohen_kappa_of, fleiss_kappa_of, alpha_of):
        assert measure(nothing).reason == NOTHING_CODED
    for measure in (cohen_kappa_of, fleiss_kappa_of, alpha_of):
        assert measure(one).reason == ONE_CATEGORY
        assert measure(one).value is None
