# SPDX-License-Identifier: MIT
"""What the offsets of a file count, and the way from there to code points."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable
from typing import TypeAlias

from annotator.errors import OffsetError
from annotator.formats.brat.choices import LINE_FEEDS, UTF16
from annotator.text.offsets import Utf16Map

Unit: TypeAlias = Callable[[int], int]
"""Gives the code point at an offset; OffsetError if there is none."""

_TEXT_BOUND = re.compile(
    r"^T[^\t\n]*\t[^\t\n]+?[ \t]([0-9]{1,18})[ \t]([0-9]{1,18})[ \r]*\t([^\n]*)", re.MULTILINE
)
_LOOKED_AT = 100


def unit_of(name: str, text: str) -> Unit | None:
    """Return the way from the offsets that were chosen by name; None if they are code points."""
    if name == UTF16:
        return Utf16Map.of(text).from_utf16
    if name == LINE_FEEDS and "\r\n" in text:
        return _line_feeds(text)
    return None


def _line_feeds(text: str) -> Unit:
    """Count CRLF as one character: each that is before an offset moves it by one."""
    places = array("q", (found.start() for found in re.finditer("\r\n", text)))
    counted = array("q", (place - number for number, place in enumerate(places)))

    def convert(offset: int) -> int:
        return offset + bisect_left(counted, offset)

    return convert


def counts_the_mark(text: str, annotations: str) -> bool:
    """Return whether the places only fit if a byte-order mark before the text is counted.

    brat counts it; programs that leave it out do not. The words of the first spans tell.
    """
    without = with_mark = seen = 0
    for found in _TEXT_BOUND.finditer(annotations):
        start, end, surface = int(found[1]), int(found[2]), found[3].rstrip("\r")
        seen += 1
        without += text[start:end] == surface
        with_mark += start > 0 and text[start - 1 : end - 1] == surface
        if seen == _LOOKED_AT:
            break
    return seen > 0 and with_mark == seen and without < seen


def after_the_mark(offset: int) -> int:
    """Count the byte-order mark as the first character."""
    if offset < 1:
        raise OffsetError("the offset is before the byte-order mark")
    return offset - 1
