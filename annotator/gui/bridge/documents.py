# SPDX-License-Identifier: MIT
"""The list of documents: filtered and sorted in Python, no widget per row."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import chain
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

Index = QModelIndex | QPersistentModelIndex
STATUS, TITLE, SPANS = range(3)
LONGEST_TIP = 1_000
COMPLETE_ROLE = int(Qt.ItemDataRole.UserRole) + 1


class DocumentRow(NamedTuple):
    """What the list shows of one document."""

    id: str
    title: str
    date: str = ""
    tags: tuple[str, ...] = ()
    spans: int = 0
    complete: bool = False
    removed: bool = False


class Order(StrEnum):
    """How the list is sorted."""

    IMPORT = "Order of import"
    TITLE = "Title"
    STATUS = "Incomplete first"
    DATE = "Date"


class Show(StrEnum):
    """Which documents the list shows."""

    ALL = "All"
    INCOMPLETE = "Incomplete"
    COMPLETE = "Complete"


@dataclass(frozen=True, slots=True)
class View:
    """What is shown and in which order; ``tag`` and ``typed`` are empty for no restriction."""

    typed: str = ""
    show: Show = Show.ALL
    tag: str = ""
    order: Order = Order.IMPORT


def chosen(rows: Sequence[DocumentRow], haystacks: Sequence[str], view: View) -> list[int]:
    """Return the places of the rows that ``view`` shows, in its order.

    ``haystacks[i]`` is the case-folded text that the filter searches for ``rows[i]``.
    """
    words = view.typed.casefold().split()
    places = list(range(len(rows)))
    if words:
        first, *others = words
        places = [place for place, text in enumerate(haystacks) if first in text]
        if others:
            places = [place for place in places if _has_all(haystacks[place], others)]
    places = [place for place in places if not rows[place].removed]
    if view.show is not Show.ALL:
        complete = view.show is Show.COMPLETE
        places = [place for place in places if rows[place].complete is complete]
    if view.tag:
        places = [place for place in places if view.tag in rows[place].tags]
    if view.order is Order.TITLE:
        places.sort(key=lambda place: rows[place].title.casefold())
    elif view.order is Order.DATE:
        places.sort(key=lambda place: rows[place].date)
    elif view.order is Order.STATUS:
        places.sort(key=lambda place: rows[place].complete)
    return places


def _has_all(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def haystack(row: DocumentRow) -> str:
    """Return what the filter searches: title, id, date and tags."""
    return "\n".join((row.title, row.id, row.date, *row.tags)).casefold()


class DocumentsModel(QAbstractTableModel):
    """Rows of documents; the current one is bold."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[DocumentRow] = []
        self._haystacks: list[str] = []
        self._place_of: dict[str, int] = {}
        self._shown: list[int] = []
        self._row_of: dict[int, int] = {}
        self._view = View()
        self._complete = 0
        self._total = 0
        self._current = ""

    @property
    def view(self) -> View:
        """What is shown."""
        return self._view

    @property
    def current(self) -> str:
        """The id of the open document."""
        return self._current

    def set_rows(self, rows: Sequence[DocumentRow]) -> None:
        """Show other rows, in the order of import."""
        self.beginResetModel()
        self._rows = list(rows)
        self._haystacks = [haystack(row) for row in self._rows]
        self._place_of = {row.id: place for place, row in enumerate(self._rows)}
        self._count()
        self._choose()
        self.endResetModel()

    def _count(self) -> None:
        rows = [row for row in self._rows if not row.removed]
        self._complete, self._total = sum(row.complete for row in rows), len(rows)

    def set_view(self, view: View) -> None:
        """Filter and sort otherwise."""
        self.beginResetModel()
        self._view = view
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        self._shown = chosen(self._rows, self._haystacks, self._view)
        self._row_of = {place: row for row, place in enumerate(self._shown)}

    def put_row(self, row: DocumentRow) -> None:
        """Show what changed about one document; a row that no longer fits the view stays shown.

        It would be unkind to take the document away from under the person who works on it.
        """
        place = self._place_of.get(row.id)
        if place is None or self._rows[place] == row:
            return
        before = self._rows[place]
        self._rows[place] = row
        self._haystacks[place] = haystack(row)
        self._complete += (row.complete and not row.removed) - (
            before.complete and not before.removed
        )
        self._total += before.removed - row.removed
        if before.removed is not row.removed:
            self.set_view(self._view)
            return
        shown = self._row_of.get(place)
        if shown is not None:
            self.dataChanged.emit(self.index(shown, STATUS), self.index(shown, SPANS))

    def set_current(self, id: str) -> None:
        """Say which document is open."""
        changed = (self._current, id)
        self._current = id
        for other in changed:
            row = self.row_of(other)
            if row >= 0:
                self.dataChanged.emit(self.index(row, STATUS), self.index(row, SPANS))

    def row(self, id: str) -> DocumentRow | None:
        """Return the row of a document, shown or not."""
        place = self._place_of.get(id)
        return None if place is None else self._rows[place]

    def row_of(self, id: str) -> int:
        """Return where a document is shown; -1 if it is not."""
        place = self._place_of.get(id)
        return -1 if place is None else self._row_of.get(place, -1)

    def id_at(self, row: int) -> str:
        """Return the id of the document in a row; empty outside."""
        return self._rows[self._shown[row]].id if 0 <= row < len(self._shown) else ""

    def titles(self) -> dict[str, str]:
        """Return the title of each document, removed ones too."""
        return {row.id: row.title for row in self._rows}

    def totals(self) -> tuple[int, int]:
        """Return how many documents are complete, and how many there are."""
        return self._complete, self._total

    def tags(self) -> list[str]:
        """Return every tag in use."""
        tags = {tag for row in self._rows if not row.removed for tag in row.tags}
        return sorted(tags, key=str.casefold)

    def neighbour(self, id: str, direction: int) -> str:
        """Return the id shown after (1) or before (-1) a document; empty at the end."""
        row = self.row_of(id)
        if row < 0:
            return self.id_at(0 if direction > 0 else len(self._shown) - 1)
        return self.id_at(row + direction)

    def ids_from(self, id: str) -> list[str]:
        """Return the ids shown after a document, the nearest first, then those before it."""
        row = self.row_of(id)
        places = self._shown[row + 1 :] + self._shown[: max(row, 0)][::-1]
        return [self._rows[place].id for place in places]

    def next_incomplete(self, id: str) -> str:
        """Return the next incomplete document as shown, from the top at the end; empty if none."""
        start = self.row_of(id) + 1
        shown = self._shown[start:] + self._shown[:start]
        rows = (self._rows[place] for place in chain(shown, range(len(self._rows))))
        return next((row.id for row in rows if _is_open(row) and row.id != id), "")

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return 3: status, title, spans."""
        return 0 if parent is not None and parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        row = self._rows[self._shown[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(row, index.column())
        return self._look(row, index.column(), role)

    def _look(self, row: DocumentRow, column: int, role: int) -> object:
        if role == COMPLETE_ROLE:
            return row.complete
        if role == Qt.ItemDataRole.ToolTipRole:
            # without a tag, what looks plain would be shown with its escapes
            return f"<span>{escape((row.title or row.id)[:LONGEST_TIP])}</span>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "complete" if row.complete else "not complete"
            return f"{row.title or row.id}, {state}, {row.spans} spans"
        if role == Qt.ItemDataRole.FontRole and row.id == self._current:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SPANS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


def _is_open(row: DocumentRow) -> bool:
    return not row.complete and not row.removed


def _text(row: DocumentRow, column: int) -> str:
    if column == TITLE:
        return one_line(row.title or row.id)
    if column == SPANS:
        return f"{row.spans:,}" if row.spans else ""
    return ""


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters, for a list or a label."""
    return "".join(char if char.isprintable() else " " for char in text).strip()
