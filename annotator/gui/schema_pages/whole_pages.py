# SPDX-License-Identifier: MIT
"""The pages of what belongs to the schema as a whole: its name, and what spans may look like."""

from collections.abc import Mapping
from typing import Any

from annotator.gui.schema_pages.fields import LineField, LongField, PickField, TickField
from annotator.gui.schema_pages.page import Page
from annotator.gui.widgets.text import tr
from annotator.schema.definition import Schema
from annotator.schema.steps import SchemaStep, Settings

NOTE_PX = 160
LEVELS = (("allow", "allowed"), ("warn", "a warning"), ("error", "an error"))
NESTED = (
    ("different_label", "One &inside another"),
    ("same_label", "… of the same &label"),
    ("identical_range", "&Two over the same words"),
    ("crossing", "Overla&pping"),
)
ACROSS = (
    ("cross_sentence", "Over a se&ntence's end"),
    ("cross_paragraph", "Over a line &break"),
)
TICKS = (
    ("discontinuous", "Spans of several stret&ches"),
    ("hedge_in_casualty", "“at least” &goes into the span of a number"),
    ("determiner_in_span", "“t&he” may start a span"),
    ("possessive_in_span", "“'s” may en&d a span"),
    ("pronouns", "Pronouns ma&y be spans"),
    ("adjust_edges", "A new span leaves out at once what these rules leave out"),
    ("read_counts", "Counts that the words say are filled in"),
)


class SchemaPage(Page):
    """Shows the name and the note of the schema."""

    def lay_out(self) -> None:
        """Make the fields."""
        self.add("name", tr("&Name"), LineField(), tr("With its version, as in conflict/1."))
        self.add("note", tr("No&te"), LongField(NOTE_PX))

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return name and note."""
        return {"name": schema.name, "note": schema.note}

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return another name or note."""
        return Settings({"schema" if key == "name" else key: value})

    def shown_anew(self) -> None:
        """Say what it is."""
        self.title.setText(tr("The schema"))


class PolicyPage(Page):
    """Shows what spans may look like; checks find what does not."""

    def lay_out(self) -> None:
        """Make the fields."""
        for key, words in (*NESTED, *ACROSS):
            field = PickField([(level, tr(said)) for level, said in LEVELS])
            field.setMaximumWidth(220)
            self.add(key, tr(words), field)
        for key, words in TICKS:
            self.add(key, "", TickField(tr(words)))

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return the policy, flat."""
        policy = schema.span_policy.model_dump()
        return {**policy.pop("nesting"), **policy}

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return another setting."""
        said = {key: value}
        is_nested = key in dict(NESTED)
        return Settings({"span_policy": {"nesting": said} if is_nested else said})

    def shown_anew(self) -> None:
        """Say what it is."""
        self.title.setText(tr("What spans may look like"))
        self.about.setText(tr("Spans over each other, and where they start and end."))
