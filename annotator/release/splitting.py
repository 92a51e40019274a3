# SPDX-License-Identifier: MIT
"""Puts clusters of documents into train, dev and test, with the labels in like shares.

What an earlier release has put somewhere stays there. Each of the rest has a split by a hash of the
seed and its documents, and goes there while there is room, so that it comes to the same split also
without an earlier release, whatever else is in the corpus. Room is kept by iterative stratification
(Sechidis, Tsoumakas and Vlahavas 2011): the rarest label first; what finds no room goes where most
of that label is lacking. Nothing hangs on the order of import.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from annotator.release.plan import SPLITS

_NONE_WANTED = -1e12
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Unit:
    """Documents that belong in one split: near-duplicates, mostly a single document.

    ``labels`` count their spans. ``fixed`` is the split that an earlier release has put them into.
    """

    documents: tuple[str, ...]
    labels: Mapping[str, int]
    fixed: str = ""


@dataclass(slots=True)
class _Room:
    """What each split still lacks: documents, and spans of each label."""

    documents: dict[str, float]
    labels: dict[str, dict[str, float]] = field(default_factory=dict)

    def take(self, unit: Unit, split: str) -> None:
        self.documents[split] -= len(unit.documents)
        for label, count in unit.labels.items():
            self.labels[label][split] -= count

    def has(self, unit: Unit, split: str, label: str) -> bool:
        """Whether half of a unit's documents, and of its spans with the label, are lacking."""
        if self.documents[split] < _HALF * len(unit.documents):
            return False
        return not label or self.labels[label][split] >= _HALF * unit.labels[label]

    def best(self, label: str) -> str:
        """Return the split that lacks most of a label; of several, the one that is emptiest."""
        lacks = self.labels[label] if label else self.documents
        return max(
            (split for split in SPLITS if self.documents[split] > _NONE_WANTED / 2),
            key=lambda split: (lacks[split], self.documents[split], -SPLITS.index(split)),
        )


def splits_of(units: Sequence[Unit], shares: Mapping[str, float], seed: int) -> list[str]:
    """Return the split of each unit, in the order of the units."""
    room = _room(units, shares)
    found = [unit.fixed for unit in units]
    for unit in units:
        if unit.fixed:
            room.take(unit, unit.fixed)
    waiting = {number for number, unit in enumerate(units) if not unit.fixed}
    hashes = {number: _hash(units[number], seed) for number in waiting}
    while waiting:
        label = _rarest(units, waiting)
        group = [n for n in waiting if label in units[n].labels] if label else list(waiting)
        homeless = []
        for number in sorted(group, key=hashes.__getitem__):
            split = _own_split(hashes[number], shares)
            if room.has(units[number], split, label):
                room.take(units[number], split)
                found[number] = split
            else:
                homeless.append(number)
        for number in homeless:
            found[number] = room.best(label)
            room.take(units[number], found[number])
        waiting.difference_update(group)
    return found


def _room(units: Sequence[Unit], shares: Mapping[str, float]) -> _Room:
    documents = sum(len(unit.documents) for unit in units)
    totals: Counter[str] = Counter()
    for unit in units:
        totals.update(unit.labels)
    room = _Room({split: _wanted(documents, share) for split, share in shares.items()})
    for label, total in totals.items():
        room.labels[label] = {split: _wanted(total, share) for split, share in shares.items()}
    return room


def _wanted(total: int, share: float) -> float:
    """Return how many of ``total`` a split is to get; never any if its share is nothing."""
    return total * share if share > 0 else _NONE_WANTED


def _rarest(units: Sequence[Unit], waiting: set[int]) -> str:
    """Return the label in the fewest waiting units; nothing if none of them has a label."""
    counts = Counter(label for number in waiting for label in units[number].labels)
    return min(counts, key=lambda label: (counts[label], label)) if counts else ""


def _hash(unit: Unit, seed: int) -> bytes:
    """Return the least hash of the documents: one more document seldom changes it."""
    return min(sha256(f"{seed}\0{document}".encode()).digest() for document in unit.documents)


def _own_split(digest: bytes, shares: Mapping[str, float]) -> str:
    """Return the split that a hash stands for, whatever else there is."""
    place = int.from_bytes(digest[-8:], "big") / 2**64
    found = ""
    for split, share in shares.items():
        if share > 0:
            found = split
            place -= share
            if place < 0:
                break
    return found
