# SPDX-License-Identifier: MIT
"""Where the caret goes by lines, pages and edges: what only the laid-out page can say."""

from dataclasses import dataclass

from annotator.gui.canvas.interaction import Direction
from annotator.gui.canvas.laid_out import Line
from annotator.gui.canvas.page import Page


@dataclass(frozen=True, slots=True)
class Start:
    """Where a move begins: the caret, and the x it keeps to while it goes up and down, if any."""

    caret: int
    goal: float | None


def target(
    page: Page, start: Start, unit: str, direction: Direction, viewport: float
) -> tuple[int, float | None]:
    """Return where a move by ``line``, ``page``, ``line_edge`` or ``document`` ends, and its x."""
    if unit == "line_edge":
        return line_edge(page, start.caret, direction), None
    if unit == "document":
        return (0 if direction < 0 else len(page.index.text)), None
    goal = x_of(page, start.caret) if start.goal is None else start.goal
    if unit == "line":
        return by_line(page, start.caret, direction, goal), goal
    height = viewport - 2 * page.metrics.line
    return by_height(page, start.caret, direction, goal, height), goal


def x_of(page: Page, offset: int) -> float:
    """Return where the caret stands on its line, from the column's left edge."""
    number, place = page.chunk_of(offset)
    block = page.block(number)
    return block.caret_x(place, block.line_at(place))


def by_line(page: Page, offset: int, direction: Direction, x: float) -> int:
    """Return the place nearest to ``x`` one line up or down; the text's end beyond the last."""
    number, place = page.chunk_of(offset)
    block = page.block(number)
    line = block.line_at(place) + direction
    while not 0 <= line < len(block.lines):
        number += direction
        if not 0 <= number < len(page):
            return 0 if direction < 0 else len(page.index.text)
        block = page.block(number)
        line = 0 if direction > 0 else len(block.lines) - 1
    return page.index.starts[number] + block.hit(x, _middle(block.lines[line])).offset


def by_height(page: Page, offset: int, direction: Direction, x: float, height: float) -> int:
    """Return the place about ``height`` pixels up or down, at least one line away."""
    number, place = page.chunk_of(offset)
    block = page.block(number)
    line = block.lines[block.line_at(place)]
    y = _middle(line) + direction * height
    while y < 0 and number > 0:
        number -= 1
        y += page.block(number).height
    while number + 1 < len(page) and y >= page.block(number).height:
        y -= page.block(number).height
        number += 1
    block = page.block(number)
    if y < 0:
        return 0
    if y > block.height:
        return len(page.index.text)
    target = page.index.starts[number] + block.hit(x, y).offset
    moves = target < offset if direction < 0 else target > offset
    return target if moves else by_line(page, offset, direction, x)


def line_edge(page: Page, offset: int, direction: Direction) -> int:
    """Return the first or the last place of the line that ``offset`` is on."""
    number, place = page.chunk_of(offset)
    block = page.block(number)
    low, high = block.bounds(block.line_at(place))
    return page.index.starts[number] + (low if direction < 0 else high)


def _middle(line: Line) -> float:
    return (line.top + line.base) / 2
