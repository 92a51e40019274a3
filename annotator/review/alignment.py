# SPDX-License-Identifier: MIT
"""The best alignment of the units of several annotators, and how much disorder it leaves.

A unit is (start, end, label). Source: Mathet, Widlöcher and Métivier 2015, "The unified and
holistic method gamma for inter-annotator agreement measure and alignment".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Unit: TypeAlias = tuple[float, float, str]
Observers: TypeAlias = Sequence[Sequence[Unit]]
"""The units of each annotator, in any order."""

MOST_CANDIDATES = 1_000_000
_CHUNK = 2048
_WHOLE = 1e-6
_TIE = 1e-7
_PAIR = 2


class TooManyCandidatesError(ValueError):
    """The annotators have too many units near each other to be aligned exactly."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What a place and a label count for, and what a unit that stands alone costs."""

    alpha: float = 1.0
    beta: float = 1.0
    delta_empty: float = 1.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which units belong together: one index for each annotator, -1 for none of theirs."""

    rows: tuple[tuple[int, ...], ...]
    disorder: float


def best_alignment(observers: Observers, weights: Weights | None = None) -> Alignment:
    """Return an alignment with the least disorder; there may be others as good.

    Disorder is the summed cost of the rows by the mean number of units of an annotator; 0 without
    units. Exact. Raises TooManyCandidatesError before memory runs out.
    """
    weights = weights or Weights()
    units = sum(len(mine) for mine in observers)
    if not units:
        return Alignment((), 0.0)
    apart = _costs(observers, weights)
    if len(observers) == _PAIR:
        rows, cost = _paired(apart[0, 1], weights.delta_empty)
    else:
        rows, cost = _covered([len(mine) for mine in observers], apart, weights.delta_empty)
    return Alignment(rows, cost * len(observers) / units)


def positional(one: Sequence[Unit], other: Sequence[Unit]) -> NDArray[Any]:
    """Return how far apart each pair of units lies, from 0; an array (one, other)."""
    a = np.array([unit[:2] for unit in one], dtype=float).reshape(-1, 1, 2)
    b = np.array([unit[:2] for unit in other], dtype=float).reshape(1, -1, 2)
    moved = np.abs(a - b).sum(axis=2)
    length = (a[..., 1] - a[..., 0]) + (b[..., 1] - b[..., 0])
    far = np.where(moved > 0, 1e6, 0.0)
    return np.where(length > 0, moved / np.where(length > 0, length, 1), far) ** 2


def _costs(observers: Observers, weights: Weights) -> dict[tuple[int, int], NDArray[Any]]:
    """Return for each pair of annotators the costs of their pairs; the last place is "none"."""
    found = {}
    for i, one in enumerate(observers):
        for j in range(i + 1, len(observers)):
            other = observers[j]
            costs = np.full((len(one) + 1, len(other) + 1), float(weights.delta_empty))
            if one and other:
                left = np.array([unit[2] for unit in one], dtype=object)[:, None]
                right = np.array([unit[2] for unit in other], dtype=object)[None, :]
                differ = (left != right).astype(float)
                place = positional(one, other)
                both = weights.alpha * place + weights.beta * differ
                costs[:-1, :-1] = both * weights.delta_empty
            found[i, j] = costs
    return found


def _paired(costs: NDArray[Any], alone: float) -> tuple[tuple[tuple[int, ...], ...], float]:
    from scipy.optimize import linear_sum_assignment

    gain = np.minimum(costs[:-1, :-1] - 2 * alone, 0.0)
    pairs = [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(gain), strict=True)]
    kept = [(i, j) for i, j in pairs if gain[i, j] < 0]
    firsts, seconds = {i for i, _ in kept}, {j for _, j in kept}
    rows = [*kept]
    rows += [(i, -1) for i in range(gain.shape[0]) if i not in firsts]
    rows += [(-1, j) for j in range(gain.shape[1]) if j not in seconds]
    return tuple(rows), float(sum(gain[i, j] for i, j in kept)) + alone * sum(gain.shape)


def _covered(
    sizes: Sequence[int], apart: dict[tuple[int, int], NDArray[Any]], alone: float
) -> tuple[tuple[tuple[int, ...], ...], float]:
    """Return the cheapest candidates that hold each unit once."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows, costs = _candidates(sizes, apart, alone)
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    candidate, annotator = np.nonzero(rows >= 0)
    unit = offsets[annotator] + rows[candidate, annotator]
    holds = csr_array((np.ones(len(unit)), (unit, candidate)), shape=(offsets[-1], len(rows)))
    once = LinearConstraint(holds, 1, 1)
    # a linear program, which milp hands over to HiGHS with far less ado than linprog
    # of alignments as good, the one with fewer rows: labels are compared over its pairs
    costs = costs + _TIE * alone
    found = milp(costs, constraints=once, bounds=Bounds(0, 1))
    if np.minimum(found.x, np.abs(1 - found.x)).max() > _WHOLE:
        every = np.ones(len(rows))
        found = milp(costs, constraints=once, bounds=Bounds(0, 1), integrality=every)
    chosen = np.nonzero(found.x > 1 / 2)[0]
    return tuple(tuple(map(int, rows[n])) for n in chosen), float(
        costs[chosen].sum() - len(chosen) * _TIE * alone
    )


def _candidates(
    sizes: Sequence[int], apart: dict[tuple[int, int], NDArray[Any]], alone: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the rows that cost no more than their units alone, and their costs."""
    m = len(sizes)
    pairs = m * (m - 1) / 2
    rows, costs, units = np.zeros((1, 0), dtype=np.int64), np.zeros(1), np.zeros(1)
    for t, size in enumerate(sizes):
        is_unit = np.append(np.ones(size), 0.0)
        parts, made = [], 0
        for at in range(0, len(rows), _CHUNK):
            part = rows[at : at + _CHUNK]
            total = np.repeat(costs[at : at + _CHUNK, None], size + 1, axis=1)
            for s in range(t):
                total += apart[s, t][part[:, s]]
            count = units[at : at + _CHUNK, None] + is_unit
            most = (count + m - 1 - t) * pairs * alone
            old, new = np.nonzero(total <= most * (1 + 1e-12))
            made += len(old)
            if made > MOST_CANDIDATES:
                raise TooManyCandidatesError("too many units lie near each other to align exactly")
            index = np.where(new == size, -1, new)[:, None]
            parts.append((np.hstack([part[old], index]), total[old, new], count[old, new]))
        rows, costs, units = (np.concatenate(column) for column in zip(*parts, strict=True))
    some = units > 0
    return rows[some], costs[some] / pairs
