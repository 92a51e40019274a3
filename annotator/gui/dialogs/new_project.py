# SPDX-License-Identifier: MIT
"""Asks for a new project: its name, its place, its schema and its language."""

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.text import tr

SUFFIX = ".corpus"
LANGUAGES = (
    ("en", "English"),
    ("ar", "Arabic"),
    ("bn", "Bengali"),
    ("zh", "Chinese"),
    ("nl", "Dutch"),
    ("fr", "French"),
    ("de", "German"),
    ("ha", "Hausa"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("ku", "Kurdish"),
    ("my", "Burmese"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ps", "Pashto"),
    ("ru", "Russian"),
    ("es", "Spanish"),
    ("sw", "Swahili"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("xx", "Several languages"),
)
DATABASE = ("postgresql://", "postgresql+psycopg://")


@dataclass(frozen=True, slots=True)
class NewProject:
    """What was asked for; ``schema`` is the path of a file, empty for the schema shipped."""

    location: str
    name: str
    language: str
    schema: str


class NewProjectDialog(FormDialog):
    """Asks for a new project; ``result_value`` is what was asked for."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(tr("New project"), tr("Create"), parent)
        self._folder = folder
        self._place_is_typed = False
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("For example: Idlib 2024"))
        self.place = QLineEdit()
        self.place.setMinimumWidth(240)
        browse = QPushButton(tr("Browse"))
        browse.setAccessibleName(tr("Choose the place"))
        self.language = ComboBox()
        self.language.setMaxVisibleItems(12)
        for code, name in LANGUAGES:
            self.language.addItem(f"{tr(name)} ({code})", code)
        self.schema = ComboBox()
        self.schema.addItem(tr("Conflict news (comes with the program)"), "")
        choose = QPushButton(tr("From a file"))
        choose.setAccessibleName(tr("Take the schema from a file"))
        self.add_field(tr("Name"), self.name)
        self.add_field(tr("Place"), self.place, browse)
        self.add_field(tr("Language"), self.language)
        self.add_field(tr("Schema"), self.schema, choose)
        self.add_note(tr("The language chooses how the text is cut into words."))
        self.name.textChanged.connect(self._name_changed)
        self.place.textEdited.connect(self._place_edited)
        browse.clicked.connect(self._browse)
        choose.clicked.connect(self._choose_schema)
        self._judge()

    def result_value(self) -> NewProject:
        """Return what is asked for."""
        place = self.place.text().strip()
        if not place.startswith(DATABASE) and not place.endswith(SUFFIX):
            place += SUFFIX
        return NewProject(
            location=place,
            name=self.name.text().strip(),
            language=str(self.language.currentData()),
            schema=str(self.schema.currentData()),
        )

    def set_schema(self, path: str) -> None:
        """Take the schema from a file."""
        found = self.schema.findData(path)
        if found < 0:
            self.schema.addItem(Path(path).name, path)
            found = self.schema.count() - 1
        self.schema.setCurrentIndex(found)

    def _name_changed(self, name: str) -> None:
        if not self._place_is_typed:
            stem = file_stem(name)
            self.place.setText(str(self._folder / f"{stem}{SUFFIX}") if stem else "")
        self._judge()

    def _place_edited(self) -> None:
        self._place_is_typed = True
        self._judge()

    def _judge(self) -> None:
        self.set_problem(self._reason(), say=bool(self.name.text().strip()))

    def _reason(self) -> str:
        if not self.name.text().strip():
            return tr("Give the project a name.")
        place = self.place.text().strip()
        if not place:
            return tr("Choose a place for the project.")
        if place.startswith(DATABASE):
            return ""
        path = Path(self.result_value().location)
        if path.exists():
            return tr("There is a file of that name already.")
        if not path.parent.is_dir():
            return tr("There is no such folder.")
        return ""

    def _browse(self) -> None:
        start = self.place.text() or str(self._folder)
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Place of the project"), start, tr("Projects (*.corpus)")
        )
        if chosen:
            self._place_is_typed = True
            self.place.setText(chosen if chosen.endswith(SUFFIX) else chosen + SUFFIX)
            self._judge()

    def _choose_schema(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("Schema"), str(self._folder), tr("Schemas (*.yaml *.yml *.json)")
        )
        if chosen:
            self.set_schema(chosen)


def file_stem(name: str) -> str:
    """Return a file name for a project's name: without what some file systems refuse."""
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", name)
    return " ".join(stem.split()).strip(". ")[:100]
