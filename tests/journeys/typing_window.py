# SPDX-License-Identifier: MIT
"""The window in a process of its own, where somebody annotates without end, by key events alone.

`python -m tests.journeys.typing_window PROJECT SEED COUNT` prints `made ID` for each operation
when it is done on the screen, `saved ID` for each when the window says that all is saved, and
`refused SENTENCE` when the window says that it is not. It stops after COUNT keys; 0 is never.
"""

import os
import random
import sys

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.app import Running
from annotator.workspace.saving import Saving

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

KEYS = (
    [(Key.Key_Right, NONE)] * 6
    + [(Key.Key_Left, NONE)] * 2
    + [(Key.Key_Right, SHIFT)] * 3
    + [(key, NONE) for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4)] * 4
    + [(Key.Key_Escape, NONE)] * 4
    + [(Key.Key_BracketRight, NONE), (Key.Key_BracketLeft, NONE), (Key.Key_C, NONE)]
    + [(Key.Key_Right, ALT), (Key.Key_Left, ALT), (Key.Key_Right, ALT | SHIFT)]
    + [(Key.Key_Delete, NONE)]
    + [(Key.Key_Z, CTRL)] * 2
    + [(Key.Key_Z, CTRL | SHIFT)]
    + [(Key.Key_PageDown, CTRL), (Key.Key_PageUp, CTRL)]
)


class Typist(QObject):
    """Presses keys whenever the window has nothing else to do; says what is made and saved."""

    def __init__(self, running: Running, seed: int, count: int, every_ms: int) -> None:
        super().__init__()
        self.running = running
        self.random = random.Random(seed)
        self.left = count or sys.maxsize
        self.made: list[str] = []
        self.refused = ""
        submit = Saving.submit

        def noted(saving, operations):
            for operation in operations:
                self.made.append(operation.id)
                say("made", operation.id)
            submit(saving, operations)

        Saving.submit = noted
        self.timer = QTimer(self, interval=every_ms)
        self.timer.timeout.connect(self.type)
        self.timer.start()

    def type(self) -> None:
        window = self.running.window
        project = window.projects.project
        if project is None or window.projects.is_busy:
            return
        state, message = project.saved()
        if state == "saved":
            self.refused = ""
            for id in self.made:
                say("saved", id)
            self.made.clear()
            if self.left == 0:
                say("done", "")
                self.left = -1
        elif state == "unsaved" and message != self.refused and window.bench.banner.isVisible():
            self.refused = message
            say("refused", window.bench.banner.text)
        if self.left <= 0:
            return
        self.left -= 1
        self.press(window)

    def press(self, window: QWidget) -> None:
        """Press a key somewhere in the window."""
        key, modifiers = self.random.choice(KEYS)
        QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def say(word: str, what: str) -> None:
    sys.stdout.write(f"{word} {what}\n".replace("\n", " ").rstrip() + "\n")
    sys.stdout.flush()


def main(person: type[Typist] = Typist) -> int:
    location, seed, count, every_ms = sys.argv[1], *map(int, sys.argv[2:5])
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(sys.argv[:1])
    running = Running(app, location)
    typist = person(running, seed, count, every_ms)
    running.show()
    running.window.activateWindow()
    try:
        return app.exec()
    finally:
        typist.timer.stop()
        running.end()


if __name__ == "__main__":
    sys.exit(main())
