# SPDX-License-Identifier: MIT
"""Asks what a data set release is to hold, and where it is to be written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QPushButton, QSpinBox, QWidget

from annotator.gui.widgets.dialog import FormDialog
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.text import tr

MOST_SEED = 2_000_000_000
USUAL_SPLITS = "80/10/10"


@dataclass(frozen=True, slots=True)
class ReleaseWish:
    """What is to be released; ``splits`` are the sizes of train, dev and test as 80/10/10."""

    target: Path
    layers: str
    partial: bool
    splits: str
    seed: int
    licence: str


class ReleaseDialog(FormDialog):
    """Asks for a release; ``layers`` are pairs of what a plan says and what a person reads."""

    def __init__(
        self, layers: Sequence[tuple[str, str]], target: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Release a data set"), tr("&Release"), parent)
        self.target = QLineEdit(str(target))
        self.target.setMinimumWidth(300)
        browse = QPushButton(tr("&Browse"))
        browse.setAccessibleName(tr("Choose the folder"))
        browse.clicked.connect(self._browse)
        self.layers = ComboBox()
        for value, name in layers:
            self.layers.addItem(name, value)
        self.partial = QCheckBox(tr("&Incomplete layers too, the rest of them as missing"))
        self.splits = QLineEdit(USUAL_SPLITS)
        self.seed = QSpinBox()
        self.seed.setRange(0, MOST_SEED)
        self.seed.lineEdit().setTextMargins(6, 0, 0, 0)
        self.licence = QLineEdit()
        self.licence.setPlaceholderText(tr("such as CC BY 4.0"))
        self.add_field(tr("&Folder"), self.target, browse)
        self.add_note(tr("New, empty, or an older release, which is then replaced."))
        self.add_field(tr("&Layers"), self.layers)
        self.add_field("", self.partial)
        self.add_field(tr("&Splits"), self.splits)
        self.add_note(
            tr("Sizes of train, dev and test. Documents stay where the last release put them.")
        )
        self.add_field(tr("S&eed"), self.seed)
        self.add_field(tr("Li&cence"), self.licence)
        self.target.textChanged.connect(self._judge)
        self.splits.textChanged.connect(self._judge)
        self._judge()

    def result_value(self) -> ReleaseWish:
        """Return what is asked for."""
        return ReleaseWish(
            target=Path(self.target.text().strip()),
            layers=str(self.layers.currentData()),
            partial=self.partial.isChecked(),
            splits=self.splits.text().strip(),
            seed=self.seed.value(),
            licence=self.licence.text().strip(),
        )

    def _judge(self) -> None:
        text = self.target.text().strip()
        problem = ""
        if not text:
            problem = tr("Choose a folder.")
        elif not Path(text).absolute().parent.is_dir():
            problem = tr("There is no such folder to put it into.")
        elif Path(text).is_file():
            problem = tr("That is a file; name a folder.")
        elif not _are_sizes(self.splits.text()):
            problem = tr("Splits are written as 80/10/10 for train, dev and test.")
        self.set_problem(problem, say=bool(text))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder"), self.target.text())
        if chosen:
            self.target.setText(chosen)


def _are_sizes(text: str) -> bool:
    parts = text.strip().split("/")
    return len(parts) == 3 and all(part.strip().isdigit() for part in parts) and int(parts[0]) > 0
