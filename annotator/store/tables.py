# SPDX-License-Identifier: MIT
"""The tables, as SQLAlchemy Core sees them; ``migrations`` makes them.

Rows (``documents``, ``layers``, ``records``) say what is true now; ``operations`` says how it came
about, and only grows. Both are written in the same transaction, and ``doctor`` proves that they
agree. All columns of ``documents`` but the first four, and all of ``layers`` but its names, are
derived from the records, so that lists need not read any text or JSON.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

KEY = BigInteger().with_variant(Integer, "sqlite")


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


project = Table(
    "project",
    metadata,
    Column("key", Text, primary_key=True),
    _words("value"),
)
"""Id, name, language, time of making, and ``seal``: the hash of the other four."""

schemas = Table(
    "schemas",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _words("text"),
    _words("made_at"),
    _words("actor"),
    _words("hash"),
)
"""Every schema the project has had; the one with the highest revision counts."""

documents = Table(
    "documents",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
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
    sqlite_autoincrement=True,
)

texts = Table(
    "texts",
    metadata,
    Column("document_key", KEY, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    _words("text"),
)
"""Apart from ``documents``, so that a list of 100,000 documents reads 20 MB and not 300."""

raw_sources = Table(
    "raw_sources",
    metadata,
    Column("document_key", KEY, ForeignKey("documents.key"), primary_key=True, autoincrement=False),
    _words("media_type"),
    _words("extracted"),
    _count("size"),
    _words("sha256"),
    _words("hash"),
    Column("data", LargeBinary, nullable=False),
)
"""The files that texts were taken out of, where that is more than decoding; ``data`` is compressed.

``hash`` seals the other columns and is in the first entry of the document's log."""

layers = Table(
    "layers",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("document_key", KEY, ForeignKey("documents.key"), nullable=False),
    _words("annotator"),
    _words("kind"),
    _count("complete"),
    _count("span_count"),
    _count("record_count"),
    _count("made"),
    _count("version"),
    UniqueConstraint("document_key", "annotator"),
    sqlite_autoincrement=True,
)
"""``made`` counts the records ever made in the layer (the next one's ``position``); ``version``
counts the changes."""

records = Table(
    "records",
    metadata,
    Column("layer_key", KEY, ForeignKey("layers.key"), primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    _count("position"),
    _words("kind"),
    _words("label"),
    Column("start", Integer),
    Column("end", Integer),
    _words("surface"),
    _words("data"),
    _count("version"),
    sqlite_with_rowid=False,
)
"""``data`` is the whole record as canonical JSON; ``position`` is the order of making."""

operations = Table(
    "operations",
    metadata,
    Column("sequence", KEY, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _words("gesture"),
    Column("document_key", KEY, ForeignKey("documents.key"), nullable=False),
    _count("number"),
    _words("layer"),
    _words("actor"),
    _words("kind"),
    _words("change"),
    _words("made_at"),
    _words("undoes"),
    _words("redoes"),
    _words("hash"),
    UniqueConstraint("document_key", "number"),
    sqlite_autoincrement=True,
)

_FIRST = operations.c.id == operations.c.gesture
Index(
    "ix_operations_gestures",
    operations.c.actor,
    operations.c.sequence,
    sqlite_where=_FIRST,
    postgresql_where=_FIRST,
)
Index(
    "ix_operations_followers",
    operations.c.gesture,
    sqlite_where=operations.c.id != operations.c.gesture,
    postgresql_where=operations.c.id != operations.c.gesture,
)

LOG_TRIGGERS = ("operations_no_update", "operations_no_delete")
TEXT_TRIGGERS = ("texts_no_update", "texts_no_delete")
RAW_TRIGGERS = ("raw_sources_no_update", "raw_sources_no_delete")
