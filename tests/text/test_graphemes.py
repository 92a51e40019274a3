# SPDX-License-Identifier: MIT
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.graphemes import (
    ceil_boundary,
    clusters,
    floor_boundary,
    grapheme_bounds,
    next_boundary,
    previous_boundary,
)
from tests.strategies import texts


@given(texts(), st.data())
def test_every_place_falls_in_the_cluster_that_the_whole_text_shows(text, data):
    offset = data.draw(st.integers(0, len(text) - 1))
    whole = next(found.span() for found in regex.finditer(r"\X", text) if found.end() > offset)

    assert grapheme_bounds(text, offset) == whole
    assert floor_boundary(text, offset) == whole[0]
    assert next_boundary(text, offset) == whole[1]


@given(texts())
def test_stepping_back_from_the_end_visits_every_boundary(text):
    bounds = clusters(text)
    place = len(text)
    seen = [place]

    while place > 0:
        place = previous_boundary(text, place)
        seen.append(place)

    assert seen == bounds[::-1]


@pytest.mark.parametrize(
    "cluster", ["👩\u200d👩\u200d👧", "🇸🇾", "e\u0301", "م\u064f", "\r\n", "हि", "1\ufe0f\u20e3"]
)
def test_a_cluster_is_never_entered(cluster):
    text = f"a{cluster}b"

    assert next_boundary(text, 1) == 1 + len(cluster)
    assert ceil_boundary(text, 2) == 1 + len(cluster)
    assert previous_boundary(text, 1 + len(cluster)) == 1


def test_both_ends_of_the_text_are_boundaries():
    assert grapheme_bounds("ab", 2) == (2, 2)
    assert next_boundary("ab", 2) == 2
    assert previous_boundary("ab", 0) == 0
    assert ceil_boundary("ab", 0) == 0
