# SPDX-License-Identifier: MIT
"""Shows the cases that are like the one at hand, before all of them are decided alike."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.text import counted, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows
from annotator.review.item import Item
from annotator.workspace.reviews import Case


class IdenticalCasesDialog(FormDialog):
    """Lists cases with their context; the space bar takes one out."""

    def __init__(self, answer: str, cases: Sequence[Case], parent: QWidget | None = None) -> None:
        super().__init__(tr("Decide all such cases"), tr("&Decide"), parent)
        self._cases = tuple(cases)
        self.add_note(tr("The answer for all of them: {answer}").format(answer=answer))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Cases"))
        self.list.setMinimumSize(620, 280)
        wrap_rows(self.list)
        for case in cases:
            words = f"…{case.before}[{case.words}]{case.after}…"
            row = QListWidgetItem(" ".join(words.split()))
            row.setFlags(row.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            row.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(row)
        self.list.setCurrentRow(0)
        self.list.itemChanged.connect(self._judge)
        self.form.add_whole(self.list)
        self._judge()

    def result_value(self) -> tuple[Item, ...]:
        """Return the items that are ticked."""
        return tuple(
            case.item
            for number, case in enumerate(self._cases)
            if self.list.item(number).checkState() == Qt.CheckState.Checked
        )

    def _judge(self) -> None:
        chosen = len(self.result_value())
        words = counted(chosen, tr("case"), tr("cases"))
        self.set_problem("" if chosen else tr("Tick at least one case."), say=not chosen)
        self.list.setAccessibleDescription(words)
