# SPDX-License-Identifier: MIT
"""What the offsets of a file count, and the way from there to code points."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import TypeAlias

from annotator.errors import OffsetError
from annotator.formats.mae.choices import CHARACTERS, CRLF, PROVEN
from annotator.formats.mae.tags import Extent
from annotator.formats.mae.words import fits
from annotator.text.offsets import Utf16Map

Unit: TypeAlias = Callable[[int], int]
"""Gives the code point at an offset; OffsetError if there is none."""


def unit_of(name: str, text: str, extents: Sequence[Extent]) -> tuple[Unit | None, str]:
    """Return the way from the chosen offsets, None if they are code points, and which they are."""
    if name == CRLF:
        return _crlf(text), CRLF
    units = Utf16Map.of(text)
    if name == CHARACTERS or units.length == units.length_u16:
        return None, name
    if name == PROVEN and _fitting(text, extents, None) > _fitting(text, extents, units.from_utf16):
        return None, CHARACTERS
    return units.from_utf16, name


def _fitting(text: str, extents: Sequence[Extent], unit: Unit | None) -> int:
    """Return how many tags have the words that stand at their places."""
    return sum(
        extent.surface is not None
        and (parts := converted(extent, unit)) is not None
        and fits(extent.surface, text, parts)
        for extent in extents
    )


def converted(extent: Extent, unit: Unit | None) -> tuple[tuple[int, int], ...] | None:
    """Return the places of a tag in code points; None if one is inside a character or outside."""
    if unit is None:
        return extent.parts
    try:
        return tuple((unit(start), unit(end)) for start, end in extent.parts)
    except OffsetError:
        return None


def _crlf(text: str) -> Unit:
    """Count UTF-16 units of the text as it was when each line break was two characters."""
    units = Utf16Map.of(text)
    places = (units.to_utf16(found.start()) for found in re.finditer("\n", text))
    counted = array("q", (place + number + 1 for number, place in enumerate(places)))

    def convert(offset: int) -> int:
        return units.from_utf16(offset - bisect_left(counted, offset))

    return convert
