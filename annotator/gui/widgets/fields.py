# SPDX-License-Identifier: MIT
"""Fields for one value each: a line of text, a choice, several choices.

All send ``typed`` while the person types, ``entered`` for Enter, and ``left`` when the keyboard
goes elsewhere. None of them judges what is typed.
"""

import sys
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.widgets.icons import icon

ARROW_PX = 12
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
"""How the keyboard gets to a field on purpose: not by a list that closes or a window that wakes."""


def is_command(event: QKeyEvent) -> bool:
    """Return whether a key is pressed with Alt alone, which Qt would type as the letter itself.

    On a Mac that is how people write other letters, so there it is none.
    """
    keys = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    writes = bool(event.text()) and event.text().isprintable()
    return sys.platform != "darwin" and keys == Qt.KeyboardModifier.AltModifier and writes


class TextField(QLineEdit):
    """A line of text."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(64)
        self.textEdited.connect(self.typed.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for "done", and Alt with a letter for a command, if it can be given or not."""
        if is_command(event):
            event.ignore()
            return
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose all, so that typing replaces what is there."""
        super().focusInEvent(event)
        if event.reason() in BY_KEYBOARD:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person went elsewhere."""
        super().focusOutEvent(event)
        if event.reason() in (*BY_KEYBOARD, Qt.FocusReason.MouseFocusReason):
            self.left.emit()


class ComboBox(QComboBox):
    """A box with a stroke for an arrow, in the colour of the text."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, then the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        right = self.width() - ARROW_PX - 6
        place = QRect(right, (self.height() - ARROW_PX) // 2, ARROW_PX, ARROW_PX)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        icon("down", "muted").paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        painter.end()


class ChoiceField(ComboBox):
    """One of several values, chosen with the arrows or by typing a part of it."""

    typed = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = tuple(values)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addItems(["", *self._values])
        completer = QCompleter(list(self._values), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._popup = QListView()
        completer.setPopup(self._popup)
        self.setCompleter(completer)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._line().textEdited.connect(self.typed.emit)
        self.textActivated.connect(self._activated)

    def text(self) -> str:
        """Return what is typed or chosen."""
        return self.currentText()

    def setText(self, text: str) -> None:
        """Show a value."""
        self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchExactly))
        self._line().setText(text)

    def setPlaceholderText(self, text: str) -> None:
        """Show a hint while nothing is chosen."""
        self._line().setPlaceholderText(text)

    def setReadOnly(self, read_only: bool) -> None:  # noqa: FBT001 - like QLineEdit's
        """Refuse changes, or take them again."""
        self.setEnabled(not read_only)

    def setAccessibleName(self, name: str) -> None:
        """Say the name for the line as well: that is what has the keyboard."""
        super().setAccessibleName(name)
        self._line().setAccessibleName(name)

    def selectAll(self) -> None:
        """Choose the whole text."""
        self._line().selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for "done": the value typed, or the first that has what was typed in it."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._settle()
            self.entered.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: scrolling must not change a value."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose all, so that typing replaces what is there."""
        super().focusInEvent(event)
        if event.reason() in BY_KEYBOARD:
            self._line().selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person went elsewhere; the list that drops down is not elsewhere."""
        super().focusOutEvent(event)
        is_elsewhere = event.reason() in (*BY_KEYBOARD, Qt.FocusReason.MouseFocusReason)
        if is_elsewhere and not self._popup_is_open():
            self._settle()
            self.left.emit()

    def best(self, typed: str) -> str:
        """Return the value meant: as typed, else the first that starts so, else that contains it.

        What fits nothing is returned as it is.
        """
        wanted = typed.strip().casefold()
        if not wanted or typed in self._values:
            return typed.strip()
        tests = (str.__eq__, str.startswith, str.__contains__)
        for test in tests:
            for value in self._values:
                if test(value.casefold(), wanted):
                    return value
        return typed

    def _settle(self) -> None:
        marked = self._popup.currentIndex()
        if self._popup.isVisible() and marked.isValid():
            chosen = str(marked.data())
        else:
            chosen = self.best(self.text())
        self._popup.hide()
        self.setText(chosen)

    def _activated(self, text: str) -> None:
        self.setText(text)
        self.typed.emit(text)
        self.left.emit()

    def _popup_is_open(self) -> bool:
        return self._popup.isVisible() or self.view().isVisible()

    def _line(self) -> QLineEdit:
        line = self.lineEdit()
        if line is None:
            raise RuntimeError("an editable box has a line")
        return line


class ChecksField(QWidget):
    """Any of several values, each with a box; ``changed`` carries all that are ticked."""

    changed = Signal(tuple)
    entered = Signal()

    def __init__(self, values: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        self.boxes = {
            value: QCheckBox(value.replace("_", " ").replace("&", "&&")) for value in values
        }
        for box in self.boxes.values():
            box.installEventFilter(self)
            box.clicked.connect(lambda _=False: self.changed.emit(self.value()))
            column.addWidget(box)
        if self.boxes:
            self.setFocusProxy(next(iter(self.boxes.values())))

    def value(self) -> tuple[str, ...]:
        """Return what is ticked, in the order of the schema."""
        return tuple(value for value, box in self.boxes.items() if box.isChecked())

    def set_value(self, values: Sequence[str]) -> None:
        """Tick these."""
        for value, box in self.boxes.items():
            box.setChecked(value in values)

    def setAccessibleName(self, name: str) -> None:
        """Say the name before each box."""
        super().setAccessibleName(name)
        for value, box in self.boxes.items():
            box.setAccessibleName(f"{name}: {value}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter for "done"."""
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.key() in ENTER:
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)
