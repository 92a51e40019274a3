# SPDX-License-Identifier: MIT
"""Makes a model's probabilities true, as far as its own past predictions can tell.

Isotonic regression: the nearest non-decreasing steps to what came of past predictions, found by
pooling adjacent violators (Ayer et al. 1955).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

AT_LEAST = 50
"""Below so many predictions the probability is given as it is."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A non-decreasing function of steps; ``limits`` are where each step begins, first 0."""

    limits: tuple[float, ...] = (0.0,)
    values: tuple[float, ...] = ()

    def at(self, probability: float) -> float:
        """Return the calibrated probability; the same one where nothing is known."""
        if not self.values:
            return probability
        return self.values[max(0, bisect_right(self.limits, probability) - 1)]


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability plot: what was said on average, what came of it, of how many."""

    said: float
    found: float
    count: int


@dataclass(slots=True)
class _Pool:
    start: float
    right: float
    weight: float
    members: list[float]

    @property
    def value(self) -> float:
        return self.right / self.weight


def isotonic(predictions: Iterable[tuple[float, bool]], *, prior: float = 2.0) -> Steps:
    """Return the steps for (probability, right) pairs; none for fewer than ``AT_LEAST``.

    Each pool is smoothed by ``prior`` predictions of its own average, so that no step says 0 or 1.
    """
    ordered = sorted(predictions)
    if len(ordered) < AT_LEAST:
        return Steps()
    pools: list[_Pool] = []
    for probability, same in groupby(ordered, key=itemgetter(0)):
        results = [right for _, right in same]
        count = len(results)
        pools.append(_Pool(probability, sum(results), count, [probability] * count))
        while len(pools) > 1 and pools[-2].value >= pools[-1].value:
            last = pools.pop()
            pools[-1].right += last.right
            pools[-1].weight += last.weight
            pools[-1].members += last.members
    values: list[float] = []
    for pool in pools:
        said = sum(pool.members) / len(pool.members)
        smoothed = (pool.right + prior * said) / (pool.weight + prior)
        values.append(max(smoothed, values[-1] if values else 0.0))
    return Steps(tuple(pool.start for pool in pools), tuple(values))


def reliability(predictions: Sequence[tuple[float, bool]], *, bins: int = 10) -> tuple[Bin, ...]:
    """Return the bars of a reliability plot; empty ones are left out."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in predictions:
        found[min(bins - 1, int(probability * bins))].append((probability, right))
    return tuple(
        Bin(
            sum(probability for probability, _ in each) / len(each),
            sum(right for _, right in each) / len(each),
            len(each),
        )
        for each in found
        if each
    )
