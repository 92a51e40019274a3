# SPDX-License-Identifier: MIT
"""Says which spans of a layer a format would not hold in full, by writing the layer in it."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TypeAlias

from annotator.errors import InputError
from annotator.formats.format import ExportedDocument, Layer, WriteOptions, chosen
from annotator.formats.ledger import Ledger
from annotator.formats.registry import format_of
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, LayerStatus
from annotator.schema.definition import Schema
from annotator.workspace.live import Live
from annotator.workspace.tasks import Progress

KEPT_ANSWERS = 32

Reasons: TypeAlias = Mapping[str, str]
"""For the id of each span that would be lost, or written in part only, the reason."""


@dataclass(frozen=True, slots=True)
class TargetFormat:
    """The format a project is annotated for, with what was chosen for it; no format if empty."""

    format: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One annotator's layer of a document at one moment, with all that writing it takes."""

    document: Document
    info: DocumentInfo
    annotator: str
    annotations: Annotations
    schema: Schema
    language: str

    def is_still(self, other: "Snapshot") -> bool:
        """Return whether nothing has changed between the two; quick, for snapshots are shared."""
        return (
            self.annotations is other.annotations
            and self.schema is other.schema
            and self.info == other.info
        )


class Survival:
    """Answers which spans of one annotator's layers would not survive; remembers the last answers.

    ``asked`` belongs on the thread that edits, what it returns may run on any.
    """

    def __init__(self, live: Live, annotator: str) -> None:
        self._live = live
        self._annotator = annotator
        self._answers: OrderedDict[tuple[object, ...], tuple[Snapshot, Reasons]] = OrderedDict()
        self._lock = Lock()

    def asked(
        self, id: str, target: TargetFormat, schema: Schema, language: str
    ) -> Callable[[Progress], Reasons]:
        """Return work that gives the answer for a document as it is now; quick if it is known."""
        live, annotator = self._live, self._annotator
        document, info = live.document(id), live.layer(id, DOCUMENT_LAYER).info
        layer = live.layer(id, annotator)
        snapshot = Snapshot(document, info, annotator, layer, schema, language)
        return lambda progress: self._answer(snapshot, target, progress)

    def _answer(self, snapshot: Snapshot, target: TargetFormat, progress: Progress) -> Reasons:
        key = (snapshot.document.id, target.format, tuple(sorted(target.choices.items())))
        with self._lock:
            kept = self._answers.get(key)
            if kept is not None and kept[0].is_still(snapshot):
                self._answers.move_to_end(key)
                return kept[1]
        found = reasons_of(snapshot, target, progress)
        with self._lock:
            self._answers[key] = (snapshot, found)
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return found


def reasons_of(snapshot: Snapshot, target: TargetFormat, progress: Progress) -> Reasons:
    """Write a layer in a format, throw away what was written, and return what the ledger says.

    Raises InputError for a format that cannot be written, or that needs what is not installed.
    """
    if not target.format:
        return {}
    ledger = _ledger(snapshot, target, progress)
    reasons = {loss.record: f"kept in part: {_reason(loss.reason)}" for loss in ledger.reduced}
    reasons.update((loss.record, _reason(loss.reason)) for loss in ledger.losses)
    return reasons


def _reason(reason: str) -> str:
    return reason or "the format has no place for it"


def _ledger(snapshot: Snapshot, target: TargetFormat, progress: Progress) -> Ledger:
    format = format_of(target.format)
    if format.write is None:
        raise InputError(f"{format.name} can be read but not written")
    records = tuple(
        record
        for record in snapshot.annotations.records.values()
        if not isinstance(record, LayerStatus)
    )
    layer = Layer(snapshot.annotator, records, snapshot.annotations.complete)
    item = ExportedDocument(snapshot.document, snapshot.info, (layer,))
    options = WriteOptions(
        schema=snapshot.schema,
        language=snapshot.language,
        documents=1,
        annotators=(snapshot.annotator,),
        choices=chosen(format.writing, target.choices),
    )
    name = "export" if format.folder else f"export{format.suffixes[0]}"
    with TemporaryDirectory(prefix="annotator-survival-") as folder:
        return format.write(iter((item,)), Path(folder) / name, options, progress)
