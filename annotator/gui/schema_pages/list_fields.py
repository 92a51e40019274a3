# SPDX-License-Identifier: MIT
"""Fields of the schema editor that hold several things: values in order, names, pairs of names."""

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.documents import one_line
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import plain_tooltip, set_tooltip, tr
from annotator.schema.names import free_name

ORIGIN_ROLE = int(Qt.ItemDataRole.UserRole)
NAME_ROLE = ORIGIN_ROLE + 1
VALUES_PX = 148
ROW_PX = 26
COLUMN_PX = 92
MOST_ROWS = 9
LOOKED_AT = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
CHECKABLE = LOOKED_AT | Qt.ItemFlag.ItemIsUserCheckable


Renamed: TypeAlias = tuple[tuple[str, str], ...]
"""Each value as it was (empty for a new one) and as it is now, in order."""


class ValuesField(QWidget):
    """Values in order. F2 renames one, Insert adds, Delete removes, Alt with an arrow moves."""

    typed = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setFixedHeight(VALUES_PX)
        self._is_read_only = False
        self.setFocusProxy(self.list)
        side = QVBoxLayout()
        side.setSpacing(4)
        for name, words, keys, act in (
            ("plus", tr("Add a value"), "Ins", self.add),
            ("remove", tr("Remove the value"), "Del", self.remove),
            ("up", tr("Move up"), "Alt+Up", lambda: self.move_by(-1)),
            ("down", tr("Move down"), "Alt+Down", lambda: self.move_by(1)),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setAccessibleName(words)
            set_tooltip(button, f"{words} ({keys})")
            button.clicked.connect(act)
            on_key(self.list, keys, act)
            side.addWidget(button)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.list, 1)
        row.addLayout(side)
        self.setReadOnly(False)
        self._told_later = QTimer(self)  # an item may not go while it is being edited
        self._told_later.setSingleShot(True)
        self._told_later.timeout.connect(self.settled)
        self.list.itemChanged.connect(lambda _: self._told_later.start())

    def value(self) -> Renamed:
        """Return each value as it was and as it is."""
        items = (self.list.item(place) for place in range(self.list.count()))
        return tuple((str(item.data(ORIGIN_ROLE)), item.text()) for item in items)

    def put(self, value: Renamed) -> None:
        """Show values; the one at hand stays at hand."""
        if value == self.value():
            return
        now = self.list.currentRow()
        self.list.blockSignals(True)
        if [name for _, name in value] == [name for _, name in self.value()]:
            for place, (origin, _) in enumerate(value):
                self.list.item(place).setData(ORIGIN_ROLE, origin)
            self.list.blockSignals(False)
            return
        self.list.clear()
        for origin, name in value:
            self._insert(self.list.count(), origin, name)
        self.list.setCurrentRow(min(max(now, 0), len(value) - 1))
        self.list.blockSignals(False)

    def setReadOnly(self, read_only: bool) -> None:  # noqa: FBT001 - like QLineEdit's
        """Refuse changes, or take them again."""
        self._is_read_only = read_only
        triggers = QAbstractItemView.EditTrigger
        edits = triggers.DoubleClicked | triggers.EditKeyPressed
        self.list.setEditTriggers(triggers.NoEditTriggers if read_only else edits)
        for button in self.findChildren(QToolButton):
            button.setEnabled(not read_only)

    def finish(self) -> None:
        """Take what is being typed into a value for its name."""
        focus = QApplication.focusWidget()
        if focus is not None and self.list.viewport().isAncestorOf(focus):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def setAccessibleName(self, name: str) -> None:
        """Say the name for the list: that is what has the keyboard."""
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)

    def add(self) -> None:
        """Add a value after the one at hand, and let it be named."""
        if self._is_read_only:
            return
        name = free_name("new_value", {name for _, name in self.value()})
        place = self.list.currentRow() + 1
        self.list.blockSignals(True)
        self._insert(place, "", name)
        self.list.blockSignals(False)
        self.settled.emit()
        self.list.setCurrentRow(place)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.editItem(self.list.item(place))

    def remove(self) -> None:
        """Remove the value at hand."""
        if self.list.currentRow() >= 0 and not self._is_read_only:
            self.list.takeItem(self.list.currentRow())
            self.settled.emit()

    def move_by(self, rows: int) -> None:
        """Move the value at hand up or down."""
        place = self.list.currentRow()
        is_inside = place >= 0 and 0 <= place + rows < self.list.count()
        if is_inside and not self._is_read_only:
            self.list.blockSignals(True)
            self.list.insertItem(place + rows, self.list.takeItem(place))
            self.list.setCurrentRow(place + rows)
            self.list.blockSignals(False)
            self.settled.emit()

    def _insert(self, place: int, origin: str, name: str) -> None:
        item = QListWidgetItem(name)
        item.setData(ORIGIN_ROLE, origin)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        self.list.insertItem(place, item)


