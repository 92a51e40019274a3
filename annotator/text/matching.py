# SPDX-License-Identifier: MIT
"""Finds a query in a text whatever the case and the diacritics, and says where, in code points.

Stored text is never changed for this: only the key that is compared is folded, with a way back.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice


class _Folding(dict[int, str]):
    """The key of each character: lower case, without diacritics; empty for a combining mark.

    A key never has more than one character, so that the way back is a list of places.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        lower = character.lower()
        kept = [c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c)]
        # more than one is left of a Hangul syllable: it stays whole
        key = "".join(kept) if len(kept) <= 1 else lower if len(lower) == 1 else character
        self[code] = key
        return key


# Typewriter and printed marks are one: hay'at and Hay\u2019at
_PLAIN = {**dict.fromkeys("\u2018\u2019\u201b", "'"), **dict.fromkeys("\u201c\u201d\u201e", '"')}
_PLAIN |= dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")
_FOLDING = _Folding({ord(character): plain for character, plain in _PLAIN.items()})
_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return the key of a text; it has at most as many characters."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(folded(text))


class Pattern:
    """What is looked for: the words of a query as a phrase, the last one as a beginning.

    A query without words (punctuation only) is looked for as it stands.
    """

    def __init__(self, query: str) -> None:
        words = [re.escape(word) for word in words_of(query)]
        literal = re.escape(folded(query.strip()))
        self.words = tuple(words_of(query))
        self._phrase = re.compile(r"(?<![^\W_])" + r"[\W_]+".join(words)) if words else None
        self._literal = re.compile(literal) if literal else None

    def find_words(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words stand in ``text``, beginning at the beginning of a word."""
        return _places(self._phrase or self._literal, text)

    def find_anywhere(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the query stands in ``text``, inside of words too."""
        return _places(self._literal, text)


def places(text: str, query: str, *, limit: int) -> list[tuple[int, int]]:
    """Return where a query stands in a text as it is typed, blanks at its ends included.

    Case, diacritics and the kind of quotes and dashes do not matter. At most ``limit`` places.
    """
    literal = re.escape(folded(query))
    found = _places(re.compile(literal) if literal else None, text)
    return list(islice(found, limit))


def _places(pattern: re.Pattern[str] | None, text: str) -> Iterator[tuple[int, int]]:
    if pattern is None:
        return
    key = folded(text)
    back: Sequence[int] = ()
    for found in pattern.finditer(key):
        if not back:
            back = range(len(text) + 1) if len(key) == len(text) else _way_back(text)
        yield back[found.start()], back[found.end()]


def _way_back(text: str) -> list[int]:
    """Return the place of each key in ``text``; marks belong to the character before them."""
    places = [place for place, c in enumerate(text) if _FOLDING[ord(c)]]
    return [*places, len(text)]
