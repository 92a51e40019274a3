# SPDX-License-Identifier: MIT
"""A strip below the text: a question, the keys that answer it, and what other keys do."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui.widgets.text import ElidedLabel, set_role, tr

GAP_PX = 14.0
PAD_PX = 5.0


class KeyChoice(NamedTuple):
    """A key, what it chooses, and whether that is what holds now."""

    key: str
    name: str
    chosen: bool


class KeyRows(QWidget):
    """Keys with their meanings, in as many rows as the width takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[KeyChoice, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def choices(self) -> tuple[KeyChoice, ...]:
        """What is shown."""
        return self._choices

    def set_choices(self, choices: Sequence[KeyChoice]) -> None:
        """Show these."""
        self._choices = tuple(choices)
        self.setVisible(bool(choices))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width needs."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the size with everything in sight."""
        return QSize(200, self._height())

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def _height(self) -> int:
        places = self._places()
        return int(places[-1].bottom()) + 1 if places else 0

    def _places(self) -> list[QRectF]:
        sizes = QFontMetricsF(self.font())
        row = sizes.height() + 8
        made: list[QRectF] = []
        x, y = 0.0, 0.0
        for choice in self._choices:
            width = self._key_width(choice, sizes) + PAD_PX
            width += sizes.horizontalAdvance(choice.name)
            if x and x + width > self.width():
                x, y = 0.0, y + row
            made.append(QRectF(x, y, width, row - 4))
            x += width + GAP_PX
        return made

    def _key_width(self, choice: KeyChoice, sizes: QFontMetricsF) -> float:
        return max(sizes.height(), sizes.horizontalAdvance(choice.key) + 2 * PAD_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each key in a box and its meaning beside it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, sizes = self.palette(), QFontMetricsF(self.font())
        for choice, place in zip(self._choices, self._places(), strict=True):
            width = self._key_width(choice, sizes)
            box = QRectF(place.left() + 0.5, place.top() + 0.5, width, place.height() - 1)
            role = QPalette.ColorRole
            painter.setPen(palette.color(role.Highlight if choice.chosen else role.Mid))
            painter.setBrush(palette.color(role.Highlight if choice.chosen else role.Base))
            painter.drawRoundedRect(box, 3, 3)
            ink = role.HighlightedText if choice.chosen else role.Text
            painter.setPen(palette.color(ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, choice.key)
            baseline = place.top() + (place.height() + sizes.ascent() - sizes.descent()) / 2
            painter.setPen(palette.color(role.Text))
            painter.drawText(QPointF(box.right() + PAD_PX, baseline), choice.name)
        painter.end()


class ChoiceStrip(QFrame):
    """A question with its keys; hidden while nothing is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "strip")
        self._title = ElidedLabel()
        self._note = ElidedLabel()
        set_role(self._note, "muted")
        self._keys = KeyRows()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        for part in (self._title, self._keys, self._note):
            column.addWidget(part)
        self.hide()

    def ask(self, title: str, choices: Sequence[KeyChoice], note: str) -> None:
        """Show a question."""
        self._title.set_whole(title)
        self._keys.set_choices(choices)
        self._note.set_whole(note)
        spoken = ", ".join(f"{choice.key} {choice.name}" for choice in choices)
        said = ". ".join(part for part in (title, spoken, note) if part)
        self.setAccessibleDescription(tr("What keys mean now"))
        self.show()
        if said != self.accessibleName():
            self.setAccessibleName(said)
            self._announce(said)

    def _announce(self, said: str) -> None:
        """Let a screen reader say the question; Qt before 6.8 cannot."""
        made: Any = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
        if made is not None and QtGui.QAccessible.isActive():
            QtGui.QAccessible.updateAccessibility(made(self, said))

    @property
    def choices(self) -> tuple[KeyChoice, ...]:
        """What is offered."""
        return self._keys.choices

    @property
    def question(self) -> str:
        """What is asked; empty while nothing is."""
        return self._title.whole if not self.isHidden() else ""
