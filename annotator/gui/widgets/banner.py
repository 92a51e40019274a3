# SPDX-License-Identifier: MIT
"""A strip above the text that says what is in the way, and what can be done about it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from annotator.gui.widgets.icons import icon
from annotator.gui.widgets.text import label, set_role, tr


class Banner(QFrame):
    """Says one thing at a time; ``acted`` names what the person chose to do about it.

    ``topic`` says what it is about, so that ``withdraw`` takes away only its own message.
    """

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.topic = ""
        self._mark = label()
        self._text = label(wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act = QPushButton()
        self._act.clicked.connect(lambda: self.acted.emit(self.topic))
        self._close = QToolButton()
        self._close.setAutoRaise(True)
        self._close.setIcon(icon("close"))
        self._close.setAccessibleName(tr("Close this message"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        for part in (self._mark, self._text, self._act, self._close):
            row.addWidget(part)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, topic: str, text: str, *, action: str = "", serious: bool = True) -> None:
        """Show a message; ``action`` is the title of the button, none if empty."""
        self.topic = topic
        self._text.setText(text)
        self.setAccessibleName(text)
        name, role = ("warning", "warning") if serious else ("info", "info")
        self._mark.setPixmap(icon(name, role).pixmap(QSize(16, 16), self.devicePixelRatioF()))
        self._act.setText(action)
        self._act.setVisible(bool(action))
        self.show()

    def withdraw(self, topic: str) -> None:
        """Take the message away if it is about ``topic``."""
        if self.topic == topic:
            self.hide()
