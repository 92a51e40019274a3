# SPDX-License-Identifier: MIT
"""Bytes to text, exactly or not at all; and what bytes are when they are no text."""

import codecs
import re

from annotator.errors import InputError

_MAGIC = (
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\0", "compressed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (b"PK\x03\x04", "a zip archive, or a document in one (docx, odt, xlsx)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"SQLite format 3\0", "a database; a project is opened, not imported"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_BREAK = re.compile(rb"\r\n|\r|\n")
_TEXT_BREAK = re.compile(r"\r\n|\r|\n")
_BEYOND_BMP = re.compile(rb"[\xf0-\xf7]")
_BEYOND_LATIN_1 = re.compile(rb"[\xc4-\xef]")
_NO_CONTINUATION = bytes(byte for byte in range(256) if not 0x80 <= byte < 0xC0)
_SAMPLE = 4096


class NotTextError(InputError):
    """Bytes that are no text; ``line`` counts from 1, and is 0 if the whole file is meant."""

    def __init__(self, message: str, line: int = 0) -> None:
        self.line = line
        super().__init__(message)


def foreign_kind(head: bytes) -> str:
    """Return what a file is that is no text, by its first bytes; empty if it may be text."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return ""


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8, or UTF-16 or UTF-32 with a byte-order mark.

    Only the mark is removed, and only one; everything else stays as it is. Raises NotTextError
    for other bytes and for NUL, with the place.
    """
    kind = foreign_kind(data[:16])
    if kind:
        raise NotTextError(f"this is {kind}")
    codec, name = next(
        ((codec, name) for mark, codec, name in _BOMS if data.startswith(mark)), ("utf-8", "UTF-8")
    )
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, name) from None
    nul = text.find("\0")
    if nul >= 0:
        line = len(_TEXT_BREAK.findall(text, 0, nul)) + 1
        raise NotTextError(
            f"a NUL character, which no text holds, at line {line:,}{_cause(data)}", line
        )
    return text


def _undecodable(data: bytes, offset: int, name: str) -> NotTextError:
    if name != "UTF-8":
        return NotTextError(f"not {name}, though its byte-order mark says so: byte {offset:,}")
    line, column = place_of(data, offset)
    message = f"not UTF-8: byte 0x{data[offset]:02X} at line {line:,}, column {column:,}"
    return NotTextError(message + (_cause(data) or "; save the file as UTF-8"), line)


def place_of(data: bytes, offset: int) -> tuple[int, int]:
    """Return the line and the column, in characters from 1, of a byte in a UTF-8 file."""
    line, start = 1, 0
    for found in _BREAK.finditer(data, 0, offset):
        line += 1
        start = found.end()
    before = data[start:offset].decode("utf-8", errors="replace")
    return line, len(before.removeprefix("\ufeff")) + 1


def _cause(data: bytes) -> str:
    """Return ``; this looks like UTF-16 ...`` if half of the bytes are as in UTF-16."""
    sample = data[:_SAMPLE]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    zeros = max(sample[0::2].count(0), sample[1::2].count(0))
    if len(sample) >= 8 and zeros > len(sample) // 6:
        return "; this looks like UTF-16 without a byte-order mark: save the file as UTF-8"
    return ""


def text_memory(data: bytes) -> int:
    """Return about how many bytes UTF-8 text takes when it is decoded.

    One emoji makes every character of a text take four bytes, a letter beyond Latin-1 two.
    """
    if data.isascii():
        return len(data)
    if _BEYOND_BMP.search(data):
        width = 4
    elif _BEYOND_LATIN_1.search(data):
        width = 2
    else:
        return len(data)
    continuations = len(data.translate(None, _NO_CONTINUATION))
    return width * (len(data) - continuations)
