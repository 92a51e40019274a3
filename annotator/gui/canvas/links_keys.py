# SPDX-License-Identifier: MIT
"""Linking by keys: a state machine of plain functions; no Qt.

``pressed`` takes a mode and a key and returns the next mode, with a wish where the annotations
are to change. Nothing here changes an annotation.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from annotator.edits.edit import AddRelation, PutEvent
from annotator.gui.canvas import links_entities, links_events
from annotator.gui.canvas.hints import coded, narrowed
from annotator.gui.canvas.links import Ground, ends_of, open_types
from annotator.gui.canvas.links_modes import (
    Fill,
    Mode,
    PickEnd,
    PickKind,
    PickModality,
    PickSame,
    PickSpan,
    PickTime,
    PickType,
    PickWord,
    Step,
    fill,
    named,
    of_relations,
)
from annotator.model.ids import new_id
from annotator.model.records import EventFrame, Fragment, Relation
from annotator.text.times import times_in

ENTER, ESCAPE, BACKSPACE = "Enter", "Esc", "Backspace"
_WORD = re.compile(r"\w+")
_GONE = "That is not there any more."

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Here:
    """What a key is judged by: the ground, what is selected (empty: nothing), and what is seen."""

    ground: Ground
    selection: Fragment = (0, 0)
    seen: Fragment = (0, 0)


def pressed(mode: Mode, key: str, here: Here) -> Step:
    """Return what a key comes to: one letter, or ENTER, ESCAPE or BACKSPACE."""
    if key == ESCAPE:
        return _escaped(mode)
    return _HANDLERS[type(mode)](mode, key, here)


def _escaped(mode: Mode) -> Step:
    if isinstance(mode, PickTime | PickModality):
        return Step(mode.fill)
    if isinstance(mode, Fill) and mode.role:
        return Step(replace(mode, role="", typed=""))
    return Step(None)


def _read(
    mode: PickEnd | PickSame | PickSpan | PickWord | PickKind | Fill | PickTime,
    key: str,
    values: Mapping[str, T],
) -> tuple[T | None, Step]:
    """Return what is chosen with this key, or None and what the key comes to instead."""
    if key == BACKSPACE:
        return None, Step(replace(mode, typed=mode.typed[:-1]))
    if len(key) != 1:
        return None, Step(mode)
    typed = mode.typed + key
    left = narrowed(values, typed.lower())
    if not left:
        return None, Step(mode, said=f"Nothing here has {typed.lower()}.")
    return left.get(""), Step(replace(mode, typed=typed))


def _stays(step: Step) -> bool:
    """Return whether a capital was typed."""
    return any(letter.isupper() for letter in getattr(step.mode, "typed", ""))


def _end(mode: PickEnd, key: str, here: Here) -> Step:
    ground = here.ground
    chosen, step = _read(mode, key, mode.spans)
    if chosen is None:
        return step
    span, other = ground.annotations.span(mode.span), ground.annotations.span(chosen)
    if span is None or other is None:
        return Step(None, said=_GONE)
    source, target = ends_of(span, other, mode.way)
    back = replace(mode, typed="") if _stays(step) else None
    types = open_types(ground, source, target)
    if not types:
        return Step(replace(mode, typed=""), said="They are linked already.")
    if len(types) == 1:
        return Step(back, AddRelation(Relation("", types[0], source.id, target.id)))
    return Step(PickType(source.id, target.id, of_relations(ground, types), back=back))


def _type(mode: PickType, key: str, here: Here) -> Step:
    del here
    name = mode.names.get(key.lower())
    if name is None:
        return Step(mode, said=f"No relation here has {key}." if len(key) == 1 else "")
    return Step(mode.back, AddRelation(Relation(mode.relation, name, mode.source, mode.target)))


def _same(mode: PickSame, key: str, here: Here) -> Step:
    annotations = here.ground.annotations
    chosen, step = _read(mode, key, mode.spans)
    if chosen is None:
        return step
    span, other = annotations.span(mode.span), annotations.span(chosen)
    if span is None or other is None:
        return Step(None, said=_GONE)
    left = {code: id for code, id in mode.spans.items() if id != chosen}
    following = PickSame(mode.span, left) if _stays(step) and left else None
    return Step(following, links_entities.joined(here.ground, span, other))


def _span(mode: PickSpan, key: str, here: Here) -> Step:
    del here
    chosen, step = _read(mode, key, mode.spans)
    return step if chosen is None else Step(None, focus=chosen)


def _word(mode: PickWord, key: str, here: Here) -> Step:
    if mode.letter:
        chosen, step = _read(mode, key, mode.words)
        return step if chosen is None else Step(None, select=chosen)
    if len(key) != 1:
        return Step(mode)
    words = words_from(here.ground.text, here.seen, key)
    words.sort(key=lambda word: abs(word[0] - here.selection[0]))
    if not words:
        return Step(mode, said=f"No word in sight begins with {key.lower()}.")
    if len(words) == 1:
        return Step(None, select=words[0])
    return Step(PickWord(coded(words), key.lower()))


def words_from(text: str, seen: Fragment, letter: str) -> list[Fragment]:
    """Return the words of a stretch that begin with a letter, in its order."""
    found = (match.span() for match in _WORD.finditer(text, *seen))
    wanted = letter.casefold()
    return [word for word in found if text[word[0] : word[1]].casefold().startswith(wanted)]


def _kind(mode: PickKind, key: str, here: Here) -> Step:
    chosen, step = _read(mode, key, mode.names)
    if chosen is None:
        return step
    if mode.event:
        there = _event(here.ground, mode.event)
        if there is None:
            return Step(None, said=_GONE)
        return Step(mode.back, PutEvent(replace(there, type=chosen)))
    modality = here.ground.schema.events.modality
    made = EventFrame(new_id(), chosen, mode.trigger, modality=modality[0] if modality else "")
    return Step(fill(here.ground, made), PutEvent(made))


def _event(ground: Ground, id: str) -> EventFrame | None:
    found = ground.annotations.get(id)
    return found if isinstance(found, EventFrame) else None


def _fill(mode: Fill, key: str, here: Here) -> Step:
    event = _event(here.ground, mode.event)
    if event is None:
        return Step(None, said=_GONE)
    if key == ENTER:
        return Step(None)
    if key == BACKSPACE and not mode.typed and event.arguments:
        return Step(mode, PutEvent(replace(event, arguments=event.arguments[:-1])))
    if len(key) == 1 and key.isupper():
        return _capital(replace(mode, typed=""), key, here.ground, event)
    chosen, step = _read(mode, key, fitting_spans(mode, here.ground))
    if chosen is None:
        return step
    role = mode.role or links_events.role_of(event, chosen) or _likely(here.ground, event, chosen)
    changed = links_events.with_argument(event, role, chosen)
    is_source = role == links_events.REPORTED_BY  # an event has one, so that is done
    return Step(replace(mode, typed="", role="" if is_source else mode.role), PutEvent(changed))


def _likely(ground: Ground, event: EventFrame, id: str) -> str:
    span = ground.annotations.span(id)
    roles = links_events.likely_roles(ground, event, span) if span is not None else []
    return roles[0] if roles else ""


def fitting_spans(mode: Fill, ground: Ground) -> dict[str, str]:
    """Return the codes of the spans that the role of the moment takes."""
    found = {}
    for code, id in mode.spans.items():
        span = ground.annotations.span(id)
        if span is not None and links_events.takes(ground.schema, mode.role, span.label):
            found[code] = id
    return found


def _capital(mode: Fill, key: str, ground: Ground, event: EventFrame) -> Step:
    events = ground.schema.events
    if key == "K":
        return Step(PickKind(event.trigger, named(events.types), event.id, back=mode))
    if key == "H" and events.modality:
        return Step(PickModality(mode, named(events.modality)))
    if key == "W":
        times = links_events.ordered_times(times_in(ground.text), event.trigger)
        return Step(PickTime(mode, coded(times)))
    if key == "B":
        return Step(replace(mode, role=links_events.REPORTED_BY))
    letters = links_events.role_letters(ground.schema)
    role = next((name for name, letter in letters.items() if letter == key), "")
    if not role:
        return Step(mode, said=f"No role has {key}.")
    return Step(replace(mode, role="" if role == mode.role else role))


def _modality(mode: PickModality, key: str, here: Here) -> Step:
    event = _event(here.ground, mode.fill.event)
    name = mode.names.get(key.lower())
    if event is None:
        return Step(None, said=_GONE)
    if name is None:
        return Step(mode, said=f"Nothing here has {key}." if len(key) == 1 else "")
    return Step(mode.fill, PutEvent(replace(event, modality=name)))


def _time(mode: PickTime, key: str, here: Here) -> Step:
    text = here.ground.text
    event = _event(here.ground, mode.fill.event)
    if event is None:
        return Step(None, said=_GONE)
    chosen: Fragment | None = None
    if key == ENTER and here.selection[0] < here.selection[1]:
        chosen = here.selection
    elif key == ENTER:
        return Step(mode, said="Select the words of the time first.")
    elif key != BACKSPACE or mode.typed:
        chosen, step = _read(mode, key, mode.times)
        if chosen is None:
            return step
    return Step(mode.fill, PutEvent(links_events.with_time(event, chosen, text)))


_HANDLERS: Mapping[type, Callable[[Any, str, Here], Step]] = {
    PickEnd: _end,
    PickType: _type,
    PickSame: _same,
    PickSpan: _span,
    PickWord: _word,
    PickKind: _kind,
    Fill: _fill,
    PickTime: _time,
    PickModality: _modality,
}
