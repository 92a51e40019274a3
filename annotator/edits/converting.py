# SPDX-License-Identifier: MIT
"""Gives a value the type an attribute now has, where that loses nothing."""

from collections.abc import Mapping
from typing import Any

from annotator.errors import InputError
from annotator.model.records import Value
from annotator.schema.attribute import Attribute


class NOTHING:
    """Stands for "cannot be converted"; None is a value."""


def converted(value: Value, attribute: Attribute, mapping: Mapping[str, Value]) -> Any:  # noqa: ANN401 - a value, or NOTHING
    """Return the value as the attribute may hold it, the same object if it may; else NOTHING.

    ``mapping`` is asked first, by the value as text (``true``, ``5``); a choice of several is
    mapped one by one.
    """
    if value is None:
        return None
    value = _mapped(value, mapping)
    if value is None or attribute.problem_with(value) is None:
        return value
    for found in _forms(value, attribute):
        if attribute.problem_with(found) is None:
            return found
    return NOTHING


def written(value: Value) -> str:
    """Return a single value as text, as a person would type it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _mapped(value: Value, mapping: Mapping[str, Value]) -> Value:
    if not mapping:
        return value
    if not isinstance(value, tuple):
        return mapping.get(written(value), value)
    found: list[str] = []
    for one in value:
        new = mapping.get(one, one)
        if isinstance(new, str) and new not in found:
            found.append(new)
        elif isinstance(new, tuple):
            found.extend(each for each in new if each not in found)
    found_all = tuple(found)
    return value if found_all == value else found_all


def _forms(value: Value, attribute: Attribute) -> list[Value]:
    """Return what the value may look like in another type, the nearest first."""
    if isinstance(value, tuple):
        return [*_forms(value[0], attribute), value[0]] if len(value) == 1 else []
    if attribute.type in {"string", "enum", "multi_enum"}:
        return [written(value), (written(value),)]
    if isinstance(value, str):
        return _parsed(value, attribute)
    return [int(value)] if isinstance(value, float) and value.is_integer() else []


def _parsed(value: str, attribute: Attribute) -> list[Value]:
    try:
        return [attribute.parse(value)]
    except InputError:
        return []
