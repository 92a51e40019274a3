# SPDX-License-Identifier: MIT
"""Asks for the format and the target of an export, and says what the format cannot hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.text import tr


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that can be written, and what it loses, in words."""

    id: str
    name: str
    suffix: str
    loses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be exported; an empty ``annotator`` means everybody's layers."""

    target: Path
    format: str
    annotator: str
    complete_only: bool = False


class ExportDialog(FormDialog):
    """Asks for an export; ``stem`` is the name of the target that is proposed."""

    def __init__(
        self,
        formats: Sequence[ExportFormat],
        annotators: Sequence[str],
        stem: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Export"), tr("Export"), parent)
        self._formats = tuple(formats)
        self._stem = stem
        self._target_is_typed = False
        self.format = ComboBox()
        for format in formats:
            self.format.addItem(format.name, format.id)
        self.target = QLineEdit()
        self.target.setMinimumWidth(240)
        browse = QPushButton(tr("Browse"))
        browse.setAccessibleName(tr("Choose the target"))
        self.annotator = ComboBox()
        self.annotator.addItem(tr("Everybody"), "")
        for name in annotators:
            self.annotator.addItem(name, name)
        self.add_field(tr("Format"), self.format)
        self.loses = self.add_note()
        self.add_field(tr("Target"), self.target, browse)
        self.add_field(tr("Annotator"), self.annotator)
        self.complete_only = QCheckBox(tr("Only layers that are complete"))
        self.add_field("", self.complete_only)
        self.format.currentIndexChanged.connect(self._format_changed)
        self.target.textEdited.connect(self._target_edited)
        browse.clicked.connect(self._browse)
        self._format_changed()

    def result_value(self) -> ExportWish:
        """Return what is asked for."""
        return ExportWish(
            target=Path(self.target.text().strip()),
            format=str(self.format.currentData()),
            annotator=str(self.annotator.currentData()),
            complete_only=self.complete_only.isChecked(),
        )

    def _format_changed(self) -> None:
        format = self._formats[self.format.currentIndex()]
        if not self._target_is_typed:
            self.target.setText(f"{self._stem}{format.suffix}")
        if format.loses:
            lost = ", ".join(format.loses)
            self.loses.setText(tr("Cannot hold: {lost}.").format(lost=lost))
        else:
            self.loses.setText(tr("Holds everything."))
        self.grow()
        self._judge()

    def _target_edited(self) -> None:
        self._target_is_typed = True
        self._judge()

    def _judge(self) -> None:
        text = self.target.text().strip()
        problem = ""
        if not text:
            problem = tr("Choose a target.")
        elif not Path(text).absolute().parent.is_dir():
            problem = tr("There is no such folder.")
        self.set_problem(problem, say=bool(text))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Target"), self.target.text())
        if chosen:
            self._target_is_typed = True
            self.target.setText(chosen)
            self._judge()
