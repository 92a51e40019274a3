# SPDX-License-Identifier: MIT
"""Brings files into a project: all of them or none, and nothing twice.

A document that is there already with the same text is not imported again: layers it does not have
yet are added, identical ones are passed over and listed. The same id with another text, and a
layer that differs from the one that is there, are refused.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from annotator.edits.change import Change, Operation, Step
from annotator.errors import Problem, ProblemsError
from annotator.formats.format import ImportedDocument, Layer, RawSource
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.ids import OperationId, new_id
from annotator.model.records import STATUS_ID, LayerStatus, Record, Span
from annotator.schema.definition import Schema
from annotator.schema.extension import extended
from annotator.schema.files import schema_text
from annotator.store.session import Store
from annotator.store.values import KeptSource, NewDocument
from annotator.workspace.intake import ADD, Intake, Source
from annotator.workspace.tasks import Progress

_SHOWN_REFUSED = 20


@dataclass(slots=True)
class ImportReport:
    """What an import did: counts, and what was passed over, each with the reason.

    ``gesture`` names it in the log; ``touched`` are the documents that were there and got a layer.
    ``refused`` is what was wrong with documents that were left out, ``schema`` the new one if
    labels were added.
    """

    gesture: str
    documents: int = 0
    layers: int = 0
    spans: int = 0
    passed_over: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    schema: Schema | None = None

    def lines(self) -> list[str]:
        """Return the report as sentences."""
        counted = (
            f"{_counted(self.documents, 'document')}, {_counted(self.layers, 'layer')} and "
            f"{_counted(self.spans, 'span')} imported"
        )
        return [counted, *self.passed_over, *self._refusals(), *self.notes]

    def _refusals(self) -> Iterator[str]:
        if self.refused:
            yield f"{_counted(len(self.refused), 'problem')}; what has one was left out as asked:"
        yield from (str(problem) for problem in self.refused[:_SHOWN_REFUSED])
        if len(self.refused) > _SHOWN_REFUSED:
            yield f"and {len(self.refused) - _SHOWN_REFUSED:,} more problems"


def import_into(store: Store, source: Source, *, actor: str, progress: Progress) -> ImportReport:
    """Import the files in one transaction; nothing is changed when anything is refused.

    Raises ProblemsError with all problems of the files, NotFoundError for a missing path.
    """
    intake = Intake(source)
    intake.find_files()
    sorter = _Sorter(store, actor, several=len(intake.batches) > 1)
    report = sorter.report
    store.add_documents(
        sorter.new_documents(intake.documents(progress)),
        actor=actor,
        gesture=report.gesture,
        progress=progress,
        then=sorter.operations,
        schema=lambda: _new_schema(intake, report),
    )
    report.notes.extend((*intake.tally.lines(), *intake.notes))
    report.refused.extend(intake.refused)
    return report


def _new_schema(intake: Intake, report: ImportReport) -> str:
    """Return the text of the schema with what was seen and it did not have; empty if nothing."""
    if intake.source.wishes.new_labels != ADD:
        return ""
    schema, told = extended(intake.source.schema, intake.seen)
    if not told:
        return ""
    report.schema = schema
    report.notes.extend(told)
    return schema_text(schema)


class _Sorter:
    """Sorts what was read into documents that are new and layers for those that are there.

    With ``several`` formats, layers of one document may come from each; they are then kept to be
    compared. One format gives all layers of a document at once, and memory stays flat.
    """

    def __init__(self, store: Store, actor: str, *, several: bool) -> None:
        self._store = store
        self._actor = actor
        self._several = several
        self._stored = store.hashes()
        self._by_hash = {sha256: id for id, sha256 in self._stored.items()}
        self._seen: dict[str, str] = {}
        self._layers: dict[tuple[str, str], Layer] = {}
        self._later: list[Operation] = []
        self._problems: list[Problem] = []
        self.report = ImportReport(gesture=new_id())

    def new_documents(self, read: Iterator[ImportedDocument]) -> Iterator[NewDocument]:
        """Yield the documents to be added; raises ProblemsError at the end if any was refused."""
        for item in read:
            new = self._sorted(item)
            if new is not None:
                yield new
        if self._problems:
            raise ProblemsError(self._problems)

    def operations(self) -> Sequence[Operation]:
        """Return what is to be done to documents that were there; asked for after the others.

        The first operation of an import names it; if no document was new, that is one of these.
        """
        if self._later and not self.report.documents:
            self._later[0] = replace(self._later[0], id=OperationId(self.report.gesture))
        return self._later

    def _sorted(self, item: ImportedDocument) -> NewDocument | None:
        id = item.document.id
        known = self._seen.get(id) or self._stored.get(id)
        if known is None:
            return self._new(item)
        if known != item.document.sha256:
            self._refuse(item, "another document of this id has another text")
            return None
        added = [self._add_layer(item, layer) for layer in item.layers]
        added.append(self._add_own(item))
        if not any(added) and id not in self._seen:
            self.report.passed_over.append(f"{id}: already there, passed over")
        return None

    def _new(self, item: ImportedDocument) -> NewDocument:
        id, sha256 = item.document.id, item.document.sha256
        self._seen[id] = sha256
        twin = self._by_hash.setdefault(sha256, id)
        if twin != id:
            self.report.notes.append(f"{id}: the same text as {twin}")
        self.report.documents += 1
        for layer in item.layers:
            self._take(id, layer)
        layers = tuple((layer.annotator, layer.records, layer.complete) for layer in item.layers)
        return NewDocument(item.document, item.info, layers, _kept(item.raw), item.own)

    def _add_layer(self, item: ImportedDocument, layer: Layer) -> bool:
        id = item.document.id
        there = self._layer_there(id, layer.annotator)
        records = _as_records(layer)
        if there is None or not there.records:
            self._later.append(self._layer_operation(item, layer, records))
            self.report.touched.append(id)
            self._take(id, layer)
            return True
        if dict(there.records) != records:
            self._refuse(item, f"the layer of {layer.annotator or 'nobody'!r} there is another")
        return False

    def _add_own(self, item: ImportedDocument) -> bool:
        """Add assignments and decisions to a document that has none; others are refused."""
        id = item.document.id
        if not item.own or id in self._seen:
            return False
        own = self._store.annotations(id, DOCUMENT_LAYER)
        there: dict[str, Record] = {}
        there.update((each.id, each) for each in own.assignments())
        there.update((each.id, each) for each in own.decisions())
        if not there:
            layer = Layer(DOCUMENT_LAYER, item.own, complete=False)
            self._later.append(self._layer_operation(item, layer, _as_records(layer)))
            self.report.touched.append(id)
            return True
        if there != {record.id: record for record in item.own}:
            self._refuse(item, "the assignments and decisions there are others")
        return False

    def _layer_there(self, id: str, annotator: str) -> Annotations | None:
        read = self._layers.get((id, annotator))
        if read is not None:
            return Annotations(_as_records(read))
        return None if id in self._seen else self._store.annotations(id, annotator)

    def _layer_operation(
        self, item: ImportedDocument, layer: Layer, records: dict[str, Record]
    ) -> Operation:
        steps = tuple(Step(id, None, record) for id, record in records.items())
        return Operation(
            id=OperationId(new_id()),
            gesture=self.report.gesture,
            document=item.document.id,
            layer=layer.annotator,
            actor=self._actor,
            change=Change("layer.import", steps),
            made_at=datetime.now(UTC),
        )

    def _take(self, id: str, layer: Layer) -> None:
        if self._several:
            self._layers[id, layer.annotator] = layer
        self.report.layers += 1
        self.report.spans += sum(1 for record in layer.records if isinstance(record, Span))

    def _refuse(self, item: ImportedDocument, reason: str) -> None:
        file, _, line = item.origin.rpartition(":")
        if not line.isdigit():
            file, line = item.origin, "0"
        self._problems.append(Problem(file, int(line), "id", f"{item.document.id!r}: {reason}"))


def _kept(raw: RawSource | None) -> KeptSource | None:
    return None if raw is None else KeptSource(raw.media_type, raw.data, raw.extracted)


def _as_records(layer: Layer) -> dict[str, Record]:
    records: dict[str, Record] = {record.id: record for record in layer.records}
    if layer.complete:
        records[STATUS_ID] = LayerStatus(complete=True)
    return records


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
