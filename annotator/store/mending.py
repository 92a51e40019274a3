# SPDX-License-Identifier: MIT
"""Puts one document together again from damaged rows and from backups of it.

A piece is taken only if it is proven: a text by its hash, an entry of the log by its place in the
chain. Rows are never taken from a backup: they follow from the log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.edits.change import Change, difference
from annotator.errors import AnnotatorError, DamagedError
from annotator.model.annotations import Annotations
from annotator.model.document import text_hash
from annotator.model.records import Record
from annotator.store import folding, rows
from annotator.store.examination import LogRow, StoredRows, examine_document


@dataclass(frozen=True, slots=True)
class Mended:
    """A document whose text and log are proven.

    ``changes`` (by layer) lead from what the log says to the rows that were there, where the end
    of the log is lost. ``done`` says what was put right, ``lost`` what could not be.
    """

    stored: StoredRows
    changes: tuple[tuple[str, Change], ...] = ()
    done: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def mend(stored: StoredRows | None, others: Sequence[StoredRows]) -> Mended | None:
    """Return the document made whole, or None if its text or the start of its log is nowhere.

    ``stored`` is what the damaged project has; ``others`` are the same document in backups, the
    newest first.
    """
    if stored is None:
        sound = (other for other in others if not list(examine_document(other)))
        found = next(sound, None)
        return None if found is None else Mended(found, done=("it came from a backup",))
    sources = [stored, *others]
    start = _proven_start(sources)
    if start is None:
        return None
    id, text = start
    done: list[str] = []
    if text != stored.text:
        done.append("its text came from a backup")
    log, complete = _proven_log(sources, id, text_hash(text))
    if log != stored.log:
        done.append("entries of its log were restored")
    whole = replace(stored, id=id, text=text, sha256=text_hash(text), length=len(text), log=log)
    whole.last_number, whole.head_hash = len(log), log[-1].hash
    if complete:
        return Mended(whole, done=(*done, "its rows were worked out from the log"))
    lost = f"its log could not be restored beyond entry {len(log)}"
    return Mended(whole, _changes(whole), (*done, "the state it had was kept"), (lost,))


def _proven_start(sources: Sequence[StoredRows]) -> tuple[str, str] | None:
    """Return id and text that the first entry of some log proves to be right."""
    ids = dict.fromkeys(source.id for source in sources if isinstance(source.id, str))
    texts = dict.fromkeys(source.text for source in sources if isinstance(source.text, str))
    for text in texts:
        hash_of_text = text_hash(text)
        for id in ids:
            if next(_candidates(sources, id, hash_of_text, 1), None) is not None:
                return id, text
    return None


def _fits(row: LogRow, previous: str, id: str, number: int) -> bool:
    try:
        return row.fits(previous, id, number)
    except (TypeError, AttributeError, ValueError):
        return False


def _proven_log(sources: Sequence[StoredRows], id: str, previous: str) -> tuple[list[LogRow], bool]:
    """Return the longest log that is proven, and whether it is all there was."""
    log: list[LogRow] = []
    longest = max(len(source.log) for source in sources)
    heads = {source.head_hash for source in sources[:1]}
    for number in range(1, longest + 1):
        row = next(_candidates(sources, id, previous, number), None)
        if row is None:
            break
        if log and row.sequence <= log[-1].sequence:
            row = replace(row, sequence=log[-1].sequence + 1)
        log.append(row)
        previous = row.hash
    own = sources[0]
    return log, previous in heads or len(log) >= max(own.last_number, len(own.log))


def _candidates(
    sources: Sequence[StoredRows], id: str, previous: str, number: int
) -> Iterator[LogRow]:
    here = [source.log[number - 1] for source in sources if len(source.log) >= number]
    yield from (row for row in here if _fits(row, previous, id, number))
    after = [source.log[number] for source in sources if len(source.log) > number]
    for row in here:  # perhaps only its hash, number or kind is damaged
        whole = _completed(row, previous, id, number)
        if whole is None:
            continue
        ends = whole.hash == sources[0].head_hash
        if ends or any(_fits(later, whole.hash, id, number + 1) for later in after):
            yield whole


def _completed(row: LogRow, previous: str, id: str, number: int) -> LogRow | None:
    try:
        kind = rows.change_of(row.change).kind
        whole = replace(row, number=number, kind=kind)
        return replace(whole, hash=whole.linked(previous, id))
    except (AnnotatorError, TypeError, AttributeError, ValueError):
        return None


def _changes(stored: StoredRows) -> tuple[tuple[str, Change], ...]:
    """Return what leads from the log to the rows, as far as the rows can be believed."""
    try:
        folded = folding.fold((row.layer, row.change) for row in stored.log)
    except DamagedError:
        return ()
    found: list[tuple[str, Change]] = []
    for annotator, (key, _) in sorted(stored.layers.items()):
        layer = folded.get(annotator, folding.FoldedLayer())
        before = {id: rows.record_of(item[0].decode()) for id, item in layer.records.items()}
        after = dict(_believable(stored, key))
        change = difference("doctor.repair", Annotations(before), Annotations(after))
        if change.steps:
            found.append((annotator, change))
    return tuple(found)


def _believable(stored: StoredRows, layer_key: int) -> Iterator[tuple[str, Record]]:
    held = sorted(stored.records.get(layer_key, {}).values(), key=lambda row: str(row[1]))
    for id, _, *columns, data, _ in held:
        try:
            record = rows.record_of(data)
            fits = rows.derived(record, stored.text or "") == tuple(columns)
        except (AnnotatorError, TypeError, AttributeError, ValueError):
            continue
        if fits and record.id == id and rows.canonical_text(record) == data:
            yield id, record
