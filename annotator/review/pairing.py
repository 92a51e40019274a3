# SPDX-License-Identifier: MIT
"""The matching of ``matching`` for all pairs of annotators over a whole corpus, vectorised.

Spans that are the same are found as equal neighbours of one sorted table. What is left falls into
components by a sweep; nine in ten are one span, or one of each, and only the others are matched
one by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.review.matching import Likeness, best_pairs, likeness
from annotator.review.packed import CONTIGUOUS, END, LABEL, PLACE, START, Corpus, marks

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Pairing:
    """The matched spans of one pair of annotators, and what only one of them has; one entry each.

    ``one`` and ``other`` are rows of the corpus, or -1; ``likeness`` is a ``Likeness``;
    ``documents`` are those that both completed, whether they hold anything or not. Entries are in
    the order of documents.
    """

    names: tuple[str, str]
    documents: NDArray[np.int64]
    document: NDArray[np.int32]
    one: NDArray[np.int64]
    other: NDArray[np.int64]
    likeness: NDArray[np.int8]

    def of_document(self, number: int) -> "Pairing":
        """Return the entries of one document."""
        first, last = np.searchsorted(self.document, (number, number + 1)).tolist()
        return self.take(slice(first, last))

    def take(self, part: slice | NDArray[np.bool_]) -> "Pairing":
        """Return some of the entries."""
        return Pairing(
            self.names,
            self.documents,
            self.document[part],
            self.one[part],
            self.other[part],
            self.likeness[part],
        )


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Distinct rows in text order: their numbers in the corpus, and what they are compared by."""

    row: NDArray[np.int64]
    annotator: NDArray[np.int32]
    document: NDArray[np.int32]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    what: NDArray[np.int64]

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> "_Sorted":
        return _Sorted(
            self.row[chosen],
            self.annotator[chosen],
            self.document[chosen],
            self.start[chosen],
            self.end[chosen],
            self.what[chosen],
        )

    def repeats(self) -> NDArray[np.bool_]:
        """Return for each row but the last whether the next one is the same mark."""
        same = np.ones(max(0, len(self.row) - 1), np.bool_)
        for column in (self.start, self.end, self.what):
            same &= column[1:] == column[:-1]
        return same


def pairings(corpus: Corpus) -> list[Pairing]:
    """Return the pairing of every two annotators who completed a document in common."""
    table = _sorted(corpus)
    done = [corpus.has(number) for number in range(len(corpus.annotators))]
    found = []
    for one, other in combinations(range(len(corpus.annotators)), 2):
        both = done[one] & done[other]
        if both.any():
            theirs = (table.annotator == one) | (table.annotator == other)
            chosen = table.take(theirs & both[table.document])
            found.append(_paired(corpus, chosen, (one, other), np.flatnonzero(both)))
    return found


def _sorted(corpus: Corpus) -> _Sorted:
    """Return the distinct rows, each document's after those of the one before."""
    document, annotator = corpus.of_rows()
    rows = corpus.rows
    lengths = np.zeros(len(corpus.documents), np.int64)
    filled = np.diff(corpus.first) > 0
    if len(rows):
        longest = np.maximum.reduceat(rows[:, END], corpus.first[:-1][filled])
        np.maximum.at(lengths, corpus.layers[filled, 0], longest)
    base = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    start = base[document] + rows[:, START].astype(np.int64)
    length = (rows[:, END] - rows[:, START]).astype(np.int64)
    what = (rows[:, PLACE].astype(np.int64) << 32) + rows[:, LABEL].astype(np.int64)
    order = np.lexsort((what * len(corpus.annotators) + annotator, start << 24 | length))
    every = _Sorted(np.arange(len(rows)), annotator, document, start, start + length, what)
    table = every.take(order)
    again = np.zeros(len(order), np.bool_)
    again[1:] = table.repeats() & (table.annotator[1:] == table.annotator[:-1])
    return table.take(~again)


