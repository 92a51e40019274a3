# SPDX-License-Identifier: MIT
"""Asks which files are to be imported, and shows what they hold before anything is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.bridge.names import ADD, LEAVE_OUT, Decision, NameKey, NameRow
from annotator.gui.bridge.tasks import TaskRun
from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.format_choices import FormatChoice, FormatChoices
from annotator.gui.widgets.name_table import NameTable
from annotator.gui.widgets.path_list import PathList, dropped
from annotator.gui.widgets.text import counted, quiet, read_only_text, tr
from annotator.gui.widgets.work_dialog import WorkDialog

SIZE = QSize(1080, 600)
SMALL = QSize(640, 392)
READ_AFTER_MS = 200
MAPPINGS = "Mappings (*.yaml *.yml)"


@dataclass(frozen=True, slots=True)
class ImportWish:
    """What is to be imported; an empty ``format`` means: told by the files.

    ``annotator`` owns what names nobody. ``decisions`` say what becomes of the names in the files,
    ``good_only`` that documents with problems are left out.
    """

    paths: tuple[Path, ...]
    format: str
    annotator: str
    choices: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[NameKey, Decision] = field(default_factory=dict)
    good_only: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What the files hold. ``problems`` are the first of ``problem_count``, a line each."""

    summary: str
    documents: int = 0
    names: tuple[NameRow, ...] = ()
    choices: tuple[FormatChoice, ...] = ()
    problems: tuple[str, ...] = ()
    problem_count: int = 0
    notes: tuple[str, ...] = ()


