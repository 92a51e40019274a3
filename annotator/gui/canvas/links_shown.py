# SPDX-License-Identifier: MIT
"""What is drawn of links: lines, stretches that belong together, and hints; no Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.gui.canvas import links_events
from annotator.gui.canvas.hints import Hint, narrowed
from annotator.gui.canvas.links import Ground
from annotator.gui.canvas.links_entities import entity_of
from annotator.gui.canvas.links_keys import fitting_spans
from annotator.gui.canvas.links_modes import (
    Fill,
    Mode,
    PickKind,
    PickModality,
    PickTime,
    PickType,
    PickWord,
)
from annotator.model.records import EventFrame, Fragment, Relation, Span


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two stretches; ``far`` is 1 if its name stands at the target, else 0.

    ``words`` say the far end where it is not seen. An ``event``'s lines go from its trigger.
    """

    source: Fragment
    target: Fragment
    name: str
    words: str = ""
    far: int = 1
    event: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is drawn: links, mentions of the focused thing, triggers of events, hints."""

    links: tuple[Link, ...] = ()
    mentions: tuple[Fragment, ...] = ()
    triggers: tuple[Fragment, ...] = ()
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen: what belongs to ``focus`` (a span or an event), or ``all``."""

    focus: str = ""
    all: bool = False


def shown(ground: Ground, wanted: Wanted, mode: Mode | None) -> Shown:
    """Return what is drawn."""
    focus = wanted.focus
    if isinstance(mode, Fill | PickTime | PickModality):
        focus = mode.event if isinstance(mode, Fill) else mode.fill.event
    links = [*_relations(ground, focus, wanted), *_events(ground, focus, wanted)]
    triggers = {
        event.trigger for event in ground.linked.events() if wanted.all or event.id == focus
    }
    triggers |= {link.source for link in links if link.event}
    if isinstance(mode, PickKind):
        triggers.add(mode.trigger)
    return Shown(
        tuple(links),
        tuple(_together(ground, focus, mode)),
        tuple(sorted(triggers)),
        tuple(_hints(ground, mode)) if mode is not None else (),
    )


def _relations(ground: Ground, focus: str, wanted: Wanted) -> Iterator[Link]:
    for relation in ground.linked.relations():
        if wanted.all or focus in (relation.source, relation.target):
            found = _relation(ground, relation, focus)
            if found is not None:
                yield found


def _relation(ground: Ground, relation: Relation, focus: str) -> Link | None:
    source = ground.annotations.get(relation.source)
    target = ground.annotations.get(relation.target)
    ends = _place(source), _place(target)
    if ends[0] is None or ends[1] is None:
        return None
    far = 0 if focus == relation.target else 1
    words = _words(ground, target if far else source)
    return Link(ends[0], ends[1], relation.type, words, far)


def _events(ground: Ground, focus: str, wanted: Wanted) -> Iterator[Link]:
    for event in ground.linked.events():
        parts = [(part.role, part.target) for part in event.arguments]
        if event.reported_by:
            parts.append((links_events.REPORTED_BY, event.reported_by))
        for role, id in parts:
            target = ground.annotations.get(id)
            place = _place(target)
            if place is not None and (wanted.all or focus in (event.id, id)):
                is_near = focus == id
                name = f"{event.type}: {role}" if is_near else role
                words = _words(ground, event if is_near else target)
                yield Link(event.trigger, place, name, words, 0 if is_near else 1, event=True)
        if event.time is not None and (wanted.all or focus == event.id):
            words = ground.text[slice(*event.time)]
            yield Link(event.trigger, event.time, "when", words, event=True)


def _place(record: object) -> Fragment | None:
    if isinstance(record, Span):
        return record.fragments[0]
    return record.trigger if isinstance(record, EventFrame) else None


def _words(ground: Ground, record: object) -> str:
    text = ""
    if isinstance(record, Span):
        text = record.surface(ground.text)
    elif isinstance(record, EventFrame):
        text = ground.text[slice(*record.trigger)]
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"


def _together(ground: Ground, focus: str, mode: Mode | None) -> Iterator[Fragment]:
    """Yield what is outlined: the other mentions of the focused thing, or the ends of a link."""
    if isinstance(mode, PickType):
        spans = (ground.annotations.span(id) for id in (mode.source, mode.target))
        yield from (span.fragments[0] for span in spans if span is not None)
    elif mode is None:
        yield from _mentions(ground, focus)


def _mentions(ground: Ground, focus: str) -> Iterator[Fragment]:
    entity = entity_of(ground.linked, focus) if focus else None
    for id in entity.mentions if entity is not None else ():
        span = ground.annotations.span(id)
        if span is not None and id != focus:
            yield from span.fragments


def _hints(ground: Ground, mode: Mode) -> Iterator[Hint]:
    if isinstance(mode, PickTime | PickWord):
        places = mode.times if isinstance(mode, PickTime) else mode.words
        for code, (start, end) in narrowed(places, mode.typed.lower()).items():
            yield Hint(code, start, end)
        return
    if isinstance(mode, PickKind | PickModality | PickType):
        return
    coded = fitting_spans(mode, ground) if isinstance(mode, Fill) else mode.spans
    roles = _Roles(ground, mode)
    for code, id in narrowed(coded, mode.typed.lower()).items():
        span = ground.annotations.span(id)
        if span is not None:
            yield Hint(code, span.start, span.end, span.label, *roles.mark(span))


class _Roles:
    """The capitals of the roles that spans have, or would get, in the event that is filled."""

    def __init__(self, ground: Ground, mode: Mode) -> None:
        event = ground.annotations.get(mode.event) if isinstance(mode, Fill) else None
        self._event = event if isinstance(event, EventFrame) else None
        self._is_said = isinstance(mode, Fill) and bool(mode.role)
        self._ground = ground
        self._letters = links_events.role_letters(ground.schema)
        self._played: dict[str, links_events.Played] = {}

    def mark(self, span: Span) -> tuple[str, bool]:
        """Return the capital for a span, and whether it has the role already."""
        event = self._event
        if event is None:
            return "", False
        role = links_events.role_of(event, span.id)
        if role:
            return self._letters.get(role, ""), True
        if self._is_said:
            return "", False
        if span.label not in self._played:
            known = links_events.roles_played(self._ground, event, span.label)
            self._played[span.label] = known
        roles = links_events.likely_roles(self._ground, event, span, self._played[span.label])
        return (self._letters.get(roles[0], "") if roles else ""), False
