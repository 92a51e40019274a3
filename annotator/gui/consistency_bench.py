# SPDX-License-Identifier: MIT
"""The page of consistency: what is found over all documents, and the places of one finding."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.rows import InconsistencyRow, PlaceRow
from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.widgets.icons import icon, swatch
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.task_strip import TaskStrip
from annotator.gui.widgets.text import (
    ElidedLabel,
    counted,
    heading,
    label,
    quiet,
    set_role,
    title,
    tr,
)
from annotator.gui.widgets.wrapped_rows import wrap_rows

LIST_PX = 400
SHOWN = 500
ROLES = {"error": "danger", "warning": "warning", "info": "info"}
KINDS = (
    ("", "Everything"),
    ("K01", "Several labels"),
    ("K02", "Other boundaries"),
    ("K03", "Left blank"),
)
WHOSE = (("own", "My layer"), ("gold", "Gold"), ("all", "Everybody but gold"))
COLUMNS = ("Document", "Now", "After the fix", "Where")
WIDTHS_PX = (180, 110, 130)
LEFT_TO_RIGHT = "\u200e"
"""Before a sentence of ours that begins with Arabic words."""
ISOLATED, ISOLATED_END = "\u2068", "\u2069"
"""Around a text, so that its own direction decides where its full stop stands."""
KEYS = (
    "Enter goes to the place · F fixes it · A fixes all that are ticked · Space ticks · "
    "Ctrl+Z takes back · / filters · Esc back"
)


class ConsistencyBench(QWidget):
    """Lists findings, and the places of the one that is chosen; ticked ones are fixed together.

    ``chosen`` carries the number of a finding, ``went_to`` that of a place. ``fix_requested``
    carries the numbers of places. ``filtered`` says that another layer is to be looked at, or
    other findings are to be shown.
    """

    chosen = Signal(int)
    went_to = Signal(int)
    fix_requested = Signal(object)
    whose_changed = Signal()
    filtered = Signal()
    leave_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Consistency"))
        self._rows: tuple[InconsistencyRow, ...] = ()
        self._places: tuple[PlaceRow, ...] = ()
        self.title = title(tr("Consistency"))
        self.summary = quiet(wrap=True)
        self.whose = _combo(tr("Whose layer"), WHOSE)
        self.kind = _combo(tr("Which findings"), KINDS)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Words or label"))
        self.words.setAccessibleName(tr("Filter findings"))
        self.words.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("List of findings"))
        self.list.setIconSize(QSize(16, 16))
        self.list.setSpacing(1)
        wrap_rows(self.list)
        self.strip = TaskStrip()
        set_role(self.strip, "")
        inside = self.strip.layout()
        if inside is not None:
            inside.setContentsMargins(0, 0, 0, 0)
        self.heading = heading("")
        self.heading.setWordWrap(True)
        self.note = quiet(wrap=True)
        self.table = _table()
        self.fix = QPushButton(tr("Fix &this place"))
        self.fix_all = QPushButton(tr("Fix &all that are ticked"))
        set_role(self.fix_all, "primary")
        self.back = QPushButton(tr("&Back to annotating"))
        self.count = label()
        self.keys = ElidedLabel(tr(KEYS))
        set_role(self.keys, "muted")
        self._lay_out()
        self._connect()
        self.set_places("", "", ())

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 8, 12)
        column.setSpacing(8)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.whose, 1)
        choices.addWidget(self.kind, 1)
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addLayout(choices)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addWidget(self.back)
        right = QWidget()
        body = QVBoxLayout(right)
        body.setContentsMargins(12, 20, 16, 12)
        body.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.fix)
        buttons.addWidget(self.fix_all)
        body.addWidget(self.strip)
        body.addWidget(self.heading)
        body.addWidget(self.note)
        body.addWidget(self.table, 1)
        body.addLayout(buttons)
        body.addWidget(self.keys)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_PX, 880])
        splitter.setChildrenCollapsible(False)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _connect(self) -> None:
        self.whose.currentIndexChanged.connect(self.whose_changed)
        self.kind.currentIndexChanged.connect(self.filtered)
        self.words.textChanged.connect(self.filtered)
        self.words.returnPressed.connect(self.list.setFocus)
        self.list.currentRowChanged.connect(self.chosen)
        self.list.itemActivated.connect(lambda _: self._enter())
        self.table.cellActivated.connect(lambda row, _: self.went_to.emit(row))
        self.table.itemChanged.connect(lambda _: self._count_ticked())
        self.table.currentCellChanged.connect(lambda *_: self._allow())
        self.fix.clicked.connect(self._fix_one)
        self.fix_all.clicked.connect(self._fix_ticked)
        self.back.clicked.connect(self.leave_requested)
        on_key(self, "Esc", self.leave_requested.emit)
        on_key(self, "F", self._fix_one)
        on_key(self, "A", self._fix_ticked)
        on_key(self, "/", self.words.setFocus)

    def follow(self, task: TaskRun) -> None:
        """Show how far the first look is, with a way to stop it."""
        self.strip.follow(task)

    def set_rows(self, rows: Sequence[InconsistencyRow], summary: str, current: int) -> None:
        """Show these findings, and choose one; the places stay until others are set."""
        self.summary.setText(summary)
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.list.blockSignals(True)
            self.list.clear()
            for row in rows:
                self.list.addItem(_item(row))
            self.list.blockSignals(False)
        self.list.blockSignals(True)
        self.list.setCurrentRow(current)
        self.list.blockSignals(False)

    def set_places(
        self,
        words: str,
        note: str,
        places: Sequence[PlaceRow],
        unticked: Collection[int] = (),
    ) -> None:
        """Show the places of the finding that is chosen, ticked where one can be fixed.

        ``unticked`` has the numbers of those that the person has taken out.
        """
        self.heading.setText(f"{LEFT_TO_RIGHT}{words}" if words else "")
        self.note.setText(note)
        kept = self.table.currentRow()
        self._places = tuple(places)
        self.table.blockSignals(True)
        heights = self.table.verticalHeader()
        heights.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)  # else each cell measures all
        self.table.setRowCount(len(places))
        for y, place in enumerate(places):
            for x, item in enumerate(_cells(place, is_ticked=y not in unticked)):
                self.table.setItem(y, x, item)
        heights.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.blockSignals(False)
        if places:
            self.table.setCurrentCell(min(max(kept, 0), len(places) - 1), 0)
        self._count_ticked()
        self._allow()

    def ticked(self) -> tuple[int, ...]:
        """Return the numbers of the places that are ticked."""
        return tuple(y for y in range(len(self._places)) if self._is_ticked(y))

    def unticked(self) -> tuple[int, ...]:
        """Return the numbers of the places that can be fixed and are not ticked."""
        ticked = set(self.ticked())
        return tuple(y for y, row in enumerate(self._places) if row.is_fixable and y not in ticked)

    def _is_ticked(self, number: int) -> bool:
        cell = self.table.item(number, 0)
        return cell is not None and cell.checkState() == Qt.CheckState.Checked

    def _enter(self) -> None:
        if self._places:
            self.went_to.emit(max(self.table.currentRow(), 0))

    def _fix_one(self) -> None:
        if self.fix.isEnabled():
            self.fix_requested.emit((self.table.currentRow(),))

    def _fix_ticked(self) -> None:
        if self.fix_all.isEnabled():
            self.fix_requested.emit(self.ticked())

    def _allow(self) -> None:
        place = self.table.currentRow()
        self.fix.setEnabled(0 <= place < len(self._places) and self._places[place].is_fixable)

    def _count_ticked(self) -> None:
        ticked = len(self.ticked())
        self.fix_all.setEnabled(bool(ticked))
        places = counted(len(self._places), tr("place"), tr("places"))
        words = tr("{ticked:,} of {places} ticked").format(ticked=ticked, places=places)
        self.count.setText(words if self._places else "")


def _combo(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for value, words in choices:
        combo.addItem(tr(words), value)
    return combo


def _table() -> QTableWidget:
    table = QTableWidget(0, len(COLUMNS))
    table.setHorizontalHeaderLabels([tr(words) for words in COLUMNS])
    table.setAccessibleName(tr("Places"))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setIconSize(QSize(16, 16))
    header = table.horizontalHeader()
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    for column, width in enumerate(WIDTHS_PX):
        table.setColumnWidth(column, width)
    return table


def _item(row: InconsistencyRow) -> QListWidgetItem:
    kind = tr(dict(KINDS)[row.code])
    places = counted(row.places, tr("place"), tr("places"))
    item = QListWidgetItem(
        icon(row.severity, ROLES[row.severity]), f"{row.said}\n{kind} · {places}"
    )
    item.setData(
        Qt.ItemDataRole.AccessibleTextRole, f"{row.severity}: {row.said}. {kind}, {places}"
    )
    return item


def _cells(place: PlaceRow, *, is_ticked: bool) -> list[QTableWidgetItem]:
    shown = (place.document, place.now, place.then, place.words)
    cells = [QTableWidgetItem(f"{ISOLATED}{words}{ISOLATED_END}") for words in shown]
    for cell in cells:
        cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    for cell, colour in ((cells[1], place.now_colour), (cells[2], place.then_colour)):
        if colour:
            cell.setIcon(swatch(colour))
    first = cells[0]
    if place.is_fixable:
        first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        ticked, not_ticked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
        first.setCheckState(ticked if is_ticked else not_ticked)
    return cells
