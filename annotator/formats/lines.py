# SPDX-License-Identifier: MIT
"""Files of lines, read as bytes: split at line feeds only, each line bounded, places known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from annotator.errors import InputError, ProblemsError
from annotator.formats.decoding import foreign_kind
from annotator.formats.problems import Problems
from annotator.formats.sources import CHANGED, Fingerprint, SourceFile, opened, unreadable

_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SKIPPED_AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its line feed; ``number`` counts from 1, ``offset`` in bytes from 0."""

    number: int
    offset: int
    data: bytes


def lines_of(source: SourceFile, max_bytes: int, problems: Problems) -> Iterator[Line]:
    """Yield the lines that are not blank.

    A byte-order mark is dropped. Anything else that separates lines elsewhere (U+2028, U+0085, a
    lone carriage return) is part of a line here. A line of more than ``max_bytes``, a file that is
    no text and one that changes meanwhile become problems.
    """
    try:
        with opened(source.path) as stream:
            yield from _lines(stream, source.name, max_bytes, problems)
    except ProblemsError:  # there are far too many
        raise
    except OSError as error:
        problems.add(source.name, 0, "", str(unreadable(error)))
    except InputError as error:
        problems.add(source.name, 0, "", str(error))


def _lines(stream: BinaryIO, name: str, max_bytes: int, problems: Problems) -> Iterator[Line]:
    before = Fingerprint.of(stream)
    offset = _start(stream)
    number = 0
    while data := stream.readline(max_bytes + 1):
        number += 1
        size = len(data)
        if size > max_bytes and not data.endswith(b"\n"):
            size += _skip_line(stream)
            problems.add(name, number, "", _too_long(size, max_bytes))
        elif not data.isspace():
            yield Line(number, offset, data)
        offset += size
    if Fingerprint.of(stream) != before:
        raise InputError(CHANGED)


def line_at(stream: BinaryIO, offset: int, max_bytes: int) -> bytes:
    """Return the line that starts at a byte, with its line feed."""
    if stream.tell() != offset:
        stream.seek(offset)
    return stream.readline(max_bytes + 1)


def _start(stream: BinaryIO) -> int:
    """Pass over a byte-order mark and return the offset of the first byte after it."""
    head = stream.read(16)
    kind = foreign_kind(head)
    if kind:
        raise InputError(f"this is {kind}")
    if head.startswith(_OTHER_MARKS):
        raise InputError("this is UTF-16 or UTF-32; save it as UTF-8")
    start = len(_UTF8_MARK) if head.startswith(_UTF8_MARK) else 0
    stream.seek(start)
    return start


def _skip_line(stream: BinaryIO) -> int:
    skipped = 0
    while data := stream.readline(_SKIPPED_AT_ONCE):
        skipped += len(data)
        if data.endswith(b"\n"):
            break
    return skipped


def _too_long(size: int, max_bytes: int) -> str:
    return f"the line has {size:,} bytes; a line may have {max_bytes:,} (this limit can be raised)"
