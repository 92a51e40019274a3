# SPDX-License-Identifier: MIT
"""The records of a layer by kind, counted into a ledger once; and how losses are told of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.formats.format import Layer, StoredLayer
from annotator.formats.ledger import SPAN, Ledger, Loss
from annotator.model.document import Document
from annotator.model.records import (
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Span,
)

ATTRIBUTE = "attribute"


@dataclass(slots=True)
class Grouped:
    """The records of one layer of a document; spans in the order of the text, outer ones first."""

    document: Document
    annotator: str
    spans: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    events: list[EventFrame] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    labels: list[DocumentLabel] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Take in a record of the layer."""
        match record:
            case Span():
                self.spans.append(record)
            case Relation():
                self.relations.append(record)
            case EventFrame():
                self.events.append(record)
            case Entity():
                self.entities.append(record)
            case DocumentLabel():
                self.labels.append(record)
            case Note():
                self.notes.append(record)

    def loss(self, span: Span, reason: str, detail: str = "") -> Loss:
        """Return the entry of the ledger about one of the spans."""
        surface = " … ".join(self.document.text[start:end] for start, end in span.fragments)
        return Loss(
            self.document.id,
            self.annotator,
            span.id,
            span.start,
            span.end,
            span.label,
            surface,
            reason,
            detail,
        )


def grouped(document: Document, layer: Layer | StoredLayer, ledger: Ledger) -> Grouped:
    """Return a layer's records by kind, and count them, and their attributes, as taken."""
    found = Grouped(document, layer.annotator)
    for record in layer.decoded():
        found.add(record)
        ledger.taken[record.kind] += 1
        attributes = len(getattr(record, "attributes", ()))
        if attributes:
            ledger.taken[ATTRIBUTE] += attributes
    found.spans.sort(key=_text_order)
    return found


def _text_order(span: Span) -> tuple[int, int, str, str]:
    return span.start, -span.end, span.label, span.id


def lose_records(ledger: Ledger, records: Sequence[Record], reason: str) -> None:
    """Count records, none of them spans, that are not written, and their attributes."""
    for record in records:
        ledger.lose(record.kind, reason)
        lose_attributes(ledger, record, f"of a {record.kind} that is not written")


def lose_spans(ledger: Ledger, found: Grouped, spans: Iterable[Span], reason: str) -> None:
    """Count and list spans that are not written, and their attributes."""
    for span in spans:
        ledger.lose_span(found.loss(span, reason))
        lose_attributes(ledger, span, f"of a {SPAN} that is not written")


def lose_attributes(ledger: Ledger, record: Record, reason: str) -> None:
    """Count the attributes of a record as not written."""
    attributes = len(getattr(record, "attributes", ()))
    if attributes:
        ledger.lose(ATTRIBUTE, reason, attributes)
