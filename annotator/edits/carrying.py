# SPDX-License-Identifier: MIT
"""Takes annotations along when their schema changes: what each becomes, and what would be lost.

The functions know one layer at a time. ``carrier`` is made once for a step and serves many layers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from annotator.edits.apply import gone_with, without
from annotator.edits.change import Change, difference
from annotator.edits.converting import NOTHING, converted, written
from annotator.model.annotations import Annotations
from annotator.model.ids import new_id
from annotator.model.records import (
    Decision,
    EventFrame,
    Note,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema
from annotator.schema.revision import revised
from annotator.schema.steps import (
    ADD,
    DROP,
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    SchemaStep,
    Settings,
    Split,
)

KIND = "schema.revise"
Records: TypeAlias = Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a step cannot keep: a value (``attribute`` says of what), or a record.

    ``name`` is the label or type it belongs to. ``allowed`` is whether the step says to drop it.
    """

    record: str
    name: str
    attribute: str
    value: Value
    allowed: bool


@dataclass(slots=True)
class Carrier:
    """Carries layers through one step. ``losses`` grows with each; whoever asks may empty it."""

    step: SchemaStep
    after: Schema
    made_by: str = ""
    losses: list[Loss] = field(default_factory=list)

    def carry(self, records: Records) -> Records:
        """Return what the records become: the same mapping if none of them changes.

        Records that do not change are the same objects.
        """
        return _CARRY[type(self.step)](self, records)

    def lose(self, record: Record, name: str, attribute: str, value: Value, how: str) -> None:
        """Take note of a loss; ``how`` is what the step says of what does not fit."""
        self.losses.append(Loss(record.id, name, attribute, value, how == DROP))


def carried(annotations: Annotations, step: SchemaStep, schema: Schema) -> Change:
    """Return the change that takes a layer through a step; ``schema`` is the one before it.

    What the step does not say to drop is dropped all the same: who wants to know asks ``Carrier``.
    """
    carrier = Carrier(step, revised(schema, step))
    new = carrier.carry(annotations.records)
    return difference(KIND, annotations, Annotations(new, annotations.version))


def carry_decisions(records: Records, carry: Callable[[Records], Records]) -> Records:
    """Carry what the decisions of a review have put into the gold layer, all of it together.

    What the step adds, such as a note, is not a decision's, so it is in the gold layer alone.
    """
    decisions = [record for record in records.values() if isinstance(record, Decision)]
    held = {each.id: each for decision in decisions for each in decision.result}
    new = carry(held)
    if new is held:
        return records
    changed: dict[str, Record] = {}
    for decision in decisions:
        result = tuple(new[each.id] for each in decision.result if each.id in new)
        if result != decision.result:
            changed[decision.id] = replace(decision, result=result)
    return {**records, **changed} if changed else records


def _each(records: Records, change: Callable[[Any], Record], kind: type) -> Records:
    changed = {
        id: new
        for id, record in records.items()
        if isinstance(record, kind) and (new := change(record)) is not record
    }
    return {**records, **changed} if changed else records


