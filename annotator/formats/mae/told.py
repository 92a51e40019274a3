# SPDX-License-Identifier: MIT
"""What is told once for all files of an import."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TOUCHING = "{} tags had stretches that touch or overlap, and these were joined"
NO_WORDS = "{} tags have no text to compare with that of the document"
IN_CODE_POINTS = (
    "in {} texts the words only fit if offsets count code points, not UTF-16; so they were read"
)
LABELS = "{} tags without a place became document labels"
MANY_ENDS = (
    "{} links have more than two ends; they became relations from the first to each of the others"
)
FEW_ENDS = "{} links have fewer than two ends and were left out"
DOUBLE_IDS = "{} tags had the id of another tag, and no link means them; they have new ids"
TRUSTED = "{} tags have a text that differs from what stands at their offsets; the offsets count"
INSIDE = "{} elements inside of tags were left out"
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
