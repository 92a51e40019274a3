# SPDX-License-Identifier: MIT
"""Names and ids as brat takes them: without blanks and colons, and ids of its own kinds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.schema.names import shown

_UNFIT = re.compile(r"[\s:\x00-\x1f\x7f-\x9f]")
_ID = re.compile(r"[TREN#][1-9][0-9]{0,8}")


@dataclass(slots=True)
class Names:
    """The names of one export; two that differ stay different."""

    _written: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def of(self, name: str) -> str:
        """Return a name as it is written: what brat has no place for becomes an underscore."""
        written = self._written.get(name)
        if written is None:
            written = self._written[name] = self._fitting(name)
            self._taken.add(written)
        return written

    def _fitting(self, name: str) -> str:
        fitting = _UNFIT.sub("_", name) or "_"
        candidate, number = fitting, 1
        while candidate in self._taken:
            number += 1
            candidate = f"{fitting}-{number}"
        return candidate

    def notes(self) -> list[str]:
        """Return a sentence for each name that is written in another way."""
        return [
            f"the name {shown(name)} is written as {shown(written)}: brat has no blanks and "
            "colons in names"
            for name, written in sorted(self._written.items())
            if name != written
        ]


@dataclass(slots=True)
class RecordIds:
    """The ids of one file: a record keeps its own if it is one of brat's for its kind."""

    _given: dict[str, int] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def keep(self, kind: str, ids: Iterable[str]) -> dict[str, str]:
        """Return ids of a kind (T, R, E, N, #) by the ids of records."""
        known = list(ids)
        own = {id for id in known if id.startswith(kind) and _ID.fullmatch(id)}
        self._taken |= own
        return {id: id if id in own else self.new(kind) for id in known}

    def new(self, kind: str) -> str:
        """Return an id of a kind that nothing has."""
        number = self._given.get(kind, 0) + 1
        while (id := f"{kind}{number}") in self._taken:
            number += 1
        self._given[kind] = number
        self._taken.add(id)
        return id
