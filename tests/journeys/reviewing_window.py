# SPDX-License-Identifier: MIT
"""The window in a process of its own, where somebody adjudicates without end, by keys alone.

`python -m tests.journeys.reviewing_window PROJECT SEED COUNT EVERY_MS`; see ``typing_window``.
"""

import sys

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.typing_window import ALT, CTRL, NONE, SHIFT, Key, Typist, main

KEYS = (
    [(Key.Key_Space, NONE)] * 6
    + [(key, NONE) for key in (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_0)] * 3
    + [(key, NONE) for key in (Key.Key_B, Key.Key_E, Key.Key_F, Key.Key_W, Key.Key_Tab)]
    + [(Key.Key_Right, SHIFT), (Key.Key_Left, ALT), (Key.Key_2, CTRL)]
    + [(key, NONE) for key in (Key.Key_L, Key.Key_V, Key.Key_H, Key.Key_K, Key.Key_Escape)]
    + [(key, NONE) for key in (Key.Key_R, Key.Key_C, Key.Key_A)]
    + [(Key.Key_Space, CTRL)] * 2
    + [(Key.Key_Z, CTRL)] * 4
    + [(Key.Key_Return, CTRL)] * 2
)
IN_DIALOGS = (Key.Key_Return, Key.Key_Return, Key.Key_1, Key.Key_Down, Key.Key_Escape)


class Adjudicator(Typist):
    """Presses the keys of a review; what a dialog asks is answered by some key."""

    def press(self, window: QWidget) -> None:
        """Press a key in the review, or in the dialog over it."""
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            key = self.random.choice(IN_DIALOGS)
            QTest.keyClick(dialog.focusWidget() or dialog, key)
            return
        if not window.isActiveWindow():  # offscreen, closing a dialog does not make it so
            window.activateWindow()
            return
        screen = window.projects.project.reviewing.screen
        if screen is None or not screen.page.isVisible():
            QTest.keyClick(window.workbench().canvas, Key.Key_R, CTRL | SHIFT)
            return
        key, modifiers = self.random.choice(KEYS)
        QTest.keyClick(screen.page.canvas, key, modifiers)


if __name__ == "__main__":
    sys.exit(main(Adjudicator))
