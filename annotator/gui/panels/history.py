# SPDX-License-Identifier: MIT
"""The pane of the document's history: who did what and when, and the way back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from annotator.gui.bridge.rows import HistoryRow
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import quiet, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows

SHOWN = 1000


class HistoryPanel(QWidget):
    """Lists what happened, the latest first; ``jump_requested`` carries an entry's number."""

    jump_requested = Signal(int)
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("History"))
        self._rows: tuple[HistoryRow, ...] = ()
        self._note = quiet(tr("Nothing has happened yet."))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What happened, latest first"))
        wrap_rows(self.list)
        self.list.setSpacing(2)
        self.list.itemActivated.connect(lambda _: self._jump())
        self.list.currentRowChanged.connect(lambda _: self._show_possible())
        self.jump = QPushButton(tr("Jump back to here"))
        self.jump.setEnabled(False)
        self.jump.clicked.connect(self._jump)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for part in (self._note, self.list, self.jump):
            column.addWidget(part)
        self.setFocusProxy(self.list)
        on_key(self, "Esc", self.leave_requested.emit)

    def set_rows(self, rows: Sequence[HistoryRow]) -> None:
        """Show these entries, the latest first."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self.list.clear()
        for row in rows[:SHOWN]:
            item = QListWidgetItem(f"{row.what}\n{row.who}, {row.when}")
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{row.what}, by {row.who}, {row.when}"
            )
            self.list.addItem(item)
        if len(rows) > SHOWN:
            more = tr("The latest {count:,} of {total:,} entries")
            self._note.setText(more.format(count=SHOWN, total=len(rows)))
        self._note.setVisible(not rows or len(rows) > SHOWN)
        self._show_possible()

    def _current(self) -> HistoryRow | None:
        place = self.list.currentRow()
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _show_possible(self) -> None:
        row = self._current()
        self.jump.setEnabled(row is not None and row.mine)

    def _jump(self) -> None:
        row = self._current()
        if row is not None and row.mine:
            self.jump_requested.emit(row.number)
