# SPDX-License-Identifier: MIT
"""Asks who annotates what: cell by cell, or shared out by a rule that is seen before it holds."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from annotator.errors import InputError
from annotator.gui.widgets.assignment_table import AssignableRow, AssignmentTable, Cell
from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.text import counted, label, quiet, sentence, tr

MOST_PEOPLE = 99
MOST_SEED = 2_000_000_000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Rule:
    """How documents are shared out; ``overlap`` (0..1) is the share that two people annotate."""

    documents: tuple[str, ...]
    people: tuple[str, ...]
    per_document: int
    overlap: float
    seed: int


Shared = Mapping[str, Sequence[str]]
ShareOut = Callable[[Rule], Shared]
"""From a rule to the people of each document; InputError for a rule that cannot be."""


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """What is to be assigned and taken back; ``due`` is a date or empty.

    ``overlap`` has the documents that get more people than the rule gives each.
    """

    added: Mapping[str, Sequence[str]]
    withdrawn: tuple[Cell, ...]
    due: str
    blind: bool
    overlap: frozenset[str] = frozenset()


class AssignmentsDialog(FormDialog):
    """A table of documents and people, and a rule that fills it."""

    def __init__(
        self,
        rows: Sequence[AssignableRow],
        people: Sequence[str],
        held: Mapping[Cell, str],
        share_out: ShareOut,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Who annotates what"), tr("&Assign"), parent)
        self._share_out = share_out
        self._known = tuple(people)
        self.table = AssignmentTable()
        self.table.setMinimumSize(760, 260)
        self._make_fields()
        self.table.grid.edited.connect(self._judge)
        self.table.grid.show_grid(rows, people, held)
        self._judge()

    def _make_fields(self) -> None:
        self.people = QLineEdit(", ".join(self._known))
        self.people.setPlaceholderText(tr("Names with commas between them"))
        self.people.editingFinished.connect(self._take_people)
        self.which = ComboBox()
        self.which.addItem(tr("Documents that nobody has"), "free")
        self.which.addItem(tr("All documents"), "all")
        self.each = QSpinBox()
        self.each.setRange(1, MOST_PEOPLE)
        self.overlap = QSpinBox()
        self.overlap.setRange(0, 100)
        self.overlap.setSuffix(" %")
        self.seed = QSpinBox()
        self.seed.setRange(0, MOST_SEED)
        self.share = QPushButton(tr("&Share out"))
        self.share.setAutoDefault(False)
        self.share.clicked.connect(self._propose)
        self.due = QLineEdit()
        self.due.setPlaceholderText(tr("2026-12-31, or empty"))
        self.due.textChanged.connect(self._judge)
        self.blind = QCheckBox(tr("&Blind: nobody sees others' work before their own is complete"))
        self.blind.setChecked(True)
        self.add_field(tr("&People"), self.people)
        self.add_field(tr("S&hare"), self.which)
        rule = _row(
            (tr("People each"), self.each),
            (tr("done by two"), self.overlap),
            (tr("seed"), self.seed),
        )
        self.add_field(tr("By &rule"), rule, self.share)
        self.add_field(tr("&Until"), self.due)
        self.add_field("", self.blind)
        self.form.add_whole(self.table)
        self.summary = quiet(wrap=True)
        self.form.add_whole(self.summary)
        self.form.stops.append(self.table)

    def result_value(self) -> Rearrangement:
        """Return what is to be otherwise."""
        grid = self.table.grid
        added = grid.added()
        return Rearrangement(
            added,
            tuple(grid.withdrawn()),
            self.due.text().strip(),
            self.blind.isChecked(),
            frozenset(id for id, names in added.items() if len(names) > self.each.value()),
        )

    def names(self) -> tuple[str, ...]:
        """Return the people as they are typed."""
        typed = (name.strip() for name in self.people.text().split(","))
        return tuple(dict.fromkeys(name for name in typed if name))

    def _take_people(self) -> None:
        self.table.grid.set_people(self.names())

    def _propose(self) -> None:
        self._take_people()
        grid = self.table.grid
        free = self.which.currentData() == "free"
        documents = grid.unassigned() if free else [row.id for row in grid.rows]
        overlap = self.overlap.value() / 100
        rule = Rule(tuple(documents), self.names(), self.each.value(), overlap, self.seed.value())
        try:
            shares = self._share_out(rule)
        except InputError as error:
            self.set_problem(sentence(error))
            return
        grid.propose(shares)

    def _judge(self) -> None:
        grid = self.table.grid
        new = sum(map(len, grid.added().values()))
        gone = len(grid.withdrawn())
        loads = ", ".join(f"{name} {count:,}" for name, count in grid.loads().items())
        self.summary.setText(
            tr("{new}, {gone} taken back. Then: {loads}").format(
                new=counted(new, tr("new assignment"), tr("new assignments")),
                gone=gone,
                loads=loads or tr("nobody"),
            )
        )
        due = self.due.text().strip()
        if due and not _DATE.fullmatch(due):
            self.set_problem(tr("A date is written as 2026-12-31."))
        else:
            self.set_problem("" if new or gone else tr("Nothing is otherwise yet."), say=False)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setAutoDefault(False)


def _row(*parts: tuple[str, QWidget]) -> QWidget:
    whole = QWidget()
    line = QHBoxLayout(whole)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for name, field in parts:
        field.setAccessibleName(name)
        line.addWidget(label(name))
        line.addWidget(field)
    line.addStretch(1)
    return whole
