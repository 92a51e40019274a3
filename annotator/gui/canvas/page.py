# SPDX-License-Identifier: MIT
"""The open document as it is laid out: blocks on demand, heights of all, spans on their lines.

A block is a chunk of the paragraph index. Only what is looked at is laid out; the heights of the
other blocks are estimates until there is time.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import sub

from annotator.edits.change import Change
from annotator.gui.canvas.heights import Heights
from annotator.gui.canvas.laid_out import LaidOut, Line
from annotator.gui.canvas.layout import Metrics
from annotator.gui.canvas.look import Look
from annotator.gui.canvas.shown import runs_rtl
from annotator.gui.canvas.spans import SpanIndex
from annotator.model.records import Span
from annotator.text.paragraphs import ParagraphIndex

_KEPT_BLOCKS = 256
_KEPT_CHARACTERS = 80_000


@dataclass(frozen=True, slots=True)
class Dirt:
    """The lines of a block that look different after a change, and how much it grew."""

    block: int
    lines: list[Line]
    grown: float


class Page:
    """Blocks of one document at one width."""

    def __init__(self, look: Look, width: float) -> None:
        self.look = look
        self.metrics: Metrics = look.metrics(width)
        self.index = ParagraphIndex("")
        self.spans = SpanIndex()
        self.heights = Heights([0.0])
        self._viewport = width
        self._blocks: dict[int, LaidOut] = {}
        self._characters = 0
        self._exact = bytearray(1)
        self._numbers = array("q", [0])
        self.open(self.index, self.spans)

    def open(self, index: ParagraphIndex, spans: SpanIndex) -> None:
        """Show another document."""
        self.index = index
        self.spans = spans
        self._numbers = _paragraph_numbers(index)
        self._forget()

    def fit(self, look: Look, viewport: float) -> None:
        """Lay out anew for another look or another width of the viewport."""
        self.look = look
        self._viewport = viewport
        self.metrics = look.metrics(viewport)
        self._forget()

    def replace_spans(self, spans: SpanIndex) -> None:
        """Show other spans on the same text."""
        self.spans = spans
        self._forget()

    def _forget(self) -> None:
        self._blocks.clear()
        self._characters = 0
        sizes = map(sub, self.index.ends, self.index.starts)
        self.heights = Heights(self.metrics.estimated_heights(sizes))
        self._exact = bytearray(len(self.index))

    def __len__(self) -> int:
        return len(self.index)

    def number(self, block: int) -> int:
        """Return the number of the paragraph that begins with this block; 0 if none does."""
        number = self._numbers[block]
        return number if number > 0 else 0

    @property
    def edges(self) -> tuple[float, float]:
        """How far left and right of the column's edge a label's name may go."""
        return 0.0, self.metrics.width + 16 * self.metrics.scale

    def block(self, number: int) -> LaidOut:
        """Return a block, laid out; its exact height is known from then on."""
        found = self._blocks.pop(number, None)
        if found is None:
            found = self._lay_out(number)
            self._characters += found.way.length
            self._drop_old()
        self._blocks[number] = found
        return found

    def measure(self, number: int) -> None:
        """Make the height of a block exact, without keeping the block."""
        if not self._exact[number] and number not in self._blocks:
            self._lay_out(number)

    def inexact_after(self, number: int) -> int:
        """Return the first block from ``number`` on whose height is an estimate; -1 if none."""
        return self._exact.find(0, number)

    def _lay_out(self, number: int) -> LaidOut:
        index = self.index
        first, last = index.whole(number)
        block = LaidOut(
            index.text_of(number),
            self.look.body,
            self.metrics,
            rtl=runs_rtl(index.text_of(first)),
            ends_paragraph=number == last,
        )
        self._place(number, block)
        return block

    def _place(self, number: int, block: LaidOut) -> list[Line]:
        start = self.index.starts[number]
        spans = self.spans.touching(start, max(start + 1, self.index.ends[number]))
        for span in spans:
            self.look.label(span.label)
        changed = block.place(spans, start, self.look.widths, self.edges)
        self.heights.put(number, block.height)
        self._exact[number] = 1
        return changed

    def _drop_old(self) -> None:
        while len(self._blocks) >= _KEPT_BLOCKS or self._characters > _KEPT_CHARACTERS:
            if not self._blocks:
                break
            oldest = next(iter(self._blocks))
            self._characters -= self._blocks.pop(oldest).way.length

    def change_spans(self, change: Change) -> list[Dirt]:
        """Carry a change into the page; return what looks different of the blocks laid out."""
        touched: list[Span] = []
        for step in change.steps:
            if isinstance(step.before, Span):
                self.spans.remove(step.before)
                touched.append(step.before)
            if isinstance(step.after, Span):
                self.spans.add(step.after)
                touched.append(step.after)
        dirty: list[Dirt] = []
        for number in self._blocks_of(touched):
            block = self._blocks.get(number)
            if block is None:
                self._exact[number] = 0
            else:
                height = block.height
                lines = self._place(number, block)
                dirty.append(Dirt(number, lines, grown=block.height - height))
        return dirty

    def _blocks_of(self, spans: Iterable[Span]) -> Iterator[int]:
        numbers: set[int] = set()
        for span in spans:
            numbers.update(self.index.touching(span.start, span.end))
        return iter(sorted(numbers))

    def chunk_of(self, offset: int) -> tuple[int, int]:
        """Return the block that shows ``offset`` and the place in it; never beyond its text."""
        number = self.index.at(offset)
        start, end = self.index.starts[number], self.index.ends[number]
        return number, min(offset, end) - start


def _paragraph_numbers(index: ParagraphIndex) -> "array[int]":
    """Return for each block its paragraph's number, from 1, blank ones not counted; else 0."""
    numbers = array("q", bytes(8 * len(index)))
    count = 0
    previous = -1
    sizes = zip(index.starts, index.ends, index.paragraphs, strict=True)
    for block, (start, end, paragraph) in enumerate(sizes):
        if end > start and paragraph != previous:
            count += 1
            numbers[block] = count
        previous = paragraph
    return numbers
