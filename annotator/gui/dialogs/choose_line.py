# SPDX-License-Identifier: MIT
"""Asks for one of a few lines: its digit chooses it at once."""

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.text import tr


class ChooseLineDialog(FormDialog):
    """Offers lines, numbered; the first one is "none of these"."""

    def __init__(
        self, title: str, lines: Sequence[str], chosen: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, tr("OK"), parent)
        self._lines = ("", *lines)
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        self.list.setMinimumSize(280, 26 * len(self._lines))
        for number, line in enumerate(self._lines):
            self.list.addItem(f"{number}  {line or tr('none')}")
        self.list.setCurrentRow(self._lines.index(chosen) if chosen in self._lines else 0)
        self.list.itemActivated.connect(self.accept)
        self.form.add_whole(self.list)
        self.list.setFocus()

    def result_value(self) -> str:
        """Return the line that was chosen; empty for none."""
        return self._lines[max(0, self.list.currentRow())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a line by its digit."""
        text = event.text()
        if text.isdigit() and int(text) < len(self._lines):
            self.list.setCurrentRow(int(text))
            self.accept()
        else:
            super().keyPressEvent(event)
