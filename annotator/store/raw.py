# SPDX-License-Identifier: MIT
"""The files that texts were taken out of: kept compressed, read, examined and copied.

Each row is sealed by a hash over its document's id and what the file was; the first entry of the
document's log names that hash, so that a row can neither be changed nor be lost unnoticed.
"""

import re
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.engine import Connection

from annotator.errors import DamagedError, StoreError
from annotator.store import reading, rows
from annotator.store.diagnosis import Damage, Part
from annotator.store.engine import Database
from annotator.store.tables import documents, operations, raw_sources
from annotator.store.values import KeptSource

RawRow = tuple[int, str, str, int, str, str, bytes]
"""Document key, media type, what was extracted, size, SHA-256, hash and compressed data."""

DAMAGED = "its raw source is not the one that was imported"
MISSING = "its raw source is missing"
_NAMED = re.compile(r'\],"source":"([0-9a-f]{64})"\}$')


def row_of(key: int, document: str, raw: KeptSource) -> RawRow:
    """Return the row that keeps a file with the document of this key and id."""
    digest = raw.sha256
    seal = _seal(document, raw.media_type, raw.extracted, len(raw.data), digest)
    data = zlib.compress(raw.data)
    return key, raw.media_type, raw.extracted, len(raw.data), digest, seal, data


def _seal(document: str, media_type: str, extracted: str, size: int, digest: str) -> str:
    return rows.sealed((document, media_type, extracted, size, digest))


def named_in_log(seal: str) -> str:
    """Return how the first entry of a log names the hash of a row; ``change`` ends with it."""
    return f',"source":"{seal}"'


def seal_in_log(change: str) -> str:
    """Return the hash that the first entry of a log names; empty if it names none."""
    found = _NAMED.search(change)
    return found[1] if found else ""


def keep(connection: Connection, document: str, raw: KeptSource) -> None:
    """Keep a file with a document that is there and has none."""
    key = reading.document_key(connection, document)
    query = select(raw_sources.c.document_key).where(raw_sources.c.document_key == key)
    if connection.scalar(query) is None:
        _put(connection, row_of(key, document, raw))


def _put(connection: Connection, row: RawRow) -> None:
    names = [column.name for column in raw_sources.columns]
    connection.execute(insert(raw_sources), dict(zip(names, row, strict=True)))


def read(connection: Connection, document: str) -> KeptSource | None:
    """Return the file a document's text was taken out of; None if none was kept.

    NotFoundError for an unknown document, DamagedError if the file is not what came in.
    """
    key = reading.document_key(connection, document)
    row = connection.execute(_query(key)).one_or_none()
    if row is None:
        return None
    found = _whole(row, document)
    if found is None:
        raise DamagedError(
            f"the raw source of document {document!r} is damaged; run `annotator doctor`"
        )
    return found


def _query(key: int) -> Any:  # noqa: ANN401 a Select of seven columns
    return select(raw_sources).where(raw_sources.c.document_key == key)


def _whole(row: Row[Any], document: str) -> KeptSource | None:
    """Return what a row keeps, or None if it is damaged; no more is unpacked than it says."""
    try:
        unpacked = zlib.decompressobj()
        data = unpacked.decompress(row.data, row.size + 1)
        digest = sha256(data).hexdigest()
        seal = _seal(document, row.media_type, row.extracted, len(data), digest)
    except (zlib.error, TypeError, ValueError, OverflowError):
        return None
    if (len(data), digest, seal) != (row.size, row.sha256, row.hash):
        return None
    if not unpacked.eof or unpacked.unused_data:
        return None
    return KeptSource(row.media_type, data, row.extracted)


def examine_raw_sources(database: Database) -> Iterator[Damage]:
    """Yield what is wrong with the files kept; one is in memory at a time."""
    with database.reading() as connection:
        ids = {
            row.key: row.id for row in connection.execute(select(documents.c.key, documents.c.id))
        }
        kept = keys_of(connection)
        seals = _seals_in_logs(connection)
    for key in sorted(kept | set(seals)):
        id = str(ids.get(key, f"number {key}"))
        if key not in kept:
            yield Damage(Part.SOURCE, id, MISSING)
        elif not _is_sound(database, key, id, seals.get(key, "")):
            yield Damage(Part.SOURCE, id, DAMAGED)


def _seals_in_logs(connection: Connection) -> dict[int, str]:
    first = select(operations.c.document_key, operations.c.change).where(operations.c.number == 1)
    found = connection.execute(first.where(operations.c.change.like('%"}')))
    return {key: seal for key, change in found if (seal := seal_in_log(str(change)))}


def _is_sound(database: Database, key: int, document: str, said: str) -> bool:
    try:
        with database.reading() as connection:
            return sound_row(connection, key, document, said) is not None
    except StoreError:
        return False


def sound_row(connection: Connection, key: int, document: str, said: str) -> RawRow | None:
    """Return the row of a document if it is whole, and the one its log names (if it names one)."""
    row = connection.execute(_query(key)).one_or_none()
    if row is None or _whole(row, document) is None or said not in ("", row.hash):
        return None
    return _seven(row)


def any_row(connection: Connection, key: int) -> RawRow | None:
    """Return the row of a document as it is, damaged or not."""
    row = connection.execute(_query(key)).one_or_none()
    return None if row is None else _seven(row)


def _seven(row: Row[Any]) -> RawRow:
    return row.document_key, row.media_type, row.extracted, row.size, row.sha256, row.hash, row.data


def keys_of(connection: Connection) -> set[int]:
    """Return the keys of the documents whose files are kept."""
    return set(connection.scalars(select(raw_sources.c.document_key)))


def copy_row(connection: Connection, row: RawRow, key: int) -> None:
    """Insert a row of another file for the document of this key."""
    _put(connection, (key, *row[1:]))
