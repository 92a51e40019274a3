# SPDX-License-Identifier: MIT
"""Where strings that are labelled somewhere stand in a text, labelled or not."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.model.records import Span
from annotator.text.matching import words_of

Words: TypeAlias = tuple[str, ...]
"""A string, folded and cut into words: case, diacritics and punctuation do not matter."""

_WORD = re.compile(r"[^\W_]+")


def string_of(surface: str) -> Words:
    """Return what is compared of a surface text; empty if it has no word."""
    return tuple(words_of(surface))


@dataclass(slots=True)
class Strings:
    """A set of strings that can be looked for together; the longest at each place is found."""

    _by_first: dict[str, set[int]] = field(default_factory=dict)
    _known: set[Words] = field(default_factory=set)

    @classmethod
    def of(cls, strings: Iterable[Words]) -> "Strings":
        """Return a set of these strings; empty ones are left out."""
        made = cls()
        for string in strings:
            if string and string not in made._known:
                made._known.add(string)
                made._by_first.setdefault(string[0], set()).add(len(string))
        return made

    def places(self, text: str) -> Iterator[tuple[Words, int, int]]:
        """Yield each string and where it stands (code points), whole words only, never nested."""
        words = list(_folded_words(text))
        at = 0
        while at < len(words):
            found = self._longest(words, at)
            if found is None:
                at += 1
                continue
            last = words[at + len(found) - 1]
            yield found, words[at][1], last[2]
            at += len(found)

    def _longest(self, words: Sequence[tuple[str, int, int]], at: int) -> Words | None:
        lengths = self._by_first.get(words[at][0], ())
        for length in sorted(lengths, reverse=True):
            string = tuple(word for word, _, _ in words[at : at + length])
            if string in self._known:
                return string
        return None


def _folded_words(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _WORD.finditer(text):
        for folded in words_of(found[0])[:1]:
            yield folded, found.start(), found.end()


class Covered:
    """The stretches that spans cover, to ask what overlaps a place."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._parts = sorted(
            (start, end, span.id) for span in spans for start, end in span.fragments
        )
        self._reach: list[int] = []
        for _, end, _ in self._parts:
            self._reach.append(max(end, self._reach[-1] if self._reach else 0))

    def overlaps(self, start: int, end: int) -> bool:
        """Whether any span shares a character with a place."""
        place = bisect_left(self._parts, (end,))
        return place > 0 and self._reach[place - 1] > start
