# SPDX-License-Identifier: MIT
"""The text of a task, and where its regions are in it.

A text is plain, a page of HTML, or a dialogue. Each region gives several readings of its place,
likeliest first: the one is taken at which the words stand that the region says it covers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.label_studio.html_text import Page
from annotator.model.records import Fragment
from annotator.text.offsets import Utf16Map

CODE_POINTS, UTF_16 = "code points", "UTF-16 units"
_SPACE = re.compile(r"\\n|\s+")
"""What may differ: browsers collapse white space, Label Studio writes line breaks as ``\\n``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a region's place; ``unit`` is what its offsets count."""

    place: Fragment
    unit: str = CODE_POINTS


def loosely(words: str) -> str:
    """Return words without their white space."""
    return _SPACE.sub("", words)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text whose regions have offsets in it."""

    key: str
    text: str
    units: Utf16Map

    @classmethod
    def of(cls, key: str, text: str) -> "PlainText":
        """Return the text that stands under a key of the data."""
        return cls(key, text, Utf16Map.of(text))

    def readings(self, value: Mapping[str, Any]) -> Iterator[Reading]:
        """Yield the places that a region may have."""
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            return
        if 0 <= start < end <= self.units.length:
            yield Reading((start, end))
        if self.units.length < self.units.length_u16 and 0 <= start < end <= self.units.length_u16:
            first = self.units.floor_from_utf16(start)
            last = self.units.floor_from_utf16(end)
            if first < last and self.units.to_utf16(first) == start:
                yield Reading((first, last), UTF_16)


@dataclass(frozen=True, slots=True)
class HtmlText:
    """A page of HTML whose regions have paths with offsets, and offsets in the whole page."""

    key: str
    page: Page
    source: str

    @property
    def text(self) -> str:
        """The text of the page."""
        return self.page.text

    def readings(self, value: Mapping[str, Any]) -> Iterator[Reading]:
        """Yield the places that a region may have."""
        paths = value.get("start"), value.get("end")
        offsets = value.get("startOffset"), value.get("endOffset")
        if all(isinstance(path, str) for path in paths) and _are_numbers(offsets):
            starts = list(self.page.places(str(paths[0]), int(offsets[0] or 0)))
            ends = list(self.page.places(str(paths[1]), int(offsets[1] or 0)))
            for start in starts:
                yield from self._stretches((start, end) for end in ends)
        whole = value.get("globalOffsets")
        if isinstance(whole, dict):
            paths = whole.get("start"), whole.get("end")
        if _are_numbers(paths):
            yield from self._stretches([(int(paths[0] or 0), int(paths[1] or 0))])

    def _stretches(self, pairs: Iterator[Fragment] | Sequence[Fragment]) -> Iterator[Reading]:
        for start, end in pairs:
            place = self.page.stretch(start, end)
            if place is not None and place[0] < place[1]:
                yield Reading(place)


def _are_numbers(values: Sequence[object]) -> bool:
    return all(type(value) is int for value in values)


@dataclass(slots=True)
class Dialogue:
    """What several people say; each utterance is a paragraph, after the name of who says it."""

    key: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    rest: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(
        cls, key: str, utterances: Sequence[Mapping[str, Any]], text_key: str, name_key: str
    ) -> "Dialogue":
        """Return the dialogue that stands under a key of the data."""
        made = cls(key)
        length = 0
        pieces = []
        for utterance in utterances:
            name, words = utterance.get(name_key), utterance.get(text_key)
            words = words if isinstance(words, str) else ""
            before = _speaker(name) if isinstance(name, str) else ""
            made.starts.append(length + len(before))
            made.words.append(words)
            made.rest.append({k: v for k, v in utterance.items() if k not in (text_key, name_key)})
            pieces.append(before + words)
            length += len(before) + len(words) + 1
        made.text = "\n".join(pieces)
        return made

    def readings(self, value: Mapping[str, Any]) -> Iterator[Reading]:
        """Yield the places that a region may have."""
        first, last = _ordinal(value.get("start")), _ordinal(value.get("end"))
        offsets = value.get("startOffset"), value.get("endOffset")
        if first is None or last is None or not _are_numbers(offsets):
            return
        if not (0 <= first <= last < len(self.words)):
            return
        start, end = int(offsets[0] or 0), int(offsets[1] or 0)
        yield from self._between(first, start, last, end)
        in_units = [Utf16Map.of(self.words[place]) for place in (first, last)]
        if any(units.length < units.length_u16 for units in in_units) and (
            0 <= start <= in_units[0].length_u16 and 0 <= end <= in_units[1].length_u16
        ):
            start = in_units[0].floor_from_utf16(start)
            end = in_units[1].floor_from_utf16(end)
            for reading in self._between(first, start, last, end):
                yield Reading(reading.place, UTF_16)

    def _between(self, first: int, start: int, last: int, end: int) -> Iterator[Reading]:
        if 0 <= start <= len(self.words[first]) and 0 <= end <= len(self.words[last]):
            place = self.starts[first] + start, self.starts[last] + end
            if place[0] < place[1]:
                yield Reading(place)

    def words_between(self, place: Fragment) -> str:
        """Return what is said in a stretch, without the names in it."""
        start, end = place
        parts = zip(self.starts, self.words, strict=True)
        return "".join(words[max(0, start - at) : max(0, end - at)] for at, words in parts)


def _speaker(name: str) -> str:
    return f"{name} " if name.rstrip().endswith(":") else f"{name}: "


def _ordinal(value: object) -> int | None:
    if type(value) is int:
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:9])
    return None


TaskText = PlainText | HtmlText | Dialogue


def says(text: TaskText, place: Fragment, words: str) -> bool:
    """Return whether these words stand at a place, but for white space."""
    there = text.text[place[0] : place[1]]
    if there == words or loosely(there) == loosely(words):
        return True
    return isinstance(text, Dialogue) and loosely(text.words_between(place)) == loosely(words)
