# SPDX-License-Identifier: MIT
"""Geometry of the page: columns, lanes below the lines, and where labels' names fit; no Qt.

Lengths are in logical pixels. A line has a box for the text and below it lanes: a lane is a bar
and, in the first lane always and in the others where a span starts, room for a label's name. So
spans of the first level never move the text, and only a nested one makes its line higher.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MEASURE = 76
"""Characters in a full line; between 45 and 80 is what reads well."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The sizes that a page at one zoom and one width is drawn with.

    Heights are whole pixels, so that edges are sharp and scrolling can move what is painted. The
    column starts ``left`` of the viewport's edge and is ``width`` wide. ``ascent`` and
    ``text_height`` are those of the body font; a line with higher letters is higher.
    """

    left: float
    width: float
    ascent: float
    text_height: float
    character: float
    bar: float
    name: float
    scale: float

    @property
    def bar_gap(self) -> float:
        """Between the text and the first bar."""
        return max(1.0, round(self.scale))

    @property
    def lane_gap(self) -> float:
        """Above each further bar."""
        return max(1.0, round(2 * self.scale))

    @property
    def first_lane(self) -> float:
        """The height of the first lane."""
        return self.bar_gap + self.bar + self.name

    @property
    def line_gap(self) -> float:
        """Below the lanes of each line."""
        return float(round(3 * self.scale))

    @property
    def paragraph_gap(self) -> float:
        """Below the last line of each paragraph, beyond the line's own gap."""
        return float(round(7 * self.scale))

    @property
    def line(self) -> float:
        """The height of a line without nested spans."""
        return self.text_height + self.first_lane + self.line_gap

    @property
    def blank(self) -> float:
        """The height of a paragraph without text."""
        return float(round(0.55 * self.text_height))

    def estimated_heights(self, sizes: Iterable[int]) -> list[float]:
        """Return about how high paragraphs of so many characters are."""
        line, gap, blank = self.line, self.paragraph_gap, self.blank
        in_a_line = self.width * 0.965 / self.character
        return [
            int(max(1.0, size / in_a_line) + 0.75) * line + gap if size else blank for size in sizes
        ]


def column(viewport: float, wanted: float, gutter: float, margin: float) -> tuple[float, float]:
    """Return left edge and width of the text column in a viewport: centred, never over the edge.

    ``wanted`` is the width of a full line. There is always ``gutter`` to the left and ``margin``
    to the right; the column may then be narrower, but not below 40 pixels.
    """
    room = viewport - gutter - margin
    if room <= wanted:
        return gutter, max(40.0, room)
    left = max(gutter, (viewport - wanted) / 2)
    return left, wanted


def lanes(stretches: Sequence[tuple[int, int]]) -> list[int]:
    """Return the lane of each stretch: the first in which nothing overlaps it.

    The stretches are in text order, so outer ones come first and lie nearest to the text.
    """
    ends: list[int] = []
    given: list[int] = []
    for start, end in stretches:
        lane = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        given.append(lane)
    return given


@dataclass(frozen=True, slots=True)
class Hit:
    """What is at a point: the nearest place between characters, and the character itself.

    ``on`` is the start of the character under the point, or -1 beside the text.
    """

    offset: int
    on: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a span on one line, from ``left`` to ``right``.

    ``start_x`` and ``end_x`` are where the span itself starts and ends, if it does so on this
    piece; in mixed text that may be on either side, or inside. ``gap`` is a piece between two
    fragments of a discontinuous span.
    """

    span: str
    label: str
    left: float
    right: float
    lane: int
    start_x: float | None = None
    end_x: float | None = None
    gap: bool = False

    @property
    def starts_right(self) -> bool:
        """Whether the span starts at the right side of this piece."""
        x = self.start_x
        return x is not None and abs(x - self.right) < abs(x - self.left)


@dataclass(frozen=True, slots=True)
class Lane:
    """Where a lane lies, below the bottom of the text; ``named`` if it has room for names."""

    top: float
    named: bool


def lanes_of_line(segments: Sequence[Segment], metrics: Metrics) -> tuple[list[Lane], float]:
    """Return the lanes of a line, and how high they are together; there is always one."""
    count = 1 + max((segment.lane for segment in segments), default=0)
    named = {0} | {piece.lane for piece in segments if piece.start_x is not None}
    made: list[Lane] = []
    top = 0.0
    for lane in range(count):
        top += metrics.bar_gap if not lane else metrics.lane_gap
        made.append(Lane(top, lane in named))
        top += metrics.bar + (metrics.name if lane in named else 0.0)
    return made, top


@dataclass(frozen=True, slots=True)
class Name:
    """A label's name below the first piece of its span; ``short`` if only its key fits."""

    span: str
    label: str
    left: float
    width: float
    lane: int
    short: bool


def names_of_line(
    segments: Sequence[Segment],
    widths: Mapping[str, tuple[float, float]],
    edges: tuple[float, float],
    *,
    gap: float,
) -> list[Name]:
    """Return the names that fit below a line: whole, else the key, else none; never a piece.

    ``widths`` gives for each label the width of its name and of its key. A name starts below the
    span's start and may go on to the next piece in its lane or to the right one of ``edges``.
    """
    made: list[Name] = []
    by_lane: dict[int, list[Segment]] = {}
    for segment in sorted(segments, key=lambda piece: piece.left):
        by_lane.setdefault(segment.lane, []).append(segment)
    for pieces in by_lane.values():
        taken = edges[0]
        for place, piece in enumerate(pieces):
            following = pieces[place + 1].left - gap if place + 1 < len(pieces) else edges[1]
            if piece.start_x is not None and piece.label in widths:
                name = _name(piece, (taken, following), widths[piece.label])
                if name is not None:
                    made.append(name)
                    taken = name.left + name.width + gap
            taken = max(taken, piece.right + gap)
    return made


def _name(piece: Segment, room: tuple[float, float], widths: tuple[float, float]) -> Name | None:
    """Return the name, or the key, at the span's start; moved a little if that makes it fit."""
    for short, width in enumerate(widths):
        wanted = piece.right - width if piece.starts_right else piece.left
        left = max(room[0], min(wanted, room[1] - width))
        if width and left + width <= room[1] and abs(left - wanted) <= width / 2:
            return Name(piece.span, piece.label, left, width, piece.lane, bool(short))
    return None


def united(stretches: Sequence[tuple[float, float]], *, slack: float) -> list[tuple[float, float]]:
    """Return the stretches from left to right, with those that touch or nearly touch made one."""
    made: list[tuple[float, float]] = []
    for left, right in sorted(stretches):
        if made and left <= made[-1][1] + slack:
            made[-1] = (made[-1][0], max(made[-1][1], right))
        else:
            made.append((left, right))
    return made
