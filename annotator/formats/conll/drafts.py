# SPDX-License-Identifier: MIT
"""A document on its way out of columns: the text so far, its spans, and what came with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from annotator.model.records import Span

BLANK, NOTHING = " ", ""
_KEPT_COMMENTS = 1_000
_MOST_CJK = 0.5
_CJK = (
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)


@dataclass(slots=True)
class Draft:
    """One document; ``place`` is where the next sentence starts."""

    id: str
    line: int
    pieces: list[str] = field(default_factory=list)
    place: int = 0
    spans: list[Span] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    sentences: int = 0

    @property
    def text(self) -> str:
        """The text."""
        return "".join(self.pieces)

    def start_sentence(self, gap: str) -> None:
        """Put what parts two sentences before the next one."""
        if self.sentences:
            self.pieces.append(gap)
            self.place += len(gap)
        self.sentences += 1

    def add_sentence(self, tokens: Sequence[str], gaps: Sequence[str]) -> list[int]:
        """Add the tokens of a sentence with what follows each; return where each one starts."""
        lengths = [len(token) + len(gap) for token, gap in zip(tokens, gaps, strict=True)]
        starts = list(accumulate(lengths, initial=self.place))
        self.pieces.extend(part for pair in zip(tokens, gaps, strict=True) for part in pair)
        self.place = starts.pop()
        return starts

    def add_joined(self, tokens: Sequence[str], joiner: str) -> None:
        """Add the tokens of a sentence without spans."""
        sentence = joiner.join(tokens)
        self.pieces.append(sentence)
        self.place += len(sentence)

    def note(self, comment: str) -> None:
        """Keep a comment of the file: ``key = value`` as a fact, anything else as it is."""
        key, equals, value = comment.partition("=")
        key = key.strip()
        if equals and key and self.facts.get(key, value.strip()) == value.strip():
            self.facts[key] = value.strip()
        elif len(self.comments) < _KEPT_COMMENTS:
            self.comments.append(comment)

    @property
    def meta(self) -> dict[str, Any]:
        """What is kept beside the text."""
        lists = {"comments": self.comments, "repairs": self.repairs[:_KEPT_COMMENTS]}
        return self.facts | {name: list(value) for name, value in lists.items() if value}


def gaps_between(tokens: Sequence[str], joiner: str) -> list[str]:
    """Return what follows each token of a sentence; nothing follows the last one.

    Where tokens are joined by nothing, two words of Latin letters or digits are kept apart, unless
    the tokens are single characters.
    """
    if joiner:
        return [joiner] * (len(tokens) - 1) + [NOTHING]
    gaps = [
        BLANK if len(one) + len(next_one) > 2 and _latin(one[-1:]) and _latin(next_one[:1]) else ""
        for one, next_one in pairwise(tokens)
    ]
    return [*gaps, NOTHING]


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def is_cjk(tokens: Sequence[str]) -> bool:
    """Whether most of the letters of these tokens are Chinese or Japanese."""
    letters = [ord(char) for token in tokens[:20_000] for char in token if char.isalpha()]
    cjk = sum(any(first <= letter <= last for first, last in _CJK) for letter in letters)
    return bool(letters) and cjk >= _MOST_CJK * len(letters)
