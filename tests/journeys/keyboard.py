# SPDX-License-Identifier: MIT
"""A person at the keyboard: sends key events to the real window, and looks at what it shows."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.desk import WindowDesk
from annotator.gui.session.preferences import Preferences
from annotator.gui.window import Window

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@dataclass
class Person:
    """Drives one window; ``pressed`` counts the keys. Nothing but keys changes anything."""

    window: Window
    desk: WindowDesk
    pressed: int = 0

    @property
    def canvas(self):
        return self.window.workbench().canvas

    @property
    def workspace(self):
        return self.window.projects.project.workspace

    def press(self, key, modifiers=NONE, times=1):
        for _ in range(times):
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the keyboard"
            QTest.keyClick(target, key, modifiers)
            self.pressed += 1

    def type(self, text):
        for character in text:
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the keyboard"
            if character.isascii():
                QTest.keyClick(target, character)
            else:  # QTest knows no key for it; an input method sends just this
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, Key.Key_unknown, NONE, character)
                    QApplication.sendEvent(target, event)
            self.pressed += 1

    def go_to(self, offset):
        """Walk the caret to a place by token, then by character."""
        while self.canvas.caret > offset:
            before = self.canvas.caret
            self.press(Key.Key_Left)
            assert self.canvas.caret < before
        while self.canvas.caret < offset:
            before = self.canvas.caret
            self.press(Key.Key_Right)
            if self.canvas.caret > offset:
                self.press(Key.Key_Left, CTRL, self.canvas.caret - offset)
                break
            assert self.canvas.caret > before

    def select(self, start, end):
        self.go_to(start)
        while self.canvas.selection[1] < end:
            before = self.canvas.selection
            self.press(Key.Key_Right, SHIFT)
            assert self.canvas.selection != before
        while self.canvas.selection[1] > end:
            before = self.canvas.selection
            self.press(Key.Key_Left, SHIFT | CTRL)
            assert self.canvas.selection != before
        assert self.canvas.selection == (start, end)

    def fill(self, wanted):
        """Fill the attributes of the focused span that differ from what the form shows."""
        form = self.window.workbench().attributes
        span = self.workspace.layer(self.document).span(self.canvas.focused_span)
        todo = {name: value for name, value in wanted.items() if span.attributes.get(name) != value}
        if not todo:
            return
        self.press(Key.Key_A)
        names = [row.name for row in form.rows]
        for name in sorted(todo, key=names.index):
            self._walk_to(form, names.index(name))
            self.press(Key.Key_A, CTRL)
            self.type(str(todo[name]))
            self.press(Key.Key_Return)
        if QApplication.focusWidget() is not self.canvas:
            self.press(Key.Key_Escape)
        assert QApplication.focusWidget() is self.canvas

    def _walk_to(self, form, wanted):
        for _ in range(60):
            here = next(
                i for i, row in enumerate(form.rows) if row.isAncestorOf(QApplication.focusWidget())
            )
            if here == wanted:
                return
            if here < wanted:
                self.press(Key.Key_Tab)
            else:
                self.press(Key.Key_Backtab, SHIFT)
        raise AssertionError(f"the keyboard does not reach {form.rows[wanted].name}")

    @property
    def document(self):
        return self.window.projects.project.opened.document.id


def sit_down(qtbot, location):
    """Open the window on a project and return the person in front of it."""
    window = Window(Preferences())
    desk = WindowDesk(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.projects.open_location(str(location))
    qtbot.waitUntil(lambda: window.bench is not None and window.projects.project is not None)
    person = Person(window, desk)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is person.canvas, timeout=10_000)
    return person
