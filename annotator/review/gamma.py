# SPDX-License-Identifier: MIT
"""Gamma, gamma-cat and gamma-k: agreement on places and labels, over the best alignment.

Sources: Mathet, Widlöcher and Métivier 2015; Mathet 2017 for gamma-cat and gamma-k. What chance
gives is the mean over sampled annotators, so every value here has some noise: it says how many were
sampled.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.alignment import (
    Alignment,
    Observers,
    TooManyCandidatesError,
    Unit,
    Weights,
    best_alignment,
    positional,
)
from annotator.review.bootstrap import REPLICATES, with_interval
from annotator.review.value import (
    FEW_ANNOTATORS,
    NO_DOCUMENTS,
    NOTHING_MARKED,
    ONE_CATEGORY,
    Value,
    undefined,
)

Sampler: TypeAlias = Literal["statistical", "shuffle"]
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many of how many are done; may raise to cancel."""

FEWEST_SAMPLES = 30
MOST_SAMPLES = 1000
TOO_MANY = "too many units lie near each other to align exactly"
NO_CHANCE = "chance alone gives no disorder"
NO_NEAR = "no two units lie near enough to compare their labels"
CORPUS_PRECISION = 0.02
CORPUS_FEWEST = 3
"""How many continua are sampled for each document of a corpus at least."""
_SURE = 1.96
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Gamma:
    """Gamma, gamma-cat, the disorder observed and expected, and how many samples gave that.

    ``gamma_k`` is gamma-cat of the pairs in which a label is.
    """

    gamma: Value
    gamma_cat: Value
    gamma_k: Mapping[str, Value]
    observed_disorder: float | None
    expected_disorder: float | None
    samples: int


def _silent(done: int, total: int) -> None:
    """Tell nobody."""


def gamma(
    observers: Observers,
    *,
    weights: Weights | None = None,
    sampler: Sampler = "statistical",
    precision: float | None = 0.02,
    seed: int = 0,
    progress: Progress = _silent,
) -> Gamma:
    """Return gamma of one text; ``observers`` holds the units of each annotator.

    At least 30 continua are sampled, and more until the expected disorder is known to within the
    share ``precision`` with 95 % (at most 1,000); None stops at 30. ``n`` counts units. The order
    of annotators and of units never matters.
    """
    ordered = _ordered(observers)
    n = sum(len(mine) for mine in ordered)
    if len(ordered) < _PAIR or not n:
        return _nothing(NOTHING_MARKED if len(ordered) >= _PAIR else FEW_ANNOTATORS, n)
    weights = weights or Weights()
    random = np.random.default_rng(seed)
    try:
        observed = _measured(ordered, weights)
        chance = _expected(ordered, weights, (sampler, precision), random, progress)
    except TooManyCandidatesError:
        return _nothing(TOO_MANY, n)
    expected = float(np.mean([one.disorder for one in chance]))
    return Gamma(
        _beyond(observed.disorder, expected, n, NO_CHANCE),
        _categorial(observed, chance, None, (n, weights.delta_empty)),
        {
            label: _categorial(observed, chance, label, (n, weights.delta_empty))
            for label in sorted({unit[2] for mine in ordered for unit in mine})
        },
        observed.disorder,
        expected,
        len(chance),
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    """The disorder of the best alignment, and that of labels: of all (None) and of each."""

    disorder: float
    labels: Mapping[str | None, float | None]


def _ordered(observers: Observers) -> list[list[Unit]]:
    return sorted(sorted({*mine}) for mine in observers)


def _nothing(reason: str, n: int) -> Gamma:
    return Gamma(undefined(reason, n), undefined(reason, n), {}, None, None, 0)


def _beyond(observed: float, expected: float, n: int, reason: str) -> Value:
    return Value(1 - observed / expected, "", n) if expected > 0 else undefined(reason, n)


def _categorial(
    observed: _Measured, chance: Sequence[_Measured], label: str | None, how: tuple[int, float]
) -> Value:
    n, alone = how
    found = observed.labels.get(label)
    if found is None:
        return undefined(NO_NEAR, n)
    return _beyond(found, _chance_of_labels(chance, label, alone), n, ONE_CATEGORY)


def _chance_of_labels(chance: Sequence[_Measured], label: str | None, alone: float) -> float:
    """Return the mean disorder; units that all stand ``alone`` are as far apart as can be."""
    found = [one.labels.get(label) for one in chance]
    return float(np.mean([alone if each is None else each for each in found]))


def _measured(observers: Observers, weights: Weights) -> _Measured:
    found = best_alignment(observers, weights)
    return _Measured(found.disorder, label_disorders(observers, found, weights))


def _expected(
    observers: Observers,
    weights: Weights,
    how: tuple[Sampler, float | None],
    random: np.random.Generator,
    progress: Progress,
) -> list[_Measured]:
    """Return what sampled continua are like."""
    sampler, precision = how
    draw = shuffled if sampler == "shuffle" else drawn
    chance: list[_Measured] = []
    wanted = FEWEST_SAMPLES
    while len(chance) < wanted:
        chance.append(_measured(draw(observers, random), weights))
        disorders = [one.disorder for one in chance]
        if len(chance) == FEWEST_SAMPLES and precision and (mean := np.mean(disorders)):
            needed = math.ceil((np.std(disorders) / mean * _SURE / precision) ** 2)
            wanted = min(max(wanted, needed), MOST_SAMPLES)
        progress(len(chance), wanted)
    return chance


def label_disorders(
    observers: Observers, found: Alignment, weights: Weights
) -> dict[str | None, float | None]:
    """Return the disorder of the labels of aligned units, the nearer the heavier.

    That of all pairs is under None, that of the pairs with a label under its name; None where no
    two units are compared. As other programs do, a unit that another annotator lacks counts as
    another label.
    """
    rows = np.array(found.rows, np.int64).reshape(-1, len(observers))
    names = sorted({unit[2] for mine in observers for unit in mine})
    number = {name: n for n, name in enumerate(names)}
    codes = [np.array([number[unit[2]] for unit in mine] + [-1]) for mine in observers]
    parts = [
        _compared(
            (rows[:, i], rows[:, j]),
            (codes[i], codes[j]),
            weights.alpha * weights.delta_empty * positional(observers[i], observers[j]),
            (rows >= 0).sum(axis=1),
            weights.delta_empty,
        )
        for i, j in combinations(range(len(observers)), _PAIR)
    ]
    one, other, weight, differs = (np.concatenate(column) for column in zip(*parts, strict=True))
    made: dict[str | None, float | None] = {}
    for name in (None, *names):
        code = -1 if name is None else number[name]
        chosen = np.ones(len(one), np.bool_) if name is None else (one == code) | (other == code)
        met = chosen & (one >= 0) & (other >= 0)
        total = float(weight[chosen].sum())
        apart = float((weight * differs)[chosen].sum()) * weights.delta_empty
        made[name] = apart / total if met.any() and total else None
    return made


_Columns: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]


