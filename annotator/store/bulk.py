# SPDX-License-Identifier: MIT
"""Adds many documents with their full log, at the pace of the bare driver.

The rows are the same as ``writing`` would make; a test compares the two.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlalchemy.engine import Connection

from annotator.edits.change import Operation, difference
from annotator.errors import InputError
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.document import Document, text_hash
from annotator.model.ids import DocumentId, OperationId, new_id
from annotator.model.records import (
    INFO_ID,
    STATUS_ID,
    LayerStatus,
    Record,
)
from annotator.store import raw, reading, rows, writing
from annotator.store.bulk_rows import record_rows
from annotator.store.collecting import without_collector
from annotator.store.fetching import insert_sql
from annotator.store.pouring import Pouring, pouring
from annotator.store.tables import (
    documents,
    layers,
    operations,
    raw_sources,
    records,
    texts,
)
from annotator.store.values import NewDocument
from annotator.text.characters import refuse_unstorable

BATCH = 256
RAW_BYTES = 16 * 1024 * 1024
"""A batch with more raw sources than this is not filled up: they are in memory until it is in."""
Progress = Callable[[int, int], None]

_COMPLETE = LayerStatus(complete=True)


@dataclass(slots=True)
class Batch:
    """Rows that go in together, table by table."""

    documents: list[tuple[Any, ...]] = field(default_factory=list)
    texts: list[tuple[Any, ...]] = field(default_factory=list)
    layers: list[tuple[Any, ...]] = field(default_factory=list)
    records: list[tuple[Any, ...]] = field(default_factory=list)
    operations: list[tuple[Any, ...]] = field(default_factory=list)
    raw_sources: list[tuple[Any, ...]] = field(default_factory=list)


_TABLES = (documents, texts, layers, records, operations, raw_sources)


@dataclass(slots=True)
class Adder:
    """State of one import: what names its operations, and the keys that come next."""

    connection: Connection
    actor: str
    gesture: str
    made_at: datetime
    time: str
    statements: dict[str, str]
    pours: Pouring
    batch: Batch = field(default_factory=Batch)
    first: bool = True

    def next_operation(self) -> str:
        """Return the id of the next operation; the first one names the gesture."""
        if self.first:
            self.first = False
            return self.gesture
        return new_id()


def add(
    connection: Connection,
    new: Iterable[NewDocument],
    *,
    actor: str,
    gesture: str,
    progress: Progress,
) -> int:
    """Add documents in the transaction that is open; return how many.

    A document whose id is that of a removed one with the same text brings that one back. Any
    other use of an id that is taken is an InputError.
    """
    now = datetime.now(UTC)
    statements = {table.name: insert_sql(table, connection.dialect) for table in _TABLES}
    done = 0
    with without_collector(), pouring(connection) as pours:
        adder = Adder(connection, actor, gesture, now, rows.time_text(now), statements, pours)
        for chunk in _batches(new):
            pours.settle()
            _add_chunk(adder, chunk)
            done += len(chunk)
            progress(done, 0)
    return done


def _batches(new: Iterable[NewDocument]) -> Iterator[list[NewDocument]]:
    """Yield the documents in lists of at most BATCH, fewer where many bytes come with them."""
    batch: list[NewDocument] = []
    held = 0
    for item in new:
        batch.append(item)
        if item.raw is not None:
            held += len(item.raw.data)
        if len(batch) == BATCH or held > RAW_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _add_chunk(adder: Adder, chunk: Sequence[NewDocument]) -> None:
    ids = [new.document.id for new in chunk]
    query = select(documents.c.id, documents.c.sha256, documents.c.removed)
    found = adder.connection.execute(query.where(documents.c.id.in_(ids)))
    taken = {row.id: row for row in found}
    fresh: list[NewDocument] = []
    for new in chunk:
        row = taken.get(new.document.id)
        if row is None:
            fresh.append(new)
        elif row.removed and row.sha256 == new.document.sha256:
            _bring_back(adder, new)
        else:
            raise InputError(f"the id {new.document.id!r} is taken by another document")
    if len({new.document.id for new in fresh}) < len(fresh):
        raise InputError("two of the new documents have the same id")
    if fresh:
        _insert(adder, fresh)


def _insert(adder: Adder, fresh: Sequence[NewDocument]) -> None:
    connection = adder.connection
    layer_count = sum(len(filled(new)) + 1 for new in fresh)
    document_keys = iter(_keys(connection, documents, "key", len(fresh)))
    layer_keys = iter(_keys(connection, layers, "key", layer_count))
    for new in fresh:
        _gather(adder, new, next(document_keys), layer_keys)
    batch, adder.batch = adder.batch, Batch()
    adder.pours.pour([(adder.statements[t.name], getattr(batch, t.name)) for t in _TABLES])


def _keys(connection: Connection, table: Table, column: str, count: int) -> range | list[int]:
    """Reserve keys; in SQLite nobody else writes, in PostgreSQL the sequence gives them."""
    if connection.dialect.name == "sqlite":
        last = connection.scalar(select(func.max(table.c[column]))) or 0
        return range(last + 1, last + 1 + count)
    query = text(
        "SELECT nextval(pg_get_serial_sequence(:name, :column)) FROM generate_series(1, :count)"
    )
    found = connection.scalars(query, {"name": table.name, "column": column, "count": count})
    return list(found)


@dataclass(slots=True)
class _Head:
    """Where the log of a new document stands."""

    key: int
    id: str
    hash: str
    number: int = 0


def _gather(adder: Adder, new: NewDocument, key: int, layer_keys: Iterator[int]) -> None:
    document, batch = new.document, adder.batch
    head = _Head(key, document.id, _checked_hash(document))
    batch.texts.append((key, document.text))
    own, _ = record_rows(next(layer_keys), (new.info, *new.own), document.text)
    count = len(own)
    if len({row[1] for row in own}) < count:
        raise InputError(f"two records of the document {document.id!r} itself have the same id")
    batch.layers.append((own[0][0], key, DOCUMENT_LAYER, "document", 0, 0, count, count, 1))
    batch.records += own
    named = _gather_raw(adder, new, key)
    steps = ",".join([row[8] for row in own])
    _log(adder, head, (DOCUMENT_LAYER, "document.add", steps), named)
    for layer in filled(new):
        steps = _gather_layer(adder, document.text, (next(layer_keys), key), layer)
        _log(adder, head, (layer[0], "layer.import", steps))
    columns = rows.info_columns(new.info)
    batch.documents.append(
        (key, document.id, document.sha256, len(document.text), *columns, head.number, head.hash)
    )


def _gather_raw(adder: Adder, new: NewDocument, key: int) -> str:
    """Gather the row of a raw source and return how the log names it."""
    if new.raw is None:
        return ""
    row = raw.row_of(key, new.document.id, new.raw)
    adder.batch.raw_sources.append(row)
    return raw.named_in_log(row[5])


def filled(new: NewDocument) -> list[tuple[str, tuple[Record, ...], bool]]:
    """Return the layers that hold something; InputError if one has no name or a name twice."""
    names = [layer[0] for layer in new.layers]
    if DOCUMENT_LAYER in names or len(set(names)) < len(names):
        raise InputError(f"the layers of {new.document.id!r} need one annotator's name each")
    return [layer for layer in new.layers if layer[1] or layer[2]]


def _checked_hash(document: Document) -> str:
    try:
        found = text_hash(document.text)
    except UnicodeEncodeError:
        refuse_unstorable(document.text)
        raise
    if "\0" in document.text:
        refuse_unstorable(document.text)
    if found != document.sha256:
        raise InputError(f"document {document.id!r} does not have the hash it claims")
    return found


def _gather_layer(
    adder: Adder, text: str, keys: tuple[int, int], layer: tuple[str, Sequence[Record], bool]
) -> str:
    """Gather a layer's rows and return the steps that made it, as JSON without the brackets."""
    layer_key, document_key = keys
    annotator, layer_records, complete = layer
    everything = (*layer_records, _COMPLETE) if complete else layer_records
    made, spans = record_rows(layer_key, everything, text)
    ids = [row[1] for row in made]
    count = len(ids)
    if len(set(ids)) < count:
        raise InputError(f"two records of a layer of {annotator!r} have the same id")
    adder.batch.records += made
    adder.batch.layers.append(
        (layer_key, document_key, annotator, "annotation", int(complete), spans, count, count, 1)
    )
    return ",".join([row[8] for row in made])


