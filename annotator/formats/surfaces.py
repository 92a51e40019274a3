# SPDX-License-Identifier: MIT
"""What to say when the words a file gives for a span do not stand where it says.

The offsets were mostly counted in another unit, or on another form of the same text; the sentence
names the one that would fit.
"""

import re
import unicodedata
from collections.abc import Iterator

from annotator.schema.names import shown

_WINDOW = 200_000
"""Texts longer than this are not searched for a fitting unit: a sentence is not worth a second."""


def stands_at(text: str, start: int, end: int, words: str) -> bool:
    """Return whether ``words`` are just what the text has there; never for no words.

    A slice is cut at the end of the text, and counts from there if it is negative: the words of a
    place that is not in the text may well be equal to it.
    """
    return 0 <= start < end <= len(text) and text[start:end] == words


def mismatch(text: str, start: int, end: int, surface: str) -> str:
    """Return the sentence about a span whose words are not ``text[start:end]``."""
    there = text[start:end] if 0 <= start < end <= len(text) else ""
    said = f"the file says {shown(surface)}"
    found = f"the text has {shown(there)} at {start}..{end}" if there else "the text ends before"
    hint = fitting_unit(text, start, end, surface)
    return f"{said}, {found}" + (f"; {hint}" if hint else "")


def fitting_unit(text: str, start: int, end: int, surface: str) -> str:
    """Return which unit the offsets seem to be in, as a sentence; empty if none fits."""
    if len(text) > _WINDOW or not 0 <= start < end:
        return ""
    for name, found in _readings(text, start, end):
        if found == surface:
            return f"the offsets seem to {name}"
    there = text[start:end]
    if unicodedata.normalize("NFC", there) == unicodedata.normalize("NFC", surface):
        return "the words are the same but for their Unicode normalisation (NFC, NFD)"
    if there.strip() == surface.strip():
        return "the words are the same but for white space at their ends"
    if there.casefold() == surface.casefold():
        return "the words are the same but for upper and lower case"
    return ""


def _readings(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    yield "count UTF-16 units; they must count code points", _cut(text, start, end, "utf-16-le", 2)
    yield "count UTF-8 bytes; they must count code points", _cut(text, start, end, "utf-8", 1)
    yield "count a line break of two characters as one", _on(text, "\r\n", "\n", start, end)
    yield "count each line break as two characters", _on(text, "\n", "\r\n", start, end)
    yield "count a byte-order mark at the start of the text", text[max(start - 1, 0) : end - 1]
    yield "count from 1; they must count from 0", text[max(start - 1, 0) : end]
    yield "include the last character; the end must be the one after it", text[start : end + 1]
    for form in ("NFC", "NFD"):
        whole = unicodedata.normalize(form, text)
        yield f"be of the text in Unicode normalisation {form}", whole[start:end]


def _cut(text: str, start: int, end: int, codec: str, width: int) -> str:
    data = text.encode(codec)
    return data[width * start : width * end].decode(codec, errors="replace")


def _on(text: str, old: str, new: str, start: int, end: int) -> str:
    """Return what the offsets cover when line breaks are written in another way."""
    other = re.sub(r"\r\n?|\n", new, text) if old == "\n" else text.replace(old, new)
    return other[start:end]
