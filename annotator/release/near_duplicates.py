# SPDX-License-Identifier: MIT
"""Finds texts that are nearly the same: wire copies, updates, articles with another headline.

Texts are compared by their shingles, runs of four words; a word of Chinese, Japanese or Thai is a
character. MinHash (Broder 1997) finds pairs that may share much, and each is then confirmed by
the Jaccard index of the shingles themselves, so that chance decides nothing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import regex  # type: ignore[import-untyped]  # it ships no types

from annotator.errors import InputError

SHINGLE = 4
SIMILAR = 0.5
"""Two texts with at least this Jaccard index are near-duplicates."""
PERMUTATIONS = 128
BANDS = 32
_SEED = 20_240_229
_MOST_COMPARED = 64
_WORD = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+"
)
_PLAIN_TEXT = re.compile(r"[\x00-\u02ff\u0400-\u0482\u048a-\u052f\u1e00-\u1eff\u2000-\u206f]*")
_PLAIN_WORD = re.compile(r"[^\W_]+")
"""The same words, four times as fast, in texts of Latin and Cyrillic letters without marks."""


def words_of(text: str) -> list[str]:
    """Return the words of a text whose case is folded; each sign of Chinese and the like is one."""
    found: list[str] = (_PLAIN_WORD if _PLAIN_TEXT.fullmatch(text) else _WORD).findall(text)
    return found


def shingles(text: str) -> list[str]:
    """Return the runs of four words of a text, each once; the whole text if it has fewer words.

    A text without words, such as one of emoji only, is what it is but for white space.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = words_of(folded)
    if len(words) <= SHINGLE:
        return [" ".join(words or folded.split())]
    runs = zip(*(words[shift:] for shift in range(SHINGLE)), strict=False)
    return list(dict.fromkeys(map(" ".join, runs)))


def similarity(one: set[str], other: set[str]) -> float:
    """Return the Jaccard index of two sets of shingles."""
    if not one or not other:
        return 0.0
    return len(one & other) / len(one | other)


@dataclass(slots=True)
class NearDuplicates:
    """Puts texts into clusters as they come; ``text_of`` gives the text of a number again.

    Numbers count from 0 in the order of ``add``. InputError if the library is missing.
    """

    text_of: Callable[[int], str]
    _parents: list[int] = field(default_factory=list)
    _lsh: Any = None
    _exact: dict[bytes, int] = field(default_factory=dict)

    def add(self, text: str) -> int:
        """Take in a text and return its number."""
        number = len(self._parents)
        self._parents.append(number)
        found = shingles(text)
        digest = blake2b("\0".join(found).encode("utf-8", "surrogatepass"), digest_size=16)
        same = self._exact.setdefault(digest.digest(), number)
        if same != number:
            self._join(same, number)
            return number
        self._compare(number, found)
        return number

    def _compare(self, number: int, found: list[str]) -> None:
        rensa = _library()
        if self._lsh is None:
            self._lsh = rensa.RMinHashLSH(SIMILAR, PERMUTATIONS, BANDS)
        sketch = rensa.RMinHash(PERMUTATIONS, _SEED)
        sketch.update(found)
        own: set[str] | None = None
        compared = 0
        for other in sorted(self._lsh.query(sketch)):
            if self._root(other) == self._root(number) or compared >= _MOST_COMPARED:
                continue
            compared += 1
            own = own if own is not None else set(found)
            if similarity(own, set(shingles(self.text_of(other)))) >= SIMILAR:
                self._join(other, number)
        self._lsh.insert(number, sketch)

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._parents[second] = first

    def clusters(self) -> Iterator[list[int]]:
        """Yield all numbers in clusters, most of them of one; by the first number of each."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._parents)):
            found.setdefault(self._root(number), []).append(number)
        yield from found.values()


def _library() -> Any:  # noqa: ANN401 - an untyped library
    try:
        import rensa
    except ModuleNotFoundError:
        raise InputError(
            "finding near-duplicates needs rensa, which is not installed; "
            "install it with: pip install 'conflict-annotator[release]'"
        ) from None
    return rensa
