# SPDX-License-Identifier: MIT
"""Rows of how often two annotators' spans are alike in which way, and F1 of sums of such rows."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.bootstrap import Floats
from annotator.review.f1 import Measure

KINDS = 6
"""The first columns of a row: the fields of ``f1.Counts``, in their order."""
OF_LABEL = 4
"""Columns of each label after these: strict pairs, pairs of that label that only overlap, spans of
the first annotator, spans of the other."""

Table: TypeAlias = NDArray[np.int32]
Sums: TypeAlias = NDArray[np.int64]

_FOUND = {
    Measure.STRICT: (1.0, 0.0, 0.0, 0.0),
    Measure.EXACT: (1.0, 1.0, 0.0, 0.0),
    Measure.PARTIAL: (1.0, 1.0, 0.5, 0.5),
    Measure.TYPE: (1.0, 0.0, 1.0, 0.0),
}
"""What a pair counts that is strict, exact, of a label, or merely overlaps."""


def f1_of_sums(sums: Floats | Sums | Table, measure: Measure) -> Floats:
    """Return F1 of rows whose first columns are the fields of ``Counts``; nan if undefined."""
    pairs, found = 2 * sums[:, :4].sum(axis=1), sums[:, :4] @ np.array(_FOUND[measure])
    spans = pairs + sums[:, 4] + sums[:, 5]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * found / spans, np.float64)
