# SPDX-License-Identifier: MIT
"""Turns what a database driver raises into our errors, without a word of anybody's text."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from annotator.errors import DamagedError, DiskFullError, ReadOnlyError, StoreError

_SPOILT = ("no such", "malformed", "Could not decode", "vtable constructor failed")
_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is being written by another program; try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk refuses; nothing was saved",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_MISMATCH)


class ConnectionLostError(StoreError):
    """The database server is not there, or went away.

    Whether the last commit came through is found out by sending it again: operations carry ids.
    """

    def __init__(self, shown: str) -> None:
        super().__init__(f"the connection to {shown} is lost; changes wait until it is back")


@contextmanager
def reaching(url: URL, shown: str) -> Iterator[None]:
    """Raise StoreError with the reason, without a password, if a first connection fails."""
    try:
        yield
    except DBAPIError as error:
        if not (error.connection_invalidated or _is_lost(error.orig)):
            raise
        reason = " ".join(str(error.orig).split())
        if url.password:
            reason = reason.replace(str(url.password), "***")
        raise StoreError(f"cannot reach the database {shown}: {reason}") from None


@contextmanager
def translated(shown: str) -> Iterator[None]:
    """Raise StoreErrors instead of driver errors; ``shown`` names the project in them.

    Anything else, such as what an importer raises, comes through as it is.
    """
    try:
        yield
    except DBAPIError as error:
        raise as_store_error(error.orig, shown, lost=error.connection_invalidated) from None
    except SQLAlchemyError as error:
        name = type(error).__name__
        raise StoreError(f"{shown}: the database layer failed ({name})") from None
    except Exception as error:
        if not _is_of_a_driver(error):
            raise
        raise as_store_error(error, shown) from None


def _is_of_a_driver(error: Exception) -> bool:
    return isinstance(error, sqlite3.Error) or type(error).__module__.startswith("psycopg")


def as_store_error(error: BaseException | None, shown: str, *, lost: bool = False) -> StoreError:
    """Return our error for one of sqlite3's or psycopg's."""
    if isinstance(error, sqlite3.Error):
        return _from_sqlite(error, shown)
    if lost or _is_lost(error):
        return ConnectionLostError(shown)
    state = getattr(error, "sqlstate", None)
    if state == "53100":
        return DiskFullError(shown)
    if state == "25006":
        return ReadOnlyError(shown, "the server is read-only")
    return StoreError(
        f"{shown}: the database refused ({type(error).__name__}, {state or 'no code'})"
    )


def from_os_error(error: OSError, shown: str) -> StoreError:
    """Return our error for the operating system's."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFullError(shown)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return ReadOnlyError(shown, (error.strerror or "not permitted").lower())
    return StoreError(f"{shown}: {(error.strerror or type(error).__name__).lower()}")


def _from_sqlite(error: sqlite3.Error, shown: str) -> StoreError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_FULL:
        return DiskFullError(shown)
    if primary == sqlite3.SQLITE_READONLY:
        return ReadOnlyError(shown, "the file or its folder is read-only")
    if primary in _DAMAGED or str(error).startswith(_SPOILT):
        return DamagedError(f"{shown} is damaged ({name}); `annotator doctor` says where")
    return StoreError(f"{shown} {_SENTENCES.get(primary, 'was refused by the database')} ({name})")


def _is_lost(error: BaseException | None) -> bool:
    state = getattr(error, "sqlstate", None)
    if state is None:
        return type(error).__name__ in {"OperationalError", "InterfaceError", "ConnectionTimeout"}
    return str(state).startswith(("08", "57P"))
