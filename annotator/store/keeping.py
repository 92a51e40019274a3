# SPDX-License-Identifier: MIT
"""Backups: how they are named, ordered and rotated.

A backup is a whole project file. To restore one, close the project, remove the ``-wal`` and
``-shm`` files beside it, and copy the backup over it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HOURS, DAYS, WEEKS, MIGRATIONS = 24, 7, 4, 4
MIGRATION = "migration"
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(\d{12})-(\d{4,})-(\d{8}T\d{6}Z)-([a-z0-9]+)\.corpus")


@dataclass(frozen=True, slots=True)
class Backup:
    """A kept copy.

    Order is by ``sequence`` and ``revision`` (of log and schema), never by clock: that may go back.
    """

    path: Path
    sequence: int
    revision: int
    made_at: datetime
    reason: str

    @property
    def place(self) -> tuple[int, int, datetime]:
        """What backups are ordered by."""
        return self.sequence, self.revision, self.made_at


def folder_of(project: Path) -> Path:
    """Return the folder that holds the backups of a project file."""
    return project.with_name(project.name + ".backups")


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups in a folder, the newest last; other files are left out."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        named = _NAME.fullmatch(path.name)
        if named is None or path.is_symlink() or not path.is_file():
            continue
        try:
            made_at = datetime.strptime(named[3], TIME_FORMAT).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, int(named[1]), int(named[2]), made_at, named[4]))
    return sorted(found, key=lambda backup: backup.place)


def rotate(folder: Path) -> None:
    """Remove the backups that are too old: see ``kept``."""
    backups = backups_in(folder)
    staying = set(kept(backups))
    for backup in backups:
        if backup not in staying:
            backup.path.unlink(missing_ok=True)


def kept(backups: Sequence[Backup]) -> list[Backup]:
    """Return the backups to keep.

    These are the newest of each of the last 24 hours in which there was one, of the last 7 days
    and of the last 4 weeks, and the last 4 made before a migration. "Newest" and "last" are by
    order of the log, so a clock that goes back removes nothing good.
    """
    newest_first = sorted(backups, key=lambda backup: backup.place, reverse=True)
    staying = {backup for backup in newest_first if backup.reason == MIGRATION}
    staying = set(sorted(staying, key=lambda backup: backup.place)[-MIGRATIONS:])
    for pattern, count in (("%Y%m%d%H", HOURS), ("%Y%m%d", DAYS), ("%G%V", WEEKS)):
        staying.update(_newest_of_each(newest_first, pattern, count))
    return [backup for backup in newest_first if backup in staying]


def _newest_of_each(newest_first: Iterable[Backup], pattern: str, count: int) -> list[Backup]:
    found: dict[str, Backup] = {}
    for backup in newest_first:
        found.setdefault(backup.made_at.strftime(pattern), backup)
    return list(found.values())[:count]


def told_time(backup: Path) -> str:
    """Return when a backup was made, as a person would say it; its name if that does not tell."""
    named = _NAME.fullmatch(backup.name)
    if named is None:
        return backup.name
    made_at = datetime.strptime(named[3], TIME_FORMAT).replace(tzinfo=UTC)
    return f"{made_at:%Y-%m-%d %H:%M:%S} UTC"


def newest_first(project: Path) -> list[Path]:
    """Return the paths of the backups of a project file, the newest first."""
    return [backup.path for backup in reversed(backups_in(folder_of(project)))]
