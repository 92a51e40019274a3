# SPDX-License-Identifier: MIT
"""Makes and opens projects.

Nothing is touched before it is known that the file is a project, of a version this program knows,
and that nobody else has it open.
"""

import os
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, text
from sqlalchemy.engine import Connection

from annotator.errors import (
    DamagedError,
    NotAProjectError,
    NotFoundError,
    ReadOnlyError,
    StoreError,
)
from annotator.model.ids import new_id
from annotator.store import rows, upgrade
from annotator.store.backup import make_backup, state_of
from annotator.store.engine import Database, open_sqlite
from annotator.store.faults import from_os_error
from annotator.store.keeping import MIGRATION, backups_in, folder_of
from annotator.store.location import Location, parse_location
from annotator.store.lock import ProjectLock
from annotator.store.placing import (
    make_private,
    mounts_now,
    network_filesystem,
    put_in_place,
)
from annotator.store.reaching import reach_postgres
from annotator.store.session import Store
from annotator.store.tables import (
    LOG_TRIGGERS,
    RAW_TRIGGERS,
    TEXT_TRIGGERS,
    project,
    schemas,
)

__all__ = ["Store", "create_store", "open_store"]


def create_store(location: str, *, name: str, language: str, schema_text: str, actor: str) -> Store:
    """Make a project and open it; StoreError if there is something at ``location`` already.

    A file appears whole or not at all, and only its owner may read it. ``location`` may be the URL
    of a PostgreSQL database that holds no project yet.
    """
    where = parse_location(location)
    facts = (name, language, schema_text, actor)
    if where.path is None:
        _create_in_postgres(where, facts)
    else:
        _create_file(where.path, facts)
    return open_store(location)


def open_store(location: str, *, read_only: bool = False) -> Store:
    """Open a project; one of an older version is migrated, after a verified backup.

    Raises NotFoundError, NotAProjectError, NewerProjectError, InUseError, ReadOnlyError (it can
    be opened with ``read_only``) or DamagedError; in all of these cases nothing was touched.
    With ``read_only`` no lock is taken and nothing is ever written.
    """
    where = parse_location(location)
    if where.path is None:
        return _open_postgres(where, read_only=read_only)
    if not where.path.exists():
        raise NotFoundError("project", str(where.path))
    if not where.path.is_file():
        raise NotAProjectError(str(where.path), "it is not a file")
    if read_only:
        return _open_read_only(where.path)
    return _open_file(where.path)


