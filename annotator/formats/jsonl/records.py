# SPDX-License-Identifier: MIT
"""The records of a line other than spans: relations, events, entities, labels and notes."""

from collections.abc import Mapping
from typing import Any

from annotator.formats.json_text import kind_of
from annotator.formats.jsonl.scope import Scope
from annotator.model.records import (
    Argument,
    DocumentLabel,
    Entity,
    EventFrame,
    Fragment,
    Note,
    Record,
    Relation,
    Span,
)
from annotator.schema.names import shown

_RELATION = frozenset(("id", "type", "source", "target", "attributes", "made_by"))
_EVENT = frozenset(
    (
        "id",
        "type",
        "trigger",
        "modality",
        "arguments",
        "time",
        "reported_by",
        "attributes",
        "made_by",
    )
)
_ENTITY = frozenset(("id", "mentions", "attributes", "made_by"))
_LABEL = frozenset(("id", "name", "value", "made_by"))
_NOTE = frozenset(("id", "text", "target", "made_by"))
_PLACE = frozenset(("start", "end", "text"))
_TIME = _PLACE | {"value"}
_ARGUMENT = frozenset(("role", "span"))
KEYS = ("relations", "events", "entities", "labels", "notes")


def others_of(raw: Mapping[str, Any], spans: list[Span], scope: Scope) -> list[Record]:
    """Return the records that are right; those that are not, and ends that dangle, are problems."""
    found: list[tuple[str, Record]] = []
    for key, read in _READERS.items():
        if key not in raw:
            continue
        for number, item in enumerate(scope.list_of(raw, key)):
            field = f"{key}[{number}]"
            record = read(item, field, scope)
            if record is not None:
                found.append((field, record))
    span_ids = {span.id for span in spans}
    for field, record in found:
        _refuse_dangling(record, field, span_ids, scope)
    return [record for _, record in found]


def _relation(item: object, field: str, scope: Scope) -> Record | None:
    raw = scope.object_of(item, field, _RELATION)
    if raw is None:
        return None
    id = scope.id(raw, field, "r")
    type_ = scope.string(raw, "type", field)
    source = scope.string(raw, "source", field)
    target = scope.string(raw, "target", field)
    attributes = scope.attributes(raw, field)
    made_by = scope.string(raw, "made_by", field, default="")
    if id is None or type_ is None or source is None or target is None or made_by is None:
        return None
    return Relation(id, type_, source, target, attributes, made_by)


def _event(item: object, field: str, scope: Scope) -> Record | None:
    raw = scope.object_of(item, field, _EVENT)
    if raw is None:
        return None
    id = scope.id(raw, field, "e")
    type_ = scope.string(raw, "type", field)
    trigger = _place(raw.get("trigger"), f"{field}.trigger", scope)
    modality = scope.string(raw, "modality", field, default="")
    arguments = _arguments(raw.get("arguments", []), f"{field}.arguments", scope)
    time, time_value = _time(raw.get("time"), f"{field}.time", scope)
    reported_by = None
    if raw.get("reported_by") is not None:
        reported_by = scope.string(raw, "reported_by", field, default="")
    attributes = scope.attributes(raw, field)
    made_by = scope.string(raw, "made_by", field, default="")
    if id is None or type_ is None or trigger is None or modality is None or made_by is None:
        return None
    return EventFrame(
        id=id,
        type=type_,
        trigger=trigger,
        arguments=arguments,
        modality=modality,
        time=time,
        attributes=attributes,
        made_by=made_by,
        time_value=time_value,
        reported_by=reported_by or "",
    )


def _time(value: object, field: str, scope: Scope) -> tuple[Fragment | None, str]:
    """Return where the time stands in the text, and its value in ISO 8601 where it is known."""
    if value is None:
        return None, ""
    raw = scope.object_of(value, field, _TIME)
    if raw is None:
        return None, ""
    known = "" if raw.get("value") is None else scope.string(raw, "value", field, default="")
    if "start" not in raw and "end" not in raw and known:
        return None, known
    return _placed(raw, field, scope), known or ""


def _place(value: object, field: str, scope: Scope) -> Fragment | None:
    raw = scope.object_of(value, field, _PLACE)
    return None if raw is None else _placed(raw, field, scope)


def _placed(raw: Mapping[str, Any], field: str, scope: Scope) -> Fragment | None:
    place = scope.place(raw, field)
    if place is not None:
        scope.surface(raw, (place,), field)
    return place


def _arguments(value: object, field: str, scope: Scope) -> tuple[Argument, ...]:
    if not isinstance(value, list):
        scope.problem(field, f"must be a list, not {kind_of(value)}")
        return ()
    arguments = []
    for number, item in enumerate(value):
        place = f"{field}[{number}]"
        raw = scope.object_of(item, place, _ARGUMENT)
        if raw is not None:
            role = scope.string(raw, "role", place)
            target = scope.string(raw, "span", place)
            if role is not None and target is not None:
                arguments.append(Argument(role, target))
    return tuple(arguments)


def _entity(item: object, field: str, scope: Scope) -> Record | None:
    raw = scope.object_of(item, field, _ENTITY)
    if raw is None:
        return None
    id = scope.id(raw, field, "n")
    mentions = raw.get("mentions", [])
    if not isinstance(mentions, list) or not all(isinstance(one, str) for one in mentions):
        scope.problem(f"{field}.mentions", "must be a list of span ids")
        mentions = []
    attributes = scope.attributes(raw, field)
    made_by = scope.string(raw, "made_by", field, default="")
    if id is None or made_by is None:
        return None
    return Entity(id, tuple(mentions), attributes, made_by)


def _label(item: object, field: str, scope: Scope) -> Record | None:
    raw = scope.object_of(item, field, _LABEL)
    if raw is None:
        return None
    id = scope.id(raw, field, "l")
    name = scope.string(raw, "name", field)
    value = scope.value(raw.get("value", True), f"{field}.value")
    made_by = scope.string(raw, "made_by", field, default="")
    if id is None or name is None or made_by is None:
        return None
    return DocumentLabel(id, name, value, made_by)


def _note(item: object, field: str, scope: Scope) -> Record | None:
    raw = scope.object_of(item, field, _NOTE)
    if raw is None:
        return None
    id = scope.id(raw, field, "m")
    text = scope.string(raw, "text", field, default="")
    target = scope.string(raw, "target", field, default="")
    made_by = scope.string(raw, "made_by", field, default="")
    if id is None or text is None or target is None or made_by is None:
        return None
    return Note(id, text, target, made_by)


_READERS = {
    "relations": _relation,
    "events": _event,
    "entities": _entity,
    "labels": _label,
    "notes": _note,
}


def _refuse_dangling(record: Record, field: str, span_ids: set[str], scope: Scope) -> None:
    if isinstance(record, Relation):
        _refuse_unknown(record.source, f"{field}.source", scope)
        _refuse_unknown(record.target, f"{field}.target", scope)
    elif isinstance(record, EventFrame):
        for number, argument in enumerate(record.arguments):
            _refuse_unknown(argument.target, f"{field}.arguments[{number}].span", scope)
        if record.reported_by:
            _refuse_unknown(record.reported_by, f"{field}.reported_by", scope)
    elif isinstance(record, Entity):
        for mention in record.mentions:
            if mention not in span_ids:
                scope.problem(f"{field}.mentions", f"there is no span {shown(mention)}")
    elif isinstance(record, Note) and record.target:
        _refuse_unknown(record.target, f"{field}.target", scope)


def _refuse_unknown(id: str, field: str, scope: Scope) -> None:
    if id not in scope.ids:
        scope.problem(field, f"there is no record {shown(id)} in this layer")
