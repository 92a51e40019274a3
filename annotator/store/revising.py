# SPDX-License-Identifier: MIT
"""Changes every layer of a project in one transaction, with its schema: for schema changes.

Rows and log are those that ``writing`` would make. The first operation of such an act also says
which revisions of the schema it led from and to; like all of the log, that is in the hash chain.
If the act changes no record, an operation without steps says it in the first document.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

import orjson
from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.engine import Connection

from annotator.errors import ConflictError, InputError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.ids import new_id
from annotator.model.records import Record, identical
from annotator.store import rows
from annotator.store.collecting import without_collector
from annotator.store.engine import Database
from annotator.store.fetching import insert_sql, tuples
from annotator.store.keeping_schemas import newest_schema, save_schema
from annotator.store.tables import documents, layers, operations, records, schemas, texts

DOCUMENTS_AT_ONCE = 200
Progress = Callable[[int, int], None]
Layers: TypeAlias = Mapping[str, Mapping[str, Record]]
"""The records of each layer of a document, by annotator."""
Carry: TypeAlias = Callable[[str, Layers], Layers]
"""Given a document and its layers: what they become; the same mapping for one that stays."""


@dataclass(frozen=True, slots=True)
class Act:
    """What the log says of a change of everything; see ``Operation`` for the fields."""

    actor: str
    kind: str
    gesture: str
    undoes: str = ""
    redoes: str = ""


@dataclass(slots=True)
class HeldLayer:
    """A layer as stored: its row, and each record's data, version, position and surface by id."""

    key: int
    document_key: int
    annotator: str
    counts: list[int]
    stored: dict[str, tuple[str, int, int, str]] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)


@dataclass(slots=True)
class HeldDocument:
    """A document as stored, with all its layers."""

    key: int
    id: str
    number: int
    hash: str
    layers: list[HeldLayer] = field(default_factory=list)

    def records(self) -> Layers:
        """Return the records of each layer."""
        return {layer.annotator: layer.records for layer in self.layers}


def everything(connection: Connection, progress: Progress) -> Iterator[HeldDocument]:
    """Yield every document, removed ones too, with its layers; some hundred are in memory."""
    keys = list(connection.scalars(select(documents.c.key).order_by(documents.c.key)))
    for at in range(0, len(keys), DOCUMENTS_AT_ONCE):
        chunk = keys[at : at + DOCUMENTS_AT_ONCE]
        yield from _read(connection, chunk[0], chunk[-1])
        progress(min(at + DOCUMENTS_AT_ONCE, len(keys)), len(keys))


def _read(connection: Connection, first: int, last: int) -> list[HeldDocument]:
    columns = (documents.c.key, documents.c.id, documents.c.last_number, documents.c.head_hash)
    here = documents.c.key.between(first, last)
    query = select(*columns).where(here).order_by(documents.c.key)
    found = {row[0]: HeldDocument(*row) for row in tuples(connection, query)}
    by_key: dict[int, HeldLayer] = {}
    where = layers.c.document_key.between(first, last)
    names = (layers.c.key, layers.c.document_key, layers.c.annotator, layers.c.complete)
    counts = (layers.c.span_count, layers.c.record_count, layers.c.made, layers.c.version)
    for key, document, annotator, *numbers in tuples(
        connection, select(*names, *counts).where(where).order_by(layers.c.key)
    ):
        by_key[key] = HeldLayer(key, document, annotator, numbers)
        found[document].layers.append(by_key[key])
    _read_records(connection, by_key, where)
    return list(found.values())


def _read_records(connection: Connection, by_key: dict[int, HeldLayer], where: Any) -> None:  # noqa: ANN401 - SQLAlchemy's condition
    columns = (
        records.c.layer_key,
        records.c.id,
        records.c.data,
        records.c.version,
        records.c.position,
        records.c.surface,
    )
    joined = select(*columns).join(layers, layers.c.key == records.c.layer_key).where(where)
    for key, id, *stored in tuples(connection, joined):
        data, version, position, surface = stored
        by_key[key].stored[id] = (data, version, position, surface)
    for layer in by_key.values():
        ordered = sorted(layer.stored.items(), key=lambda item: item[1][2])
        layer.records = {id: rows.record_of(kept[0]) for id, kept in ordered}


def revise(
    connection: Connection,
    carry: Carry | None,
    act: Act,
    *,
    expected: str,
    schema: str,
    progress: Progress,
) -> int:
    """Carry every layer over and keep ``schema``, in the transaction that is open.

    Without ``carry`` no layer is read, however large the project.
    ``expected`` is the text of the schema that must be the newest now, else ConflictError.
    Returns how many layers changed. Whatever ``carry`` or ``progress`` raises comes out.
    """
    with without_collector():
        return _revise(connection, carry, act, (expected, schema), progress)


