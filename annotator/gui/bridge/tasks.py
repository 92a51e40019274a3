# SPDX-License-Identifier: MIT
"""Runs long work on the thread pool, with progress and a way to stop it."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any, TypeAlias

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QRunnable,
    QThreadPool,
    QTimer,
    Signal,
    Slot,
)

from annotator.errors import CancelledError

Progress: TypeAlias = Callable[[int, int], None]
Work: TypeAlias = Callable[[Progress], Any]

REPORT_EVERY_S = 0.05
_going: set["TaskRun"] = set()
"""Work that is going on, which must outlive whoever asked for it: its thread still uses it."""
LET_GO_AFTER_MS = 20


class TaskRun(QObject):
    """One piece of work on another thread.

    Exactly one of ``finished``, ``failed`` and ``cancelled`` is sent, on the window's thread. It
    outlives whoever began it, and goes by itself once it has ended and nobody holds it.
    ``progressed`` carries done and total (0 if unknown), 20 times a second at most.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()
    _arrived = Signal(object, object)

    def __init__(self, title: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._work = work
        self._stop = Event()
        self._is_left = Event()
        self._reported = 0.0
        self.is_running = False
        self._arrived.connect(self._deliver)

    def start(self) -> None:
        """Begin; once only."""
        self.is_running = True
        self.setParent(None)
        _going.add(self)
        QThreadPool.globalInstance().start(_Runnable(self))

    def cancel(self) -> None:
        """Ask the work to stop at its next report of progress."""
        self._stop.set()

    def left(self) -> Event:
        """Return what is set once the pool's thread holds this object no more."""
        return self._is_left

    def run(self) -> None:
        """Do the work; called on the pool's thread."""
        result: object = None
        error: BaseException | None = None
        try:
            result = self._work(self._report)
        except Exception as caught:
            error = caught
        self._arrived.emit(result, error)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise CancelledError
        now = monotonic()
        if now - self._reported >= REPORT_EVERY_S or done == total:
            self._reported = now
            self.progressed.emit(min(done, 2**31 - 1), min(total, 2**31 - 1))

    @Slot(object, object)
    def _deliver(self, result: object, error: object) -> None:
        self.is_running = False
        if error is None:
            self.finished.emit(result)
        elif isinstance(error, CancelledError):
            self.cancelled.emit()
        else:
            self.failed.emit(error)
        self.ended.emit()
        self._let_go()

    @Slot()
    def _let_go(self) -> None:
        """Be kept no more; freed on the pool's thread, this object would freeze the program."""
        if self._is_left.is_set():
            _going.discard(self)
        else:
            QTimer.singleShot(LET_GO_AFTER_MS, self, self._let_go)


class _Runnable(QRunnable):
    """Runs a task and lets go of it.

    A runnable that ends before ``QThreadPool.start`` returns is never freed by PySide, which takes
    its reference for the pool only then; so it must not keep the task.
    """

    def __init__(self, task: TaskRun) -> None:
        super().__init__()
        self._task: TaskRun | None = task

    def run(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            left = task.left()
            task.run()
            del task
            left.set()


def wait_for_tasks(timeout_ms: int) -> bool:
    """Wait until all tasks are done; False when some still run after ``timeout_ms``."""
    done = QThreadPool.globalInstance().waitForDone(timeout_ms)
    QCoreApplication.processEvents()
    return done