class ImportDialog(WorkDialog):
    """Asks for files, shows what they hold, and what the names in them become.

    ``read_requested`` asks for a look at the files: ``follow`` shows how far it is, ``show_found``
    or ``show_refused`` what came of it. ``load_requested`` and ``save_requested`` carry the file
    of a mapping. ``formats`` are pairs of id and name.
    """

    read_requested = Signal(object)
    load_requested = Signal(object)
    save_requested = Signal(object)

    def __init__(
        self,
        formats: Sequence[tuple[str, str]],
        annotator: str,
        paths: Sequence[Path] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Import documents"), tr("&Import"), tr("Files"), parent)
        self.setAcceptDrops(True)
        self._formats = dict(formats)
        self._found: Found | None = None
        self._refusal = ""
        self._read_later = QTimer(self)
        self._read_later.setSingleShot(True)
        self._read_later.setInterval(READ_AFTER_MS)
        self._read_later.timeout.connect(self._read)
        self._make_form(annotator)
        self._make_pages()
        self.paths.changed.connect(self._files_changed)
        self.format.currentIndexChanged.connect(lambda _: self.read_soon())
        self.choices.changed.connect(self.read_soon)
        self.names.names.decided.connect(self._judge)
        self.good_only.toggled.connect(lambda _: self._judge())
        self.fit(SMALL)
        self.paths.add(paths)
        self._judge()

    def _make_form(self, annotator: str) -> None:
        self.paths = PathList()
        self.format = ComboBox()
        self.format.setMinimumContentsLength(8)
        self.format.setSizeAdjustPolicy(
            ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._fill_formats(())
        self.annotator = QLineEdit(annotator)
        self.annotator.setPlaceholderText(annotator)
        self.annotator.setMaxLength(100)
        self.choices = FormatChoices()
        self.good_only = QCheckBox(tr("Import the &good ones"))
        self.good_only.setAccessibleDescription(tr("Leaves out the documents that have problems."))
        self.good_only.hide()
        self.add_field(tr("Files"), self.paths)
        self.add_field(tr("&Format"), self.format)
        self.add_field(tr("A&nnotator"), self.annotator)
        self.add_note(tr("Annotations that name nobody go into this annotator's layer."))
        self.form.add_whole(self.choices)
        self.form.grid.setRowStretch(self.form.grid.rowCount(), 1)

    def _make_pages(self) -> None:
        self.names = NameTable()
        self._names_note = quiet(wrap=True)
        self._names_note.hide()
        self.add_new = QPushButton(tr("A&dd the rest"))
        self.add_new.clicked.connect(lambda: self._decide_rest(ADD))
        self.leave_out = QPushButton(tr("Leave the rest o&ut"))
        self.leave_out.clicked.connect(lambda: self._decide_rest(LEAVE_OUT))
        self.load = QPushButton(tr("&Load mapping"))
        self.load.clicked.connect(self._ask_load)
        self.save = QPushButton(tr("Sa&ve mapping"))
        self.save.clicked.connect(self._ask_save)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.add_new, self.leave_out, self.load, self.save):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.insertStretch(2, 1)
        column.addWidget(self._names_note)
        column.addWidget(self.names, 1)
        column.addLayout(row)
        self.problems = read_only_text("", name=tr("Problems"))
        self.notes = read_only_text("", name=tr("Notes"))
        self._names_page = page
        self.sides.add_page(page, tr("Names"), shown=False)
        self.sides.add_page(self.problems, tr("Problems"), shown=False)
        self.sides.add_page(self.notes, tr("Notes"), shown=False)
        self._column.insertWidget(3, self.good_only)

    # what the session tells

    def show_found(self, found: Found) -> None:
        """Show what the files hold."""
        is_first = self._found is None
        self._found, self._refusal = found, ""
        self.say(found.summary)
        self.choices.set_choices(found.choices)
        self.names.names.set_rows(found.names)
        self._show_page(self._names_page, tr("Names"), len(found.names))
        self._show_page(self.problems, tr("Problems"), found.problem_count)
        self._show_page(self.notes, tr("Notes"), len(found.notes))
        lines = list(found.problems)
        more = found.problem_count - len(lines)
        if more > 0:
            lines.append(tr("and {more:,} more").format(more=more))
        self.problems.setPlainText("\n".join(lines))
        self.notes.setPlainText("\n".join(found.notes))
        self.good_only.setVisible(bool(found.problem_count))
        if found.names or found.problem_count or found.notes or found.choices:
            self.fit(SIZE)
        self._judge()
        if is_first:
            self._go_to_what_needs_it()
        self.order_tabs_later()

    def show_refused(self, reason: str, candidates: Sequence[str] = ()) -> None:
        """Say why the files cannot be read; ``candidates`` are formats that one may be in."""
        self._found, self._refusal = None, reason
        self.say("")
        for page, title in (
            (self._names_page, tr("Names")),
            (self.problems, tr("Problems")),
            (self.notes, tr("Notes")),
        ):
            self.sides.show_page(page, title, shown=False)
        self.good_only.hide()
        if candidates:
            self._fill_formats(candidates)
            self.sides.go_to_form()
            self.format.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge()

    def show_stopped(self) -> None:
        """Say that the look at the files was stopped."""
        self.show_refused(tr("The files were not read to the end. Change anything to read again."))

    def take_mapping(self, decisions: Mapping[NameKey, Decision]) -> None:
        """Take what a file says the names become."""
        settled = self.names.names.take(decisions)
        names = counted(settled, tr("name"), tr("names"))
        self.say_of_names(tr("The mapping settles {names} of these files.").format(names=names))

    def say_of_names(self, text: str) -> None:
        """Say something about the mapping, such as that it was saved."""
        self._names_note.setText(text)
        self._names_note.show()

    def result_value(self) -> ImportWish:
        """Return what is asked for."""
        return ImportWish(
            paths=self.paths.paths(),
            format=str(self.format.currentData()),
            annotator=self.annotator.text().strip() or self.annotator.placeholderText(),
            choices=self.choices.values(),
            decisions=self.names.names.settled(),
            good_only=self.good_only.isChecked() and not self.good_only.isHidden(),
        )

    # reading

    def read_soon(self) -> None:
        """Look at the files once nothing has been changed for a moment."""
        self._read_later.start()
        self._judge()

    def _read(self) -> None:
        self._read_later.stop()
        if self.paths.paths():
            self.read_requested.emit(self.result_value())
        self._judge()

    def follow(self, task: TaskRun) -> None:
        """Show how far the look at the files is."""
        super().follow(task)
        self._refusal = ""
        self._judge()

    def _files_changed(self) -> None:
        self._found = None if not self.paths.paths() else self._found
        if self.paths.paths():
            self.read_soon()
        else:
            self.show_refused("")

    def _fill_formats(self, candidates: Sequence[str]) -> None:
        chosen = self.format.currentData() or ""
        self.format.blockSignals(True)
        self.format.clear()
        self.format.addItem(tr("Told by the files"), "")
        for id in candidates:
            name = self._formats.get(id, id)
            self.format.addItem(tr("{name} (may be it)").format(name=name), id)
        if candidates:
            self.format.insertSeparator(self.format.count())
        for id, name in self._formats.items():
            if id not in candidates:
                self.format.addItem(name, id)
        self.format.setCurrentIndex(max(self.format.findData(chosen), 0))
        self.format.blockSignals(False)

    # judging

    def _judge(self) -> None:
        undecided = len(self.names.names.undecided()) if self._found is not None else 0
        self.add_new.setEnabled(bool(undecided))
        self.leave_out.setEnabled(bool(undecided))
        reason, say = self._reason(undecided)
        self.set_problem(reason, say=say)

    def _reason(self, undecided: int) -> tuple[str, bool]:
        """Return what is in the way of the import, and whether to say it."""
        if not self.paths.paths():
            return tr("Add files or a folder, or drop them here."), False
        if self._refusal:
            return self._refusal, True
        if self._found is None or self._read_later.isActive() or self.is_working:
            return tr("The files are being read."), False
        return self._objection(self._found, undecided), True

    def _objection(self, found: Found, undecided: int) -> str:
        if undecided:
            names = counted(undecided, tr("name is"), tr("names are"))
            words = tr("{names} not in the schema. Say what becomes of each under Names.")
            return words.format(names=names)
        if found.problem_count and not self.good_only.isChecked():
            problems = counted(found.problem_count, tr("problem"), tr("problems"))
            words = tr("{problems}. Nothing is imported unless only the good ones are.")
            return words.format(problems=problems)
        return "" if found.documents else tr("There is no document that can be imported.")

    def _go_to_what_needs_it(self) -> None:
        """Bring the page that something is to be done on to the front, else be ready for Enter."""
        found = self._found
        if found is None:
            return
        if self.names.names.undecided():
            self.sides.go_to(self._names_page)
            self.names.setFocus(Qt.FocusReason.OtherFocusReason)
        elif found.problem_count:
            self.sides.go_to(self.problems)
            self.good_only.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.problem:
            self.buttons.button(self.buttons.StandardButton.Ok).setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def _show_page(self, page: QWidget, title: str, count: int) -> None:
        self.sides.show_page(page, f"{title} {count:,}", shown=count > 0)

    def _decide_rest(self, decision: Decision) -> None:
        names = self.names.names
        names.decide(names.undecided(), decision)

    def _ask_load(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Load mapping"), "", tr(MAPPINGS))
        if chosen:
            self.load_requested.emit(Path(chosen))

    def _ask_save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save mapping"), "", tr(MAPPINGS))
        if chosen:
            path = Path(chosen)
            self.save_requested.emit(path if path.suffix else path.with_suffix(".yaml"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put what is dropped on the list."""
        event.acceptProposedAction()
        self.paths.add(dropped(event.mimeData()))
