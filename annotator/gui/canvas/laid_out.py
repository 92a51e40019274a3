# SPDX-License-Identifier: MIT
"""One chunk of text laid out in lines, with the pieces of the spans on it.

Inside, places are UTF-16 units of the chunk, as Qt counts; outside, code points of the chunk.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextLayout, QTextLine, QTextOption

from annotator.gui.canvas.layout import (
    Hit,
    Lane,
    Metrics,
    Name,
    Segment,
    lanes,
    lanes_of_line,
    names_of_line,
    united,
)
from annotator.gui.canvas.shown import has_rtl, shown
from annotator.model.records import Span
from annotator.text.offsets import Utf16Map

Widths = Mapping[str, tuple[float, float]]


@dataclass(slots=True)
class Line:
    """A line of a chunk: where it lies, and what is drawn on it.

    ``top`` is the upper edge of the text's box, ``base`` the lower one, where the lanes begin;
    ``bottom`` is where the next line may start. ``height`` is that of its letters, ``below`` that
    of its lanes. ``solid_u16`` is the end without the white space that hangs over the edge of the
    column.
    """

    q: QTextLine
    start_u16: int
    end_u16: int
    solid_u16: int
    height: float
    below: float = 0.0
    top: float = 0.0
    base: float = 0.0
    bottom: float = 0.0
    segments: tuple[Segment, ...] = ()
    lanes: tuple[Lane, ...] = ()
    names: tuple[Name, ...] = ()
    boxes: list[tuple[float, float, int, int, bool]] | None = field(default=None)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The pieces of one span in one lane, kept for as long as neither changes."""

    span: Span
    lane: int
    segments: list[tuple[int, Segment]]


