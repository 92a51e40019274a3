# SPDX-License-Identifier: MIT
"""Reads one thing at a time: a document, a layer, its log. Functions on a connection."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, func, select
from sqlalchemy.engine import Connection

from annotator.edits.change import Operation
from annotator.edits.history import Gesture
from annotator.errors import DamagedError, NotFoundError
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.document import Document, text_hash
from annotator.model.ids import DocumentId, OperationId
from annotator.model.records import INFO_ID, DocumentInfo
from annotator.store import rows
from annotator.store.tables import documents, layers, operations, project, records, schemas, texts
from annotator.store.values import LayerSummary, LoggedOperation, Project
from annotator.store.writing import in_chunks


def read_project(connection: Connection) -> Project:
    """Return what the project is."""
    facts = {row.key: row.value for row in connection.execute(select(project))}
    newest = connection.execute(
        select(schemas).order_by(schemas.c.revision.desc()).limit(1)
    ).one_or_none()
    if newest is None or not {"id", "name", "language", "created_at"} <= set(facts):
        raise DamagedError("the project's own rows are missing; run `annotator doctor`")
    return Project(
        facts["id"],
        facts["name"],
        facts["language"],
        rows.time_of(facts["created_at"]),
        newest.text,
        newest.revision,
    )


def document(connection: Connection, id: str) -> Document:
    """Return a document, removed or not; DamagedError if its text is not what came in."""
    query = select(documents.c.sha256, texts.c.text).join(
        texts, texts.c.document_key == documents.c.key
    )
    row = connection.execute(query.where(documents.c.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("document", id)
    found = Document(DocumentId(id), row.text, row.sha256)
    if text_hash(row.text) != row.sha256:
        raise DamagedError(f"the text of document {id!r} is damaged; run `annotator doctor`")
    return found


def document_key(connection: Connection, id: str) -> int:
    """Return the key of a document; NotFoundError if there is none."""
    key = connection.scalar(select(documents.c.key).where(documents.c.id == id))
    if key is None:
        raise NotFoundError("document", id)
    return int(key)


def annotations(connection: Connection, id: str, layer: str) -> Annotations:
    """Return the records of a layer in the order they were made; none if there is no such layer."""
    key = document_key(connection, id)
    where = (layers.c.document_key == key) & (layers.c.annotator == layer)
    found = connection.execute(select(layers.c.key, layers.c.version).where(where)).one_or_none()
    if found is None:
        return Annotations()
    query = select(records.c.position, records.c.data).where(records.c.layer_key == found.key)
    stored = sorted(connection.execute(query), key=lambda row: row.position)
    made = [rows.record_of(row.data) for row in stored]
    return Annotations({record.id: record for record in made}, found.version)


def info(connection: Connection, id: str) -> DocumentInfo:
    """Return the info of a document; one without is shown as removed."""
    found = annotations(connection, id, DOCUMENT_LAYER).get(INFO_ID)
    return found if isinstance(found, DocumentInfo) else DocumentInfo(removed=True)


def layer_summaries(connection: Connection, id: str) -> tuple[LayerSummary, ...]:
    """Return the annotators' layers of a document that hold something, by name."""
    key = document_key(connection, id)
    query = (
        select(layers)
        .where(layers.c.document_key == key)
        .where(layers.c.annotator != DOCUMENT_LAYER)
        .where(layers.c.record_count > 0)
        .order_by(layers.c.annotator)
    )
    return tuple(
        LayerSummary(row.annotator, row.span_count, row.record_count, bool(row.complete))
        for row in connection.execute(query)
    )


def annotators(connection: Connection) -> tuple[str, ...]:
    """Return the names of all who have a layer with something in it, sorted."""
    query = (
        select(layers.c.annotator)
        .where(layers.c.annotator != DOCUMENT_LAYER)
        .where(layers.c.record_count > 0)
        .distinct()
    )
    return tuple(sorted(connection.scalars(query)))


