# SPDX-License-Identifier: MIT
"""One attribute in the form: its name, the field for its value, and what is wrong with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.edits.edit import REMOVE
from annotator.errors import InputError
from annotator.gui.widgets.fields import ChecksField, ChoiceField, TextField
from annotator.gui.widgets.text import ElidedLabel, label, plain_tooltip, set_role, tr
from annotator.model.records import Attributes, Value
from annotator.schema.attribute import Attribute

NAME_WIDTH_PX = 104
YES_NO = ("yes", "no")


class AttributeRow(QWidget):
    """Shows one value; ``committed`` carries the name and the new value, or REMOVE.

    What the attribute may not hold is said below the field and never committed.
    """

    committed = Signal(str, object)
    advanced = Signal()

    def __init__(self, name: str, attribute: Attribute, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.attribute = attribute
        self._shown = ""
        self._has_value = False
        self._required = False
        self._caption = ElidedLabel(shown_name(name))
        self._caption.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._caption.setFixedWidth(NAME_WIDTH_PX)
        self.message = label(wrap=True)
        set_role(self.message, "error")
        self.message.hide()
        self.field = self._make_field()
        self._caption.setBuddy(self.field)
        self._lay_out()
        self._describe()

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        right.addWidget(self.field)
        right.addWidget(self.message)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._caption, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(right, 1)
        self._caption.setMinimumHeight(self.field.sizeHint().height())
        if isinstance(self.field, ChecksField):
            self._caption.setMinimumHeight(28)

    def _make_field(self) -> TextField | ChoiceField | ChecksField:
        if self.attribute.type == "multi_enum":
            checks = ChecksField(self.attribute.values)
            checks.changed.connect(self._commit_ticks)
            checks.entered.connect(self.advanced.emit)
            return checks
        field: TextField | ChoiceField
        if self.attribute.type == "enum":
            field = ChoiceField(self.attribute.values)
        elif self.attribute.type == "bool":
            field = ChoiceField(YES_NO)
        else:
            field = TextField()
        field.typed.connect(self._relieve if isinstance(field, ChoiceField) else self._judge)
        field.entered.connect(self._enter)
        field.left.connect(self.commit)
        return field

    @property
    def is_missing(self) -> bool:
        """Whether a value is required and there is none."""
        return self._required and not self._has_value

    def show_value(self, attributes: Attributes, *, force: bool = False) -> None:
        """Show the value among a span's attributes.

        A field in which the person is typing keeps what is typed, unless ``force``.
        """
        self._required = self.attribute.is_required(attributes)
        is_set = self.name in attributes
        value = attributes.get(self.name)
        self._has_value = value is not None and value != ()
        if isinstance(self.field, ChecksField):
            self.field.set_value(value if isinstance(value, tuple) else ())
        else:
            text = written(value)
            is_typing = self.field.text() != self._shown
            if force or not is_typing or not self._has_focus():
                self.field.setText(text)
                self._say("")
            self._shown = text
            self.field.setPlaceholderText(self._hint(is_unknown=is_set and value is None))
        self._mark()

    def set_writable(self, *, writable: bool) -> None:
        """Take changes or refuse them."""
        if isinstance(self.field, ChecksField):
            self.field.setEnabled(writable)
        else:
            self.field.setReadOnly(not writable)

    def commit(self) -> bool:
        """Commit what is typed if it is new and fits; return whether it fits."""
        if isinstance(self.field, ChecksField):
            return True
        text = self.field.text()
        value = self._judge(text)
        if isinstance(value, _Misfit):
            return False
        if text.strip() != self._shown:
            self._shown = text.strip()
            self.committed.emit(self.name, REMOVE if value is None else value)
        return True

    def _enter(self) -> None:
        if self.commit():
            self.advanced.emit()

    def _commit_ticks(self, ticked: tuple[str, ...]) -> None:
        self.committed.emit(self.name, ticked or REMOVE)

    def _relieve(self, text: str) -> None:
        """Take back what was said once it is mended; what is half typed is not wrong yet."""
        try:
            self.attribute.parse(text)
        except InputError:
            return
        self._say("")

    def _judge(self, text: str) -> "Value | _Misfit":
        try:
            value = self.attribute.parse(text)
        except InputError as error:
            self._say(str(error))
            return _Misfit()
        self._say("")
        return value

    def _say(self, problem: str) -> None:
        text = problem[:1].upper() + problem[1:]
        self.message.setText(text)
        self.message.setVisible(bool(text))
        set_role(self.field, "error" if text else "")
        self.field.setAccessibleDescription(text or self.attribute.description)

    def _mark(self) -> None:
        caption = shown_name(self.name) + (" *" if self._required else "")
        self._caption.set_whole(caption)
        set_role(self._caption, "error" if self.is_missing else "muted")
        spoken = shown_name(self.name)
        if self._required:
            spoken += tr(", required")
        self.field.setAccessibleName(spoken)

    def _hint(self, *, is_unknown: bool) -> str:
        if is_unknown:
            return tr("said to be unknown")
        return tr("required") if self.is_missing else ""

    def _describe(self) -> None:
        parts = [self.attribute.description, self.attribute.codes, bounds(self.attribute)]
        self.field.setToolTip(plain_tooltip("\n".join(part for part in parts if part)))

    def _has_focus(self) -> bool:
        return self.field.hasFocus() or self.isAncestorOf(self.focusWidget() or self)


class _Misfit:
    """Stands for "what is typed fits nothing"; None means that nothing is typed."""


def shown_name(name: str) -> str:
    """Return an attribute's name as it is shown."""
    return name.replace("_", " ")


def written(value: Value) -> str:
    """Return a value as a person would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value)


def bounds(attribute: Attribute) -> str:
    """Return what numbers are allowed, in words; empty if all are."""
    if attribute.min is not None and attribute.max is not None:
        return tr("from {least} to {most}").format(least=attribute.min, most=attribute.max)
    if attribute.min is not None:
        return tr("{least} or more").format(least=attribute.min)
    if attribute.max is not None:
        return tr("{most} or less").format(most=attribute.max)
    return ""