def _log(adder: Adder, head: _Head, facts: tuple[str, str, str], more: str = "") -> None:
    layer, kind, steps = facts
    head.number += 1
    id = adder.next_operation()
    change = f'{{"kind":"{kind}","steps":[{steps}]{more}}}'
    named = (id, adder.gesture, head.id, head.number, layer, adder.actor, adder.time, "", "")
    head.hash = rows.link_hash(head.hash, named, change.encode())
    place = (head.key, head.number, layer, adder.actor, kind, change)
    adder.batch.operations.append((id, adder.gesture, *place, adder.time, "", "", head.hash))


def _bring_back(adder: Adder, new: NewDocument) -> None:
    """Write what was removed anew, as changes to what is still stored of it."""
    connection, id = adder.connection, new.document.id
    wanted: list[tuple[str, str, dict[str, Record]]] = [
        (
            DOCUMENT_LAYER,
            "document.add",
            {INFO_ID: new.info, **{record.id: record for record in new.own}},
        )
    ]
    for annotator, layer_records, complete in filled(new):
        here: dict[str, Record] = {record.id: record for record in layer_records}
        if complete:
            here[STATUS_ID] = _COMPLETE
        wanted.append((annotator, "layer.import", here))
    changes = [
        Operation(
            OperationId(adder.next_operation()),
            adder.gesture,
            DocumentId(id),
            annotator,
            adder.actor,
            difference(kind, reading.annotations(connection, id, annotator), Annotations(here)),
            adder.made_at,
        )
        for annotator, kind, here in wanted
    ]
    writing.write(connection, changes, writing.Texts())
    if new.raw is not None:
        raw.keep(connection, id, new.raw)
