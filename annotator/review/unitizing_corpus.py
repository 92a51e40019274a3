# SPDX-License-Identifier: MIT
"""The u-alphas of a whole corpus, with how sure they are.

The corpus counts as one text that is cut at the ends of its documents; a document counts if at
least two annotators completed it. Discontinuous spans are one unit for each stretch.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from annotator.review.bootstrap import REPLICATES, SEED, resampled, weights, with_interval
from annotator.review.packed import CONTIGUOUS, END, LABEL, PLACE, START, Corpus
from annotator.review.unitizing import UAlpha, named
from annotator.review.unitizing_sums import Floats, Ints, Layers, alphas, sums_of
from annotator.review.value import FEW_ANNOTATORS, NO_DOCUMENTS

_PAIR = 2


def corpus_u_alpha(
    corpus: Corpus,
    lengths: Sequence[int],
    *,
    annotators: Collection[str] | None = None,
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> UAlpha:
    """Return the alphas over the documents of a corpus with 95 % intervals over documents.

    ``lengths`` has the length of each document, in code points, in the order of the corpus.
    ``annotators`` limits the measure to some, such as a pair; None is everybody. 0 ``replicates``
    give no intervals. Raises ValueError for a span that does not fit in its document.
    """
    if len(lengths) != len(corpus.documents):
        raise ValueError(f"{len(lengths)} lengths for {len(corpus.documents)} documents")
    chosen = [
        number
        for number, name in enumerate(corpus.annotators)
        if annotators is None or name in annotators
    ]
    units = _units(corpus, chosen, np.asarray(lengths, np.float64))
    layers, dropped = kept_of(units)
    categories = sorted(corpus.names.labels)
    sums = sums_of(layers, lengths, len(categories))
    people = np.bincount(layers.table[:, 0], minlength=len(lengths))
    many = int(np.count_nonzero(people[layers.table[layers.layer, 0]] >= _PAIR))
    reason = FEW_ANNOTATORS if len(chosen) < _PAIR else ""
    if not reason and not (people >= _PAIR).any():
        reason = NO_DOCUMENTS
    used, names = _used(sums, categories)
    found = named(
        alphas(used.sum(axis=0)),
        names,
        (many, dropped),
        reason=reason,
        experimental=bool((people > _PAIR).any()),
    )
    if reason or not replicates:
        return found
    return _with_intervals(found, used[people >= _PAIR], replicates, seed)


def _used(sums: Floats, categories: Sequence[str]) -> tuple[Floats, list[str]]:
    """Leave out labels that no unit has."""
    order = np.flatnonzero(sums[:, 0, :-1].sum(axis=0) > 0).tolist()
    return sums[:, :, [*order, len(categories)]], [categories[n] for n in order]


def _units(corpus: Corpus, chosen: Sequence[int], lengths: Floats) -> Layers:
    """Return the stretches of all spans of some annotators, overlapping ones as well.

    Categories are numbered in the order of the names of labels.
    """
    take = np.isin(corpus.layers[:, 1], chosen)
    sizes = np.diff(corpus.first)
    new = np.cumsum(take) - 1
    rows = corpus.rows[np.repeat(take, sizes)]
    layer = np.repeat(new, sizes)[np.repeat(take, sizes)]
    whole = rows[:, PLACE] == CONTIGUOUS
    stretches = dict(zip(corpus.names.places.values(), corpus.names.places, strict=True))
    broken = [
        (at, start, end, label)
        for at, row in zip(layer[~whole].tolist(), rows[~whole].tolist(), strict=True)
        for label in (row[LABEL],)
        for start, end in stretches[row[PLACE]]
    ]
    in_order = np.argsort(np.argsort(list(corpus.names.labels)))
    more = np.array(broken, np.int64).reshape(-1, 4).T
    table = corpus.layers[take].astype(np.int64)
    one = Layers(
        table,
        np.concatenate([layer[whole], more[0]]),
        np.concatenate([rows[whole, START], more[1]]).astype(np.float64),
        np.concatenate([rows[whole, END], more[2]]).astype(np.float64),
        in_order[np.concatenate([rows[whole, LABEL], more[3]])].astype(np.int64),
    )
    outside = (one.start < 0) | (one.end < one.start) | (one.end > lengths[table[one.layer, 0]])
    if outside.any():
        at = int(np.flatnonzero(outside)[0])
        name = corpus.documents[table[one.layer[at], 0]]
        raise ValueError(
            f"the unit from {one.start[at]:.0f} to {one.end[at]:.0f} does not fit in {name!r}"
        )
    return one


def kept_of(layers: Layers) -> tuple[Layers, int]:
    """Return layers in text order without overlaps, and how many units were dropped for that.

    Of two that overlap the earlier, then the longer is kept; duplicates are not counted.
    """
    some = layers.end > layers.start
    order = np.lexsort((layers.category, -layers.end, layers.start, layers.layer))
    order = order[some[order]]
    columns = (layers.layer, layers.start, layers.end, layers.category)
    sorted_columns = np.stack([column[order].astype(np.float64) for column in columns])
    again = np.zeros(len(order), np.bool_)
    again[1:] = (sorted_columns[:, 1:] == sorted_columns[:, :-1]).all(axis=0)
    order = order[~again]
    kept = _free(layers.layer[order], layers.start[order], layers.end[order])
    at = order[kept]
    found = Layers(
        layers.table, layers.layer[at], layers.start[at], layers.end[at], layers.category[at]
    )
    return found, len(order) - len(at)


def _free(layer: Ints, start: Floats, end: Floats) -> NDArray[np.bool_]:
    """Return which units, sorted by layer and place, overlap none that is kept before them."""
    kept = np.ones(len(layer), np.bool_)
    crossing = (layer[1:] == layer[:-1]) & (start[1:] < end[:-1])
    for current in np.unique(layer[1:][crossing]):
        first, last = np.searchsorted(layer, current), np.searchsorted(layer, current, "right")
        free_from = -1.0
        for n in range(first, last):
            kept[n] = start[n] >= free_from
            free_from = end[n] if kept[n] else free_from
    return kept


def _with_intervals(found: UAlpha, sums: Floats, replicates: int, seed: int) -> UAlpha:
    documents, parts, columns = sums.shape
    drawn = weights(documents, replicates=replicates, seed=seed)
    totals = resampled(drawn, sums.reshape(documents, -1)).reshape(replicates, parts, columns)
    values = alphas(totals)
    return UAlpha(
        with_interval(found.u_alpha, values["u"]),
        with_interval(found.bar_u_alpha, values["bar"]),
        replace(found.cu_alpha, alpha=with_interval(found.cu_alpha.alpha, values["cu"])),
        {
            label: replace(each, alpha=with_interval(each.alpha, values["ku"][:, n]))
            for n, (label, each) in enumerate(found.ku_alpha.items())
        },
        found.dropped,
        found.experimental,
    )
