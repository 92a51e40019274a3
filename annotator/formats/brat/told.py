# SPDX-License-Identifier: MIT
"""What is told once for all files of an import: counts of what became something else."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TRIGGERS = "{} triggers are parts of their events and no spans of their own (triggers=spans)"
PIECES = "{} spans had pieces that only a line break parts, and are one stretch (line-breaks=keep)"
TOUCHING = "{} spans had pieces that touch or overlap, and these were joined"
PARTED_TRIGGERS = (
    "{} triggers have several stretches: events have the first, and the whole is a span as well"
)
MARKS = "{} texts start with a byte-order mark that the offsets count; it is left out"
NO_WORDS = "{} lines have no words to compare with the text"
COMMENT_TYPES = "{} comments are of another type than AnnotatorNotes, which now precedes the words"
COMMENTS_ON_OTHERS = "{} comments are about attributes; they are now about what has the attribute"
NO_TRIGGER = "{} events have no trigger but two ends, and became relations"
GROUPS_OF_EVENTS = "{} equivalences hold more than spans, and became relations of their members"
REFERENCES = "{} references of what is no span became notes on it"


@dataclass(slots=True)
class Told:
    """Counts by file, so that a file that is read twice counts once."""

    _by_file: dict[Path, Counter[str]] = field(default_factory=dict)

    def start(self, path: Path) -> Counter[str]:
        """Return the counts of a file, which start anew."""
        self._by_file.pop(path, None)
        return Counter()

    def keep(self, path: Path, counts: Counter[str]) -> None:
        """Keep the counts of a file that was read."""
        if counts:
            self._by_file[path] = counts

    def sentences(self) -> list[str]:
        """Return a sentence for each thing that happened."""
        total: Counter[str] = Counter()
        for counts in self._by_file.values():
            total.update(counts)
        return [sentence.format(f"{count:,}") for sentence, count in sorted(total.items())]
