# SPDX-License-Identifier: MIT
"""Gamma and gamma-cat: agreement on places and labels at once, over the best alignment.

Sources: Mathet, Widlöcher and Métivier 2015; Mathet 2017 for gamma-cat. What chance gives is the
mean over sampled annotators, so every value here has some noise: it says how many were sampled.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias

import numpy as np

from annotator.review.alignment import (
    Alignment,
    Observers,
    TooManyCandidatesError,
    Unit,
    Weights,
    best_alignment,
    positional,
)
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
_SURE = 1.96
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Gamma:
    """Gamma, gamma-cat, the disorder observed and expected, and how many samples gave that."""

    gamma: Value
    gamma_cat: Value
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
    ordered = sorted(sorted({*mine}) for mine in observers)
    n = sum(len(mine) for mine in ordered)
    if len(ordered) < _PAIR or not n:
        nothing = undefined(NOTHING_MARKED if len(ordered) >= _PAIR else FEW_ANNOTATORS, n)
        return Gamma(nothing, nothing, None, None, 0)
    weights = weights or Weights()
    random = np.random.default_rng(seed)
    try:
        found = best_alignment(ordered, weights)
        chance, chance_cat = _expected(ordered, weights, (sampler, precision), random, progress)
    except TooManyCandidatesError:
        return Gamma(undefined(TOO_MANY, n), undefined(TOO_MANY, n), None, None, 0)
    expected = float(np.mean(chance))
    return Gamma(
        _beyond(found.disorder, expected, n, NO_CHANCE),
        _categorial(label_disorder(ordered, found, weights), chance_cat, n),
        found.disorder,
        expected,
        len(chance),
    )


def _beyond(observed: float, expected: float, n: int, reason: str) -> Value:
    return Value(1 - observed / expected, "", n) if expected > 0 else undefined(reason, n)


def _categorial(observed: float | None, chance: Sequence[float | None], n: int) -> Value:
    known = [value for value in chance if value is not None]
    if observed is None or not known:
        return undefined("no two units lie near enough to compare their labels", n)
    return _beyond(observed, sum(known) / len(known), n, ONE_CATEGORY)


def _expected(
    observers: Observers,
    weights: Weights,
    how: tuple[Sampler, float | None],
    random: np.random.Generator,
    progress: Progress,
) -> tuple[list[float], list[float | None]]:
    """Return the disorders of sampled continua, and those of their labels."""
    sampler, precision = how
    draw = shuffled if sampler == "shuffle" else drawn
    disorders: list[float] = []
    labels: list[float | None] = []
    wanted = FEWEST_SAMPLES
    while len(disorders) < wanted:
        sample = draw(observers, random)
        found = best_alignment(sample, weights)
        disorders.append(found.disorder)
        apart = label_disorder(sample, found, weights)
        # units that all stand alone are as far apart by chance as can be
        labels.append(weights.delta_empty if apart is None else apart)
        if len(disorders) == FEWEST_SAMPLES and precision and (mean := np.mean(disorders)):
            needed = math.ceil((np.std(disorders) / mean * _SURE / precision) ** 2)
            wanted = min(max(wanted, needed), MOST_SAMPLES)
        progress(len(disorders), wanted)
    return disorders, labels


def label_disorder(observers: Observers, found: Alignment, weights: Weights) -> float | None:
    """Return the disorder of the labels of aligned units, the nearer the heavier; None: no pair.

    As other programs do, a unit that another annotator lacks counts as another label.
    """
    apart = {
        (i, j): weights.alpha * positional(observers[i], observers[j])
        for i, j in combinations(range(len(observers)), _PAIR)
    }
    disorder = total = 0.0
    compared = False
    for row in found.rows:
        real = sum(unit >= 0 for unit in row)
        for (i, one), (j, other) in combinations(enumerate(row), _PAIR):
            if one >= 0 and other >= 0:
                weight = max(0.0, 1 - float(apart[i, j][one, other])) / (real - 1)
                total += weight
                disorder += weight * (observers[i][one][2] != observers[j][other][2])
                compared = True
            elif one >= 0 or other >= 0:
                total += weights.delta_empty
                disorder += weights.delta_empty
    return disorder * weights.delta_empty / total if compared and total else None


def drawn(observers: Observers, random: np.random.Generator) -> list[list[Unit]]:
    """Return annotators drawn from how many, how long, how far apart and what the units are."""
    counts = [len(mine) for mine in observers]
    units = [unit for mine in observers for unit in mine]
    lengths = [end - start for start, end, _ in units]
    low = min(start for start, _, _ in units)
    gaps = []
    for mine in observers:
        last = low
        for start, end, _ in sorted(mine):
            gaps.append(start - last)
            last = end
    made = []
    for _ in observers:
        # a sample where nobody has a unit says nothing about chance
        many = max(1, abs(int(random.normal(np.mean(counts), np.std(counts)))))
        place, mine = low, []
        for _ in range(many):
            start = place + random.normal(np.mean(gaps), np.std(gaps))
            place = start + (abs(random.normal(np.mean(lengths), np.std(lengths))) or 1.0)
            mine.append((start, place, units[int(random.integers(len(units)))][2]))
        made.append(mine)
    return made


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


def corpus_gamma(
    documents: Sequence[Observers],
    *,
    most: int = 200,
    weights: Weights | None = None,
    seed: int = 0,
    progress: Progress = _silent,
) -> Value:
    """Return gamma over a seeded sample of documents, with a 95 % interval from resampling them.

    1 less the summed observed by the summed expected disorder, 30 samples for each document. ``n``
    counts the documents used: those with fewer than two annotators, with no unit, or with too
    many near each other are left out. ``progress`` may raise to cancel.
    """
    random = np.random.default_rng(seed)
    usable = [n for n, one in enumerate(documents) if len(one) >= _PAIR and any(one)]
    if not usable:
        return undefined(NOTHING_MARKED if documents else NO_DOCUMENTS)
    if len(usable) > most:
        usable = sorted(int(n) for n in random.choice(usable, most, replace=False))
    disorders = []
    for done, n in enumerate(usable):
        progress(done, len(usable))
        found = gamma(documents[n], weights=weights, precision=None, seed=seed + n)
        if found.observed_disorder is not None:
            disorders.append((found.observed_disorder, found.expected_disorder))
    progress(len(usable), len(usable))
    if not disorders:
        return undefined(TOO_MANY)
    both = np.array(disorders)
    picks = random.integers(len(both), size=(1000, len(both)))
    sums = both[picks].sum(axis=1)
    low, high = np.quantile(1 - sums[:, 0] / sums[:, 1], [0.025, 0.975])
    observed, expected = both.sum(axis=0)
    return Value(float(1 - observed / expected), "", len(both), float(low), float(high))
