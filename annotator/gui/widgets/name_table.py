# SPDX-License-Identifier: MIT
"""The mapping table: the names in the files, and what becomes of each."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.gui.bridge.documents import Index, one_line
from annotator.gui.bridge.names import (
    LABEL,
    Decision,
    Decisions,
    Doing,
    NameKey,
    NameRow,
    settled,
)
from annotator.gui.widgets.icons import current_theme, icon
from annotator.gui.widgets.text import plain_tooltip, tr

NAME, KIND, COUNT, EXAMPLES, BECOMES = range(5)
HEADS = ("In the files", "Kind", "Times", "Examples", "Becomes")
ROW_PX = 36
BECOMES_PX = 176
ARROW_PX = 12
NOTE_ROLE = int(Qt.ItemDataRole.UserRole)


class NamesModel(QAbstractTableModel):
    """Rows of names with what is decided about each; ``decided`` says that something was."""

    decided = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[NameRow, ...] = ()
        self.decisions: dict[NameKey, Decision] = {}
        self._said: set[NameKey] = set()

    def set_rows(self, rows: Sequence[NameRow]) -> None:
        """Show other names; what was decided about a name that is still there holds."""
        given = {key: self.decisions[key] for key in self._said if key in self.decisions}
        self.beginResetModel()
        self.rows = tuple(rows)
        self.decisions = {**given, **settled(rows, given)}
        self.endResetModel()
        self.decided.emit()

    def take(self, decisions: Decisions) -> int:
        """Take decisions, such as those of a file; return how many of the names they settle."""
        self._said |= set(decisions)
        self.decisions = {**self.decisions, **decisions}
        self.decisions |= settled(self.rows, self.decisions)
        self._changed(range(len(self.rows)))
        return sum(decisions.get(row.key) == self.decisions[row.key] for row in self.rows)

    def decide(self, places: Sequence[int], decision: Decision) -> None:
        """Say what becomes of the names in some rows; one that cannot become that stays."""
        for place in places:
            row = self.rows[place]
            if row.takes(decision):
                self.decisions[row.key] = decision
                self._said.add(row.key)
        self._changed(places)

    def _changed(self, places: Sequence[int]) -> None:
        if places:
            self.dataChanged.emit(self.index(min(places), NAME), self.index(max(places), BECOMES))
        self.decided.emit()

    def undecided(self) -> list[int]:
        """Return the rows about which nothing is decided yet."""
        return [
            place
            for place, row in enumerate(self.rows)
            if self.decisions[row.key].doing is Doing.UNDECIDED
        ]

    def settled(self) -> dict[NameKey, Decision]:
        """Return what becomes of each name that is there."""
        return {row.key: self.decisions[row.key] for row in self.rows}

    def has_other_kinds(self) -> bool:
        """Return whether there are names of anything but labels."""
        return any(row.kind != LABEL for row in self.rows)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many names there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return 5: name, kind, how often, examples, what it becomes."""
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == COUNT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or says."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        return _cell(row, self.decisions[row.key], index.column()).get(role)


def _cell(row: NameRow, decision: Decision, column: int) -> dict[int, object]:
    """Return what a cell shows or says, by role."""
    role = Qt.ItemDataRole
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    return {
        role.DisplayRole: _texts(row, decision)[column],
        role.ToolTipRole: plain_tooltip(_tip(row, column)),
        role.AccessibleTextRole: _spoken(row, decision),
        role.TextAlignmentRole: right if column == COUNT else None,
        role.DecorationRole: _mark(row, decision) if column == NAME else None,
        NOTE_ROLE: _note(row, decision),
    }


def _texts(row: NameRow, decision: Decision) -> tuple[str, str, str, str, str]:
    return (
        one_line(row.name) or tr("(nothing)"),
        tr(row.kind),
        f"{row.count:,}",
        "  ·  ".join(f"\u2068{one_line(example)}\u2069" for example in row.examples),
        decision_text(decision),
    )


def decision_text(decision: Decision) -> str:
    """Return a decision in the words of the table and its menu."""
    match decision.doing:
        case Doing.UNDECIDED:
            return tr("Choose")
        case Doing.KEEP:
            return tr("As it is")
        case Doing.LEAVE_OUT:
            return tr("Leave out")
        case Doing.ADD if decision.name:
            return tr("Add as {name}").format(name=one_line(decision.name))
        case Doing.ADD:
            return tr("Add to the schema")
        case _:
            return one_line(decision.name)


def _note(row: NameRow, decision: Decision) -> str:
    is_proposal = not row.known and bool(row.proposed) and decision == row.at_first
    return tr("proposed") if is_proposal else ""


def _tip(row: NameRow, column: int) -> str:
    if column == EXAMPLES:
        return "\n".join(one_line(example) for example in row.examples)
    if row.known:
        return one_line(row.name)
    lines = [one_line(row.name), tr("The schema does not have this {kind}.").format(kind=row.kind)]
    return "\n".join([*lines, *([row.unfit] if row.unfit else [])])


