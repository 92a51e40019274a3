# SPDX-License-Identifier: MIT
"""One instance per file: a lock of the operating system beside it, which dies with its holder."""

import getpass
import os
import socket
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from annotator.errors import InUseError
from annotator.store.faults import from_os_error

_READ_LIMIT = 500


class ProjectLock:
    """The right to write one project. ``release`` gives it back; so does the end of the process.

    ``<file>.lock`` is only what the lock is taken on; who holds it stands in ``<file>.lock.holder``
    (Windows lets nobody read a locked file).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._note = path.with_name(path.name + ".lock.holder")
        self._lock = FileLock(path.with_name(path.name + ".lock"), mode=0o600, thread_local=False)

    def take(self) -> None:
        """Take the lock; InUseError with its holder if another instance has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise InUseError(str(self._path), self._holder()) from None
        except OSError as error:
            raise from_os_error(error, str(self._path)) from error
        try:
            self._note.write_text(_me(), encoding="utf-8")
            self._note.chmod(0o600)
        except OSError as error:
            self._lock.release()
            raise from_os_error(error, str(self._path)) from error

    def release(self) -> None:
        """Give the lock back; twice is fine."""
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        try:
            with self._note.open(encoding="utf-8", errors="replace") as file:
                found = file.read(_READ_LIMIT)
        except OSError:
            found = ""
        printable = "".join(c for c in found if c.isprintable())
        return printable or "its holder left no name"


def _me() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "unknown user"
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return f"process {os.getpid()} of {user} on {socket.gethostname()}, since {since}"
