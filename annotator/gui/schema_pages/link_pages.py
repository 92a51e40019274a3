# SPDX-License-Identifier: MIT
"""The pages of a relation and of a role: which labels they link, or take."""

from collections.abc import Mapping
from typing import Any

from annotator.gui.schema_pages.fields import LineField, TickField
from annotator.gui.schema_pages.list_fields import NamesField, PairsField
from annotator.gui.schema_pages.page import Page
from annotator.gui.widgets.text import tr
from annotator.schema.definition import Schema
from annotator.schema.steps import Redefine, SchemaStep, Settings


class RelationPage(Page):
    """Shows a relation with the pairs of labels that it may link."""

    def lay_out(self) -> None:
        """Make the fields."""
        self.pairs = PairsField()
        self.add("name", tr("&Name"), LineField())
        words = tr("From the label of the row to that of the column; Space ticks.")
        self.add("pairs", tr("&Links"), self.pairs, words)
        self.add("acyclic", "", TickField(tr("May not go in a &circle")))

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return the pairs in the order of the table."""
        labels = tuple(schema.labels)
        if self.pairs.names != labels:
            self.pairs.set_names(labels)
        pairs = set(schema.relations[self.place.name])
        return {
            "name": self.place.name,
            "pairs": tuple((a, b) for a in labels for b in labels if (a, b) in pairs),
            "acyclic": self.place.name in schema.acyclic_relations,
        }

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return a rename, other pairs, or another setting of circles."""
        if key == "name":
            return super().step(key, value)
        schema, name = self.drafting.schema, self.place.name
        if key == "acyclic":
            others = [each for each in schema.acyclic_relations if each != name]
            return Settings({"acyclic_relations": [*others, name] if value else others})
        kept = [pair for pair in schema.relations[name] if pair in value]
        return Redefine(name, "relation", [*kept, *(pair for pair in value if pair not in kept)])

    def shown_anew(self) -> None:
        """Say what it is."""
        self.title.setText(tr("Relation {name}").format(name=self.place.name))


class RolePage(Page):
    """Shows a role of events with the labels that may play it."""

    def lay_out(self) -> None:
        """Make the fields."""
        self.labels = NamesField()
        self.add("name", tr("&Name"), LineField())
        self.add("labels", tr("&Labels"), self.labels, tr("Which labels may play it; Space ticks."))

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return the labels in the order of the schema."""
        if self.labels.names != tuple(schema.labels):
            self.labels.set_names(tuple(schema.labels))
        taken = schema.events.roles[self.place.name]
        return {
            "name": self.place.name,
            "labels": tuple(name for name in schema.labels if name in taken),
        }

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return a rename, or other labels."""
        if key == "name":
            return super().step(key, value)
        return Redefine(self.place.name, "role", list(value))

    def shown_anew(self) -> None:
        """Say what it is."""
        self.title.setText(tr("Role {name} of events").format(name=self.place.name))
