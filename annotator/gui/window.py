# SPDX-License-Identifier: MIT
"""The window: places the start page or the workbench, menus and status, and nothing else."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPaintEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui.actions import Actions
from annotator.gui.bridge.tasks import TaskRun, wait_for_tasks
from annotator.gui.commands.command import Scope
from annotator.gui.commands.desk import State
from annotator.gui.dialogs.start_page import Recent, StartPage
from annotator.gui.fitting import fitting_place, fitting_size
from annotator.gui.panels.status import StatusLine
from annotator.gui.session.open_project import Bench
from annotator.gui.session.preferences import Preferences
from annotator.gui.session.projects import ProjectVerbs, is_project
from annotator.gui.widgets.icons import app_icon
from annotator.gui.widgets.task_strip import TaskStrip
from annotator.gui.widgets.text import quiet, tr

WAYS = ("project.open", "project.new", "project.sample")
TASK_WAIT_MS = 5_000
FIRST_SIZE = QSize(1280, 800)


class Window(QMainWindow):
    """Shows the start page while no project is open, else the workbench.

    ``command_requested`` carries the command that a menu or a key asks for. ``workbench_made``
    tells the application to give the canvas its theme. ``appeared`` comes once, when the window is
    on the screen.
    """

    command_requested = Signal(object)
    workbench_made = Signal()
    appeared = Signal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.preferences = preferences
        self.bench: Bench | None = None
        self._is_painted = False
        self._focus_before: QWidget | None = None
        self.projects = ProjectVerbs(self, preferences, self)
        self.commands = Actions(self.command_requested.emit, self)
        self.start_page = StartPage()
        self.status = StatusLine()
        self.strip = TaskStrip()
        self._blank = quiet()
        self._blank.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self._set_up()
        self._connect()
        self._restore()
        self.refresh()

    def _set_up(self) -> None:
        self.setWindowIcon(app_icon())
        self.setMinimumSize(400, 280)
        self.resize(fitting_size(FIRST_SIZE, self.screen().availableGeometry()))
        self.setAcceptDrops(True)
        self.stack.addWidget(self.start_page)
        self.stack.addWidget(self._blank)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(middle)
        self.setStatusBar(self.status)
        self.commands.fill(self.menuBar())
        self.commands.install(Scope.WINDOW, self)
        self.start_page.set_ways([self.commands[id] for id in WAYS])

    def _connect(self) -> None:
        self.start_page.open_requested.connect(self.projects.open_location)
        self.projects.opened.connect(self._project_opened)
        self.projects.closed.connect(self.show_start)
        self.projects.said.connect(self.status.say)
        self.status.save_requested.connect(self.projects.save)

    # what the project needs of the window

    def workbench(self) -> Bench:
        """Return the workbench; made the first time."""
        if self.bench is None:
            from annotator.gui.workbench import Workbench  # 0.2 s that the first show can spare

            bench = Workbench()
            self.bench = bench
            ids = ("document.rename", "document.tag", "document.remove")
            bench.take_actions(
                list(self.commands.of(Scope.TEXT)), [self.commands[id] for id in ids]
            )
            bench.place_changed.connect(self._show_place)
            bench.zoomed.connect(self.status.set_zoom)
            bench.announced.connect(self.status.say)
            bench.restore_state(self.preferences.window_state)
            self.stack.addWidget(bench)
            self.workbench_made.emit()
        return self.bench

    def show_task(self, task: TaskRun) -> None:
        """Show long work, and let nothing else be done meanwhile."""
        self._focus_before = self.focusWidget()
        if self.projects.project is None:
            self._blank.setText(task.title)
            self.stack.setCurrentWidget(self._blank)
        self.stack.setEnabled(False)
        self.strip.follow(task)
        task.ended.connect(self._task_ended)
        self.refresh()

    def as_widget(self) -> QWidget:
        """Return what dialogs belong to."""
        return self

    def _task_ended(self) -> None:
        self.stack.setEnabled(True)
        before = self._focus_before
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus_before = None
        self.refresh()

    # showing

    def show_start(self) -> None:
        """Show the start page."""
        recent = [Recent(location, there) for location, there in self.preferences.recent()]
        self.start_page.set_recent(recent)
        self.stack.setCurrentWidget(self.start_page)
        self.status.clear_project()
        self.refresh()
        self.start_page.focus_first()

    def show_opening(self, name: str) -> None:
        """Show an empty page that says what is being opened."""
        self._blank.setText(tr("Opening {name}").format(name=name))
        self.stack.setCurrentWidget(self._blank)

    def _project_opened(self) -> None:
        project = self.projects.project
        if project is None:
            return
        project.said.connect(self.status.say)
        project.changed.connect(self.refresh)
        bench = self.workbench()
        self.stack.setEnabled(True)
        self.stack.setCurrentIndex(self.stack.count() - 1)
        self.status.set_zoom(bench.zoom_percent)
        self.refresh()
        if bench.has_documents():
            self.status.say(tr("Opened {name}.").format(name=project.name))
            bench.go_to_text()
        else:
            self.status.say(tr("No documents yet. Ctrl+I imports some, or drop them here."))
            bench.go_to_pane("documents")

    def refresh(self) -> None:
        """Show what is possible now, and what is saved."""
        project = self.projects.project
        state = project.state() if project is not None else State()
        self.commands.refresh(state, is_busy=self.projects.is_busy)
        if project is None:
            self.setWindowTitle(tr("Annotator"))
            return
        parts = (project.document_title(), project.name)
        self.setWindowTitle(" – ".join(part for part in parts if part))
        self.status.set_saved(*project.saved())
        self._show_place()

    def _show_place(self) -> None:
        bench = self.workbench()
        project = self.projects.project
        line, column, selected = project.place() if project is not None else (0, 0, 0)
        if not line:
            self.status.clear_document()
            return
        self.status.set_position(line, column, selected)
        self.status.set_counts(bench.counts_here())

    # coming and going

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say so when the window is on the screen for the first time."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.appeared.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files: a project, or documents while a project is open."""
        if _dropped(event.mimeData()) and not self.projects.is_busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project, or import documents."""
        paths = _dropped(event.mimeData())
        event.acceptProposedAction()
        if len(paths) == 1 and is_project(paths[0]):
            self.projects.open_location(str(paths[0]))
        elif self.projects.project is not None:
            self.projects.import_paths(paths)
        else:
            self.status.say(tr("Open a project first; documents can then be dropped into it."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is pending; ask if that is not possible."""
        if self.may_close(ask=True):
            event.accept()
        else:
            event.ignore()

    def may_close(self, *, ask: bool) -> bool:
        """Stop long work, save, and close the project; False when the person wants to stay."""
        self.projects.stop_task()
        if self.projects.is_busy:
            wait_for_tasks(TASK_WAIT_MS)
        self._keep_state()
        if not self.projects.let_go(ask=ask):
            return False
        self._keep_state()
        return True

    def _keep_state(self) -> None:
        settings = self.preferences.window_state
        settings.setValue("window/geometry", self.saveGeometry())
        if self.bench is not None:
            self.bench.save_state(settings)
        settings.sync()

    def _restore(self) -> None:
        geometry = self.preferences.window_state.value("window/geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
            if not self.isMaximized() and not self.isFullScreen():
                screens = (screen.availableGeometry() for screen in QGuiApplication.screens())
                self.setGeometry(fitting_place(self.geometry(), screens))


def _dropped(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
