# SPDX-License-Identifier: MIT
"""The tasks of a file of Label Studio, one after the other: a file of any size takes little memory.

A file is a list of tasks, an object with such a list under ``tasks``, or tasks without a list
around them: a single one, or one a line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from annotator.errors import InputError
from annotator.formats.decoding import foreign_kind
from annotator.formats.json_text import MOST_DEPTH
from annotator.formats.sources import CHANGED, Fingerprint, SourceFile, opened, unreadable

_CHUNK = 1024 * 1024
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_QUICK_DEPTH = 10


def _nested(depth: int) -> bytes:
    """Return the pattern of an object or list with so many levels in it."""
    inside = rb'[^"\[\]{}]++|' + _STRING
    pattern = rb"[\[{](?:" + inside + rb")*+[\]}]"
    for _ in range(depth):
        pattern = rb"[\[{](?:" + inside + rb"|" + pattern + rb")*+[\]}]"
    return pattern


_VALUE = _nested(_QUICK_DEPTH)
_ELEMENT = re.compile(_VALUE, re.DOTALL)
_SCALAR = re.compile(_STRING + rb'|[^\s,"\[\]{}]+', re.DOTALL)
_TOKEN = re.compile(_STRING + rb'|[\[\]{}"]', re.DOTALL)
_BLANK = re.compile(rb"[ \t\r\n]*+")
_WRAPPER = re.compile(
    rb'\s*\{\s*(?:(?!"tasks"\s*:)' + _STRING + rb"\s*:\s*"
    rb"(?:" + _STRING + rb'|[^\s,"\[\]{}]+|' + _VALUE + rb")\s*,\s*)*+"
    rb'"tasks"\s*:\s*\[',
    re.DOTALL,
)
_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class BrokenFileError(InputError):
    """A file that cannot be read on from a line."""

    def __init__(self, message: str, line: int) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Element:
    """The bytes of one value and the line in which it starts, counted from 1."""

    line: int
    data: bytes


def elements_of(source: SourceFile, max_bytes: int) -> Iterator[Element]:
    """Yield the tasks of a file, or what stands where tasks should.

    Raises BrokenFileError for what is no JSON, and for a task of more than ``max_bytes``;
    InputError for a file that is no text or changes meanwhile.
    """
    with opened(source.path) as stream:
        try:
            before = Fingerprint.of(stream)
            yield from _Splitter(stream, max_bytes).elements()
            if Fingerprint.of(stream) != before:
                raise InputError(CHANGED)
        except OSError as error:
            raise unreadable(error) from None


@dataclass(slots=True)
class _Splitter:
    """A window on the file: ``data`` from ``place`` on is still to be taken apart."""

    stream: BinaryIO
    max_bytes: int
    data: bytes = b""
    place: int = 0
    line: int = 1
    counted: int = 0
    ended: bool = False

    def elements(self) -> Iterator[Element]:
        """Yield the elements in the order of the file."""
        self._start()
        in_list, whole = self._enter()
        first = True
        while self._go_on(first=first, in_list=in_list):
            yield self._element()
            first = False
        self._end(in_list=in_list, whole=whole)

    def _start(self) -> None:
        self.data = self.stream.read(_CHUNK)
        kind = foreign_kind(self.data[:16])
        if kind:
            raise InputError(f"this is {kind}")
        if self.data.startswith(_OTHER_MARKS):
            raise InputError("this is UTF-16 or UTF-32; save it as UTF-8")
        self.place = len(_MARK) if self.data.startswith(_MARK) else 0

    def _enter(self) -> tuple[bool, bool]:
        """Go to the first task; return whether it is in a list, and whether that is the file."""
        wrapper = _WRAPPER.match(self.data, self.place)
        if wrapper:
            self.place = wrapper.end()
            return True, False
        if self._next() == b"[":
            self.place += 1
            return True, True
        return False, True

    def _next(self) -> bytes:
        """Pass over blanks and return the next byte; nothing at the end of the file."""
        while True:
            found = _BLANK.match(self.data, self.place)
            self.place = found.end() if found else self.place
            if self.place < len(self.data) or not self._read(_CHUNK):
                return self.data[self.place : self.place + 1]

    def _read(self, size: int) -> bool:
        """Read on, and let go of what was taken; return whether there was anything to read."""
        more = b"" if self.ended else self.stream.read(size)
        if not more:
            self.ended = True
            return False
        self._count_lines()
        self.data = self.data[self.place :] + more
        self.place = self.counted = 0
        return True

    def _count_lines(self) -> None:
        self.line += self.data.count(b"\n", self.counted, self.place)
        self.counted = self.place

    def _go_on(self, *, first: bool, in_list: bool) -> bool:
        """Go to the next element; return whether there is one."""
        sign = self._next()
        if not in_list:
            return bool(sign)
        if not first and sign == b",":
            self.place += 1
            sign = self._next()
            if sign == b"]":
                raise self._broken("a comma stands before the end of the list")
        elif not first and sign not in (b"]", b""):
            raise self._broken("a comma or the end of the list is expected")
        if not sign:
            raise self._broken("the file ends in the middle of the list")
        return sign != b"]"

    def _end(self, *, in_list: bool, whole: bool) -> None:
        if in_list and whole:
            self.place += 1
            if self._next():
                raise self._broken("something stands after the end of the list")

    def _element(self) -> Element:
        size = _CHUNK
        while (end := self._end_of_element()) is None:
            if len(self.data) - self.place > self.max_bytes:
                raise self._broken(
                    f"the task has more than {self.max_bytes:,} bytes "
                    "(this limit can be raised); the file was not read on from here"
                )
            size *= 2
            if self.ended:
                raise self._broken("not JSON: the file ends in the middle of a task")
            self._read(min(size, self.max_bytes))
        self._count_lines()
        element = Element(self.line, self.data[self.place : end])
        self.place = end
        return element

    def _end_of_element(self) -> int | None:
        """Return where the element that starts here has ended; None if more must be read."""
        if self.data[self.place] not in b"[{":
            found = _SCALAR.match(self.data, self.place)
            if found is None:
                raise self._broken("a task is expected")
            return found.end() if found.end() < len(self.data) or self.ended else None
        found = _ELEMENT.match(self.data, self.place)
        if found:
            return found.end()
        if self.ended or len(self.data) - self.place > 4 * _CHUNK:
            return self._slowly()
        return None

    def _slowly(self) -> int | None:
        """Return what ``_end_of_element`` does, for deeper nesting."""
        depth = 0
        for token in _TOKEN.finditer(self.data, self.place):
            sign = token[0]
            if sign in (b"{", b"["):
                depth += 1
                if depth > MOST_DEPTH:
                    raise self._broken(f"nested more than {MOST_DEPTH} deep")
            elif sign in (b"}", b"]"):
                depth -= 1
                if depth == 0:
                    return token.end()
            elif sign == b'"':  # a text that is cut off
                return None
        return None

    def _broken(self, message: str) -> BrokenFileError:
        self._count_lines()
        return BrokenFileError(message, self.line)
