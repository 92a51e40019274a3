# SPDX-License-Identifier: MIT
"""How sure a measure is: the percentile bootstrap over documents (Efron and Tibshirani 1993).

Documents are drawn with replacement, as many as there are; spans of one document depend on each
other, so they are never drawn alone. Every measure here is made of per-document sums, so that a
replicate is a weighted sum of rows. Seeded: the same documents give the same interval.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.value import NO_DOCUMENTS, NOTHING_MARKED, Value, undefined

REPLICATES = 1000
FEW_DOCUMENTS = 10
SEED = 0
TAILS = (0.025, 0.975)
_CHUNK = 10_000

Floats: TypeAlias = NDArray[np.float64]
Weights: TypeAlias = NDArray[np.uint8]
Statistic: TypeAlias = Callable[[Floats], Floats]
"""From sums (replicates x columns) to one number a replicate; nan where it is undefined."""


def weights(documents: int, *, replicates: int = REPLICATES, seed: int = SEED) -> Weights:
    """Return how often each document is drawn: replicates x documents, multinomial."""
    random = np.random.default_rng(seed)
    drawn = np.empty((replicates, documents), np.uint8)
    for row in drawn:
        chosen = random.integers(0, documents, documents, dtype=np.int32)
        row[:] = np.minimum(np.bincount(chosen, minlength=documents), 255)
    return drawn


def resampled(drawn: Weights, rows: NDArray[np.int32] | Floats) -> Floats:
    """Return the sums of each replicate (replicates x columns); ``rows`` is documents x columns."""
    sums = np.zeros((drawn.shape[0], rows.shape[1]))
    for first in range(0, rows.shape[0], _CHUNK):
        part = slice(first, first + _CHUNK)
        sums += drawn[:, part].astype(np.float32) @ rows[part].astype(np.float32)
    return sums


def interval(values: Floats) -> tuple[float | None, float | None]:
    """Return the middle 95 % of the replicates' values; undefined ones are left out."""
    return _intervals(values[None, :])[0]


def _intervals(values: Floats) -> list[tuple[float | None, float | None]]:
    """Return the interval of each row of values; what is nan is left out."""
    ordered = np.sort(values, axis=1)  # nan comes last
    last = ordered.shape[1] - 1 - np.isnan(ordered).sum(axis=1)
    ends = []
    for share in TAILS:
        place = np.maximum(last, 0) * share
        low = np.floor(place).astype(np.intp)
        rows = np.arange(len(ordered))
        below, above = ordered[rows, low], ordered[rows, np.minimum(low + 1, np.maximum(last, 0))]
        ends.append((below + (above - below) * (place - low)).tolist())
    return [
        (low, high) if any_left >= 0 else (None, None)
        for low, high, any_left in zip(*ends, last.tolist(), strict=True)
    ]


def with_intervals(values: Sequence[Value], replicated: Sequence[Floats]) -> list[Value]:
    """Return values with the intervals of their replicates; an undefined one has none."""
    if not values:
        return []
    found = _intervals(np.stack(replicated))
    return [
        value if value.value is None else Value(value.value, "", value.n, low, high)
        for value, (low, high) in zip(values, found, strict=True)
    ]


def with_interval(value: Value, values: Floats) -> Value:
    """Return the value with the interval of its replicates; an undefined one has none."""
    if value.value is None:
        return value
    return Value(value.value, "", value.n, *interval(values))


def f1_of(sums: Floats) -> Floats:
    """Return F1 of sums whose columns are shared, spans of one, spans of the other."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * sums[:, 0] / (sums[:, 1] + sums[:, 2]), np.float64)


def bootstrapped(
    rows: Sequence[Sequence[float]],
    statistic: Statistic = f1_of,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> Value:
    """Return a statistic of per-document rows with its interval; ``n`` counts documents."""
    if not rows:
        return undefined(NO_DOCUMENTS)
    table = np.asarray(rows, np.float64)
    point = float(statistic(table.sum(axis=0, keepdims=True))[0])
    if np.isnan(point):
        return undefined(NOTHING_MARKED, len(rows))
    drawn = weights(len(rows), replicates=replicates, seed=seed)
    return with_interval(Value(point, "", len(rows)), statistic(resampled(drawn, table)))


def bootstrapped_difference(
    before: Sequence[Sequence[float]],
    after: Sequence[Sequence[float]],
    statistic: Statistic = f1_of,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> Value:
    """Return how much a statistic grew from ``before`` to ``after``, row by row the same documents.

    Both are drawn together (paired): did the new guideline help?
    """
    if not before or len(before) != len(after):
        return undefined(NO_DOCUMENTS)
    tables = [np.asarray(rows, np.float64) for rows in (before, after)]
    points = [float(statistic(table.sum(axis=0, keepdims=True))[0]) for table in tables]
    drawn = weights(len(before), replicates=replicates, seed=seed)
    one, other = (statistic(resampled(drawn, table)) for table in tables)
    if np.isnan(points[0] + points[1]):
        return undefined(NOTHING_MARKED, len(before))
    return with_interval(Value(points[1] - points[0], "", len(before)), other - one)
