# SPDX-License-Identifier: MIT
"""The queue of a review: the items of the document, and which of them are still to be decided."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.rows import ReviewItemRow
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import heading, quiet, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows

ALL = ""
TO_DECIDE = "open"
FILTERS = (
    (TO_DECIDE, "To decide"),
    (ALL, "All that differ"),
    ("missing", "Missing"),
    ("boundary", "Boundary"),
    ("label", "Label"),
    ("attribute", "Attribute"),
    ("relation", "Relation"),
    ("decided", "Decided"),
    ("stale", "Changed since"),
    ("flagged", "Flagged"),
    ("agreed", "Agreed"),
)
ICONS = {
    "missing": ("plus", "warning"),
    "boundary": ("rename", "info"),
    "label": ("tag", "danger"),
    "attribute": ("info", "info"),
    "relation": ("link", "info"),
}


class ReviewQueue(QWidget):
    """Lists items; ``chosen`` carries the id of the one that is to be shown."""

    chosen = Signal(str)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Items to decide"))
        self._rows: tuple[ReviewItemRow, ...] = ()
        self._shown: list[ReviewItemRow] = []
        self._current = ""
        self.title = heading("")
        self.counts = quiet(wrap=True)
        self.filter = QComboBox()
        self.filter.setAccessibleName(tr("Which items"))
        for name, words in FILTERS:
            self.filter.addItem(tr(words), name)
        self.filter.setCurrentIndex(1)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Words, label, annotator, reason"))
        self.words.setAccessibleName(tr("Filter items"))
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("List of items"))
        wrap_rows(self.list)
        self.list.setIconSize(QSize(16, 16))
        self.list.setSpacing(1)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.filter.currentIndexChanged.connect(self._fill)
        self.words.textChanged.connect(self._fill)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        for widget in (self.title, self.counts, self.filter, self.words):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        on_key(self, "Esc", self.leave_requested.emit)

    def show_document(self, title: str, counts: str) -> None:
        """Show whose items these are, and how many are left."""
        self.title.setText(title)
        self.counts.setText(counts)

    def set_rows(self, rows: Sequence[ReviewItemRow], current: str) -> None:
        """Show these items, and which one is in question."""
        self._current = current
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._fill()
        self._choose()

    def _fill(self) -> None:
        wanted = str(self.filter.currentData())
        words = self.words.text().casefold().split()
        self._shown = [row for row in self._rows if _passes(row, wanted, words)]
        self.list.clear()
        for row in self._shown:
            self.list.addItem(_item(row))
        self._choose()

    def _choose(self) -> None:
        place = next((n for n, row in enumerate(self._shown) if row.id == self._current), -1)
        self.list.setCurrentRow(place)
        if place >= 0:
            self.list.scrollToItem(self.list.item(place))

    def _go(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self._shown[self.list.row(item)].id)


def _passes(row: ReviewItemRow, wanted: str, words: Sequence[str]) -> bool:
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


def _item(row: ReviewItemRow) -> QListWidgetItem:
    kinds = ", ".join(row.kinds) or tr("agreed")
    first = f"{row.words}"
    mark = {"decided": "✓ ", "stale": "↻ "}.get(row.state, "")
    flag = " ⚑" if row.flagged else ""
    second = f"{kinds} · {row.said}"
    if row.suggested:
        second += f" · {tr('suggested')}: {row.suggested}"
    name, role = ICONS.get(row.kinds[0] if row.kinds else "", ("complete", "ok"))
    if row.state == "decided":
        name, role = "complete", "ok"
    item = QListWidgetItem(icon(name, role), f"{mark}{first}{flag}\n{second}")
    spoken = f"{row.state}: {first}. {second}"
    item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
    return item
