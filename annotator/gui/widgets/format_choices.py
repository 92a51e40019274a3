# SPDX-License-Identifier: MIT
"""Fields for what a format leaves to choose: a list where it knows the values, else a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui.widgets.fields import ComboBox
from annotator.gui.widgets.text import label, quiet

SPACING_PX = 4


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """Something to choose; without ``values`` anything may be typed."""

    name: str
    description: str
    values: tuple[str, ...] = ()
    default: str = ""


class FormatChoices(QWidget):
    """Shows choices one below the other; ``changed`` says that something else is chosen.

    What was chosen is kept when a choice of the same name comes back.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choices: tuple[FormatChoice, ...] = ()
        self.fields: dict[str, ComboBox | QLineEdit] = {}
        self._given: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING_PX)
        self.hide()

    def set_choices(self, choices: Sequence[FormatChoice]) -> None:
        """Show other choices; nothing happens if they are the same."""
        if tuple(choices) == self.choices:
            return
        self._given |= self.values()
        self.choices = tuple(choices)
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.fields = {}
        for choice in self.choices:
            self._add(choice)
        self.setVisible(bool(self.choices))

    def give(self, values: Mapping[str, str]) -> None:
        """Choose these where there is such a choice, and when it comes."""
        self._given |= values
        for name, field in self.fields.items():
            if name in values:
                _put(field, values[name])

    def values(self) -> dict[str, str]:
        """Return what is chosen, by name."""
        return {
            name: str(field.currentData()) if isinstance(field, ComboBox) else field.text().strip()
            for name, field in self.fields.items()
        }

    def _add(self, choice: FormatChoice) -> None:
        title = choice.name.replace("_", " ").capitalize()
        field = self._made(choice)
        field.setAccessibleName(title)
        field.setAccessibleDescription(choice.description)
        self.fields[choice.name] = field
        caption = label(title)
        caption.setBuddy(field)
        note = quiet(choice.description, wrap=True)
        note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        for part in (caption, field, note):
            self._column.addWidget(part)
        self._column.addSpacing(SPACING_PX)
        _put(field, self._given.get(choice.name, choice.default))
        if isinstance(field, ComboBox):
            field.currentIndexChanged.connect(lambda _: self.changed.emit())
        else:
            field.editingFinished.connect(self._line_left)

    def _made(self, choice: FormatChoice) -> ComboBox | QLineEdit:
        if not choice.values:
            line = QLineEdit()
            line.setPlaceholderText(choice.default)
            return line
        box = ComboBox()
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value in choice.values:
            box.addItem(value.replace("_", " "), value)
        return box

    def _line_left(self) -> None:
        if self._given | self.values() != self._given:
            self._given |= self.values()
            self.changed.emit()


def _put(field: ComboBox | QLineEdit, value: str) -> None:
    if isinstance(field, ComboBox):
        field.setCurrentIndex(max(field.findData(value), 0))
    else:
        field.setText(value)
