# SPDX-License-Identifier: MIT
"""Fields of the schema editor.

All hold a ``value``; ``typed`` says that it is being changed, ``settled`` that it stands.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from annotator.gui.widgets.fields import BY_KEYBOARD, ComboBox, TextField, is_command
from annotator.gui.widgets.icons import current_theme
from annotator.gui.widgets.text import tr
from annotator.schema.definition import COLORS

SQUARE_PX = 22


class Field(Protocol):
    """What a page needs of a field."""

    @property
    def typed(self) -> SignalInstance:
        """Says that the value is being changed."""

    @property
    def settled(self) -> SignalInstance:
        """Says that the value stands for now."""

    def value(self) -> Any:  # noqa: ANN401 - each field has its own
        """Return what is typed or chosen."""

    def put(self, value: Any) -> None:  # noqa: ANN401 - each field has its own
        """Show a value; no signal comes of it."""


class LineField(TextField):
    """A line of text."""

    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entered.connect(self.settled)
        self.left.connect(self.settled)

    def value(self) -> str:
        """Return what is typed."""
        return self.text()

    def put(self, value: str) -> None:
        """Show a text."""
        if value != self.text():
            self.setText(value)
            self.setCursorPosition(0)


class LongField(QPlainTextEdit):
    """Several lines of text; Tab leaves it."""

    typed = Signal()
    settled = Signal()

    def __init__(self, height_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(height_px)
        self.textChanged.connect(self.typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Alt with a letter for a command, if it can be given or not."""
        if is_command(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def value(self) -> str:
        """Return what is typed."""
        return self.toPlainText()

    def put(self, value: str) -> None:
        """Show a text."""
        if value != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(value)
            self.blockSignals(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the person went elsewhere."""
        super().focusOutEvent(event)
        if event.reason() in (*BY_KEYBOARD, Qt.FocusReason.MouseFocusReason):
            self.settled.emit()


class PickField(ComboBox):
    """One of several values, each with words."""

    typed = Signal()
    settled = Signal()

    def __init__(
        self, choices: Sequence[tuple[Any, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._values: list[Any] = []
        self.set_choices(choices)
        self.activated.connect(lambda _: self.settled.emit())

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values; the one that is chosen stays if it is among them."""
        now = self.value()
        self._values = [value for value, _ in choices]
        self.clear()
        self.addItems([words for _, words in choices])
        self.put(now)

    def value(self) -> Any:  # noqa: ANN401 - whatever it was given
        """Return what is chosen."""
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def put(self, value: Any) -> None:  # noqa: ANN401 - whatever it was given
        """Show a value."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))


class TickField(QCheckBox):
    """Yes or no."""

    typed = Signal()
    settled = Signal()

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.clicked.connect(lambda _: self.settled.emit())

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def put(self, value: bool) -> None:  # noqa: FBT001 - the value of the field
        """Show whether it is so."""
        self.setChecked(value)


class ColourField(QWidget):
    """A colour: typed, chosen from those of the program, or mixed."""

    typed = Signal()
    settled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = TextField()
        self.line.setFixedWidth(96)
        self.line.setPlaceholderText("#rrggbb")
        self.squares = Squares(COLORS)
        self.mix = QPushButton(tr("M&ix…"))
        self.mix.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line)
        row.addWidget(self.squares)
        row.addWidget(self.mix)
        row.addStretch(1)
        self.setFocusProxy(self.line)
        self.line.typed.connect(lambda _: self._typing())
        self.line.entered.connect(self.settled)
        self.line.left.connect(self.settled)
        self.squares.chosen.connect(self._choose)
        self.mix.clicked.connect(self._mix)

    def value(self) -> str:
        """Return the colour as it is typed."""
        return self.line.text().strip()

    def put(self, value: str) -> None:
        """Show a colour."""
        if value != self.value():
            self.line.setText(value)
        self.squares.mark(value)

    def setAccessibleName(self, name: str) -> None:
        """Say the name for each of the parts."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.squares.setAccessibleName(tr("{name}: those of the program").format(name=name))
        self.mix.setAccessibleName(tr("{name}: mix one").format(name=name))

    def _typing(self) -> None:
        self.squares.mark(self.value())
        self.typed.emit()

    def _choose(self, colour: str) -> None:
        self.put(colour)
        self.settled.emit()

    def _mix(self) -> None:
        now = QColor(self.value())
        dialog = QColorDialog(now if now.isValid() else QColor(COLORS[0]), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setWindowTitle(tr("Colour"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.colorSelected.connect(lambda colour: self._choose(colour.name()))
        dialog.open()


class Squares(QWidget):
    """A row of colours; the arrows go along it, Space or a click takes one."""

    chosen = Signal(str)

    def __init__(self, colours: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = tuple(colours)
        self._at = 0
        self._marked = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for all squares."""
        return QSize(len(self._colours) * SQUARE_PX + 2, SQUARE_PX + 2)

    def mark(self, colour: str) -> None:
        """Show which colour is chosen."""
        self._marked = colour.lower()
        if self._marked in self._colours:
            self._at = self._colours.index(self._marked)
        self.setAccessibleDescription(self._colours[self._at])
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the row, or take the colour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self._at = min(max(self._at + step, 0), len(self._colours) - 1)
            self.setAccessibleDescription(self._colours[self._at])
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.chosen.emit(self._colours[self._at])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the colour that is clicked."""
        place = int(event.position().x() - 1) // SQUARE_PX
        if 0 <= place < len(self._colours):
            self._at = place
            self.chosen.emit(self._colours[place])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the squares: the chosen one with a ring, the one at hand with a frame."""
        del event
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, colour in enumerate(self._colours):
            box = QRect(1 + place * SQUARE_PX, 1, SQUARE_PX, SQUARE_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 3, 3)
            ring = theme.text if colour == self._marked else ""
            if self.hasFocus() and place == self._at:
                ring = theme.accent
            if ring:
                painter.setPen(QColor(ring))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 5, 5)
        painter.end()
