# SPDX-License-Identifier: MIT
"""Connections: one that writes, guarded by a lock, and a pool of ones that read.

SQLite has one writing connection per file because versions 3.7.0 to 3.51.2 can corrupt a file
when two connections write and checkpoint at once (decision 0003).
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from annotator.errors import DamagedError, ReadOnlyError, StoreError
from annotator.store.faults import translated

BUSY_TIMEOUT_S = 5.0
_USUAL: Mapping[str, object] = {"connect_timeout": 10, "application_name": "annotator"}
CHECKPOINT_PAGES = 1000

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
)
_WRITER_PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", *_PRAGMAS)
_READER_PRAGMAS = (*_PRAGMAS, "PRAGMA query_only = ON")


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file as it was when it was opened: an open file stays open when it is moved or deleted."""

    path: Path
    device: int
    inode: int

    @classmethod
    def at(cls, path: Path) -> "OpenedFile":
        """Return the file that is at ``path`` now."""
        found = path.stat()
        return cls(path, found.st_dev, found.st_ino)

    def require_in_place(self) -> None:
        """Raise StoreError if the file is no longer at its path: what it gets would be lost."""
        try:
            there = OpenedFile.at(self.path)
        except OSError:
            there = None
        if there != self:
            raise StoreError(
                f"{self.path} was moved, deleted or replaced while it was open; put it back"
            )


@dataclass(slots=True)
class Database:
    """The open connections of one project. ``writer`` is None when it is read-only.

    ``file`` is what is written, if it is a file.
    """

    shown: str
    reader: Engine
    writer: Engine | None
    file: OpenedFile | None = None
    guard: threading.RLock = field(default_factory=threading.RLock)

    @property
    def is_sqlite(self) -> bool:
        """Whether the project is a file."""
        return self.reader.dialect.name == "sqlite"

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Connection]:
        """Give the writing connection in a transaction: all of the block is kept, or nothing.

        With ``bulk``, SQLite leaves folding the WAL into the file to the next transaction: the
        WAL is on the disk, so nothing depends on it, and a large import need not wait for it.

        Driver errors come out as StoreErrors. After one, the connection is opened anew for the
        next transaction: what SQLite keeps in memory after an I/O error is not to be trusted.
        """
        if self.writer is None:
            raise ReadOnlyError(self.shown, "it was opened for reading only")
        with self.guard, translated(self.shown):
            self._require_in_place()
            try:
                with self.writer.begin() as connection:
                    if self.is_sqlite:
                        pages = 0 if bulk else CHECKPOINT_PAGES
                        connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {pages}")
                    yield connection
            except (DBAPIError, sqlite3.Error):
                self.writer.dispose()
                raise
            self._require_in_place()

    @contextmanager
    def reading(self, *, stream: bool = False) -> Iterator[Connection]:
        """Give a connection that sees one moment of the project, whatever is written meanwhile.

        With ``stream``, rows of a large result are not gathered in memory first.
        """
        options = {"stream_results": True} if stream and not self.is_sqlite else {}
        with translated(self.shown), self.reader.connect() as connection:
            if not self.is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ", **options)
            with connection.begin():
                try:
                    yield connection
                except UnicodeDecodeError:
                    raise _not_utf8(self.shown) from None

    def _require_in_place(self) -> None:
        if self.file is not None:
            self.file.require_in_place()

    def fold_wal(self) -> None:
        """Fold the WAL into the file, so that the file alone says which version it has."""
        if self.writer is not None and self.is_sqlite:
            with self.guard, translated(self.shown), self.writer.connect() as connection:
                raw = connection.connection.driver_connection
                if isinstance(raw, sqlite3.Connection):
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close all connections, the writing one last: it then folds the WAL into the file."""
        self.reader.dispose()
        if self.writer is not None:
            self.writer.dispose()


def open_sqlite(path: Path, *, read_only: bool = False, immutable: bool = False) -> Database:
    """Return the connections to a file that exists; nothing is opened before the first use."""
    query = "?mode=ro&immutable=1" if immutable else "?mode=ro" if read_only else "?mode=rw"
    uri = path.absolute().as_uri() + query
    reader = _sqlite_engine(uri, _READER_PRAGMAS, "BEGIN", StaticPool if immutable else QueuePool)
    if read_only:
        return Database(str(path), reader, None)
    writer = _sqlite_engine(uri, _WRITER_PRAGMAS, "BEGIN IMMEDIATE", StaticPool)
    return Database(str(path), reader, writer, OpenedFile.at(path))


def open_postgres(url: URL, shown: str, *, read_only: bool = False) -> Database:
    """Return the connections to a PostgreSQL database; what the URL itself says holds."""
    usual = {name: value for name, value in _USUAL.items() if name not in url.query}
    engine = create_engine(
        url,
        hide_parameters=True,
        paramstyle="format",
        pool_pre_ping=True,
        connect_args=usual,
    )
    return Database(shown, engine, None if read_only else engine)


def _not_utf8(shown: str) -> DamagedError:
    return DamagedError(f"{shown} is damaged: a text is not UTF-8; `annotator doctor` says where")


def connector(uri: str, pragmas: tuple[str, ...]) -> Callable[[], sqlite3.Connection]:
    """Return a function that opens the file and sets its pragmas."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            for pragma in pragmas:
                connection.execute(pragma)
        except UnicodeDecodeError:  # SQLite quotes what it cannot parse of the tables' definition
            connection.close()
            raise sqlite3.DatabaseError("malformed database schema") from None
        except BaseException:
            connection.close()
            raise
        return connection

    return connect


def _sqlite_engine(uri: str, pragmas: tuple[str, ...], begin: str, pool: type) -> Engine:
    sizes = {} if pool is StaticPool else {"pool_size": 4, "max_overflow": 60}
    engine = create_engine(
        "sqlite://",
        creator=connector(uri, pragmas),
        poolclass=pool,
        hide_parameters=True,
        **sizes,
    )

    @event.listens_for(engine, "begin")
    def begin_explicitly(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
