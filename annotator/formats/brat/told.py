# SPDX-License-Identifier: MIT
"""What is told once for all files of an import: counts of what became something else."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TRIGGERS = "triggers and times that are parts of their events and no spans (triggers=spans): {}"
PIECES = "spans whose pieces only line breaks parted, now one stretch (line_breaks=keep): {}"
TOUCHING = "spans with pieces that touch or overlap, which were joined: {}"
PARTED_TRIGGERS = "triggers of several stretches, now spans too; events have the first one: {}"
MARKS = "texts whose byte-order mark the offsets counted; it is left out: {}"
NO_WORDS = "lines without words to compare with the text: {}"
COMMENT_TYPES = "comments of another type than AnnotatorNotes, now with it before the words: {}"
COMMENTS_ON_OTHERS = "comments on attributes, now on what has the attribute: {}"
NO_TRIGGER = "events without a trigger but with two ends, now relations: {}"
GROUPS_OF_EVENTS = "equivalences of more than spans, now relations between their members: {}"
REFERENCES = "references of what is no span, now notes on it: {}"


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
        found = sorted((sentence, count) for sentence, count in total.items() if count)
        return [sentence.format(f"{count:,}") for sentence, count in found]
