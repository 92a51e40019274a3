# SPDX-License-Identifier: MIT
"""Asks for an export, and shows what would be lost of this corpus before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)

from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.format_choices import FormatChoice, FormatChoices
from annotator.gui.widgets.loss_tree import LossGroup, LossTree
from annotator.gui.widgets.text import read_only_text, set_role, tr
from annotator.gui.widgets.work_dialog import WorkDialog

SIZE = QSize(1080, 600)
REHEARSE_AFTER_MS = 400


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that can be written, and what it loses, in words.

    ``folder`` says that it is written into a folder, ``one_layer`` that it holds the layer of one
    annotator only.
    """

    id: str
    name: str
    suffix: str
    loses: tuple[str, ...]
    folder: bool = False
    one_layer: bool = False
    choices: tuple[FormatChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be exported; an empty ``annotator`` means everybody's layers.

    ``is_target`` makes the format, with its choices, the one that the project is annotated for.
    """

    target: Path
    format: str
    annotator: str
    complete_only: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class Losses:
    """What an export would lose: a sentence, how much, and groups by reason."""

    headline: str
    count: int
    groups: tuple[LossGroup, ...]


class ExportDialog(WorkDialog):
    """Asks for an export; ``stem`` is the name of the target that is proposed.

    ``rehearse_requested`` asks what would be lost: ``follow`` shows how far that is, and
    ``show_losses`` or ``show_refused`` what came of it. The dialog stays open beside the window, so
    that one can go to what would be lost.
    """

    rehearse_requested = Signal(object)
    export_requested = Signal(object)

    def __init__(
        self,
        formats: Sequence[ExportFormat],
        annotators: Sequence[str],
        stem: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Export"), tr("&Export"), tr("Format"), parent)
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._formats = tuple(formats)
        self._annotators = tuple(annotators)
        self._stem = stem
        self._target_is_typed = False
        self._target_format = ""
        self._refusal = ""
        self._is_known = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._rehearse)
        self._make_form()
        self.losses = LossTree()
        self.declared = read_only_text("", name=tr("What the format cannot hold"))
        self.sides.add_page(self.losses, tr("Losses"))
        self.sides.add_page(self.declared, tr("Cannot hold"))
        self.format.currentIndexChanged.connect(self._format_changed)
        self.target.textEdited.connect(self._target_edited)
        self.annotator.currentIndexChanged.connect(lambda _: self.rehearse_soon())
        self.complete_only.toggled.connect(lambda _: self.rehearse_soon())
        self.choices.changed.connect(self.rehearse_soon)
        self.fit(SIZE)
        self._format_changed()

    def _make_form(self) -> None:
        self.format = _narrow_box()
        for format in self._formats:
            self.format.addItem(format.name, format.id)
        self.choices = FormatChoices()
        self.annotator = _narrow_box()
        self.complete_only = QCheckBox(tr("Only layers that are &complete"))
        self.target = QLineEdit()
        self.target.setMinimumWidth(120)
        browse = QPushButton(tr("&Browse"))
        browse.setAccessibleName(tr("Choose the target"))
        browse.clicked.connect(self._browse)
        self.is_target = QCheckBox(tr("&Mark in the text what it cannot hold"))
        self.is_target.setAccessibleDescription(
            tr("Makes this the format that the project is annotated for.")
        )
        self.add_field(tr("&Format"), self.format)
        self.add_field(tr("&Target"), self.target, browse)
        self.add_field(tr("A&nnotator"), self.annotator)
        self.add_field("", self.complete_only)
        self.add_field("", self.is_target)
        self.form.add_whole(self.choices)
        self.form.grid.setRowStretch(self.form.grid.rowCount(), 1)

    def start(self, format: str, choices: Mapping[str, str], target_format: str) -> None:
        """Begin with a format and what was chosen for it; say which the project is made for."""
        self._target_format = target_format
        self.choices.give(choices)
        place = self.format.findData(format)
        if place >= 0 and place != self.format.currentIndex():
            self.format.setCurrentIndex(place)
        else:
            self._format_changed()

    # what the session tells

    def follow(self, task: TaskRun) -> None:
        """Show how far work is."""
        super().follow(task)
        self._refusal = ""
        self._judge()

    def show_losses(self, losses: Losses) -> None:
        """Show what would be lost."""
        self._is_known = True
        self.say(losses.headline)
        set_role(self.summary, "warning" if losses.count else "ok")
        self.losses.set_groups(losses.groups)
        count = f" {losses.count:,}" if losses.count else ""
        self.sides.show_page(self.losses, tr("Losses") + count, shown=True)
        self._judge()

    def show_refused(self, reason: str) -> None:
        """Say why it cannot be exported like this."""
        self._forget()
        self._refusal = reason
        self.say("")
        self._judge()

    def show_stopped(self) -> None:
        """Say that it is not known what would be lost."""
        self._forget()
        self._is_known = True
        set_role(self.summary, "warning")
        self.say(tr("It is not known what would be lost: looking at it was stopped."))
        self._judge()

    def set_writing(self, *, writing: bool) -> None:
        """Let nothing be changed while the export is written."""
        if writing:
            self.sides.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.setEnabled(not writing)
        if not writing:
            self.say(self.summary.text())
        self._judge()

    def result_value(self) -> ExportWish:
        """Return what is asked for."""
        return ExportWish(
            target=Path(self.target.text().strip()),
            format=str(self.format.currentData()),
            annotator=str(self.annotator.currentData() or ""),
            complete_only=self.complete_only.isChecked(),
            choices=self.choices.values(),
            is_target=self.is_target.isChecked(),
        )

    def accept(self) -> None:
        """Ask for the export; the dialog stays until it is written."""
        if not self.problem:
            self.export_requested.emit(self.result_value())

    # rehearsing

    def rehearse_soon(self, after_ms: int = REHEARSE_AFTER_MS) -> None:
        """Ask what would be lost once nothing has been changed for a moment."""
        self._forget()
        self._refusal = ""
        self._later.start(after_ms)
        self._judge()

    def _rehearse(self) -> None:
        if not self._needs_annotator():
            self.rehearse_requested.emit(self.result_value())
        self._judge()

    def _forget(self) -> None:
        self._is_known = False
        self.losses.set_groups(())
        self.sides.show_page(self.losses, tr("Losses"), shown=True)
        set_role(self.summary, "muted")
        if not self.is_working:
            self.say(tr("What would be lost is being looked at."))

    def _needs_annotator(self) -> bool:
        return self.annotator.currentData() is None

    # the form

    def _chosen(self) -> ExportFormat:
        return self._formats[self.format.currentIndex()]

    def _format_changed(self) -> None:
        format = self._chosen()
        if not self._target_is_typed:
            end = f"-{format.id}" if format.folder else format.suffix
            self.target.setText(f"{self._stem}{end}")
        self.target.setPlaceholderText(tr("A new folder") if format.folder else tr("A file"))
        self.choices.set_choices(format.choices)
        self._fill_annotators(format)
        self.is_target.setChecked(self._target_format in ("", format.id))
        lines = [f"\N{BULLET} {lost}" for lost in format.loses] or [tr("It holds everything.")]
        self.declared.setPlainText("\n".join(lines))
        count = f" {len(format.loses)}" if format.loses else ""
        self.sides.show_page(self.declared, tr("Cannot hold") + count, shown=True)
        self.rehearse_soon()
        self.order_tabs_later()

    def _fill_annotators(self, format: ExportFormat) -> None:
        chosen = self.annotator.currentData()
        self.annotator.blockSignals(True)
        self.annotator.clear()
        if format.one_layer and len(self._annotators) > 1:
            self.annotator.addItem(tr("Choose"), None)
        else:
            self.annotator.addItem(tr("Everybody"), "")
        for name in self._annotators:
            self.annotator.addItem(name, name)
        self.annotator.setCurrentIndex(max(self.annotator.findData(chosen), 0) if chosen else 0)
        self.annotator.blockSignals(False)

    def _target_edited(self) -> None:
        self._target_is_typed = True
        self._judge()

    def _judge(self) -> None:
        text = self.target.text().strip()
        problem, say = "", True
        if self._needs_annotator():
            words = tr("{format} holds one annotator's layer of a document. Choose whose.")
            problem = words.format(format=self._chosen().name)
        elif self._refusal:
            problem = self._refusal
        elif not text:
            problem = tr("Choose a target.")
        elif not Path(text).absolute().parent.is_dir():
            problem = tr("There is no such folder.")
        elif self.is_working or not self._is_known:
            problem, say = tr("What would be lost is being looked at."), False
        self.set_problem(problem, say=say)

    def _browse(self) -> None:
        if self._chosen().folder:
            chosen = QFileDialog.getExistingDirectory(
                self, tr("Folder to write into"), str(Path(self.target.text()).parent)
            )
        else:
            chosen, _ = QFileDialog.getSaveFileName(
                self,
                tr("Target"),
                self.target.text(),
                options=QFileDialog.Option.DontConfirmOverwrite,
            )
        if chosen:
            self._target_is_typed = True
            self.target.setText(chosen)
            self._judge()


def _narrow_box() -> ComboBox:
    box = ComboBox()
    box.setMinimumContentsLength(8)
    box.setMaxVisibleItems(16)
    box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
