# SPDX-License-Identifier: MIT
"""Agreement on given units: attributes, document labels, tokens. Chance-corrected coefficients.

``units`` are rows, one for each unit, with one value for each annotator in a fixed order; None is
"did not say". Values are compared by equality; ordered measures need numbers. Every coefficient is
at most 1; 0 is what chance gives. It is undefined, and says why, where chance agreement is certain.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, TypeAlias

from annotator.review.many_raters import NOT_NUMBERS, NOTHING_CODED, Raters, Units, beyond
from annotator.review.many_raters import many_raters as any_number
from annotator.review.value import FEW_ANNOTATORS, ONE_CATEGORY, Value, undefined

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Distance: TypeAlias = Callable[[Any, Any], float]
"""From two values to how far they are apart: 0 for the same; ``jaccard`` and ``masi`` are such."""

UNEVEN = "the units have different numbers of values"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Fleiss:
    """Fleiss' kappa, the agreement observed and expected by chance, and kappa of each category."""

    kappa: Value
    observed: Value
    expected: Value
    per_category: Mapping[Hashable, Value]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha with the observed and the expected disagreement."""

    alpha: Value
    observed_disagreement: float | None
    expected_disagreement: float | None


def two_raters(units: Units, *, categories: int = 0) -> Raters:
    """Return the coefficients of two annotators; units that one did not code are left out.

    AC1 alone looks at these as well, for how often categories are used. ``categories`` is how many
    there are to choose from; 0 counts those that were used. ``n`` of each value counts units. With
    more than two annotators these are the coefficients of ``many_raters``.

    Sources: Bennett, Alpert and Goldstein 1954; Scott 1955; Cohen 1960; Gwet 2008.
    """
    every = any_number(units, categories=_unused(units, categories))
    if any(len(unit) > _PAIR for unit in units):
        return every
    pairs = [unit for unit in units if len(unit) == _PAIR and None not in unit]
    found = any_number(pairs, categories=_unused(units, categories))
    return Raters(
        found.observed, found.bennett_s, found.scott_pi, found.cohen_kappa, every.gwet_ac1
    )


def _unused(units: Units, count: int) -> list[Hashable]:
    """Return as many stand-ins as there are categories that nobody used."""
    used = {value for unit in units for value in unit} - {None}
    return [("unused", number) for number in range(count - len(used))]


def fleiss(units: Units) -> Fleiss:
    """Return Fleiss' kappa; ``n`` of each value counts units.

    Every unit that has a value must have the same number of values, at least two: it is undefined
    otherwise. Source: Fleiss 1971, equations (2) to (7) and (11).
    """
    coded = [
        counts for unit in units if (counts := Counter(v for v in unit if v is not None)).total()
    ]
    n = len(coded)
    sizes = {counts.total() for counts in coded}
    if not coded or sizes == {1}:
        nothing = undefined(NOTHING_CODED if not coded else FEW_ANNOTATORS, n)
        return Fleiss(nothing, nothing, nothing, {})
    if len(sizes) > 1:
        nothing = undefined(UNEVEN, n)
        return Fleiss(nothing, nothing, nothing, {})
    (m,) = sizes
    totals = sum(coded, Counter[Hashable]())
    observed = sum(sum(c * c for c in counts.values()) - m for counts in coded) / (n * m * (m - 1))
    shares = {value: total / (n * m) for value, total in totals.items()}
    expected = sum(share * share for share in shares.values())
    per_category = {
        value: _of_category([counts[value] for counts in coded], m, shares[value])
        for value in sorted(totals, key=repr)
    }
    return Fleiss(
        beyond(observed, expected, n), Value(observed, "", n), Value(expected, "", n), per_category
    )


def _of_category(counts: Sequence[int], m: int, share: float) -> Value:
    n = len(counts)
    if share in (0.0, 1.0):
        return undefined(ONE_CATEGORY, n)
    together = sum(count * (count - 1) for count in counts)
    agreed = together / (n * m * (m - 1) * share)
    return Value((agreed - share) / (1 - share), "", n)


def krippendorff_alpha(
    units: Units, *, level: Level = "nominal", order: Sequence[Hashable] = ()
) -> Alpha:
    """Return Krippendorff's alpha; units with fewer than two values are left out.

    ``n`` of the value counts pairable values. Any number of annotators; missing values are no
    disagreement. Undefined when all pairable values are the same, and, for a level other than
    nominal, when one of them is no number. ``order`` names categories from the lowest on, for
    those that are ordered and no numbers; ValueError for a value that is not in it.

    Source: Krippendorff 2004, "Content Analysis", section 11.3; the coincidence matrix.
    """
    coded = _pairable(units)
    if order:
        rank = {name: number for number, name in enumerate(order)}
        strange = {value for unit in coded for value in unit} - rank.keys()
        if strange:
            raise ValueError(f"the order lacks {', '.join(sorted(map(repr, strange)))}")
        coded = [[rank[value] for value in unit] for unit in coded]
    values = Counter(value for unit in coded for value in unit)
    if level != "nominal" and not all(_is_number(value) for value in values):
        return Alpha(undefined(NOT_NUMBERS, values.total()), None, None)
    return _alpha(coded, values, squared_difference(level, values))


def alpha_with(units: Units, distance: Distance) -> Alpha:
    """Return Krippendorff's alpha with a distance of one's own, such as ``masi`` for sets."""
    coded = _pairable(units)
    values = Counter(value for unit in coded for value in unit)
    return _alpha(coded, values, distance)


def squared_difference(level: Level, values: Counter[Any]) -> Distance:
    """Return the squared difference of two values at a level of measurement.

    ``values`` says how often each occurs: what lies between two ranks depends on it (ordinal).
    """
    if level == "nominal":
        return lambda one, other: float(one != other)
    if level == "interval":
        return lambda one, other: float(one - other) ** 2
    if level == "ratio":
        return lambda one, other: ((one - other) / (one + other)) ** 2 if one + other else 0.0
    below: dict[Any, float] = {}
    total = 0
    for value in sorted(values):
        below[value] = total + values[value] / 2
        total += values[value]
    return lambda one, other: (below[one] - below[other]) ** 2


def _alpha(coded: Sequence[Sequence[Any]], values: Counter[Any], distance: Distance) -> Alpha:
    n = values.total()
    if not n:
        return Alpha(undefined(NOTHING_CODED), None, None)
    observed = 0.0
    known: dict[tuple[Any, Any], float] = {}
    for unit in coded:
        counts = Counter(unit)
        apart = sum(
            counts[one] * counts[other] * _apart(one, other, distance, known)
            for one, other in combinations(counts, 2)
        )
        observed += 2 * apart / (len(unit) - 1)
    expected = 2 * sum(
        values[one] * values[other] * _apart(one, other, distance, known)
        for one, other in combinations(values, 2)
    )
    observed, expected = observed / n, expected / (n * (n - 1))
    if not expected:
        return Alpha(undefined(ONE_CATEGORY, n), observed, expected)
    return Alpha(Value(1 - observed / expected, "", n), observed, expected)


def _apart(
    one: Hashable, other: Hashable, distance: Distance, known: dict[tuple[Any, Any], float]
) -> float:
    found = known.get((one, other))
    if found is None:
        found = known[one, other] = distance(one, other)
    return found


def _pairable(units: Units) -> list[list[Any]]:
    found = [[value for value in unit if value is not None] for unit in units]
    return [unit for unit in found if len(unit) >= _PAIR]


def _is_number(value: Hashable) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return 1 less the shared part of two sets; 0 for two empty ones."""
    both = len(one | other)
    return 1 - len(one & other) / both if both else 0.0


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the distance of two sets, weighed by how they overlap.

    Source: Passonneau 2006, "Measuring agreement on set-valued items (MASI)".
    """
    shared = one & other
    if one == other:
        weight = 1.0
    elif shared in (one, other) and shared:
        weight = 2 / 3
    elif shared:
        weight = 1 / 3
    else:
        weight = 0.0
    return 1 - (1 - jaccard(one, other)) * weight


def weighted_kappa(units: Units, distance: Distance | Literal["linear", "quadratic"]) -> Value:
    """Return Cohen's weighted kappa of two annotators for a distance of values.

    "linear" and "quadratic" are of numbers: undefined for other values. ``n`` counts units that
    both coded. Source: Cohen 1968.
    """
    pairs = [tuple(unit) for unit in units if len(unit) == _PAIR and None not in unit]
    n = len(pairs)
    if not n:
        return undefined(NOTHING_CODED)
    if isinstance(distance, str):
        if not all(_is_number(value) for pair in pairs for value in pair):
            return undefined(NOT_NUMBERS, n)
        power = 1 if distance == "linear" else 2
        return weighted_kappa(pairs, lambda one, other: abs(one - other) ** power)
    first, second = (Counter(pair[side] for pair in pairs) for side in range(_PAIR))
    observed = sum(distance(one, other) for one, other in pairs) / n
    expected = sum(
        first[one] * second[other] * distance(one, other) for one in first for other in second
    ) / (n * n)
    return Value(1 - observed / expected, "", n) if expected else undefined(ONE_CATEGORY, n)