def _rename(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step
    if step.kind == "attribute":
        return _rename_attribute(step, records)
    return _named(records, step.kind, {step.name: step.to})


def _named(records: Records, kind: str, names: Mapping[str, str]) -> Records:
    if kind == "role":
        return _each(records, lambda event: _with_roles(event, names), EventFrame)
    holder, name = _NAMED[kind]

    def new(record: Any) -> Record:  # noqa: ANN401 - a record of the kind that has the field
        found = names.get(getattr(record, name))
        changed: Record = record if found is None else replace(record, **{name: found})
        return changed

    return _each(records, new, holder)


_NAMED: Mapping[str, tuple[type, str]] = {
    "label": (Span, "label"),
    "relation": (Relation, "type"),
    "event": (EventFrame, "type"),
    "modality": (EventFrame, "modality"),
}


def _with_roles(event: EventFrame, names: Mapping[str, str]) -> EventFrame:
    if not any(argument.role in names for argument in event.arguments):
        return event
    return replace(
        event,
        arguments=tuple(
            replace(argument, role=names.get(argument.role, argument.role))
            for argument in event.arguments
        ),
    )


def _rename_attribute(step: Rename, records: Records) -> Records:
    def new(span: Span) -> Span:
        if step.name not in span.attributes or (step.label and span.label != step.label):
            return span
        named = {
            step.to if name == step.name else name: value for name, value in span.attributes.items()
        }
        return replace(span, attributes=named)

    return _each(records, new, Span)


def _merge(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step
    if step.kind != "label":
        return _named(records, step.kind, dict.fromkeys(step.names, step.into))
    sources, into = frozenset(step.names), step.into
    allowed = carrier.after.attributes_of(into)

    def new(span: Span) -> Span:
        if span.label not in sources:
            return span
        attributes = {
            name: fitted
            for name, value in span.attributes.items()
            if (fitted := _fitted(carrier, span, (name, value), allowed)) is not NOTHING
        }
        return replace(span, label=into, attributes=attributes)

    return _each(records, new, Span)


def _fitted(
    carrier: Carrier, span: Span, said: tuple[str, Value], allowed: Mapping[str, Attribute]
) -> Any:  # noqa: ANN401 - a value, or NOTHING
    name, value = said
    attribute = allowed.get(name)
    found = NOTHING if attribute is None else converted(value, attribute, {})
    if found is NOTHING:
        step: Any = carrier.step
        how = DROP if step.unfit == ADD and attribute is None else step.unfit
        carrier.lose(span, span.label, name, value, how)
    return found


def _split(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step

    def new(span: Span) -> Span:
        value = span.attributes.get(step.by)
        if span.label != step.name or value is None:
            return span
        label = step.into.get(written(value), step.name)
        return span if label == span.label else replace(span, label=label)

    return _each(records, new, Span)


def _queue(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step
    text = step.note or f"{step.name} is split: choose {' or '.join(step.into)}"
    notes: dict[str, Record] = {}
    for record in records.values():
        if isinstance(record, Span) and record.label == step.name:
            note = Note(new_id(), text, record.id, carrier.made_by)
            notes[note.id] = note
    return {**records, **notes} if notes else records


def _remove(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step
    if step.kind == "attribute":
        return _each(records, lambda span: _without_attribute(carrier, span), Span)
    if step.kind == "role":
        return _each(records, lambda event: _without_role(carrier, event), EventFrame)
    if step.kind == "modality":
        return _each(records, lambda event: _without_modality(carrier, event), EventFrame)
    holder, name = _NAMED[step.kind]
    gone = [
        record
        for record in records.values()
        if isinstance(record, holder) and getattr(record, name) == step.name
    ]
    for record in gone:
        carrier.lose(record, step.name, "", None, step.held)
    return _taken_out(records, (record.id for record in gone)) if gone else records


def _taken_out(records: Records, ids: Iterable[str]) -> Records:
    gone = gone_with(ids, records)
    return {id: without(record, gone) for id, record in records.items() if id not in gone}


def _without_attribute(carrier: Carrier, span: Span) -> Span:
    step: Any = carrier.step
    if step.name not in span.attributes or (step.label and span.label != step.label):
        return span
    left = dict(span.attributes)
    carrier.lose(span, span.label, step.name, left.pop(step.name), step.held)
    return replace(span, attributes=left)


def _without_role(carrier: Carrier, event: EventFrame) -> EventFrame:
    step: Any = carrier.step
    left = tuple(argument for argument in event.arguments if argument.role != step.name)
    if len(left) == len(event.arguments):
        return event
    carrier.lose(event, event.type, step.name, None, step.held)
    return replace(event, arguments=left)


def _without_modality(carrier: Carrier, event: EventFrame) -> EventFrame:
    step: Any = carrier.step
    if event.modality != step.name:
        return event
    carrier.lose(event, event.type, "modality", step.name, step.held)
    return replace(event, modality="")


def _add(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step
    if step.kind != "attribute" or not step.fill:
        return records
    label = step.label or next(iter(carrier.after.labels))
    default = carrier.after.attributes_of(label)[step.name].default
    if default is None:
        return records

    def new(span: Span) -> Span:
        if step.name in span.attributes or (step.label and span.label != step.label):
            return span
        return replace(span, attributes={**span.attributes, step.name: default})

    return _each(records, new, Span)


def _redefine(carrier: Carrier, records: Records) -> Records:
    step: Any = carrier.step
    if step.kind != "attribute":
        return records
    label = step.label or next(iter(carrier.after.labels))
    attribute = carrier.after.attributes_of(label)[step.name]

    def new(span: Span) -> Span:
        if step.name not in span.attributes or (step.label and span.label != step.label):
            return span
        value = span.attributes[step.name]
        found = converted(value, attribute, step.map)
        if found is value:
            return span
        others = dict(span.attributes)
        if found is NOTHING:
            del others[step.name]
            carrier.lose(span, span.label, step.name, value, step.unfit)
        else:
            others[step.name] = found
        return replace(span, attributes=others)

    return _each(records, new, Span)


def _nothing(carrier: Carrier, records: Records) -> Records:
    del carrier
    return records


_CARRY: Mapping[type, Callable[[Carrier, Records], Records]] = {
    Rename: _rename,
    Merge: _merge,
    Split: _split,
    Queue: _queue,
    Remove: _remove,
    Add: _add,
    Redefine: _redefine,
    Settings: _nothing,
}
