# SPDX-License-Identifier: MIT
"""Draws the page: text, tints and bars of spans, their names, the caret and the selection.

Nothing here lays anything out or decides anything: it draws what ``Page`` and ``State`` say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QRegion

from annotator.checks.finding import Finding, Severity
from annotator.gui.canvas.interaction import State
from annotator.gui.canvas.laid_out import LaidOut, Line
from annotator.gui.canvas.layout import Segment
from annotator.gui.canvas.links_paint import paint_links
from annotator.gui.canvas.links_shown import Shown
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.page import Page
from annotator.gui.canvas.scrolling import Scrolling
from annotator.gui.canvas.shown import hidden

Stretch = tuple[int, int]
WAVE_STEP = 2.5
_BAR_GAP = 3.0


@dataclass(slots=True)
class Overlay:
    """What lies over the text beside the spans.

    ``matches`` are sorted by start; ``current`` is the one that find is at, -1 for none.
    ``moving`` is a span's edge while it is dragged: the stretch it would cover. ``survival`` has
    the reason for each span that the project's target format does not keep, or not in full.
    """

    state: State = field(default_factory=State)
    has_focus: bool = False
    matches: Sequence[Stretch] = ()
    current: int = -1
    findings: Mapping[int, Sequence[Finding]] = field(default_factory=dict)
    moving: Stretch | None = None
    survival: Mapping[str, str] = field(default_factory=dict)
    links: Shown = field(default_factory=Shown)


def paint_page(
    painter: QPainter, page: Page, scrolling: Scrolling, overlay: Overlay, region: QRegion
) -> None:
    """Draw what is seen of the page inside ``region``, a part of the viewport."""
    bounds = QRectF(region.boundingRect())
    painter.fillRect(bounds, QColor(page.look.theme.surface))
    for number, y, block in scrolling.visible():
        rect = QRectF(bounds.left(), y, bounds.width(), block.height)
        if region.intersects(rect.toAlignedRect()):
            _Block(painter, page, overlay, number, y, block).draw(region)
    paint_links(painter, page, scrolling, overlay.links)


class _Block:
    """One block being drawn; ``y`` is its top in the viewport."""

    def __init__(
        self,
        painter: QPainter,
        page: Page,
        overlay: Overlay,
        number: int,
        y: float,
        block: LaidOut,
    ) -> None:
        self.painter = painter
        self.page = page
        self.look: Look = page.look
        self.overlay = overlay
        self.number = number
        self.start = page.index.starts[number]
        self.block = block
        self.y = y
        self.x = page.metrics.left

    def draw(self, region: QRegion) -> None:
        clip = QRectF(region.boundingRect())
        low, high = clip.top() - self.y - 4, clip.bottom() - self.y + 4
        lines = [line for line in self.block.lines if line.bottom > low and line.top < high]
        for line in lines:
            self._tints(line)
        self._overlays()
        self.painter.setPen(QColor(self.look.theme.text))
        self.block.layout.draw(self.painter, QPointF(self.x, self.y), [], clip)
        for line in lines:
            self._bars(line)
            self._names(line)
        self._hidden_marks(lines)
        self._findings()
        self._focus_edges(lines)
        self._number()
        self._caret()

    def _tints(self, line: Line) -> None:
        focused = self.overlay.state.focused
        for segment in line.segments:
            if not segment.gap:
                colours = self.look.label(segment.label)
                tint = colours.tint_strong if segment.span == focused else colours.tint
                self.painter.fillRect(self._box(line, segment), QColor(tint))

    def _box(self, line: Line, segment: Segment) -> QRectF:
        inset = min(3.0, segment.lane) * 1.5 * self.page.metrics.scale
        top = self.y + line.top + inset
        left, right = self._sides(segment)
        return QRectF(left, top, right - left, self.y + line.base - top)

    def _sides(self, segment: Segment) -> tuple[float, float]:
        """Return the left and right edge, a hair apart from a neighbour that touches."""
        apart = 0.5 * self.page.metrics.scale
        own = (segment.start_x, segment.end_x)
        left = self.x + segment.left + (apart if segment.left in own else 0.0)
        right = self.x + segment.right - (apart if segment.right in own else 0.0)
        return left, max(left + 1.0, right)

    def _overlays(self) -> None:
        theme, overlay = self.look.theme, self.overlay
        end = self.start + self.block.way.length
        first = _first_ending_after(overlay.matches, self.start)
        for place in range(first, len(overlay.matches)):
            match = overlay.matches[place]
            if match[0] >= end:
                break
            colour = theme.match_current if place == overlay.current else theme.match
            self._fill(match, colour, edge=theme.warning if place == overlay.current else "")
        if overlay.moving is not None:
            self._fill(overlay.moving, theme.selection, edge=theme.selection_edge)
        elif overlay.state.has_selection:
            self._fill(overlay.state.selection, theme.selection, edge=theme.selection_edge)

    def _rects(self, stretch: Stretch) -> list[tuple[Line, float, float]]:
        low = max(stretch[0] - self.start, 0)
        high = min(stretch[1] - self.start, self.block.way.length)
        if low >= high:
            return []
        return [
            (self.block.lines[number], self.x + left, self.x + right)
            for number, left, right in self.block.rects(low, high)
        ]

    def _fill(self, stretch: Stretch, colour: str, *, edge: str = "") -> None:
        for line, left, right in self._rects(stretch):
            top, base = self.y + line.top, self.y + line.base
            self.painter.fillRect(QRectF(left, top, right - left, base - top), QColor(colour))
            if edge:
                self.painter.fillRect(QRectF(left, top, right - left, 1.0), QColor(edge))
                self.painter.fillRect(QRectF(left, base - 1.0, right - left, 1.0), QColor(edge))

    def _bars(self, line: Line) -> None:
        bar = self.page.metrics.bar
        for segment in line.segments:
            top = self.y + line.base + line.lanes[segment.lane].top
            colour = QColor(self.look.label(segment.label).bar)
            if segment.gap:
                pen = QPen(colour, max(1.0, bar / 2), Qt.PenStyle.DotLine)
                self.painter.setPen(pen)
                middle = top + bar / 2
                left, right = self.x + segment.left, self.x + segment.right
                self.painter.drawLine(QPointF(left, middle), QPointF(right, middle))
            else:
                left, right = self._sides(segment)
                self.painter.fillRect(QRectF(left, top, right - left, bar), colour)
                if segment.span in self.overlay.survival:
                    self._break_bar(left, right, top)

    def _break_bar(self, left: float, right: float, top: float) -> None:
        """Make a bar a dashed one: the target format does not keep the span."""
        bar, gap = self.page.metrics.bar, _BAR_GAP * self.page.metrics.scale
        surface = QColor(self.look.theme.surface)
        x = left + gap
        while x < right - gap / 2:
            self.painter.fillRect(QRectF(x, top, gap, bar), surface)
            x += 2 * gap

    def _names(self, line: Line) -> None:
        metrics = self.page.metrics
        ratio = self.painter.device().devicePixelRatioF()
        for name in line.names:
            picture = self.look.name(
                name.label,
                short=name.short,
                filled=name.span == self.overlay.state.focused,
                ratio=ratio,
            )
            top = self.y + line.base + line.lanes[name.lane].top + metrics.bar
            self.painter.drawPixmap(QPointF(round(self.x + name.left), round(top)), picture)

    def _hidden_marks(self, lines: Sequence[Line]) -> None:
        text = self.page.index.text_of(self.number)
        found = hidden(text)
        if not found:
            return
        self.painter.setPen(QPen(QColor(self.look.theme.warning), 1.0))
        scale = self.page.metrics.scale
        for offset in found:
            line = self.block.lines[self.block.line_at(offset)]
            if line in lines:
                x = self.x + self.block.caret_x(offset, self.block.line_at(offset))
                top, base = self.y + line.top + 3 * scale, self.y + line.base - 2 * scale
                self.painter.drawLine(QPointF(x, top), QPointF(x, base))
                flag = [QPointF(x, top), QPointF(x + 4 * scale, top + 2 * scale)]
                self.painter.drawPolyline(QPolygonF([*flag, QPointF(x, top + 4 * scale)]))

    def _findings(self) -> None:
        for finding in self.overlay.findings.get(self.number, ()):
            for line, left, right in self._rects((finding.start, finding.end)):
                self._underline(finding.severity, left, right, self.y + line.base - 1.5)

    def _underline(self, severity: Severity, left: float, right: float, y: float) -> None:
        """Draw a wave for an error, dashes for a warning, dots for a remark."""
        theme = self.look.theme
        if severity == Severity.ERROR:
            self.painter.setPen(QPen(QColor(theme.danger), 1.2))
            self.painter.translate(left, y)
            self.painter.drawPolyline(_wave(max(2, round((right - left) / WAVE_STEP) + 1)))
            self.painter.translate(-left, -y)
            return
        warning = severity == Severity.WARNING
        style = Qt.PenStyle.DashLine if warning else Qt.PenStyle.DotLine
        self.painter.setPen(QPen(QColor(theme.warning if warning else theme.info), 1.2, style))
        self.painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _focus_edges(self, lines: Sequence[Line]) -> None:
        """Draw the two edges of the focused span, with knobs that can be dragged."""
        focused = self.overlay.state.focused
        if not focused:
            return
        scale = self.page.metrics.scale
        width, knob = 2.0 * scale, 3.0 * scale
        for line in lines:
            for segment in line.segments:
                if segment.span != focused or segment.gap:
                    continue
                box = self._box(line, segment)
                colour = QColor(self.look.label(segment.label).bar)
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(colour)
                for x, y in ((segment.start_x, box.top()), (segment.end_x, box.bottom())):
                    if x is not None:
                        right = x > (segment.left + segment.right) / 2
                        left = self.x + x - (width if right else 0.0)
                        edge = QRectF(left, box.top(), width, box.height())
                        self.painter.fillRect(edge, colour)
                        self.painter.drawEllipse(QPointF(left + width / 2, y), knob, knob)

    def _number(self) -> None:
        number = self.page.number(self.number)
        if not number:
            return
        metrics = self.page.metrics
        font = self.look.number_font
        self.painter.setFont(font)
        self.painter.setPen(QColor(self.look.theme.faint))
        text = str(number)
        sizes = QFontMetricsF(font)
        x = self.x - 16 * metrics.scale - sizes.horizontalAdvance(text)
        first = self.block.lines[0]
        baseline = self.y + first.top + first.q.ascent()
        self.painter.drawText(QPointF(max(4.0, x), baseline), text)

    def _caret(self) -> None:
        rect = caret_rect(self.page, self.overlay.state.caret, self.number, self.y)
        if rect is None:
            return
        theme = self.look.theme
        if not self.overlay.has_focus:
            rect.setWidth(1.0)
        self.painter.fillRect(rect, QColor(theme.text if self.overlay.has_focus else theme.faint))


def caret_rect(page: Page, caret: int, number: int, y: float) -> QRectF | None:
    """Return the caret's rectangle if the caret is in this block, whose top is at ``y``."""
    where, place = page.chunk_of(caret)
    if where != number:
        return None
    block = page.block(number)
    line_number = block.line_at(place)
    line = block.lines[line_number]
    x = page.metrics.left + block.caret_x(place, line_number)
    width = max(2.0, round(2.0 * page.metrics.scale))
    return QRectF(round(x) - width / 2, y + line.top, width, line.base - line.top)


@lru_cache(maxsize=1024)
def _wave(points: int) -> QPolygonF:
    """Return a wave of so many points from the origin; made once, since pages are full of them."""
    return QPolygonF(
        [QPointF(number * WAVE_STEP, -1.5 if number % 2 else 0.5) for number in range(points)]
    )


def _first_ending_after(stretches: Sequence[Stretch], offset: int) -> int:
    low, high = 0, len(stretches)
    while low < high:
        middle = (low + high) // 2
        if stretches[middle][1] <= offset:
            low = middle + 1
        else:
            high = middle
    return low
