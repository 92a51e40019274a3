# SPDX-License-Identifier: MIT
"""Ways between code points, which we count, and the UTF-16 units and UTF-8 bytes of others."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence

from annotator.errors import OffsetError

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """The way between the code points of one text and its UTF-16 units.

    Qt, Java and JavaScript count UTF-16 units: a character beyond U+FFFF is two of them. Both ends
    of the text are valid places. It keeps 16 bytes for each such character, and nothing else.
    """

    __slots__ = ("_astral", "_astral_u16", "length", "length_u16")

    def __init__(self, astral: Sequence[int], length: int) -> None:
        self.length = length
        self.length_u16 = length + len(astral)
        self._astral = astral
        self._astral_u16 = array("q", (place + i for i, place in enumerate(astral)))

    @classmethod
    def of(cls, text: str) -> "Utf16Map":
        """Return the map of ``text``."""
        if text.isascii():
            return cls((), len(text))
        return cls(array("q", (found.start() for found in _ASTRAL.finditer(text))), len(text))

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 offset of the code point; OffsetError outside the text."""
        if not 0 <= offset <= self.length:
            raise OffsetError(f"offset {offset:,} is not in a text of {self.length:,} characters")
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, offset_u16: int) -> int:
        """Return the code point at a UTF-16 offset.

        Raises OffsetError outside the text, and inside a surrogate pair: there is no such place,
        and guessing a neighbour would move an annotation without anyone noticing.
        """
        before = self._pairs_before(offset_u16)
        if before and self._astral_u16[before - 1] + 1 == offset_u16:
            raise OffsetError(f"UTF-16 offset {offset_u16:,} is inside a character")
        return offset_u16 - before

    def floor_from_utf16(self, offset_u16: int) -> int:
        """Return the code point at, or around, a UTF-16 offset; OffsetError outside the text."""
        before = self._pairs_before(offset_u16)
        if before and self._astral_u16[before - 1] + 1 == offset_u16:
            return self._astral[before - 1]
        return offset_u16 - before

    def _pairs_before(self, offset_u16: int) -> int:
        if not 0 <= offset_u16 <= self.length_u16:
            raise OffsetError(
                f"UTF-16 offset {offset_u16:,} is not in a text of {self.length_u16:,} units"
            )
        return bisect_left(self._astral_u16, offset_u16)


def to_utf8(text: str, offset: int) -> int:
    """Return how many UTF-8 bytes stand before the code point; OffsetError outside the text."""
    if not 0 <= offset <= len(text):
        raise OffsetError(f"offset {offset:,} is not in a text of {len(text):,} characters")
    return len(text[:offset].encode())


def from_utf8(data: bytes, offset: int) -> int:
    """Return the code point at a byte offset of UTF-8 ``data``.

    Raises OffsetError outside the data and inside a character.
    """
    if not 0 <= offset <= len(data):
        raise OffsetError(f"byte {offset:,} is not in a text of {len(data):,} bytes")
    if offset < len(data) and data[offset] & 0xC0 == 0x80:
        raise OffsetError(f"byte {offset:,} is inside a character")
    return len(data[:offset].decode())
