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


@dataclass(frozen=True, slots=True)
class End:
    """An end that is seen: the middle of its words, and the top of their line."""

    x: float
    top: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Where links run beside the text: the x of the first track, how far apart tracks are.

    ``step`` goes to the right when positive. ``lift`` is how far above a line the gap's middle is,
    and ``height`` that of the viewport.
    """

    x: float
    step: float
    lift: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """The corners of a link, from source to target, and where its name is written.

    ``name_x`` and ``name_y`` are the middle of the name. ``out`` says which end is not seen:
    -1 one above the viewport, 1 one below, 0 none.
    """

    corners: tuple[Point, ...]
    name_x: float
    name_y: float
    out: int = 0


def route(source: End, target: End, margins: Margins, track: int) -> Route:
    """Return the way between two ends that are seen; ``track`` keeps links apart."""
    aside = 3.0 * track
    if source.top == target.top:
        y = source.top - margins.lift - aside
        corners = ((source.x, source.top), (source.x, y), (target.x, y), (target.x, target.top))
        return Route(corners, (source.x + target.x) / 2, y)
    x = margins.x + margins.step * track
    first, last = source.top - margins.lift, target.top - margins.lift
    corners = (
        (source.x, source.top),
        (source.x, first),
        (x, first),
        (x, last),
        (target.x, last),
        (target.x, target.top),
    )
    return Route(corners, x, (first + last) / 2)


def route_out(seen: End, side: int, margins: Margins, track: int, *, to_seen: bool) -> Route:
    """Return the way between an end that is seen and one above (-1) or below (1) the viewport."""
    x = margins.x + margins.step * track
    y = seen.top - margins.lift
    edge = 0.0 if side < 0 else margins.height
    corners = ((seen.x, seen.top), (seen.x, y), (x, y), (x, edge))
    if to_seen:
        corners = corners[::-1]
    return Route(corners, x, edge, side)


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


def spread(places: Sequence[tuple[float, float]], height: float) -> list[float]:
    """Return a y for each name (left x, wished y) so that names at the edge do not overlap.

    They are stacked downwards from where they wish to be; ``height`` is that of a name.
    """
    given: list[float] = []
    for _, wished in places:
        y = wished
        while any(abs(y - other) < height for other in given):
            y += height
        given.append(y)
    return given


def shortened(corners: Sequence[Point], radius: float) -> list[tuple[Point, Point, Point]]:
    """Return each inner corner as a bend: where it begins, the corner itself, where it ends.

    A bend takes at most half of the shorter side beside it.
    """
    bends = []
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        room = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        bends.append((_towards(corner, before, room), corner, _towards(corner, after, room)))
    return bends


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, length: float) -> Point:
    whole = _length(start, end)
    if whole == 0:
        return start
    part = length / whole
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part
