# SPDX-License-Identifier: MIT
"""Examines a project: nothing may be damaged without being noticed and named.

SQLite's own checks miss most silent damage (of 229 planted one-byte changes of data, 200), so every
text is hashed, every log's chain is followed, and every row is compared with what the log says.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Table, create_engine, func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from annotator.errors import DamagedError, NotAProjectError, NotFoundError, StoreError
from annotator.store import rows, upgrade
from annotator.store.diagnosis import Damage, Diagnosis, Part
from annotator.store.engine import Database, open_sqlite
from annotator.store.examination import examine_document, read_rows
from annotator.store.faults import as_store_error, translated
from annotator.store.keeping import backups_in, folder_of
from annotator.store.location import parse_location
from annotator.store.raw import examine_raw_sources
from annotator.store.reaching import reach_postgres
from annotator.store.tables import documents, layers, operations, project, records, schemas

KEYS_AT_ONCE = 100
SEARCH_TABLES = frozenset(
    f"search_words{part}" for part in ("", "_data", "_idx", "_docsize", "_config", "_content")
)
_FIXED_BUG = (3, 51, 3)

_COUNTED = {"documents": documents, "records": records, "operations": operations}

Progress = Callable[[int, int], None]
Check = Callable[[Connection], Iterator[Damage]]


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


def examine(location: str, progress: Progress = no_progress) -> Diagnosis:
    """Return what is damaged in a project; it is only read, and may be open elsewhere.

    Raises NotFoundError, NotAProjectError or NewerProjectError where there is nothing to examine.
    A file too damaged to be read is a diagnosis, not an error.
    """
    database = open_for_examination(location)
    if isinstance(database, Diagnosis):
        return database
    try:
        return examine_database(database, progress)
    finally:
        database.close()


def open_for_examination(location: str) -> Database | Diagnosis:
    """Return connections that only read; or the diagnosis, if the file cannot even be opened."""
    where = parse_location(location)
    if where.url is not None:
        return reach_postgres(where.url, where.shown, read_only=True)
    path = Path(where.shown)
    if not path.is_file():
        raise NotFoundError("project", where.shown)
    try:
        with translated(where.shown):
            upgrade.inspect_file(path)
    except DamagedError as error:
        return Diagnosis(where.shown, damages=(Damage(Part.FILE, "", str(error)),))
    except NotAProjectError as error:
        if not backups_in(folder_of(path)):  # it never was a project
            raise
        return Diagnosis(where.shown, damages=(Damage(Part.FILE, "", str(error)),))
    return open_sqlite(path, read_only=True, immutable=upgrade.is_immutable(path))


def examine_database(database: Database, progress: Progress = no_progress) -> Diagnosis:
    """Return what is damaged in a project whose connections are open."""
    damages: list[Damage] = []
    notes: list[str] = []
    counts = dict.fromkeys(_COUNTED, 0)
    try:
        with database.reading() as connection:
            damages += _whole(connection, notes)
            for name, table in _COUNTED.items():
                counts[name] = connection.scalar(select(func.count()).select_from(table)) or 0
            version = _version_of(connection)
        damages += _documents(database, counts["documents"], progress)
        if version >= upgrade.WITH_RAW_SOURCES:
            damages += examine_raw_sources(database)
    except DamagedError as error:
        damages.append(Damage(Part.FILE, "", str(error)))
    return Diagnosis(
        database.shown,
        counts["documents"],
        counts["records"],
        counts["operations"],
        tuple(damages),
        tuple(notes),
    )


def _whole(connection: Connection, notes: list[str]) -> Iterator[Damage]:
    if connection.dialect.name == "sqlite":
        notes.append(_sqlite_note())
        parts: tuple[Check, ...] = _PARTS_OF_SQLITE
    else:
        notes.extend(_server_notes(connection))
        parts = (_postgres_triggers,)
    for part in (*parts, _version, _project_rows, _schema_rows):
        try:
            yield from part(connection)
        except (SQLAlchemyError, sqlite3.Error, ValueError, TypeError, AttributeError) as error:
            found = getattr(error, "orig", error)
            yield Damage(Part.FILE, "", str(as_store_error(found, "the project")))


def _sqlite_note() -> str:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= _FIXED_BUG:
        return f"SQLite {version}"
    return (
        f"SQLite {version} can damage a file that two connections write at once (fixed in 3.51.3); "
        "this program writes through one connection only"
    )


def _sqlite_pages(connection: Connection) -> Iterator[Damage]:
    for (message,) in connection.execute(text("PRAGMA integrity_check")):
        if message != "ok":
            yield Damage(Part.FILE, "", f"SQLite: {message}")


def _sqlite_references(connection: Connection) -> Iterator[Damage]:
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield Damage(Part.FILE, "", f"a row of {row[0]} refers to a row of {row[2]} that is gone")


def _sqlite_objects(connection: Connection) -> Iterator[Damage]:
    found = _objects_of(connection)
    expected = expected_objects(_version_of(connection))
    for name, made in found.items():
        if name in SEARCH_TABLES and made[0] == "table":
            continue
        if name not in expected:
            yield Damage(Part.OBJECT, "", f"the file holds a {made[0]} {name!r} that is not ours")
        elif expected[name] != made:
            yield Damage(Part.OBJECT, "", f"the {made[0]} {name!r} is not as it was made")
    for name in expected:
        if name not in found:
            yield Damage(Part.OBJECT, "", f"the {expected[name][0]} {name!r} is missing")


Made = tuple[str, str, str | None]
"""Type, table and SQL of something in the database."""


def _objects_of(connection: Connection) -> dict[str, Made]:
    query = text("SELECT name, type, tbl_name, sql FROM sqlite_master")
    return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(query)}


def expected_objects(version: int = 0) -> dict[str, Made]:
    """Return what a SQLite project of a version (the newest) holds, by name."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            upgrade.migrate(connection, version)
            return _objects_of(connection)
    finally:
        engine.dispose()


