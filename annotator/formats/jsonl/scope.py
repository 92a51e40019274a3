# SPDX-License-Identifier: MIT
"""What is known while one line is read, and the checks of single values in it."""

from collections.abc import Container, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import InputError
from annotator.formats.json_text import kind_of, refuse_long_integers
from annotator.formats.problems import Problems
from annotator.formats.surfaces import mismatch
from annotator.model.records import INFO_ID, STATUS_ID, Fragment, Value
from annotator.schema.names import listed, shown, suggestion

RESERVED = frozenset((STATUS_ID, INFO_ID))
_HINTS = 5
EXACT_FLOAT = 2.0**63


@dataclass(slots=True)
class Scope:
    """The line that is being read: where it is, what it holds, and the ids met so far.

    ``given`` are the ids that the line itself gives, once they are asked for.
    """

    file: str
    line: int
    data: bytes
    raw: Mapping[str, Any]
    text: str
    labels: Container[str]
    problems: Problems
    ids: set[str] = field(default_factory=set)
    given: set[str] | None = None

    def problem(self, field: str, message: str) -> None:
        """Keep a problem of this line."""
        self.problems.add(self.file, self.line, field, message)

    def object_of(self, value: object, field: str, keys: Set[str]) -> dict[str, Any] | None:
        """Return a value that must be an object with no keys but these; None if it is not."""
        if not isinstance(value, dict):
            self.problem(field, f"must be an object, not {kind_of(value)}")
            return None
        for key in value:
            if key not in keys:
                self.problem(
                    f"{field}.{key}" if field else key,
                    f"unknown key{suggestion(key, keys)}; known are {listed(sorted(keys))}",
                )
        return value

    def list_of(self, raw: Mapping[str, Any], key: str) -> list[Any]:
        """Return the list under a key; an empty one if it is missing or no list."""
        value = raw.get(key)
        if value is None and key not in raw:
            return []
        if isinstance(value, list):
            return value
        self.problem(key, f"must be a list, not {kind_of(value)}")
        return []

    def string(
        self, raw: Mapping[str, Any], key: str, field: str, *, default: str | None = None
    ) -> str | None:
        """Return the text under a key; ``default`` if it is missing, None if there is a problem.

        Without a default the text must be there and may not be empty.
        """
        value = raw.get(key, default)
        place = f"{field}.{key}" if field else key
        if isinstance(value, str):
            if value or default is not None:
                return value
            self.problem(place, "must not be empty")
        elif value is None and key not in raw:
            self.problem(place, "is missing")
        else:
            self.problem(place, f"must be text, not {kind_of(value)}")
        return None

    def id(self, raw: Mapping[str, Any], field: str, prefix: str) -> str | None:
        """Return the record's id, a made one if it is missing; None if it cannot be used."""
        if "id" not in raw:
            return self.made_id(prefix)
        id = self.string(raw, "id", field)
        if id is None:
            return None
        if id in RESERVED:
            self.problem(f"{field}.id", f"the id {shown(id)} is kept for the program")
        elif id in self.ids:
            self.problem(f"{field}.id", f"the id {shown(id)} stands twice in this layer")
        else:
            self.ids.add(id)
            return id
        return None

    def made_id(self, prefix: str) -> str:
        """Return an id that nothing in the line has; the same whenever the line is read."""
        if self.given is None:
            self.given = _given_ids(self.raw)
        number = len(self.ids) + 1
        while (id := f"{prefix}{number}") in self.ids or id in self.given:
            number += 1
        self.ids.add(id)
        return id

    def attributes(self, raw: Mapping[str, Any], field: str) -> dict[str, Value]:
        """Return the attributes: numbers, texts, true, false, null, and lists of texts."""
        value = raw.get("attributes", {})
        if not isinstance(value, dict):
            self.problem(f"{field}.attributes", f"must be an object, not {kind_of(value)}")
            return {}
        return {
            name: self.value(item, f"{field}.attributes.{name}") for name, item in value.items()
        }

    def value(self, value: object, field: str) -> Value:
        """Return an attribute's value; None if it cannot be one."""
        if value is None or isinstance(value, str | bool | int):
            return value
        if isinstance(value, float):
            if abs(value) >= EXACT_FLOAT:
                self._refuse_long_integers(value, field)
            return value
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.problem(
            field,
            "must be a number, text, true, false, null or a list of texts, "
            f"not {kind_of(value) if not isinstance(value, list) else 'a list of other things'}",
        )
        return None

    def _refuse_long_integers(self, value: object, field: str) -> None:
        try:
            refuse_long_integers(value, self.data)
        except InputError as error:
            self.problem(field, str(error))

    def place(self, raw: Mapping[str, Any], field: str) -> Fragment | None:
        """Return start and end, which must be whole numbers inside the text, in this order."""
        start, end = raw.get("start"), raw.get("end")
        for key, value in (("start", start), ("end", end)):
            if type(value) is not int:
                found = "is missing" if key not in raw else f"not {kind_of(value)}"
                message = found if key not in raw else f"must be a whole number, {found}"
                self.problem(f"{field}.{key}", message)
        if type(start) is not int or type(end) is not int:
            return None
        if 0 <= start < end <= len(self.text):
            return start, end
        surface = raw.get("text")
        self.problem(f"{field}.start", self._no_stretch(start, end, surface))
        return None

    def _no_stretch(self, start: int, end: int, surface: object) -> str:
        if start >= end:
            return f"must be less than the end, but {start:,} is not less than {end:,}"
        sentence = f"{start}..{end} is no stretch of a text of {len(self.text):,} characters"
        if isinstance(surface, str) and start >= 0 and len(self.problems) < _HINTS:
            sentence += f"; {mismatch(self.text, start, end, surface)}"
        return sentence

    def surface(self, raw: Mapping[str, Any], place: tuple[Fragment, ...], field: str) -> None:
        """Compare the words the file gives, if any, with those of the text."""
        if "text" not in raw:
            return
        surface = raw["text"]
        there = " ".join(self.text[start:end] for start, end in place)
        if surface == there:
            return
        if not isinstance(surface, str):
            self.problem(f"{field}.text", f"must be text, not {kind_of(surface)}")
        elif len(place) > 1 or len(self.problems) >= _HINTS:
            self.problem(
                f"{field}.text", f"the file says {shown(surface)}, the text has {shown(there)}"
            )
        else:
            self.problem(f"{field}.text", mismatch(self.text, *place[0], surface))


def _given_ids(raw: Mapping[str, Any]) -> set[str]:
    items = [item for value in raw.values() if isinstance(value, list) for item in value]
    ids = [item.get("id") for item in items if isinstance(item, dict)]
    return {id for id in ids if isinstance(id, str)}
