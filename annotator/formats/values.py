# SPDX-License-Identifier: MIT
"""Attribute values as text, for formats that know nothing else, and back."""

from annotator.errors import InputError
from annotator.model.records import Value
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema

LIST_SEPARATOR = ", "


def value_text(value: Value) -> str:
    """Return a value as text: true and false in small letters, nothing for None, lists joined."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    return repr(value) if isinstance(value, float) else str(value)


def typed_value(schema: Schema, label: str, name: str, text: str) -> Value:
    """Return what a text stands for: a value of the type the schema gives this attribute.

    It stays text if the schema does not know the attribute of this label, or if the value would
    be written in another way than it was found, so that nothing is changed on the way.
    """
    owner = schema.labels.get(label)
    if owner is None:
        return text
    attribute = schema.any_span.get(name) or owner.attributes.get(name)
    if attribute is None or attribute.type in _TEXTS:
        return text
    return _typed(attribute, text)


_TEXTS = ("enum", "string")
"""The types whose values are what stands in the text, if they are allowed at all."""


def _typed(attribute: Attribute, text: str) -> Value:
    try:
        value = attribute.parse(text)
    except InputError:
        return text
    return value if value is not None and value_text(value) == text else text
