# SPDX-License-Identifier: MIT
"""Makes a change of a wish, or refuses it.

Refused is only what would mean nothing: places outside the text, labels or ends that do not exist.
What is merely against the schema's policy is let through; ``checks`` shows it while one works.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.edits.change import Change, Step
from annotator.edits.edit import (
    AddRelation,
    AddSpan,
    Edit,
    EditDocument,
    MoveSpan,
    PutDocumentLabel,
    PutEntity,
    PutEvent,
    PutNote,
    RelabelSpan,
    RemoveRecord,
    SetAttributes,
    SetComplete,
    Several,
)
from annotator.errors import EditRefusedError, NotFoundError, UnknownLabelError
from annotator.model.annotations import Annotations
from annotator.model.fragments import united
from annotator.model.ids import new_id
from annotator.model.records import (
    INFO_ID,
    RESERVED_IDS,
    STATUS_ID,
    DocumentLabel,
    Entity,
    EventFrame,
    Fragment,
    LayerStatus,
    Note,
    Record,
    Relation,
    Span,
    Value,
    identical,
)
from annotator.model.storable import problem_with_record
from annotator.schema.definition import Schema


@dataclass(frozen=True, slots=True)
class Context:
    """What an edit is judged against: the document's length, its schema, and who edits."""

    length: int
    schema: Schema
    actor: str = ""


def apply(edit: Edit, annotations: Annotations, context: Context) -> Change:
    """Return the change that carries out ``edit``; it has no steps if nothing would change.

    Raises EditRefusedError, NotFoundError or UnknownLabelError; ``annotations`` are not touched.
    """
    change = _HANDLERS[type(edit)](edit, annotations, context)
    for step in change.steps:
        problem = None if step.after is None else problem_with_record(step.after)
        if problem is not None:
            raise EditRefusedError(f"this cannot be stored: {problem}")
    return change


def checked_fragments(fragments: tuple[Fragment, ...], length: int) -> tuple[Fragment, ...]:
    """Return the fragments in order, with touching and overlapping ones united.

    Raises EditRefusedError for a place that is not in a text of ``length`` code points.
    """
    if not fragments:
        raise EditRefusedError("a span needs at least one character")
    for start, end in fragments:
        if not 0 <= start < end <= length:
            raise EditRefusedError(
                f"{start}..{end} is no stretch of a text of {length:,} characters"
            )
    return united(fragments)


def _one(kind: str, before: Record | None, after: Record | None) -> Change:
    record = after if after is not None else before
    if record is None or identical(before, after):
        return Change(kind, ())
    return Change(kind, (Step(record.id, before, after),))


def _known_label(label: str, schema: Schema) -> str:
    if label not in schema.labels:
        raise UnknownLabelError(label, schema.labels)
    return label


def _span(annotations: Annotations, id: str) -> Span:
    span = annotations.span(id)
    if span is None:
        raise NotFoundError("span", id)
    return span


def _add_span(edit: AddSpan, annotations: Annotations, context: Context) -> Change:
    label = _known_label(edit.label, context.schema)
    fragments = checked_fragments(edit.fragments, context.length)
    for span in annotations.spans():
        if span.label == label and span.fragments == fragments:
            return Change("span.add", ())
    attributes = {**context.schema.defaults(label), **edit.attributes}
    return _one("span.add", None, Span(new_id(), label, fragments, attributes, context.actor))


def _relabel_span(edit: RelabelSpan, annotations: Annotations, context: Context) -> Change:
    span = _span(annotations, edit.span)
    label = _known_label(edit.label, context.schema)
    if span.label == label:
        return Change("span.relabel", ())
    allowed = context.schema.attributes_of(label)
    kept = {
        name: value
        for name, value in span.attributes.items()
        if name in allowed and allowed[name].problem_with(value) is None
    }
    attributes = {**context.schema.defaults(label), **kept}
    return _one("span.relabel", span, replace(span, label=label, attributes=attributes))