def _paired(
    corpus: Corpus, table: _Sorted, pair: tuple[int, int], documents: NDArray[np.int64]
) -> Pairing:
    same = np.flatnonzero(table.repeats())
    left = np.ones(len(table.row), np.bool_)
    left[same] = left[same + 1] = False
    rest = table.take(left)
    one, other, alike = _matched_rest(corpus, rest, pair[0])
    ones = np.concatenate((table.row[same], one))
    others = np.concatenate((table.row[same + 1], other))
    strict = np.full(len(same), Likeness.STRICT, np.int8)
    everyones, _ = corpus.of_rows()
    document = everyones[np.where(ones == NOBODY, others, ones)]
    order = np.argsort(document, kind="stable")
    alike = np.concatenate((strict, alike))
    return Pairing(
        (corpus.annotators[pair[0]], corpus.annotators[pair[1]]),
        documents,
        document[order],
        ones[order],
        others[order],
        alike[order],
    )


def _matched_rest(
    corpus: Corpus, table: _Sorted, first: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
    """Match what has no equal: return rows of the first annotator, of the other, and likeness."""
    size = len(table.row)
    new = np.ones(size, np.bool_)
    reach = np.maximum.accumulate(table.end)
    new[1:] = table.start[1:] >= reach[:-1]
    component = np.cumsum(new) - 1
    starts = np.flatnonzero(new)
    sizes = np.diff(np.concatenate((starts, [size])))
    is_one = table.annotator == first
    ones = np.bincount(component, weights=is_one, minlength=len(starts)).astype(np.int64)
    whole = corpus.rows[table.row, PLACE] == CONTIGUOUS
    all_whole = np.bincount(component, weights=~whole, minlength=len(starts)) == 0
    alone = (ones == 0) | (ones == sizes)
    simple = (sizes == 2) & (ones == 1) & all_whole
    single = np.flatnonzero(alone[component])
    parts = [_alone(table.row[single], is_one[single]), _simple(table, starts[simple], is_one)]
    hard = np.flatnonzero(~alone & ~simple)
    parts.append(_hard(corpus, table, zip(starts[hard], sizes[hard], strict=True), is_one))
    one, other, alike = zip(*parts, strict=True)
    return np.concatenate(one), np.concatenate(other), np.concatenate(alike)


_Part = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]


def _alone(row: NDArray[np.int64], is_one: NDArray[np.bool_]) -> _Part:
    nobody = np.full(len(row), NOBODY, np.int64)
    none = np.full(len(row), Likeness.NONE, np.int8)
    return np.where(is_one, row, nobody), np.where(is_one, nobody, row), none


def _simple(table: _Sorted, at: NDArray[np.int64], is_one: NDArray[np.bool_]) -> _Part:
    """Return the pairs of components that have one contiguous span of each."""
    turned = ~is_one[at]
    left, right = table.row[at + turned], table.row[at + ~turned]
    same_place = (table.start[at] == table.start[at + 1]) & (table.end[at] == table.end[at + 1])
    same_label = table.what[at] == table.what[at + 1]
    alike = np.where(
        same_place, Likeness.EXACT, np.where(same_label, Likeness.LABEL, Likeness.OVERLAP)
    )
    return left, right, alike.astype(np.int8)


def _hard(
    corpus: Corpus,
    table: _Sorted,
    components: Iterable[tuple[int, int]],
    is_one: NDArray[np.bool_],
) -> _Part:
    """Match components one by one: start and size of each in the table."""
    labels, places = list(corpus.names.labels), list(corpus.names.places)
    made: list[tuple[int, int, int]] = []
    for start, size in components:
        rows = table.row[start : start + size]
        held = list(zip(marks(corpus.rows[rows], labels, places), rows.tolist(), strict=True))
        side = is_one[start : start + size].tolist()
        left = sorted(each for each, mine in zip(held, side, strict=True) if mine)
        right = sorted(each for each, mine in zip(held, side, strict=True) if not mine)
        pairs = best_pairs([mark for mark, _ in left], [mark for mark, _ in right])
        made += [(left[i][1], right[j][1], likeness(left[i][0], right[j][0])) for i, j in pairs]
        paired_left, paired_right = {i for i, _ in pairs}, {j for _, j in pairs}
        made += [(row, NOBODY, 0) for i, (_, row) in enumerate(left) if i not in paired_left]
        made += [(NOBODY, row, 0) for j, (_, row) in enumerate(right) if j not in paired_right]
    table_of = np.array(made, np.int64).reshape(-1, 3)
    return table_of[:, 0], table_of[:, 1], table_of[:, 2].astype(np.int8)
