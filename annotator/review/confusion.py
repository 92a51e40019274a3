# SPDX-License-Identifier: MIT
"""Which labels are taken for which: labels x labels, with a row and a column for "missing"."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.review.matching import Mark, Place, match

MISSING = ""
"""Stands for "the other has it, this one does not"; no label is empty."""
Document: TypeAlias = tuple[str, Iterable[Mark], Iterable[Mark]]
"""A document's id, and the marks of both annotators."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one annotator has at a place and the other has there; None where one has nothing."""

    document: str
    one: Mark | None
    other: Mark | None

    @property
    def labels(self) -> tuple[str, str]:
        """The row and the column it counts in."""
        return _label(self.one), _label(self.other)

    @property
    def place(self) -> Place:
        """Where it is, for a list to go to."""
        mark = self.one or self.other
        return mark[0] if mark else ()


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts by the label of the first annotator (row) and of the other (column), and their places.

    ``labels`` are those used, sorted; MISSING is a row and a column beside them.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how often each row and column come together."""
        return Counter(cell.labels for cell in self.cells)

    def items(self, row: str, column: str) -> tuple[Cell, ...]:
        """Return what is behind one number, in the order of documents and text."""
        return tuple(cell for cell in self.cells if cell.labels == (row, column))


def confusion(documents: Iterable[Document]) -> Confusion:
    """Return the confusion of two annotators over the documents that both completed."""
    cells = tuple(cell for document in documents for cell in _cells(*document))
    used = {label for cell in cells for label in cell.labels} - {MISSING}
    return Confusion(tuple(sorted(used)), cells)


def _cells(document: str, one: Iterable[Mark], other: Iterable[Mark]) -> list[Cell]:
    found = match(one, other)
    cells = [Cell(document, left, right) for left, right in found.pairs]
    cells += [Cell(document, mark, None) for mark in found.only_one]
    cells += [Cell(document, None, mark) for mark in found.only_other]
    return sorted(cells, key=lambda cell: (cell.place, cell.labels))


def _label(mark: Mark | None) -> str:
    return MISSING if mark is None else mark[1]
