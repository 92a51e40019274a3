# SPDX-License-Identifier: MIT
"""The pane of documents: filter, order, list, progress."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.documents import (
    COMPLETE_ROLE,
    SPANS,
    STATUS,
    TITLE,
    DocumentRow,
    DocumentsModel,
    Index,
    Order,
    Show,
    View,
)
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import quiet, tr

FIRST_STRONG_ISOLATE = "\u2068"
ROW_HEIGHT_PX = 28


class DocumentsPanel(QWidget):
    """Lists documents; ``open_requested`` carries the id, and whether to go on to the text."""

    open_requested = Signal(str, bool)
    leave_requested = Signal()
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Documents"))
        self.model = DocumentsModel(self)
        self._actions: list[QAction] = []
        self._make_filters()
        self._make_list()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._progress.setAccessibleName(tr("Complete documents"))
        self._count = quiet()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.filter)
        pair = QHBoxLayout()
        pair.setSpacing(8)
        pair.addWidget(self._show, 1)
        pair.addWidget(self._order, 1)
        column.addLayout(pair)
        column.addWidget(self.list, 1)
        column.addWidget(self._progress)
        column.addWidget(self._count)
        on_key(self, "Esc", self._escape)
        self._show_totals()

    def _make_filters(self) -> None:
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter documents"))
        self.filter.setAccessibleName(tr("Filter documents"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._choose)
        self.filter.returnPressed.connect(self._open_first)
        self.filter.installEventFilter(self)
        self._show = _narrow_combo(tr("Which documents are shown"))
        self._order = _narrow_combo(tr("Order of the documents"))
        for order in Order:
            self._order.addItem(tr(order.value), order)
        self._fill_show([])
        self._show.currentIndexChanged.connect(self._choose)
        self._order.currentIndexChanged.connect(self._choose)

    def _make_list(self) -> None:
        view = RowsView()
        view.setModel(self.model)
        view.setAccessibleName(tr("List of documents"))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        view.horizontalHeader().hide()
        view.horizontalHeader().setMinimumSectionSize(16)
        view.horizontalHeader().setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        view.horizontalHeader().setSectionResizeMode(STATUS, QHeaderView.ResizeMode.Fixed)
        view.horizontalHeader().setSectionResizeMode(SPANS, QHeaderView.ResizeMode.Fixed)
        view.setColumnWidth(STATUS, ROW_HEIGHT_PX)
        view.setColumnWidth(SPANS, view.fontMetrics().horizontalAdvance("0,000") + 16)
        view.setItemDelegateForColumn(STATUS, StatusMark(view))
        view.setItemDelegateForColumn(TITLE, Titles(view))
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.activated.connect(self._open_index)
        view.clicked.connect(self._clicked)
        view.selectionModel().selectionChanged.connect(lambda *_: self.chosen_changed.emit())
        self.list = view

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these in the list's menu, and their keys while the list has the focus."""
        self._actions = list(actions)
        for action in actions:
            if action.shortcutContext() is not Qt.ShortcutContext.WindowShortcut:
                self.list.addAction(action)

    def set_rows(self, rows: Sequence[DocumentRow]) -> None:
        """Show other documents."""
        self.model.set_rows(rows)
        self._fill_show(self.model.tags())
        self._show_totals()
        self._select_current()

    def put_row(self, row: DocumentRow) -> None:
        """Show what changed about one document."""
        before = self.model.row(row.id)
        self.model.put_row(row)
        if before is not None and before.tags != row.tags:
            self._fill_show(self.model.tags())
        self._show_totals()

    def set_current(self, id: str) -> None:
        """Say which document is open, and bring it into sight."""
        self.model.set_current(id)
        self._select_current()

    def chosen(self) -> list[str]:
        """Return the ids of the documents chosen in the list, else of the open one."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedRows())
        ids = [self.model.id_at(row) for row in rows]
        return ids or ([self.model.current] if self.model.current else [])

    @property
    def progress_text(self) -> str:
        """How many documents are complete, in words."""
        return self._count.text()

    def set_view(self, view: View) -> None:
        """Show as a person chose before."""
        self._order.setCurrentIndex(max(self._order.findData(view.order), 0))
        place = self._show.findData((view.show, view.tag))
        self._show.setCurrentIndex(max(place, 0))
        self.filter.setText(view.typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Down go from the filter into the list."""
        if watched is self.filter and isinstance(event, QKeyEvent):
            is_press = event.type() is QEvent.Type.KeyPress
            if is_press and event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                if not self.list.currentIndex().isValid() and self.model.rowCount():
                    self.list.selectRow(0)
                return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        show, tag = self._show.currentData() or (Show.ALL, "")
        order = self._order.currentData() or Order.IMPORT
        # a combo box gives enums of str back as plain strings
        view = View(self.filter.text(), Show(show), tag, Order(order))
        if view != self.model.view:
            self.model.set_view(view)
            self._select_current()
            self._show_totals()

    def _fill_show(self, tags: Sequence[str]) -> None:
        kept = self._show.currentData()
        self._show.blockSignals(True)
        self._show.clear()
        for show in Show:
            self._show.addItem(tr(show.value), (show.value, ""))
        for tag in tags:
            self._show.addItem(icon("tag"), tag, (Show.ALL.value, tag))
        self._show.setCurrentIndex(max(self._show.findData(kept), 0))
        self._show.blockSignals(False)
        self._choose()

    def _show_totals(self) -> None:
        complete, total = self.model.totals()
        self._progress.setMaximum(max(total, 1))
        self._progress.setValue(complete)
        text = tr("{complete:,} of {total:,} complete").format(complete=complete, total=total)
        shown = self.model.rowCount()
        if shown != total:
            text += tr(", {shown:,} shown").format(shown=shown)
        self._count.setText(text if total else tr("No documents yet"))

    def _select_current(self) -> None:
        row = self.model.row_of(self.model.current)
        if row < 0:
            self.list.clearSelection()
            return
        index = self.model.index(row, TITLE)
        # selectRow would add to what is chosen while Ctrl is down, as in Ctrl+PgDown
        chosen = QItemSelectionModel.SelectionFlag
        self.list.selectionModel().setCurrentIndex(index, chosen.ClearAndSelect | chosen.Rows)
        self.list.scrollTo(index)

    def _open_first(self) -> None:
        id = self.model.id_at(0)
        if id:
            self.open_requested.emit(id, True)

    def _open_index(self, index: QModelIndex) -> None:
        self.open_requested.emit(self.model.id_at(index.row()), True)

    def _clicked(self, index: QModelIndex) -> None:
        if QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self.open_requested.emit(self.model.id_at(index.row()), False)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.addActions(self._actions)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.list.viewport().mapToGlobal(place))

    def _escape(self) -> None:
        if self.filter.hasFocus() and self.filter.text():
            self.filter.clear()
        else:
            self.leave_requested.emit()


