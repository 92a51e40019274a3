# SPDX-License-Identifier: MIT
"""The kinds of record a layer holds, and their plain form for the database and the log.

All are frozen: to change one, make another with the same id. ``start`` and ``end`` count code
points from the start of the document's text; ``end`` is exclusive. A record refers to others by
id, and only within its own layer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

Value: TypeAlias = str | int | float | bool | tuple[str, ...] | None
"""What an attribute may hold; a tuple is a choice of several; None is "said to be unknown"."""

Attributes: TypeAlias = Mapping[str, Value]
Fragment: TypeAlias = tuple[int, int]

NO_ATTRIBUTES: Attributes = {}
STATUS_ID = "status"
INFO_ID = "document"
RESERVED_IDS = frozenset({STATUS_ID, INFO_ID})
"""The ids of LayerStatus and DocumentInfo; no other record may have them."""


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch, or several stretches, of one document's text.

    ``fragments`` is never empty, ordered, and its parts do not touch: a contiguous span has one.
    ``0 <= start < end <= len(text)`` holds for each; ``edits.apply`` and the importers refuse
    anything else, so no reader needs to check again.
    """

    kind: ClassVar[str] = "span"

    id: str
    label: str
    fragments: tuple[Fragment, ...]
    attributes: Attributes = field(default_factory=dict)
    made_by: str = ""

    @property
    def start(self) -> int:
        """Where the first fragment starts."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Where the last fragment ends, exclusive."""
        return self.fragments[-1][1]

    def surface(self, text: str) -> str:
        """Return the covered text; the fragments of a discontinuous span are joined by a blank."""
        if len(self.fragments) == 1:
            start, end = self.fragments[0]
            return text[start:end]
        return " ".join(text[start:end] for start, end in self.fragments)


@dataclass(frozen=True, slots=True)
class Relation:
    """A directed, typed link between two records of the same layer (spans, mostly)."""

    kind: ClassVar[str] = "relation"

    id: str
    type: str
    source: str
    target: str
    attributes: Attributes = field(default_factory=dict)
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """What plays a role in an event: the id of a span or of another event."""

    role: str
    target: str


