# SPDX-License-Identifier: MIT
"""What the u-alphas of 2016 are made of, document by document, for a whole corpus at once.

Everything is a sum over documents: lengths, squared lengths and intersections by category. So a
corpus, one document and a bootstrap replicate are the same computation on other sums.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Layers:
    """Layers of units without overlaps, in text order.

    ``table`` (layers x 2) has document and annotator; a unit is its layer, start, end and category.
    Documents count from 0 and so do categories; offsets are those inside the document.
    """

    table: Ints
    layer: Ints
    start: Floats
    end: Floats
    category: Ints

    @classmethod
    def of(
        cls,
        layers: Sequence[tuple[int, int, Sequence[tuple[float, float, str]]]],
        numbers: Mapping[str, int],
        begin: float = 0,
    ) -> "Layers":
        """Return layers (document, annotator, units in text order) as numbers."""
        rows = [
            (layer, start - begin, end - begin, numbers[label])
            for layer, (_, _, units) in enumerate(layers)
            for start, end, label in units
        ]
        columns = np.array(rows, np.float64).reshape(-1, 4).T
        table = np.array([each[:2] for each in layers], np.int64).reshape(-1, 2)
        return cls(
            table, columns[0].astype(np.int64), columns[1], columns[2], columns[3].astype(np.int64)
        )


def sums_of(layers: Layers, lengths: Sequence[float], categories: int) -> Floats:
    """Return the sums of each document: documents x parts x (categories + 1).

    The parts are, by category, with the gap last: length; squared lengths of units, plain lengths
    of gaps; length on which two agree; length on which two both have a unit; and the squares of
    that, unit by unit. The last three are summed over ordered pairs of annotators and divided by
    the number of the others. Documents with fewer than two annotators are 0.
    """
    documents, gap = len(lengths), categories
    many = np.bincount(layers.table[:, 0], minlength=documents).astype(np.float64)
    others = np.maximum(many - 1, 1)
    sums = np.zeros((documents, 5, categories + 1))
    document = layers.table[layers.layer, 0]
    size = layers.end - layers.start
    sums[:, 0] = _by(document, layers.category, size, sums[:, 0].shape)
    sums[:, 1] = _by(document, layers.category, size * size, sums[:, 1].shape)
    gaps = many * np.asarray(lengths, np.float64) - sums[:, 0].sum(axis=1)
    sums[:, 0, gap] = sums[:, 1, gap] = gaps
    bases = np.concatenate(([0.0], np.cumsum(np.asarray(lengths, np.float64))))[:-1]
    for one, other in combinations(_annotators(layers, documents), 2):
        _add_pair(sums, layers, (one, other), bases)
    sums[:, 2:] /= others[:, None, None]
    in_gap_of_one = (sums[:, 0] - sums[:, 3])[:, :gap].sum(axis=1)
    sums[:, 2, gap] = gaps - in_gap_of_one
    sums[many < _PAIR] = 0
    return sums


def _by(document: Ints, category: Ints, weight: Floats, shape: tuple[int, ...]) -> Floats:
    at = document * shape[1] + category
    counted = np.bincount(at, weights=weight, minlength=shape[0] * shape[1])
    return np.asarray(counted, np.float64).reshape(shape)


@dataclass(frozen=True, slots=True)
class _One:
    """One annotator: which documents are theirs, and which units, in the order of the corpus."""

    has: NDArray[np.bool_]
    units: Ints


def _annotators(layers: Layers, documents: int) -> Iterable[_One]:
    who = layers.table[layers.layer, 1]
    for annotator in np.unique(layers.table[:, 1]):
        has = np.zeros(documents, np.bool_)
        has[layers.table[layers.table[:, 1] == annotator, 0]] = True
        units = np.flatnonzero(who == annotator)
        place = layers.table[layers.layer[units], 0]
        yield _One(has, units[np.lexsort((layers.start[units], place))])


def _add_pair(sums: Floats, layers: Layers, pair: tuple[_One, _One], bases: Floats) -> None:
    shared = pair[0].has & pair[1].has
    ones, others = (each.units[shared[_documents(layers, each.units)]] for each in pair)
    starts, ends = (
        [at[side] + bases[_documents(layers, side)] for side in (ones, others)]
        for at in (layers.start, layers.end)
    )
    first = np.searchsorted(ends[1], starts[0], "right")
    many = np.maximum(np.searchsorted(starts[1], ends[0], "left") - first, 0)
    left = np.repeat(np.arange(len(ones)), many)
    within = np.arange(len(left)) - np.repeat(np.cumsum(many) - many, many)
    right = first[left] + within
    size = np.minimum(ends[0][left], ends[1][right]) - np.maximum(starts[0][left], starts[1][right])
    shape = sums[:, 0].shape
    document, category = _documents(layers, ones[left]), layers.category[ones[left]]
    same = category == layers.category[others[right]]
    sums[:, 2] += 2 * _by(document[same], category[same], size[same], shape)
    for units, at in ((ones, left), (others, right)):
        seen = np.bincount(at, weights=size, minlength=len(units)).astype(np.float64)
        place, category = _documents(layers, units), layers.category[units]
        sums[:, 3] += _by(place, category, seen, shape)
        sums[:, 4] += _by(place, category, seen * seen, shape)


def _documents(layers: Layers, units: Ints) -> Ints:
    found: Ints = layers.table[layers.layer[units], 0]
    return found


def alphas(sums: Floats) -> dict[str, Floats]:
    """Return the alphas of sums, which are (replicates x) parts x (categories + 1).

    Each is an array over replicates; those of single categories, ``ku`` and ``ku_coverage``, over
    categories for one set of sums, and over replicates x categories for many. nan is undefined.
    """
    length, squares, same, shared, shared_squares = np.moveaxis(sums, -2, 0)
    units = slice(0, length.shape[-1] - 1)
    two = [
        np.stack([part[..., units].sum(axis=-1), part[..., -1]], axis=-1)
        for part in (length, squares)
    ]
    agreed = np.stack([shared.sum(axis=-1), same[..., -1]], axis=-1)
    both = [part[..., units] for part in (shared, shared_squares, same)]
    block, total = both[0].sum(axis=-1), length.sum(axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = {
            "u": _alpha(length, squares, same),
            "bar": _alpha(two[0], two[1], agreed),
            "cu": _alpha(*both),
            "coverage": np.where(total > 0, block / total, 0.0),
            "ku": _alpha_of_each(*both),
            "ku_coverage": both[0] / length[..., units],
        }
    return {
        name: np.atleast_1d(np.where(np.isfinite(value), value, np.nan))
        for name, value in found.items()
    }


def _alpha(length: Floats, squares: Floats, same: Floats) -> Floats:
    """Return 1 - observed / expected disagreement; lengths by category are the last axis."""
    total = length.sum(axis=-1)
    observed = total - same.sum(axis=-1)
    pairs = total * total - squares.sum(axis=-1)
    apart = total * total - (length * length).sum(axis=-1)
    possible = (pairs > 0) & (apart > _NOTHING * total * total)
    expected = np.where(possible, total * apart / pairs, np.nan)
    return np.asarray(np.minimum(1.0, 1 - observed / expected), np.float64)


def _alpha_of_each(length: Floats, squares: Floats, same: Floats) -> Floats:
    total = length.sum(axis=-1, keepdims=True)
    apart = length * (total - length)
    all_pairs = length * total - squares
    possible = (length > 0) & (all_pairs > 0) & (apart > _NOTHING * total * total)
    expected = np.where(possible, apart / all_pairs, np.nan)
    return np.asarray(np.minimum(1.0, 1 - (length - same) / length / expected), np.float64)


_NOTHING = 1e-12
"""A share of chance pairs below this is what rounding leaves of none."""
