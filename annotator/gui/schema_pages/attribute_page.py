# SPDX-License-Identifier: MIT
"""The page of an attribute: its type, what it may hold, and when it must be set.

Its settings only make sense together, so one step says all of them; it is taken once all fit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.gui.schema_pages.drafting import Breach, names_of
from annotator.gui.schema_pages.fields import LineField, PickField, TickField
from annotator.gui.schema_pages.list_fields import ValuesField
from annotator.gui.schema_pages.page import Page
from annotator.gui.widgets.attribute_row import written
from annotator.gui.widgets.text import tr
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema
from annotator.schema.steps import Redefine, SchemaStep

TYPES = (
    ("enum", "one of its values"),
    ("multi_enum", "any of its values"),
    ("int", "a whole number"),
    ("float", "a number"),
    ("string", "text"),
    ("bool", "yes or no"),
)
BELONGS = {
    "values": ("enum", "multi_enum"),
    "min": ("int", "float"),
    "max": ("int", "float"),
    "pattern": ("string",),
    "max_length": ("string",),
}
"""Which settings are shown for which types."""


class AttributePage(Page):
    """Shows an attribute of a label, or of every span."""

    def lay_out(self) -> None:
        """Make the fields; some belong to some types only."""
        add = self.add
        add("name", tr("&Name"), LineField())
        add("description", tr("&Description"), LineField())
        type_field = PickField([(each, tr(words)) for each, words in TYPES])
        type_field.setMaximumWidth(220)
        add("type", tr("&Type"), type_field)
        self.values = ValuesField()
        self._captions = {
            "values": add(
                "values",
                tr("&Values"),
                self.values,
                tr("F2 renames, Insert adds, Delete removes, Alt with an arrow moves."),
            ),
            "min": add("min", tr("Lo&west"), LineField()),
            "max": add("max", tr("Hi&ghest"), LineField()),
            "pattern": add(
                "pattern",
                tr("&Pattern"),
                LineField(),
                tr("A regular expression without look-around; ^ and $ for the whole text."),
            ),
            "max_length": add("max_length", tr("&Longest, in characters"), LineField()),
        }
        add("default", tr("De&fault"), LineField(), tr("Filled in when a span is made."))
        add("required", "", TickField(tr("Re&quired: a span without it is an error")))
        add(
            "required_if",
            tr("Required &if"),
            LineField(),
            tr("A condition such as kind == 'device' and not model"),
        )
        add("codes", tr("&Code list"), LineField(), tr("The list its values are taken from."))

    def attribute(self, schema: Schema) -> Attribute:
        """Return the attribute as the schema has it."""
        if self.place.label:
            return schema.labels[self.place.label].attributes[self.place.name]
        return schema.any_span[self.place.name]

    def shown(self, schema: Schema) -> Mapping[str, Any]:
        """Return the settings, as they are typed."""
        found = self.attribute(schema)
        return {
            "name": self.place.name,
            "description": found.description,
            "type": found.type,
            "values": tuple((value, value) for value in found.values),
            "min": written(found.min),
            "max": written(found.max),
            "pattern": found.pattern or "",
            "max_length": written(found.max_length),
            "default": written(found.default),
            "required": found.required,
            "required_if": found.required_if or "",
            "codes": found.codes,
        }

    def step(self, key: str, value: Any) -> SchemaStep:  # noqa: ANN401 - what the field holds
        """Return a rename, or a change of all settings at once."""
        if key == "name":
            return super().step(key, value)
        values: Mapping[str, Any] = {
            name: each.field.value() for name, each in self.entries.items()
        }
        renamed = {old: new for old, new in values["values"] if old and new != old}
        return Redefine(
            self.place.name, "attribute", definition_of(values), self.place.label, renamed
        )

    def commit(self) -> bool:
        """Settle every field, and the value that is being typed."""
        self.values.finish()
        return super().commit()

    def together(self, key: str) -> Sequence[str]:
        """Return all settings but the name."""
        return (key,) if key == "name" else [each for each in self.entries if each != "name"]

    def settle(self, key: str) -> None:
        """Take all settings together, whichever of them it was."""
        if key == "name" or self.is_new(key):
            super().settle(key)
        elif self.is_wrong:
            others = [name for name in self.entries if name != "name" and self.is_new(name)]
            if others:
                super().settle(others[0])
            else:
                self.say((), key)
                self.hold()

    def say(self, breaches: tuple[Breach, ...], key: str) -> None:
        """Say each breach beside the setting it is about."""
        if key == "name":
            super().say(breaches, key)
            return
        at = 4 if self.place.label else 2
        sentences: dict[str, list[str]] = {}
        for place, said in breaches:
            about = str(place[at]) if len(place) > at and self.place.name in place else ""
            target = about if about in self.entries else key
            sentences.setdefault(target, []).append(self.sentence((place, said)))
        for name, entry in self.entries.items():
            if name != "name":
                entry.say("; ".join(sentences.get(name, [])))

    def shown_anew(self) -> None:
        """Show the settings that go with the type."""
        owner = self.place.label
        words = tr("Attribute {name} of {label}") if owner else tr("Attribute {name} of every span")
        self.title.setText(words.format(name=self.place.name, label=owner))
        now = self.entries["type"].field.value()
        for key, types in BELONGS.items():
            self._captions[key].setVisible(now in types)
            self.entries[key].box.setVisible(now in types)
        siblings = [
            name
            for name in names_of(self.drafting.schema, "attribute", owner)
            if name != self.place.name
        ]
        self.about.setText(
            tr("Beside: {names}").format(names=", ".join(siblings)) if siblings else ""
        )


def definition_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a schema file would say, of fields as they are typed; the schema judges it."""
    type_name = values["type"]

    def has(key: str) -> bool:
        return type_name in BELONGS[key]

    return {
        "type": type_name,
        "values": tuple(new for _, new in values["values"]) if has("values") else (),
        "default": _typed(type_name, values["default"]),
        "required": values["required"],
        "required_if": values["required_if"].strip() or None,
        "min": _number(values["min"]) if has("min") else None,
        "max": _number(values["max"]) if has("max") else None,
        "pattern": (values["pattern"] or None) if has("pattern") else None,
        "max_length": _number(values["max_length"]) if has("max_length") else None,
        "codes": values["codes"],
        "description": values["description"],
    }


def _number(text: str) -> int | float | str | None:
    """Return the number that a text is; nothing for none, and the text if it is no number."""
    text = text.strip()
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text or None


def _typed(type_name: str, text: str) -> Any:  # noqa: ANN401 - a value of that type, or the text
    text = text.strip()
    if not text:
        return None
    if type_name == "multi_enum":
        return tuple(part.strip() for part in text.split(","))
    if type_name in {"int", "float"}:
        return _number(text)
    if type_name == "bool":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    return text
