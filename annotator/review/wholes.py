# SPDX-License-Identifier: MIT
"""Sums over all pairs of annotators and by month, which change with one document as fast as theirs.

"Replicated" are the sums of each replicate of the bootstrap: rows x how often it drew the document.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from annotator.review.bootstrap import Floats, Weights, resampled
from annotator.review.f1 import Measure
from annotator.review.kind_sums import KINDS, Sums, Table, f1_of_sums

NO_MONTH = -1


@dataclass(slots=True)
class Months:
    """Sums by the month of completion (YYYY-MM).

    ``of_document`` has the number of each document's month, -1 for none; ``sums`` and
    ``replicated`` are by that number, their columns are kinds.
    """

    names: list[str]
    of_document: NDArray[np.int64]
    sums: list[Sums] = field(default_factory=list)
    replicated: list[Floats] = field(default_factory=list)

    def number(self, at: str, replicates: int) -> int:
        """Return the number of a moment's month, a new one if need be."""
        month = at[:7]
        if not month:
            return NO_MONTH
        if month not in self.names:
            self.names.append(month)
            self.sums.append(np.zeros(KINDS, np.int64))
            self.replicated.append(np.zeros((replicates, KINDS)))
        return self.names.index(month)

    def add(self, number: int, row: Sums, drawn: Floats) -> None:
        """Add a document's row, drawn so often in each replicate; nothing without a month."""
        if number != NO_MONTH:
            self.sums[number] += row
            self.replicated[number] += np.outer(drawn, row)


@dataclass(slots=True)
class Wholes:
    """The sums of all pairs together.

    ``rows`` is documents x columns, as in each pair's tally, ``sums`` their sums. ``means`` has
    for each document the sum of its pairs' strict F1, and how many pairs have one.
    """

    rows: Sums
    sums: Sums
    replicated: Floats
    means: Floats
    means_replicated: Floats
    months: Months

    def replace(self, number: int, row: Sums, means: Floats, at: str, drawn: Weights) -> None:
        """Take in the new row of one document, its new means, and when it was completed now."""
        often = drawn[:, number].astype(np.float64)
        old, months = self.rows[number].copy(), self.months
        self.sums += row - old
        self.replicated += np.outer(often, row - old)
        self.means_replicated += np.outer(often, means - self.means[number])
        self.rows[number] = row
        self.means[number] = means
        months.add(int(months.of_document[number]), -old[:KINDS], often)
        months.of_document[number] = months.number(at, len(drawn))
        months.add(int(months.of_document[number]), row[:KINDS], often)


def wholes(
    pairs: Sequence[tuple[Table, NDArray[np.bool_]]],
    columns: int,
    drawn: Weights,
    times: Sequence[str],
) -> Wholes:
    """Return the sums of all pairs: the rows of each, and which documents both completed.

    ``times`` (ISO 8601) say when each document was completed.
    """
    rows = np.zeros((len(times), columns), np.int64)
    means = np.zeros((len(times), 2))
    for table, completed in pairs:
        rows += table
        means += document_means(table, completed)
    months = Months([], np.full(len(times), NO_MONTH, np.int64))
    for number, at in enumerate(times):
        months.of_document[number] = months.number(at, len(drawn))
    for number in range(len(months.names)):
        theirs = np.flatnonzero(months.of_document == number)
        part = rows[theirs, :KINDS]
        months.sums[number] = part.sum(axis=0)
        months.replicated[number] = resampled(drawn[:, theirs], part.astype(np.int32))
    replicated = resampled(drawn, rows.astype(np.int32))
    sums, drawn_means = rows.sum(axis=0), resampled(drawn, means)
    return Wholes(rows, sums, replicated, means, drawn_means, months)


def document_means(rows: Table | Sums, completed: NDArray[np.bool_]) -> Floats:
    """Return for each document its strict F1 and 1, or 0 and 0 where there is none."""
    values = f1_of_sums(rows, Measure.STRICT)
    defined = completed & ~np.isnan(values)
    return np.stack((np.where(defined, values, 0.0), defined), axis=1).astype(np.float64)
