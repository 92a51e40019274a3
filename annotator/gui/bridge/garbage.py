# SPDX-License-Identifier: MIT
"""Looks for cyclic garbage on the window's thread, and on no other.

Python looks for it on whatever thread happens to make an object. What it finds there may be a
widget or another object of Qt, and freeing that on a strange thread freezes or ends the program:
Qt then holds a lock and waits for the interpreter, which the window's thread holds while it waits
for that lock.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 250
YOUNG, MIDDLE, OLD = 700, 10, 10
"""As many new objects, and looks at younger ones, as Python itself waits for."""
QUIET = 8
"""After so many ticks in which hardly anything was made comes the look at old objects."""
LATEST = 60
"""After so many looks at middle-aged objects the old ones do not wait for a quiet moment."""


class GarbageCollection(QObject):
    """Takes the search for cyclic garbage over from Python, from ``start`` to ``stop``.

    A look at all old objects may take a tenth of a second in a large project, so it waits for a
    moment in which nobody does anything.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin; from now on no other thread looks for garbage."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give it back to Python."""
        if self._timer.isActive():
            self._timer.stop()
            gc.enable()

    @Slot()
    def _tick(self) -> None:
        gc.disable()  # a library may have switched it on again
        young, middle, old = gc.get_count()
        self._quiet = self._quiet + 1 if young < YOUNG else 0
        has_come_to_rest = self._quiet == QUIET
        if old > LATEST or (old > OLD and has_come_to_rest):
            gc.collect()
        elif self._quiet == 0 or has_come_to_rest:
            gc.collect(1 if middle > MIDDLE or has_come_to_rest else 0)
