# SPDX-License-Identifier: MIT
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.links_layout import (
    End,
    Margins,
    apart,
    bends,
    route,
    route_out,
    tracks,
)

numbers = st.floats(0, 2000, allow_nan=False)
ends = st.builds(End, numbers, st.sampled_from([0.0, 42.0, 84.0, 300.0, 642.0]))
margins = st.builds(Margins, st.just(40.0), st.just(-3.5), st.just(4.0), st.just(700.0))
boxes = st.lists(st.tuples(numbers, numbers, st.floats(1, 90), st.floats(5, 14)), max_size=25)


@given(ends, ends, margins, st.integers(0, 8))
def test_a_link_goes_from_end_to_end_by_level_and_upright_steps(source, target, margins, track):
    corners = route(source, target, margins, track)
    assert corners[0] == (source.x, source.top)
    assert corners[-1] == (target.x, target.top)
    for (x, y), (x2, y2) in pairwise(corners):
        assert x == x2 or y == y2


@given(ends, ends, margins, st.integers(0, 8))
def test_a_link_runs_along_no_line_of_words(source, target, margins, track):
    corners = route(source, target, margins, track)
    for (x, y), (x2, y2) in pairwise(corners):
        if y == y2 and x != x2:
            assert any(0 < end.top - y <= margins.lift + 3 * track for end in (source, target))
        elif y != y2:
            is_aside = x <= margins.x
            is_short = abs(y - y2) <= margins.lift + 3 * track
            assert is_aside or is_short


@given(ends, st.sampled_from([-1, 1]), margins, st.integers(0, 8))
def test_a_link_to_what_is_out_of_sight_ends_at_that_edge(seen, side, margins, track):
    corners = route_out(seen, side, margins, track)
    assert corners[0] == (seen.x, seen.top)
    assert corners[-1][1] == (0.0 if side < 0 else margins.height)


@given(st.lists(st.tuples(numbers, numbers), max_size=30))
def test_links_that_overlap_have_different_tracks(stretches):
    given_tracks = tracks(stretches)
    for place, (one, track) in enumerate(zip(stretches, given_tracks, strict=True)):
        for other, taken in list(zip(stretches, given_tracks, strict=True))[:place]:
            if track == taken:
                assert max(one) < min(other) or min(one) > max(other)


@given(boxes, st.floats(0, 4))
def test_boxes_are_moved_apart_to_the_right_and_the_first_stays(wished, gap):
    placed = apart(wished, gap)
    assert placed[:1] == wished[:1]
    for before, after in zip(wished, placed, strict=True):
        assert after[0] >= before[0]
        assert after[1:] == before[1:]
    for place, one in enumerate(placed):
        for other in placed[:place]:
            is_beside = one[0] >= other[0] + other[2] or other[0] >= one[0] + one[2]
            is_above = one[1] >= other[1] + other[3] or other[1] >= one[1] + one[3]
            assert is_beside or is_above


@given(ends, ends, margins, st.integers(0, 8), st.floats(0, 9))
def test_bends_stay_on_the_way_and_do_not_overlap(source, target, margins, track, radius):
    corners = route(source, target, margins, track)
    made = bends(corners, radius)
    assert len(made) == len(corners) - 2
    for (begin, corner, end), before, after in zip(made, corners, corners[2:], strict=False):
        for place, other in ((begin, before), (end, after)):
            away = abs(place[0] - corner[0]) + abs(place[1] - corner[1])
            side = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
            assert away <= min(radius, side / 2) + 1e-6
