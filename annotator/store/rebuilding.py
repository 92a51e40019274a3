# SPDX-License-Identifier: MIT
"""Builds a project file anew from what is left of a damaged one and from its backups."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from annotator.errors import AnnotatorError, DamagedError, StoreError
from annotator.store import folding, raw, rows, upgrade
from annotator.store.diagnosis import Damage, Part
from annotator.store.engine import Database, open_sqlite
from annotator.store.examination import LogRow, StoredRows, examine_document, read_rows
from annotator.store.fetching import insert_sql
from annotator.store.keeping import told_time
from annotator.store.mending import Mended, mend
from annotator.store.tables import documents, layers, project, records, schemas, texts

PROJECT_KEYS = ("id", "name", "language", "created_at")


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did: the documents it mended, and what it had to give up."""

    mended: list[Mended] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    lost: list[Damage] = field(default_factory=list)


@dataclass(slots=True)
class _Source:
    """One file documents may come from."""

    database: Database
    path: Path

    def is_readable(self) -> bool:
        """Whether the rows that list what is in it can be read at all, damaged or not."""
        try:
            with self.database.reading() as connection:
                for table in (documents, project):
                    connection.execute(select(table)).fetchall()
        except (StoreError, TypeError, ValueError):
            return False
        return True

    def keys(self) -> list[int]:
        try:
            with self.database.reading() as connection:
                return list(connection.scalars(select(documents.c.key)))
        except StoreError:
            return []

    def read(self, key: int) -> StoredRows | None:
        try:
            with self.database.reading() as connection:
                return next(iter(read_rows(connection, key, key)), None)
        except StoreError:
            return None

    def raw_keys(self) -> set[int]:
        try:
            with self.database.reading() as connection:
                return raw.keys_of(connection)
        except StoreError:  # an older backup has no such table
            return set()

    def raw_row(self, key: int, document: str, said: str) -> raw.RawRow | None:
        """Return the row of a raw source if it is the one that the log names."""
        try:
            with self.database.reading() as connection:
                return raw.sound_row(connection, key, document, said)
        except StoreError:
            return None

    def raw_row_as_it_is(self, key: int) -> raw.RawRow | None:
        try:
            with self.database.reading() as connection:
                return raw.any_row(connection, key)
        except StoreError:
            return None

    def project(self) -> dict[str, str] | None:
        try:
            with self.database.reading() as connection:
                facts = {row.key: row.value for row in connection.execute(select(project))}
            seal = facts.pop("seal", "")
            return facts if seal == rows.sealed(sorted(facts.items())) else None
        except (StoreError, TypeError):
            return None

    def schemas(self) -> dict[int, tuple[int, str, str, str, str]]:
        try:
            with self.database.reading() as connection:
                found = [tuple(row) for row in connection.execute(select(schemas))]
            return {row[0]: _five(row) for row in found if row[4] == rows.sealed(row[:4])}
        except (StoreError, TypeError):
            return {}


def _five(row: tuple[Any, ...]) -> tuple[int, str, str, str, str]:
    revision, words, made_at, actor, seal = row
    return revision, words, made_at, actor, seal


def rebuild(damaged: Path, backups: Sequence[Path], draft: Path) -> Rebuilt:
    """Fill ``draft``, an empty file, from the damaged project and its backups (newest first).

    Raises DamagedError if nowhere a project's own rows are whole.
    """
    done = Rebuilt()
    with ExitStack() as stack:
        sources = [_source(path, stack) for path in (damaged, *backups)]
        new = open_sqlite(draft)
        stack.callback(new.close)
        with new.writing() as connection:
            upgrade.migrate(connection)
            _copy_project(connection, sources, done)
            _copy_documents(connection, sources, done)
        _say_what_may_be_missing(sources, done)
    return done


def _source(path: Path, stack: ExitStack) -> _Source:
    database = open_sqlite(path, read_only=True)
    stack.callback(database.close)
    return _Source(database, path)


def _say_what_may_be_missing(sources: Sequence[_Source], done: Rebuilt) -> None:
    """Warn if the file could not be read: it may have held more than its last backup."""
    if sources[0].is_readable():
        return
    used = next((source for source in sources[1:] if source.project() is not None), None)
    if used is None:
        return
    count = len(used.keys())
    counted = f"{count:,} document" if count == 1 else f"{count:,} documents"
    message = (
        f"the file could not be read; what is here now came from the backup of "
        f"{told_time(used.path)} ({counted}), and work done after it may be missing"
    )
    done.lost.append(Damage(Part.FILE, "", message))


def _copy_project(connection: Connection, sources: Sequence[_Source], done: Rebuilt) -> None:
    facts = next((found for source in sources if (found := source.project())), None)
    revisions: dict[int, tuple[int, str, str, str, str]] = {}
    for source in sources:
        revisions = {**source.schemas(), **revisions}
    if facts is None or not revisions:
        raise DamagedError("the project's own rows are damaged, and no backup has them")
    if sources[0].project() is None:
        done.done.append("the project's own rows came from a backup")
    sealed = {**facts, "seal": rows.sealed(sorted(facts.items()))}
    connection.execute(
        insert(project), [{"key": key, "value": value} for key, value in sealed.items()]
    )
    names = ("revision", "text", "made_at", "actor", "hash")
    connection.execute(
        insert(schemas),
        [dict(zip(names, revisions[key], strict=True)) for key in sorted(revisions)],
    )