def _logged(row: Row[tuple[object, ...]]) -> LoggedOperation:
    operation = Operation(
        OperationId(row.id),
        row.gesture,
        DocumentId(row.document),
        row.layer,
        row.actor,
        rows.change_of(row.change),
        rows.time_of(row.made_at),
        row.undoes,
        row.redoes,
    )
    return LoggedOperation(operation, row.sequence, row.number, row.hash)


_LOG = select(operations, documents.c.id.label("document")).join(
    documents, documents.c.key == operations.c.document_key
)


def log_of_document(connection: Connection, id: str) -> list[LoggedOperation]:
    """Return the whole log of a document, by number."""
    key = document_key(connection, id)
    query = _LOG.where(operations.c.document_key == key).order_by(operations.c.number)
    return [_logged(row) for row in connection.execute(query)]


def log_of_gesture(connection: Connection, gesture: str) -> list[LoggedOperation]:
    """Return all operations of a gesture, by sequence."""
    led = _LOG.where(operations.c.id == gesture, operations.c.gesture == gesture)
    followers = _LOG.where(operations.c.gesture == gesture, operations.c.id != gesture)
    found = [_logged(row) for row in connection.execute(led)]
    found.extend(_logged(row) for row in connection.execute(followers))
    return sorted(found, key=lambda logged: logged.sequence)


def gestures(connection: Connection, actor: str) -> list[Gesture]:
    """Return the gestures of one person in the order of the log."""
    query = (
        select(operations.c.id, operations.c.kind, operations.c.undoes, operations.c.redoes)
        .where(operations.c.actor == actor, operations.c.id == operations.c.gesture)
        .order_by(operations.c.sequence)
    )
    return [Gesture(*row) for row in connection.execute(query)]


def label_counts(
    connection: Connection, annotator: str, *, without: Iterable[str] = ()
) -> dict[str, int]:
    """Return how many spans of each label the annotator has made in documents not removed.

    Those in the documents ``without`` are not counted; a label that is left without one has 0.
    """
    counts = _label_counts(connection, annotator, None)
    for chunk in in_chunks(tuple(without)):
        for label, count in _label_counts(connection, annotator, chunk).items():
            counts[label] -= count
    return counts


def _label_counts(
    connection: Connection, annotator: str, ids: Sequence[str] | None
) -> dict[str, int]:
    query = (
        select(records.c.label, func.count())
        .join(layers, layers.c.key == records.c.layer_key)
        .join(documents, documents.c.key == layers.c.document_key)
        .where(layers.c.annotator == annotator)
        .where(records.c.kind == "span")
        .where(documents.c.removed == 0)
        .group_by(records.c.label)
    )
    if ids is not None:
        query = query.where(documents.c.id.in_(ids))
    return {row[0]: row[1] for row in connection.execute(query)}


def assignments(connection: Connection, ids: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Return document id and stored JSON of every assignment in documents not removed.

    ``ids`` limits it to some documents.
    """
    query = (
        select(documents.c.id, records.c.data)
        .join(layers, layers.c.document_key == documents.c.key)
        .join(records, records.c.layer_key == layers.c.key)
        .where(documents.c.removed == 0, layers.c.kind == "document")
        .where(records.c.kind == "assignment")
        .order_by(documents.c.key, records.c.position)
    )
    if ids is None:
        return [(row[0], row[1]) for row in connection.execute(query)]
    return [
        (row[0], row[1])
        for chunk in in_chunks(ids)
        for row in connection.execute(query.where(documents.c.id.in_(chunk)))
    ]


def existing_ids(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Return those of the ids that documents have, removed ones left out."""
    found: set[str] = set()
    for chunk in in_chunks(ids):
        query = select(documents.c.id).where(documents.c.id.in_(chunk), documents.c.removed == 0)
        found.update(connection.scalars(query))
    return found


def hashes(connection: Connection) -> dict[str, str]:
    """Return the text hash of each document that is not removed, by id."""
    query = select(documents.c.id, documents.c.sha256).where(documents.c.removed == 0)
    return {row[0]: row[1] for row in connection.execute(query)}