class NamesField(QListWidget):
    """Some of several names; Space ticks one."""

    typed = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self._flags = CHECKABLE
        self.itemChanged.connect(lambda _: self.settled.emit())

    def setReadOnly(self, read_only: bool) -> None:  # noqa: FBT001 - like QLineEdit's
        """Refuse changes to names that are offered from now on, or take them again."""
        self._flags = LOOKED_AT if read_only else CHECKABLE

    def set_names(self, names: Sequence[str]) -> None:
        """Offer other names; none is ticked."""
        self.names = tuple(names)
        self.blockSignals(True)
        self.clear()
        for name in names:
            item = QListWidgetItem(one_line(name))
            item.setData(NAME_ROLE, name)
            item.setFlags(self._flags)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.blockSignals(False)
        self.setFixedHeight(min(max(len(names), 2), MOST_ROWS) * ROW_PX + 8)

    def value(self) -> tuple[str, ...]:
        """Return what is ticked."""
        items = (self.item(place) for place in range(self.count()))
        return tuple(
            str(item.data(NAME_ROLE))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        )

    def put(self, value: Sequence[str]) -> None:
        """Tick these."""
        self.blockSignals(True)
        for place in range(self.count()):
            item = self.item(place)
            is_in = item.data(NAME_ROLE) in value
            item.setCheckState(Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked)
        self.blockSignals(False)


class PairsField(QTableWidget):
    """Pairs of names, as a table: from the name of the row to that of the column; Space ticks."""

    typed = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self._flags = CHECKABLE
        self.setTabKeyNavigation(False)
        self.setShowGrid(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().setDefaultSectionSize(ROW_PX + 2)
        self.horizontalHeader().setDefaultSectionSize(COLUMN_PX)
        for head in (self.verticalHeader(), self.horizontalHeader()):
            head.setSectionsClickable(False)
            head.setHighlightSections(True)
        self.itemChanged.connect(lambda _: self.settled.emit())

    def setReadOnly(self, read_only: bool) -> None:  # noqa: FBT001 - like QLineEdit's
        """Refuse changes to pairs that are offered from now on, or take them again."""
        self._flags = LOOKED_AT if read_only else CHECKABLE

    def set_names(self, names: Sequence[str]) -> None:
        """Offer pairs of other names; none is ticked."""
        self.names = tuple(names)
        self.blockSignals(True)
        self.setRowCount(len(names))
        self.setColumnCount(len(names))
        shown = [one_line(name) for name in names]
        self.setHorizontalHeaderLabels(shown)
        self.setVerticalHeaderLabels(shown)
        for row, source in enumerate(shown):
            for column, target in enumerate(shown):
                item = QTableWidgetItem()
                item.setFlags(self._flags)
                item.setCheckState(Qt.CheckState.Unchecked)
                words = tr("from {source} to {target}").format(source=source, target=target)
                item.setData(int(Qt.ItemDataRole.AccessibleTextRole), words)
                item.setToolTip(plain_tooltip(words))
                self.setItem(row, column, item)
        self.setCurrentCell(0, 0)
        self.blockSignals(False)
        rows = min(len(names), MOST_ROWS)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + rows * (ROW_PX + 2) + 16)

    def sizeHint(self) -> QSize:
        """Return room for some columns; the rest is scrolled to."""
        return QSize(400, self.height())

    def value(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs that are ticked, row by row."""
        return tuple(
            (source, target)
            for row, source in enumerate(self.names)
            for column, target in enumerate(self.names)
            if self._cell(row, column).checkState() is Qt.CheckState.Checked
        )

    def put(self, value: Sequence[tuple[str, str]]) -> None:
        """Tick these."""
        pairs = {tuple(pair) for pair in value}
        self.blockSignals(True)
        for row, source in enumerate(self.names):
            for column, target in enumerate(self.names):
                is_in = (source, target) in pairs
                state = Qt.CheckState.Checked if is_in else Qt.CheckState.Unchecked
                self._cell(row, column).setCheckState(state)
        self.blockSignals(False)

    def _cell(self, row: int, column: int) -> QTableWidgetItem:
        found = self.item(row, column)
        if found is None:
            raise RuntimeError("every pair of names has a cell")
        return found
