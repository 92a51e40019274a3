# SPDX-License-Identifier: MIT
"""Shows what a change of the schema would do to annotations, step by step, before it is done."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.documents import one_line
from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import counted, heading, label, plain_tooltip, quiet, set_role, tr
from annotator.gui.widgets.work_dialog import WorkDialog
from annotator.gui.widgets.wrapped_rows import wrap_rows

SIZE = QSize(1080, 640)
ROW_PX = 36
MOST_ROWS = 5
LEFT = 20
"""Characters before an example; the line is cut at its end."""
ICONS = {"lost": ("error", "danger"), "dropped": ("warning", "warning"), "kept": ("tag", "muted")}


class Way(NamedTuple):
    """What may become of something: ``id`` for the session, and words. ``is_now`` if it is so."""

    id: str
    words: str
    is_now: bool = False


class LostRow(NamedTuple):
    """What a step cannot keep, how often, and what may become of it; no way: all go one way."""

    what: str
    times: int
    is_refused: bool
    value: str
    ways: tuple[Way, ...] = ()


class ExampleRow(NamedTuple):
    """One annotation that changes, with what stands around it."""

    document: str
    left: str
    text: str
    right: str
    before: str
    after: str


class StepRow(NamedTuple):
    """One step: what it says, how much it changes, examples, and what it cannot keep.

    ``ways`` is what may become of all that it cannot keep; empty if each has its own.
    """

    title: str
    counts: str
    examples: tuple[ExampleRow, ...]
    lost: tuple[LostRow, ...]
    warning: str
    ways: tuple[Way, ...] = ()

    @property
    def state(self) -> str:
        """``lost`` if something would be lost that is not allowed, ``dropped`` if it is."""
        if any(each.is_refused for each in self.lost):
            return "lost"
        return "dropped" if self.lost or self.warning else "kept"


class SchemaPlanDialog(WorkDialog):
    """Lists the steps; beside it what the chosen one changes, and what would be lost.

    ``decided`` carries the number of a step, a lost value (empty for all) and the id of a way.
    """

    decided = Signal(int, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("What the changes would do"), tr("&Apply"), tr("Steps"), parent)
        self.buttons.button(self.buttons.StandardButton.Cancel).setText(tr("&Back to the schema"))
        self.rows: tuple[StepRow, ...] = ()
        self.steps = QListWidget()
        self.steps.setAccessibleName(tr("Steps"))
        wrap_rows(self.steps)
        self.steps.currentRowChanged.connect(self._show_step)
        self.form.add_whole(self.steps)
        self.form.grid.setRowStretch(self.form.grid.rowCount() - 1, 1)
        self.form.stops.append(self.steps)
        self.title = label(wrap=True)
        set_role(self.title, "heading")
        self.counts = quiet(wrap=True)
        self.warning = label(wrap=True)
        set_role(self.warning, "warning")
        self.examples_title = heading(tr("Examples"))
        self.examples = _table(
            tr("Examples"), (tr("Document"), tr("In the text"), tr("Becomes")), wide=1
        )
        self.lost_title = heading("")
        self.lost = _table(
            tr("What would be lost"), (tr("What"), tr("Times"), tr("Becomes")), wide=0
        )
        self.all_lost = ComboBox()
        self.all_lost.setAccessibleName(tr("What becomes of all of them"))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        for part in (self.title, self.counts, self.warning, self.lost_title, self.all_lost):
            column.addWidget(part)
        column.addWidget(self.lost)
        column.addWidget(self.examples_title)
        column.addWidget(self.examples, 1)
        column.addStretch(0)
        self.page = page
        self.sides.add_page(page, tr("Step"))
        self.all_lost.activated.connect(self._decide_all)
        self.fit(SIZE)
        self._show_step(-1)

    # what the session tells

    def follow(self, task: TaskRun) -> None:
        """Show how far the look at all annotations is; till it is over nothing can be applied."""
        self.set_problem(tr("The annotations are being looked at."), say=False)
        super().follow(task)

    def show_plan(self, rows: Sequence[StepRow], summary: str) -> None:
        """Show what the steps would do."""
        now = max(self.steps.currentRow(), 0)
        self.rows = tuple(rows)
        self.say(summary)
        self.steps.blockSignals(True)
        self.steps.clear()
        for number, row in enumerate(rows, start=1):
            item = QListWidgetItem(f"{number}. {one_line(row.title)}\n{row.counts}")
            item.setIcon(icon(*ICONS[row.state]))
            self.steps.addItem(item)
        self.steps.blockSignals(False)
        refused = [place for place, row in enumerate(rows) if row.state == "lost"]
        self.steps.setCurrentRow(refused[0] if refused else min(now, len(rows) - 1))
        self._show_step(self.steps.currentRow())
        if refused:
            steps = counted(len(refused), tr("step"), tr("steps"))
            words = tr("{steps} would lose something. Say what becomes of it.")
            self.set_problem(words.format(steps=steps))
        else:
            self.set_problem("")
        self.order_tabs_later()

    def show_refused(self, reason: str) -> None:
        """Say why the steps cannot be planned."""
        self.say("")
        self.set_problem(reason)

    # showing

    def _show_step(self, place: int) -> None:
        row = self.rows[place] if 0 <= place < len(self.rows) else None
        if row is None:
            row = StepRow("", "", (), (), "")
        tab = tr("Step {number} of {count}").format(number=place + 1, count=len(self.rows))
        self.sides.show_page(self.page, tab, shown=bool(self.rows))
        self.title.setText(one_line(row.title))
        self.counts.setText(row.counts)
        self.warning.setText(row.warning)
        self.warning.setVisible(bool(row.warning))
        self._show_examples(row)
        self._show_lost(row)

    def _show_examples(self, row: StepRow) -> None:
        self.examples_title.setVisible(bool(row.examples))
        self.examples.setVisible(bool(row.examples))
        self.examples.setRowCount(len(row.examples))
        for place, one in enumerate(row.examples):
            words = in_context(one)
            becomes = becoming(one)
            texts = (one_line(one.document), words, becomes)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tooltip(f"{one.left}{one.text}{one.right}\n{becomes}"))
                self.examples.setItem(place, column, item)
        if row.examples:
            self.examples.setCurrentCell(0, 0)

    def _show_lost(self, row: StepRow) -> None:
        has_lost = bool(row.lost)
        self.lost_title.setVisible(has_lost)
        self.lost.setVisible(has_lost)
        has_own_ways = any(each.ways for each in row.lost)
        self.all_lost.setVisible(bool(row.ways) and (len(row.lost) > 1 or not has_own_ways))
        refused = any(each.is_refused for each in row.lost)
        self.lost_title.setText(tr("What would be lost") if refused else tr("What goes"))
        set_role(self.lost_title, "error" if refused else "heading")
        self._fill(self.all_lost, row.ways, tr("Choose what becomes of all of them"))
        self.lost.setRowCount(len(row.lost))
        self.lost.setColumnHidden(2, not has_own_ways)
        head = self.lost.horizontalHeader().sizeHint().height()
        self.lost.setFixedHeight(head + min(max(len(row.lost), 1), MOST_ROWS) * ROW_PX + 4)
        for place, one in enumerate(row.lost):
            for column, text in enumerate((one_line(one.what), f"{one.times:,}")):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tooltip(one.what))
                self.lost.setItem(place, column, item)
            if one.ways:
                choice = ComboBox()
                choice.setAccessibleName(tr("What {what} becomes").format(what=one_line(one.what)))
                self._fill(choice, one.ways, tr("Choose"))
                choice.activated.connect(lambda at, one=one: self._decide(one, at))
                self.lost.setCellWidget(place, 2, choice)
            else:
                self.lost.removeCellWidget(place, 2)
        self.order_tabs_later()

    def _fill(self, choice: ComboBox, ways: Sequence[Way], question: str) -> None:
        choice.clear()
        choice.addItem(question, "")
        for way in ways:
            choice.addItem(one_line(way.words), way.id)
            if way.is_now:
                choice.setCurrentIndex(choice.count() - 1)

    def _decide(self, row: LostRow, at: int) -> None:
        if at > 0:
            self.decided.emit(self.steps.currentRow(), row.value, row.ways[at - 1].id)

    def _decide_all(self, at: int) -> None:
        if at > 0:
            self.decided.emit(self.steps.currentRow(), "", str(self.all_lost.itemData(at)))


def in_context(row: ExampleRow) -> str:
    """Return an example in brackets, with so much around it that it is in sight."""
    if not row.text:
        return ""
    left = row.left
    left = f"…{left[-LEFT:].partition(' ')[2]}" if len(left) > LEFT else left
    return one_line(f"{left}⟦{row.text}⟧{row.right}")


def becoming(row: ExampleRow) -> str:
    """Return what an example is before and after; the name of an attribute comes once."""
    name, equals, value = row.before.partition("=")
    if equals and row.after.startswith(f"{name}=") and ", " not in row.before:
        return one_line(f"{name}: {value} → {row.after.removeprefix(f'{name}=')}")
    return one_line(f"{row.before} → {row.after}")


class _Table(QTableWidget):
    """A table that leaves Enter to the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _table(name: str, heads: Sequence[str], *, wide: int) -> QTableWidget:
    table = _Table(0, len(heads))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(heads))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setSectionsClickable(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.setColumnWidth(0, 120)
    table.setColumnWidth(1, 72)
    table.setColumnWidth(2, 232)
    head.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return table
