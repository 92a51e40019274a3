# SPDX-License-Identifier: MIT
"""A page of the schema editor: fields that show one thing of the schema, and change it by steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.gui.schema_pages.drafting import Breach, Drafting, Place
from annotator.gui.widgets.dialog import Fields
from annotator.gui.widgets.text import heading, label, quiet, set_role, tr
from annotator.schema.definition import Schema
from annotator.schema.source import field_of
from annotator.schema.steps import Rename, SchemaStep


class Entry:
    """A field with a line for what is wrong with it."""

    def __init__(self, field: Any, note: str = "") -> None:  # noqa: ANN401 - a Field that is a widget
        self.field = field
        self.problem = ""
        self.box = QWidget()
        self.said = label(wrap=True)
        set_role(self.said, "error")
        self.said.hide()
        column = QVBoxLayout(self.box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(field)
        column.addWidget(self.said)
        self.note = quiet(note, wrap=True)
        self.note.setVisible(bool(note))
        column.addWidget(self.note)
        self.box.setFocusProxy(field)

    def refuse_changes(self) -> None:
        """Let the field be looked at, and scrolled, but not changed."""
        if hasattr(self.field, "setReadOnly"):
            self.field.setReadOnly(True)
        else:
            self.field.setEnabled(False)

    def say(self, problem: str) -> None:
        """Say what is wrong; nothing takes it back."""
        text = problem
        if text and not text.endswith((".", "?", "!")):
            text += "."
        self.problem = text
        self.said.setText(text)
        self.said.setVisible(bool(text))
        set_role(self.field, "error" if text else "")
        self.field.setAccessibleDescription(text or self.note.text())


class Page(QWidget):
    """Shows the thing at ``place``: what is typed is judged at once, and a step when settled.

    A class for a kind of thing says what its fields are, what they show (``shown``), and which
    step a value means (``step``). ``typing`` says that something is being typed, ``moved`` carries
    the place under its new name.
    """

    moved = Signal(object)
    typing = Signal()

    def __init__(self, drafting: Drafting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drafting = drafting
        self.place = Place("")
        self.entries: dict[str, Entry] = {}
        self._values: dict[str, Any] = {}
        self.title = heading("")
        self.about = quiet(wrap=True)
        self.form = Fields()
        self.inside = QWidget()
        self.column = QVBoxLayout(self.inside)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(8)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.title)
        outer.addWidget(self.about)
        outer.addWidget(self.area, 1)
        self.lay_out()
        if not drafting.writable:
            for entry in self.entries.values():
                entry.refuse_changes()

    # what a kind of page says

    def lay_out(self) -> None:
        """Make the fields."""

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return what the fields show of the thing at ``place``."""
        del schema
        return {}

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return the step that another value of a field means; the base knows the name only."""
        del key
        return Rename(self.place.name, str(value), self.place.kind, self.place.label)

    def together(self, key: str) -> Sequence[str]:
        """Return the fields that a step of one field says."""
        return (key,)

    def shown_anew(self) -> None:
        """Follow what is shown now, such as in a preview."""

    # fields

    def add(self, key: str, caption: str, field: Any, note: str = "") -> QLabel:  # noqa: ANN401 - a Field
        """Add a field; an ampersand in the caption marks its letter. Return the caption."""
        entry = Entry(field, note)
        self.entries[key] = entry
        made = self.form.add_field(caption, entry.box)
        if caption:
            field.setAccessibleName(caption.replace("&", ""))
            made.setBuddy(field.focusProxy() or field)  # a letter goes only to what Tab goes to
        if note:
            field.setAccessibleDescription(note)
        field.typed.connect(lambda *_: self._judge(key))
        field.settled.connect(lambda: self.settle(key))
        return made

    def go_to(self, key: str) -> None:
        """Give the keyboard to a field."""
        self.entries[key].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_place(self, place: Place) -> None:
        """Show the thing at a place, with what was typed about it before."""
        self.place = place
        self._values = dict(self.shown(self.drafting.schema))
        held = self.drafting.pending.get(place, {})
        for key, entry in self.entries.items():
            entry.field.put(held.get(key, self._values.get(key)))
            entry.say("")
        for key in held:
            self._judge(key)
        self.shown_anew()
        self.about.setVisible(bool(self.about.text()))

    def refresh(self) -> None:
        """Show the thing as it is now; what is being typed stays."""
        typed = [key for key in self.entries if self.is_new(key)]
        self._values = dict(self.shown(self.drafting.schema))
        for key, entry in self.entries.items():
            if key in typed:
                self._judge(key)
            else:
                entry.field.put(self._values.get(key))
        self.shown_anew()

    def commit(self) -> bool:
        """Settle every field; return whether all of them stand."""
        for key in tuple(self.entries):
            self.settle(key)
        return not self.drafting.pending.get(self.place)

    def settle(self, key: str) -> None:
        """Make a step of what a field holds, if it is another value; say so if it cannot be."""
        value = self.entries[key].field.value()
        if not self.is_new(key) or not self.drafting.writable:
            if self.entries[key].problem:
                self.say((), key)
                self.hold()
            return
        step = self.step(key, value)
        old = self.place
        renamed = isinstance(step, Rename) and key == "name"
        if renamed:
            self.place = old._replace(name=str(value))
            self.drafting.renamed(old, self.place)
        breaches = self.drafting.do(step)
        if breaches:
            if renamed:
                self.drafting.renamed(self.place, old)
                self.place = old
            self.say(breaches, key)
            self.hold()
            return
        self._values = dict(self.shown(self.drafting.schema))
        for each in self.together(key):
            self.entries[each].field.put(self._values.get(each))
        self.say((), key)
        self.hold()
        if renamed:
            self.moved.emit(self.place)

    def is_new(self, key: str) -> bool:
        """Return whether a field holds another value than the schema."""
        value = self.entries[key].field.value()
        return key not in self._values or bool(value != self._values[key])

    def _judge(self, key: str) -> None:
        value = self.entries[key].field.value()
        new = self.is_new(key)
        self.say(self.drafting.judge(self.step(key, value)) if new else (), key)
        self.shown_anew()
        self.typing.emit()

    @property
    def is_typing(self) -> bool:
        """Whether something is typed that is no step yet."""
        return any(self.is_new(key) for key in self.entries)

    @property
    def is_wrong(self) -> bool:
        """Whether something that is typed is refused."""
        return any(each.problem for each in self.entries.values())

    def say(self, breaches: tuple[Breach, ...], key: str) -> None:
        """Say what is wrong beside the field at hand."""
        self.entries[key].say("; ".join(self.sentence(each) for each in breaches))

    def sentence(self, breach: Breach) -> str:
        """Return a breach in words; with its place if it is in something else."""
        place, said = breach
        if not place or self.place.name in place:
            return said[:1].upper() + said[1:]
        field = field_of(place[1:]) if place[0] == "labels" else field_of(place)
        return tr("{field}: {problem}").format(field=field, problem=said)

    def hold(self) -> None:
        """Keep what is typed and refused; with what else is typed, for it may go together."""
        held: dict[str, Any] = {}
        if self.is_wrong:
            held = {k: each.field.value() for k, each in self.entries.items() if self.is_new(k)}
        if held != self.drafting.pending.get(self.place, {}):
            self.drafting.hold(self.place, held)
            self.drafting.changed.emit()
