# SPDX-License-Identifier: MIT
"""Reads completed layers span by span, without making records: for comparing whole corpora."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

import orjson
from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection

from annotator.errors import DamagedError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.records import Fragment
from annotator.store.fetching import tuples
from annotator.store.tables import documents, layers, operations, records
from annotator.store.writing import in_chunks

PlacedSpan: TypeAlias = tuple[tuple[Fragment, ...], str, str]
"""The stretches of a span, its label, and the text it covers."""


@dataclass(slots=True)
class CompletedLayer:
    """One completed layer.

    ``hash`` is the newest of the document's log, ``text`` the hash of its text; ``at`` is ISO 8601.
    """

    document: str
    annotator: str
    hash: str
    text: str
    at: str = ""
    spans: list[PlacedSpan] = field(default_factory=list)


_COMPLETED = (
    select(
        documents.c.id,
        documents.c.head_hash,
        layers.c.annotator,
        layers.c.key,
        documents.c.sha256,
    )
    .join(layers, layers.c.document_key == documents.c.key)
    .where(documents.c.removed == 0, layers.c.complete > 0, layers.c.annotator != DOCUMENT_LAYER)
    .order_by(documents.c.key, layers.c.annotator)
)
# only the JSON of a discontinuous span has this in its place; in other JSON it does no harm
_SEVERAL = records.c.data.like("%],[%")
_SPANS = select(
    records.c.layer_key,
    records.c.start,
    records.c.end,
    records.c.label,
    records.c.surface,
    case((_SEVERAL, records.c.data), else_=""),
).where(records.c.kind == "span")
_TIMES = (
    select(
        documents.c.id,
        func.max(case((operations.c.kind == "layer.complete", operations.c.made_at))),
        func.min(operations.c.made_at),
    )
    .join(operations, operations.c.document_key == documents.c.key)
    .group_by(documents.c.id)
)


def completed_layers(connection: Connection) -> tuple[int, list[tuple[str, str, str]]]:
    """Return the newest sequence, and (document, newest hash, annotator) of each layer."""
    found = [row[:3] for row in tuples(connection, _COMPLETED)]
    return last_sequence(connection), found


def completed_by(connection: Connection, annotator: str) -> set[str]:
    """Return the documents of which an annotator's layer is complete, removed ones too."""
    query = (
        select(documents.c.id)
        .join(layers, layers.c.document_key == documents.c.key)
        .where(layers.c.annotator == annotator, layers.c.complete > 0)
    )
    return set(connection.scalars(query))


def changed_since(connection: Connection, sequence: int) -> tuple[int, set[str]]:
    """Return the newest sequence, and the documents with entries after ``sequence``."""
    last = last_sequence(connection)
    if last == sequence:
        return last, set()
    newer = select(operations.c.document_key).where(operations.c.sequence > sequence)
    keys = set(connection.scalars(newer))  # by the log's own key: a join would read all of it
    found: set[str] = set()
    for chunk in in_chunks(keys):
        query = select(documents.c.id).where(documents.c.key.in_(chunk))
        found.update(connection.scalars(query))
    return last, found


def completed_spans(connection: Connection, ids: Sequence[str] | None) -> list[CompletedLayer]:
    """Return the completed layers of some documents, or of all, with their spans."""
    if ids is None:
        return _layers(connection, tuples(connection, _COMPLETED), None)
    found = []
    for chunk in in_chunks(ids):
        rows = connection.execute(_COMPLETED.where(documents.c.id.in_(chunk)))
        found += _layers(connection, (tuple(row) for row in rows), chunk)
    return found


def _layers(
    connection: Connection, rows: Iterator[tuple[Any, ...]], ids: Sequence[str] | None
) -> list[CompletedLayer]:
    found = {key: CompletedLayer(id, name, head, text) for id, head, name, key, text in rows}
    if ids is None:
        spans: Iterator[tuple[Any, ...]] = tuples(connection, _SPANS.order_by(records.c.layer_key))
        times: Iterator[tuple[Any, ...]] = tuples(connection, _TIMES)
    else:
        query = _SPANS.where(records.c.layer_key.in_(list(found)))
        spans = (tuple(row) for row in connection.execute(query.order_by(records.c.layer_key)))
        some = connection.execute(_TIMES.where(documents.c.id.in_(ids)))
        times = (tuple(row) for row in some)
    for key, group in groupby(spans, key=itemgetter(0)):
        layer = found.get(key)
        if layer is not None:
            layer.spans = [_span(row) for row in group]
    at = {id: completed or made for id, completed, made in times}
    for layer in found.values():
        layer.at = at.get(layer.document, "")
    return list(found.values())


def _span(row: tuple[Any, ...]) -> PlacedSpan:
    _, start, end, label, surface, data = row
    if not data:
        return ((start, end),), label, surface
    try:
        fragments = tuple((first, last) for first, last in orjson.loads(data)["fragments"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedError("a stored record cannot be read; run `annotator doctor`") from error
    return fragments, label, surface


def last_sequence(connection: Connection) -> int:
    """Return the sequence of the newest entry of the log; 0 for an empty one."""
    return int(connection.scalar(select(func.max(operations.c.sequence))) or 0)
