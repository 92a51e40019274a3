# SPDX-License-Identifier: MIT
"""The lines of links: from end to end through the gaps between the lines of text; no Qt.

Lengths are pixels of the viewport. A link leaves its source upwards into the gap above its line,
runs along the gap, changes the line in the margin beside the column, and comes down on its target.
So it never crosses words, but for the short way down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height."""


@dataclass(frozen=True, slots=True)
class End:
    """An end that is seen: the middle of its words, and the top of their line."""

    x: float
    top: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Where links run beside the text: the x of the first track, how far apart tracks are.

    ``step`` goes to the right when positive. ``lift`` is how far above a line links run, and
    ``height`` that of the viewport.
    """

    x: float
    step: float
    lift: float
    height: float


def route(source: End, target: End, margins: Margins, track: int) -> tuple[Point, ...]:
    """Return the corners of the way between two ends that are seen; ``track`` keeps links apart."""
    if source.top == target.top:
        y = source.top - margins.lift - 3.0 * track
        return (source.x, source.top), (source.x, y), (target.x, y), (target.x, target.top)
    x = margins.x + margins.step * track
    first, last = source.top - margins.lift, target.top - margins.lift
    return (
        (source.x, source.top),
        (source.x, first),
        (x, first),
        (x, last),
        (target.x, last),
        (target.x, target.top),
    )


def route_out(seen: End, side: int, margins: Margins, track: int) -> tuple[Point, ...]:
    """Return the way from an end that is seen to above (-1) or below (1) the viewport."""
    x = margins.x + margins.step * track
    y = seen.top - margins.lift
    return (seen.x, seen.top), (seen.x, y), (x, y), (x, 0.0 if side < 0 else margins.height)


def tracks(stretches: Sequence[tuple[float, float]]) -> list[int]:
    """Return a track for each stretch, from 0: those that overlap have different ones."""
    taken: list[list[tuple[float, float]]] = []
    given = []
    for stretch in stretches:
        low, high = min(stretch), max(stretch)
        for number, others in enumerate(taken):
            if all(high < one[0] or low > one[1] for one in others):
                others.append((low, high))
                given.append(number)
                break
        else:
            taken.append([(low, high)])
            given.append(len(taken) - 1)
    return given


def apart(boxes: Sequence[Box], gap: float) -> list[Box]:
    """Return boxes that do not overlap: in their order, each moved to the right as far as needed.

    A box that comes first stays; only boxes at about the same height are in each other's way.
    """
    placed: list[Box] = []
    for left, top, width, height in boxes:
        x = left
        while (other := _in_the_way(placed, (x, top, width, height), gap)) is not None:
            x = other[0] + other[2] + gap
        placed.append((x, top, width, height))
    return placed


def _in_the_way(placed: Sequence[Box], box: Box, gap: float) -> Box | None:
    left, top, width, height = box
    for other in placed:
        across = left < other[0] + other[2] + gap and other[0] < left + width + gap
        if across and top < other[1] + other[3] and other[1] < top + height:
            return other
    return None


def bends(corners: Sequence[Point], radius: float) -> list[tuple[Point, Point, Point]]:
    """Return each inner corner as a bend: where it begins, the corner itself, where it ends.

    A bend takes at most half of the shorter side beside it.
    """
    made = []
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        room = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        made.append((_towards(corner, before, room), corner, _towards(corner, after, room)))
    return made


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, length: float) -> Point:
    whole = _length(start, end)
    if whole == 0:
        return start
    part = length / whole
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
