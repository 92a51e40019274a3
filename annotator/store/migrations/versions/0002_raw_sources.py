# SPDX-License-Identifier: MIT
"""The files that texts were taken out of, compressed, beside the documents."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_REASON = "the raw source of a document never changes"


def upgrade() -> None:
    """Make the table of raw sources and guard it as the texts are guarded."""
    op.create_table(
        "raw_sources",
        sa.Column("document_key", KEY, autoincrement=False, nullable=False),
        _words("media_type"),
        _words("extracted"),
        sa.Column("size", sa.Integer(), nullable=False),
        _words("sha256"),
        _words("hash"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name="fk_raw_sources_document_key_documents"
        ),
        sa.PrimaryKeyConstraint("document_key", name="pk_raw_sources"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER raw_sources_no_{event.lower()} BEFORE {event} ON raw_sources "
                f"BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
            )
        return
    for event in ("UPDATE", "DELETE", "TRUNCATE"):
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        op.execute(
            f"CREATE TRIGGER raw_sources_no_{event.lower()} BEFORE {event} ON raw_sources "
            f"FOR EACH {each} EXECUTE FUNCTION annotator_refuse('{_REASON}')"
        )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)
