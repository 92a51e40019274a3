# SPDX-License-Identifier: MIT
"""Examines one document: its text, its log and its rows must tell the same story."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.engine import Connection

from annotator.errors import DamagedError
from annotator.model.document import text_hash
from annotator.store import folding, rows
from annotator.store.diagnosis import Damage, Part
from annotator.store.fetching import tuples
from annotator.store.tables import documents, layers, operations, records, texts

LOG_COLUMNS = (
    operations.c.document_key,
    operations.c.sequence,
    operations.c.id,
    operations.c.gesture,
    operations.c.number,
    operations.c.layer,
    operations.c.actor,
    operations.c.kind,
    operations.c.change,
    operations.c.made_at,
    operations.c.undoes,
    operations.c.redoes,
    operations.c.hash,
)


WRONG_TEXT = "its text is not the one that was imported"


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry of the log as it is stored."""

    sequence: int
    id: str
    gesture: str
    number: int
    layer: str
    actor: str
    kind: str
    change: str
    made_at: str
    undoes: str
    redoes: str
    hash: str

    def linked(self, previous: str, document: str) -> str:
        """Return the hash this entry must have after one with the hash ``previous``."""
        fields = (self.id, self.gesture, document, self.number, self.layer, self.actor)
        times = (self.made_at, self.undoes, self.redoes)
        return rows.link_hash(previous, (*fields, *times), self.change.encode())

    def fits(self, previous: str, document: str, number: int) -> bool:
        """Return whether the entry is whole, and number ``number`` after ``previous``."""
        start = b'{"kind":%b,"steps":' % orjson.dumps(self.kind)
        return (
            self.number == number
            and self.change.encode().startswith(start)
            and self.linked(previous, document) == self.hash
        )


@dataclass(slots=True)
class StoredRows:
    """All rows of one document. ``info`` are title to removed, as in ``rows.InfoColumns``."""

    key: int
    id: str
    sha256: str
    length: int
    info: rows.InfoColumns
    last_number: int
    head_hash: str
    text: str | None
    log: list[LogRow] = field(default_factory=list)
    layers: dict[str, tuple[int, folding.LayerRow]] = field(default_factory=dict)
    records: dict[int, dict[str, folding.RecordRow]] = field(default_factory=dict)


def read_rows(connection: Connection, first: int, last: int) -> list[StoredRows]:
    """Return the documents whose keys are in this range, with all their rows."""
    found: dict[int, StoredRows] = {}
    for row in tuples(connection, _documents_query(first, last)):
        key, id, sha256, length, *info, number, head, text = row
        found[key] = StoredRows(key, id, sha256, length, _six(info), number, head, text)
    log = select(*LOG_COLUMNS).where(operations.c.document_key.between(first, last))
    for row in tuples(connection, log.order_by(operations.c.document_key, operations.c.number)):
        if row[0] in found:
            found[row[0]].log.append(LogRow(*row[1:]))
    for key, layer_key, annotator, *counts in tuples(connection, _layers_query(first, last)):
        if key in found:
            found[key].layers[annotator] = (layer_key, _six(counts))
    for key, layer_key, *record in tuples(connection, _records_query(first, last)):
        if key in found:
            found[key].records.setdefault(layer_key, {})[record[0]] = _nine(record)
    return list(found.values())


def _six(values: list[Any]) -> Any:  # noqa: ANN401 a tuple of six columns, whatever is in them
    return tuple(values)


def _nine(values: list[Any]) -> Any:  # noqa: ANN401 a tuple of nine columns
    return tuple(values)


def _documents_query(first: int, last: int) -> Any:  # noqa: ANN401 SQLAlchemy's Select of 13
    return (
        select(*documents.c, texts.c.text)
        .join(texts, texts.c.document_key == documents.c.key, isouter=True)
        .where(documents.c.key.between(first, last))
        .order_by(documents.c.key)
    )


