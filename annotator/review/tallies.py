# SPDX-License-Identifier: MIT
"""Sums over documents of how each pair of annotators compares; one edited document costs its own.

Every measure of the report is made of these sums, and so are its intervals: the sums of each
replicate are kept too, and change by the edited document's rows times how often it was drawn.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.bootstrap import REPLICATES, Floats, Weights, resampled, weights
from annotator.review.kind_sums import KINDS, OF_LABEL, Sums, Table
from annotator.review.matching import Likeness
from annotator.review.packed import LABEL, SURFACE, Corpus, Names, PackedLayer, corpus_of
from annotator.review.pairing import NOBODY, Pairing, pairings
from annotator.review.wholes import Wholes, document_means, wholes

Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """The pairing of one pair of annotators, and the corpus its rows are of."""

    corpus: Corpus
    pairing: Pairing


@dataclass(slots=True)
class PairTally:
    """One pair of annotators.

    ``both`` says which documents both completed; ``rows`` is documents x columns (see
    ``kind_sums``), ``sums`` their sums; ``matrix`` is labels x labels, the first annotator by row,
    "missing" last; ``replicated`` has the sums of each replicate. ``part`` is what they were made
    of, ``edited`` what came after.
    """

    both: NDArray[np.bool_]
    rows: Table
    sums: Sums
    matrix: Sums
    replicated: Floats
    part: Part
    edited: dict[int, Part] = field(default_factory=dict)

    def of_document(self, number: int) -> Part:
        """Return what is known of one document."""
        return self.edited.get(number) or Part(
            self.part.corpus, self.part.pairing.of_document(number)
        )

    def parts(self) -> Iterator[Part]:
        """Yield everything, edited documents apart from the others."""
        pairing = self.part.pairing
        if not self.edited:
            yield self.part
            return
        kept = ~np.isin(pairing.document, list(self.edited))
        yield Part(self.part.corpus, pairing.take(kept))
        yield from self.edited.values()


@dataclass(slots=True)
class Tallies:
    """The sums of a corpus, of each pair of annotators and of all. ``drawn`` is the bootstrap's."""

    documents: tuple[str, ...]
    annotators: tuple[str, ...]
    names: Names
    labels: tuple[str, ...]
    drawn: Weights
    pairs: dict[Pair, PairTally]
    whole: Wholes
    strings: Sums
    """Surfaces x 2: how often each was compared, and how often not found the same."""
    numbers: dict[str, int]

    def update(self, document: str, layers: Sequence[PackedLayer], at: str = "") -> bool:
        """Take in a document whose layers have changed; False if all is to be tallied anew.

        That is so when the document, a label or a pair of annotators is new. ``layers`` are all
        completed ones of the document, ``at`` (ISO 8601) is when the last was completed.
        """
        number = self.numbers.get(document)
        if number is None or len(self.names.labels) != len(self.labels):
            return False
        corpus = corpus_of(layers, self.names)
        found = {pairing.names: Part(corpus, pairing) for pairing in pairings(corpus)}
        if not found.keys() <= self.pairs.keys():
            return False
        grown = len(self.names.surfaces) - len(self.strings)
        self.strings = np.concatenate((self.strings, np.zeros((grown, 2), np.int64)))
        for pair, tally in self.pairs.items():
            new = found.get(pair, Part(corpus, _nothing(pair)))
            self._replace(tally, number, new, completed=pair in found)
        tallies = self.pairs.values()
        if self.pairs:
            rows = np.array([tally.rows[number] for tally in tallies], np.int64)
            both = np.array([tally.both[number] for tally in tallies])
            means = document_means(rows, both).sum(axis=0)
            self.whole.replace(number, rows.sum(axis=0), means, at, self.drawn)
        return True

    def _replace(self, tally: PairTally, number: int, new: Part, *, completed: bool) -> None:
        count = len(self.labels)
        old = tally.of_document(number)
        row = tally_rows(new, 1, count)[0]
        difference = (row - tally.rows[number]).astype(np.float64)
        tally.replicated += np.outer(self.drawn[:, number].astype(np.float64), difference)
        tally.sums += row - tally.rows[number]
        tally.rows[number] = row
        tally.both[number] = completed
        tally.matrix += confusion_matrix(new, count) - confusion_matrix(old, count)
        self.strings += string_counts(new, len(self.strings))
        self.strings -= string_counts(old, len(self.strings))
        tally.edited[number] = new


