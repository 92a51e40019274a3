# SPDX-License-Identifier: MIT
"""Where a curve of shares is drawn: its axis, and where it breaks."""

from collections.abc import Sequence
from typing import Protocol

STEPS = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5)
MOST_LINES = 6


class Point(Protocol):
    """A value (0..1) with its name and interval; None where it is not defined."""

    @property
    def name(self) -> str:
        """What stands below it."""

    @property
    def value(self) -> float | None:
        """How high it is."""

    @property
    def low(self) -> float | None:
        """Where its interval begins."""

    @property
    def high(self) -> float | None:
        """Where its interval ends."""


def scale(points: Sequence[Point]) -> tuple[float, float, float]:
    """Return the lowest and highest value of the axis and the step of its lines, all in 0..1.

    The axis ends at what is drawn, rounded outwards to whole steps; at most 6 lines are drawn.
    """
    drawn = [
        each
        for point in points
        for each in (point.value, point.low, point.high)
        if each is not None
    ]
    low, high = (min(drawn), max(drawn)) if drawn else (0.0, 1.0)
    for step in STEPS:
        first = int(low / step + 1e-9)
        last = -int(-high / step - 1 + 1e-9) if high > first * step else first + 1
        last = min(max(last, first + 2), round(1 / step))
        first = max(0, min(first, last - 2))
        if last - first < MOST_LINES:
            return first * step, last * step, step
    return 0.0, 1.0, STEPS[-1]


def runs(points: Sequence[Point]) -> list[list[int]]:
    """Return the stretches of points that have a value: the curve does not go over a gap."""
    found: list[list[int]] = [[]]
    for n, point in enumerate(points):
        if point.value is None:
            found.append([])
        else:
            found[-1].append(n)
    return [run for run in found if run]