def _layers_query(first: int, last: int) -> Any:  # noqa: ANN401 a Select of nine columns
    columns = (
        layers.c.document_key,
        layers.c.key,
        layers.c.annotator,
        layers.c.kind,
        layers.c.complete,
        layers.c.span_count,
        layers.c.record_count,
        layers.c.made,
        layers.c.version,
    )
    return select(*columns).where(layers.c.document_key.between(first, last))


def _records_query(first: int, last: int) -> Any:  # noqa: ANN401 a Select of eleven columns
    return (
        select(
            layers.c.document_key,
            records.c.layer_key,
            records.c.id,
            records.c.position,
            records.c.kind,
            records.c.label,
            records.c.start,
            records.c.end,
            records.c.surface,
            records.c.data,
            records.c.version,
        )
        .join(records, records.c.layer_key == layers.c.key)
        .where(layers.c.document_key.between(first, last))
    )


def examine_document(stored: StoredRows) -> Iterator[Damage]:
    """Yield what does not fit in one document."""
    try:
        yield from _examine(stored)
    except (TypeError, AttributeError, ValueError):
        yield Damage(Part.RECORDS, str(stored.id), "a row holds a value of the wrong kind")


def _examine(stored: StoredRows) -> Iterator[Damage]:
    id = stored.id
    if stored.text is None:
        yield Damage(Part.TEXT, id, "its text is missing")
        return
    if text_hash(stored.text) != stored.sha256:
        yield Damage(Part.TEXT, id, WRONG_TEXT)
    elif len(stored.text) != stored.length:
        yield Damage(Part.TEXT, id, "its length is wrong")
    problem = log_problem(stored)
    if problem:
        yield Damage(Part.LOG, id, problem)
        return
    try:
        folded = folding.fold((row.layer, row.change) for row in stored.log)
        expected = folding.expected_rows(folded, stored.text)
        info = folding.expected_info(folded)
    except DamagedError as error:
        if text_hash(stored.text) == stored.sha256:  # else it is the text that does not fit
            yield Damage(Part.LOG, id, str(error))
        return
    yield from _compare(stored, expected, info)


def _without_surface(records: dict[str, folding.RecordRow]) -> dict[str, folding.RecordRow]:
    return {id: (*row[:6], "", *row[7:]) for id, row in records.items()}


def log_problem(stored: StoredRows) -> str:
    """Return what is wrong with the chain of a document's log, or nothing."""
    previous, sequence = stored.sha256, 0
    for number, row in enumerate(stored.log, start=1):
        if not row.fits(previous, stored.id, number) or row.sequence <= sequence:
            return f"entry {number} of its log is not as it was written"
        previous, sequence = row.hash, row.sequence
    if not stored.log:
        return "its log is empty"
    if (stored.last_number, stored.head_hash) != (len(stored.log), previous):
        return "its log does not end where it should"
    return ""


def _compare(
    stored: StoredRows, expected: dict[str, folding.ExpectedLayer], info: rows.InfoColumns
) -> Iterator[Damage]:
    id = stored.id
    has_text = text_hash(stored.text or "") == stored.sha256
    if stored.info != info:
        yield Damage(
            Part.RECORDS, id, "its title, source, date, language or tags differ from the log"
        )
    for annotator in sorted(set(stored.layers) | set(expected)):
        name = f"the layer of {annotator!r}" if annotator else "the document's own layer"
        if annotator not in expected or annotator not in stored.layers:
            yield Damage(Part.RECORDS, id, f"{name} is in the rows or in the log only")
            continue
        key, row = stored.layers[annotator]
        wanted = expected[annotator]
        if row != wanted.row:
            yield Damage(Part.RECORDS, id, f"{name} has wrong counts")
        found, said = stored.records.get(key, {}), wanted.records
        if not has_text:  # surfaces cannot be compared with the wrong text
            found, said = _without_surface(found), _without_surface(said)
        if found != said:
            ids = set(found) | set(said)
            wrong = sorted(r for r in ids if found.get(r) != said.get(r))
            which = f"record {wrong[0]!r}" + (f" and {len(wrong) - 1} more" if wrong[1:] else "")
            yield Damage(Part.RECORDS, id, f"{name}: {which} differs from the log")
