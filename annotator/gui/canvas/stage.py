# SPDX-License-Identifier: MIT
"""The page in its viewport: what is at a point, and which part a place in the text takes up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QRegion

from annotator.gui.canvas.interaction import Edge
from annotator.gui.canvas.laid_out import LaidOut, Line
from annotator.gui.canvas.layout import Hit
from annotator.gui.canvas.page import Dirt, Page
from annotator.gui.canvas.paint import Overlay
from annotator.gui.canvas.scene import Scene
from annotator.gui.canvas.scrolling import Scrolling
from annotator.gui.canvas.spans import SpanIndex
from annotator.model.annotations import Annotations
from annotator.model.records import Span
from annotator.text.paragraphs import ParagraphIndex
from annotator.text.tokens import LazyTokens, Tokenizer

_GRIP = 5.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text's paragraphs and a layer's spans, indexed: what can be made outside the GUI thread."""

    index: ParagraphIndex
    spans: SpanIndex

    @classmethod
    def of(cls, text: str, annotations: Annotations) -> "Prepared":
        """Index a text and the spans on it."""
        return cls(ParagraphIndex(text), SpanIndex(annotations.spans()))


class Stage:
    """One document on show: page, scrolling, overlay, and what interaction may look at."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.scrolling = Scrolling(page)
        self.overlay = Overlay()
        self.annotations = Annotations()
        self.width = 0
        self._tokens = LazyTokens(page.index, _no_tokens)

    def open(
        self,
        prepared: Prepared,
        annotations: Annotations,
        tokenizer: Callable[[], Tokenizer],
    ) -> None:
        """Show another document from its beginning."""
        self.annotations = annotations
        self.page.open(prepared.index, prepared.spans)
        self._tokens = LazyTokens(prepared.index, tokenizer)
        self.overlay = Overlay(has_focus=self.overlay.has_focus)
        self.scrolling.to_top()

    @property
    def scene(self) -> Scene:
        """What is on the page, for interaction."""
        return Scene(self.page.index, self._tokens, self.page.spans, self.annotations.span)

    @property
    def text(self) -> str:
        """The whole text."""
        return self.page.index.text

    def block_at(self, y: float) -> tuple[int, float, LaidOut]:
        """Return number, top and layout of the block at ``y``; the nearest seen one outside."""
        found: tuple[int, float, LaidOut] | None = None
        for seen in self.scrolling.visible():
            found = seen
            if y < seen[1] + seen[2].height:
                break
        return found or (0, 0.0, self.page.block(0))

    def hit(self, x: float, y: float) -> Hit:
        """Return what is at a point of the viewport, in places of the whole text."""
        number, top, block = self.block_at(y)
        start = self.page.index.starts[number]
        hit = block.hit(x - self.page.metrics.left, y - top)
        return Hit(start + hit.offset, start + hit.on if hit.on >= 0 else -1)

    def line_at(self, y: float) -> tuple[float, Line]:
        """Return the line at ``y`` and the y of its block's top."""
        _, top, block = self.block_at(y)
        return top, next((line for line in block.lines if y < top + line.bottom), block.lines[-1])

    def name_at(self, x: float, y: float) -> Span | None:
        """Return the span whose name, or whose bar, is at a point."""
        top, line = self.line_at(y)
        metrics = self.page.metrics
        below, across = y - top - line.base, x - metrics.left
        if below < 0:
            return None
        for name in line.names:
            lane = line.lanes[name.lane].top
            inside = lane <= below < lane + metrics.bar + metrics.name
            if inside and name.left <= across < name.left + name.width:
                return self.annotations.span(name.span)
        for segment in line.segments:
            lane = line.lanes[segment.lane].top
            inside = lane - 1 <= below < lane + metrics.bar + 2
            if inside and segment.left <= across < segment.right:
                return self.annotations.span(segment.span)
        return None

    def spans_at(self, offset: int) -> list[Span]:
        """Return the spans that cover the character at ``offset``, innermost first."""
        found = [
            span
            for span in self.page.spans.touching(offset, offset + 1)
            if any(start <= offset < end for start, end in span.fragments)
        ]
        return sorted(found, key=lambda span: (span.end - span.start, -span.start, span.id))

    def edge_at(self, x: float, y: float) -> Edge | None:
        """Return the edge of the focused span that is near a point."""
        top, line = self.line_at(y)
        if not top + line.top - _GRIP <= y <= top + line.base + _GRIP:
            return None
        across = x - self.page.metrics.left
        for segment in line.segments:
            if segment.span != self.overlay.state.focused or segment.gap:
                continue
            if segment.end_x is not None and abs(across - segment.end_x) <= _GRIP:
                return "end"
            if segment.start_x is not None and abs(across - segment.start_x) <= _GRIP:
                return "start"
        return None

    def line_rect(self, offset: int) -> QRectF | None:
        """Return the line that shows a place in the text, with its lanes, if it is seen."""
        number, place = self.page.chunk_of(offset)
        top = self.scrolling.top_of(number)
        if top is None:
            return None
        block = self.page.block(number)
        line = block.lines[block.line_at(place)]
        return QRectF(0.0, top + line.top, self.width, line.bottom - line.top)

    def region(self, stretches: Iterable[tuple[int, int]]) -> QRegion:
        """Return the lines, in full width, that these stretches of the text take up."""
        region = QRegion()
        wanted = list(stretches)
        for number, top, block in self.scrolling.visible():
            start = self.page.index.starts[number]
            length = block.way.length
            for low, high in wanted:
                if low <= start + length and high >= start:
                    first = block.line_at(low - start, trailing=True)
                    last = block.line_at(high - start)
                    region += self._lines(top, block.lines[first], block.lines[last])
        return region

    def dirty(self, dirt: Iterable[Dirt]) -> QRegion:
        """Return what to repaint after a change: the lines, and all below a block that grew."""
        region = QRegion()
        tops = {number: top for number, top, _ in self.scrolling.visible()}
        for found in dirt:
            if found.block not in tops or not found.lines:
                continue
            top = tops[found.block]
            if found.grown:
                y = int(top + found.lines[0].top) - 4
                region += QRect(0, y, self.width, int(self.scrolling.height) - y + 1)
                break
            for line in found.lines:
                region += self._lines(top, line, line)
        return region

    def _lines(self, top: float, first: Line, last: Line) -> QRect:
        y = int(top + first.top) - 4
        return QRect(0, y, self.width, int(top + last.bottom) + 4 - y)


def _no_tokens() -> Tokenizer:
    raise RuntimeError("no document is open")
