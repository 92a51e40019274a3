# SPDX-License-Identifier: MIT
"""The pane of labels: key, colour, name, and how often each is used."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.rows import LabelRow
from annotator.gui.widgets.icons import swatch
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import plain_tooltip, tr

ROW_HEIGHT_PX = 28
KEY, NAME, HERE, EVERYWHERE = range(4)


class LabelsPanel(QWidget):
    """Lists the labels; choosing one labels what is selected in the text.

    ``at_hand`` carries the label that the person goes to, or that the focused span has.
    """

    label_requested = Signal(str)
    at_hand = Signal(str)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Labels"))
        self._rows: tuple[LabelRow, ...] = ()
        self.list = QTableWidget(0, 4)
        self.list.setAccessibleName(tr("List of labels"))
        self.list.setHorizontalHeaderLabels([tr("Key"), tr("Label"), tr("Here"), tr("All")])
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        header = self.list.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(32)
        for column in (KEY, HERE, EVERYWHERE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.list.setShowGrid(False)
        self.list.setTabKeyNavigation(False)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.cellClicked.connect(lambda row, _: self._chosen(row))
        self.list.itemActivated.connect(lambda item: self._chosen(item.row()))
        self.list.currentCellChanged.connect(lambda *_: self.at_hand.emit(self.current))
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(8, 8, 8, 8)
        column_layout.addWidget(self.list)
        on_key(self, "Esc", self.leave_requested.emit)

    @property
    def current(self) -> str:
        """The label at hand; empty if there is none."""
        row = self.list.currentRow()
        return self._rows[row].label if 0 <= row < len(self._rows) else ""

    def set_rows(self, rows: Sequence[LabelRow]) -> None:
        """Show these labels; the one chosen stays chosen."""
        if len(rows) != self.list.rowCount():
            self.list.setRowCount(len(rows))
        for place, row in enumerate(rows):
            if place >= len(self._rows) or self._rows[place] != row:
                self._put(place, row)
        self._rows = tuple(rows)
        if rows and self.list.currentRow() < 0:
            self.list.setCurrentCell(0, NAME)
            self.list.clearSelection()

    def mark(self, label: str) -> None:
        """Show which label the focused span has; empty for none."""
        for place, row in enumerate(self._rows):
            if row.label == label:
                self.list.selectRow(place)
                return
        self.list.clearSelection()

    def counts_here(self) -> list[tuple[str, int]]:
        """Return each label with how often it is used in the document."""
        return [(row.label, row.here) for row in self._rows]

    def wanted_height(self) -> int:
        """Return the height at which all labels are seen, 12 rows at most."""
        rows = min(max(len(self._rows), 2), 12)
        return self.list.horizontalHeader().sizeHint().height() + rows * ROW_HEIGHT_PX + 24

    def _put(self, place: int, row: LabelRow) -> None:
        spoken = tr("{label}, key {key}, {here} here, {all} in the project").format(
            label=row.label, key=row.key or "-", here=row.here, all=row.everywhere
        )
        texts = (row.key, row.label, f"{row.here:,}", f"{row.everywhere:,}")
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tooltip(row.description))
            if column == NAME:
                item.setIcon(swatch(row.colour))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            if column in (HERE, EVERYWHERE):
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.setItem(place, column, item)

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            self.label_requested.emit(self._rows[row].label)
