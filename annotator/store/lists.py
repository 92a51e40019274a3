# SPDX-License-Identifier: MIT
"""Reads everything at once: the list of documents, and documents with all their layers."""

from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from annotator.errors import DamagedError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.document import Document, text_hash
from annotator.model.ids import DocumentId
from annotator.model.records import INFO_ID, DocumentInfo
from annotator.store import rows
from annotator.store.collecting import without_collector
from annotator.store.fetching import tuples, tuples_of_sql
from annotator.store.tables import documents, layers, texts
from annotator.store.values import DocumentSummary, StoredDocument, StoredLayer

Counts = tuple[int, int, int, int, int, int]
"""Document key, the annotator's spans and completion, layers, complete ones, spans of all."""


def summaries(connection: Connection, annotator: str, *, removed: bool) -> list[DocumentSummary]:
    """Return all documents in the order of import, removed ones only if ``removed``."""
    columns = (
        documents.c.key,
        documents.c.id,
        documents.c.title,
        documents.c.source,
        documents.c.date,
        documents.c.language,
        documents.c.tags,
        documents.c.length,
    )
    query = select(*columns).order_by(documents.c.key)
    if not removed:
        query = query.where(documents.c.removed == 0)
    with without_collector():
        return _summaries(connection, query, _counts(connection, annotator))


def _summaries(
    connection: Connection, query: Select[Any], counts: dict[int, Counts]
) -> list[DocumentSummary]:
    nothing = (0, 0, 0, 0, 0, 0)
    found: list[DocumentSummary] = []
    for key, id, title, source, date, language, tags, length in tuples(connection, query):
        _, spans, complete, layer_count, complete_count, all_spans = counts.get(key, nothing)
        found.append(
            DocumentSummary(
                key,
                id,
                title,
                source,
                date,
                language,
                () if tags == "[]" else tuple(orjson.loads(tags)),
                length,
                spans,
                complete > 0,
                layer_count,
                complete_count,
                all_spans,
            )
        )
    return found


def _counts(connection: Connection, annotator: str) -> dict[int, Counts]:
    own = layers.c.annotator == annotator
    query = (
        select(
            layers.c.document_key,
            func.sum(case((own, layers.c.span_count), else_=0)),
            func.sum(case((own, layers.c.complete), else_=0)),
            func.count(),
            func.sum(layers.c.complete),
            func.sum(layers.c.span_count),
        )
        .where(layers.c.annotator != DOCUMENT_LAYER, layers.c.record_count > 0)
        .group_by(layers.c.document_key)
    )
    counts: Iterator[Any] = tuples(connection, query)
    return {row[0]: row for row in counts}


def stored_documents(connection: Connection) -> Iterator[StoredDocument]:
    """Yield each document that is not removed, with its layers, in the order of import.

    Two cursors walk side by side, one over texts and one over layers, so that memory stays flat.
    DamagedError if a text is not what came in.
    """
    sqlite = connection.dialect.name == "sqlite"
    layers_sql = _LAYERS_OF_SQLITE if sqlite else _LAYERS_OF_POSTGRESQL
    with (
        closing(tuples_of_sql(connection, layers_sql)) as layer_rows,
        closing(tuples(connection, _TEXTS)) as text_rows,
    ):
        groups = groupby(layer_rows, key=itemgetter(0))
        group_key, group = next(groups, _NO_GROUP)
        for key, id, sha256, text in text_rows:
            while group_key < key:
                group_key, group = next(groups, _NO_GROUP)
            if text_hash(text) != sha256:
                raise DamagedError(_DAMAGED_TEXT.format(id))
            document = Document(DocumentId(id), text, sha256)
            yield _stored(document, group if group_key == key else iter(()))


_DAMAGED_TEXT = "the text of document {!r} is damaged; run `annotator doctor`"
_NO_GROUP: tuple[float, Iterator[tuple[Any, ...]]] = (float("inf"), iter(()))
_TEXTS = (
    select(documents.c.key, documents.c.id, documents.c.sha256, texts.c.text)
    .join(texts, texts.c.document_key == documents.c.key)
    .where(documents.c.removed == 0)
    .order_by(documents.c.key)
)
# One row a layer: to join the records in the database costs a third of fetching each.
_LAYERS_OF_SQLITE = """
SELECT document_key, annotator, complete, (
    SELECT group_concat(data, ',') FROM (
        SELECT data FROM records WHERE layer_key = layers.key AND kind <> 'status' ORDER BY position
    )
) FROM layers WHERE record_count > 0 ORDER BY document_key, annotator
"""
_LAYERS_OF_POSTGRESQL = """
SELECT document_key, annotator, complete, (
    SELECT string_agg(data, ',' ORDER BY position)
    FROM records WHERE layer_key = layers.key AND kind <> 'status'
) FROM layers WHERE record_count > 0 ORDER BY document_key, annotator
"""


def _stored(document: Document, group: Iterator[tuple[Any, ...]]) -> StoredDocument:
    info = DocumentInfo()
    others: list[dict[str, Any]] = []
    found: list[StoredLayer] = []
    for _, annotator, complete, joined in group:
        if annotator == DOCUMENT_LAYER:
            own = _list_of(joined or "")
            info, others = _info_and_others(own)
        else:
            found.append(StoredLayer(annotator, bool(complete), _list_of(joined or "")))
    found.sort(key=lambda layer: layer.annotator)
    return StoredDocument(document, info, tuple(found), others)


def _info_and_others(
    own: list[dict[str, Any]],
) -> tuple[DocumentInfo, list[dict[str, Any]]]:
    """Return the document's info, and what else its own layer holds."""
    info = DocumentInfo()
    others = []
    for data in own:
        if data.get("id") == INFO_ID:
            record = rows.record_of_data(data)
            info = record if isinstance(record, DocumentInfo) else info
        else:
            others.append(data)
    return info, others


def _list_of(joined: str) -> list[dict[str, Any]]:
    try:
        found: list[dict[str, Any]] = orjson.loads(f"[{joined}]")
    except ValueError as error:
        raise DamagedError("a stored record cannot be read; run `annotator doctor`") from error
    return found
