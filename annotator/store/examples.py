# SPDX-License-Identifier: MIT
"""Reads what a label has been given to: the most frequent strings, their places, flagged cases."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from annotator.model.records import Decision
from annotator.store import rows
from annotator.store.tables import documents, layers, records, texts

MOST_LEFT_OUT = 20_000
"""Documents that a query can name; more have to be chosen in another way."""
FLAGGED = '%"flag":true%'


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose spans count: the layer's name, whether only complete ones, documents left out."""

    annotator: str
    only_complete: bool = False
    left_out: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class FrequentString:
    """A string that spans of a label cover, how many do, and the keys of two documents with it."""

    surface: str
    count: int
    first_document: int
    last_document: int


@dataclass(frozen=True, slots=True)
class SpanPlace:
    """A place in a document, whose text is whole."""

    document: str
    title: str
    text: str
    start: int
    end: int


def frequent_strings(
    connection: Connection, label: str, whose: Whose, *, limit: int
) -> list[FrequentString]:
    """Return the strings that most spans of a label cover, the most frequent first.

    Those as frequent as each other are in the order of import. Removed documents do not count.
    """
    first, last = func.min(layers.c.document_key), func.max(layers.c.document_key)
    count = func.count()
    query = _spans(select(records.c.surface, count, first, last), label, whose)
    query = query.group_by(records.c.surface)
    query = query.order_by(count.desc(), first, func.min(records.c.start), records.c.surface)
    return [FrequentString(*row) for row in connection.execute(query.limit(limit))]


def place_of(
    connection: Connection, label: str, whose: Whose, surface: str, document_key: int
) -> SpanPlace | None:
    """Return the first place in a document where a span of the label covers a string."""
    columns = (
        documents.c.id,
        documents.c.title,
        texts.c.text,
        records.c.start,
        records.c.end,
    )
    query = _spans(select(*columns), label, whose)
    query = query.join(texts, texts.c.document_key == documents.c.key)
    query = query.where(documents.c.key == document_key, records.c.surface == surface)
    row = connection.execute(query.order_by(records.c.start, records.c.end).limit(1)).first()
    return None if row is None else SpanPlace(*row)


def flagged_places(
    connection: Connection, label: str, left_out: Collection[str]
) -> Iterator[tuple[SpanPlace, Decision]]:
    """Yield the decisions flagged for the guideline where somebody has given the label.

    They come in the order of import; removed documents and those left out are passed over.
    """
    query = (
        select(documents.c.key, documents.c.id, documents.c.title, records.c.data)
        .join(layers, layers.c.document_key == documents.c.key)
        .join(records, records.c.layer_key == layers.c.key)
        .where(documents.c.removed == 0, layers.c.kind == "document")
        .where(records.c.kind == "decision", records.c.data.like(FLAGGED))
        .order_by(documents.c.key, records.c.position)
    )
    for key, id, title, data in connection.execute(query):
        decision = rows.record_of(data)
        if id in left_out or not isinstance(decision, Decision) or not decision.flag:
            continue
        if _has_label(connection, label, key, decision):
            text = connection.scalar(select(texts.c.text).where(texts.c.document_key == key)) or ""
            yield SpanPlace(id, title, text, decision.start, decision.end), decision


def _has_label(connection: Connection, label: str, key: int, decision: Decision) -> bool:
    query = (
        select(records.c.id)
        .join(layers, layers.c.key == records.c.layer_key)
        .where(layers.c.document_key == key, records.c.kind == "span")
        .where(records.c.label == label)
        .where(records.c.start < decision.end, records.c.end > decision.start)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def _spans(query: Select[Any], label: str, whose: Whose) -> Select[Any]:
    query = (
        query.select_from(layers)
        .join(documents, documents.c.key == layers.c.document_key)
        .join(records, records.c.layer_key == layers.c.key)
        .where(layers.c.annotator == whose.annotator, documents.c.removed == 0)
        .where(records.c.kind == "span", records.c.label == label)
    )
    if whose.only_complete:
        query = query.where(layers.c.complete > 0)
    if whose.left_out:
        query = query.where(documents.c.id.not_in(sorted(whose.left_out)))
    return query
