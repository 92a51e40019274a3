# SPDX-License-Identifier: MIT
"""Writes operations: rows and log in the same transaction, or neither.

Each step is compared with what is stored; if that is not what the step expects, somebody else was
faster, and ConflictError undoes the transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Delete, Update, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection

from annotator.edits.change import Operation, Step
from annotator.errors import ConflictError, NotFoundError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.records import (
    INFO_ID,
    STATUS_ID,
    DocumentInfo,
    LayerStatus,
    Record,
    Span,
)
from annotator.store import rows
from annotator.store.tables import documents, layers, operations, records, texts

CHUNK = 400
FEW = 50

Item = TypeVar("Item")


def layer_kind(annotator: str) -> str:
    """Return the kind of a layer: the document's own, or an annotation."""
    return "document" if annotator == DOCUMENT_LAYER else "annotation"


@dataclass(slots=True)
class Row:
    """A record as stored: canonical bytes, how often it was written, its place in the order."""

    data: bytes
    version: int
    position: int
    is_span: bool
    record: Record | None = None


@dataclass(slots=True)
class Layer:
    """A layer's row while it is being changed; ``rows`` is what it holds now, as far as read."""

    key: int
    annotator: str
    complete: int
    span_count: int
    record_count: int
    made: int
    version: int
    stored: dict[str, Row] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Head:
    """A document's row while it is being changed."""

    key: int
    id: str
    number: int
    hash: str
    info: rows.InfoColumns | None = None
    layers: dict[str, Layer] = field(default_factory=dict)


@dataclass(slots=True)
class Texts:
    """Texts by document; keeps the last one, since texts never change."""

    key: int = -1
    text: str = ""

    def of(self, connection: Connection, key: int) -> str:
        """Return the text of the document with this key."""
        if key != self.key:
            found = connection.scalar(select(texts.c.text).where(texts.c.document_key == key))
            self.text, self.key = found or "", key
        return self.text


