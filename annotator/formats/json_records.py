# SPDX-License-Identifier: MIT
"""Files of JSON objects however they are written: a line each, over several lines, or in a list.

A file of lines is read line by line. Any other is read as a whole and taken apart, object by
object, so that each is checked and has a line of its own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.errors import InputError
from annotator.formats.each_file import Reading
from annotator.formats.json_text import parsed
from annotator.formats.lines import Line, lines_of
from annotator.formats.sources import SourceFile, opened
from annotator.formats.whole import whole_file

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_BETWEEN = re.compile(rb"[\s,]*")


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """An object of a file and the line it starts in, counted from 1."""

    line: int
    value: dict[str, Any]


def json_records(file: SourceFile, reading: Reading) -> Iterator[JsonRecord]:
    """Yield the objects of a file; those that are no strict JSON become problems."""
    limit = reading.options.max_bytes
    places = (
        lines_of(file, limit, reading.problems)
        if _is_lines(file)
        else _taken_apart(whole_file(file.path, limit))
    )
    for place in places:
        try:
            value = parsed(place.data, limit)
        except InputError as error:
            reading.problem(file, place.number, "", str(error))
        else:
            yield JsonRecord(place.number, value)


def _is_lines(file: SourceFile) -> bool:
    """Return whether the first line with anything in it is not the start of something longer."""
    with opened(file.path) as stream:
        for line in stream:
            start = line.removeprefix(b"\xef\xbb\xbf").strip()
            if start:
                return not start.startswith(b"[") and start.endswith(b"}")
    return True


def _taken_apart(data: bytes) -> Iterator[Line]:
    """Yield the objects of a list, or of a file of objects one after the other.

    Raises InputError for whatever stands where an object should.
    """
    place = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    head = _BETWEEN.match(data, place)
    place = head.end() if head else place
    if data.startswith(b"[", place):
        place += 1
    line, counted = 1, 0
    while True:
        between = _BETWEEN.match(data, place)
        place = between.end() if between else place
        if place >= len(data) or data.startswith(b"]", place):
            return
        line += data.count(b"\n", counted, place)
        counted = place
        if not data.startswith(b"{", place):
            found = data[place : place + 20].decode(errors="replace")
            raise InputError(f"line {line:,}: an object is expected, found {found!r}")
        end = _end_of(data, place)
        yield Line(line, place, data[place:end])
        place = end


def _end_of(data: bytes, start: int) -> int:
    """Return where the object that starts here has ended; the end of the data if it has not."""
    depth = 0
    for token in _TOKEN.finditer(data, start):
        sign = data[token.start()]
        if sign in b"{[":
            depth += 1
        elif sign in b"}]":
            depth -= 1
            if depth == 0:
                return token.end()
    return len(data)
