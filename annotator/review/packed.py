# SPDX-License-Identifier: MIT
"""The spans of many layers as whole numbers, for measures over a whole corpus."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.matching import Mark, Place

Numbers: TypeAlias = NDArray[np.int32]
COLUMNS = 5
START, END, LABEL, PLACE, SURFACE = range(COLUMNS)
"""The columns of a packed layer: start, end, and the numbers of label, stretches and surface."""
CONTIGUOUS = 0


@dataclass(slots=True)
class Names:
    """What numbers stand for: labels, the stretches of discontinuous spans, surfaces.

    Place 0 means one stretch from start to end. Names are only added, so numbers stay.
    """

    labels: dict[str, int] = field(default_factory=dict)
    places: dict[Place, int] = field(default_factory=lambda: {(): CONTIGUOUS})
    surfaces: dict[str, int] = field(default_factory=dict)

    def pack(self, spans: Iterable[tuple[Place, str, str]]) -> Numbers:
        """Return a layer's spans (stretches, label, surface) as rows of numbers."""
        labels, places, surfaces = self.labels, self.places, self.surfaces
        rows = [
            (
                place[0][0],
                place[-1][1],
                labels.setdefault(label, len(labels)),
                places.setdefault(place, len(places)) if len(place) > 1 else CONTIGUOUS,
                surfaces.setdefault(folded, len(surfaces)),
            )
            for place, label, surface in spans
            for folded in (surface.casefold(),)
        ]
        return np.array(rows, np.int32).reshape(-1, COLUMNS)


@dataclass(frozen=True, slots=True)
class PackedLayer:
    """One completed layer; ``rows`` has the columns above, a row for each span."""

    document: str
    annotator: str
    rows: Numbers


@dataclass(frozen=True, slots=True)
class Corpus:
    """Completed layers as one table.

    ``layers`` (layers x 2) has the numbers of document and annotator, ``first`` where the rows of
    each layer begin, with the end after the last.
    """

    documents: tuple[str, ...]
    annotators: tuple[str, ...]
    names: Names
    layers: Numbers
    first: NDArray[np.int64]
    rows: Numbers

    def of_rows(self) -> tuple[Numbers, Numbers]:
        """Return the numbers of the document and of the annotator of each row."""
        sizes = np.diff(self.first)
        return np.repeat(self.layers[:, 0], sizes), np.repeat(self.layers[:, 1], sizes)

    def has(self, annotator: int) -> NDArray[np.bool_]:
        """Return which documents an annotator has completed."""
        found = np.zeros(len(self.documents), np.bool_)
        found[self.layers[self.layers[:, 1] == annotator, 0]] = True
        return found


def corpus_of(layers: Sequence[PackedLayer], names: Names) -> Corpus:
    """Return completed layers as a corpus; documents as they come, annotators by name."""
    documents = {name: n for n, name in enumerate(dict.fromkeys(each.document for each in layers))}
    people = {name: n for n, name in enumerate(sorted({each.annotator for each in layers}))}
    table = [(documents[each.document], people[each.annotator]) for each in layers]
    sizes = np.array([len(each.rows) for each in layers], np.int64)
    empty = np.empty((0, COLUMNS), np.int32)
    return Corpus(
        tuple(documents),
        tuple(people),
        names,
        np.array(table, np.int32).reshape(-1, 2),
        np.concatenate(([0], np.cumsum(sizes))),
        np.concatenate([each.rows for each in layers]) if layers else empty,
    )


def marks(rows: Numbers, labels: Sequence[str], places: Sequence[Place]) -> Iterator[Mark]:
    """Yield packed spans as what matching looks at."""
    for start, end, label, place, _ in rows.tolist():
        yield (places[place] if place else ((start, end),)), labels[label]
