# SPDX-License-Identifier: MIT
"""The text of a tree as a reader sees it: a line for each block, tabs between cells."""

import re
from dataclasses import dataclass

from lxml import etree, html

_BREAK, _CELL = "\n", "\t"
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Shape:
    """Which elements make a line of their own, which a cell of a row, and which a line break."""

    blocks: frozenset[str]
    cells: frozenset[str]
    breaks: frozenset[str]
    left_out: frozenset[str] = frozenset()


_BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol optgroup option p pre search section summary table tbody tfoot thead tr ul"
)
PAGE = Shape(
    frozenset(_BLOCKS.split()), frozenset({"td", "th"}), frozenset({"br"}), frozenset({"head"})
)
_FOUND_BLOCKS = "body div doc head item list p quote row table main post comments"
ARTICLE = Shape(frozenset(_FOUND_BLOCKS.split()), frozenset({"cell"}), frozenset({"lb"}))
"""The elements that trafilatura makes of a page."""


def text_of_page(root: html.HtmlElement) -> str:
    """Return all the text of a page's body."""
    body = root.find("body")
    return text_of(root if body is None else body, PAGE)


def text_of(root: etree._Element, shape: Shape) -> str:
    """Return the text of a tree, without empty lines and white space at the ends of lines.

    White space is collapsed as browsers do, but for preformatted text; no-break spaces stay.
    """
    parts = _Parts()
    _gather(root, shape, parts)
    lines = ("".join(parts.held)).split(_BREAK)
    kept = (line.rstrip(" \t\r\f") for line in lines)
    return _BREAK.join(line for line in kept if line and not line.isspace())


class _Parts:
    """Pieces of text in order, no blank after another or at the start of a line."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.preformatted = 0
        self._at_start = True

    def mark(self, sign: str) -> None:
        """Add a line break or a tab."""
        if sign:
            self.held.append(sign)
            self._at_start = True

    def add(self, text: str | None) -> None:
        """Add words."""
        if not text:
            return
        words = text if self.preformatted else _SPACE.sub(" ", text)
        if self._at_start and not self.preformatted:
            words = words.removeprefix(" ")
        if words:
            self.held.append(words)
            self._at_start = words.endswith((" ", _BREAK))


def _gather(root: etree._Element, shape: Shape, parts: _Parts) -> None:
    """Gather the words in their order; not by recursion, since pages may be nested deep."""
    waiting: list[tuple[etree._Element, bool]] = [(root, False)]
    while waiting:
        element, ended = waiting.pop()
        tag = element.tag
        if not isinstance(tag, str) or tag in shape.left_out:
            parts.add(element.tail)
        elif ended:
            parts.preformatted -= tag == "pre"
            parts.mark(_sign(tag, shape))
            if element is not root:
                parts.add(element.tail)
        else:
            parts.mark(_BREAK if tag in shape.blocks else "")
            parts.preformatted += tag == "pre"
            parts.add(element.text)
            waiting.append((element, True))
            waiting.extend((child, False) for child in reversed(element))


def _sign(tag: str, shape: Shape) -> str:
    """Return what stands at the end of an element."""
    if tag in shape.cells:
        return _CELL
    return _BREAK if tag in shape.blocks or tag in shape.breaks else ""
