# SPDX-License-Identifier: MIT
"""The words of a Word document's XML, with all tracked changes accepted.

A paragraph is a line, a row of a table a line with tabs between its cells. What is left out is
counted, so that it can be told.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_BREAK, _CELL = "\n", "\t"
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": _BREAK,
    f"{_W}cr": _BREAK,
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_TEXTS = (f"{_W}t", f"{_M}t")
_PASSED_OVER = {
    f"{_W}del": "deleted parts (tracked changes)",
    f"{_W}moveFrom": "moved parts at the place they were moved from",
    f"{_W}altChunk": "embedded documents",
    f"{_W}object": "embedded objects",
}
_SILENT = frozenset(
    f"{_W}{name}" for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "rt")
) | {f"{_MC}Fallback"}
_BOX = f"{_W}txbxContent"
_OFF = ("0", "false", "off", "none")


@dataclass(slots=True)
class Words:
    """Gathers the text of one document; ``left_out`` counts what is not in it, by what it is.

    ``notes`` are the ids of the footnotes and endnotes referred to, in order: (kind, id).
    """

    left_out: Counter[str] = field(default_factory=Counter)
    inserted: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether something was tracked as inserted, deleted or moved."""
        tracked = (f"{_W}del", f"{_W}moveFrom")
        return bool(self.inserted) or any(_PASSED_OVER[tag] in self.left_out for tag in tracked)

    def lines_of(self, container: etree._Element) -> list[str]:
        """Return the lines of a body, a note or any other container of paragraphs and tables."""
        lines: list[str] = []
        unended = ""
        for block in self._blocks(container):
            if block.tag == f"{_W}tbl":
                lines.extend(self._rows(block))
                continue
            boxes: list[etree._Element] = []
            unended += "".join(self._pieces(block, boxes))
            if not _is_deleted(block.find(f"{_W}pPr/{_W}rPr")):  # else the next one goes on here
                lines.extend(unended.split(_BREAK))
                unended = ""
            for box in boxes:
                lines.extend(self.lines_of(box))
        if unended:
            lines.extend(unended.split(_BREAK))
        return [line.rstrip(" \t\r") for line in lines if line.strip()]

    def _blocks(self, container: etree._Element) -> Iterator[etree._Element]:
        """Yield the paragraphs and tables of a container, also those inside of controls."""
        for child in container:
            if child.tag in (f"{_W}p", f"{_W}tbl"):
                yield child
            elif not isinstance(child.tag, str) or self._is_passed_over(child):
                continue
            else:
                yield from self._blocks(child)

    def _rows(self, table: etree._Element) -> Iterator[str]:
        for row in _nearest(table, f"{_W}tr"):
            if _is_deleted(row.find(f"{_W}trPr")):
                self.left_out[_PASSED_OVER[f"{_W}del"]] += 1
                continue
            cells = (self._cell(cell) for cell in _nearest(row, f"{_W}tc"))
            yield _CELL.join(cells)

    def _cell(self, cell: etree._Element) -> str:
        """Return the text of a cell on one line; that of a merged one stands in its first row."""
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(f"{_W}val", "continue") == "continue":
            return ""
        lines = self.lines_of(cell)
        return " ".join(line.replace(_CELL, " ").strip() for line in lines)

    def _pieces(self, element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                yield child.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == _BOX:
                boxes.append(child)
            elif isinstance(tag, str) and not self._is_passed_over(child):
                self.inserted += tag in (f"{_W}ins", f"{_W}moveTo")
                yield self._sign(child)
                yield from self._pieces(child, boxes)

    def _sign(self, element: etree._Element) -> str:
        """Return the character of a symbol; take note of a reference to a note."""
        name = element.tag
        if name == f"{_W}sym":
            return _symbol(element.get(f"{_W}char", ""))
        if name in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            kind = name.removeprefix(_W).removesuffix("Reference")
            self.notes.append((kind, element.get(f"{_W}id", "")))
        return ""

    def _is_passed_over(self, element: etree._Element) -> bool:
        if element.tag in _SILENT:
            return True
        if element.tag in _PASSED_OVER:
            self.left_out[_PASSED_OVER[element.tag]] += 1
            return True
        if element.tag == f"{_W}r" and _is_on(element.find(f"{_W}rPr/{_W}vanish")):
            self.left_out["hidden parts"] += 1
            return True
        return False


def _nearest(element: etree._Element, tag: str) -> Iterable[etree._Element]:
    """Yield the rows of a table, or the cells of a row, also those inside of controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _nearest(child, tag)


def _is_deleted(properties: etree._Element | None) -> bool:
    return properties is not None and properties.find(f"{_W}del") is not None


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "true").lower() not in _OFF


def _symbol(code: str) -> str:
    """Return the character that a symbol's code names; those of a font are private ones."""
    try:
        char = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if char == "\0" or "\ud800" <= char <= "\udfff" else char
