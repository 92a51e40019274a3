# SPDX-License-Identifier: MIT
"""The items of a review as rows of a list: filtered in Python, and told only of what changed."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.bridge.rows import ReviewItemRow

Index = QModelIndex | QPersistentModelIndex

ALL = ""
TO_DECIDE = "open"
SECOND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SIGN_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""The state of an item that differs, else its first kind: what its icon is chosen by."""
TIP_ROLE = int(Qt.ItemDataRole.UserRole) + 3

_STATES = ("decided", "stale", "agreed")


class ReviewItemsModel(QAbstractListModel):
    """Rows of items; ``wanted`` and ``typed`` say which are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ReviewItemRow, ...] = ()
        self._shown: list[ReviewItemRow] = []
        self._wanted = ALL
        self._words: tuple[str, ...] = ()

    def set_rows(self, rows: Sequence[ReviewItemRow]) -> None:
        """Show these items; only rows that changed are told of."""
        self._rows = tuple(rows)
        self._show(self._passing())

    def choose(self, wanted: str, typed: str) -> None:
        """Show only the items of a state or kind in which all typed words occur."""
        self._wanted, self._words = wanted, tuple(typed.casefold().split())
        self._show(self._passing())

    def _passing(self) -> list[ReviewItemRow]:
        return [row for row in self._rows if passes(row, self._wanted, self._words)]

    def _show(self, rows: list[ReviewItemRow]) -> None:
        """Take out and put in what is between the rows that stay at both ends."""
        before = self._shown
        first = _in_common(before, rows)
        last = _in_common(before[first:][::-1], rows[first:][::-1])
        nowhere = QModelIndex()
        gone, come = len(before) - first - last, len(rows) - first - last
        if gone:
            self.beginRemoveRows(nowhere, first, first + gone - 1)
            self._shown = [*before[:first], *before[first + gone :]]
            self.endRemoveRows()
        if come:
            self.beginInsertRows(nowhere, first, first + come - 1)
            there = self._shown
            self._shown = [*there[:first], *rows[first : first + come], *there[first:]]
            self.endInsertRows()
        kept = self._shown
        self._shown = rows
        for place, (old, new) in enumerate(zip(kept, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def place_of(self, id: str) -> int:
        """Return where an item is shown; -1 if it is not."""
        return next((place for place, row in enumerate(self._shown) if row.id == id), -1)

    def id_at(self, place: int) -> str:
        """Return the id of the item in a row; empty outside."""
        return self._shown[place].id if 0 <= place < len(self._shown) else ""

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many items are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a row shows."""
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        return _said(self._shown[index.row()], role)


def _said(row: ReviewItemRow, role: int) -> str | None:
    """Return what a row says in a role; None if nothing."""
    if role == SIGN_ROLE:
        return row.state if row.state in _STATES else next(iter(row.kinds), "")
    first, second = first_line(row), second_line(row)
    return {
        int(Qt.ItemDataRole.DisplayRole): first,
        SECOND_ROLE: second,
        TIP_ROLE: f"{first}\n{second}",
        int(Qt.ItemDataRole.AccessibleTextRole): f"{row.state}: {first}. {second}",
    }.get(int(role))


def _in_common(one: Sequence[ReviewItemRow], other: Sequence[ReviewItemRow]) -> int:
    """Return how many rows at the beginning are about the same items."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left.id != right.id:
            break
        count += 1
    return count


def passes(row: ReviewItemRow, wanted: str, words: Sequence[str]) -> bool:
    """Return whether an item is of a state or kind, and all words occur in what is said of it."""
    told = {
        ALL: row.state != "agreed",
        TO_DECIDE: row.state in ("open", "stale"),
        "decided": row.state == "decided",
        "agreed": row.state == "agreed",
        "stale": row.state == "stale",
        "flagged": row.flagged,
    }
    if not told.get(wanted, wanted in row.kinds):
        return False
    text = " ".join((row.words, row.said, *row.labels, *row.kinds, row.reason)).casefold()
    return all(word in text for word in words)


def first_line(row: ReviewItemRow) -> str:
    """Return the words of an item, with its flag."""
    return f"{row.words} ⚑" if row.flagged else row.words


def second_line(row: ReviewItemRow) -> str:
    """Return the kinds, what is suggested, and who has what."""
    parts = [", ".join(row.kinds) or "agreed"]
    if row.suggested:
        parts.append(f"suggested: {row.suggested}")
    return " · ".join((*parts, row.said))
