# SPDX-License-Identifier: MIT
"""Asks which files are to be imported, and how they are to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import tr


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be imported; an empty ``format`` means: told by the files."""

    paths: tuple[Path, ...]
    format: str
    annotator: str


class ImportDialog(FormDialog):
    """Asks for files and folders; ``formats`` are pairs of id and name."""

    def __init__(
        self,
        formats: Sequence[tuple[str, str]],
        annotator: str,
        paths: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Import documents"), tr("Import"), parent)
        self.paths = QListWidget()
        self.paths.setMinimumHeight(96)
        self.paths.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.paths.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        on_key(self.paths, "Del", self._drop_chosen)
        add_files = QPushButton(tr("Add files"))
        add_files.clicked.connect(self._add_files)
        add_folder = QPushButton(tr("Add folder"))
        add_folder.clicked.connect(self._add_folder)
        self.format = ComboBox()
        self.format.addItem(tr("Told by the files"), "")
        for id, name in formats:
            self.format.addItem(name, id)
        self.annotator = QLineEdit(annotator)
        self.annotator.setPlaceholderText(annotator)
        self.annotator.setMaxLength(100)
        side = QWidget()
        ways = QVBoxLayout(side)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(8)
        ways.addWidget(add_files)
        ways.addWidget(add_folder)
        ways.addStretch(1)
        self.add_field(tr("Files"), self.paths, side)
        self.add_field(tr("Format"), self.format)
        self.add_field(tr("Annotator"), self.annotator)
        self.add_note(tr("Annotations that name nobody go into this annotator's layer."))
        for path in paths:
            self.add_path(path)
        add_files.setFocus()
        self._judge()

    def add_path(self, path: Path) -> None:
        """Add a file or folder to the list."""
        if str(path) not in self._listed():
            self.paths.addItem(str(path))
        self._judge()

    def result_value(self) -> ImportWish:
        """Return what is asked for."""
        return ImportWish(
            paths=tuple(Path(text) for text in self._listed()),
            format=str(self.format.currentData()),
            annotator=self.annotator.text().strip() or self.annotator.placeholderText(),
        )

    def _listed(self) -> list[str]:
        return [self.paths.item(row).text() for row in range(self.paths.count())]

    def _judge(self) -> None:
        self.set_problem("" if self.paths.count() else tr("Add files or a folder."), say=False)

    def _drop_chosen(self) -> None:
        self.paths.takeItem(self.paths.currentRow())
        self._judge()

    def _add_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Documents to import"))
        for name in chosen:
            self.add_path(Path(name))

    def _add_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder to import"))
        if chosen:
            self.add_path(Path(chosen))
