# SPDX-License-Identifier: MIT
"""Keeps a ledger while documents are written: what every writer counts in the same way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.grouped import Grouped, grouped, lose_records, lose_spans
from annotator.formats.ledger import Ledger

DOCUMENT = "document"


@dataclass(slots=True)
class Account:
    """One export's ledger, what it was told, and what is only worth a note."""

    ledger: Ledger
    options: WriteOptions
    progress: Progress
    _unfinished: int = field(default=0)

    def layers_of(self, item: ExportedDocument) -> Iterator[Layer | StoredLayer]:
        """Count a document and yield the layers of it that are to be written, by annotator.

        A document without any layer gives an empty one, so that its text is written all the same.
        """
        self.progress(self.ledger.documents, self.options.documents)
        self.ledger.documents += 1
        if not item.layers:
            yield Layer(self._owner(), (), complete=False)
        for layer in sorted(item.layers, key=lambda layer: layer.annotator):
            self._unfinished += not layer.complete
            if layer.complete or not self.options.complete_only:
                self.ledger.layers += 1
                yield layer

    def _owner(self) -> str:
        return self.options.annotators[0] if self.options.annotators else ""

    def grouped(self, item: ExportedDocument, layer: Layer | StoredLayer) -> Grouped:
        """Return the records of a layer by kind, and count them as taken."""
        return grouped(item.document, layer, self.ledger)

    def lose_document(self, found: Grouped, reason: str) -> None:
        """Count a document's layer, and list its spans, as not written."""
        self.ledger.taken[DOCUMENT] += 1
        self.ledger.lose(DOCUMENT, reason)
        lose_spans(self.ledger, found, found.spans, f"the document: {reason}")
        for records in (
            found.relations,
            found.events,
            found.entities,
            found.labels,
            found.notes,
        ):
            lose_records(self.ledger, records, f"the document: {reason}")

    def closed(self) -> Ledger:
        """Return the ledger with its notes; the progress is told the end."""
        if self._unfinished:
            done = "not written" if self.options.complete_only else "written all the same"
            layers = "1 layer" if self._unfinished == 1 else f"{self._unfinished:,} layers"
            self.ledger.notes.append(f"{layers} not marked complete, {done}")
        self.progress(self.ledger.documents, self.options.documents)
        return self.ledger
