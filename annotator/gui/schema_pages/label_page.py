# SPDX-License-Identifier: MIT
"""The page of a label: its name, key, colour, what it stands for, and its guideline."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from annotator.gui.schema_pages.drafting import Drafting
from annotator.gui.schema_pages.fields import ColourField, LineField, LongField, PickField
from annotator.gui.schema_pages.page import Page
from annotator.gui.schema_pages.preview import Preview, Sample, hard_to_see
from annotator.gui.theme.colours import parse
from annotator.gui.widgets.text import quiet, set_role, tr
from annotator.schema.definition import HOTKEYS, Schema
from annotator.schema.steps import Redefine, SchemaStep

GUIDELINE_PX = 132
SampleOf = Callable[[str], Sample | None]
"""Given a label of the project as it is: a span of it with what stands around it."""


class LabelPage(Page):
    """Shows a label, and how it looks."""

    def __init__(
        self, drafting: Drafting, sample_of: SampleOf, parent: QWidget | None = None
    ) -> None:
        self._sample_of = sample_of
        super().__init__(drafting, parent)

    def lay_out(self) -> None:
        """Make the fields and the preview."""
        self.key = PickField()
        self.key.setMaximumWidth(220)
        self.preview = Preview()
        self.hard = quiet(wrap=True)
        set_role(self.hard, "warning")
        self.add("name", tr("&Name"), LineField())
        self.add("hotkey", tr("&Key"), self.key)
        self.add("color", tr("&Colour"), ColourField())
        self.form.add_field("", self.preview)
        self.form.grid.addWidget(self.hard, self.form.grid.rowCount(), 1, 1, 2)
        self.add("description", tr("&Description"), LineField())
        self.add(
            "guideline",
            tr("&Guideline"),
            LongField(GUIDELINE_PX),
            tr("What is inside and what is outside, with examples; Markdown."),
        )
        self.form.grid.setRowStretch(self.form.grid.rowCount() - 1, 1)
        self.column.setStretch(0, 1)
        self.column.setStretch(1, 0)

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return the label's settings."""
        label = schema.labels[self.place.name]
        self._offer_keys(schema)
        return {
            "name": self.place.name,
            "hotkey": label.hotkey,
            "color": label.color,
            "description": label.description,
            "guideline": label.guideline,
        }

    def _offer_keys(self, schema: Schema) -> None:
        owners = {str(each.hotkey): name for name, each in schema.labels.items() if each.hotkey}
        free = schema.key_of(self.place.name) if not schema.labels[self.place.name].hotkey else ""
        words = (
            tr("The next free one ({key})").format(key=free) if free else tr("The next free one")
        )
        choices: list[tuple[str | None, str]] = [(None, words)]
        for key in HOTKEYS:
            owner = owners.get(key, "")
            taken = owner and owner != self.place.name
            choices.append((key, f"{key}  ·  {owner}" if taken else key))
        self.key.set_choices(choices)

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return a rename, or a change of one setting."""
        if key == "name":
            return super().step(key, value)
        return Redefine(self.place.name, definition={key: value})

    def shown_anew(self) -> None:
        """Show the label in its colour and name as they are typed."""
        schema = self.drafting.schema
        self.title.setText(tr("Label {name}").format(name=self.place.name))
        colours = {name: each.color for name, each in schema.labels.items()}
        typed = self.entries["color"].field.value()
        if _is_colour(typed):
            colours[self.place.name] = typed
        before = self.drafting.draft.place_of(*self.place)
        sample = self._sample_of(before[1]) if before is not None else None
        said = hard_to_see(self.place.name, colours)
        self.hard.setText(" ".join(said))
        self.hard.setVisible(bool(said))
        name = self.entries["name"].field.value().strip() or self.place.name
        if name != self.place.name and name not in colours:
            colours = {name if each == self.place.name else each: c for each, c in colours.items()}
        self.preview.show_label(name, colours, sample)


def _is_colour(text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True
