# SPDX-License-Identifier: MIT
"""Counts what a reader leaves out or decides: each kind is told of once, with its number."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

_MOST = 100
"""After so many kinds of sentence the others are only counted."""


@dataclass(slots=True)
class Tally:
    """Sentences with a number in them, each kept once."""

    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, one: str, many: str = "", number: int = 1) -> None:
        """Count a case; ``one`` is the sentence about one, ``many``, with ``{}``, about several.

        Without ``many`` the sentence is told as it is, however often it holds.
        """
        self._counts[one, many] += number

    def tell(self, note: Callable[[str], None]) -> None:
        """Give every sentence, in the order in which its kind was first met."""
        for number, ((one, many), count) in enumerate(self._counts.items()):
            if number == _MOST:
                note(f"and {len(self._counts) - _MOST:,} more kinds of note")
                break
            note(one if count == 1 or not many else many.replace("{}", f"{count:,}", 1))
        self._counts.clear()
