# SPDX-License-Identifier: MIT
"""The bar above the text that finds words in the open document."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.gui.widgets.fields import ENTER
from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.keys import on_key
from annotator.gui.widgets.text import plain_tooltip, quiet, set_role, tr


class FindBar(QFrame):
    """A line, the number of matches, and the way to the next one and back."""

    typed = Signal(str)
    step_requested = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Find in this document"))
        set_role(self, "bar")
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Find in this document"))
        self.line.setAccessibleName(tr("Words to find"))
        self.line.textChanged.connect(self.typed.emit)
        self.line.installEventFilter(self)
        self.count = quiet()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.count)
        for name, title, slot in (
            ("up", tr("Previous match"), lambda: self.step_requested.emit(-1)),
            ("down", tr("Next match"), lambda: self.step_requested.emit(1)),
            ("close", tr("Close"), self.closed.emit),
        ):
            button = QToolButton()
            button.setIcon(icon(name))
            button.setAutoRaise(True)
            button.setAccessibleName(title)
            button.setToolTip(plain_tooltip(title))
            button.clicked.connect(slot)
            row.addWidget(button)
        on_key(self, "Esc", self.closed.emit)
        self.hide()

    def start(self, words: str) -> None:
        """Show the bar, with these words if there are any, and take the keyboard."""
        self.show()
        if words and "\n" not in words:
            self.line.setText(words)
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_count(self, current: int, total: int) -> None:
        """Say which match is shown, counted from 0, and how many there are."""
        if not self.line.text():
            self.count.setText("")
        elif not total:
            self.count.setText(tr("Nothing found"))
        else:
            text = tr("{current:,} of {total:,}").format(current=current + 1, total=total)
            self.count.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for the next match, Shift+Enter for the previous one."""
        is_press = watched is self.line and event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in ENTER:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step_requested.emit(-1 if back else 1)
            return True
        return super().eventFilter(watched, event)
