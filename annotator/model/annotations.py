# SPDX-License-Identifier: MIT
"""A snapshot of one layer: all the records one annotator has made about one document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.model.records import (
    INFO_ID,
    STATUS_ID,
    Assignment,
    Decision,
    DocumentInfo,
    EventFrame,
    LayerStatus,
    Note,
    Record,
    Relation,
    Span,
)

DOCUMENT_LAYER = ""
"""The layer of the document itself; it holds its DocumentInfo, assignments and decisions."""
GOLD = "gold"
"""The layer that adjudication makes; nobody edits it, it follows from the decisions."""


@dataclass(frozen=True, slots=True)
class Annotations:
    """The records of a layer by id, in the order they were made.

    ``version`` grows by one with each change. ``records`` is never changed in place.
    """

    records: Mapping[str, Record] = field(default_factory=dict)
    version: int = 0

    def __len__(self) -> int:
        return len(self.records)

    def get(self, id: str) -> Record | None:
        """Return the record, or None."""
        return self.records.get(id)

    def span(self, id: str) -> Span | None:
        """Return the span with this id; None when there is none or it is another kind."""
        record = self.records.get(id)
        return record if isinstance(record, Span) else None

    def spans(self) -> Iterator[Span]:
        """Yield the spans in the order they were made."""
        return (record for record in self.records.values() if isinstance(record, Span))

    def relations(self) -> Iterator[Relation]:
        """Yield the relations in the order they were made."""
        return (record for record in self.records.values() if isinstance(record, Relation))

    def events(self) -> Iterator[EventFrame]:
        """Yield the event frames in the order they were made."""
        return (record for record in self.records.values() if isinstance(record, EventFrame))

    def notes(self) -> Iterator[Note]:
        """Yield the notes in the order they were made."""
        return (record for record in self.records.values() if isinstance(record, Note))

    def assignments(self) -> Iterator[Assignment]:
        """Yield the assignments in the order they were made; the document's own layer has them."""
        return (record for record in self.records.values() if isinstance(record, Assignment))

    def decisions(self) -> Iterator[Decision]:
        """Yield the decisions in the order they were made; the document's own layer has them."""
        return (record for record in self.records.values() if isinstance(record, Decision))

    @property
    def complete(self) -> bool:
        """Whether the layer's owner has said that it is done."""
        status = self.records.get(STATUS_ID)
        return isinstance(status, LayerStatus) and status.complete

    @property
    def info(self) -> DocumentInfo:
        """The document's info; only the document's own layer has one."""
        info = self.records.get(INFO_ID)
        return info if isinstance(info, DocumentInfo) else DocumentInfo()


def in_text_order(spans: Iterator[Span] | list[Span] | tuple[Span, ...]) -> list[Span]:
    """Return the spans by start, the longer first, then label and id: outer before inner."""
    return sorted(spans, key=lambda span: (span.start, -span.end, span.label, span.id))
