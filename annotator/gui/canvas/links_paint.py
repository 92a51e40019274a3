# SPDX-License-Identifier: MIT
"""Draws what ``links_shown`` says over the page: lines, their names, outlines and hints."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from annotator.gui.canvas.hints import Hint
from annotator.gui.canvas.links import in_words
from annotator.gui.canvas.links_layout import (
    Box,
    End,
    Margins,
    Point,
    apart,
    bends,
    route,
    route_out,
    tracks,
)
from annotator.gui.canvas.links_shown import Link, Shown
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.scrolling import Scrolling
from annotator.gui.canvas.shown import shown as harmless
from annotator.model.records import Fragment

_RADIUS = 4.0
_ARROW = 4.0
_FAR = 10.0e6


def paint_links(painter: QPainter, page: Page, scrolling: Scrolling, drawn: Shown) -> None:
    """Draw links and hints over the page as it is scrolled."""
    if drawn != Shown():
        _Links(painter, page, scrolling, drawn).draw()


class _Links:
    """The links of one page being drawn."""

    def __init__(self, painter: QPainter, page: Page, scrolling: Scrolling, drawn: Shown) -> None:
        self.painter = painter
        self.page = page
        self.look: Look = page.look
        self.scale = page.metrics.scale
        self.height = scrolling.height
        self.drawn = drawn
        self.tops = {number: y for number, y, _ in scrolling.visible()}
        self.margins = Margins(
            page.metrics.left - 7 * self.scale, -3.5 * self.scale, 4 * self.scale, self.height
        )
        self._names: list[tuple[Box, str, QColor]] = []

    def draw(self) -> None:
        for stretch in self.drawn.mentions:
            self._outline(stretch, QColor(self.look.theme.muted), Qt.PenStyle.DotLine)
        for stretch in self.drawn.triggers:
            self._outline(stretch, QColor(self.look.theme.warning), Qt.PenStyle.SolidLine)
        self._lines()
        if not self.drawn.hints:
            self._write_names()
        self._hints()

    # places

    def _end(self, stretch: Fragment) -> End | int:
        """Return where a stretch is seen to begin, or on which side it is out of sight."""
        rects = self._rects(stretch)
        if rects:
            left, right, top, base = rects[0]
            if base > 0 and top < self.height:
                return End((left + right) / 2, top)
            return -1 if base <= 0 else 1
        first = min(self.tops, default=0)
        return -1 if self.page.index.at(stretch[0]) < first else 1

    def _rects(self, stretch: Fragment) -> list[tuple[float, float, float, float]]:
        """Return left, right, top and base of what is laid out of a stretch."""
        page, made = self.page, []
        for number in page.index.touching(*stretch):
            if number not in self.tops:
                continue
            block, start, y = page.block(number), page.index.starts[number], self.tops[number]
            low, high = max(0, stretch[0] - start), min(block.way.length, stretch[1] - start)
            if low < high:
                x = page.metrics.left
                for place, left, right in block.rects(low, high):
                    line = block.lines[place]
                    made.append((x + left, x + right, y + line.top, y + line.base))
        return made

    # lines

    def _lines(self) -> None:
        ends = [(self._end(link.source), self._end(link.target)) for link in self.drawn.links]
        stretches = [(self._y(source), self._y(target)) for source, target in ends]
        given = tracks(stretches)
        for link, (source, target), track in zip(self.drawn.links, ends, given, strict=True):
            self._line(link, source, target, track % 9)

    def _y(self, end: End | int) -> float:
        return end.top if isinstance(end, End) else end * _FAR

    def _line(self, link: Link, source: End | int, target: End | int, track: int) -> None:
        theme = self.look.theme
        colour = QColor(theme.warning if link.event else theme.accent)
        if isinstance(source, End) and isinstance(target, End):
            corners = route(source, target, self.margins, track)
            self._stroke(corners, colour, event=link.event)
            self._arrow(target, colour)
            end = target if link.far else source
            self._name(end.x, end.top - self.margins.lift, link.name, colour, centred=True)
        elif isinstance(source, End) and isinstance(target, int):
            self._stroke(route_out(source, target, self.margins, track), colour, event=link.event)
            self._out(link, target, colour, f"{link.name} → {link.words}", link.target)
        elif isinstance(target, End) and isinstance(source, int):
            self._stroke(route_out(target, source, self.margins, track), colour, event=link.event)
            self._arrow(target, colour)
            self._out(link, source, colour, f"{link.name} ← {link.words}", link.source)

    def _out(self, link: Link, side: int, colour: QColor, words: str, stretch: Fragment) -> None:
        if not link.words:
            return
        seen = sorted(self.tops)
        index = self.page.index
        if seen:
            top, bottom = index.starts[seen[0]], index.ends[seen[-1]]
            where = in_words(index.text, stretch[0], top=top, bottom=bottom)
            words += f", {where or ('above' if side < 0 else 'below')}"
        y = 9 * self.scale if side < 0 else self.height - 9 * self.scale
        self._name(self.page.metrics.left, y, words, colour, centred=False)

    def _stroke(self, corners: tuple[Point, ...], colour: QColor, *, event: bool) -> None:
        path = QPainterPath(QPointF(*corners[0]))
        for begin, corner, end in bends(corners, _RADIUS * self.scale):
            path.lineTo(QPointF(*begin))
            path.quadTo(QPointF(*corner), QPointF(*end))
        path.lineTo(QPointF(*corners[-1]))
        style = Qt.PenStyle.DashLine if event else Qt.PenStyle.SolidLine
        self.painter.setPen(QPen(colour, max(1.0, 1.2 * self.scale), style))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPath(path)

    def _arrow(self, end: End, colour: QColor) -> None:
        size = _ARROW * self.scale
        path = QPainterPath(QPointF(end.x, end.top + 1))
        path.lineTo(QPointF(end.x - size * 0.7, end.top - size))
        path.lineTo(QPointF(end.x + size * 0.7, end.top - size))
        path.closeSubpath()
        self.painter.fillPath(path, colour)

    # names

    def _name(self, x: float, y: float, words: str, colour: QColor, *, centred: bool) -> None:
        sizes = QFontMetricsF(self._font())
        width = sizes.horizontalAdvance(harmless(words)) + 6 * self.scale
        height = sizes.height()
        left = x - width / 2 if centred else x
        left = min(max(left, self.page.metrics.left), self.page.metrics.left + self.page.edges[1])
        top = min(max(y - height - 2 * self.scale, 1.0), self.height - height - 1)
        self._names.append(((left, top, width, height), harmless(words), colour))

    def _font(self) -> QFont:
        return self.look.name_font

    def _write_names(self) -> None:
        boxes = apart([box for box, _, _ in self._names], 3 * self.scale)
        self.painter.setFont(self._font())
        ascent = QFontMetricsF(self._font()).ascent()
        for (left, top, width, height), (_, words, colour) in zip(boxes, self._names, strict=True):
            self._pill(QRectF(left, top, width, height), QColor(self.look.theme.surface), colour)
            self.painter.setPen(colour)
            self.painter.drawText(QPointF(left + 3 * self.scale, top + ascent), words)

    def _pill(self, rect: QRectF, fill: QColor, edge: QColor) -> None:
        self.painter.setBrush(fill)
        self.painter.setPen(QPen(edge, 1.0))
        self.painter.drawRoundedRect(rect, 3 * self.scale, 3 * self.scale)

    def _outline(self, stretch: Fragment, colour: QColor, style: Qt.PenStyle) -> None:
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(colour, max(1.0, 1.2 * self.scale), style))
        for left, right, top, base in self._rects(stretch):
            rect = QRectF(left - 1, top + 0.5, right - left + 2, base - top - 1)
            self.painter.drawRoundedRect(rect, 2, 2)

    # hints

    def _hints(self) -> None:
        font = QFont(self.look.number_font)
        font.setBold(True)
        sizes = QFontMetricsF(font)
        pad = 3 * self.scale
        found = [(hint, self._rects((hint.start, hint.end))) for hint in self.drawn.hints]
        seen = [(hint, rects[0]) for hint, rects in found if rects]
        seen.sort(key=lambda one: (one[1][2], one[1][0]))
        boxes = apart(
            [
                (
                    left - 2 * self.scale,
                    top - sizes.height() * 0.62,
                    sizes.horizontalAdvance(hint.code + hint.mark)
                    + 2 * pad
                    + pad * bool(hint.mark),
                    sizes.height(),
                )
                for hint, (left, _, top, _) in seen
            ],
            1.0,
        )
        self.painter.setFont(font)
        for (hint, _), box in zip(seen, boxes, strict=True):
            self._chip(hint, QRectF(*box), sizes, pad)

    def _chip(self, hint: Hint, rect: QRectF, sizes: QFontMetricsF, pad: float) -> None:
        theme = self.look.theme
        colours = self.look.label(hint.label) if hint.label else None
        fill = QColor(colours.fill if colours else theme.text)
        ink = QColor(colours.fill_ink if colours else theme.surface)
        edge = QColor(theme.surface)
        if hint.is_set and colours is not None:
            fill, ink, edge = QColor(theme.surface), QColor(colours.ink), QColor(colours.bar)
        self._pill(rect, fill, edge)
        baseline = rect.top() + sizes.ascent()
        self.painter.setPen(ink)
        self.painter.drawText(QPointF(rect.left() + pad, baseline), hint.code)
        if hint.mark:
            ink.setAlphaF(0.75)
            self.painter.setPen(ink)
            x = rect.left() + 2 * pad + sizes.horizontalAdvance(hint.code)
            self.painter.drawText(QPointF(x, baseline), hint.mark)