def _revise(
    connection: Connection,
    carry: Carry | None,
    act: Act,
    texts_of_schemas: tuple[str, str],
    progress: Progress,
) -> int:
    expected, schema = texts_of_schemas
    kept = newest_schema(connection)
    if kept is None or kept.text != expected:
        raise ConflictError("schema", "the project")
    revision = save_schema(connection, schema, act.actor)
    writer = _Writer(connection, act, f'"schema":[{kept.revision},{revision}]')
    if carry is not None:
        waiting: list[HeldDocument] = []
        for document in everything(connection, progress):
            waiting.append(document)
            if len(waiting) == DOCUMENTS_AT_ONCE:
                writer.write(waiting, carry)
                waiting = []
        writer.write(waiting, carry)
    changed = writer.count
    if changed == 0:
        writer.write_without_steps()
    return changed


def revisions_of(connection: Connection, gesture: str) -> tuple[str, str]:
    """Return the texts of the schemas that an act led from and to; InputError if it did not."""
    found = connection.scalar(select(operations.c.change).where(operations.c.id == gesture))
    try:
        before, after = orjson.loads(found or "{}")["schema"]
    except (KeyError, ValueError, TypeError):
        raise InputError("that act did not change the schema") from None
    return _schema_text(connection, before), _schema_text(connection, after)


def _schema_text(connection: Connection, revision: int) -> str:
    query = select(schemas.c.text).where(schemas.c.revision == revision)
    return str(connection.scalar(query) or "")


def require_unused(connection: Connection, names: Mapping[str, Sequence[str]], since: str) -> None:
    """Raise InputError if a record that was changed since that act has one of these names.

    They are labels and types by kind of record.
    """
    wanted = [(records.c.kind == kind) & records.c.label.in_(some) for kind, some in names.items()]
    if not wanted:
        return
    act = select(func.max(operations.c.sequence)).where(operations.c.gesture == since)
    changed = select(operations.c.sequence).where(
        operations.c.sequence > act.scalar_subquery(),
        operations.c.document_key == layers.c.document_key,
        operations.c.layer == layers.c.annotator,
        operations.c.change.contains(records.c.id),
    )
    query = (
        select(documents.c.id, layers.c.annotator, records.c.kind, records.c.label)
        .join(layers, layers.c.key == records.c.layer_key)
        .join(documents, documents.c.key == layers.c.document_key)
        .where(or_(*wanted), changed.exists())
    )
    found = connection.execute(query.limit(1)).first()
    if found is not None:
        document, annotator, kind, name = found
        raise InputError(
            f"{annotator} has used {name!r} for a {kind} in document {document!r} since, so this "
            "cannot be undone; rename or remove it in the schema"
        )


def way_back(database: Database, gesture: str, *, again: bool) -> Carry | None:
    """Return what takes an act's changes back, or with ``again`` makes them once more.

    It raises ConflictError where somebody has changed since what the act had made. None if the
    act changed no record.
    """
    held: dict[tuple[str, str], list[str]] = {}
    with database.reading() as connection:
        query = (
            select(documents.c.id, operations.c.layer, operations.c.change)
            .join(documents, documents.c.key == operations.c.document_key)
            .where(operations.c.gesture == gesture)
            .order_by(operations.c.sequence)
        )
        for document, layer, change in tuples(connection, query):
            held.setdefault((document, layer), []).append(change)
    if not any(rows.change_of(change).steps for found in held.values() for change in found[:1]):
        return None

    def carry(document: str, layers: Layers) -> Layers:
        return {name: back(document, name, records) for name, records in layers.items()}

    def back(document: str, annotator: str, old: Mapping[str, Record]) -> Mapping[str, Record]:
        found = held.get((document, annotator))
        if found is None:
            return old
        new = dict(old)
        for change in map(rows.change_of, found if again else reversed(found)):
            try:
                (change if again else change.inverted()).write_to(new)
            except ConflictError as error:
                raise ConflictError(error.record, document) from None
        return new

    return carry


