# SPDX-License-Identifier: MIT
"""Asks for one line of text: a title, or tags."""

from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.text import tr


class AskLineDialog(FormDialog):
    """Asks for a line; ``needed`` refuses an empty one."""

    def __init__(
        self,
        title: str,
        name: str,
        value: str,
        *,
        note: str = "",
        needed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, tr("OK"), parent)
        self._needed = needed
        self.line = QLineEdit(value)
        self.line.setMaxLength(1000)
        self.line.setMinimumWidth(280)
        self.line.textChanged.connect(self._judge)
        self.add_field(name, self.line)
        if note:
            self.add_note(note)
        self.line.selectAll()

        self._judge()

    def result_value(self) -> str:
        """Return the line, without blanks around it."""
        return self.line.text().strip()

    def _judge(self) -> None:
        is_missing = self._needed and not self.result_value()
        self.set_problem(tr("Type something.") if is_missing else "", say=False)


def tags_of(line: str) -> tuple[str, ...]:
    """Return the tags of a line with commas between them, each once."""
    tags = (" ".join(part.split()) for part in line.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))
