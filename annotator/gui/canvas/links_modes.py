# SPDX-License-Identifier: MIT
"""Linking by keys: what letters can mean, and how each of these modes begins; no Qt.

``links_keys`` says what a key comes to in a mode.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from annotator.edits.edit import LayerEdit
from annotator.gui.canvas import links_entities, links_events
from annotator.gui.canvas.hints import coded, mnemonics
from annotator.gui.canvas.links import (
    Ground,
    Way,
    candidates,
    open_types,
    relation_letters,
)
from annotator.model.records import EventFrame, Fragment, Relation, Span


@dataclass(frozen=True, slots=True)
class PickEnd:
    """Which span a link goes to, or comes from; with a capital one stays to choose another."""

    span: str
    way: Way
    spans: Mapping[str, str]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PickType:
    """Which relation it is; ``relation`` is one that is changed, ``back`` what comes then."""

    source: str
    target: str
    names: Mapping[str, str]
    relation: str = ""
    back: PickEnd | None = None


@dataclass(frozen=True, slots=True)
class PickSame:
    """Which span is the same thing; with a capital one stays to choose another."""

    span: str
    spans: Mapping[str, str]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PickSpan:
    """Which span gets the focus."""

    spans: Mapping[str, str]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PickWord:
    """Which word is selected: first its ``letter``, then which of those that begin with it."""

    words: Mapping[str, Fragment]
    letter: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """Who takes part in an event; without a ``role`` each span gets its likeliest one."""

    event: str
    spans: Mapping[str, str]
    role: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PickKind:
    """Which type an event has; without ``event`` a new one is made at ``trigger``."""

    trigger: Fragment
    names: Mapping[str, str]
    event: str = ""
    typed: str = ""
    back: Fill | None = None


@dataclass(frozen=True, slots=True)
class PickTime:
    """When it happened."""

    fill: Fill
    times: Mapping[str, Fragment]
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PickModality:
    """How it is said to have happened."""

    fill: Fill
    names: Mapping[str, str]


Mode: TypeAlias = (
    PickEnd | PickType | PickSame | PickSpan | PickWord | PickKind | Fill | PickTime | PickModality
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a key comes to: the next mode (None: it is over), a wish, a sentence, a place to go to.

    ``focus`` is a span that gets the focus, ``select`` a stretch of the text to select.
    """

    mode: Mode | None
    wish: LayerEdit | None = None
    said: str = ""
    focus: str = ""
    select: Fragment | None = None


# how modes begin


def link(ground: Ground, span: Span, way: Way) -> Step:
    """Begin a link to, or from, another span."""
    found = candidates(ground, span, way)
    if not found:
        side = "from" if way == "to" else "to"
        return Step(None, said=f"The schema has no relation {side} {span.label} to a span here.")
    return Step(PickEnd(span.id, way, coded([one.id for one in found])))


def same(ground: Ground, span: Span) -> Step:
    """Begin to say which span is the same thing."""
    found = links_entities.same_candidates(ground, span)
    if not found:
        return Step(None, said=f"There is no other {span.label} here that could be the same.")
    return Step(PickSame(span.id, coded([one.id for one in found])))


def event(ground: Ground, trigger: Fragment) -> Step:
    """Begin an event, or go on with the one that has this trigger."""
    events = ground.schema.events
    if not events.types:
        return Step(None, said="The schema has no events.")
    there = links_events.event_at(ground.annotations, trigger)
    if there is not None:
        return Step(fill(ground, there))
    return Step(PickKind(trigger, named(events.types)))


def fill(ground: Ground, event: EventFrame) -> Fill:
    """Return the mode in which an event's roles are filled."""
    found = links_events.role_candidates(ground, event)
    return Fill(event.id, coded([span.id for span in found]))


def retype(ground: Ground, relation: Relation) -> Step:
    """Begin to change the type of a relation."""
    source = ground.annotations.span(relation.source)
    target = ground.annotations.span(relation.target)
    if source is None or target is None:
        return Step(None, said="An end of this relation is no span; its type stays.")
    names = of_relations(ground, open_types(ground, source, target))
    if not names:
        return Step(None, said="The schema has no other relation between these two.")
    return Step(PickType(source.id, target.id, names, relation.id))


def rekind(ground: Ground, event: EventFrame) -> Step:
    """Begin to change the type of an event."""
    return Step(PickKind(event.trigger, named(ground.schema.events.types), event.id))


def named(names: tuple[str, ...]) -> dict[str, str]:
    """Return names by the letters that choose them; by codes where there are too many."""
    letters = mnemonics(names)
    if len(letters) == len(names):
        return {letter: name for name, letter in letters.items()}
    return coded(names)


def of_relations(ground: Ground, types: tuple[str, ...]) -> dict[str, str]:
    """Return relations by the letters that choose them."""
    letters = relation_letters(ground.schema)
    return {letters[name]: name for name in types if name in letters}
