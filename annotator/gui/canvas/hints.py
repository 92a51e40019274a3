# SPDX-License-Identifier: MIT
"""Letters that choose: for places on the page, and for names out of a list; no Qt.

No code of letters is the beginning of another, so that each is complete with its last letter.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

LETTERS = "fjdkslaghrueiwoqptyvbncmxz"
"""The alphabet of hints: what lies under the fingers first."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Letters over a stretch of the text; ``label`` colours them, ``mark`` stands behind them.

    ``is_set`` says that what the mark means holds already.
    """

    code: str
    start: int
    end: int
    label: str = ""
    mark: str = ""
    is_set: bool = False


def codes(count: int, letters: str = LETTERS) -> tuple[str, ...]:
    """Return so many codes, the short ones first; no code begins another.

    As many as possible have one letter; what is beyond the room of two letters gets no code.
    ``letters`` are two or more, each once.
    """
    size = len(letters)
    if count <= size:
        return tuple(letters[:count])
    leading = min(size, -(-(count - size) // (size - 1)))
    short = letters[: size - leading]
    long = (first + second for first in letters[size - leading :] for second in letters)
    return (*short, *long)[:count]


def mnemonics(names: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """Return a letter for each name: one of its own where one is free, else any that is free.

    A name's first letter is tried first, then those that begin its words, then the others. A
    name that comes before has the choice; names beyond the alphabet get no letter.
    """
    used = set(taken)
    given: dict[str, str] = {}
    for name in dict.fromkeys(names):
        letter = next((one for one in _wished(name) if one not in used), "")
        if letter:
            used.add(letter)
            given[name] = letter
    return given


def _wished(name: str) -> Iterable[str]:
    plain = name.casefold()
    starts = [word[0] for word in plain.replace("_", " ").replace("-", " ").split() if word]
    return (one for one in (*starts, *plain, *LETTERS) if one in LETTERS)


def narrowed(coded: Mapping[str, T], typed: str) -> dict[str, T]:
    """Return what is still possible after ``typed``, with what is still to be typed."""
    return {code[len(typed) :]: value for code, value in coded.items() if code.startswith(typed)}


def coded(values: Sequence[T], letters: str = LETTERS) -> dict[str, T]:
    """Return values by their codes, the first ones with the shortest."""
    return dict(zip(codes(len(values), letters), values, strict=False))
