# SPDX-License-Identifier: MIT
"""How far annotators agree who have completed the same documents: F1 of spans, by pair and label.

Two spans are the same if their characters and labels are: the strict F1 of ``review.f1``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, TypeAlias

from annotator.release.layers import spans_by_place
from annotator.release.plan import GOLD
from annotator.review.f1 import Counts, f1, strict_count, total
from annotator.review.matching import Mark
from annotator.store.values import StoredDocument

_TOGETHER = 2
Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The agreement of two annotators, or of all pairs on one label.

    ``spans`` counts those of both, so that one that both have counts twice; ``f1`` is from 0 to 1,
    and None if neither has any span.
    """

    name: str
    documents: int
    spans: int
    f1: float | None


@dataclass(slots=True)
class Agreement:
    """What annotators share, gathered document by document; the gold layer is nobody's.

    ``counts`` are by pair and label.
    """

    documents: Counter[Pair] = field(default_factory=Counter)
    counts: dict[tuple[Pair, str], Counts] = field(default_factory=dict)

    def add(self, item: StoredDocument) -> None:
        """Take in a document; nothing comes of one that fewer than two have completed."""
        layers = [layer for layer in item.layers if layer.complete and layer.annotator != GOLD]
        if len(layers) < _TOGETHER:
            return
        marks = {layer.annotator: _by_label(layer.data) for layer in layers}
        for pair in combinations(sorted(marks), 2):
            one, other = (marks[name] for name in pair)
            self.documents[pair] += 1
            for label in one.keys() | other.keys():
                counts = strict_count(one.get(label, ()), other.get(label, ()))
                self.counts[pair, label] = self.counts.get((pair, label), Counts()) + counts

    def by_pair(self) -> Iterator[Agreed]:
        """Yield the agreement of each two annotators, by their names."""
        for pair in sorted(self.documents):
            counts = total(each for (two, _), each in self.counts.items() if two == pair)
            yield _agreed(" and ".join(pair), self.documents[pair], counts)

    def by_label(self) -> Iterator[Agreed]:
        """Yield the agreement of all pairs on each label."""
        for label in sorted({label for _, label in self.counts}):
            counts = total(each for (_, name), each in self.counts.items() if name == label)
            yield _agreed(label, self.documents.total(), counts)


def _by_label(records: Sequence[Mapping[str, Any]]) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = {}
    for label, fragments in spans_by_place(records):
        found.setdefault(label, []).append((fragments, label))
    return found


def _agreed(name: str, documents: int, counts: Counts) -> Agreed:
    return Agreed(name, documents, counts.spans, f1(counts).value)
