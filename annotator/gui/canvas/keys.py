# SPDX-License-Identifier: MIT
"""The caret's keys; all other keys are commands and belong to the window."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.canvas.interaction import Direction

_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier

_KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], tuple[str, Direction]] = {
    (Qt.Key.Key_Left, _NONE): ("token", -1),
    (Qt.Key.Key_Right, _NONE): ("token", 1),
    (Qt.Key.Key_Left, _CONTROL): ("grapheme", -1),
    (Qt.Key.Key_Right, _CONTROL): ("grapheme", 1),
    (Qt.Key.Key_Up, _NONE): ("line", -1),
    (Qt.Key.Key_Down, _NONE): ("line", 1),
    (Qt.Key.Key_PageUp, _NONE): ("page", -1),
    (Qt.Key.Key_PageDown, _NONE): ("page", 1),
    (Qt.Key.Key_Home, _NONE): ("line_edge", -1),
    (Qt.Key.Key_End, _NONE): ("line_edge", 1),
    (Qt.Key.Key_Home, _CONTROL): ("document", -1),
    (Qt.Key.Key_End, _CONTROL): ("document", 1),
}


@dataclass(frozen=True, slots=True)
class Motion:
    """A move of the caret; see ``SpanCanvas.move_caret``."""

    unit: str
    direction: Direction
    extend: bool


def motion_of(event: QKeyEvent) -> Motion | None:
    """Return the motion a key stands for; None for a key that is not the caret's."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    bare = modifiers & ~Qt.KeyboardModifier.ShiftModifier
    found = _KEYS.get((Qt.Key(event.key()), bare))
    return Motion(*found, extend) if found is not None else None
