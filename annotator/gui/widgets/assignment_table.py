# SPDX-License-Identifier: MIT
"""The table of who annotates what: a row for each document, a column for each person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from annotator.gui.bridge.documents import one_line
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import plain_tooltip, tr

Index = QModelIndex | QPersistentModelIndex
Cell: TypeAlias = tuple[str, str]
"""The id of a document and the name of a person."""

ROW_PX = 28
TITLE, COUNT, FIRST_PERSON = range(3)
PERSON_PX = 116
STATES = {
    "assigned": ("document", "muted"),
    "in progress": ("rename", "info"),
    "complete": ("complete", "ok"),
}


class AssignableRow(NamedTuple):
    """A document: its id, its title, and whether anybody has begun or done it."""

    id: str
    title: str


class AssignmentsModel(QAbstractTableModel):
    """What is assigned, with its state, and what is to be otherwise; ``edited`` says so."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[AssignableRow, ...] = ()
        self.people: tuple[str, ...] = ()
        self._held: Mapping[Cell, str] = {}
        self._turned: set[Cell] = set()

    def show_grid(
        self, rows: Sequence[AssignableRow], people: Sequence[str], held: Mapping[Cell, str]
    ) -> None:
        """Show what is assigned, and its state; nothing is to be otherwise yet."""
        self.beginResetModel()
        self.rows, self.people, self._held = tuple(rows), tuple(people), dict(held)
        self._turned.clear()
        self.endResetModel()
        self.edited.emit()

    def set_people(self, people: Sequence[str]) -> None:
        """Show other people; who has an assignment is always shown."""
        wanted = list(dict.fromkeys((*people, *sorted({name for _, name in self._held}))))
        if tuple(wanted) == self.people:
            return
        self.beginResetModel()
        self.people = tuple(wanted)
        self._turned = {cell for cell in self._turned if cell[1] in wanted}
        self.endResetModel()
        self.edited.emit()

    def propose(self, shares: Mapping[str, Sequence[str]]) -> None:
        """Let these be assigned besides what is assigned already, instead of what was proposed."""
        self.beginResetModel()
        self._turned = {
            (id, name)
            for id, names in shares.items()
            for name in names
            if (id, name) not in self._held
        }
        self.endResetModel()
        self.edited.emit()

    def turn(self, index: Index) -> None:
        """Assign what is not assigned, take back what is; once more leaves it as it was."""
        if index.isValid() and index.column() >= FIRST_PERSON:
            self._turned ^= {self._cell(index)}
            first, last = self.index(index.row(), COUNT), self.index(index.row(), index.column())
            self.dataChanged.emit(first, last)
            self.edited.emit()

    def unassigned(self) -> list[str]:
        """Return the documents that nobody has now."""
        taken = {id for id, _ in self._held}
        return [row.id for row in self.rows if row.id not in taken]

    def added(self) -> dict[str, list[str]]:
        """Return whom each document is to be assigned to besides, in the order of the table."""
        found: dict[str, list[str]] = {}
        for id, name in self._in_order():
            if (id, name) not in self._held:
                found.setdefault(id, []).append(name)
        return found

    def withdrawn(self) -> list[Cell]:
        """Return what is to be taken back, in the order of the table."""
        return [cell for cell in self._in_order() if cell in self._held]

    def _in_order(self) -> Iterator[Cell]:
        for row in self.rows:
            for name in self.people:
                if (row.id, name) in self._turned:
                    yield row.id, name

    def loads(self) -> dict[str, int]:
        """Return how many documents each person would have."""
        found = dict.fromkeys(self.people, 0)
        for _, name in self._held.keys() ^ self._turned:
            found[name] = found.get(name, 0) + 1
        return found

    def _cell(self, index: Index) -> Cell:
        return self.rows[index.row()].id, self.people[index.column() - FIRST_PERSON]

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many documents there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return 2, title and number of people, and one for each person."""
        return 0 if parent is not None and parent.isValid() else FIRST_PERSON + len(self.people)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section >= FIRST_PERSON:
                return one_line(self.people[section - FIRST_PERSON])
            return (tr("Document"), tr("People"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or says."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if index.column() >= FIRST_PERSON:
            return self._person(index, role)
        if index.column() == COUNT:
            return self._count(row.id) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.title or row.id)
        return plain_tooltip(row.title) if role == Qt.ItemDataRole.ToolTipRole else None

    def _count(self, id: str) -> str:
        count = sum(
            ((id, name) in self._held) != ((id, name) in self._turned) for name in self.people
        )
        return str(count) if count else "–"

    def _person(self, index: Index, role: int) -> object:
        cell = self._cell(index)
        words, picture = self._said(cell)
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.DecorationRole:
            return picture
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self.rows[index.row()].title or cell[0]
            return f"{one_line(title)}, {one_line(cell[1])}: {words or tr('not assigned')}"
        return None

    def _said(self, cell: Cell) -> tuple[str, QIcon | None]:
        state = self._held.get(cell)
        if cell in self._turned:
            if state is None:
                return tr("new"), icon("plus", "accent")
            return tr("taken back"), icon("remove", "danger")
        if state is None:
            return "", None
        return tr(state), icon(*STATES.get(state, ("document", "muted")))


class AssignmentTable(QTableView):
    """Shows assignments; Space or a click turns a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = AssignmentsModel(self)
        self.setModel(self.grid)
        self.setAccessibleName(tr("Documents and who annotates them"))
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        self.clicked.connect(self.grid.turn)
        self.grid.modelReset.connect(self._fit)

    def _fit(self) -> None:
        head = self.horizontalHeader()
        if self.grid.columnCount():
            head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
            self.setColumnWidth(COUNT, 64)
        for column in range(FIRST_PERSON, self.grid.columnCount()):
            self.setColumnWidth(column, PERSON_PX)
        if self.grid.rows and not self.currentIndex().isValid():
            self.setCurrentIndex(self.grid.index(0, min(FIRST_PERSON, self.grid.columnCount() - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn a cell with Space; leave Enter to the dialog."""
        if event.key() == Qt.Key.Key_Space:
            self.grid.turn(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