def _move_span(edit: MoveSpan, annotations: Annotations, context: Context) -> Change:
    span = _span(annotations, edit.span)
    fragments = checked_fragments(edit.fragments, context.length)
    return _one("span.move", span, replace(span, fragments=fragments))


def _remove_record(edit: RemoveRecord, annotations: Annotations, context: Context) -> Change:
    del context
    record = annotations.get(edit.record)
    if record is None:
        raise NotFoundError("record", edit.record)
    if record.id in RESERVED_IDS:
        raise EditRefusedError(f"the {record.kind} of a layer cannot be removed, only changed")
    gone = gone_with((record.id,), annotations.records)
    steps: list[Step] = []
    for other in annotations.records.values():
        after = None if other.id in gone else without(other, gone)
        if other.id != record.id and after is not other:
            steps.append(Step(other.id, other, after))
    steps.append(Step(record.id, record, None))
    return Change(f"{record.kind}.remove", tuple(steps))


def gone_with(ids: Iterable[str], records: Mapping[str, Record]) -> set[str]:
    """Return the ids that go with these records: their own, and of all that would mean nothing."""
    hangers: dict[str, list[str]] = {}
    for other in records.values():
        for held in _held_by(other):
            hangers.setdefault(held, []).append(other.id)
    waiting = list(ids)
    gone = set(waiting)
    while waiting:
        for id in hangers.get(waiting.pop(), ()):
            if id not in gone:
                gone.add(id)
                waiting.append(id)
    return gone


def _held_by(record: Record) -> tuple[str, ...]:
    """Return the ids of the records without which this one means nothing."""
    if isinstance(record, Relation):
        return (record.source, record.target)
    if isinstance(record, Note) and record.target:
        return (record.target,)
    return ()


def without(record: Record, gone: set[str]) -> Record:
    """Return a record without what it says of records that are gone; itself if nothing."""
    if isinstance(record, EventFrame):
        left = tuple(part for part in record.arguments if part.target not in gone)
        source = "" if record.reported_by in gone else record.reported_by
        if len(left) < len(record.arguments) or source != record.reported_by:
            return replace(record, arguments=left, reported_by=source)
        return record
    if isinstance(record, Entity):
        mentions = tuple(id for id in record.mentions if id not in gone)
        if len(mentions) < len(record.mentions):
            return replace(record, mentions=mentions)
    return record


def _set_attributes(edit: SetAttributes, annotations: Annotations, context: Context) -> Change:
    record = annotations.get(edit.record)
    if not isinstance(record, Span | Relation | EventFrame | Entity):
        raise NotFoundError("record with attributes", edit.record)
    attributes: dict[str, Value] = dict(record.attributes)
    for name, value in edit.values.items():
        if isinstance(value, type):
            attributes.pop(name, None)
            continue
        if isinstance(record, Span):
            _refuse_bad_value(record, name, value, context.schema)
        attributes[name] = value
    return _one(f"{record.kind}.attributes", record, replace(record, attributes=attributes))


def _refuse_bad_value(span: Span, name: str, value: Value, schema: Schema) -> None:
    attribute = schema.attributes_of(span.label).get(name)
    if attribute is None:
        raise EditRefusedError(f"{span.label} has no attribute {name!r}")
    problem = attribute.problem_with(value)
    if problem is not None:
        raise EditRefusedError(f"{span.label}.{name}: {problem}")


def _add_relation(edit: AddRelation, annotations: Annotations, context: Context) -> Change:
    relation = edit.relation
    for end in (relation.source, relation.target):
        if annotations.get(end) is None:
            raise NotFoundError("record", end)
    return _put(relation, annotations, context, verb="add")


def _put_event(edit: PutEvent, annotations: Annotations, context: Context) -> Change:
    event = edit.event
    places = (event.trigger,) if event.time is None else (event.trigger, event.time)
    for place in places:
        checked_fragments((place,), context.length)
    named = [argument.target for argument in event.arguments]
    if event.reported_by:
        named.append(event.reported_by)
    for target in named:
        if annotations.get(target) is None:
            raise NotFoundError("record", target)
    return _put(event, annotations, context)


