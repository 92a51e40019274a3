# SPDX-License-Identifier: MIT
"""Brings the workspace's events to the window's thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from shiboken6 import isValid


class EventRelay(QObject):
    """Hands on events as a signal that is always sent on the window's thread.

    An event of the window's own thread is handed on at once, before ``publish`` returns; one of
    another thread waits its turn in the event loop. After ``stop`` nothing more comes.
    """

    happened = Signal(object)
    _from_elsewhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._unsubscribe: Callable[[], object] | None = None
        self._from_elsewhere.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def start(self, subscribe: Callable[[Callable[[object], None]], Callable[[], object]]) -> None:
        """Subscribe; ``subscribe`` is what the workspace's events offer."""
        self.stop()
        self._unsubscribe = subscribe(self.publish)

    def stop(self) -> None:
        """Hear no more; safe to call twice."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def publish(self, event: object) -> None:
        """Take an event on any thread; one that comes when the window's side is gone is dropped."""
        try:
            is_here = QThread.currentThread() == self.thread()
            if not is_here:
                self._from_elsewhere.emit(event)
        except RuntimeError:
            if isValid(self):
                raise
            return
        if is_here:
            self._arrive(event)

    @Slot(object)
    def _arrive(self, event: object) -> None:
        if self._unsubscribe is not None:
            self.happened.emit(event)
