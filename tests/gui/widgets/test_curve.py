# SPDX-License-Identifier: MIT
"""The curve says what it shows, and its axis holds all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.widgets.curve import Curve
from annotator.review.axis import MOST_LINES, scale
from annotator.review.report_tables import CurvePoint

SHARES = st.floats(0, 1)


@st.composite
def points(draw):
    low, value, high = sorted(draw(st.tuples(SHARES, SHARES, SHARES)))
    defined = draw(st.booleans())
    return CurvePoint("2026-01", value, low, high) if defined else CurvePoint("x", None, None, None)


@given(st.lists(points(), max_size=5))
def test_the_axis_holds_every_value_and_its_lines_are_whole_steps(given_points):
    low, high, step = scale(given_points)

    assert 0 <= low < high <= 1 + 1e-9
    assert (high - low) / step == pytest.approx(round((high - low) / step))
    assert 2 <= round((high - low) / step) < MOST_LINES
    for point in given_points:
        if point.value is not None:
            assert low - 1e-9 <= point.low <= point.high <= high + 1e-9


def test_a_curve_of_one_point_hides_and_of_two_says_its_values(qtbot):
    curve = Curve()
    qtbot.addWidget(curve)

    curve.show_points([CurvePoint("2026-01", 0.5, 0.4, 0.6)], "Over time")
    assert curve.isHidden()
    curve.show_points(
        [
            CurvePoint("2026-01", 0.5, 0.4, 0.6),
            CurvePoint("2026-02", None, None, None),
            CurvePoint("2026-03", 0.75, 0.7, 0.8),
        ],
        "Over time",
    )

    assert not curve.isHidden()
    assert curve.accessibleDescription() == "2026-01 0.500, 2026-03 0.750"
    assert not curve.grab().toImage().allGray()  # the line is in the accent's colour
