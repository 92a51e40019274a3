# SPDX-License-Identifier: MIT
"""Krippendorff's alphas for annotators who both find units in a text and label them.

A unit is (start, end, label), half-open. An annotator's text is cut into units and the gaps between
them, so units of one annotator must not overlap: of two that do, the one that starts earlier is
kept, of two that start together the longer one, then the one whose label comes first; ``dropped``
counts the others. Identical duplicates count once. An annotator who found nothing is an empty list.

These measures do not see that one annotator split a unit in two: show a strict F1 beside them.

Sources: Krippendorff, Mathet, Bouvry and Widloecher 2016, "On the reliability of unitizing textual
continua: Further developments", equations 1, 4, 6 and 10 to 13; for ``alpha_u_1995`` Krippendorff
1995, and 2004, "Content Analysis", section 11.6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, TypeAlias

from annotator.review.value import (
    FEW_ANNOTATORS,
    NOTHING_MARKED,
    ONE_CATEGORY,
    Value,
    undefined,
)

Unit: TypeAlias = tuple[float, float, str]
Units: TypeAlias = Sequence[Unit]

NO_SHARED_MATTER = "no unit of one overlaps a unit of another"
NO_TEXT = "the text is empty"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Coding:
    """How far annotators agree on labels where both see a unit; ``coverage`` is from 0 to 1.

    The coverage of all labels is the share of the text (of every annotator) that lies in such
    places; that of one label, ``(k)u-alpha``, the share of what has this label.
    """

    alpha: Value
    coverage: float | None


@dataclass(frozen=True, slots=True)
class UAlpha:
    """The family of 2016. ``n`` of each value counts the units of all annotators.

    ``u_alpha`` looks at units and labels, ``bar_u_alpha`` at what is in a unit and what in a gap,
    ``cu_alpha`` at labels only, ``ku_alpha`` at each label. The last two are ``experimental`` for
    more than two annotators: known implementations differ there.
    """

    u_alpha: Value
    bar_u_alpha: Value
    cu_alpha: Coding
    ku_alpha: Mapping[str, Coding]
    dropped: int
    experimental: bool


@dataclass(frozen=True, slots=True)
class LegacyCategory:
    """One label of the alpha of 1995: observed and expected disagreement."""

    alpha: Value
    observed_disagreement: float | None
    expected_disagreement: float | None


@dataclass(frozen=True, slots=True)
class LegacyAlpha:
    """The alpha of 1995 over all labels, and for each."""

    joint: Value
    per_category: Mapping[str, LegacyCategory]
    dropped: int


def u_alpha(observers: Sequence[Units], *, length: float, begin: float = 0) -> UAlpha:
    """Return the alphas of one text that reaches from ``begin`` over ``length``.

    Raises ValueError for a unit that ends before it starts, or lies outside the text. Units without
    any length are left out.
    """
    from annotator.review.unitizing_sums import Layers, alphas, sums_of

    kept, dropped = _without_overlaps(observers, begin, length)
    categories = sorted({label for units in kept for _, _, label in units})
    numbers = {label: number for number, label in enumerate(categories)}
    layers = Layers.of([(0, who, units) for who, units in enumerate(kept)], numbers, begin)
    sums = sums_of(layers, [length], len(categories))
    reason = FEW_ANNOTATORS if len(observers) < _PAIR else ("" if length else NO_TEXT)
    found = alphas(sums.sum(axis=0))
    many = sum(map(len, kept)), dropped
    return named(found, categories, many, reason=reason, experimental=len(observers) > _PAIR)


def named(
    found: Mapping[str, Any],
    categories: Sequence[str],
    many: tuple[int, int],
    *,
    reason: str,
    experimental: bool,
) -> UAlpha:
    """Return computed alphas, nan where undefined, as values with a reason for undefined ones.

    ``many`` is how many units were kept and dropped; ``reason`` says why nothing is defined.
    """
    n, dropped = many
    reason = reason or ("" if n else NOTHING_MARKED)
    covered = float(found["coverage"][0])
    coding = reason or ("" if covered else NO_SHARED_MATTER)
    each = {
        label: Coding(
            _value(alpha, n, coding or ("" if share > 0 else NO_SHARED_MATTER)),
            None if reason or isnan(share) else float(share),
        )
        for label, alpha, share in zip(categories, found["ku"], found["ku_coverage"], strict=True)
    }
    return UAlpha(
        _value(found["u"][0], n, reason),
        _value(found["bar"][0], n, reason),
        Coding(_value(found["cu"][0], n, coding), None if reason else covered),
        each,
        dropped,
        experimental,
    )


def _value(found: float, n: int, reason: str) -> Value:
    if reason:
        return undefined(reason, n)
    if isnan(found):
        return undefined(ONE_CATEGORY, n)
    return Value(float(found), "", n)


def alpha_u_1995(observers: Sequence[Units], *, length: float, begin: float = 0) -> LegacyAlpha:
    """Return the alpha of 1995, which other programs still report; ``n`` counts units.

    Each label is measured alone, so only units of one label must not overlap. Raises ValueError as
    ``u_alpha`` does.
    """
    found, dropped, total = {}, 0, 0
    reason = FEW_ANNOTATORS if len(observers) < _PAIR else ("" if length else NO_TEXT)
    for category in sorted({label for units in observers for _, _, label in units}):
        chosen = [[unit for unit in units if unit[2] == category] for units in observers]
        kept, lost = _without_overlaps(chosen, begin, length)
        n = sum(map(len, kept))
        total, dropped = total + n, dropped + lost
        if reason:
            found[category] = LegacyCategory(undefined(reason, n), None, None)
            continue
        parts = [_sections(units, begin, length) for units in kept]
        observed, expected = _observed(parts, length), _expected(parts, length)
        found[category] = LegacyCategory(_beyond(observed, expected, n), observed, expected)
    if reason or not total:
        return LegacyAlpha(undefined(reason or NOTHING_MARKED, total), found, dropped)
    observed = sum(each.observed_disagreement or 0.0 for each in found.values())
    expected = sum(each.expected_disagreement or 0.0 for each in found.values())
    return LegacyAlpha(_beyond(observed, expected, total), found, dropped)


def _beyond(observed: float, expected: float, n: int) -> Value:
    return Value(1 - observed / expected, "", n) if expected > 0 else undefined(ONE_CATEGORY, n)


_Section: TypeAlias = tuple[float, float, bool]
"""Start and end of a unit (True) or of a gap."""


def _sections(units: Units, begin: float, length: float) -> list[_Section]:
    parts, place = [], begin
    for start, end, _ in units:
        if start > place:
            parts.append((place, start, False))
        parts.append((start, end, True))
        place = end
    if place < begin + length:
        parts.append((place, begin + length, False))
    return parts


def _observed(annotators: Sequence[Sequence[_Section]], length: float) -> float:
    apart = sum(
        _difference(one, other)
        for who, ones in enumerate(annotators)
        for others in annotators[:who]
        for one, other in _meeting(ones, others)
    )
    many = len(annotators)
    return 2 * apart / (many * (many - 1) * length * length)


def _meeting(
    ones: Sequence[_Section], others: Sequence[_Section]
) -> list[tuple[_Section, _Section]]:
    """Return the sections of two annotators that share some text; both are in text order."""
    found, left, right = [], 0, 0
    while left < len(ones) and right < len(others):
        one, other = ones[left], others[right]
        if min(one[1], other[1]) > max(one[0], other[0]):
            found.append((one, other))
        if one[1] <= other[1]:
            left += 1
        if other[1] <= one[1]:
            right += 1
    return found


def _difference(one: _Section, other: _Section) -> float:
    if one[2] and other[2]:
        return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
    if one[2] == other[2]:
        return 0.0
    unit, gap = (one, other) if one[2] else (other, one)
    inside = gap[0] <= unit[0] and unit[1] <= gap[1]
    return (unit[1] - unit[0]) ** 2 if inside else 0.0


def _expected(annotators: Sequence[Sequence[_Section]], length: float) -> float:
    sections = [section for parts in annotators for section in parts]
    units = [end - start for start, end, is_unit in sections if is_unit]
    gaps = [end - start for start, end, is_unit in sections if not is_unit]
    crossing = (len(units) - 1) / 3 * sum(2 * u**3 - 3 * u**2 + u for u in units)
    within = sum(u * u * sum(gap - u + 1 for gap in gaps if gap >= u) for u in units)
    pairable = len(annotators) * length
    pairs = pairable * (pairable - 1) - sum(u * (u - 1) for u in units)
    return 2 / length * (crossing + within) / pairs if pairs > 0 else 0.0


def _without_overlaps(
    observers: Sequence[Units], begin: float, length: float
) -> tuple[list[list[Unit]], int]:
    kept, dropped = [], 0
    for units in observers:
        for start, end, label in units:
            if not begin <= start <= end <= begin + length:
                raise ValueError(
                    f"the unit {label!r} from {start} to {end} does not fit in a text"
                    f" from {begin} to {begin + length}"
                )
        mine, lost = without_overlaps(units)
        kept.append(mine)
        dropped += lost
    return kept, dropped


def without_overlaps(units: Units) -> tuple[list[Unit], int]:
    """Return one annotator's units in text order without overlaps, and how many were dropped."""
    kept: list[Unit] = []
    dropped = 0
    for start, end, label in sorted({(*unit,) for unit in units}, key=_earlier_then_longer):
        if start == end:
            continue
        if kept and start < kept[-1][1]:
            dropped += 1
        else:
            kept.append((start, end, label))
    return kept, dropped


def _earlier_then_longer(unit: Unit) -> tuple[float, float, str]:
    return unit[0], -unit[1], unit[2]
