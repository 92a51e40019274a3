# SPDX-License-Identifier: MIT
"""What a key event is while letters choose."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.canvas.interaction import Direction
from annotator.gui.canvas.links_keys import BACKSPACE, ENTER, ESCAPE

_NAMED = {
    Qt.Key.Key_Return: ENTER,
    Qt.Key.Key_Enter: ENTER,
    Qt.Key.Key_Escape: ESCAPE,
    Qt.Key.Key_Backspace: BACKSPACE,
    Qt.Key.Key_Delete: "",
}


@dataclass(frozen=True, slots=True)
class Scroll:
    """A key that moves the page, since what may be chosen can be out of sight."""

    direction: Direction
    by_line: bool


_SCROLLS = {
    Qt.Key.Key_Up: Scroll(-1, by_line=True),
    Qt.Key.Key_Down: Scroll(1, by_line=True),
    Qt.Key.Key_PageUp: Scroll(-1, by_line=False),
    Qt.Key.Key_PageDown: Scroll(1, by_line=False),
}
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def key_of(event: QKeyEvent, *, moves: bool) -> str | Scroll | None:
    """Return the character or the name of a key, or how it scrolls; None: it is not for letters.

    Letters are read from the key, so that Caps Lock changes nothing. An empty name is a key that
    must do nothing now. Without ``moves`` the arrows are left to the caret.
    """
    if event.modifiers() & ~(_SHIFT | _KEYPAD):
        return None
    key = Qt.Key(event.key())
    if moves and key in _SCROLLS:
        return _SCROLLS[key]
    if key in _NAMED:
        return _NAMED[key]
    if Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        letter = chr(key)
        return letter if event.modifiers() & _SHIFT else letter.lower()
    text = event.text()
    return text if len(text) == 1 and text.isprintable() else None
