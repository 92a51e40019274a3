# SPDX-License-Identifier: MIT
"""Keeps only the newest of pieces of work that follow each other: a reading, a rehearsal."""

from PySide6.QtCore import QObject, QThreadPool, Signal, SignalInstance

from annotator.gui.bridge.tasks import TaskRun, Work


class Latest(QObject):
    """Runs work; what is begun anew stops what was begun before, and nothing is told of that.

    Of the newest work one of ``finished``, ``failed`` and ``cancelled`` comes, on the window's
    thread; after ``stop`` none does.
    """

    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._task: TaskRun | None = None
        self._number = 0

    @property
    def is_running(self) -> bool:
        """Whether the newest work is going on."""
        return self._task is not None

    def start(self, title: str, work: Work) -> TaskRun:
        """Begin work instead of what is going on, and return it, for its progress."""
        self.stop()
        task = TaskRun(title, work, self)
        self._task = task
        self._number = number = self._number + 1  # the work itself would hold itself by a slot
        task.finished.connect(lambda result: self._pass_on(number, self.finished, result))
        task.failed.connect(lambda error: self._pass_on(number, self.failed, error))
        task.cancelled.connect(lambda: self._pass_on(number, self.cancelled))
        task.start()
        return task

    def _pass_on(self, number: int, signal: SignalInstance, *values: object) -> None:
        """Tell what came of work, if it is the newest and was not stopped."""
        if number == self._number and self._task is not None:
            self._task = None
            signal.emit(*values)

    def cancel(self) -> None:
        """Ask the work that is going on to stop; ``cancelled`` comes when it has."""
        if self._task is not None:
            self._task.cancel()

    def stop(self) -> None:
        """Let go of the work that is going on; nothing more is heard of it."""
        if self._task is not None:
            self._task.cancel()
            self._task = None


def wait_for_work(timeout_ms: int) -> bool:
    """Wait until no work is going on; False when some still is after ``timeout_ms``."""
    return QThreadPool.globalInstance().waitForDone(timeout_ms)
