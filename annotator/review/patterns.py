# SPDX-License-Identifier: MIT
"""How often annotators gave which values together, by document: coefficients with intervals.

A pattern is one value for each annotator, such as the labels that two gave one token. All measures
here are made of how often each pattern occurs, so a replicate of the bootstrap costs as much as the
number of patterns, whatever the number of tokens.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.bootstrap import Floats, Weights, with_intervals
from annotator.review.coded import Distance
from annotator.review.many_raters import NOTHING_CODED
from annotator.review.value import ONE_CATEGORY, Value, undefined

Pattern: TypeAlias = tuple[Hashable, ...]
_SURE = 1e-12
"""Agreement by chance this near to 1 is certain: a sum of shares may miss it by rounding."""


@dataclass(slots=True)
class Patterns:
    """How often each pattern occurs in each document."""

    numbers: dict[Pattern, int] = field(default_factory=dict)
    entries: list[tuple[int, int, int]] = field(default_factory=list)
    """Document, pattern and count."""

    def add(self, document: int, counts: Mapping[Pattern, int]) -> None:
        """Count the patterns of a document, which is given by its number."""
        for pattern, count in counts.items():
            number = self.numbers.setdefault(pattern, len(self.numbers))
            self.entries.append((document, number, count))

    def rows(self, drawn: Weights) -> "Rows":
        """Return the counts of the whole, then of each replicate."""
        from scipy.sparse import csr_array

        width, size = len(self.numbers), drawn.shape[1]
        table = np.array(self.entries, np.int64).reshape(-1, 3).T
        counts = csr_array((table[2].astype(np.float64), (table[1], table[0])), (width, size))
        every = np.vstack((np.ones((1, size), np.float32), drawn.astype(np.float32)))
        return Rows(tuple(self.numbers), np.asarray((counts @ every.T).T, np.float64))


@dataclass(frozen=True, slots=True)
class Rows:
    """Patterns, and how often each occurs: rows x patterns, the whole first, then replicates."""

    patterns: tuple[Pattern, ...]
    counts: Floats

    def mapped(self, patterns: Sequence[Pattern | None]) -> "Rows":
        """Return the counts of other patterns in the place of these; None leaves one out."""
        names = list(dict.fromkeys(pattern for pattern in patterns if pattern is not None))
        number = {name: n for n, name in enumerate(names)}
        joined = np.zeros((len(patterns), len(names)))
        for n, pattern in enumerate(patterns):
            if pattern is not None:
                joined[n, number[pattern]] = 1
        return Rows(tuple(names), self.counts @ joined)


def agreement_of(rows: Rows) -> Value:
    """Return the share of pairs of values that are the same; ``n`` counts units."""
    return _value(rows.counts @ _agreeing(rows.patterns), rows.counts.sum(axis=1))


def cohen_kappa_of(rows: Rows) -> Value:
    """Return Cohen's kappa of patterns of two; ``n`` counts units."""
    one, other = (
        rows.counts @ _used([pattern[side : side + 1] for pattern in rows.patterns], rows)
        for side in range(2)
    )
    total = rows.counts.sum(axis=1)
    return _beyond(rows, (one * other).sum(axis=1), total * total)


def fleiss_kappa_of(rows: Rows) -> Value:
    """Return Fleiss' kappa (of two: Scott's pi); ``n`` counts units."""
    used = rows.counts @ _used(rows.patterns, rows)
    total = used.sum(axis=1)
    return _beyond(rows, (used * used).sum(axis=1), total * total)


def alpha_of(rows: Rows, distance: Distance | None = None) -> Value:
    """Return Krippendorff's alpha for a distance, nominal without one; ``n`` counts values."""
    names = _names(rows.patterns)
    used = rows.counts @ _used(rows.patterns, rows)
    n = used.sum(axis=1)
    if distance is None:
        apart = 1 - _agreeing(rows.patterns)
        expected = n * n - (used * used).sum(axis=1)
    else:
        apart = np.array([_mean_distance(pattern, distance) for pattern in rows.patterns])
        between = np.array([[distance(one, other) for other in names] for one in names])
        expected = ((used @ between.reshape(len(names), len(names))) * used).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (rows.counts @ apart) / rows.counts.sum(axis=1)
        values = 1 - observed * n * (n - 1) / expected
    values = np.where(expected > 0, values, np.nan)
    return _finished(values, int(n[0]) if len(rows.patterns) else 0)


def share_of(parts: Floats, wholes: Floats, reason: str) -> Value:
    """Return a share, the whole's first, then those of replicates; ``n`` is its denominator."""
    return _value(parts, wholes, reason)


def _value(parts: Floats, wholes: Floats, reason: str = NOTHING_CODED) -> Value:
    n = round(float(wholes[0]))
    if not n:
        return undefined(reason)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(wholes > 0, parts / wholes, np.nan)
    return with_intervals([Value(float(values[0]), "", n)], [values[1:]])[0]


def _beyond(rows: Rows, together: Floats, whole: Floats) -> Value:
    """Return how far agreement is beyond ``together / whole``, which is that of chance."""
    total = rows.counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = together / whole
        observed = (rows.counts @ _agreeing(rows.patterns)) / total
        values = np.where(expected < 1 - _SURE, (observed - expected) / (1 - expected), np.nan)
    return _finished(values, round(float(total[0])))


def _finished(values: Floats, n: int) -> Value:
    if not n:
        return undefined(NOTHING_CODED)
    if np.isnan(values[0]):
        return undefined(ONE_CATEGORY, n)
    return with_intervals([Value(float(values[0]), "", n)], [values[1:]])[0]


def _names(patterns: Sequence[Pattern]) -> list[Hashable]:
    return list(dict.fromkeys(value for pattern in patterns for value in pattern))


def _used(patterns: Sequence[Pattern], rows: Rows) -> NDArray[np.float64]:
    """Return how often each pattern uses each value: patterns x values."""
    number = {name: n for n, name in enumerate(_names(rows.patterns))}
    found = np.zeros((len(patterns), len(number)))
    for n, pattern in enumerate(patterns):
        for value in pattern:
            found[n, number[value]] += 1
    return found


def _agreeing(patterns: Sequence[Pattern]) -> NDArray[np.float64]:
    return 1 - np.array(
        [_mean_distance(pattern, lambda a, b: float(a != b)) for pattern in patterns], np.float64
    )


def _mean_distance(pattern: Pattern, distance: Distance) -> float:
    pairs = list(combinations(pattern, 2))
    return sum(distance(one, other) for one, other in pairs) / max(1, len(pairs))