@dataclass(slots=True)
class _Rows:
    """What goes into the tables together."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[str, str, int, int, str]] = field(default_factory=list)
    gone: list[dict[str, Any]] = field(default_factory=list)
    layers: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    log: list[tuple[Any, ...]] = field(default_factory=list)


@dataclass(slots=True)
class _Writer:
    """Writes what layers become; ``count`` is how many operations were logged."""

    connection: Connection
    act: Act
    named: str
    count: int = 0
    time: str = field(default_factory=lambda: rows.time_text(datetime.now(UTC)))

    def write(self, held: Sequence[HeldDocument], carry: Carry) -> None:
        """Write some documents; those that do not change are left alone."""
        made = _Rows()
        for document in held:
            before = document.number
            after = carry(document.id, document.records())
            for layer in document.layers:
                new = after[layer.annotator]
                if new is not layer.records:
                    self._change(made, document, layer, new)
            if document.number > before:
                made.documents.append(_head(document))
        _put(self.connection, made)

    def write_without_steps(self) -> None:
        """Log the act in the own layer of the first document, if there is one."""
        first = self.connection.scalar(select(func.min(documents.c.key)))
        if first is None:
            return
        document = _read(self.connection, first, first)[0]
        own = next(layer for layer in document.layers if layer.annotator == DOCUMENT_LAYER)
        made = _Rows()
        self._log(made, document, own, [])
        made.documents.append(_head(document))
        _put(self.connection, made)

    def _change(
        self, made: _Rows, document: HeldDocument, layer: HeldLayer, new: Mapping[str, Record]
    ) -> None:
        steps: list[tuple[str, bytes | None, bytes | None]] = []
        old = layer.records
        for id, record in old.items():
            after = new.get(id)
            if after is None:
                steps.append((id, layer.stored[id][0].encode(), None))
                made.gone.append({"was_layer": layer.key, "was_id": id})
                _count(layer, record, -1)
            elif after is not record and not identical(record, after):
                steps.append((id, layer.stored[id][0].encode(), self._put(made, layer, after)))
        for id, record in new.items():
            if id not in old:
                steps.append((id, None, self._add(made, document, layer, record)))
        if steps:
            self._log(made, document, layer, steps)

    def _put(self, made: _Rows, layer: HeldLayer, record: Record) -> bytes:
        version = layer.stored[record.id][1] + 1
        data = rows.canonical_text(record)
        made.changed.append((rows.label_of(record), data, version, layer.key, record.id))
        return data.encode()

    def _add(self, made: _Rows, document: HeldDocument, layer: HeldLayer, record: Record) -> bytes:
        _count(layer, record, 1)
        layer.counts[3] += 1
        data = rows.canonical_text(record)
        query = select(texts.c.text).where(texts.c.document_key == document.key)
        words = (self.connection.scalar(query) or "") if rows.needs_text(record) else ""
        columns = rows.derived(record, words)
        made.new.append((layer.key, record.id, layer.counts[3], *columns, data, 1))
        return data.encode()

    def _log(
        self,
        made: _Rows,
        document: HeldDocument,
        layer: HeldLayer,
        steps: Sequence[tuple[str, bytes | None, bytes | None]],
    ) -> None:
        document.number += 1
        layer.counts[4] += 1
        act = self.act
        change = rows.change_bytes(act.kind, steps)
        if self.count == 0:
            change = b"%b,%b}" % (change[:-1], self.named.encode())
        id = act.gesture if self.count == 0 else new_id()
        head = (id, act.gesture)
        tail = (document.number, layer.annotator, act.actor)
        times = (self.time, act.undoes, act.redoes)
        document.hash = rows.link_hash(document.hash, (*head, document.id, *tail, *times), change)
        place = (*head, document.key, *tail, act.kind, change.decode())
        made.log.append((*place, *times, document.hash))
        names = ("complete", "span_count", "record_count", "made", "version")
        counts = dict(zip(names, layer.counts, strict=True))
        made.layers.append({"was_key": layer.key, **counts})
        self.count += 1


def _count(layer: HeldLayer, record: Record, by: int) -> None:
    layer.counts[1] += by * (record.kind == "span")
    layer.counts[2] += by


def _head(document: HeldDocument) -> dict[str, Any]:
    return {
        "was_key": document.key,
        "last_number": document.number,
        "head_hash": document.hash,
    }


def _put(connection: Connection, made: _Rows) -> None:
    if made.gone:
        here = (records.c.layer_key == bindparam("was_layer")) & (
            records.c.id == bindparam("was_id")
        )
        connection.execute(delete(records).where(here), made.gone)
    if made.changed and connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_ONE_BY_ONE, made.changed)
    elif made.changed:  # one by one takes a server ten times as long
        changed = [dict(zip(_CHANGED, values, strict=True)) for values in made.changed]
        connection.exec_driver_sql(_AT_ONCE, (orjson.dumps(changed).decode(),))
    for table, values in ((records, made.new), (operations, made.log)):
        if values:
            connection.exec_driver_sql(insert_sql(table, connection.dialect), values)
    for table, heads in ((layers, made.layers), (documents, made.documents)):
        if heads:
            statement = update(table).where(table.c.key == bindparam("was_key"))
            connection.execute(statement, heads)


_CHANGED = ("label", "data", "version", "layer_key", "id")
_ONE_BY_ONE = "UPDATE records SET label = ?, data = ?, version = ? WHERE layer_key = ? AND id = ?"
_AT_ONCE = (
    "UPDATE records SET label = new.label, data = new.data, version = new.version "
    "FROM json_to_recordset(%s::json) "  # psycopg takes long to write arrays of JSON
    "AS new (label text, data text, version integer, layer_key bigint, id text) "
    "WHERE records.layer_key = new.layer_key AND records.id = new.id"
)
