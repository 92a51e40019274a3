# SPDX-License-Identifier: MIT
"""The queue of a review: the items of the document, and which of them are still to be decided."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QVBoxLayout, QWidget

from annotator.gui.bridge.review_items import (
    ALL,
    SECOND_ROLE,
    SIGN_ROLE,
    TIP_ROLE,
    TO_DECIDE,
    ReviewItemsModel,
)
from annotator.gui.bridge.rows import ReviewItemRow
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import heading, quiet, tr
from annotator.gui.widgets.two_line_rows import TwoLineRows

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
    "decided": ("complete", "ok"),
    "agreed": ("complete", "muted"),
    "stale": ("history", "warning"),
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
        self.model = ReviewItemsModel(self)
        self._current = ""
        self.title = heading("")
        self.counts = quiet(wrap=True)
        self.filter = ComboBox()
        self.filter.setAccessibleName(tr("Which items"))
        for name, words in FILTERS:
            self.filter.addItem(tr(words), name)
        self.filter.setCurrentIndex(1)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Words, label, annotator, reason"))
        self.words.setAccessibleName(tr("Filter items"))
        self.words.setClearButtonEnabled(True)
        self._make_list()
        self.filter.currentIndexChanged.connect(self._filter)
        self.words.textChanged.connect(self._filter)
        self.words.returnPressed.connect(self._take_first)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        for widget in (self.title, self.counts, self.filter, self.words):
            column.addWidget(widget)
        column.addWidget(self.list, 1)
        on_key(self, "Esc", self.leave_requested.emit)

    def _make_list(self) -> None:
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("List of items"))
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(1)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(
            TwoLineRows(self.list, second=SECOND_ROLE, tip=TIP_ROLE, icon_of=_icon)
        )
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)

    def show_document(self, title: str, counts: str) -> None:
        """Show whose items these are, and how many are left."""
        self.title.setText(title)
        self.counts.setText(counts)

    def set_rows(self, rows: Sequence[ReviewItemRow], current: str) -> None:
        """Show these items, and which one is in question."""
        self._current = current
        self.model.set_rows(rows)
        self._choose()

    def _filter(self) -> None:
        self.model.choose(str(self.filter.currentData()), self.words.text())
        self._choose()

    def _choose(self) -> None:
        """Mark the item in question, and bring it into sight."""
        index = self.model.index(self.model.place_of(self._current), 0)
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)
        else:
            self.list.clearSelection()

    def _go(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.id_at(index.row()))

    def _take_first(self) -> None:
        if self.model.rowCount():
            self.chosen.emit(self.model.id_at(0))


def _icon(index: QModelIndex | QPersistentModelIndex) -> QIcon:
    return icon(*ICONS.get(str(index.data(SIGN_ROLE)), ("plus", "muted")))
