# SPDX-License-Identifier: MIT
"""Shows the cases that are like the one at hand, before all of them are decided alike."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from annotator.gui.widgets.choice_strip import KeyChoice, KeyRows
from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import counted, quiet, tr
from annotator.gui.widgets.wrapped_rows import wrap_rows
from annotator.review.item import Item
from annotator.workspace.reviews import Case


class Answer(NamedTuple):
    """An answer that all cases may get: the keys that choose it, and what it is in words."""

    keys: tuple[str, ...]
    words: str


class IdenticalCasesDialog(FormDialog):
    """Lists cases with their context; the space bar takes one out, digits choose the answer."""

    def __init__(
        self,
        answers: Sequence[Answer],
        chosen: int,
        cases: Sequence[Case],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Decide all such cases"), tr("&Decide"), parent)
        self._cases, self._answers, self.answer = tuple(cases), tuple(answers), chosen
        self.counts = quiet(wrap=True)
        self.form.add_whole(self.counts)
        self.keys = KeyRows()
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
        self.keys.setAccessibleName(tr("Answer"))
        self.form.add_whole(self.keys)
        self.form.add_whole(self.list)
        for place, answer in enumerate(answers):
            for key in answer.keys:
                on_key(self, key, partial(self.choose, place))
        self.choose(chosen)
        self._judge()
        self.list.setFocus()

    def choose(self, place: int) -> None:
        """Let all cases get another answer."""
        self.answer = place
        self.keys.set_choices(
            [
                KeyChoice(" ".join(answer.keys), answer.words, number == place)
                for number, answer in enumerate(self._answers)
            ]
        )
        self.keys.setAccessibleDescription(self._answers[place].words)

    def result_value(self) -> tuple[Item, ...]:
        """Return the items that are ticked."""
        return tuple(
            case.item
            for number, case in enumerate(self._cases)
            if self.list.item(number).checkState() == Qt.CheckState.Checked
        )

    def _judge(self) -> None:
        items = self.result_value()
        documents = len({item.document for item in items})
        words = tr("One answer for {cases} in {documents}. The space bar takes one out.").format(
            cases=counted(len(items), tr("identical case"), tr("identical cases")),
            documents=counted(documents, tr("document"), tr("documents")),
        )
        self.counts.setText(words)
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(tr("&Decide {count:,}").format(count=len(items)))
        self.set_problem("" if items else tr("Tick at least one case."), say=not items)
        self.list.setAccessibleDescription(words)
