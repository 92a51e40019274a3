# SPDX-License-Identifier: MIT
"""The verbs about projects: open, make, close, and what the open one is asked for.

Nothing here imports the workspace before it is needed: the window shows before the database's
library is loaded.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from annotator.errors import InUseError
from annotator.gui.bridge.tasks import Progress, TaskRun, Work
from annotator.gui.dialogs.new_project import SUFFIX, NewProject, NewProjectDialog
from annotator.gui.session.locations import reopenable, shown_location
from annotator.gui.session.open_project import Bench, OpenProject
from annotator.gui.session.preferences import Preferences
from annotator.gui.session.reports import show_refusal, show_report
from annotator.gui.widgets.text import message, sentence, tr

CLOSE_WAIT_S = 5.0
LAST_PROJECT = "last_project"
Button = QMessageBox.StandardButton
Again = Callable[[], object]


class Surface(Protocol):
    """What the window offers: a place for the project, and a strip for long work."""

    def workbench(self) -> Bench:
        """Return the workbench; made the first time."""

    def show_task(self, task: TaskRun) -> None:
        """Show long work, and let nothing else be done meanwhile."""

    def as_widget(self) -> QWidget:
        """Return what dialogs belong to."""


class ProjectVerbs(QObject):
    """Opens and closes projects; one at a time.

    ``opened`` and ``closed`` tell the window; ``said`` carries a sentence for the status bar;
    ``failed`` tells a fault of long work that is a bug.
    """

    opened = Signal()
    closed = Signal()
    said = Signal(str)
    failed = Signal(object)

    def __init__(self, surface: Surface, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._surface = surface
        self._preferences = preferences
        self._task: TaskRun | None = None
        self.project: OpenProject | None = None

    @property
    def is_busy(self) -> bool:
        """Whether long work is going on."""
        return self._task is not None

    def new(self) -> None:
        """Ask for a new project and make it."""
        dialog = NewProjectDialog(documents_folder(), self._surface.as_widget())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # it may come back
        dialog.accepted.connect(lambda: self.create(dialog.result_value(), again=dialog.open))
        dialog.rejected.connect(dialog.deleteLater)
        self.opened.connect(dialog.deleteLater)
        dialog.open()

    def open(self) -> None:
        """Ask for a project file and open it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._surface.as_widget(),
            tr("Open project"),
            str(likely_folder((self._location(), *self._preferences.settings.recent))),
            tr("Projects (*.corpus);;All files (*)"),
        )
        if chosen:
            self.open_location(chosen)

    def _location(self) -> str:
        return self.project.location if self.project is not None else ""

    def open_sample(self) -> None:
        """Open the sample project; it is made the first time."""
        folder = sample_folder()
        annotator = self._preferences.settings.annotator

        def work(progress: Progress) -> object:
            from annotator.gui.session.opening import sample

            progress(0, 0)
            return sample(folder, annotator=annotator)

        self._load(tr("Opening the sample project"), work, "")

    def create(self, wish: NewProject, *, again: Again | None = None) -> None:
        """Make a project and open it; ``again`` shows the form once more if that fails."""
        annotator = self._preferences.settings.annotator

        def work(progress: Progress) -> object:
            from annotator.gui.session.opening import created

            progress(0, 0)
            return created(wish, annotator=annotator)

        title = tr("Making {name}").format(name=wish.name)
        self._load(title, work, "", kept=wish.location, again=again)

    def open_location(self, location: str, *, read_only: bool = False) -> None:
        """Open a project by its path or URL; another that is open is closed first."""
        annotator = self._preferences.settings.annotator

        def work(progress: Progress) -> object:
            from annotator.gui.session.opening import opened

            progress(0, 0)
            return opened(location, annotator=annotator, read_only=read_only)

        name = shown_location(location)
        self._load(tr("Opening {name}").format(name=name), work, location, kept=location)

    def _load(
        self, title: str, work: Work, location: str, *, kept: str = "", again: Again | None = None
    ) -> None:
        """Open what ``work`` brings; ``kept`` is the location as the person gave it."""
        if self.project is not None and not self.let_go(ask=True):
            return
        self.run(
            title,
            work,
            lambda loaded: self._loaded(loaded, kept),
            lambda error: self._not_opened(error, location, again),
        )

    def _loaded(self, loaded: object, kept: str) -> None:
        from annotator.gui.session.opening import shown

        bench = self._surface.workbench()
        state = self._preferences.window_state
        self.project = shown(loaded, bench, settings=state, office=self, parent=self)
        location = reopenable(kept) if "://" in kept else self.project.location
        self._preferences.remember(location)
        self._preferences.window_state.setValue(LAST_PROJECT, location)
        self.opened.emit()

    def _not_opened(self, error: BaseException, location: str, again: Again | None) -> None:
        self.closed.emit()
        if again is not None:
            again()
            self.show_error(tr("The project was not made"), error)
            return
        if isinstance(error, InUseError) and location:
            box = offer_of_reading(self._surface.as_widget(), error)
            box.accepted.connect(lambda: self.open_location(location, read_only=True))
            box.open()
            return
        self.show_error(tr("The project was not opened"), error)

    def close_project(self) -> None:
        """Close the project and show the start page."""
        if self.let_go(ask=True):
            self._preferences.window_state.remove(LAST_PROJECT)
            self.closed.emit()

    def let_go(self, *, ask: bool) -> bool:
        """Save what is pending and close the project; False when the person wants to stay.

        Waits five seconds at most. Without ``ask``, what could not be saved is lost; ``said``
        tells it.
        """
        project = self.project
        if project is None:
            return True
        project.finish_typing()
        if (
            not project.flush(CLOSE_WAIT_S)
            and ask
            and not may_lose(self._surface.as_widget(), project.unsaved())
        ):
            return False
        project.keep_place(self._preferences.window_state)
        self.project = None
        lost = project.close(0.0)
        for line in lost:
            self.said.emit(tr("Not saved: {what}").format(what=line))
        return True

    def import_documents(self) -> None:
        """Ask for files and import them."""
        self.import_paths(())

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Show what files hold, such as those dropped on the window, and import them."""
        if self.project is not None:
            self.project.import_documents(paths)

    def export(self) -> None:
        """Ask for a format and a target and export."""
        if self.project is not None:
            self.project.export()

    def release(self) -> None:
        """Ask what a data set release is to hold and write it."""
        if self.project is not None:
            self.project.release()

    def edit_schema(self) -> None:
        """Show the schema, and change it."""
        if self.project is not None:
            self.project.edit_schema()

    def check_all(self) -> None:
        """Check every document and show what was found."""
        project = self.project
        if project is None:
            return
        project.finish_typing()
        self.run(
            tr("Checking all documents"),
            project.check_all,
            self._checked,
            lambda error: self.show_error(tr("The documents were not checked"), error),
        )

    def _checked(self, result: object) -> None:
        if isinstance(result, tuple):
            said, listed = result
            self.said.emit(said)
            self.report(tr("Checked"), said, listed)

    def save(self) -> None:
        """Say whether everything is saved, and try again what is not."""
        if self.project is not None:
            self.project.save()

    def run(
        self,
        title: str,
        work: Work,
        done: Callable[[object], None],
        failed: Callable[[BaseException], None],
        cancelled: Callable[[], None] | None = None,
    ) -> None:
        """Run long work; only one at a time."""
        if self._task is not None:
            self.said.emit(tr("Wait: {title} is not done yet.").format(title=self._task.title))
            return
        task = TaskRun(title, work, self)
        self._task = task
        task.ended.connect(self._ended)
        task.finished.connect(done)
        task.failed.connect(failed)
        task.cancelled.connect(lambda: self.said.emit(tr("Stopped. Nothing was changed.")))
        if cancelled is not None:
            task.cancelled.connect(cancelled)
        self._surface.show_task(task)
        task.start()

    def stop_task(self) -> None:
        """Ask the work that is going on to stop."""
        if self._task is not None:
            self._task.cancel()

    def _ended(self) -> None:
        self._task = None

    def show_error(self, title: str, error: BaseException) -> None:
        """Show why something was refused; a bug is told by ``failed``."""
        if not show_refusal(self._surface.as_widget(), title, error):
            self.failed.emit(error)

    def report(
        self, title: str, said: str, text: str, kept: tuple[Path, str] | None = None
    ) -> None:
        """Show a sentence and a long text; ``kept`` is a file to offer, and what goes into it."""
        show_report(self._surface.as_widget(), title, said, text, kept)

    def as_widget(self) -> QWidget:
        """Return what dialogs belong to."""
        return self._surface.as_widget()


def likely_folder(locations: Sequence[str]) -> Path:
    """Return the folder of the first of these projects that is a file, else that of documents."""
    for one in locations:
        if one and "://" not in one and Path(one).parent.is_dir():
            return Path(one).parent
    return documents_folder()


def documents_folder() -> Path:
    """Return where a person keeps documents, else the home folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(place) if place else Path.home()
    return folder if folder.is_dir() else Path.home()


def sample_folder() -> Path:
    """Return where the sample project is kept: with the program's data."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return (Path(place) if place else Path.home()) / "conflict-annotator" / "sample"


def is_project(path: Path) -> bool:
    """Return whether a dropped file is a project, by its name."""
    return path.suffix == SUFFIX


def offer_of_reading(parent: QWidget, error: InUseError) -> QMessageBox:
    """Return a box that says who holds the project, and offers to open it for reading."""
    box = message(
        parent,
        tr("Open project"),
        sentence(error),
        icon=QMessageBox.Icon.Question,
        buttons=Button.Open | Button.Cancel,
    )
    box.button(Button.Open).setText(tr("Open for reading"))
    return box


def may_lose(parent: QWidget, unsaved: str) -> bool:
    """Ask whether what is not saved may be given up."""
    box = message(
        parent,
        tr("Not everything is saved"),
        unsaved,
        icon=QMessageBox.Icon.Warning,
        buttons=Button.Discard | Button.Cancel,
    )
    box.button(Button.Discard).setText(tr("Close without saving"))
    box.button(Button.Cancel).setText(tr("Stay"))
    box.setDefaultButton(Button.Cancel)
    return box.exec() == Button.Discard
