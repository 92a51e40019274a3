# SPDX-License-Identifier: MIT
"""Event frames: their places in the text, their types, and who may play which role."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from annotator.checks.check import Found, LayerCheck, Rule, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import removed
from annotator.checks.relations import end_name, record_place
from annotator.edits.edit import PutEvent
from annotator.model.records import Argument, EventFrame
from annotator.schema.names import bare, listed, shown, suggestion


def _found(subject: Subject, event: EventFrame, message: str, fixes: tuple[Fix, ...] = ()) -> Found:
    start, end = record_place(subject, event.id)
    return Found(message, start, end, (*fixes, *removed("Remove the event", event.id)), event.id)


def _misplaced(subject: Subject) -> Iterator[Found]:
    length = len(subject.text)
    for event in subject.events():
        start, end = event.trigger
        if not 0 <= start < end <= length:
            message = f"the trigger lies at {start}..{end}; the text has {length:,} characters"
            yield _found(subject, event, message)
        if event.time is not None and not 0 <= event.time[0] < event.time[1] <= length:
            start, end = event.time
            message = f"the time lies at {start}..{end}; the text has {length:,} characters"
            fixes = (Fix("Remove the time", PutEvent(replace(event, time=None))),)
            yield _found(subject, event, message, fixes)


def _unknown_type(subject: Subject) -> Iterator[Found]:
    events = subject.schema.events
    for event in subject.events():
        if event.type not in events.types:
            hint = suggestion(event.type, events.types) or f"; it has {listed(events.types)}"
            fixes = tuple(
                Fix(f"Make it {bare(near)}", PutEvent(replace(event, type=near)))
                for near in get_close_matches(event.type, events.types)
            )
            message = f"the schema has no event {shown(event.type)}{hint}"
            yield _found(subject, event, message, fixes)
        if event.modality and event.modality not in events.modality:
            hint = (
                suggestion(event.modality, events.modality) or f"; it has {listed(events.modality)}"
            )
            fixes = (Fix("Remove the modality", PutEvent(replace(event, modality=""))),)
            message = f"the schema has no modality {shown(event.modality)}{hint}"
            yield _found(subject, event, message, fixes)


def _unfit_role(subject: Subject) -> Iterator[Found]:
    roles = subject.schema.events.roles
    for event in subject.events():
        for argument in event.arguments:
            taken = roles.get(argument.role)
            if taken is None:
                hint = suggestion(argument.role, roles) or f"; there are {listed(roles)}"
                message = f"the schema has no role {shown(argument.role)}{hint}"
                yield _found(subject, event, message, (_without(event, argument),))
                continue
            span = subject.annotations.span(argument.target)
            if span is None or span.label not in taken:
                message = (
                    f"the role {bare(argument.role)} takes {listed(taken)}, not "
                    f"{end_name(subject, argument.target)}"
                )
                yield _found(subject, event, message, (_without(event, argument),))


def _without(event: EventFrame, argument: Argument) -> Fix:
    left = tuple(one for one in event.arguments if one is not argument)
    title = f"Leave the role {bare(argument.role)} open"
    return Fix(title, PutEvent(replace(event, arguments=left)))


EVENT_CHECKS = (
    LayerCheck(
        Rule(
            "V01",
            Severity.ERROR,
            "The trigger and the time of an event lie inside the text.",
            "remove the time, or the event",
        ),
        _misplaced,
    ),
    LayerCheck(
        Rule(
            "V02",
            Severity.ERROR,
            "The type and the modality of an event are the schema's.",
            "take the nearest type, or remove",
        ),
        _unknown_type,
    ),
    LayerCheck(
        Rule(
            "V03",
            Severity.ERROR,
            "A role of an event is the schema's and takes the label of what plays it.",
            "leave the role open",
        ),
        _unfit_role,
    ),
)
