# SPDX-License-Identifier: MIT
"""What is on the page, as interaction may look at it, and the places one can go to; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.gui.canvas.shown import runs_rtl
from annotator.gui.canvas.spans import SpanIndex
from annotator.model.records import Fragment, Span
from annotator.text.graphemes import (
    ceil_boundary,
    floor_boundary,
    next_boundary,
    previous_boundary,
)
from annotator.text.paragraphs import ParagraphIndex
from annotator.text.tokens import LazyTokens


@dataclass(frozen=True, slots=True)
class Scene:
    """What is on the page."""

    index: ParagraphIndex
    tokens: LazyTokens
    spans: SpanIndex
    span: Callable[[str], Span | None]

    @property
    def text(self) -> str:
        """The whole text."""
        return self.index.text

    def floor(self, offset: int) -> int:
        """Return the last place between characters at or before ``offset``."""
        return self._bounded(offset, floor_boundary)

    def ceil(self, offset: int) -> int:
        """Return the first place between characters at or after ``offset``."""
        return self._bounded(offset, ceil_boundary)

    def is_between(self, offset: int) -> bool:
        """Whether ``offset`` is between characters, not inside one."""
        return self.floor(offset) == offset

    def _bounded(self, offset: int, bound: Callable[[str, int], int]) -> int:
        chunk = self.index.at(offset)
        start, end = self.index.starts[chunk], self.index.ends[chunk]
        if not start < offset < end:
            return offset
        return start + bound(self.index.text_of(chunk), offset - start)

    def runs_rtl(self, offset: int) -> bool:
        """Whether the paragraph at ``offset`` runs from right to left."""
        first, _ = self.index.whole(self.index.at(offset))
        return runs_rtl(self.index.text_of(first))


def by_grapheme(scene: Scene, offset: int, *, forward: bool) -> int:
    """Return the next place between characters, over a line break in one step."""
    index = scene.index
    chunk = index.at(offset)
    start, end = index.starts[chunk], index.ends[chunk]
    if forward:
        if offset >= end:
            return index.starts[chunk + 1] if chunk + 1 < len(index) else offset
        return start + next_boundary(index.text_of(chunk), offset - start)
    if offset <= start:
        if not chunk:
            return offset
        start, end = index.starts[chunk - 1], index.ends[chunk - 1]
        if end < offset:
            return end
        return start + previous_boundary(index.text_of(chunk - 1), end - start)
    return start + previous_boundary(index.text_of(chunk), min(offset, end) - start)


def by_token(scene: Scene, offset: int, step: Callable[[int], int]) -> int:
    """Return the next place that ``step`` gives and that is between characters.

    Tokenizers do cut emoji of several parts; nobody wants the caret in there.
    """
    target = step(offset)
    while not scene.is_between(target):
        further = step(target)
        if further == target:
            break
        target = further
    return target


def whole_tokens(scene: Scene, start: int, end: int) -> Fragment | None:
    """Return the stretch of whole tokens, and of whole characters, that ``start..end`` touches."""
    found = scene.tokens.covering(start, end)
    while found is not None:
        grown = (scene.floor(found[0]), scene.ceil(found[1]))
        if grown == found:
            break
        found = scene.tokens.covering(*grown) or grown
    return found


def token_here(scene: Scene, offset: int) -> Fragment | None:
    """Return the token around ``offset``, else the one that ends there."""
    found = scene.tokens.token_at(offset)
    return whole_tokens(scene, *found) if found else None