def _compared(
    rows: _Columns,
    codes: _Columns,
    apart: NDArray[np.float64],
    real: NDArray[np.int64],
    alone: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """Return for each row where one of two has a unit: their labels, its weight, if they differ."""
    some = (rows[0] >= 0) | (rows[1] >= 0)
    left, right = rows[0][some], rows[1][some]
    one, other = codes[0][left], codes[1][right]
    weight = np.full(len(left), float(alone))
    met = (left >= 0) & (right >= 0)
    near = np.maximum(0.0, 1 - apart[left[met], right[met]])
    weight[met] = near / (real[some][met] - 1)
    return one, other, weight, one != other


def drawn(observers: Observers, random: np.random.Generator) -> list[list[Unit]]:
    """Return annotators drawn from how many, how long, how far apart and what the units are."""
    units = [unit for mine in observers for unit in mine]
    low = min(start for start, _, _ in units)
    gaps = []
    for mine in observers:
        last = low
        for start, end, _ in sorted(mine):
            gaps.append(start - last)
            last = end
    gap, length = _spread(gaps), _spread([end - start for start, end, _ in units])
    count = _spread([len(mine) for mine in observers])
    made = []
    for _ in observers:
        # a sample where nobody has a unit says nothing about chance
        many = max(1, abs(int(random.normal(*count))))
        place, mine = low, []
        for _ in range(many):
            start = place + random.normal(*gap)
            place = start + (abs(random.normal(*length)) or 1.0)
            mine.append((start, place, units[int(random.integers(len(units)))][2]))
        made.append(mine)
    return made


def _spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the standard deviation."""
    return float(np.mean(values)), float(np.std(values))


def shuffled(observers: Observers, random: np.random.Generator) -> list[list[Unit]]:
    """Return annotators drawn from the real ones, each turned round at a place of their own."""
    units = [unit for mine in observers for unit in mine]
    low, high = min(unit[0] for unit in units), max(unit[1] for unit in units)
    near = float(np.mean([end - start for start, end, _ in units])) / 2
    pivots: list[int] = []
    for _ in observers:
        for _attempt in range(100):
            pivot = int(random.uniform(low, high))
            if all(abs(pivot - other) >= near for other in pivots):
                break
        pivots.append(pivot)
    made = []
    for pivot in pivots:
        mine = observers[int(random.integers(len(observers)))]
        turned = [(start + pivot, end + pivot, label) for start, end, label in mine]
        back = high - low
        made.append([(s - back, e - back, c) if s > high else (s, e, c) for s, e, c in turned])
    return made if any(made) else shuffled(observers, random)


@dataclass(frozen=True, slots=True)
class CorpusGamma:
    """Gamma and gamma-cat of several texts, and how many continua were sampled for each."""

    gamma: Value
    gamma_cat: Value
    samples: int


def corpus_gamma(
    documents: Sequence[Observers],
    *,
    most: int = 200,
    weights: Weights | None = None,
    seed: int = 0,
    progress: Progress = _silent,
) -> CorpusGamma:
    """Return gamma over a seeded sample of documents, with 95 % intervals from resampling them.

    1 less the summed observed by the summed expected disorder. Each document gets as many samples
    as are needed to know the expected sum to within 2 % with 95 %, from 3 to 30 (all together, at
    least 30). ``n`` counts the documents used: those with fewer than two annotators, with no unit,
    or with too many near each other are left out. ``progress`` may raise to cancel.
    """
    random = np.random.default_rng(seed)
    weights = weights or Weights()
    usable = [n for n, one in enumerate(documents) if len(one) >= _PAIR and any(one)]
    if not usable:
        nothing = undefined(NOTHING_MARKED if documents else NO_DOCUMENTS)
        return CorpusGamma(nothing, nothing, 0)
    if len(usable) > most:
        usable = sorted(int(n) for n in random.choice(usable, most, replace=False))
    count = max(CORPUS_FEWEST, math.ceil(FEWEST_SAMPLES / len(usable)))
    sampled: list[_Sampled] = []
    for done, n in enumerate(usable):
        progress(done, len(usable))
        one = _Sampled(_ordered(documents[n]), np.random.default_rng(seed + n))
        if one.measure(weights, count):
            sampled.append(one)
    needed = _needed(sampled, count)
    for one in sampled:
        progress(len(usable), len(usable))
        one.measure(weights, needed)
    progress(len(usable), len(usable))
    if not sampled:
        return CorpusGamma(undefined(TOO_MANY), undefined(TOO_MANY), 0)
    both = np.array([(one.observed.disorder, one.expected) for one in sampled if one.observed])
    labels = [
        (found, _chance_of_labels(one.chance, None, weights.delta_empty))
        for one in sampled
        if one.observed and (found := one.observed.labels[None]) is not None
    ]
    return CorpusGamma(
        _pooled(both, random, NO_CHANCE),
        _pooled(np.array(labels).reshape(-1, 2), random, ONE_CATEGORY if labels else NO_NEAR),
        needed,
    )


@dataclass(slots=True)
class _Sampled:
    """A document of a corpus: its units, what they are like, and what chance is like so far."""

    observers: Observers
    random: np.random.Generator
    observed: _Measured | None = None
    chance: list[_Measured] = field(default_factory=list)

    @property
    def expected(self) -> float:
        return float(np.mean([one.disorder for one in self.chance]))

    def measure(self, weights: Weights, count: int) -> bool:
        """Sample up to ``count`` continua; False if there are too many units to align."""
        try:
            self.observed = self.observed or _measured(self.observers, weights)
            while len(self.chance) < count:
                self.chance.append(_measured(drawn(self.observers, self.random), weights))
        except TooManyCandidatesError:
            # what was sampled before stands; without any the document cannot be used
            return self.observed is not None and len(self.chance) >= CORPUS_FEWEST
        return True


def _needed(sampled: Sequence[_Sampled], count: int) -> int:
    """Return how many samples of each document make their summed disorder sure enough."""
    if not sampled:
        return count
    spread = sum(float(np.var([c.disorder for c in one.chance], ddof=1)) for one in sampled)
    whole = sum(one.expected for one in sampled)
    if not whole:
        return count
    needed = math.ceil(spread * (_SURE / CORPUS_PRECISION / whole) ** 2)
    return min(max(count, needed), max(count, FEWEST_SAMPLES))


def _pooled(both: NDArray[np.float64], random: np.random.Generator, reason: str) -> Value:
    """Return 1 less the summed observed by the summed expected disorder, with its interval."""
    observed, expected = both.sum(axis=0).tolist()
    if not expected:
        return undefined(reason, len(both))
    picks = random.integers(len(both), size=(REPLICATES, len(both)))
    sums = both[picks].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.where(sums[:, 1] > 0, 1 - sums[:, 0] / sums[:, 1], np.nan)
    return with_interval(Value(1 - observed / expected, "", len(both)), values)
