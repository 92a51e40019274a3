# SPDX-License-Identifier: MIT
"""Ids of documents as names of files, and names of files as ids."""

import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import quote

_MOST_BYTES = 200
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%]')


@dataclass(slots=True)
class FileNames:
    """Gives every document a name of its own that any file system takes.

    What is unsafe is percent-encoded; a number is added where two names would be the same in a
    file system that knows neither case nor Unicode normalisation.
    """

    _given: set[str] = field(default_factory=set)

    def of(self, id: str) -> str:
        """Return the name, without a suffix, of the document with this id."""
        stem = _safe(id)
        name, number = stem, 1
        while (key := unicodedata.normalize("NFC", name).casefold()) in self._given:
            number += 1
            name = f"{stem}-{number}"
        self._given.add(key)
        return name


def _safe(id: str) -> str:
    name = _UNSAFE.sub(lambda found: quote(found[0], safe=""), id)
    name = "".join(char if char.isprintable() else quote(char, safe="") for char in name)
    if name.startswith((".", "-", " ")):
        name = f"%{ord(name[0]):02X}{name[1:]}"
    if name.endswith((".", " ")):
        name = f"{name[:-1]}%{ord(name[-1]):02X}"
    if _RESERVED.match(name):
        name = f"_{name}"
    while len(name.encode()) > _MOST_BYTES:
        name = name[:-1]
    return name or "_"


@dataclass(slots=True)
class Ids:
    """The ids that have been given out."""

    given: set[str] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def unique(self, id: str) -> str:
        """Return the id, with a number after it if it was given out before."""
        candidate, number = id, self._numbers.get(id, 1)
        while candidate in self.given:
            number += 1
            candidate = f"{id}-{number}"
        if number > 1:  # so that a thousand documents of one id take a thousand steps
            self._numbers[id] = number - 1
        self.given.add(candidate)
        return candidate
