# SPDX-License-Identifier: MIT
"""What is told once for all files of an import."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TOUCHING = "tags with stretches that touch or overlap, which were joined: {}"
NO_WORDS = "tags without a text to compare with that of the document: {}"
IN_CHARACTERS = "texts in which the words only fit offsets in code points, not in UTF-16 units: {}"
LABELS = "tags without a place, now document labels: {}"
MANY_ENDS = "links of more than two ends, now relations from the first to each of the others: {}"
FEW_ENDS = "links of fewer than two ends, left out: {}"
DOUBLE_IDS = "tags with the id of another tag, now with one of their own: {}"
TRUSTED = "tags whose text differs from what stands at their offsets, which were trusted: {}"
INSIDE = "elements inside tags, left out: {}"
_MOST = 100


@dataclass(slots=True)
class Told:
    """Counts and differences by file, so that a file that is read twice counts once."""

    _counts: dict[Path, Counter[str]] = field(default_factory=dict)
    _differences: dict[Path, list[str]] = field(default_factory=dict)

    def start(self, path: Path) -> "Counts":
        """Return the counts of a file, which start anew."""
        counts = Counts()
        self._counts[path], self._differences[path] = counts.seen, counts.differences
        return counts

    def tell(self, note: Callable[[str], None]) -> None:
        """Give a sentence for each thing that happened, and for each difference."""
        total: Counter[str] = Counter()
        for counts in self._counts.values():
            total.update(counts)
        for sentence, count in sorted(total.items()):
            if count:
                note(sentence.format(f"{count:,}"))
        differences = [each for some in self._differences.values() for each in some]
        for difference in differences[:_MOST]:
            note(difference)
        if len(differences) > _MOST:
            note(f"and {len(differences) - _MOST:,} more such differences")


@dataclass(slots=True)
class Counts:
    """What happened in one file."""

    seen: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
