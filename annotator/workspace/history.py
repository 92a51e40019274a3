# SPDX-License-Identifier: MIT
"""A document's history in words, and the way back to any moment of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from annotator.edits.change import Change, Operation, difference, folded
from annotator.model.annotations import Annotations
from annotator.model.records import DocumentInfo, LayerStatus, Record, Relation, Span

SURFACE_SHOWN = 40


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation of a document's log, in words.

    ``number`` counts the operations of the document from 1.
    """

    number: int
    actor: str
    made_at: datetime
    kind: str
    layer: str
    summary: str
    undoes: str = ""
    redoes: str = ""


_VERBS = {
    "document.add": "Imported",
    "document.remove": "Removed the document",
    "document.restore": "Brought the document back",
    "layer.import": "Imported annotations",
    "layer.jump": "Went back to an earlier moment",
    "layer.complete": "Marked complete",
    "layer.reopen": "Reopened",
    "schema.revise": "Changed the schema",
    "doctor.repair": "Repaired by the doctor",
}


def entries(log: Sequence[Operation], text: str) -> list[HistoryEntry]:
    """Return the log of one document as entries, in order."""
    return [
        HistoryEntry(
            number=number,
            actor=operation.actor,
            made_at=operation.made_at,
            kind=operation.change.kind,
            layer=operation.layer,
            summary=_summary(operation, text),
            undoes=operation.undoes,
            redoes=operation.redoes,
        )
        for number, operation in enumerate(log, start=1)
    ]


def state_at(log: Sequence[Operation], layer: str, number: int) -> Annotations:
    """Return a layer as it was right after operation ``number`` of its document."""
    return folded(operation.change for operation in log[:number] if operation.layer == layer)


def way_back(log: Sequence[Operation], layer: str, number: int, current: Annotations) -> Change:
    """Return the change that brings a layer back to the moment after operation ``number``."""
    return difference("layer.jump", current, state_at(log, layer, number))


def _summary(operation: Operation, text: str) -> str:
    if operation.undoes:
        return f"Undid: {describe(operation.change.inverted(), text)}"
    words = describe(operation.change, text)
    return f"Did again: {words}" if operation.redoes else words


def describe(change: Change, text: str) -> str:
    """Return the change in a few words, such as ``Added ACTOR “Syrian army”``."""
    if change.kind in _VERBS:
        return _with_count(_VERBS[change.kind], change)
    if not change.steps:
        return change.kind
    step = change.steps[-1]
    if step.before is None and step.after is not None:
        return f"Added {_name(step.after, text)}"
    if step.after is None and step.before is not None:
        return f"Removed {_name(step.before, text)}"
    if step.before is None or step.after is None:
        return change.kind
    return _changed(step.before, step.after, text)


def _with_count(verb: str, change: Change) -> str:
    spans = sum(1 for step in change.steps if isinstance(step.after or step.before, Span))
    return f"{verb} ({spans:,} spans)" if spans else verb


def _changed(before: Record, after: Record, text: str) -> str:
    if isinstance(before, Span) and isinstance(after, Span):
        return _changed_span(before, after, text)
    if isinstance(before, DocumentInfo) and isinstance(after, DocumentInfo):
        return _changed_info(before, after)
    if isinstance(after, LayerStatus):
        return _VERBS["layer.complete" if after.complete else "layer.reopen"]
    return f"Changed {_name(after, text)}"


def _changed_span(before: Span, after: Span, text: str) -> str:
    if before.label != after.label:
        return f"Relabelled {_quoted(after, text)} from {before.label} to {after.label}"
    if before.fragments != after.fragments:
        return f"Moved {_name(before, text)} to {_quoted(after, text)}"
    return f"Set {_changed_attributes(before, after)} of {_name(after, text)}"


def _changed_info(before: DocumentInfo, after: DocumentInfo) -> str:
    if before.title != after.title:
        return f"Renamed the document to “{after.title}”"
    if before.tags != after.tags:
        return f"Tagged the document {', '.join(after.tags) or 'with nothing'}"
    return "Changed the document's details"


def _changed_attributes(before: Span, after: Span) -> str:
    names = sorted(set(before.attributes) | set(after.attributes))
    parts = [
        f"{name} = {_shown(after.attributes.get(name))}"
        for name in names
        if before.attributes.get(name) != after.attributes.get(name)
    ]
    return ", ".join(parts)


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return "nothing" if value is None else str(value)


def _name(record: Record, text: str) -> str:
    if isinstance(record, Span):
        return f"{record.label} {_quoted(record, text)}"
    if isinstance(record, Relation):
        return f"relation {record.type}"
    return record.kind


def _quoted(span: Span, text: str) -> str:
    surface = span.surface(text)
    if len(surface) > SURFACE_SHOWN:
        surface = surface[: SURFACE_SHOWN - 1] + "…"
    return f"“{surface}”"
