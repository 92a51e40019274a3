# SPDX-License-Identifier: MIT
"""Finds the lines that belong together, so that layers may lie apart and memory stays flat.

Only the ids are kept while the files are read for the first time; the lines of a document are then
read when its turn comes.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import orjson

from annotator.errors import InputError
from annotator.formats.format import Progress
from annotator.formats.json_text import refuse_bulky
from annotator.formats.lines import Line, lines_of
from annotator.formats.problems import Problems
from annotator.formats.sources import Fingerprint, SourceFile

_ID_FIRST = re.compile(rb'[ \t\r]*\{[ \t\r]*"id"[ \t\r]*:[ \t\r]*"([^"\\]*(?:\\.[^"\\]*)*)"')
_NONE = -1
_TOLD_EACH = 1_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is: the number of its file, its line number, its offset in bytes."""

    file: int
    line: int
    offset: int


@dataclass(slots=True)
class Index:
    """All lines of some files, chained by the id of their document.

    ``fingerprints`` are those of the files, by number, before the first line was read.
    """

    fingerprints: dict[int, Fingerprint] = field(default_factory=dict)
    _files: "array[int]" = field(default_factory=lambda: array("L"))
    _lines: "array[int]" = field(default_factory=lambda: array("Q"))
    _offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    _next: "array[int]" = field(default_factory=lambda: array("q"))
    _is_first: bytearray = field(default_factory=bytearray)
    _last_of: dict[bytes, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._lines)

    def add(self, file: int, line: Line, max_bytes: int) -> None:
        """Keep the place of a line."""
        number = len(self._lines)
        self._files.append(file)
        self._lines.append(line.number)
        self._offsets.append(line.offset)
        self._next.append(_NONE)
        id = id_in(line.data, max_bytes)
        before = _NONE if id is None else self._last_of.get(id, _NONE)
        self._is_first.append(before == _NONE)
        if before != _NONE:
            self._next[before] = number
        if id is not None:
            self._last_of[id] = number

    def groups(self) -> Iterator[list[Place]]:
        """Yield the places of each document's lines; documents in order of their first line."""
        for number, is_first in enumerate(self._is_first):
            if not is_first:
                continue
            places = []
            member = number
            while member != _NONE:
                places.append(
                    Place(self._files[member], self._lines[member], self._offsets[member])
                )
                member = self._next[member]
            yield places

    def has(self, id: str) -> bool:
        """Whether a line has this id."""
        return id.encode() in self._last_of


def indexed(
    sources: Sequence[SourceFile], max_bytes: int, problems: Problems, progress: Progress
) -> Index:
    """Return the index of the files; what cannot be read at all becomes a problem.

    ``progress`` hears of every 1,000 lines, with the total still unknown.
    """
    index = Index()
    for number, source in enumerate(sources):
        with suppress(OSError):  # what reads the lines says why
            index.fingerprints[number] = Fingerprint.of_path(source.path)
        for line in lines_of(source, max_bytes, problems):
            index.add(number, line, max_bytes)
            if len(index) % _TOLD_EACH == 0:
                progress(len(index), 0)
    return index


def id_in(data: bytes, max_bytes: int) -> bytes | None:
    """Return the id of a line's object as UTF-8; None if it has none or cannot be read."""
    found = _ID_FIRST.match(data)
    if found and b"\\" not in found[1]:
        return found[1]
    try:
        refuse_bulky(data, max_bytes)
        value = orjson.loads(data)
        id = value["id"]
        return id.encode() if isinstance(id, str) else None
    except (InputError, ValueError, KeyError, TypeError, IndexError):
        return None
