# SPDX-License-Identifier: MIT
"""What a screen reader is given of the canvas.

Qt's own text interface cannot be written whole in Python (PySide6 6.8 to 6.12: ``selection`` and
``attributes`` have out-parameters), and a wrong answer of ``interface_cast`` ends the process. So
the canvas answers with the native interface of a hidden, read-only QPlainTextEdit that mirrors the
current paragraph: its text, the caret, the selection, and the labels of its spans as formats.
"""

from functools import lru_cache
from typing import Any

import shiboken6
from PySide6 import QtGui
from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextSelectionEvent,
    QColor,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAccessibleWidget, QPlainTextEdit, QWidget

from annotator.gui.canvas.interaction import State
from annotator.gui.canvas.shown import shown
from annotator.gui.canvas.stage import Stage
from annotator.text.offsets import Utf16Map

_voices: dict[int, "Voice"] = {}
_interfaces: dict[int, "_CanvasInterface"] = {}


class Voice:
    """Speaks for one canvas: keeps the mirror of its current paragraph, and announces."""

    def __init__(self, canvas: QAbstractScrollArea, stage: Stage) -> None:
        self._canvas = canvas
        self._stage = stage
        self._mirror: QPlainTextEdit | None = None
        self._shown: tuple[int, int] = (-1, -1)
        _install()
        key = _key(canvas)
        _voices[key] = self
        canvas.destroyed.connect(lambda: _forget(key))

    def document_opened(self) -> None:
        """Forget the paragraph of the document before."""
        self._shown = (-1, -1)
        if QAccessible.isActive():
            self.refresh()

    def state_changed(self, before: State) -> None:
        """Tell where the caret and the selection are now."""
        if not QAccessible.isActive():
            return
        way, start = self.refresh()
        state = self._stage.overlay.state
        end = start + way.length
        caret = way.to_utf16(_within(state.caret, start, end))
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(self._canvas, caret))
        if state.selection != before.selection:
            first, last = (way.to_utf16(_within(place, start, end)) for place in state.selection)
            event = QAccessibleTextSelectionEvent(self._canvas, first, last)
            QAccessible.updateAccessibility(event)

    def say(self, sentence: str) -> None:
        """Announce a sentence; Qt before 6.8 cannot, and then it stays unsaid."""
        if not QAccessible.isActive():
            return
        event = _announcement(self._canvas, sentence)
        if event is not None:
            QAccessible.updateAccessibility(event)

    def mirror(self) -> QPlainTextEdit:
        """Return the mirror, showing the paragraph that the caret is in."""
        self.refresh()
        return self._made_mirror()

    def refresh(self) -> tuple[Utf16Map, int]:
        """Bring the mirror up to date; return the map of its text and where that starts."""
        mirror, stage = self._made_mirror(), self._stage
        state, index = stage.overlay.state, stage.page.index
        number = index.at(state.caret)
        start, text = index.starts[number], index.text_of(number)
        way = Utf16Map.of(text)
        version = (number, stage.annotations.version)
        if version != self._shown:
            self._shown = version
            mirror.setPlainText(shown(text))
            self._format(mirror, way, start)
        anchor, caret = (
            way.to_utf16(_within(place, start, start + way.length))
            for place in (state.anchor, state.caret)
        )
        cursor = mirror.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(caret, QTextCursor.MoveMode.KeepAnchor)
        mirror.setTextCursor(cursor)
        return way, start

    def _format(self, mirror: QPlainTextEdit, way: Utf16Map, start: int) -> None:
        stage = self._stage
        for span in stage.page.spans.touching(start, start + max(1, way.length)):
            look = QTextCharFormat()
            look.setBackground(QColor(stage.page.look.label(span.label).tint))
            look.setFontUnderline(True)
            cursor = QTextCursor(mirror.document())
            for first, last in span.fragments:
                low, high = (_within(p, start, start + way.length) for p in (first, last))
                cursor.setPosition(way.to_utf16(low))
                cursor.setPosition(way.to_utf16(high), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(look)

    def _made_mirror(self) -> QPlainTextEdit:
        if self._mirror is None:
            self._mirror = QPlainTextEdit()
            self._mirror.setReadOnly(True)
            self._mirror.setUndoRedoEnabled(False)
        return self._mirror


class _CanvasInterface(QAccessibleWidget):
    """The canvas as a read-only text of several lines."""

    def __init__(self, canvas: QWidget, voice: Voice) -> None:
        super().__init__(canvas, QAccessible.Role.EditableText, "Text")
        self._voice = voice
        # kept: the wrapper must outlive the answer
        self._native = QAccessible.queryAccessibleInterface(voice.mirror())

    def interface_cast(self, type: QAccessible.InterfaceType) -> Any:  # noqa: A002, ANN401 - Qt's
        """Return the mirror's text interface; a null pointer for any other kind."""
        if type == QAccessible.InterfaceType.TextInterface:
            self._voice.refresh()
            return self._native.textInterface()
        return shiboken6.VoidPtr(0)

    def state(self) -> QAccessible.State:
        """Return that it is a read-only text of several lines that can have the focus."""
        state = super().state()
        state.readOnly = True
        state.multiLine = True
        state.selectableText = True
        return state


def _factory(name: str, thing: QObject) -> QAccessibleInterface | None:
    del name
    if not isinstance(thing, QAbstractScrollArea):
        return None
    key = _key(thing)
    voice = _voices.get(key)
    if voice is None:
        return None
    if key not in _interfaces:
        _interfaces[key] = _CanvasInterface(thing, voice)
    return _interfaces[key]


@lru_cache(maxsize=1)
def _install() -> None:
    QAccessible.installFactory(_factory)


def _forget(key: int) -> None:
    _voices.pop(key, None)
    _interfaces.pop(key, None)


def _key(thing: QObject) -> int:
    return int(shiboken6.getCppPointer(thing)[0])


def _within(place: int, start: int, end: int) -> int:
    return min(max(place, start), end) - start


def _announcement(canvas: QWidget, sentence: str) -> Any:  # noqa: ANN401 - may not exist
    made = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    return made(canvas, sentence) if made is not None else None