def _put_entity(edit: PutEntity, annotations: Annotations, context: Context) -> Change:
    for mention in edit.entity.mentions:
        _span(annotations, mention)
    return _put(edit.entity, annotations, context)


def _put_label(edit: PutDocumentLabel, annotations: Annotations, context: Context) -> Change:
    return _put(edit.label, annotations, context)


def _put_note(edit: PutNote, annotations: Annotations, context: Context) -> Change:
    note = edit.note
    if note.target and annotations.get(note.target) is None:
        raise NotFoundError("record", note.target)
    return _put(note, annotations, context)


def _put(
    record: Relation | EventFrame | Entity | DocumentLabel | Note,
    annotations: Annotations,
    context: Context,
    *,
    verb: str = "put",
) -> Change:
    record = replace(record, id=record.id or new_id(), made_by=record.made_by or context.actor)
    before = annotations.get(record.id)
    if record.id in RESERVED_IDS or (before is not None and type(before) is not type(record)):
        raise EditRefusedError(f"the id {record.id!r} already belongs to something else")
    return _one(f"{record.kind}.{verb}", before, record)


def _set_complete(edit: SetComplete, annotations: Annotations, context: Context) -> Change:
    del context
    before = annotations.get(STATUS_ID)
    if annotations.complete == edit.complete:
        return Change("layer.complete", ())
    kind = "layer.complete" if edit.complete else "layer.reopen"
    return _one(kind, before, LayerStatus(complete=edit.complete))


def _several(edit: Several, annotations: Annotations, context: Context) -> Change:
    steps: list[Step] = []
    records = dict(annotations.records)
    so_far = Annotations(records, annotations.version)  # grows with them: no copy for each edit
    for one in edit.edits:
        change = _HANDLERS[type(one)](one, so_far, context)
        change.write_to(records)
        steps.extend(change.steps)
    return Change(edit.kind, tuple(steps))


def _edit_document(edit: EditDocument, annotations: Annotations, context: Context) -> Change:
    del context
    before = annotations.get(INFO_ID)
    values: dict[str, Any] = {name: _info_value(name, value) for name, value in edit.values.items()}
    return _one(_document_kind(values), before, replace(annotations.info, **values))


def _info_value(name: str, value: object) -> object:
    """Return the value as ``DocumentInfo`` holds it; EditRefusedError if it has no such field."""
    if name == "tags" and isinstance(value, list | tuple):
        if all(isinstance(tag, str) for tag in value):
            return tuple(value)
    elif name in _INFO_TYPES:
        if isinstance(value, _INFO_TYPES[name]):
            return value
    else:
        known = ", ".join((*_INFO_TYPES, "tags"))
        raise EditRefusedError(f"a document has no {name!r}; it has {known}")
    raise EditRefusedError(f"{value!r} cannot be the {name} of a document")


_INFO_TYPES: Mapping[str, type] = {
    "title": str,
    "source": str,
    "date": str,
    "language": str,
    "meta": Mapping,
    "removed": bool,
}


def _document_kind(values: Mapping[str, Any]) -> str:
    if "removed" in values:
        return "document.remove" if values["removed"] else "document.restore"
    if set(values) == {"title"}:
        return "document.rename"
    if set(values) == {"tags"}:
        return "document.tag"
    return "document.edit"


_HANDLERS: Mapping[type, Callable[[Any, Annotations, Context], Change]] = {
    AddSpan: _add_span,
    RelabelSpan: _relabel_span,
    MoveSpan: _move_span,
    RemoveRecord: _remove_record,
    SetAttributes: _set_attributes,
    AddRelation: _add_relation,
    PutEvent: _put_event,
    PutEntity: _put_entity,
    PutDocumentLabel: _put_label,
    PutNote: _put_note,
    SetComplete: _set_complete,
    Several: _several,
    EditDocument: _edit_document,
}
