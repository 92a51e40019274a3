# SPDX-License-Identifier: MIT
"""Coefficients of any number of annotators, where some may not have coded every unit.

The agreement observed is a mean over units of the share of pairs of values that agree, so a unit
counts the same however many coded it. What is expected by chance differs: all categories alike
(Bennett's S, Brennan and Prediger, Randolph's free kappa), the pooled use of categories (Scott's
pi, Fleiss' kappa), each annotator's own (Cohen's kappa, Conger) or hard units only (Gwet's AC1).

Source: Gwet 2014, "Handbook of Inter-Rater Reliability", chapters 2 to 5, also for missing values.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, sqrt
from typing import Any, Literal, TypeAlias

from annotator.review.value import FEW_ANNOTATORS, ONE_CATEGORY, Value, undefined

Units: TypeAlias = Sequence[Sequence[Hashable]]
"""Rows, one for each unit, with one value for each annotator; None is "did not say"."""
Closeness: TypeAlias = Callable[[Any, Any], float]
"""From two values to how far they agree: 1 for the same, 0 for not at all."""
Scale: TypeAlias = Literal["linear", "quadratic", "ordinal", "radical", "ratio"]

NOTHING_CODED = "no unit has two values"
NOT_NUMBERS = "a value is not a number"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Raters:
    """The coefficients of two or more annotators; ``observed`` is how far they agree, 0 to 1.

    ``n`` of each value counts units with at least two values.
    """

    observed: Value
    bennett_s: Value
    scott_pi: Value
    cohen_kappa: Value
    gwet_ac1: Value


def same(one: object, other: object) -> float:
    """Return 1 for equal values, else 0."""
    return float(one == other)


def many_raters(
    units: Units, *, categories: Sequence[Hashable] = (), closeness: Closeness = same
) -> Raters:
    """Return the coefficients of any number of annotators, the same columns in every unit.

    ``categories`` are those there were to choose from, if some may not have been used. With
    another ``closeness`` than ``same`` these are the weighted coefficients (AC1 is then AC2); it
    must be symmetric. What an annotator alone coded still tells how often categories are used.
    """
    rows = [Counter(value for value in unit if value is not None) for unit in units]
    rows = [row for row in rows if row]
    pairable = [row for row in rows if row.total() >= _PAIR]
    n = len(pairable)
    if not n:
        nothing = undefined(NOTHING_CODED)
        return Raters(nothing, nothing, nothing, nothing, nothing)
    names = sorted({*categories, *(value for row in rows for value in row)}, key=repr)
    k = len(names)
    close = {(a, b): closeness(a, b) for a in names for b in names}
    observed = sum(_agreed(row, close) for row in pairable) / n
    shares = {name: sum(row[name] / row.total() for row in rows) / len(rows) for name in names}
    weight = sum(close.values())
    pooled = sum(close[a, b] * shares[a] * shares[b] for a, b in close)
    spread = sum(share * (1 - share) for share in shares.values())
    hard = weight * spread / (k * (k - 1)) if k > 1 else 1.0
    own = _by_each(units, close)
    return Raters(
        Value(observed, "", n),
        beyond(observed, weight / (k * k), n),
        beyond(observed, pooled, n),
        beyond(observed, own, n) if own is not None else undefined(FEW_ANNOTATORS, n),
        beyond(observed, hard, n),
    )


def beyond(observed: float, expected: float, n: int) -> Value:
    """Return how far the agreement observed is beyond that expected by chance, as a share."""
    if expected >= 1 - 1e-12:  # a sum of shares may miss 1 by rounding
        return undefined(ONE_CATEGORY, n)
    return Value((observed - expected) / (1 - expected), "", n)


def _agreed(row: Counter[Hashable], close: Mapping[tuple[Hashable, Hashable], float]) -> float:
    """Return the closeness of the pairs of values of one unit, averaged."""
    m = row.total()
    together = sum(row[a] * (row[b] - (a == b)) * close[a, b] for a in row for b in row)
    return together / (m * (m - 1))


def _by_each(units: Units, close: Mapping[tuple[Hashable, Hashable], float]) -> float | None:
    """Return the closeness by chance of each two annotators, averaged; each uses their own shares.

    None if fewer than two coded anything. Source: Conger 1980.
    """
    width = max(len(unit) for unit in units)
    used = [
        Counter(unit[at] for unit in units if at < len(unit) and unit[at] is not None)
        for at in range(width)
    ]
    used = [counts for counts in used if counts]
    expected = [
        sum(one[a] * other[b] * close[a, b] for a in one for b in other)
        / (one.total() * other.total())
        for one, other in combinations(used, 2)
    ]
    return sum(expected) / len(expected) if expected else None


def scaled(scale: Scale, categories: Sequence[Any]) -> Closeness:
    """Return how close two categories are on a scale.

    ``categories`` are all there were to choose from, in their order; they must be numbers, but for
    "ordinal", which only looks at ranks: ValueError otherwise. Source: Gwet 2014, section 3.5.
    """
    rank = {name: n for n, name in enumerate(categories)}
    if scale == "ordinal":
        most = comb(len(rank), 2) or 1
        return lambda a, b: 1 - comb(abs(rank[a] - rank[b]) + 1, 2) / most if a != b else 1.0
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in categories):
        raise ValueError(NOT_NUMBERS)
    low, high = min(categories), max(categories)
    apart: dict[Scale, Callable[[float, float], float]] = {
        "linear": lambda a, b: abs(a - b),
        "quadratic": lambda a, b: (a - b) ** 2,
        "radical": lambda a, b: sqrt(abs(a - b)),
        "ratio": lambda a, b: ((a - b) / (a + b)) ** 2 if a + b else 0.0,
    }
    distance = apart[scale]
    widest = distance(low, high) or 1.0
    return lambda a, b: 1 - distance(a, b) / widest


def light_kappa(units: Units) -> Value:
    """Return the mean of Cohen's kappa over each two annotators; ``n`` counts pairs with a value.

    Source: Light 1971.
    """
    width = max((len(unit) for unit in units), default=0)
    values = []
    for one, other in combinations(range(width), 2):
        both = [(unit[one], unit[other]) for unit in units if len(unit) > other]
        kappa = many_raters([pair for pair in both if None not in pair]).cohen_kappa.value
        if kappa is not None:
            values.append(kappa)
    if not values:
        return undefined(ONE_CATEGORY if width >= _PAIR else FEW_ANNOTATORS)
    return Value(sum(values) / len(values), "", len(values))
