# SPDX-License-Identifier: MIT
"""How alike two segmentations of one text are, such as its sentences or events."""

from collections.abc import Sequence

from annotator.review.value import Value, ratio

NEAR = 2
NO_BOUNDARY = "neither has a boundary"
ONE_UNIT = "the text has fewer than two units"


def boundary_similarity(one: Sequence[int], other: Sequence[int], *, near: int = NEAR) -> Value:
    """Return the boundary similarity B of two segmentations, from 0 to 1.

    Segments are given by their lengths in units, which must sum to the same: ValueError otherwise.
    A boundary that the other has fewer than ``near`` units away is a near miss and costs its
    distance by ``near``; any other costs 1. ``n`` counts boundaries and pairs of them.

    Source: Fournier 2013, "Evaluating text segmentation using boundary edit distance".
    """
    cost, total = _edits(one, other, near)
    return ratio(total - cost, total, n=total, reason=NO_BOUNDARY)


def segmentation_similarity(one: Sequence[int], other: Sequence[int], *, near: int = NEAR) -> Value:
    """Return the segmentation similarity S, from 0 to 1: the share of places without an edit.

    Segments and near misses are as of ``boundary_similarity``, but a boundary that both lack counts
    as well, so that S is high where boundaries are few. ``n`` counts the places between units.

    Source: Fournier and Inkpen 2012, "Segmentation similarity and agreement".
    """
    cost, _ = _edits(one, other, near)
    places = max(0, sum(one) - 1)
    return ratio(places - cost, places, n=places, reason=ONE_UNIT)


def _edits(one: Sequence[int], other: Sequence[int], near: int) -> tuple[float, int]:
    """Return what the edits between two segmentations cost, and how many boundaries they are of."""
    if sum(one) != sum(other):
        raise ValueError(f"the segments cover {sum(one)} and {sum(other)} units")
    ones, others = _boundaries(one), _boundaries(other)
    shared = ones & others
    left, right = ones - shared, others - shared
    moves = _moves(left, right, near)
    lonely = len(left) + len(right) - 2 * len(moves)
    total = len(shared) + len(moves) + lonely
    return lonely + sum(move / near for move in moves), total


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
