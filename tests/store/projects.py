# SPDX-License-Identifier: MIT
"""Projects for tests: made in a line, edited in a line, and looked at from all sides."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, text

from annotator.edits.change import Change, Operation, Step, folded
from annotator.model.document import Document
from annotator.model.ids import DocumentId, OperationId, new_id
from annotator.model.records import DocumentInfo, Record, Span
from annotator.store.doctor import examine_database
from annotator.store.session import Store
from annotator.store.store import create_store
from annotator.store.values import NewDocument
from tests.marked import marked

POSTGRES = os.environ.get("ANNOTATOR_TEST_POSTGRES", "")
SEED = "[HTS|ACTOR] struck [Darat Izza|LOCATION role=target] with [12 rockets|WEAPON]."


def new_project(location: Path | str, **facts: str) -> Store:
    given = {"name": "News", "language": "en", "schema_text": "{}", "actor": "anna"}
    return create_store(str(location), **{**given, **facts})


def new_document(
    id: str, source: str = SEED, *, annotator: str = "anna", complete: bool = False, title: str = ""
) -> NewDocument:
    """A document whose layer is written with the marks of ``tests.marked``."""
    text, spans = marked(source)
    own = ((annotator, spans, complete),) if spans or complete else ()
    return NewDocument(Document.of(id, text), DocumentInfo(title=title or id), own)


def add(store: Store, *documents: NewDocument, actor: str = "anna") -> str:
    """Add documents as one gesture and return its id."""
    gesture = new_id()
    store.add_documents(documents, actor=actor, gesture=gesture)
    return gesture


def operation(
    document: str,
    steps: tuple[Step, ...],
    *,
    layer: str = "anna",
    kind: str = "span.add",
    **more: str,
) -> Operation:
    id = more.pop("id", new_id())
    return Operation(
        OperationId(id),
        more.pop("gesture", id),
        DocumentId(document),
        layer,
        more.pop("actor", "anna"),
        Change(kind, steps),
        datetime.now(UTC),
        **more,
    )


def added(document: str, *records: Record, **more: str) -> Operation:
    """The operation that adds records."""
    return operation(document, tuple(Step(r.id, None, r) for r in records), **more)


def span(start: int, end: int, label: str = "ACTOR", id: str = "", **attributes) -> Span:
    return Span(id or new_id(), label, ((start, end),), attributes, "anna")


def undoing(store: Store, gesture: str, *, redo: bool = False) -> list[Operation]:
    """The operations that take a gesture back, or do it again, as the workspace makes them."""
    logged = [entry.operation for entry in store.gesture(gesture)]
    ids = [new_id() for _ in logged]
    ordered = logged if redo else logged[::-1]
    return [
        Operation(
            OperationId(id),
            ids[0],
            entry.document,
            entry.layer,
            "anna",
            entry.change if redo else entry.change.inverted(),
            datetime.now(UTC),
            undoes="" if redo else gesture,
            redoes=gesture if redo else "",
        )
        for id, entry in zip(ids, ordered, strict=True)
    ]


def folded_layer(store: Store, document: str, layer: str):
    """What the log says a layer is."""
    return folded(
        entry.operation.change
        for entry in store.operations(document)
        if entry.operation.layer == layer
    )


def assert_sound(store: Store) -> None:
    """The doctor finds nothing, and each layer is what its log says, in the same order."""
    assert examine_database(store.database).damages == ()
    for summary in store.summaries("", removed=True):
        for layer in {entry.operation.layer for entry in store.operations(summary.id)}:
            stored, said = (
                store.annotations(summary.id, layer),
                folded_layer(store, summary.id, layer),
            )
            assert list(stored.records.items()) == list(said.records.items())
            assert stored.version == said.version


@contextmanager
def postgres_location() -> Iterator[str]:
    """The URL of an empty place in the test server: a schema of its own."""
    name = f"t{uuid4().hex}"
    engine = create_engine(POSTGRES)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {name}"))
        joint = "&" if "?" in POSTGRES else "?"
        yield f"{POSTGRES}{joint}options=-csearch_path%3D{name}"
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()
