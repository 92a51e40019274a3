# SPDX-License-Identifier: MIT
"""How far annotators agree who have completed the same documents: F1 of spans, by pair and label.

Two spans are the same if their characters and labels are. F1 does not depend on which of the two is
taken for right, and needs no count of what is no span (Hripcsak and Rothschild 2005).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

from annotator.release.layers import spans_by_place
from annotator.release.plan import GOLD
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
    """Counts of what annotators share, gathered document by document; the gold layer is nobody's.

    ``shared`` and ``spans`` are by pair and label.
    """

    documents: Counter[Pair] = field(default_factory=Counter)
    shared: Counter[tuple[Pair, str]] = field(default_factory=Counter)
    spans: Counter[tuple[Pair, str]] = field(default_factory=Counter)

    def add(self, item: StoredDocument) -> None:
        """Take in a document; nothing comes of one that fewer than two have completed."""
        layers = [layer for layer in item.layers if layer.complete and layer.annotator != GOLD]
        if len(layers) < _TOGETHER:
            return
        places = {layer.annotator: spans_by_place(layer.data).keys() for layer in layers}
        for pair in combinations(sorted(places), 2):
            one, other = (places[name] for name in pair)
            self.documents[pair] += 1
            self.shared.update((pair, label) for label, _ in one & other)
            self.spans.update((pair, label) for label, _ in [*one, *other])

    def by_pair(self) -> Iterator[Agreed]:
        """Yield the agreement of each two annotators, by their names."""
        for pair in sorted(self.documents):
            shared = sum(count for (two, _), count in self.shared.items() if two == pair)
            spans = sum(count for (two, _), count in self.spans.items() if two == pair)
            yield Agreed(" and ".join(pair), self.documents[pair], spans, _f1(shared, spans))

    def by_label(self) -> Iterator[Agreed]:
        """Yield the agreement of all pairs on each label."""
        for label in sorted({label for _, label in self.spans}):
            shared = sum(count for (_, name), count in self.shared.items() if name == label)
            spans = sum(count for (_, name), count in self.spans.items() if name == label)
            yield Agreed(label, self.documents.total(), spans, _f1(shared, spans))


def _f1(shared: int, spans: int) -> float | None:
    return 2 * shared / spans if spans else None