def tallied(
    corpus: Corpus, times: Mapping[str, str] | None = None, *, replicates: int = REPLICATES
) -> Tallies:
    """Return the sums of a whole corpus; ``times`` say when each document was completed."""
    size, labels = len(corpus.documents), tuple(corpus.names.labels)
    parts = [Part(corpus, pairing) for pairing in pairings(corpus)]
    tables = [tally_rows(part, size, len(labels)) for part in parts]
    drawn = weights(size, replicates=replicates)
    wide = np.hstack(tables) if tables else np.zeros((size, 0), np.int32)
    sums = np.hsplit(resampled(drawn, wide), max(1, len(tables)))
    strings = np.zeros((len(corpus.names.surfaces), 2), np.int64)
    pairs = {}
    for part, table, replicated in zip(parts, tables, sums, strict=False):
        both = np.zeros(size, np.bool_)
        both[part.pairing.documents] = True
        matrix = confusion_matrix(part, len(labels))
        strings += string_counts(part, len(strings))
        sums_of_pair = table.sum(axis=0, dtype=np.int64)
        pairs[part.pairing.names] = PairTally(both, table, sums_of_pair, matrix, replicated, part)
    numbers = {document: number for number, document in enumerate(corpus.documents)}
    whole = wholes(
        [(tally.rows, tally.both) for tally in pairs.values()],
        KINDS + OF_LABEL * len(labels),
        drawn,
        [(times or {}).get(document, "") for document in corpus.documents],
    )
    return Tallies(
        corpus.documents,
        corpus.annotators,
        corpus.names,
        labels,
        drawn,
        pairs,
        whole,
        strings,
        numbers,
    )


def tally_rows(part: Part, documents: int, labels: int) -> Table:
    """Return the row of each document: the counts of each kind, then those of each label."""
    pairing, width = part.pairing, KINDS + OF_LABEL * labels
    left, right = labels_of(part, labels)
    kind = np.where(
        pairing.likeness > 0,
        Likeness.STRICT - pairing.likeness.astype(np.int64),
        np.where(pairing.other == NOBODY, KINDS - 2, KINDS - 1),
    )
    document = pairing.document.astype(np.int64)
    strict = pairing.likeness == Likeness.STRICT
    partial = pairing.likeness == Likeness.LABEL
    entries: list[tuple[Sums, Sums]] = [(document, kind)]
    for offset, label, chosen in (
        (0, left, strict),
        (1, left, partial),
        (2, left, left < labels),
        (3, right, right < labels),
    ):
        entries.append((document[chosen], KINDS + OF_LABEL * label[chosen] + offset))
    cells = np.concatenate([number * width + column for number, column in entries])
    counts = np.bincount(cells, minlength=documents * width)
    return counts.astype(np.int32).reshape(documents, width)


def confusion_matrix(part: Part, labels: int) -> Sums:
    """Return labels x labels, the first annotator by row; the last row and column are "missing"."""
    left, right = labels_of(part, labels)
    cells = left * (labels + 1) + right
    counts = np.bincount(cells, minlength=(labels + 1) ** 2)
    return counts.astype(np.int64).reshape(labels + 1, labels + 1)


def string_counts(part: Part, surfaces: int) -> Sums:
    """Return how often each surface was compared, and how often it did not agree."""
    pairing = part.pairing
    held = np.concatenate((pairing.one, pairing.other))
    differs = np.tile(pairing.likeness != Likeness.STRICT, 2)[held != NOBODY]
    surface = part.corpus.rows[held[held != NOBODY], SURFACE]
    compared = np.bincount(surface, minlength=surfaces)
    apart = np.bincount(surface[differs], minlength=surfaces)
    return np.stack((compared, apart), axis=1).astype(np.int64)


def labels_of(part: Part, missing: int) -> tuple[Sums, Sums]:
    """Return the number of each entry's label of the first annotator, and of the other's."""
    found = []
    for rows in (part.pairing.one, part.pairing.other):
        labels = np.full(len(rows), missing, np.int64)
        there = rows != NOBODY
        labels[there] = part.corpus.rows[rows[there], LABEL]
        found.append(labels)
    return found[0], found[1]


def _nothing(pair: Pair) -> Pairing:
    none = np.empty(0, np.int64)
    return Pairing(pair, none, none.astype(np.int32), none, none, none.astype(np.int8))
