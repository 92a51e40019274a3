# SPDX-License-Identifier: MIT
"""What is said while one links by keys: what is asked, and what the keys mean; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.gui.canvas import links_events
from annotator.gui.canvas.interaction import described
from annotator.gui.canvas.links import Ground
from annotator.gui.canvas.links_modes import (
    Fill,
    Mode,
    PickEnd,
    PickKind,
    PickSame,
    PickSpan,
    PickTime,
    PickType,
    PickWord,
)
from annotator.model.records import EventFrame


@dataclass(frozen=True, slots=True)
class Choice:
    """A key and what it chooses; ``chosen`` where that is what holds now."""

    key: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question, the choices that are no hints in the text, and what other keys do."""

    title: str
    choices: tuple[Choice, ...] = ()
    note: str = ""


def prompt(mode: Mode, ground: Ground) -> Prompt:
    """Return what is asked in a mode."""
    if isinstance(mode, PickEnd | PickSame | PickSpan | PickWord):
        return _of_places(mode, ground)
    if isinstance(mode, Fill):
        return _of_fill(mode, ground)
    if isinstance(mode, PickTime):
        note = "or select the words and press Enter · Backspace: no time · Esc: as it is"
        said = "The letters mark times." if mode.times else "No time is marked in this text."
        return Prompt(f"When? {said}", note=note)
    if isinstance(mode, PickType):
        title = f"{_name(ground, mode.source)}  →  {_name(ground, mode.target)}"
        return Prompt(title, _choices(mode.names), "Esc: no link")
    if isinstance(mode, PickKind):
        words = ground.text[slice(*mode.trigger)]
        left = {code: name for code, name in mode.names.items() if code.startswith(mode.typed)}
        return Prompt(f"Event “{words}”: what happened?", _choices(left), "Esc: no event")
    event = ground.annotations.get(mode.fill.event)
    now = event.modality if isinstance(event, EventFrame) else ""
    return Prompt("How is it said?", _choices(mode.names, now), "Esc: as it is")


def _of_places(mode: PickEnd | PickSame | PickSpan | PickWord, ground: Ground) -> Prompt:
    if isinstance(mode, PickWord):
        letter = f" {mode.letter}" if mode.letter else " …"
        return Prompt(f"Select the word that begins with{letter}", note="Esc: leave")
    stay = "Shift with the last letter: choose more · Esc: leave"
    if isinstance(mode, PickEnd):
        name = _name(ground, mode.span)
        title = f"Link {name} to …" if mode.way == "to" else f"Link to {name} from …"
        return Prompt(title, note=stay)
    if isinstance(mode, PickSame):
        return Prompt(f"{_name(ground, mode.span)} is the same as …", note=stay)
    return Prompt("Go to a span …", note="Esc: leave")


def _of_fill(mode: Fill, ground: Ground) -> Prompt:
    event = ground.annotations.get(mode.event)
    letters = links_events.role_letters(ground.schema)
    choices = [
        Choice(letter, role, role == mode.role) for role, letter in letters.items() if letter
    ]
    for letter, name in links_events.FIELDS.items():
        is_chosen = letter == "B" and mode.role == links_events.REPORTED_BY
        choices.append(Choice(letter, name, is_chosen))
    said = ""
    if isinstance(event, EventFrame):
        said = links_events.described(event, ground.annotations, ground.text)
        said += f" · {event.modality}" if event.modality else ""
    note = "letters: who takes part · Shift with a letter: another role · Backspace: the last out"
    return Prompt(said, tuple(choices), f"{note} · Enter: done")


def _choices(names: Mapping[str, str], now: str = "") -> tuple[Choice, ...]:
    return tuple(Choice(code, name, name == now) for code, name in names.items())


def _name(ground: Ground, id: str) -> str:
    span = ground.annotations.span(id)
    return described(span, ground.text) if span is not None else ""
