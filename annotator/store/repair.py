# SPDX-License-Identifier: MIT
"""Repairs a project: from its log where that is sound, from backups where it is not.

A file is built anew beside the damaged one, examined, and put in its place; the damaged one is
kept as it was. In PostgreSQL only rows are repaired, from the log.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from annotator.edits.change import Change, Operation
from annotator.errors import StoreError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.ids import DocumentId, OperationId, new_id
from annotator.store import folding, writing
from annotator.store.diagnosis import Damage, Diagnosis, Part
from annotator.store.doctor import Progress, examine, no_progress
from annotator.store.engine import open_postgres, open_sqlite
from annotator.store.examination import WRONG_TEXT, StoredRows, read_rows
from annotator.store.faults import from_os_error
from annotator.store.fetching import insert_sql
from annotator.store.keeping import newest_first
from annotator.store.location import Location, parse_location
from annotator.store.lock import ProjectLock
from annotator.store.mending import Mended
from annotator.store.placing import make_private, sync_file, sync_folder
from annotator.store.rebuilding import rebuild
from annotator.store.tables import documents, layers, records

ACTOR = "doctor"
KIND = "doctor.repair"


def repair(location: str, progress: Progress = no_progress) -> Diagnosis:
    """Repair what can be, and return what was done and what is still damaged.

    A sound project is not touched. InUseError if it is open elsewhere.
    """
    where = parse_location(location)
    if where.path is None:
        return _repair_server(where, location, progress)
    lock = ProjectLock(where.path.resolve())
    lock.take()
    try:
        found = examine(location, progress)
        if found.sound:
            return found
        return _repair_file(where.path.resolve(), found, progress)
    except OSError as error:
        raise from_os_error(error, where.shown) from error
    finally:
        lock.release()


def _repair_file(path: Path, before: Diagnosis, progress: Progress) -> Diagnosis:
    aside = _put_aside(path)
    draft = path.with_name(f".{path.name}.repaired")
    try:
        make_private(draft, replace=True)
        done = rebuild(path, newest_first(path), draft)
        _sign(draft, done.mended)
        found = examine(str(draft), progress)
        if not (done.mended or done.done) and set(before.damages) <= set(found.damages):
            _remove(aside)
            return replace(before, notes=(*before.notes, _nothing_restored(before)))
        _replace(path, draft)
    finally:
        for suffix in ("", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    lost = [Damage(Part.LOG, m.stored.id, reason) for m in done.mended for reason in m.lost]
    named = {damage.document for damage in found.damages}
    lost += [d for d in done.lost if not d.document or d.document not in named]
    sentences = [f"document {m.stored.id!r}: {', '.join(m.done)}" for m in done.mended]
    kept = f"the damaged file was kept as {aside.name}"
    return replace(
        found,
        location=str(path),
        damages=(*found.damages, *lost),
        repaired=(*done.done, *sentences, kept),
    )


def _put_aside(path: Path) -> Path:
    """Copy the damaged file and its WAL as they are, and make sure that the copies are equal."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.stem}.damaged-{moment}{path.suffix}")
    for suffix in ("", "-wal"):
        source = path.with_name(path.name + suffix)
        if not source.exists():
            continue
        target = aside.with_name(aside.name + suffix)
        make_private(target)
        shutil.copyfile(source, target)
        sync_file(target)
        if _hash_of(source) != _hash_of(target):
            raise StoreError(f"{target} is not what {source.name} is; nothing was repaired")
    sync_folder(path.parent)
    return aside


def _remove(aside: Path) -> None:
    for suffix in ("", "-wal"):
        aside.with_name(aside.name + suffix).unlink(missing_ok=True)


def _nothing_restored(before: Diagnosis) -> str:
    texts = [d.document for d in before.damages if d.message == WRONG_TEXT]
    if not texts:
        return "nothing could be restored"
    more = f" and of {len(texts) - 1:,} more" if texts[1:] else ""
    return (
        f"nothing could be restored: no backup holds this text of document {texts[0]!r}{more}; "
        "the project was left as it is"
    )


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _replace(path: Path, draft: Path) -> None:
    """Put the new file in the place of the damaged one, whose WAL must not meet it."""
    sync_file(draft)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    draft.replace(path)
    sync_folder(path.parent)


def _sign(draft: Path, mended: list[Mended]) -> None:
    """Log the repair of each document: the log only grows."""
    database = open_sqlite(draft)
    try:
        with database.writing() as connection:
            for done in mended:
                changes = done.changes or ((DOCUMENT_LAYER, Change(KIND, ())),)
                writing.write(connection, _operations(done.stored.id, changes), writing.Texts())
    finally:
        database.close()


def _operations(document: str, changes: Sequence[tuple[str, Change]]) -> list[Operation]:
    ids = [OperationId(new_id()) for _ in changes]
    now = datetime.now(UTC)
    return [
        Operation(id, ids[0], DocumentId(document), layer, ACTOR, change, now)
        for id, (layer, change) in zip(ids, changes, strict=True)
    ]


def _repair_server(where: Location, location: str, progress: Progress) -> Diagnosis:
    """Write the rows of documents anew whose log is sound."""
    found = examine(location, progress)
    if found.sound or where.url is None:
        return found
    broken = {d.document for d in found.damages if d.part not in (Part.RECORDS, Part.SOURCE)}
    rows_differ = dict.fromkeys(d.document for d in found.damages if d.part is Part.RECORDS)
    mendable = [id for id in rows_differ if id and id not in broken]
    database = open_postgres(where.url, where.shown)
    try:
        for id in mendable:
            with database.writing() as connection:
                _restore_rows(connection, id)
    finally:
        database.close()
    sentences = [f"document {id!r}: its rows were worked out from the log" for id in mendable]
    return replace(examine(location, progress), repaired=tuple(sentences))


def _restore_rows(connection: Connection, id: str) -> None:
    query = select(documents.c.key).where(documents.c.id == id).with_for_update()
    key = int(connection.scalar(query) or 0)
    stored = read_rows(connection, key, key)[0]
    folded = folding.fold((row.layer, row.change) for row in stored.log)
    expected = folding.expected_rows(folded, stored.text or "")
    for layer_key, _ in stored.layers.values():
        connection.execute(delete(records).where(records.c.layer_key == layer_key))
    for annotator, (layer_key, _) in stored.layers.items():
        if annotator not in expected:
            connection.execute(delete(layers).where(layers.c.key == layer_key))
    for annotator, layer in expected.items():
        _put_layer(connection, key, stored, annotator, layer)
    names = ("title", "source", "date", "language", "tags", "removed")
    info = dict(zip(names, folding.expected_info(folded), strict=True))
    connection.execute(update(documents).where(documents.c.key == key).values(info))
    changes = ((DOCUMENT_LAYER, Change(KIND, ())),)
    writing.write(connection, _operations(id, changes), writing.Texts())


def _put_layer(
    connection: Connection,
    key: int,
    stored: StoredRows,
    annotator: str,
    layer: folding.ExpectedLayer,
) -> None:
    names = ("kind", "complete", "span_count", "record_count", "made", "version")
    counts = dict(zip(names, layer.row, strict=True))
    if annotator in stored.layers:
        layer_key = stored.layers[annotator][0]
        connection.execute(update(layers).where(layers.c.key == layer_key).values(counts))
    else:
        values = {"document_key": key, "annotator": annotator, **counts}
        made = connection.scalar(insert(layers).values(values).returning(layers.c.key))
        layer_key = int(made or 0)
    rows = [(layer_key, *row) for row in layer.records.values()]
    if rows:
        connection.exec_driver_sql(insert_sql(records, connection.dialect), rows)