class RowsView(QTableView):
    """A table that is walked by rows: Home and End go to the first and last one."""

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Return where a key leads to."""
        rows = self.model().rowCount()
        if action is QAbstractItemView.CursorAction.MoveHome and rows:
            return self.model().index(0, TITLE)
        if action is QAbstractItemView.CursorAction.MoveEnd and rows:
            return self.model().index(rows - 1, TITLE)
        return super().moveCursor(action, modifiers)


class Titles(QStyledItemDelegate):
    """Draws titles in the direction of their own script, so that one is cut at its end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Say what is drawn."""
        super().initStyleOption(option, index)
        option.text = f"{FIRST_STRONG_ISOLATE}{option.text}"


class StatusMark(QStyledItemDelegate):
    """Draws a circle for an open document, a tick for a complete one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell's background and the mark."""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        complete = bool(index.data(COMPLETE_ROLE))
        mark = icon("complete", "ok") if complete else icon("open", "muted")
        rect = QStyle.alignedRect(
            Qt.LayoutDirection.LeftToRight,
            Qt.AlignmentFlag.AlignCenter,
            QSize(16, 16),
            option.rect,
        )
        mark.paint(painter, rect, Qt.AlignmentFlag.AlignCenter)


def _narrow_combo(name: str) -> ComboBox:
    combo = ComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(6)
    return combo