def _spoken(row: NameRow, decision: Decision) -> str:
    schema = "" if row.known else tr(", not in the schema")
    return tr("{kind} {name}, {count:,} times{schema}: {becomes} {note}").format(
        kind=tr(row.kind),
        name=one_line(row.name),
        count=row.count,
        schema=schema,
        becomes=decision_text(decision),
        note=_note(row, decision),
    )


def _mark(row: NameRow, decision: Decision) -> QIcon:
    if decision.doing is Doing.UNDECIDED:
        return icon("warning", "warning")
    return icon("tag", "muted") if row.known else icon("plus", "accent")


class NameTable(QTableView):
    """Shows the names; Space, F2 or a click on the last column opens what a name may become.

    What is chosen holds for all rows that are selected.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = NamesModel(self)
        self.setModel(self.names)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(tr("Names in the files and what they become"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setIconSize(QSize(16, 16))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(48)
        for column in (KIND, COUNT):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(EXAMPLES, QHeaderView.ResizeMode.Stretch)
        self.setColumnWidth(NAME, 136)
        self.setColumnWidth(BECOMES, BECOMES_PX)
        self.names.modelReset.connect(self._renewed)

    def _renewed(self) -> None:
        self.setColumnHidden(KIND, not self.names.has_other_kinds())
        if self.names.rows:
            undecided = self.names.undecided()
            self.setCurrentIndex(self.names.index(undecided[0] if undecided else 0, NAME))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the menu of the row with Space, F2 or Alt+Down; leave Enter to the dialog."""
        is_down = (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F2) or is_down:
            self.open_menu(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the menu with a click on what a name becomes."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and index.column() == BECOMES and not event.modifiers():
            self.open_menu(index.row())

    def open_menu(self, place: int) -> QMenu | None:
        """Show what the name in a row may become."""
        if not 0 <= place < len(self.names.rows):
            return None
        row = self.names.rows[place]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("What {name} becomes").format(name=one_line(row.name)))
        now = self.names.decisions[row.key]
        before: Doing | None = None
        for decision in row.offers():
            if before is Doing.RENAME and decision.doing is not Doing.RENAME:
                menu.addSeparator()
            before = decision.doing
            action = menu.addAction(decision_text(decision).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(decision == now)
            action.triggered.connect(lambda _=False, it=decision: self._decide(place, it))
        if row.unfit:
            menu.addAction(row.unfit.replace("&", "&&")).setEnabled(False)
        cell = self.visualRect(self.names.index(place, BECOMES))
        menu.popup(self.viewport().mapToGlobal(QPoint(cell.left(), cell.bottom())))
        actions = [action for action in menu.actions() if action.isChecked()] or menu.actions()
        menu.setActiveAction(actions[0])
        return menu

    def _decide(self, place: int, decision: Decision) -> None:
        selected = {index.row() for index in self.selectionModel().selectedRows()}
        places = sorted(selected) if place in selected else [place]
        self.names.decide(places, decision)
        if len(places) == 1:
            self._go_on(place)

    def _go_on(self, place: int) -> None:
        """Go to the next name that is undecided, so that one key after the other decides all."""
        undecided = self.names.undecided()
        after = [other for other in undecided if other > place] or undecided
        if after:
            self.setCurrentIndex(self.names.index(after[0], NAME))


class _Cells(QStyledItemDelegate):
    """Draws what a name becomes as a box to choose from, and the rest as usual."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> None:
        """Draw a cell."""
        if index.column() != BECOMES:
            super().paint(painter, option, index)
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        words, drawn.text = drawn.text, ""
        view = self.parent()
        if isinstance(view, QWidget):
            view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, view)
        _draw_box(painter, option, words, str(index.data(NOTE_ROLE) or ""))


def _draw_box(painter: QPainter, option: QStyleOptionViewItem, words: str, note: str) -> None:
    theme = current_theme()
    is_open = words == decision_text(Decision(Doing.UNDECIDED))
    box = option.rect.adjusted(4, 4, -5, -5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.warning if is_open else theme.border_strong))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(box, 5, 5)
    inside = box.adjusted(8, 0, -ARROW_PX - 12, 0)
    aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    metrics = option.fontMetrics
    room = inside.width() - (metrics.horizontalAdvance(note) + 8 if note else 0)
    painter.setPen(QColor(theme.warning if is_open else theme.text))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(inside, int(aligned), shown)
    if note:
        painter.setPen(QColor(theme.muted))
        painter.drawText(
            inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), note
        )
    arrow = QRect(box.right() - ARROW_PX - 6, box.center().y() - ARROW_PX // 2, ARROW_PX, ARROW_PX)
    icon("down", "muted").paint(painter, arrow)
    painter.restore()
