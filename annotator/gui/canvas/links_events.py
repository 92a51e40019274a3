# SPDX-License-Identifier: MIT
"""Event frames by keys: which role a span is likely to play, and frames with one thing changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from annotator.gui.canvas.hints import mnemonics
from annotator.gui.canvas.links import Ground, nearest_first
from annotator.model.annotations import Annotations
from annotator.model.records import Argument, EventFrame, Fragment, Span, Value
from annotator.schema.definition import Schema
from annotator.text.times import time_value

REPORTED_BY = "reported_by"
FIELDS = {"K": "kind", "H": "how it is said", "W": "when", "B": "reported by"}
"""The capitals that are no roles: type, modality, time and source of an event."""


def role_letters(schema: Schema) -> dict[str, str]:
    """Return the capital of each role; it is the same in every event."""
    taken = [letter.lower() for letter in FIELDS]
    return {name: letter.upper() for name, letter in mnemonics(schema.events.roles, taken).items()}


Played: TypeAlias = tuple[Counter[str], Counter[str]]
"""How often each role is played in events of one type, and in events of any."""


def likely_roles(
    ground: Ground, event: EventFrame, span: Span, played: Played | None = None
) -> list[str]:
    """Return the roles a span may play in an event, the likeliest first.

    A value of the span's own attributes that is the name of a role, and that is not there by
    default, says it; then what spans of
    its label have played most in events of this type, then in any; then the role that takes the
    fewest labels. A role that is filled comes after one that is not but was played before.
    ``played`` is what ``roles_played`` gives, if it is known already.
    """
    schema = ground.schema
    fitting = [role for role, labels in schema.events.roles.items() if span.label in labels]
    of_type, of_any = played or roles_played(ground, event, span.label)
    filled = {part.role for part in event.arguments if part.target != span.id}
    said = _said_by(span, schema)

    def likely(role: str) -> tuple[bool, bool, int, int, int, int]:
        counted = of_any[role]
        return (
            role not in said,
            role in filled and any(of_any[one] for one in fitting if one not in filled),
            -of_type[role],
            -counted,
            len(schema.events.roles[role]),
            fitting.index(role),
        )

    return sorted(fitting, key=likely)


def _said_by(span: Span, schema: Schema) -> set[Value]:
    """Return the values of a span that are not there by default."""
    usual = schema.defaults(span.label)
    return {value for name, value in span.attributes.items() if value != usual.get(name)}


def roles_played(ground: Ground, event: EventFrame, label: str) -> Played:
    """Return how often spans of a label play each role in other events: of the type, and of any.

    Where the span itself says its role, that tells nothing of the others.
    """
    of_type: Counter[str] = Counter()
    of_any: Counter[str] = Counter()
    for other in ground.linked.events():
        if other.id == event.id:
            continue
        for part in other.arguments:
            span = ground.annotations.span(part.target)
            if span is None or span.label != label:
                continue
            if part.role not in _said_by(span, ground.schema):
                of_any[part.role] += 1
                of_type[part.role] += other.type == event.type
    return of_type, of_any


def role_candidates(ground: Ground, event: EventFrame) -> list[Span]:
    """Return the spans that can play any role in an event, those nearest to its trigger first."""
    taken = {label for labels in ground.schema.events.roles.values() for label in labels}
    spans = (span for span in ground.annotations.spans() if span.label in taken)
    return nearest_first(ground.text, spans, event.trigger[0])


def takes(schema: Schema, role: str, label: str) -> bool:
    """Return whether a role, or ``reported_by``, takes a label; no role at all takes any."""
    if not role:
        return any(label in labels for labels in schema.events.roles.values())
    if role == REPORTED_BY:
        return label in _sources(schema)
    return label in schema.events.roles.get(role, ())


def _sources(schema: Schema) -> set[str]:
    """Return the labels of what can report: as the relation of that name says, else any label."""
    named = {target for _, target in schema.relations.get(REPORTED_BY, ())}
    return named or set(schema.labels)


def with_argument(event: EventFrame, role: str, span: str) -> EventFrame:
    """Return the event with a span in a role; without it there if it has that role already.

    A span has one role: another one that it had is given up.
    """
    if role == REPORTED_BY:
        return replace(event, reported_by="" if event.reported_by == span else span)
    part = Argument(role, span)
    left = tuple(one for one in event.arguments if one.target != span)
    if part in event.arguments:
        return replace(event, arguments=left)
    return replace(event, arguments=(*left, part))


def role_of(event: EventFrame, span: str) -> str:
    """Return the role a span has in an event; empty if it has none."""
    return next((part.role for part in event.arguments if part.target == span), "")


def with_time(event: EventFrame, place: Fragment | None, text: str) -> EventFrame:
    """Return the event at another time; its value is read where the words are a year or a date."""
    value = time_value(text[slice(*place)]) if place is not None else ""
    return replace(event, time=place, time_value=value)


def event_at(annotations: Annotations, trigger: Fragment) -> EventFrame | None:
    """Return the event with this trigger; the first if there are several."""
    return next((one for one in annotations.events() if one.trigger == trigger), None)


def ordered_times(times: Iterable[Fragment], trigger: Fragment) -> Sequence[Fragment]:
    """Return times by how near they are to a trigger."""
    return sorted(times, key=lambda place: (abs(place[0] - trigger[0]), place))


def described(event: EventFrame, annotations: Annotations, text: str) -> str:
    """Return what an event is in a few words: type, and who plays which role."""
    parts = []
    for part in event.arguments:
        span = annotations.span(part.target)
        if span is not None:
            parts.append(f"{part.role} {' '.join(span.surface(text).split())}")
    return f"{event.type}: {', '.join(parts)}" if parts else event.type