def _sqlite_keys(connection: Connection) -> Iterator[Damage]:
    """Keys count from 1 without gaps, since no row is ever deleted from these tables."""
    sequences = text("SELECT name, seq FROM sqlite_sequence")
    last = {row[0]: row[1] for row in connection.execute(sequences)}
    tables: tuple[tuple[Table, str], ...] = (
        (documents, "key"),
        (layers, "key"),
        (operations, "sequence"),
    )
    for table, name in tables:
        column = table.c[name]
        query = select(func.count(), func.min(column), func.max(column))
        count, lowest, highest = connection.execute(query).one()
        if (lowest or 1, highest or 0, last.get(table.name, 0)) != (1, count, count):
            yield Damage(Part.FILE, "", f"rows of {table.name} are missing or misnumbered")


def _postgres_triggers(connection: Connection) -> Iterator[Damage]:
    query = text(
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
        "AND tgrelid IN (to_regclass('operations'), to_regclass('texts'), "
        "to_regclass('raw_sources'))"
    )
    found = set(connection.scalars(query))
    tables = ("operations", "texts", "raw_sources")
    for table in tables if _version_of(connection) >= upgrade.WITH_RAW_SOURCES else tables[:2]:
        for event in ("update", "delete", "truncate"):
            if f"{table}_no_{event}" not in found:
                yield Damage(Part.OBJECT, "", f"nothing refuses {event} on {table}")


def _server_notes(connection: Connection) -> Iterator[str]:
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if connection.scalar(text(f"SHOW {name}")) == "off":
            yield f"the server runs with {name} = off: a power cut can lose saved work"
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        yield "the database is not encoded in UTF8: some texts cannot be stored"


def _version(connection: Connection) -> Iterator[Damage]:
    version = _version_of(connection)
    found = list(connection.scalars(text("SELECT version_num FROM alembic_version")))
    if found != [f"{version:04d}"]:
        yield Damage(Part.PROJECT, "", "the version of the tables is not recorded right")
    if upgrade.database_version(connection) != version:
        yield Damage(Part.PROJECT, "", "the version of the file is not recorded right")


def _version_of(connection: Connection) -> int:
    """Return the version, if file and tables agree on an older one; else the newest."""
    said = upgrade.database_version(connection)
    try:
        made = list(connection.scalars(text("SELECT version_num FROM alembic_version")))
    except (SQLAlchemyError, ValueError):
        return upgrade.VERSION
    older = 0 < said < upgrade.VERSION and made == [f"{said:04d}"]
    return said if older else upgrade.VERSION


def _project_rows(connection: Connection) -> Iterator[Damage]:
    facts = {row.key: row.value for row in connection.execute(select(project))}
    seal = facts.pop("seal", "")
    if seal != rows.sealed(sorted(facts.items())):
        yield Damage(Part.PROJECT, "", "the project's name, language or date is damaged")


def _schema_rows(connection: Connection) -> Iterator[Damage]:
    found = list(connection.execute(select(schemas).order_by(schemas.c.revision)))
    if [row.revision for row in found] != list(range(1, len(found) + 1)) or not found:
        yield Damage(Part.PROJECT, "", "a revision of the schema is missing")
    for row in found:
        if row.hash != rows.sealed((row.revision, row.text, row.made_at, row.actor)):
            yield Damage(Part.PROJECT, "", f"revision {row.revision} of the schema is damaged")


_PARTS_OF_SQLITE = (_sqlite_pages, _sqlite_references, _sqlite_objects, _sqlite_keys)


def _documents(database: Database, total: int, progress: Progress) -> Iterator[Damage]:
    with database.reading() as connection:
        keys = list(connection.scalars(select(documents.c.key).order_by(documents.c.key)))
    for at in range(0, len(keys), KEYS_AT_ONCE):
        chunk = keys[at : at + KEYS_AT_ONCE]
        try:
            yield from _examined(database, chunk[0], chunk[-1])
        except StoreError:
            for key in chunk:
                yield from _alone(database, key)
        progress(min(at + KEYS_AT_ONCE, total), total)


def _examined(database: Database, first: int, last: int) -> list[Damage]:
    with database.reading() as connection:
        found = read_rows(connection, first, last)
    return [damage for stored in found for damage in examine_document(stored)]


def _alone(database: Database, key: int) -> Iterator[Damage]:
    try:
        yield from _examined(database, key, key)
    except StoreError as error:
        yield Damage(Part.FILE, _name_of(database, key), f"it cannot be read: {error}")


def _name_of(database: Database, key: int) -> str:
    try:
        with database.reading() as connection:
            id = connection.scalar(select(documents.c.id).where(documents.c.key == key))
    except StoreError:
        id = None
    return str(id or f"number {key}")
