# SPDX-License-Identifier: MIT
"""Which spans of two annotators are meant to be the same: optimal, symmetric, free of any order.

A pair is better the more alike it is: the same place and label, then the same place, then the same
label where they overlap, then mere overlap; among pairs as good, the one that shares more of what
both cover. Each span is in one pair at most, and as many pairs as possible are of the best kind,
then of the next. Spans that only touch do not overlap. A discontinuous span is the set of its
characters.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import permutations
from math import perm
from typing import TypeAlias

from annotator.model.records import Fragment

Place: TypeAlias = tuple[Fragment, ...]
"""The stretches of a span, as ``Span.fragments`` has them."""
Mark: TypeAlias = tuple[Place, str]
"""A place and its label: all of a span that matching looks at."""

_TRIED = 120
"""Up to how many assignments are tried one by one."""
_TIE = 1e-9
"""What an earlier place counts for, far below any difference of what two pairs share."""


class Likeness(IntEnum):
    """How alike the two spans of a pair are; the larger the better."""

    NONE = 0
    OVERLAP = 1
    LABEL = 2
    EXACT = 3
    STRICT = 4


@dataclass(frozen=True, slots=True)
class Matching:
    """The pairs of two annotators' marks, and what only one of them has; each in text order."""

    pairs: tuple[tuple[Mark, Mark], ...]
    only_one: tuple[Mark, ...]
    only_other: tuple[Mark, ...]


def shared_characters(one: Place, other: Place) -> int:
    """Return how many characters two places share."""
    if len(one) == 1 and len(other) == 1:
        return max(0, min(one[0][1], other[0][1]) - max(one[0][0], other[0][0]))
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)


def overlap_share(one: Place, other: Place) -> float:
    """Return the shared characters as a share of all that either covers, from 0 to 1."""
    shared = shared_characters(one, other)
    if not shared:
        return 0.0
    covered = sum(end - start for place in (one, other) for start, end in place)
    return shared / (covered - shared)


def likeness(one: Mark, other: Mark) -> Likeness:
    """Return how alike two marks are."""
    if one[0] == other[0]:
        return Likeness.STRICT if one[1] == other[1] else Likeness.EXACT
    if not shared_characters(one[0], other[0]):
        return Likeness.NONE
    return Likeness.LABEL if one[1] == other[1] else Likeness.OVERLAP


def components(places: Sequence[Place]) -> list[list[int]]:
    """Return the indexes of places that overlap, directly or through others, together.

    Components and their members are in text order.
    """
    stretches = sorted(
        (start, end, index) for index, place in enumerate(places) for start, end in place
    )
    leader = list(range(len(places)))

    def root(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    reach, last = -1, 0
    for start, end, index in stretches:
        if start < reach:
            leader[root(index)] = root(last)
        if end > reach:
            reach, last = end, index
    found: dict[int, list[int]] = {}
    for index in sorted(range(len(places)), key=lambda index: (places[index], index)):
        found.setdefault(root(index), []).append(index)
    return list(found.values())


def match(one: Iterable[Mark], other: Iterable[Mark]) -> Matching:
    """Return the best pairs of two annotators' marks.

    Several marks of one annotator that are the same count once. ``match(b, a)`` has the pairs of
    ``match(a, b)``, turned round.
    """
    ones, others = set(one), set(other)
    pairs = [(mark, mark) for mark in ones & others]
    marks = [(mark, True) for mark in ones - others] + [(mark, False) for mark in others - ones]
    for component in components([mark[0] for mark, _ in marks]):
        left = sorted(marks[index][0] for index in component if marks[index][1])
        right = sorted(marks[index][0] for index in component if not marks[index][1])
        pairs.extend((left[i], right[j]) for i, j in best_pairs(left, right))
    left_in_pairs = {pair[0] for pair in pairs}
    right_in_pairs = {pair[1] for pair in pairs}
    return Matching(
        tuple(sorted(pairs)),
        tuple(sorted(ones - left_in_pairs)),
        tuple(sorted(others - right_in_pairs)),
    )


def best_pairs(one: Sequence[Mark], other: Sequence[Mark]) -> list[tuple[int, int]]:
    """Return the best pairs (indexes) of two sorted lists of marks without any in common."""
    if not one or not other:
        return []
    if len(one) == 1 and len(other) == 1:
        return [(0, 0)] if shared_characters(one[0][0], other[0][0]) else []
    if list(other) < list(one):  # so that ties fall the same way whoever comes first
        return [(i, j) for j, i in best_pairs(other, one)]
    base = 1.0 + min(len(one), len(other))
    weights = [
        [_weight(a, b, base, len(other) * i + j) for j, b in enumerate(other)]
        for i, a in enumerate(one)
    ]
    if len(weights) == 1:
        best = max(range(len(other)), key=lambda j: weights[0][j])
        return [(0, best)] if weights[0][best] else []
    return assign(weights)


def _weight(one: Mark, other: Mark, base: float, rank: int) -> float:
    """Return what a pair is worth: more than ``base`` - 1 pairs of any lesser kind."""
    alike = likeness(one, other)
    if not alike:
        return 0.0
    return base**alike + overlap_share(one[0], other[0]) + _TIE / (1 + rank)


def assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Return the (row, column) pairs of the greatest total weight; weight 0 makes no pair."""
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        turned = [[row[column] for row in weights] for column in range(columns)]
        return sorted((row, column) for column, row in assign(turned))
    if perm(columns, rows) <= _TRIED:  # as most are; loading scipy would take longer than all of it
        chosen = max(
            permutations(range(columns), rows),
            key=lambda order: sum(weights[row][column] for row, column in enumerate(order)),
        )
        return [(row, column) for row, column in enumerate(chosen) if weights[row][column] > 0]
    from scipy.optimize import linear_sum_assignment

    found_rows, found = linear_sum_assignment(weights, maximize=True)
    pairs = zip(found_rows.tolist(), found.tolist(), strict=True)
    return [(row, column) for row, column in pairs if weights[row][column] > 0]
