# SPDX-License-Identifier: MIT
"""Makes estimated heights exact when there is nothing else to do, a little at a time."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from annotator.gui.canvas.stage import Stage

_FIRST_MS = 300
_PAUSE_MS = 4
_SLICE_S = 0.003
_ROUNDS_A_TELL = 40


class Refining:
    """Lays out the blocks that were not looked at, in slices, from the viewport downwards."""

    def __init__(self, owner: QObject, stage: Stage, tell: Callable[[], None]) -> None:
        self._stage = stage
        self._tell = tell
        self._rounds = 0
        self._timer = QTimer(owner)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._slice)

    def start(self) -> None:
        """Begin, or begin anew, after a moment of rest."""
        self._timer.start(_FIRST_MS)

    def rest(self) -> None:
        """Wait a moment before going on: the person is doing something."""
        if self._timer.isActive():
            self._timer.start(_FIRST_MS)

    def _slice(self) -> None:
        page, until = self._stage.page, perf_counter() + _SLICE_S
        number = page.inexact_after(self._stage.scrolling.block)
        if number < 0:
            number = page.inexact_after(0)
        while number >= 0 and perf_counter() < until:
            page.measure(number)
            following = page.inexact_after(number)
            number = following if following >= 0 else page.inexact_after(0)
        self._rounds += 1
        if number < 0 or self._rounds % _ROUNDS_A_TELL == 0:
            self._tell()
        if number >= 0:
            self._timer.start(_PAUSE_MS)