def _copy_documents(connection: Connection, sources: Sequence[_Source], done: Rebuilt) -> None:
    held = [set(source.keys()) for source in sources]
    connection.execute(text("CREATE TEMP TABLE mended AS SELECT * FROM operations WHERE 0"))
    writer = _Writer(connection)
    raws = _Raws(sources, [source.raw_keys() for source in sources], done)
    for key in sorted(set().union(*held)):
        own = sources[0].read(key) if key in held[0] else None
        if own is not None and not list(examine_document(own)):
            writer.write(own)
            raws.copy(writer, key, own)
            continue
        rest = zip(sources[1:], held[1:], strict=True)
        others = [found for source, keys in rest if key in keys and (found := source.read(key))]
        mended = mend(own, others)
        if mended is not None:
            writer.write(mended.stored)
            raws.copy(writer, key, mended.stored)
            done.mended.append(mended)
        else:
            done.lost.append(_give_up(writer, own, key))
    connection.execute(text(_TAKE_LOG))
    connection.execute(text("DROP TABLE mended"))


def _give_up(writer: "_Writer", own: StoredRows | None, key: int) -> Damage:
    """Keep a document that cannot be mended as it is, if that can be."""
    if own is None:
        message = "it cannot be read, and no backup has it; the damaged copy may hold parts of it"
        return Damage(Part.FILE, f"number {key}", message)
    try:
        with writer.connection.begin_nested():
            writer.write_as_it_is(own)
    except (SQLAlchemyError, AnnotatorError, TypeError, ValueError):
        message = "it could not be kept; the damaged copy holds what is left of it"
        return Damage(Part.FILE, str(own.id), message)
    return Damage(Part.TEXT, str(own.id), "it could not be restored, and was kept as it is")


_INSERT_LOG = (
    "INSERT INTO mended (sequence, id, gesture, document_key, number, layer, actor, kind, change, "
    "made_at, undoes, redoes, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TAKE_LOG = (
    "INSERT INTO operations (id, gesture, document_key, number, layer, actor, kind, change, "
    "made_at, undoes, redoes, hash) SELECT id, gesture, document_key, number, layer, actor, kind, "
    "change, made_at, undoes, redoes, hash FROM mended ORDER BY sequence, document_key, number"
)


@dataclass(slots=True)
class _Writer:
    """Writes documents with new keys, without gaps; the log goes to a table apart, to be sorted."""

    connection: Connection
    document_key: int = 0
    layer_key: int = 0

    def write(self, stored: StoredRows) -> None:
        """Write a document whose text and log are proven; its rows follow from them."""
        folded = folding.fold((row.layer, row.change) for row in stored.log)
        expected = folding.expected_rows(folded, stored.text or "")
        stored.info = folding.expected_info(folded)
        self._write(stored, expected)

    def write_as_it_is(self, stored: StoredRows) -> None:
        """Write a document with the rows it has."""
        held = {
            annotator: folding.ExpectedLayer(row, stored.records.get(key, {}))
            for annotator, (key, row) in stored.layers.items()
        }
        self._write(stored, held)

    def _write(self, stored: StoredRows, held: dict[str, folding.ExpectedLayer]) -> None:
        key, layer_key = self.document_key + 1, self.layer_key
        head = (key, stored.id, stored.sha256, stored.length)
        self._insert(documents, [(*head, *stored.info, stored.last_number, stored.head_hash)])
        self._insert(texts, [(key, stored.text)])
        for annotator, layer in held.items():
            layer_key += 1
            self._insert(layers, [(layer_key, key, annotator, *layer.row)])
            self._insert(records, [(layer_key, *row) for row in layer.records.values()])
        log = [_log_values(row, key) for row in stored.log]
        if log:
            self.connection.exec_driver_sql(_INSERT_LOG, log)
        self.document_key, self.layer_key = key, layer_key

    def _insert(self, table: Table, values: list[tuple[Any, ...]]) -> None:
        if values:
            self.connection.exec_driver_sql(insert_sql(table, self.connection.dialect), values)


@dataclass(frozen=True, slots=True)
class _Raws:
    """The raw sources that the files hold, by the keys of their documents."""

    sources: Sequence[_Source]
    keys: Sequence[set[int]]
    done: Rebuilt

    def copy(self, writer: _Writer, key: int, stored: StoredRows) -> None:
        """Copy the raw source of the document that was written last, from where it is whole."""
        said = raw.seal_in_log(stored.log[0].change) if stored.log else ""
        holding = [s for s, keys in zip(self.sources, self.keys, strict=True) if key in keys]
        for source in holding:
            row = source.raw_row(key, stored.id, said)
            if row is not None:
                raw.copy_row(writer.connection, row, writer.document_key)
                if source is not self.sources[0]:
                    self.done.done.append(f"document {stored.id!r}: its raw source {_FROM_BACKUP}")
                return
        if holding or said:
            self._give_up(writer, key, stored.id)

    def _give_up(self, writer: _Writer, key: int, document: str) -> None:
        """Keep what is left of it, if that can be."""
        row = self.sources[0].raw_row_as_it_is(key) if key in self.keys[0] else None
        if row is not None:
            with suppress(SQLAlchemyError, TypeError, ValueError), writer.connection.begin_nested():
                raw.copy_row(writer.connection, row, writer.document_key)
        self.done.lost.append(Damage(Part.SOURCE, document, "its raw source could not be restored"))


_FROM_BACKUP = "came from a backup"


def _log_values(row: LogRow, key: int) -> tuple[Any, ...]:
    named = (row.sequence, row.id, row.gesture, key, row.number, row.layer, row.actor)
    return (*named, row.kind, row.change, row.made_at, row.undoes, row.redoes, row.hash)
