# SPDX-License-Identifier: MIT
"""The first tables: project, schemas, documents, texts, layers, records and the log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make all tables of version 1."""
    _make_project()
    _make_documents()
    _make_layers()
    _make_operations()
    if op.get_bind().dialect.name == "sqlite":
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _make_project() -> None:
    op.create_table(
        "project",
        _words("key"),
        _words("value"),
        sa.PrimaryKeyConstraint("key", name="pk_project"),
    )
    op.create_table(
        "schemas",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        _words("text"),
        _words("made_at"),
        _words("actor"),
        _words("hash"),
        sa.PrimaryKeyConstraint("revision", name="pk_schemas"),
    )


def _make_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("key", KEY, nullable=False),
        _words("id"),
        _words("sha256"),
        _count("length"),
        _words("title"),
        _words("source"),
        _words("date"),
        _words("language"),
        _words("tags"),
        _count("removed"),
        _count("last_number"),
        _words("head_hash"),
        sa.PrimaryKeyConstraint("key", name="pk_documents"),
        sa.UniqueConstraint("id", name="uq_documents_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "texts",
        sa.Column("document_key", KEY, autoincrement=False, nullable=False),
        _words("text"),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name="fk_texts_document_key_documents"
        ),
        sa.PrimaryKeyConstraint("document_key", name="pk_texts"),
    )


def _make_layers() -> None:
    op.create_table(
        "layers",
        sa.Column("key", KEY, nullable=False),
        sa.Column("document_key", KEY, nullable=False),
        _words("annotator"),
        _words("kind"),
        _count("complete"),
        _count("span_count"),
        _count("record_count"),
        _count("made"),
        _count("version"),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name="fk_layers_document_key_documents"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_layers"),
        sa.UniqueConstraint("document_key", "annotator", name="uq_layers_document_key_annotator"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "records",
        sa.Column("layer_key", KEY, autoincrement=False, nullable=False),
        _words("id"),
        _count("position"),
        _words("kind"),
        _words("label"),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        _words("surface"),
        _words("data"),
        _count("version"),
        sa.ForeignKeyConstraint(["layer_key"], ["layers.key"], name="fk_records_layer_key_layers"),
        sa.PrimaryKeyConstraint("layer_key", "id", name="pk_records"),
        sqlite_with_rowid=False,
    )


def _make_operations() -> None:
    op.create_table(
        "operations",
        sa.Column("sequence", KEY, nullable=False),
        _words("id"),
        _words("gesture"),
        sa.Column("document_key", KEY, nullable=False),
        _count("number"),
        _words("layer"),
        _words("actor"),
        _words("kind"),
        _words("change"),
        _words("made_at"),
        _words("undoes"),
        _words("redoes"),
        _words("hash"),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name="fk_operations_document_key_documents"
        ),
        sa.PrimaryKeyConstraint("sequence", name="pk_operations"),
        sa.UniqueConstraint("id", name="uq_operations_id"),
        sa.UniqueConstraint("document_key", "number", name="uq_operations_document_key_number"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "CREATE INDEX ix_operations_gestures ON operations (actor, sequence) WHERE id = gesture"
    )
    op.execute("CREATE INDEX ix_operations_followers ON operations (gesture) WHERE id <> gesture")


_GUARDED = (("operations", "the log only grows"), ("texts", "the text of a document never changes"))


def _guard_on_sqlite() -> None:
    for table, reason in _GUARDED:
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{reason}'); END"
            )


def _guard_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION annotator_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$"
    )
    for table, reason in _GUARDED:
        for event in ("UPDATE", "DELETE", "TRUNCATE"):
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION annotator_refuse('{reason}')"
            )
