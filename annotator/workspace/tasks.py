# SPDX-License-Identifier: MIT
"""Long work: how it tells its progress and how it is stopped. No threads here."""

import threading
from collections.abc import Callable
from typing import TypeAlias

from annotator.errors import CancelledError

Progress: TypeAlias = Callable[[int, int], None]
"""Called with what is done and the total (0 when not known); raises CancelledError to stop."""


def no_progress(done: int, total: int) -> None:
    """Take no note of progress and never stop."""
    del done, total


class Task:
    """A piece of long work that may be cancelled from another thread.

    Pass ``report`` as the progress of the work; ``told`` hears it, on the thread of the work.
    """

    def __init__(self, told: Progress = no_progress) -> None:
        self._told = told
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()

    def report(self, done: int, total: int) -> None:
        """Tell the progress; raises CancelledError if the work was cancelled."""
        if self._cancelled.is_set():
            raise CancelledError
        self._told(done, total)
