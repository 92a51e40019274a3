# SPDX-License-Identifier: MIT
"""Makes backups of a project: verified copies, in a folder beside it.

Only files are backed up here; a PostgreSQL server has its own means.
"""

import re
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from annotator.errors import DamagedError, DiskFullError, StoreError
from annotator.store import upgrade
from annotator.store.diagnosis import Diagnosis
from annotator.store.doctor import examine
from annotator.store.engine import Database
from annotator.store.faults import from_os_error, translated
from annotator.store.keeping import TIME_FORMAT, Backup, backups_in, folder_of, rotate
from annotator.store.placing import make_private, sync_file, sync_folder
from annotator.store.session import Store
from annotator.store.tables import operations, schemas

DAMAGED_MARK = "SOURCE-IS-DAMAGED.txt"
LARGEST_AT_CLOSE = 50_000_000
"""Bytes; to copy and verify that many takes some three seconds."""

OLD = timedelta(hours=1)
_PARTIAL = ".partial"


class Backups:
    """The backups of one open project."""

    def __init__(self, store: Store) -> None:
        self._database = store.database
        self._path = None if store.read_only or store.path is None else store.path

    @property
    def folder(self) -> Path | None:
        """Where the backups are; None if this project has none."""
        return None if self._path is None else folder_of(self._path)

    def all(self) -> list[Backup]:
        """Return the backups, the newest last."""
        return [] if self._path is None else backups_in(folder_of(self._path))

    def backup_if_changed(self, reason: str) -> Path | None:
        """Make a backup unless the newest one holds all there is; return its path, or None.

        Raises DamagedError if what was copied is damaged: then no backup is made, none is
        removed, and a note in the folder says so. DiskFullError or StoreError otherwise.
        """
        if self._path is None:
            return None
        kept = self.all()
        if kept and (kept[-1].sequence, kept[-1].revision) == state_of(self._database):
            return None
        return make_backup(self._database, self._path, reason)

    def backup_at_close(self, *, urgent: bool) -> Path | None:
        """Make a backup if something has changed and one is due; return its path, or None.

        It is due when it is ``urgent`` or the newest one is an hour old. A large project is left
        for the next time it is opened: nobody should have to wait for long.
        """
        if self._path is None or _size_of(self._path) > LARGEST_AT_CLOSE:
            return None
        kept = self.all()
        old = not kept or datetime.now(UTC) - kept[-1].made_at > OLD
        return self.backup_if_changed("close") if urgent or old else None


def state_of(database: Database) -> tuple[int, int]:
    """Return the last sequence of the log and the newest revision of the schema."""
    with database.reading() as connection:
        sequence = connection.scalar(select(func.max(operations.c.sequence)))
        revision = connection.scalar(select(func.max(schemas.c.revision)))
    return int(sequence or 0), int(revision or 0)


def make_backup(database: Database, project: Path, reason: str) -> Path:
    """Copy the project, verify the copy, put it in its place and remove what is too old."""
    folder = folder_of(project)
    try:
        _prepare(folder, project)
        sequence, revision = state_of(database)
        now = datetime.now(UTC).strftime(TIME_FORMAT)
        word = re.sub("[^a-z0-9]", "", reason.lower()) or "other"
        final = folder / f"{sequence:012d}-{revision:04d}-{now}-{word}.corpus"
        draft = folder / (final.name + _PARTIAL)
        try:
            _copy(database, draft)
            _verify(draft, folder)
            draft.replace(final)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(folder)
        rotate(folder)
    except OSError as error:
        raise from_os_error(error, str(folder)) from error
    return final


def _prepare(folder: Path, project: Path) -> None:
    if folder.is_symlink():
        raise StoreError(f"{folder} is a link; backups are only put into a folder of their own")
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    for left in folder.glob(f"*{_PARTIAL}*"):
        left.unlink(missing_ok=True)
    needed = _size_of(project)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskFullError(str(folder), needed=needed, free=free)


def _size_of(project: Path) -> int:
    wal = project.with_name(project.name + "-wal")
    return sum(path.stat().st_size for path in (project, wal) if path.exists())


def _copy(database: Database, draft: Path) -> None:
    make_private(draft)
    with translated(database.shown), database.reader.connect() as connection:
        source = connection.connection.driver_connection
        if not isinstance(source, sqlite3.Connection):
            raise StoreError(f"{database.shown} is no file")
        target = sqlite3.connect(draft, isolation_level=None)
        try:
            target.execute("PRAGMA synchronous = OFF")  # synced as a whole below
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()
    sync_file(draft)


def _verify(draft: Path, folder: Path) -> None:
    mark = folder / DAMAGED_MARK
    diagnosis = verify(draft)
    if diagnosis.sound:
        mark.unlink(missing_ok=True)
        return
    make_private(mark, replace=True)
    mark.write_text(
        "The project was found damaged. No backup was made, and none was removed.\n"
        "`annotator doctor PROJECT --repair` repairs what it can.\n\n"
        f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{diagnosis.as_text()}\n",
        encoding="utf-8",
    )
    raise DamagedError(
        f"no backup was made: the project is damaged ({diagnosis.damages[0]}); "
        "`annotator doctor` says more, and the older backups are all kept"
    )


def verify(path: Path) -> Diagnosis:
    """Return what is damaged in a copy. One of an older version is only checked as a database."""
    if upgrade.read_header(path).version == upgrade.VERSION:
        return examine(str(path))
    connection = sqlite3.connect(path.absolute().as_uri() + "?mode=ro&immutable=1", uri=True)
    try:
        with translated(str(path)):
            found = connection.execute("PRAGMA quick_check").fetchone()
    finally:
        connection.close()
    if found != ("ok",):
        raise DamagedError(f"{path} is damaged: {found[0] if found else 'no answer'}")
    return Diagnosis(str(path))
