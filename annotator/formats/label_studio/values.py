# SPDX-License-Identifier: MIT
"""What people choose, type and count in Label Studio, as values of attributes and labels."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.values import typed_value, value_text
from annotator.model.records import Value
from annotator.model.storable import problem_with_data
from annotator.schema.definition import Schema

_PLACES = frozenset(
    ("start", "end", "startOffset", "endOffset", "globalOffsets", "text", "labels", "channel")
)
_STEP = " / "
"""What stands between the levels of a taxonomy."""


_REMEMBERED = 10_000


@dataclass(slots=True)
class TypedValues:
    """What texts stand for by a schema, remembered: the same few come again and again."""

    schema: Schema
    _known: dict[tuple[str, str, str], Value] = field(default_factory=dict)

    def of(self, label: str, name: str, text: str) -> Value:
        """Return what ``typed_value`` does."""
        key = label, name, text
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = typed_value(self.schema, label, name, text)
        return self._known[key]


def value_in(kind: str, value: Mapping[str, Any]) -> Value:
    """Return the value that a result of this type holds.

    Several choices or texts are a tuple, the levels of a taxonomy are joined, and what is nothing
    of the kind is kept as JSON.
    """
    found = value.get(kind, value.get("text") if kind == "textarea" else None)
    if kind == "taxonomy" and isinstance(found, list):
        found = [_path(item) for item in found]
    if found is None:
        rest = {name: item for name, item in value.items() if name not in _PLACES}
        found = next(iter(rest.values())) if len(rest) == 1 else rest
    return plain_value(found)


def plain_value(found: object) -> Value:
    """Return a value of JSON as an attribute may hold it; a list of one text is that text."""
    if isinstance(found, list) and found and all(isinstance(item, str) for item in found):
        return found[0] if len(found) == 1 else tuple(found)
    return exact_value(found)


def exact_value(found: object) -> Value:
    """Return a value of JSON as an attribute may hold it; what it cannot hold as JSON."""
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return tuple(found)
    if found is None or isinstance(found, str | bool | int | float):
        return found if problem_with_data(found) is None else str(found)
    return json.dumps(found, ensure_ascii=False)


def same_value(exact: Value, found: Value) -> bool:
    """Return whether what a control shows is still what an export of ours has put into it."""
    return value_text(exact) == value_text(found)


def _path(levels: object) -> object:
    if isinstance(levels, list) and all(isinstance(level, str) for level in levels):
        return _STEP.join(levels)
    return levels