class LaidOut:
    """A chunk's lines; ``height`` is that of the whole, with the gap below a paragraph's end."""

    def __init__(
        self, text: str, font: QFont, metrics: Metrics, *, rtl: bool, ends_paragraph: bool
    ) -> None:
        self.way = Utf16Map.of(text)
        self.bidi = rtl or has_rtl(text)
        self.rtl = rtl
        self.metrics = metrics
        self._blank = not text
        self._gap = metrics.paragraph_gap if ends_paragraph and text else 0.0
        self.layout = QTextLayout(shown(text), font)
        self.layout.setTextOption(_option(metrics, rtl=rtl))
        self.layout.setCacheEnabled(True)
        self.lines = self._lines(text)
        self._ends = [line.end_u16 for line in self.lines]
        self._pieces: dict[str, _Pieces] = {}
        self.height = 0.0
        for line in self.lines:
            self._measure(line)
        self._settle()

    def _lines(self, text: str) -> list[Line]:
        made = []
        self.layout.beginLayout()
        while (line := self.layout.createLine()).isValid():
            line.setLineWidth(self.metrics.width)
            start, end = line.textStart(), line.textStart() + line.textLength()
            made.append(Line(line, start, end, end, line.height()))
        self.layout.endLayout()
        for wrapped in made[:-1]:
            start = self.way.floor_from_utf16(wrapped.start_u16)
            end = self.way.floor_from_utf16(wrapped.end_u16)
            wrapped.solid_u16 = self.way.to_utf16(start + len(text[start:end].rstrip()))
        return made

    def place(
        self, spans: Sequence[Span], start: int, widths: Widths, edges: tuple[float, float]
    ) -> list[Line]:
        """Put the spans that touch the chunk on its lines; return the lines that look different.

        ``start`` is the chunk's place in the text, ``widths`` those of the labels' names, and
        ``edges`` how far to both sides a name may go.
        """
        before = [line.top for line in self.lines]
        pieces: list[list[Segment]] = [[] for _ in self.lines]
        known, self._pieces = self._pieces, {}
        given = lanes([(span.start, span.end) for span in spans])
        for span, lane in zip(spans, given, strict=True):
            old = known.get(span.id)
            if old is None or old.span is not span or old.lane != lane:
                old = _Pieces(span, lane, self._cut(span, lane, start))
            self._pieces[span.id] = old
            for number, segment in old.segments:
                pieces[number].append(segment)
        different = set()
        for number, (line, segments) in enumerate(zip(self.lines, pieces, strict=True)):
            if line.segments != tuple(segments):
                different.add(number)
                line.segments = tuple(segments)
                gap = 2.0 * self.metrics.scale
                line.names = tuple(names_of_line(segments, widths, edges, gap=gap))
                self._measure(line)
        self._settle()
        for number, (line, top) in enumerate(zip(self.lines, before, strict=True)):
            if line.top != top:
                different.add(number)
        return [self.lines[number] for number in sorted(different)]

    def _cut(self, span: Span, lane: int, start: int) -> list[tuple[int, Segment]]:
        """Return the pieces of a span on this chunk, with the numbers of their lines."""
        made: list[tuple[int, Segment]] = []
        previous_end = -1
        for fragment in span.fragments:
            if previous_end >= 0:
                made += self._cut_stretch(span, lane, (previous_end, fragment[0]), start, gap=True)
            made += self._cut_stretch(span, lane, fragment, start, gap=False)
            previous_end = fragment[1]
        return made

    def _cut_stretch(
        self, span: Span, lane: int, stretch: tuple[int, int], chunk: int, *, gap: bool
    ) -> list[tuple[int, Segment]]:
        start, end = max(stretch[0] - chunk, 0), min(stretch[1] - chunk, self.way.length)
        rects = self.rects(start, end) if start < end else []
        edges: dict[int, dict[str, float]] = {}
        if rects and not gap:
            if start + chunk == span.start:
                place, x = self._edge(start, rects, at_end=False)
                edges.setdefault(place, {})["start_x"] = x
            if end + chunk == span.end:
                place, x = self._edge(end, rects, at_end=True)
                edges.setdefault(place, {})["end_x"] = x
        return [
            (
                number,
                Segment(span.id, span.label, left, right, lane, gap=gap, **edges.get(place, {})),
            )
            for place, (number, left, right) in enumerate(rects)
        ]

    def _edge(
        self, offset: int, rects: Sequence[tuple[int, float, float]], *, at_end: bool
    ) -> tuple[int, float]:
        """Return on which of ``rects`` a span starts or ends, and at which x."""
        if self.bidi:
            offset_u16 = self.way.to_utf16(offset) - at_end
            number = self._line_at(offset_u16)
            for left, right, u0, u1, rtl in self._boxes(self.lines[number]):
                if u0 <= offset_u16 < u1:
                    middle = (left + right) / 2
                    for place, rect in enumerate(rects):
                        if rect[0] == number and rect[1] - 0.5 <= middle <= rect[2] + 0.5:
                            return place, (left if rtl == at_end else right)
        return (len(rects) - 1, rects[-1][2]) if at_end else (0, rects[0][1])

    def _measure(self, line: Line) -> None:
        made, line.below = lanes_of_line(line.segments, self.metrics)
        line.lanes = tuple(made)

    def _settle(self) -> None:
        """Give each line its place, from the top down."""
        if self._blank:
            line = self.lines[0]
            line.base, line.bottom = self.metrics.blank, self.metrics.blank
            self.height = self.metrics.blank
            return
        y = 0.0
        for line in self.lines:
            if line.top != y or not line.bottom:
                line.top = y
                line.q.setPosition(QPointF(0.0, line.top + self._drop(line)))
            line.base = y + max(ceil(line.height), self.metrics.text_height)
            line.bottom = line.base + line.below + self.metrics.line_gap
            y = line.bottom
        self.height = y + self._gap

    def _drop(self, line: Line) -> float:
        return float(round(max(0.0, self.metrics.text_height - line.height) / 2))

    def line_at(self, offset: int, *, trailing: bool = False) -> int:
        """Return the line that shows ``offset``; with ``trailing``, the one that ends there."""
        offset_u16 = self.way.to_utf16(min(max(0, offset), self.way.length))
        number = self._line_at(offset_u16)
        if trailing and number and self.lines[number].start_u16 == offset_u16:
            return number - 1
        return number

    def _line_at(self, offset_u16: int) -> int:
        return min(bisect_right(self._ends, offset_u16), len(self.lines) - 1)

    def caret_x(self, offset: int, line: int) -> float:
        """Return where the caret stands on ``line`` for ``offset``."""
        return float(_x(self.lines[line].q, self.way.to_utf16(offset)))

    def bounds(self, line: int) -> tuple[int, int]:
        """Return the first place of a line and the last one that is shown on it."""
        found = self.lines[line]
        start = self.way.floor_from_utf16(found.start_u16)
        if line + 1 == len(self.lines):
            return start, self.way.length
        return start, self.way.floor_from_utf16(max(found.start_u16, found.solid_u16))

    def rects(self, start: int, end: int) -> list[tuple[int, float, float]]:
        """Return what ``start..end`` covers, as (line, left, right), in the order of the lines.

        White space that hangs over the edge of the column is left out.
        """
        u0, u1 = self.way.to_utf16(start), self.way.to_utf16(end)
        made: list[tuple[int, float, float]] = []
        for number in range(self._line_at(u0), len(self.lines)):
            line = self.lines[number]
            if line.start_u16 >= u1:
                break
            first, last = max(u0, line.start_u16), min(u1, line.solid_u16)
            if first < last:
                stretches = self._stretches(line, first, last)
                made.extend((number, left, right) for left, right in stretches)
        return made

    def _stretches(self, line: Line, first: int, last: int) -> list[tuple[float, float]]:
        if not self.bidi:
            return [(_x(line.q, first), _x(line.q, last))]
        runs = [run.boundingRect() for run in line.q.glyphRuns(first, last - first)]
        return united([(rect.left(), rect.right()) for rect in runs], slack=1.0)

    def _boxes(self, line: Line) -> list[tuple[float, float, int, int, bool]]:
        """Return left, right, start, end and direction of each cluster of a line, as shown."""
        if line.boxes is None:
            line.boxes = []
            place = line.start_u16
            while place < line.end_u16:
                following = self.layout.nextCursorPosition(place)
                if following <= place:
                    break
                for run in line.q.glyphRuns(place, following - place):
                    rect = run.boundingRect()
                    line.boxes.append(
                        (rect.left(), rect.right(), place, following, run.isRightToLeft())
                    )
                place = following
        return line.boxes

    def hit(self, x: float, y: float) -> Hit:
        """Return what is at a point of the chunk."""
        number = min(bisect_left([line.bottom for line in self.lines], y), len(self.lines) - 1)
        line = self.lines[number]
        low, high = self.bounds(number)
        if self.bidi:
            between, on = self._hit_bidi(line, x)
        else:
            between = line.q.xToCursor(x)
            on = line.q.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
            if not 0 <= x < _x(line.q, line.solid_u16):
                on = -1
        offset = min(max(self.way.floor_from_utf16(between), low), high)
        return Hit(offset, self.way.floor_from_utf16(on) if on >= 0 else -1)

    def _hit_bidi(self, line: Line, x: float) -> tuple[int, int]:
        boxes = [box for box in self._boxes(line) if box[2] < line.solid_u16]
        if not boxes:
            return line.start_u16, -1
        left, right, u0, u1, rtl = min(boxes, key=lambda box: max(box[0] - x, x - box[1], 0.0))
        towards_end = (x < (left + right) / 2) if rtl else (x >= (left + right) / 2)
        return (u1 if towards_end else u0), (u0 if left <= x < right else -1)


def _x(line: QTextLine, offset_u16: int) -> float:
    # PySide gives (x, offset): the argument is in and out in C++
    found: Any = line.cursorToX(offset_u16)
    return float(found[0])


def _option(metrics: Metrics, *, rtl: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
    )
    side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
    option.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
    option.setTabStopDistance(4 * metrics.character)
    return option
