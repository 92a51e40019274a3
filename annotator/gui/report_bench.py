# SPDX-License-Identifier: MIT
"""The page of reports: which tables there are, and the one that is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QListWidget,
    QPushButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.theme.theme import Theme
from annotator.gui.widgets.curve import Curve
from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import heading, quiet, title, tr
from annotator.review.report_tables import ReportTable

LIST_PX = 260
WIDEST_PX = 420
CELL_PX = 96
PADDING_PX = 10
COLOUR, ALONE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
"""The roles of a cell's colour, and of whether it is one of a grid of numbers."""
AT_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Heat(QStyledItemDelegate):
    """Draws the colour of a cell below its words, and a frame about the cell that is chosen alone.

    The style sheet would leave the colour out.
    """

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a cell."""
        colour = index.data(COLOUR)
        if index.data(ALONE):
            painter.save()
            if isinstance(colour, QColor):
                painter.fillRect(option.rect.adjusted(1, 1, -1, -1), colour)
            painter.setPen(QColor(current_theme().text))
            painter.setFont(option.font)
            place = option.rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
            painter.drawText(place, AT_START, str(index.data()))
            painter.restore()
        else:
            super().paint(painter, option, index)
        if index.data(ALONE) and option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setPen(QPen(QColor(current_theme().accent), 2))
            painter.drawRect(option.rect.adjusted(2, 2, -2, -2))
            painter.restore()


class ReportBench(QWidget):
    """Shows the tables of a report.

    ``went_to`` carries the place that a row leads to, ``asked`` the question about a number whose
    places are wanted: ``show_answer`` shows them. ``reader_requested`` asks for a second reader of
    gold, where that is offered.
    """

    went_to = Signal(object)
    asked = Signal(object)
    save_requested = Signal()
    reader_requested = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Report"))
        self._tables: tuple[ReportTable, ...] = ()
        self._answer: ReportTable | None = None
        self._asked_at: tuple[int, int] | None = None
        self.title = title("")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Tables"))
        self.list.currentRowChanged.connect(self._show)
        self.save = QPushButton(tr("&Save report"))
        self.save.clicked.connect(self.save_requested)
        self.reader = _reader_button()
        self.reader.clicked.connect(self.reader_requested)
        self.back = QPushButton(tr("&Back to annotating"))
        self.back.clicked.connect(self.leave_requested)
        self.coming = quiet(wrap=True)
        self.coming.hide()
        self.heading = heading("")
        self.note = quiet(wrap=True)
        self.up = QPushButton(tr("Back to the &numbers"))
        self.up.clicked.connect(self.leave_answer)
        self.up.hide()
        self.curve = Curve()
        self.curve.hide()
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setItemDelegate(Heat(self.table))
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.table.cellActivated.connect(self._activate)
        self.table.cellClicked.connect(self._ask)
        self._lay_out()
        on_key(self, "Esc", self._leave)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addWidget(self.coming)
        column.addWidget(self.reader)
        column.addWidget(self.save)
        column.addWidget(self.back)
        right = QWidget()
        body = QVBoxLayout(right)
        body.setContentsMargins(16, 20, 16, 16)
        body.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.up)
        body.addLayout(top)
        body.addWidget(self.note)
        body.addWidget(self.curve)
        body.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_PX, 1000])
        splitter.setChildrenCollapsible(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    @property
    def tables(self) -> Sequence[ReportTable]:
        """The tables that are offered."""
        return self._tables

    def show_tables(
        self, words: str, tables: Sequence[ReportTable], *, reader: bool = False, first: str = ""
    ) -> None:
        """Offer these tables, and show the first, or the one with the id ``first``.

        With ``reader``, a second reader is offered too.
        """
        self.title.setText(words)
        self.reader.setVisible(reader)
        self._tables = tuple(tables)
        self.list.clear()
        for table in tables:
            self.list.addItem(table.title if table.rows else f"{table.title} (0)")
        ids = [table.id for table in tables]
        self.list.setCurrentRow(ids.index(first) if first in ids else 0)

    def follow(self, task: TaskRun) -> None:
        """Say that further tables are on their way, until the work has ended."""
        self.coming.setText(tr("Further measures are being worked out…"))
        self.coming.show()
        task.ended.connect(self.coming.hide)

    def add_tables(self, tables: Sequence[ReportTable]) -> None:
        """Offer further tables; the one that is shown stays."""
        self._tables = (*self._tables, *tables)
        for table in tables:
            self.list.addItem(table.title if table.rows else f"{table.title} (0)")

    def look_again(self) -> None:
        """Draw in the theme of this moment."""
        if self._answer is not None:
            self._draw(self._answer)
        else:
            self._show(self.list.currentRow())

    def show_answer(self, table: ReportTable) -> None:
        """Show the places that were asked for, if the table with the numbers still is shown."""
        if self._asked_at is None:
            return
        self._answer = table
        self.up.show()
        self._draw(table)
        self.table.setFocus()

    def leave_answer(self) -> None:
        """Show the table with the numbers again, where the question was asked."""
        row, column = self._asked_at or (0, 0)
        self._show(self.list.currentRow())
        self.table.setCurrentCell(row, column)
        self.table.setFocus()

    def _leave(self) -> None:
        if self._answer is not None:
            self.leave_answer()
        else:
            self.leave_requested.emit()

    def _show(self, number: int) -> None:
        if not 0 <= number < len(self._tables):
            return
        self._answer = self._asked_at = None
        self.up.hide()
        self._draw(self._tables[number])

    def _draw(self, table: ReportTable) -> None:
        self.curve.show_points(table.curve, table.title)
        by_cell = any(len(set(row)) > 1 for row in table.questions)
        self.table.setSelectionBehavior(
            QAbstractItemView.SelectionBehavior.SelectItems
            if by_cell
            else QAbstractItemView.SelectionBehavior.SelectRows
        )
        self.heading.setText(table.title)
        self.note.setText(table.note if table.rows else tr("Nothing to show. ") + table.note)
        self.table.clear()
        self.table.setAccessibleName(table.title)
        self.table.setRowCount(len(table.rows))
        self.table.setColumnCount(len(table.columns))
        self.table.setHorizontalHeaderLabels(list(table.columns))
        theme = current_theme()
        for y, row in enumerate(table.rows):
            for x, cell in enumerate(row):
                item = _cell(cell, _share(table, y, x), theme)
                item.setData(ALONE, by_cell)
                self.table.setItem(y, x, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(not table.heat)
        self.table.resizeColumnsToContents()
        for x in range(len(table.columns) if table.heat else len(table.columns) - 1):
            width = self.table.columnWidth(x) + 16
            fewest = CELL_PX if table.heat and x else 0
            self.table.setColumnWidth(x, max(fewest, min(width, WIDEST_PX)))
        self.table.resizeRowsToContents()
        if table.rows:
            self.table.setCurrentCell(0, _first_asked(table) if by_cell else 0)

    def _shown(self) -> ReportTable:
        return self._answer or self._tables[self.list.currentRow()]

    def _activate(self, row: int, column: int) -> None:
        if not self._ask(row, column):
            self._go(row)

    def _ask(self, row: int, column: int) -> bool:
        """Ask for the places behind a cell; False if nothing can be asked about it."""
        questions = self._shown().questions
        question = questions[row][column] if row < len(questions) else None
        if question is None:
            return False
        self._asked_at = (row, column)
        self.asked.emit(question)
        return True

    def _go(self, row: int) -> None:
        table = self._shown()
        place = table.places[row] if row < len(table.places) else None
        if place is not None:
            self.went_to.emit(place)


def _reader_button() -> QPushButton:
    made = QPushButton(tr("Have gold read &again"))
    made.setAccessibleDescription(
        tr("Models that were trained on the rest of gold read it, to rank likely errors.")
    )
    made.hide()
    return made


def _share(table: ReportTable, row: int, column: int) -> float:
    return table.heat[row][column - 1] if table.heat and column else 0.0


def _first_asked(table: ReportTable) -> int:
    """Return the first column of the first row about which something can be asked."""
    return next((x for x, question in enumerate(table.questions[0]) if question), 0)


def _cell(words: str, share: float, theme: Theme) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    item.setTextAlignment(AT_START)
    if share:
        colour = QColor(theme.accent)
        colour.setAlphaF(0.08 + 0.42 * share)
        item.setData(COLOUR, colour)
    return item
