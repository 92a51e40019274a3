# SPDX-License-Identifier: MIT
"""Counts as they are written: hedges, ranges, words, the digits and separators of languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.numbers import Quantity, numbers, quantity


def exact(count):
    return Quantity("exact", count, count, count)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("153", exact(153)),
        ("at least 153", Quantity("at_least", 153, 153)),
        ("no fewer than 9", Quantity("at_least", 9, 9)),
        ("more than a hundred", Quantity("more_than", 100, 100)),
        ("no more than 5", Quantity("at_most", 5, None, 5)),
        ("fewer than 20", Quantity("less_than", 20, None, 20)),
        ("some 40 civilians", Quantity("about", 40)),
        ("between 800 and 1,000", Quantity("range", None, 800, 1000)),
        ("6-8 soldiers", Quantity("range", None, 6, 8)),
        ("dozens of people", Quantity("plural")),
        ("heavy casualties", Quantity("vague")),
        ("no casualties", exact(0)),
        ("two soldiers", exact(2)),
        ("a family of five", exact(5)),
        ("two dozen", exact(24)),
        ("twenty-one", exact(21)),
        ("one hundred and five", exact(105)),
        ("three thousand two hundred", exact(3200)),
        ("1.5 million", exact(1_500_000)),
    ],
)
def test_a_phrase_says_its_count_its_bounds_and_its_qualifier(text, read):
    assert quantity(text) == read


@pytest.mark.parametrize(
    "text", ["1.500", "1,5", "12 people and 30", "8-6 soldiers", "soldiers", "", "two three"]
)
def test_a_phrase_that_can_be_read_in_two_ways_or_none_gives_nothing(text):
    assert quantity(text) is None


@pytest.mark.parametrize(
    ("text", "language", "read"),
    [
        ("1.500 Menschen", "de", exact(1500)),
        ("mindestens 3", "de", Quantity("at_least", 3, 3)),
        ("1\u202f200 morts", "fr", exact(1200)),
        ("al menos 12", "es", Quantity("at_least", 12, 12)),
        ("١٥٣ قتيلا", "ar", exact(153)),
        ("1,500 Menschen", "de", None),
    ],
)
def test_digits_and_separators_are_those_of_the_language(text, language, read):
    assert quantity(text, language) == read


@given(st.integers(0, 10**9))
def test_a_number_with_groups_is_the_number(value):
    (found,) = numbers(f"{value:,}")

    assert found.value == value


@given(st.text(max_size=60), st.sampled_from(["en", "de", "ar", "xx", ""]))
def test_any_text_can_be_read(text, language):
    for found in numbers(text, language):
        assert 0 <= found.start < found.end <= len(text)
    quantity(text, language)
