# SPDX-License-Identifier: MIT
"""The documents as they are on the screen: what is stored plus what is still being saved."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace

from annotator.edits.change import Operation
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.document import Document
from annotator.model.records import INFO_ID
from annotator.store.session import Store
from annotator.store.values import DocumentSummary

KEPT_LAYERS = 64
KEPT_DOCUMENTS = 16
KEPT_LOGS = 4


class Live:
    """Snapshots of layers, texts and logs, held while they are in use or not yet durable.

    ``pending`` gives the operations that are not yet durable; a layer they touch is never
    forgotten, so the store is never asked for what it does not have yet. All methods run on the
    thread that edits.
    """

    def __init__(self, store: Store, pending: Callable[[], Sequence[Operation]]) -> None:
        self._store = store
        self._pending = pending
        self._layers: OrderedDict[tuple[str, str], Annotations] = OrderedDict()
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._logs: OrderedDict[str, list[Operation]] = OrderedDict()

    def document(self, id: str) -> Document:
        """Return the document; NotFoundError if there is none."""
        document = self._documents.get(id)
        if document is None:
            document = self._store.document(id)
            self._documents[id] = document
            while len(self._documents) > KEPT_DOCUMENTS:
                self._documents.popitem(last=False)
        return document

    def layer(self, id: str, annotator: str) -> Annotations:
        """Return the newest snapshot of a layer; an empty one when nothing was made in it."""
        key = (id, annotator)
        annotations = self._layers.get(key)
        if annotations is None:
            annotations = self._store.annotations(id, annotator)
            self._layers[key] = annotations
            self._trim()
        else:
            self._layers.move_to_end(key)
        return annotations

    def log(self, id: str) -> list[Operation]:
        """Return all operations of a document in order, those not yet durable last."""
        log = self._logs.get(id)
        if log is None:
            waiting = [operation for operation in self._pending() if operation.document == id]
            log = [logged.operation for logged in self._store.operations(id)]
            known = {operation.id for operation in log}
            log.extend(operation for operation in waiting if operation.id not in known)
            self._logs[id] = log
            while len(self._logs) > KEPT_LOGS:
                self._logs.popitem(last=False)
        return log

    def record(self, operation: Operation, annotations: Annotations) -> None:
        """Take note of an operation that has been queued, and of the snapshot it leads to."""
        self._layers[operation.document, operation.layer] = annotations
        if operation.document in self._logs:
            self._logs[operation.document].append(operation)

    def forget(self, id: str) -> None:
        """Drop everything held of a document, so that it is read again."""
        self._logs.pop(id, None)
        for key in [key for key in self._layers if key[0] == id]:
            del self._layers[key]

    def held(self) -> dict[tuple[str, str], Annotations]:
        """Return the snapshots that are held, by document and annotator."""
        return dict(self._layers)

    def forget_all(self) -> None:
        """Drop everything held."""
        self._logs.clear()
        self._layers.clear()
        self._documents.clear()

    def summaries(self, annotator: str) -> list[DocumentSummary]:
        """Return all documents that are not removed, as they are on the screen."""
        touched = self._waiting()
        stored = self._store.summaries(annotator)
        if not any(layer == DOCUMENT_LAYER for _, layer in touched):
            return [self._overlaid(summary, annotator, touched) for summary in stored]
        there = {summary.id for summary in stored}
        return [
            self._overlaid(summary, annotator, touched)
            for summary in self._store.summaries(annotator, removed=True)
            if self._is_there(summary.id, there, touched)
        ]

    def completed(self, annotator: str) -> set[str]:
        """Return the documents that an annotator has completed, as they are on the screen."""
        waiting = {id for id, layer in self._waiting() if layer == annotator}
        done = self._store.completed_by(annotator) - waiting
        return done | {id for id in waiting if self.layer(id, annotator).complete}

    def label_counts(self, annotator: str) -> dict[str, int]:
        """Return how many spans of each label are on the screen, in documents not removed."""
        waiting = self._waiting()
        touched = {id for id, layer in waiting if layer in (annotator, DOCUMENT_LAYER)}
        counts = Counter(self._store.label_counts(annotator, without=touched))
        if touched:
            there = {summary.id for summary in self.summaries(annotator)}
            for id in touched & there:
                counts.update(span.label for span in self.layer(id, annotator).spans())
        return {label: count for label, count in counts.items() if count}

    def _is_there(self, id: str, there: set[str], touched: set[tuple[str, str]]) -> bool:
        if (id, DOCUMENT_LAYER) not in touched:
            return id in there
        own = self.layer(id, DOCUMENT_LAYER)
        return own.get(INFO_ID) is not None and not own.info.removed

    def _overlaid(
        self, summary: DocumentSummary, annotator: str, touched: set[tuple[str, str]]
    ) -> DocumentSummary:
        if (summary.id, DOCUMENT_LAYER) in touched:
            info = self.layer(summary.id, DOCUMENT_LAYER).info
            summary = replace(
                summary,
                title=info.title,
                source=info.source,
                date=info.date,
                language=info.language,
                tags=info.tags,
            )
        if (summary.id, annotator) in touched:
            layer = self.layer(summary.id, annotator)
            spans = sum(1 for _ in layer.spans())
            summary = replace(summary, spans=spans, complete=layer.complete)
        return summary

    def _waiting(self) -> set[tuple[str, str]]:
        return {(operation.document, operation.layer) for operation in self._pending()}

    def _trim(self) -> None:
        if len(self._layers) <= KEPT_LAYERS:
            return
        waiting = self._waiting()
        for key in list(self._layers):
            if len(self._layers) <= KEPT_LAYERS:
                return
            if key not in waiting:
                del self._layers[key]
