# SPDX-License-Identifier: MIT
"""Versions of the database: which one a file has, and how it gets the newest one."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from annotator.errors import DamagedError, NewerProjectError, NotAProjectError

VERSION = 2
"""The version this program writes: the number of the newest file in ``migrations/versions``."""

WITH_RAW_SOURCES = 2
"""The version from which on the files that texts were taken out of are kept."""

APPLICATION_ID = 0x416E6E6F
"""``Anno``: how a SQLite file says that it is a project of ours (offset 68 of its header)."""

MIGRATIONS = Path(__file__).parent / "migrations"
_MAGIC = b"SQLite format 3\0"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes of a SQLite file say."""

    version: int
    application: int


def read_header(path: Path) -> Header:
    """Return what the file says of itself; NotAProjectError if it is something else.

    Only reads. DamagedError if the file is shorter than it must be and has no WAL to complete it.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        raise NotAProjectError(str(path), "it is empty")
    if not head.startswith(_MAGIC):
        raise NotAProjectError(str(path), "it is no database")
    if len(head) < 100:
        raise DamagedError(f"{path} is cut off after {len(head)} bytes")
    header = Header(int.from_bytes(head[60:64]), int.from_bytes(head[68:72]))
    if header.application != APPLICATION_ID:
        raise NotAProjectError(str(path), "the database belongs to another program")
    page = int.from_bytes(head[16:18])
    pages = int.from_bytes(head[28:32])
    wal = path.with_name(path.name + "-wal")
    if size < pages * (65536 if page == 1 else page) and not wal.exists():
        raise DamagedError(f"{path} is cut off: it has {size:,} bytes, fewer than it says")
    return header


def inspect_file(path: Path) -> None:
    """Refuse a file that is no project, is cut off, or is too new; it is only read."""
    header = read_header(path)
    refuse_newer(str(path), header.version)


def refuse_newer(shown: str, version: int) -> None:
    """Raise NewerProjectError if ``version`` is beyond what this program knows."""
    if version > VERSION:
        raise NewerProjectError(shown, str(version), str(VERSION))


def refuse_unknown(shown: str, connection: Connection) -> None:
    """Raise NewerProjectError if the tables were made by a revision this program does not know."""
    if not inspect(connection).has_table("alembic_version"):
        return
    known = {f"{number:04d}" for number in range(1, VERSION + 1)}
    for found in connection.scalars(text("SELECT version_num FROM alembic_version")):
        if found not in known:
            raise NewerProjectError(shown, str(found), str(VERSION))


def can_write(path: Path) -> bool:
    """Return whether somebody may write here; root may everywhere, so the mode counts too."""
    try:
        mode = path.stat().st_mode
        read_only_system = bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except (OSError, AttributeError):
        return os.access(path, os.W_OK)
    return os.access(path, os.W_OK) and bool(mode & _WRITABLE) and not read_only_system


def is_immutable(path: Path) -> bool:
    """Return whether nobody can change this file: then SQLite need not (and cannot) lock it.

    A WAL beside it that holds something must be read with locks, where that is possible.
    """
    if not can_write(path.parent):
        return True
    wal = path.with_name(path.name + "-wal")
    return not can_write(path) and not (wal.exists() and wal.stat().st_size)


def database_version(connection: Connection) -> int:
    """Return the version of an open database; 0 if it has no tables of ours yet."""
    if connection.dialect.name == "sqlite":
        return int(connection.scalar(text("PRAGMA user_version")) or 0)
    if not inspect(connection).has_table("alembic_version"):
        return 0
    try:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        return 0
    return int(found) if str(found).isdecimal() else VERSION if found else 0


def migrate(connection: Connection, version: int = 0) -> None:
    """Bring the database to a version (the newest), in the transaction that is open.

    The caller has made a backup if there was anything to lose.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, f"{version:04d}" if version else "head")
    if connection.dialect.name == "sqlite":
        reached = int(connection.scalar(text("SELECT version_num FROM alembic_version")) or 0)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {reached}")
