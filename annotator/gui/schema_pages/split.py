# SPDX-License-Identifier: MIT
"""Asks how a label is to be split: by the values of an attribute, or span by span by a person."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

from annotator.gui.bridge.documents import one_line
from annotator.gui.schema_pages.drafting import Drafting
from annotator.gui.schema_pages.fields import PickField
from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.text import quiet, tr
from annotator.schema.steps import Queue, Split

BY_HAND = ""
ROW_PX = 30
MOST_ROWS = 8
WIDTH_PX = 520
VALUE, LABEL = range(2)


class SplitDialog(FormDialog):
    """Asks for new labels; ``result_value`` is the step. What cannot be is said at once."""

    def __init__(self, drafting: Drafting, label: str, parent: QWidget | None = None) -> None:
        title = tr("Split {label}").format(label=one_line(label))
        super().__init__(title, tr("&Split"), parent)
        self._drafting = drafting
        self._label = label
        schema = drafting.schema
        self._values = {
            name: ("true", "false") if each.type == "bool" else each.values
            for name, each in schema.attributes_of(label).items()
            if each.type in {"enum", "bool"}
        }
        ways = [(name, tr("The values of {name}").format(name=name)) for name in self._values]
        self.by = PickField([*ways, (BY_HAND, tr("A person, span by span"))])
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([tr("Value"), tr("New label")])
        self.table.setAccessibleName(tr("The new label of each value"))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.labels = QLineEdit()
        self.labels.setPlaceholderText(tr("SITE, AREA"))
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("What the person is to decide"))
        self.add_field(tr("S&plit by"), self.by)
        self._table_caption = self.add_field(tr("&New labels"), self.table)
        self._labels_caption = self.add_field(tr("&New labels"), self.labels)
        self._note_caption = self.add_field(tr("N&ote"), self.note)
        self.about = quiet(wrap=True)
        self.form.add_whole(self.about)
        self.by.settled.connect(self._show_way)
        self.table.itemChanged.connect(lambda _: self._judge())
        for line in (self.labels, self.note):
            line.textChanged.connect(lambda _: self._judge())
        self.setMinimumWidth(WIDTH_PX)
        self._show_way()

    def accept(self) -> None:
        """Take what is being typed into the table too."""
        self.buttons.button(self.buttons.StandardButton.Ok).setFocus()
        if not self.problem:
            super().accept()

    def result_value(self) -> Split | Queue:
        """Return the step that is asked for."""
        by = str(self.by.value() or BY_HAND)
        if by == BY_HAND:
            names = [part.strip() for part in self.labels.text().split(",")]
            wanted = tuple(name for name in names if name)
            return Queue(self._label, wanted, self.note.text().strip())
        into: dict[str, str] = {}
        for row, value in enumerate(self._values[by]):
            item = self.table.item(row, LABEL)
            name = item.text().strip() if item is not None else ""
            if name:
                into[value] = name
        return Split(self._label, by, into)

    def _show_way(self) -> None:
        by = str(self.by.value() or BY_HAND)
        is_by_hand = by == BY_HAND
        by_hand: list[QWidget] = [self.labels, self._labels_caption, self.note, self._note_caption]
        by_value: list[QWidget] = [self.table, self._table_caption]
        for part in (*by_hand, *by_value):
            part.setVisible((part in by_hand) is is_by_hand)
        values = () if is_by_hand else self._values[by]
        self.table.blockSignals(True)
        self.table.setRowCount(len(values))
        for row, value in enumerate(values):
            shown = QTableWidgetItem(one_line(value))
            shown.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(row, VALUE, shown)
            self.table.setItem(row, LABEL, QTableWidgetItem(""))
        if values:
            self.table.setCurrentCell(0, LABEL)
        self.table.blockSignals(False)
        rows = min(max(len(values), 2), MOST_ROWS)
        self.table.setFixedHeight(
            self.table.horizontalHeader().sizeHint().height() + rows * ROW_PX + 8
        )
        self.about.setText(
            tr("Each span gets a note, and a person gives it one of the new labels.")
            if is_by_hand
            else tr("Spans with a value that has no new label keep theirs.")
        )
        self._judge()

    def _judge(self) -> None:
        step = self.result_value()
        if not step.into:
            self.set_problem(tr("Say at least one new label."), say=False)
            return
        said = "; ".join(said for _, said in self._drafting.judge(step))
        self.set_problem(said[:1].upper() + said[1:])
