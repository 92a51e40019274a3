# SPDX-License-Identifier: MIT
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.heights import Heights
from annotator.gui.canvas.layout import (
    Metrics,
    Segment,
    column,
    lanes,
    lanes_of_line,
    names_of_line,
    united,
)

METRICS = Metrics(
    left=50, width=600, ascent=18, text_height=23, character=8, bar=2, name=12, scale=1
)
WIDTHS = {"LOCATION": (50.0, 9.0), "ACTOR": (34.0, 9.0)}
stretches = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=30,
).map(lambda found: sorted(found, key=lambda s: (s[0], -s[1])))


def segment(left, right, *, lane=0, label="LOCATION", starts="left", span="s"):
    x = {"left": left, "right": right, "": None}[starts]
    return Segment(span, label, left, right, lane, start_x=x)


@given(stretches)
def test_no_two_stretches_of_a_lane_overlap(found):
    given_lanes = lanes(found)

    for lane in set(given_lanes):
        mine = [s for s, at in zip(found, given_lanes, strict=True) if at == lane]
        assert all(one[1] <= other[0] for one, other in pairwise(mine))


def test_an_outer_span_lies_nearer_to_the_text_than_the_one_in_it():
    assert lanes([(0, 10), (2, 5), (2, 4), (6, 8), (12, 14)]) == [0, 1, 2, 1, 0]


def test_spans_of_the_first_level_never_change_the_height_of_a_line():
    none = lanes_of_line([], METRICS)[1]
    many = lanes_of_line([segment(0, 20), segment(30, 60)], METRICS)[1]
    nested = lanes_of_line([segment(0, 60), segment(5, 20, lane=1)], METRICS)[1]
    passing = lanes_of_line([segment(0, 60), segment(5, 20, lane=1, starts="")], METRICS)[1]

    assert none == many
    assert nested > passing > many


def test_lanes_lie_below_each_other():
    made, height = lanes_of_line([segment(0, 60, lane=n) for n in range(4)], METRICS)

    for upper, lower in pairwise(made):
        assert lower.top >= upper.top + METRICS.bar + METRICS.name
    assert height >= made[-1].top + METRICS.bar + METRICS.name


def names(*segments, edges=(0.0, 600.0)):
    return names_of_line(segments, WIDTHS, edges, gap=2)


def test_a_name_that_fits_is_whole_and_may_go_past_its_span():
    (name,) = names(segment(100, 120))

    assert (name.left, name.width, name.short) == (100, 50, False)


def test_a_name_that_does_not_fit_is_the_key_and_else_nothing():
    key, _ = names(segment(0, 10), segment(20, 90))
    (only,) = names(segment(0, 4), segment(8, 90))

    assert key.short
    assert only.left == 8


def test_a_name_moves_a_little_if_that_makes_it_fit():
    first, second = names(segment(100, 140), segment(146, 300))
    assert (first.left, first.short) == (94, False)
    assert second.left == 146


def test_a_span_that_starts_at_the_right_has_its_name_there():
    (name,) = names(segment(100, 200, starts="right"))

    assert name.left + name.width == 200


def test_a_piece_that_only_goes_on_has_no_name():
    assert names(segment(0, 100, starts="")) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 560), st.integers(1, 80), st.sampled_from(["left", "right", ""])),
        max_size=12,
    )
)
def test_names_of_a_lane_never_overlap_and_never_leave_the_page(found):
    pieces, end = [], 0
    for left, width, starts in sorted(found):
        if left >= end:
            pieces.append(segment(left, left + width, starts=starts, span=str(left)))
            end = left + width
    made = sorted(names(*pieces, edges=(0.0, 660.0)), key=lambda name: name.left)

    for one, other in pairwise(made):
        assert one.left + one.width <= other.left
    assert all(name.left >= 0 and name.left + name.width <= 660 for name in made)


@pytest.mark.parametrize("viewport", [60, 200, 500, 700, 1000, 3000])
def test_the_column_stays_in_the_viewport_and_is_never_wider_than_the_measure(viewport):
    left, width = column(viewport, 600, 56, 24)

    assert left >= 56
    assert width == 40 or left + width <= viewport
    assert width <= 600


def test_stretches_that_touch_become_one():
    assert united([(5, 9), (0, 4.5), (20, 21)], slack=1) == [(0, 9), (20, 21)]


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=60), st.data())
def test_heights_add_up_after_any_changes(found, data):
    heights = Heights(found)
    for _ in range(5):
        place = data.draw(st.integers(0, len(found) - 1))
        found[place] = data.draw(st.floats(0, 1000))
        heights.put(place, found[place])

    for place in range(len(found) + 1):
        assert heights.above(place) == pytest.approx(sum(found[:place]), abs=1e-6)
    assert heights.total == pytest.approx(sum(found), abs=1e-6)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=60), st.floats(0, 1))
def test_the_block_at_a_height_is_the_one_that_spans_it(found, share):
    heights = Heights(found)
    y = share * sum(found) * 0.999

    block, within = heights.at(y)

    assert heights.above(block) + within == pytest.approx(y)
    assert -1e-6 <= within <= found[block] + 1e-6


def test_heights_outside_the_page_belong_to_its_ends():
    heights = Heights([10.0, 20.0])

    assert heights.at(-5) == (0, -5)
    assert heights.at(100) == (1, 90)
