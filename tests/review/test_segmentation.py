# SPDX-License-Identifier: MIT
"""Measures of segmentations are as segeval 2.0.11 gives them, and mean what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.boundary_similarity import boundary_similarity, segmentation_similarity
from annotator.review.segmentation import pk, window_diff, window_size

SEGMENTS = st.lists(st.integers(1, 6), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("one", "other", "similarity", "pk_error", "window_error"),
    [
        ([2, 3, 6], [5, 6], 0.9, 2 / 9, 2 / 9),
        ([2, 3, 6], [2, 2, 7], 0.95, 2 / 9, 2 / 9),
        ([4, 5, 8, 1, 2, 2, 2], [8, 13, 2, 1], 18.5 / 23, 8 / 22, 8 / 22),
    ],
)
def test_segmentations_compare_as_segeval_has_them(one, other, similarity, pk_error, window_error):
    assert segmentation_similarity(one, other).value == pytest.approx(similarity)
    assert pk(one, other).value == pytest.approx(pk_error)
    assert window_diff(one, other).value == pytest.approx(window_error)


@given(SEGMENTS)
def test_a_segmentation_is_like_itself(segments):
    for error in (pk(segments, segments), window_diff(segments, segments)):
        assert error.value in (0.0, None)
        assert (error.value is None) == (sum(segments) <= window_size(segments))
    alike = segmentation_similarity(segments, segments)
    assert alike.value == (1.0 if sum(segments) > 1 else None)


@given(SEGMENTS, st.integers(2, 4))
def test_similarities_are_the_same_both_ways_and_within_0_and_1(segments, near):
    other = [*segments[1:], segments[0]]

    for measure in (boundary_similarity, segmentation_similarity):
        there, back = (measure(*both, near=near) for both in ((segments, other), (other, segments)))
        assert there == back
        assert there.value is None or 0 <= there.value <= 1


def test_segments_of_different_texts_are_refused():
    for measure in (pk, window_diff, segmentation_similarity):
        with pytest.raises(ValueError, match="11 and 10"):
            measure([11], [5, 5])
