# SPDX-License-Identifier: MIT
"""The words that a tag repeats from the text, as MAE and MedTator write them."""

from collections.abc import Sequence

SEPARATOR = " ... "
_BLANKS = str.maketrans("\t\n\r", "   ")


def words_of(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """Return the words at the places of a tag, with dots between the stretches."""
    return SEPARATOR.join(text[start:end] for start, end in parts)


def fits(surface: str, text: str, parts: Sequence[tuple[int, int]]) -> bool:
    """Return whether a tag may say this of its places.

    XML makes a blank of each line break in an attribute; the stretches of a tag are parted by dots
    in MAE and by a blank in MedTator.
    """
    if len(parts) == 1:
        start, end = parts[0]
        words = text[start:end]
        return surface == words or surface.translate(_BLANKS) == words.translate(_BLANKS)
    given = surface.translate(_BLANKS)
    return any(
        given == separator.join(text[start:end] for start, end in parts).translate(_BLANKS)
        for separator in (SEPARATOR, " ", "...", "")
    )
