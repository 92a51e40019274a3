# SPDX-License-Identifier: MIT
"""Shows what rules would accept, before one of them does."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QListWidget, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.text import quiet, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows


class RuleRow(NamedTuple):
    """A rule in words, what it would do, what its audit says, and some of what it would accept."""

    id: str
    title: str
    counts: str
    audit: str
    examples: tuple[str, ...]
    possible: bool


class AcceptByRuleDialog(FormDialog):
    """Offers rules; the one that is chosen accepts its items as one act."""

    def __init__(self, rows: Sequence[RuleRow], parent: QWidget | None = None) -> None:
        super().__init__(tr("Accept by rule"), tr("&Accept"), parent)
        self._rows = tuple(rows)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Rules"))
        self.list.setMinimumSize(560, 180)
        wrap_rows(self.list)
        for row in rows:
            self.list.addItem(f"{row.title}\n{row.counts} · {row.audit}")
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._take)
        self.examples = quiet(wrap=True)
        self.examples.setMinimumHeight(72)
        self.form.add_whole(self.list)
        self.form.add_whole(self.examples)
        self.list.setCurrentRow(0)

    def result_value(self) -> str:
        """Return the id of the rule that is chosen; empty if there is none."""
        place = self.list.currentRow()
        return self._rows[place].id if place >= 0 else ""

    def _take(self) -> None:
        if not self.problem:
            self.accept()

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._rows):
            self.set_problem(tr("There is no rule."), say=False)
            return
        row = self._rows[place]
        listed = "\n".join(row.examples) or tr("It would accept nothing now.")
        self.examples.setText(listed)
        reason = (
            "" if row.possible else tr("This rule accepts nothing, or its audit has stopped it.")
        )
        self.set_problem(reason, say=not row.possible)
