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
    left, right = sorted(ones - shared), sorted(others - shared)
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


def _moves(left: Sequence[int], right: Sequence[int], near: int) -> list[int]:
    """Return the distances of the most near misses, each boundary in one; both are sorted."""
    moves, at = [], 0
    for place in left:
        while at < len(right) and right[at] <= place - near:
            at += 1
        if at < len(right) and abs(right[at] - place) < near:
            moves.append(abs(right[at] - place))
            at += 1
    return moves
