# SPDX-License-Identifier: MIT
"""Keeps what is done: the writer thread of one project, and its backups."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from annotator.edits.change import Operation
from annotator.errors import ConflictError, ReadOnlyError
from annotator.store.backup import Backups
from annotator.store.session import Store
from annotator.workspace.events import (
    ConflictFound,
    Event,
    SaveState,
    SaveStateChanged,
)
from annotator.workspace.writer import Writer

T = TypeVar("T")

BACKUP_EVERY_S = 15 * 60.0
BACKUP_AFTER_S = 5.0
"""How long after an import; a command has closed the project by then."""


class Saving:
    """Writes in the background and backs up; for a read-only project it does neither.

    ``tell`` hears SaveStateChanged and ConflictFound on the writer's thread. A backup is made at
    the start and every 15 minutes when something has changed, before each ``call`` and some
    seconds after it; at the end too, if that one was not made yet and the project is not large.
    """

    def __init__(self, store: Store, tell: Callable[[Event], None]) -> None:
        self._store = store
        self._tell = tell
        self._backups = Backups(store)
        self._writer: Writer | None = None
        self._is_urgent = False
        if not store.read_only:
            self._writer = Writer(
                store.commit,
                told=self._told,
                conflict=self._conflict,
                idle=self._back_up_when_idle,
                idle_s=BACKUP_EVERY_S,
            )
            self._writer.call(lambda: self._back_up("start"))

    @property
    def state(self) -> SaveState:
        """Whether everything is on the disk."""
        return self._writer.state if self._writer else SaveState("read-only")

    def pending(self) -> Sequence[Operation]:
        """Return the operations that are not yet durable, in order."""
        return self._writer.pending() if self._writer else ()

    def submit(self, operations: Sequence[Operation]) -> None:
        """Queue operations of one act; ReadOnlyError if nothing can be written."""
        self._writable().submit(operations)

    def call(self, work: Callable[[], T], *, reason: str) -> T:
        """Back up, do ``work`` on the writer's thread, and return what it returns or raises."""

        def backed_up() -> T:
            self._back_up(reason)
            done = work()
            self._is_urgent = True
            return done

        writer = self._writable()
        result = writer.call(backed_up).result()
        writer.idle_within(BACKUP_AFTER_S)
        return result

    def require_writable(self) -> None:
        """Raise ReadOnlyError if nothing can be written."""
        self._writable()

    def retry(self) -> None:
        """Try again now what the disk refused."""
        if self._writer:
            self._writer.retry()

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything is on the disk; False when time ran out."""
        return self._writer.flush(timeout_s) if self._writer else True

    def stop(self, timeout_s: float) -> tuple[Operation, ...]:
        """Write what is queued, end the thread and return what could not be written.

        Called again it only returns that.
        """
        if self._writer is None:
            return ()
        if not self._writer.is_running:
            return self._writer.pending()
        self._writer.call(self._back_up_at_close)
        return self._writer.stop(timeout_s)

    def _writable(self) -> Writer:
        if self._writer is None:
            raise ReadOnlyError(self._store.location, "it was opened for reading only")
        return self._writer

    def _back_up(self, reason: str) -> None:
        self._backups.backup_if_changed(reason)
        self._is_urgent = False

    def _back_up_when_idle(self) -> None:
        self._back_up("import" if self._is_urgent else "regular")

    def _back_up_at_close(self) -> None:
        self._backups.backup_at_close(urgent=self._is_urgent)

    def _told(self, state: SaveState) -> None:
        self._tell(SaveStateChanged(state))

    def _conflict(self, operation: Operation, error: ConflictError) -> None:
        self._tell(ConflictFound(operation.document, str(error)))
