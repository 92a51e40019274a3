# SPDX-License-Identifier: MIT
"""How alike two segmentations of one text are, such as its sentences or events."""

from collections.abc import Sequence

from annotator.review.value import Value, ratio

NEAR = 2
NO_BOUNDARY = "neither has a boundary"


def boundary_similarity(one: Sequence[int], other: Sequence[int], *, near: int = NEAR) -> Value:
    """Return the boundary similarity B of two segmentations, from 0 to 1.

    Segments are given by their lengths in units, which must sum to the same: ValueError otherwise.
    A boundary that the other has fewer than ``near`` units away is a near miss and costs its
    distance by ``near``; any other costs 1. ``n`` counts boundaries and pairs of them.

    Source: Fournier 2013, "Evaluating text segmentation using boundary edit distance".
    """
    if sum(one) != sum(other):
        raise ValueError(f"the segments cover {sum(one)} and {sum(other)} units")
    ones, others = _boundaries(one), _boundaries(other)
    shared = ones & others
    left, right = ones - shared, others - shared
    moves = _moves(left, right, near)
    lonely = len(left) + len(right) - 2 * len(moves)
    total = len(shared) + len(moves) + lonely
    cost = lonely + sum(move / near for move in moves)
    return ratio(total - cost, total, n=total, reason=NO_BOUNDARY)


def _boundaries(segments: Sequence[int]) -> set[int]:
    found, place = set(), 0
    for length in segments[:-1]:
        place += length
        found.add(place)
    return found


def _moves(left: set[int], right: set[int], near: int) -> list[int]:
    """Return the distances of near misses, the nearest first, then as the text goes."""
    moves = []
    one, other = set(left), set(right)
    for distance in range(1, near):
        for place in sorted(one | other):
            for these, those in ((one, other), (other, one)):
                if place in these and place + distance in those:
                    these.remove(place)
                    those.remove(place + distance)
                    moves.append(distance)
    return moves
