# SPDX-License-Identifier: MIT
"""The frame that dialogs share: a grid of named fields over a row of buttons."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.widgets.text import heading, label, quiet, set_role, without_icons

Button = QDialogButtonBox.StandardButton


class Fields(QWidget):
    """A grid of named fields, with notes between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: list[QWidget] = []
        self.stops: list[QWidget] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)

    def add_field(self, name: str, field: QWidget, extra: QWidget | None = None) -> QLabel:
        """Add a named field, and a button at its right; return its label.

        An ampersand in the name marks the letter that goes to the field together with Alt.
        """
        for part in (field, extra):
            if part is not None:
                for button in (part, *part.findChildren(QPushButton)):
                    if isinstance(button, QPushButton):
                        button.setAutoDefault(False)
                self.stops += stops_in(part)
        self.fields.append(field)
        caption = label(name)
        caption.setBuddy(field)
        if name and not field.accessibleName():
            field.setAccessibleName(name.replace("&", ""))
        row = self.grid.rowCount()
        self.grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
        caption.setMinimumHeight(28)
        if extra is None:
            self.grid.addWidget(field, row, 1, 1, 2)
        else:
            self.grid.addWidget(field, row, 1)
            self.grid.addWidget(extra, row, 2, Qt.AlignmentFlag.AlignTop)
        return caption

    def add_note(self, text: str = "") -> QLabel:
        """Add a quiet line below the fields; return it."""
        note = quiet(text, wrap=True)
        self.grid.addWidget(note, self.grid.rowCount(), 1, 1, 2)
        return note

    def add_whole(self, part: QWidget) -> None:
        """Add something below the fields that has no name of its own."""
        self.grid.addWidget(part, self.grid.rowCount(), 0, 1, 3)


class FormDialog(QDialog):
    """A dialog with named fields; ``set_problem`` says what is missing and stops "OK"."""

    def __init__(self, title: str, accept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = Fields()
        self._problem = label(wrap=True)
        set_role(self._problem, "error")
        self._problem.hide()
        self.buttons = QDialogButtonBox(Button.Ok | Button.Cancel)
        self.buttons.button(Button.Ok).setText(accept)
        self.buttons.button(Button.Ok).setDefault(True)
        self.buttons.button(Button.Cancel).setAutoDefault(False)
        without_icons(self.buttons.buttons())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addWidget(heading(title))
        column.addWidget(self.form)
        column.addWidget(self._problem)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self._column = column

    def add_field(self, name: str, field: QWidget, extra: QWidget | None = None) -> QLabel:
        """Add a named field, and a button at its right; return its label."""
        return self.form.add_field(name, field, extra)

    def add_note(self, text: str = "") -> QLabel:
        """Add a quiet line below the fields; return it."""
        return self.form.add_note(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keyboard to the first field; Tab goes down the fields, then to the buttons."""
        super().showEvent(event)
        self.grow()
        if event.spontaneous() or not self.form.fields:
            return
        self.order_tabs()
        if self.focusWidget() not in self.stops():
            self.form.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at before the buttons."""
        return self.form.stops

    def order_tabs(self) -> None:
        """Let Tab go down the fields, then to the buttons."""
        for one, next_one in pairwise([*self.stops(), *self.buttons.buttons()]):
            self.setTabOrder(one, next_one)

    def grow(self) -> None:
        """Become high enough for what is said now; never lower, so that nothing jumps."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    def set_problem(self, problem: str, *, say: bool = True) -> None:
        """Say what is missing; empty if nothing is. ``say`` False only stops "OK"."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem) and say)
        if self.isVisible():
            self.grow()
        self.buttons.button(Button.Ok).setEnabled(not problem)

    @property
    def problem(self) -> str:
        """What is missing."""
        return self._problem.text()


def stops_in(part: QWidget) -> list[QWidget]:
    """Return what Tab stops at within a part of a dialog."""
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return [part]
    return [
        one
        for one in part.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.window() is part.window()
    ]