@dataclass(frozen=True, slots=True)
class EventFrame:
    """Something that happened: a trigger in the text, and who and what took part.

    ``trigger`` and ``time`` are stretches of the text; ``time_value`` is the time in ISO 8601 and
    ``reported_by`` the id of the span that is the source, each empty when not said, like
    ``modality``.
    """

    kind: ClassVar[str] = "event"

    id: str
    type: str
    trigger: Fragment
    arguments: tuple[Argument, ...] = ()
    modality: str = ""
    time: Fragment | None = None
    attributes: Attributes = field(default_factory=dict)
    made_by: str = ""
    time_value: str = ""
    reported_by: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Mentions (ids of spans) of one thing in the world, and what is known about it."""

    kind: ClassVar[str] = "entity"

    id: str
    mentions: tuple[str, ...]
    attributes: Attributes = field(default_factory=dict)
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLabel:
    """A label for the document as a whole: a name and a value."""

    kind: ClassVar[str] = "label"

    id: str
    name: str
    value: Value = True
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark about a record (``target`` is its id) or about the document (``target`` empty)."""

    kind: ClassVar[str] = "note"

    id: str
    text: str
    target: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class LayerStatus:
    """Whether the layer's owner has said that the document is done; one per layer."""

    kind: ClassVar[str] = "status"

    id: str = STATUS_ID
    complete: bool = False


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What may be changed about a document; its text may not.

    ``language`` is a code such as ``en``. ``date`` is kept as it was given (ISO 8601 where the
    source has it). ``meta`` holds whatever else came with the document, as plain JSON values.
    A removed document stays in the store and can be brought back; it is in no list and no export.
    """

    kind: ClassVar[str] = "document"

    id: str = INFO_ID
    title: str = ""
    source: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """That a person is to annotate the document, or to adjudicate it; in the document's own layer.

    ``role`` is ``annotator`` or ``adjudicator``, ``due`` an ISO date or empty. While ``blind`` the
    person does not see others' layers before their own is complete. ``group`` names the overlap
    group it was drawn for, and ``why`` what is special about it, such as ``second opinion``.
    """

    kind: ClassVar[str] = "assignment"

    id: str
    annotator: str
    role: str = "annotator"
    due: str = ""
    blind: bool = True
    group: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose version was there when something was decided, and the digest of its content."""

    annotator: str
    digest: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about an item of a review; it lies in the document's own layer.

    ``outcome`` is ``candidate``, ``none``, ``several`` or ``custom``; ``chosen`` are the
    annotators whose version it is. ``result`` are the records it puts into the gold layer, whole.
    ``candidates`` are the versions that were seen. ``suggestion`` is the outcome that was
    suggested, in words of the same kind, by whom and how surely (0..1); empty if nothing was shown.
    ``method`` is ``manual``, ``rule:…``, ``bulk:…`` or ``audit:…``; ``ms`` is the time it took.
    ``start`` and ``end`` cover the item.
    """

    kind: ClassVar[str] = "decision"

    id: str
    item: str
    start: int
    end: int
    outcome: str
    chosen: tuple[str, ...] = ()
    result: "tuple[Record, ...]" = ()
    candidates: tuple[Seen, ...] = ()
    suggestion: str = ""
    suggested_by: str = ""
    probability: float | None = None
    method: str = "manual"
    by: str = ""
    reason: str = ""
    note: str = ""
    flag: bool = False
    ms: int = 0


Record: TypeAlias = (
    Span
    | Relation
    | EventFrame
    | Entity
    | DocumentLabel
    | Note
    | LayerStatus
    | DocumentInfo
    | Assignment
    | Decision
)


def to_data(record: Record) -> dict[str, Any]:
    """Return the record as plain JSON values with its ``kind``; ``from_data`` is the inverse.

    Values that equal the default are left out, except ``id``.
    """
    if isinstance(record, Span):  # by far the most frequent: kept short and fast
        data: dict[str, Any] = {
            "kind": "span",
            "id": record.id,
            "label": record.label,
            "fragments": record.fragments,
        }
        if record.attributes:
            data["attributes"] = record.attributes
        if record.made_by:
            data["made_by"] = record.made_by
        return data
    data = {"kind": record.kind}
    for name in record.__slots__:
        value = getattr(record, name)
        if name in _NESTED:
            value = _NESTED[name](value)
        if name in _ALWAYS or (value not in _EMPTY and value is not False):
            data[name] = value
    return data


_NESTED: Mapping[str, Callable[[Any], list[Any]]] = {
    "arguments": lambda value: [[argument.role, argument.target] for argument in value],
    "candidates": lambda value: [[seen.annotator, seen.digest] for seen in value],
    "result": lambda value: [to_data(record) for record in value],
}
_ALWAYS = ("id", "type", "source", "target", "name", "value", "text", "blind", "item")
"""What is written even if it is empty, since the record cannot be made without it."""
_EMPTY: tuple[Any, ...] = ("", (), {}, [], None)


def identical(one: Record | None, other: Record | None) -> bool:
    """Return whether two records are equal and their values have the same types.

    In Python ``True == 1 == 1.0``; an attribute that goes from 1 to true is a change all the same.
    """
    if one is None or other is None or one is other:
        return one is other
    return one == other and _value_types(one) == _value_types(other)


def _value_types(record: Record) -> dict[str, Any]:
    if isinstance(record, DocumentLabel):
        return {"value": type(record.value)}
    if isinstance(record, Decision):
        return {made.id: _value_types(made) for made in record.result}
    attributes = getattr(record, "attributes", NO_ATTRIBUTES)
    return {name: type(value) for name, value in attributes.items()}


def from_data(data: Mapping[str, Any]) -> Record:
    """Return the record whose plain form is ``data``.

    Raises KeyError or TypeError when ``data`` was not made by ``to_data``; callers that read a
    database turn that into DamagedError.
    """
    fields = dict(data)
    kind = fields.pop("kind")
    if "attributes" in fields:
        fields["attributes"] = attributes_from_data(fields["attributes"])
    if kind == "span":
        fields["fragments"] = tuple((start, end) for start, end in fields["fragments"])
        return Span(**fields)
    return _OTHER_KINDS[kind](fields)


def attributes_from_data(data: Mapping[str, Any]) -> dict[str, Value]:
    """Return attributes with lists made tuples, as they are held in memory."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }


def _event(fields: dict[str, Any]) -> Record:
    fields["trigger"] = tuple(fields["trigger"])
    if fields.get("time") is not None:
        fields["time"] = tuple(fields["time"])
    fields["arguments"] = tuple(
        Argument(role, target) for role, target in fields.get("arguments", ())
    )
    return EventFrame(**fields)


def _entity(fields: dict[str, Any]) -> Record:
    fields["mentions"] = tuple(fields.get("mentions", ()))
    return Entity(**fields)


def _label(fields: dict[str, Any]) -> Record:
    value = fields.get("value")
    fields["value"] = tuple(value) if isinstance(value, list) else value
    return DocumentLabel(**fields)


def _info(fields: dict[str, Any]) -> Record:
    fields["tags"] = tuple(fields.get("tags", ()))
    return DocumentInfo(**fields)


def _decision(fields: dict[str, Any]) -> Record:
    fields["chosen"] = tuple(fields.get("chosen", ()))
    fields["result"] = tuple(from_data(data) for data in fields.get("result", ()))
    fields["candidates"] = tuple(
        Seen(annotator, digest) for annotator, digest in fields.get("candidates", ())
    )
    return Decision(**fields)


_OTHER_KINDS = {
    "relation": lambda fields: Relation(**fields),
    "event": _event,
    "entity": _entity,
    "label": _label,
    "note": lambda fields: Note(**fields),
    "status": lambda fields: LayerStatus(**fields),
    "document": _info,
    "assignment": lambda fields: Assignment(**fields),
    "decision": _decision,
}
