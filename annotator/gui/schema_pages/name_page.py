# SPDX-License-Identifier: MIT
"""The pages of what has a name and nothing else, and of groups."""

from collections.abc import Mapping
from typing import Any

from annotator.gui.schema_pages.drafting import (
    ANY_SPAN,
    EVENTS,
    LABELS,
    MODALITIES,
    RELATIONS,
    ROLES,
    Place,
)
from annotator.gui.schema_pages.fields import LineField
from annotator.gui.schema_pages.page import Page
from annotator.gui.schema_pages.tree import TITLES
from annotator.gui.widgets.text import tr
from annotator.schema.definition import Schema

ABOUT: Mapping[Place, str] = {
    LABELS: "Each label has a key, a colour, a guideline and attributes of its own.",
    ANY_SPAN: "Attributes that every span has, whatever its label.",
    RELATIONS: "Links between two spans; each says which labels it may link.",
    EVENTS: "What can happen. An event has a trigger in the text, a type, and roles.",
    ROLES: "What takes part in an event; each role says which labels may play it.",
    MODALITIES: "How something is said to have happened: asserted, denied, planned.",
}


class NamePage(Page):
    """Shows a type of event or a modality."""

    def lay_out(self) -> None:
        """Make the one field."""
        self.add("name", tr("&Name"), LineField())

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return the name."""
        del schema
        return {"name": self.place.name}

    def shown_anew(self) -> None:
        """Say what it is."""
        kinds = {"event": tr("Type of event {name}"), "modality": tr("Modality {name}")}
        words = kinds.get(self.place.kind, "{name}")
        self.title.setText(words.format(name=self.place.name))


class GroupPage(Page):
    """Says what a group holds."""

    def shown_anew(self) -> None:
        """Say what the group is for."""
        self.title.setText(tr(TITLES.get(self.place, "")))
        self.about.setText(tr(ABOUT.get(self.place, "")) + " " + tr("Insert adds one."))
