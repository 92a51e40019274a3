# SPDX-License-Identifier: MIT
"""The schemas a project has had: the newest counts, and none is ever changed."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.engine import Connection

from annotator.store import rows
from annotator.store.tables import schemas
from annotator.store.values import SchemaRevision


def newest_schema(connection: Connection) -> SchemaRevision | None:
    """Return the schema that counts; None if the project has lost its own."""
    found = connection.execute(_QUERY.limit(1)).one_or_none()
    return None if found is None else _revision(found)


def schema_revisions(connection: Connection) -> list[SchemaRevision]:
    """Return every schema the project has had, the newest first."""
    return [_revision(row) for row in connection.execute(_QUERY)]


def save_schema(connection: Connection, text: str, actor: str) -> int:
    """Keep ``text`` as the newest schema and return its revision; the same again does nothing."""
    newest = newest_schema(connection)
    if newest is not None and newest.text == text:
        return newest.revision
    revision = 1 if newest is None else newest.revision + 1
    facts = (revision, text, rows.time_text(datetime.now(UTC)), actor)
    values = dict(zip(("revision", "text", "made_at", "actor"), facts, strict=True))
    connection.execute(insert(schemas), {**values, "hash": rows.sealed(facts)})
    return revision


_QUERY = select(schemas).order_by(schemas.c.revision.desc())


def _revision(row: Row[tuple[Any, ...]]) -> SchemaRevision:
    return SchemaRevision(row.revision, row.text, rows.time_of(row.made_at), row.actor)