def in_chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """Yield the items in lists of at most ``size``."""
    chunk: list[Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def write(connection: Connection, wanted: Sequence[Operation], known_texts: Texts) -> int:
    """Write the operations that are not there yet, in order, and return how many they were.

    Raises ConflictError, NotFoundError for an unknown document, InputError for what cannot be
    stored, and ValueError if a gesture is not named by one of its operations.
    """
    known = _known(connection, [operation.id for operation in wanted])
    fresh = [operation for operation in wanted if operation.id not in known]
    _check_gestures(connection, fresh)
    for chunk in in_chunks(fresh):
        _write_chunk(connection, chunk, known_texts)
    return len(fresh)


def _known(connection: Connection, ids: Iterable[str]) -> set[str]:
    known: set[str] = set()
    for chunk in in_chunks(ids):
        found = connection.scalars(select(operations.c.id).where(operations.c.id.in_(chunk)))
        known.update(found)
    return known


def _check_gestures(connection: Connection, fresh: Sequence[Operation]) -> None:
    leaders = {operation.gesture for operation in fresh} - {operation.id for operation in fresh}
    missing = leaders - _known(connection, leaders)
    if missing:
        raise ValueError(f"gesture {min(missing)} is not the id of its first operation")


def _write_chunk(connection: Connection, chunk: Sequence[Operation], known_texts: Texts) -> None:
    heads = _read_heads(connection, chunk)
    log: list[dict[str, Any]] = []
    for operation in chunk:
        head = heads[operation.document]
        layer = head.layers[operation.layer]
        parts = [_apply_step(layer, step, head) for step in operation.change.steps]
        layer.version += 1
        log.append(_log_row(head, operation, parts))
    for head in heads.values():
        for layer in head.layers.values():
            if layer.touched:
                _write_records(connection, head, layer, known_texts)
    _write_layers(connection, heads.values())
    _write_documents(connection, heads.values())
    connection.execute(insert(operations), log)


def _read_heads(connection: Connection, chunk: Sequence[Operation]) -> dict[str, Head]:
    ids = sorted({operation.document for operation in chunk})
    columns = (
        documents.c.key,
        documents.c.id,
        documents.c.last_number,
        documents.c.head_hash,
    )
    query = select(*columns).where(documents.c.id.in_(ids))
    found = connection.execute(query.order_by(documents.c.key).with_for_update())
    heads = {row.id: Head(row.key, row.id, row.last_number, row.head_hash) for row in found}
    for id in ids:
        if id not in heads:
            raise NotFoundError("document", id)
    _read_layers(connection, heads, chunk)
    return heads


def _read_layers(
    connection: Connection, heads: dict[str, Head], chunk: Sequence[Operation]
) -> None:
    by_key = {head.key: head for head in heads.values()}
    query = select(layers).where(layers.c.document_key.in_(list(by_key)))
    for row in connection.execute(query):
        by_key[row.document_key].layers[row.annotator] = Layer(
            row.key,
            row.annotator,
            row.complete,
            row.span_count,
            row.record_count,
            row.made,
            row.version,
        )
    wanted: dict[int, Layer] = {}
    ids: set[str] = set()
    for operation in chunk:
        head = heads[operation.document]
        layer = head.layers.get(operation.layer)
        if layer is None:
            layer = _new_layer(connection, head, operation.layer)
        wanted[layer.key] = layer
        ids.update(step.id for step in operation.change.steps)
    _read_records(connection, wanted, ids)


def _new_layer(connection: Connection, head: Head, annotator: str) -> Layer:
    values = {
        "document_key": head.key,
        "annotator": annotator,
        "kind": layer_kind(annotator),
        "complete": 0,
        "span_count": 0,
        "record_count": 0,
        "made": 0,
        "version": 0,
    }
    key = connection.scalar(insert(layers).values(values).returning(layers.c.key))
    layer = Layer(int(key or 0), annotator, 0, 0, 0, 0, 0)
    head.layers[annotator] = layer
    return layer


def _read_records(connection: Connection, wanted: dict[int, Layer], ids: set[str]) -> None:
    columns = (
        records.c.layer_key,
        records.c.id,
        records.c.kind,
        records.c.data,
        records.c.version,
        records.c.position,
    )
    query = select(*columns).where(records.c.layer_key.in_(list(wanted)))
    if len(ids) * len(wanted) <= FEW:
        query = query.where(records.c.id.in_(list(ids)))
    for row in connection.execute(query):
        kept = Row(row.data.encode(), row.version, row.position, row.kind == Span.kind)
        wanted[row.layer_key].stored[row.id] = kept
    for layer in wanted.values():
        layer.rows = dict(layer.stored)


def _apply_step(layer: Layer, step: Step, head: Head) -> tuple[str, bytes | None, bytes | None]:
    before = None if step.before is None else rows.canonical(step.before)
    after = None if step.after is None else rows.canonical(step.after)
    row = layer.rows.get(step.id)
    if (None if row is None else row.data) != before:
        raise ConflictError(step.id, head.id)
    layer.touched.add(step.id)
    if row is not None:
        layer.span_count -= row.is_span
        layer.record_count -= 1
    if after is None:
        layer.rows.pop(step.id, None)
    else:
        layer.rows[step.id] = _next_row(layer, row, after, step.after)
    _derive(head, layer, step)
    return step.id, before, after


def _next_row(layer: Layer, row: Row | None, data: bytes, record: Record | None) -> Row:
    is_span = isinstance(record, Span)
    layer.span_count += is_span
    layer.record_count += 1
    if row is not None:
        return Row(data, row.version + 1, row.position, is_span, record)
    layer.made += 1
    return Row(data, 1, layer.made, is_span, record)


def _derive(head: Head, layer: Layer, step: Step) -> None:
    if step.id == STATUS_ID:
        layer.complete = int(isinstance(step.after, LayerStatus) and step.after.complete)
    if step.id == INFO_ID and layer.annotator == DOCUMENT_LAYER:
        info = step.after if isinstance(step.after, DocumentInfo) else None
        head.info = rows.info_columns(info)


def _log_row(
    head: Head, operation: Operation, parts: Sequence[tuple[str, bytes | None, bytes | None]]
) -> dict[str, Any]:
    head.number += 1
    change = rows.change_bytes(operation.change.kind, parts)
    head.hash = rows.link_hash(head.hash, rows.operation_fields(operation, head.number), change)
    return {
        "id": operation.id,
        "gesture": operation.gesture,
        "document_key": head.key,
        "number": head.number,
        "layer": operation.layer,
        "actor": operation.actor,
        "kind": operation.change.kind,
        "change": change.decode(),
        "made_at": rows.time_text(operation.made_at),
        "undoes": operation.undoes,
        "redoes": operation.redoes,
        "hash": head.hash,
    }


def _write_records(connection: Connection, head: Head, layer: Layer, known_texts: Texts) -> None:
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    gone: list[dict[str, Any]] = []
    for id in sorted(layer.touched):
        old, row = layer.stored.get(id), layer.rows.get(id)
        key = {} if old is None else {"was_id": id, "was_version": old.version}
        if row is None:
            if old is not None:
                gone.append({"was_layer": layer.key, **key})
        elif row is not old:
            values = _record_values(connection, head, layer.key, id, row, known_texts)
            if old is None:
                new.append(values)
            else:
                changed.append({"was_layer": layer.key, **key, **values})
    here = (
        (records.c.layer_key == bindparam("was_layer"))
        & (records.c.id == bindparam("was_id"))
        & (records.c.version == bindparam("was_version"))
    )
    _execute_all(connection, delete(records).where(here), gone, head.id)
    _execute_all(connection, update(records).where(here), changed, head.id)
    if new:
        connection.execute(insert(records), new)


def _record_values(
    connection: Connection, head: Head, layer_key: int, id: str, row: Row, known_texts: Texts
) -> dict[str, Any]:
    record = row.record
    if record is None:
        raise ValueError(f"record {id} has no value to write")
    text = known_texts.of(connection, head.key) if rows.needs_text(record) else ""
    kind, label, start, end, surface = rows.derived(record, text)
    return {
        "layer_key": layer_key,
        "id": id,
        "position": row.position,
        "kind": kind,
        "label": label,
        "start": start,
        "end": end,
        "surface": surface,
        "data": row.data.decode(),
        "version": row.version,
    }


def _execute_all(
    connection: Connection, statement: Update | Delete, values: list[dict[str, Any]], document: str
) -> None:
    if not values:
        return
    result = connection.execute(statement, values)
    if result.rowcount != len(values):
        raise ConflictError(values[0]["was_id"], document)


def _write_layers(connection: Connection, heads: Iterable[Head]) -> None:
    names = ("complete", "span_count", "record_count", "made", "version")
    values = [
        {"was_key": layer.key, **{name: getattr(layer, name) for name in names}}
        for head in heads
        for layer in head.layers.values()
    ]
    statement = update(layers).where(layers.c.key == bindparam("was_key"))
    connection.execute(statement, values)


def _write_documents(connection: Connection, heads: Iterable[Head]) -> None:
    plain: list[dict[str, Any]] = []
    with_info: list[dict[str, Any]] = []
    for head in heads:
        values = {"was_key": head.key, "last_number": head.number, "head_hash": head.hash}
        if head.info is None:
            plain.append(values)
        else:
            names = ("title", "source", "date", "language", "tags", "removed")
            with_info.append({**values, **dict(zip(names, head.info, strict=True))})
    statement = update(documents).where(documents.c.key == bindparam("was_key"))
    for group in (plain, with_info):
        if group:
            connection.execute(statement, group)
