# SPDX-License-Identifier: MIT
"""How often annotators mark a string where they meet it, over all documents under review.

A name that both annotators mark nearly everywhere was overlooked where one did not; one that is
left blank nearly everywhere was marked by mistake. Neither needs a decision to be learned from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.model.annotations import Annotations
from annotator.review.strings import Words, string_of
from annotator.text.matching import words_of

Marked: TypeAlias = tuple[str, Mapping[str, Annotations]]
"""A text, and the layers of those who completed it."""

NEVER_MET = -1
STEPS = (0.15, 0.4, 0.65, 0.9)
"""Shares of marks are told apart no finer than by these."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Usage:
    """How often each string was met by an annotator, and how often marked with each label.

    Strings are compared as ``string_of`` has them. A place that lies in a longer marked one counts
    as met.
    """

    _met: dict[Words, int] = field(default_factory=dict)
    _marked: dict[tuple[Words, str], int] = field(default_factory=dict)

    def step(self, surface: str, label: str, *, annotators: int, marks: int) -> int:
        """Return which of STEPS the share of marks elsewhere reaches, 0 to 4, or NEVER_MET.

        The place that asks is taken out: ``annotators`` met it, ``marks`` of them marked it so.
        """
        string = string_of(surface)
        met = self._met.get(string, 0) - annotators
        if met <= 0:
            return NEVER_MET
        share = (self._marked.get((string, label), 0) - marks) / met
        return sum(share >= step for step in STEPS)


def usage_of(documents: Sequence[Marked]) -> Usage:
    """Return the usage of every string that somebody has marked."""
    marked: dict[tuple[Words, str], int] = {}
    for text, layers in documents:
        for layer in layers.values():
            for span in layer.spans():
                key = (string_of(span.surface(text)), span.label)
                if key[0]:
                    marked[key] = marked.get(key, 0) + 1
    met = {string: 0 for string, _ in marked}
    lengths: dict[str, set[int]] = {}
    for string in met:
        lengths.setdefault(string[0], set()).add(len(string))
    for text, layers in documents:
        _meet(_folded_words(text), lengths, met, len(layers))
    return Usage(met, marked)


def _folded_words(text: str) -> list[str]:
    return [word for found in _WORD.finditer(text) for word in words_of(found[0])[:1]]


def _meet(
    words: Sequence[str], lengths: Mapping[str, Iterable[int]], met: dict[Words, int], count: int
) -> None:
    for at, first in enumerate(words):
        for length in lengths.get(first, ()):
            string = tuple(words[at : at + length])
            if string in met:
                met[string] += count
