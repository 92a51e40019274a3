# SPDX-License-Identifier: MIT
"""Which part of the page is seen: a block and how far below its top the viewport begins.

That anchor is the truth; the scroll bar shows it. When an estimated height turns out otherwise,
the bar moves a little and the text does not.
"""

from collections.abc import Iterator

from annotator.gui.canvas.laid_out import LaidOut
from annotator.gui.canvas.page import Page


class Scrolling:
    """The anchor, and the ways to move it; lengths in pixels."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.block = 0
        self.offset = 0.0
        self.height = 0.0
        self.to_top()

    @property
    def margin(self) -> float:
        """The room above the first block and below the last one."""
        return float(round(24 * self.page.metrics.scale))

    def to_top(self) -> None:
        """Show the beginning."""
        self.block = 0
        self.offset = -self.margin

    def visible(self) -> Iterator[tuple[int, float, LaidOut]]:
        """Yield the blocks that are seen, with the y of their tops in the viewport."""
        y = -self.offset
        number = self.block
        while y < self.height and number < len(self.page):
            block = self.page.block(number)
            yield number, y, block
            y += block.height
            number += 1

    def top_of(self, number: int) -> float | None:
        """Return the y of a block that is seen; None if it is not."""
        return next((y for seen, y, _ in self.visible() if seen == number), None)

    def by(self, pixels: float) -> float:
        """Move down by so many pixels, as far as the page goes; return how far it went."""
        before = self._since_anchor()
        self.offset += pixels
        self._settle()
        self._stay_on_page()
        return self._moved_from(before, pixels)

    def _since_anchor(self) -> tuple[int, float]:
        return self.block, self.offset

    def _moved_from(self, before: tuple[int, float], wished: float) -> float:
        """Return how far the anchor moved; ``wished`` if that took it too far to add up."""
        first, last = sorted((before[0], self.block))
        if last - first > 1000:
            return wished
        between = sum(self.page.heights[number] for number in range(first, last))
        sign = 1 if self.block >= before[0] else -1
        return sign * between + self.offset - before[1]

    def _settle(self) -> None:
        """Make the anchor the block that the viewport's top is in."""
        page = self.page
        while self.offset < 0 and self.block > 0:
            self.block -= 1
            self.offset += page.block(self.block).height
        while self.block + 1 < len(page):
            height = page.block(self.block).height
            if self.offset < height:
                break
            self.offset -= height
            self.block += 1

    def _stay_on_page(self) -> None:
        below = self.height + self.offset - self.margin
        number = self.block
        while below > 0 and number < len(self.page):
            below -= self.page.block(number).height
            number += 1
        if number == len(self.page) and below > 0:
            self.offset -= below
            self._settle()
        if self.block == 0 and self.offset < -self.margin:
            self.offset = -self.margin

    @property
    def position(self) -> float:
        """How far below the top of the page the viewport begins, as far as heights are known."""
        return self.page.heights.above(self.block) + self.offset + self.margin

    @property
    def range(self) -> float:
        """The greatest position."""
        return max(0.0, self.page.heights.total + 2 * self.margin - self.height)

    def to_position(self, position: float) -> None:
        """Show the page from a position on: exactly when it is near, by estimates when far."""
        away = position - self.position
        if abs(away) <= 3 * self.height:
            self.by(away)
            return
        self.block, within = self.page.heights.at(position - self.margin)
        self.offset = float(round(within))
        self._settle()
        self._stay_on_page()

    def show(self, offset: int, *, fraction: float) -> None:
        """Show the line of a place in the text at this fraction of the viewport's height."""
        number, place = self.page.chunk_of(offset)
        block = self.page.block(number)
        line = block.lines[block.line_at(place)]
        self.block = number
        self.offset = line.top - round(fraction * self.height)
        self._settle()
        self._stay_on_page()

    def first_seen(self) -> tuple[int, float]:
        """Return a place in the text that is seen and where; ``put_back`` restores it."""
        for number, y, block in self.visible():
            for place, line in enumerate(block.lines):
                if y + line.bottom > 0:
                    start = self.page.index.starts[number] + block.bounds(place)[0]
                    return start, y + line.top
        return 0, self.margin

    def put_back(self, seen: tuple[int, float]) -> None:
        """Show the place of ``first_seen`` where it was, after the page was laid out anew."""
        offset, y = seen
        number, place = self.page.chunk_of(offset)
        block = self.page.block(number)
        self.block = number
        self.offset = block.lines[block.line_at(place)].top - y
        self._settle()
        self._stay_on_page()
