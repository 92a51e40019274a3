# SPDX-License-Identifier: MIT
"""Text files read line after line, blank ones too, a block at a time.

Lines end at line feeds only, with or without a carriage return before; anything else that
separates lines elsewhere (U+2028, U+0085, a lone carriage return) is part of a line.
"""

from collections.abc import Iterator
from typing import BinaryIO

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError, decoded, foreign_kind
from annotator.formats.sources import CHANGED, Fingerprint, SourceFile, opened, unreadable
from annotator.formats.whole import read_whole

UTF_8 = "utf-8"
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_BLOCK = 1024 * 1024


def lines_in(source: SourceFile, max_bytes: int, encoding: str = UTF_8) -> Iterator[list[str]]:
    """Yield the lines of a file, some thousands at once, without what ends them.

    A byte-order mark is dropped. Raises NotTextError for bytes that are no text, with the line,
    and InputError for a line of more than ``max_bytes`` and for a file that changes meanwhile.
    """
    with opened(source.path) as stream:
        try:
            yield from _lines(stream, max_bytes, encoding)
        except OSError as error:
            raise unreadable(error) from None


def _lines(stream: BinaryIO, max_bytes: int, encoding: str) -> Iterator[list[str]]:
    before = Fingerprint.of(stream)
    head = stream.read(16)
    kind = foreign_kind(head)
    if kind:
        raise NotTextError(f"this is {kind}")
    if head.startswith(_OTHER_MARKS):
        stream.seek(0)
        yield _split(decoded(read_whole(stream, max_bytes)), 1)
        return
    stream.seek(len(_UTF8_MARK) if head.startswith(_UTF8_MARK) else 0)
    number = 1
    for data in _whole_lines(stream, max_bytes):
        lines = _split(_text(data, number, encoding), number)
        number += len(lines)
        yield lines
    if Fingerprint.of(stream) != before:
        raise InputError(CHANGED)


def _whole_lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """Yield blocks of whole lines."""
    kept: list[bytes] = []
    size = 0
    while block := stream.read(_BLOCK):
        lines, feed, rest = block.rpartition(b"\n")
        if feed:
            yield b"".join([*kept, lines, feed])
            kept, size = [], 0
        kept.append(rest)
        size += len(rest)
        if size > max_bytes:
            raise InputError(f"a line has more than {max_bytes:,} bytes (this limit can be raised)")
    if size:
        yield b"".join(kept)


def _text(data: bytes, number: int, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = number + data.count(b"\n", 0, error.start)
        raise NotTextError(
            f"not {encoding.upper()}: byte 0x{data[error.start]:02X} at line {line:,}; "
            "save the file as UTF-8, or say which encoding it has",
            line,
        ) from None


def _split(text: str, number: int) -> list[str]:
    nul = text.find("\0")
    if nul >= 0:
        line = number + text.count("\n", 0, nul)
        raise NotTextError(f"a NUL character, which no text holds, at line {line:,}", line)
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def is_blank(line: str) -> bool:
    """Return whether a line has nothing but white space."""
    return not line or line.isspace()
