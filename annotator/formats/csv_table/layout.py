# SPDX-License-Identifier: MIT
"""The table that is written: its columns, and how a cell is kept from being a formula.

Each document has a row of its own with all facts about it and its text; then each layer has one,
and each record of it, so that a spreadsheet can filter by ``kind`` and ``label``.
"""

from collections.abc import Sequence

COLUMNS = (
    "document",
    "annotator",
    "complete",
    "kind",
    "id",
    "label",
    "start",
    "end",
    "surface",
    "fragments",
    "from",
    "to",
    "value",
    "attributes",
    "made_by",
    "title",
    "source",
    "date",
    "language",
    "tags",
    "meta",
    "characters",
    "text",
)
NEEDED = frozenset(
    (*("document", "annotator", "kind", "id", "label"), *("start", "end", "surface", "text"))
)
DOCUMENT, LAYER = "document", "layer"
SPAN, RELATION, EVENT, ENTITY = "span", "relation", "event", "entity"
LABEL, NOTE = "label", "note"
KINDS = (DOCUMENT, LAYER, SPAN, RELATION, EVENT, ENTITY, LABEL, NOTE)
YES, NO = "yes", "no"
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

_FORMULA = frozenset("=+-@\t\r\n'＝＋－＠")
"""A cell that starts with one of these may be run by a spreadsheet, or seems guarded."""


def is_own(names: Sequence[str]) -> bool:
    """Return whether a table with these columns is one that was written here."""
    return names[:1] == ["document"] and set(names) >= NEEDED


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: with an apostrophe in front."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def unguarded(cell: str) -> str:
    """Return the cell that ``guarded`` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
