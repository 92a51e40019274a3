# SPDX-License-Identifier: MIT
"""Starts Qt, shows the window, then opens the project; catches what nobody caught."""

import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from annotator.gui.bridge.garbage import GarbageCollection
from annotator.gui.desk import WindowDesk
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.faults import (
    LOG,
    catch_faults,
    described,
    log_file,
    release_faults,
    start_log,
    stop_log,
)
from annotator.gui.session.locations import shown_location
from annotator.gui.session.preferences import Preferences
from annotator.gui.session.projects import LAST_PROJECT
from annotator.gui.theme.style import apply_theme, follow_system
from annotator.gui.widgets.icons import app_icon
from annotator.gui.widgets.text import tr
from annotator.gui.window import Window

OPEN_AFTER_MS = 1_000
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def run_window(location: str | None) -> int:
    """Show the window with the project at ``location``, else the last one; return the exit code."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of Qt application is running already")
    app.setApplicationName("annotator")
    app.setApplicationDisplayName("Annotator")
    app.setDesktopFileName("conflict-annotator")
    app.setWindowIcon(app_icon())
    running = Running(app, location)
    try:
        running.show()
        return app.exec()
    finally:
        running.end()


class Running(QObject):
    """One run of the window, from its first show to its end."""

    def __init__(self, app: QApplication, location: str | None) -> None:
        super().__init__()
        self._app = app
        self._garbage = GarbageCollection(self)
        self._garbage.start()
        self.preferences = Preferences(self)
        apply_theme(app, follow_system(app, self.preferences.theme))
        self.window = Window(self.preferences)
        self.desk = WindowDesk(self.window)
        self._is_open = False
        self._shown_faults: set[str] = set()
        self._location = location or self._last_project()
        self._signals = SignalWatch(self._end_by_signal)
        self.preferences.changed.connect(self._follow_preferences)
        self.window.workbench_made.connect(self._dress)
        self.window.projects.failed.connect(self.fault)
        app.styleHints().colorSchemeChanged.connect(self._follow_preferences)
        catch_faults(self._show_fault)

    def _last_project(self) -> str:
        """Return the project that was open last; empty if its file is gone."""
        last = str(self.preferences.window_state.value(LAST_PROJECT) or "")
        return last if "://" in last or (last and Path(last).exists()) else ""

    def show(self) -> None:
        """Show the window; the project is opened once it is on the screen."""
        if self._location:
            self.window.show_opening(shown_location(self._location))
        self.window.appeared.connect(self._open)
        QTimer.singleShot(OPEN_AFTER_MS, self, self._open)  # a window that starts hidden
        self.window.show()

    def end(self) -> None:
        """Undo what was done to the process."""
        self._garbage.stop()
        release_faults()
        stop_log()
        self._signals.stop()

    def _open(self) -> None:
        if self._is_open:
            return
        self._is_open = True
        start_log()
        if self._location:
            self.window.projects.open_location(self._location)
        else:
            self.window.show_start()
        if self.preferences.problem:
            ReportDialog(
                tr("Preferences"),
                tr("The preferences could not be read; the usual ones are used."),
                self.preferences.problem,
                self.window,
            ).open()

    def _follow_preferences(self) -> None:
        apply_theme(self._app, follow_system(self._app, self.preferences.theme))
        if self.window.bench is not None:
            self._dress()

    def _dress(self) -> None:
        theme = follow_system(self._app, self.preferences.theme)
        self.window.workbench().set_look(theme, self.preferences.settings.font_size)

    def fault(self, fault: BaseException) -> None:
        """Log and show a fault that long work has ended with."""
        LOG.error("%s", described(fault))
        self._show_fault(fault)

    def _show_fault(self, fault: BaseException) -> None:
        """Show a fault, once for each place it comes from: a storm must not bury the window."""
        text = described(fault)
        self.window.status.say(tr("Something went wrong in the program; see the log."))
        if text in self._shown_faults:
            return
        self._shown_faults.add(text)
        words = tr(
            "Something went wrong in the program. Your work up to now is kept. "
            "What happened is in {path}, without any words of your texts."
        ).format(path=log_file())
        ReportDialog(tr("A fault"), words, text, self.window).open()

    def _end_by_signal(self) -> None:
        self.window.may_close(ask=False)
        self._app.quit()


class SignalWatch(QObject):
    """Calls ``ended`` on the window's thread when the process is asked to end.

    Python's handlers only run when the interpreter does; the pipe wakes Qt's event loop.
    """

    def __init__(self, ended: Callable[[], None]) -> None:
        super().__init__()
        self._ended = ended
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _noted) for number in SIGNALS}

    def stop(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def _woken(self) -> None:
        numbers = self._reader.recv(64)
        if any(number in SIGNALS for number in numbers):
            self._ended()


def _noted(number: int, frame: FrameType | None) -> None:
    """Do nothing: the pipe has the signal's number already."""