def _create_file(path: Path, facts: tuple[str, str, str, str]) -> None:
    if path.exists() or path.is_symlink():
        raise StoreError(f"{path} exists already; choose another name or open it")
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        make_private(draft)
        database = open_sqlite(draft)
        try:
            with database.writing() as connection:
                _fill(connection, facts)
        finally:
            database.close()
        put_in_place(draft, path)
    except FileExistsError:
        raise StoreError(f"{path} exists already; choose another name or open it") from None
    except OSError as error:
        raise from_os_error(error, str(path)) from error
    finally:
        for suffix in ("", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _fill(connection: Connection, facts: tuple[str, str, str, str]) -> None:
    name, language, schema_text, actor = facts
    upgrade.migrate(connection)
    now = rows.time_text(datetime.now(UTC))
    values = {"id": new_id(), "name": name, "language": language, "created_at": now}
    values["seal"] = rows.sealed(sorted(values.items()))
    connection.execute(
        insert(project), [{"key": key, "value": value} for key, value in values.items()]
    )
    schema = (1, schema_text, now, actor)
    names = ("revision", "text", "made_at", "actor")
    row = {**dict(zip(names, schema, strict=True)), "hash": rows.sealed(schema)}
    connection.execute(insert(schemas), row)


def _create_in_postgres(where: Location, facts: tuple[str, str, str, str]) -> None:
    database = _postgres(where, read_only=False)
    try:
        with database.writing() as connection:
            if upgrade.database_version(connection):
                raise StoreError(f"{where.shown} holds a project already; open it")
            _fill(connection, facts)
    finally:
        database.close()


def _postgres(where: Location, *, read_only: bool) -> Database:
    if where.url is None:
        raise StoreError(f"{where.shown} is not a database URL")
    return reach_postgres(where.url, where.shown, read_only=read_only)


def _open_postgres(where: Location, *, read_only: bool) -> Store:
    database = _postgres(where, read_only=read_only)
    try:
        with database.reading() as connection:
            version = upgrade.database_version(connection)
            if version:
                upgrade.refuse_unknown(where.shown, connection)
        _refuse_strange(where.shown, version)
        if version < upgrade.VERSION and not read_only:
            with database.writing() as connection:
                upgrade.migrate(connection)
    except BaseException:
        database.close()
        raise
    return Store(where.shown, database, read_only=read_only)


def _refuse_strange(shown: str, version: int) -> None:
    if version == 0:
        raise NotAProjectError(shown, "it has none of our tables")
    upgrade.refuse_newer(shown, version)


def _open_read_only(path: Path) -> Store:
    _inspect(path)
    immutable = upgrade.is_immutable(path)
    database = open_sqlite(path, read_only=True, immutable=immutable)
    try:
        with database.reading() as connection:
            version = upgrade.database_version(connection)
            upgrade.refuse_unknown(str(path), connection)
        upgrade.refuse_newer(str(path), version)
        _refuse_older(str(path), version)
    except BaseException:
        database.close()
        raise
    warnings = (_UNREAD_WAL,) if immutable and _has_wal(path) else ()
    return Store(str(path), database, path=path, read_only=True, warnings=warnings)


_UNREAD_WAL = (
    "the last changes are in a -wal file, which cannot be read from a read-only folder; "
    "copy the project with that file to another folder"
)


def _has_wal(path: Path) -> bool:
    wal = path.with_name(path.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _refuse_older(shown: str, version: int) -> None:
    if version < upgrade.VERSION:
        reason = "an older version of the program wrote it; open it for writing once"
        raise ReadOnlyError(shown, reason)


def _inspect(path: Path) -> None:
    try:
        upgrade.inspect_file(path)
    except OSError as error:
        raise from_os_error(error, str(path)) from error


def _open_file(path: Path) -> Store:
    _inspect(path)
    if not upgrade.can_write(path):
        raise ReadOnlyError(str(path), "the file is read-only")
    if not upgrade.can_write(path.parent):
        raise ReadOnlyError(str(path), "its folder is read-only")
    path = path.resolve()
    lock = ProjectLock(path)
    lock.take()
    database = open_sqlite(path)
    try:
        _bring_up_to_date(database, path)
        with database.writing() as connection:  # opens the file, and takes up what the WAL holds
            connection.execute(select(project.c.key).limit(1))
        warnings = _warnings(database, path)
    except BaseException:
        database.close()
        lock.release()
        raise
    return Store(str(path), database, path=path, warnings=warnings, lock=lock)


def _bring_up_to_date(database: Database, path: Path) -> None:
    with database.reading() as connection:
        version = upgrade.database_version(connection)
        upgrade.refuse_unknown(database.shown, connection)
    upgrade.refuse_newer(database.shown, version)
    if version == 0:
        raise DamagedError(f"{database.shown} has no version; run `annotator doctor`")
    if version == upgrade.VERSION:
        return
    make_backup(database, path, MIGRATION)
    with database.writing() as connection:
        upgrade.migrate(connection)
    database.fold_wal()


def _warnings(database: Database, path: Path) -> tuple[str, ...]:
    found: list[str] = []
    kind = network_filesystem(path, mounts_now())
    if kind:
        found.append(
            f"the project is on a network file system ({kind}), where a database file can be "
            "damaged; keep it on a local disk"
        )
    with database.reading() as connection:
        query = text("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')")
        known = {*LOG_TRIGGERS, *TEXT_TRIGGERS, *RAW_TRIGGERS}
        strange = sorted(set(connection.scalars(query)) - known)
    if strange:
        found.append(
            f"the file holds {len(strange)} triggers or views that are not ours, such as "
            f"{strange[0]!r}; run `annotator doctor`"
        )
    kept = backups_in(folder_of(path))
    if kept and kept[-1].sequence > state_of(database)[0]:
        found.append(
            f"the project is older than its newest backup, {kept[-1].path.name}: a copy may have "
            "been put back, or a -wal file beside it was lost"
        )
    return tuple(found)
