# SPDX-License-Identifier: MIT
"""Texts as sequences of words in which each word is one character.

Strings of several words are then found by ``str.find``, by whole words, whatever the white space
between them, in all texts of a corpus within milliseconds.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import regex  # type: ignore[import-untyped]  # it ships no types

from annotator.errors import InputError
from annotator.text.matching import folded

# scripts that are written without spaces: each character is a word of its own
_DENSE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(
    rf"[[\p{{L}}\p{{M}}\p{{N}}\u200c\u200d]--[{_DENSE}]]+|[^\s]\p{{M}}*", regex.V1
)
_ASCII_WORD = re.compile(r"[a-zA-Z0-9]+|[^\sa-zA-Z0-9]", re.ASCII)
_SURROGATES = (0xD800, 0xE000)
MARKED = "\U0010ffff"
"""Stands for no word."""
MOST_WORDS = ord(MARKED) - (_SURROGATES[1] - _SURROGATES[0])
"""So many different words can be told apart: as many as there are other characters."""


class TooManyWordsError(InputError):
    """A corpus with more different words than can be told apart."""

    def __init__(self) -> None:
        super().__init__(
            f"the corpus has more than {MOST_WORDS:,} different words; its consistency can be "
            "looked at only in parts"
        )


@dataclass(frozen=True, slots=True)
class WordSequence:
    """A text word by word: signs of punctuation are words, white space is none.

    ``codes`` has one character for each word, the same for words that differ only in case,
    diacritics or the kind of quote or dash. ``capitals`` counts the capital letters of each word,
    at most 255.
    """

    codes: str
    capitals: bytes


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where each word of a text starts and ends, in code points."""

    starts: Sequence[int]
    ends: Sequence[int]


class _Codes(dict[str, str]):
    """The character that stands for each word."""

    def __init__(self) -> None:
        super().__init__()
        self._by_key: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        key = folded(word) or word
        code = self._by_key.get(key)
        if code is None:
            number = len(self._by_key)
            if number >= MOST_WORDS:
                raise TooManyWordsError
            if number >= _SURROGATES[0]:
                number += _SURROGATES[1] - _SURROGATES[0]
            code = self._by_key[key] = chr(number)
        self[word] = code
        return code


class _Capitals(dict[str, int]):
    def __missing__(self, word: str) -> int:
        self[word] = count = min(capitals_in(word), 255)
        return count


def capitals_in(words: str) -> int:
    """Return how many capital letters there are."""
    return sum(map(str.isupper, words))


class Words:
    """Gives each different word its character, the same in every text that it reads."""

    def __init__(self) -> None:
        self._codes = _Codes()
        self._capitals = _Capitals()

    def read(self, text: str) -> WordSequence:
        """Return the text as a sequence; TooManyWordsError when there is no character left."""
        words = _pattern(text).findall(text)
        codes = "".join(map(self._codes.__getitem__, words))
        return WordSequence(codes, bytes(map(self._capitals.__getitem__, words)))

    def codes(self, text: str) -> str:
        """Return only the characters that stand for the words."""
        return "".join(map(self._codes.__getitem__, _pattern(text).findall(text)))


def offsets(text: str) -> Offsets:
    """Return where the words stand."""
    starts, ends = array("I"), array("I")
    for found in _pattern(text).finditer(text):
        starts.append(found.start())
        ends.append(found.end())
    return Offsets(starts, ends)


def _pattern(text: str) -> "re.Pattern[str]":
    return _ASCII_WORD if text.isascii() else _WORD
