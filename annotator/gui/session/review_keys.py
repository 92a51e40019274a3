# SPDX-License-Identifier: MIT
"""What a key means in a review."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.canvas.interaction import Direction, Edge, Unit

Key = Qt.Key
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class Take:
    """Take the version of a row, from 1."""

    row: int


@dataclass(frozen=True, slots=True)
class Move:
    """Move an edge of one's own version."""

    edge: Edge
    direction: Direction
    unit: Unit


@dataclass(frozen=True, slots=True)
class Label:
    """Give one's own version the label with this key of the schema."""

    key: str


@dataclass(frozen=True, slots=True)
class Do:
    """Any other act, by name."""

    name: str


Act = Take | Move | Label | Do

_PLAIN = {
    Key.Key_Space: Do("suggested"),
    Key.Key_0: Do("none"),
    Key.Key_X: Do("none"),
    Key.Key_A: Do("rules"),
    Key.Key_B: Do("both"),
    Key.Key_E: Do("edit"),
    Key.Key_F: Do("flag"),
    Key.Key_R: Do("reason"),
    Key.Key_C: Do("note"),
    Key.Key_Tab: Do("next"),
    Key.Key_J: Do("next"),
    Key.Key_N: Do("next"),
    Key.Key_K: Do("previous"),
    Key.Key_H: Do("names"),
    Key.Key_S: Do("hide"),
    Key.Key_L: Do("everywhere"),
    Key.Key_V: Do("beside"),
    Key.Key_W: Do("withdraw"),
    Key.Key_Escape: Do("back"),
    Key.Key_Slash: Do("filter"),
}
_WITH_CONTROL = {
    Key.Key_Space: Do("identical"),
    Key.Key_Z: Do("undo"),
    Key.Key_Return: Do("finish"),
    Key.Key_Enter: Do("finish"),
}


def act_of(event: QKeyEvent) -> Act | None:
    """Return what a key asks for; None if it has no meaning in a review."""
    key = Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key in (Key.Key_Left, Key.Key_Right):
        return _moved(1 if key == Key.Key_Right else -1, held)
    if key == Key.Key_Backtab or (key == Key.Key_Tab and held == _SHIFT):
        return Do("previous")
    is_digit = Key.Key_1 <= key <= Key.Key_9
    if held == _CONTROL:
        return Label(chr(key)) if is_digit else _WITH_CONTROL.get(key)
    if held == _NONE and is_digit:
        return Take(key - Key.Key_0)
    return _PLAIN.get(key) if held in (_NONE, _SHIFT) else None


def _moved(direction: Direction, held: Qt.KeyboardModifier) -> Move | None:
    unit: Unit = "grapheme" if held & _CONTROL else "token"
    bare = held & ~_CONTROL
    if bare == _SHIFT:
        return Move("end", direction, unit)
    if bare == _ALT:
        return Move("start", direction, unit)
    return None
