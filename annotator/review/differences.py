# SPDX-License-Identifier: MIT
"""What is behind a number of the report: the places where two annotators have this and that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.review.matching import Likeness
from annotator.review.packed import END, LABEL, START, SURFACE
from annotator.review.pairing import NOBODY
from annotator.review.report_tables import MISSING, Question
from annotator.review.tallies import Pair, Part, Tallies, labels_of

SHOWN = 300

Found: TypeAlias = tuple[str, int, int]
"""A label, and where (code points)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two annotators have at a place; None where one has nothing."""

    document: str
    annotators: Pair
    one: Found | None
    other: Found | None

    @property
    def place(self) -> tuple[int, int]:
        """Where it is: what the first has, or else the other."""
        found = self.one or self.other
        return (found[1], found[2]) if found else (0, 0)


@dataclass(frozen=True, slots=True)
class Differences:
    """The first places in the order of documents and text, and how many there are."""

    total: int
    shown: tuple[Difference, ...]


def differences(tallies: Tallies, question: Question, *, shown: int = SHOWN) -> Differences:
    """Return the places behind a cell of the confusion matrix, a string, or a pair.

    For a cell of equal labels these are all spans of both with that label, alike or not.
    """
    total = 0
    found: list[tuple[int, Difference]] = []
    for pair, tally in sorted(tallies.pairs.items()):
        for part in tally.parts():
            entries = np.flatnonzero(_chosen(tallies, part, pair, question))
            total += len(entries)
            found += _first(tallies, part, pair, entries[np.argsort(_start(part, entries))], shown)
    found.sort(key=lambda each: (each[0], each[1].place, each[1].annotators))
    return Differences(total, tuple(each for _, each in found[:shown]))


def _chosen(tallies: Tallies, part: Part, pair: Pair, question: Question) -> NDArray[np.bool_]:
    pairing = part.pairing
    differs = pairing.likeness != Likeness.STRICT
    if question.kind == "pair":
        return np.asarray(differs & (pair == (question.one, question.other)))
    if question.kind == "string":
        number = tallies.names.surfaces.get(question.one, NOBODY)
        here = [
            (rows != NOBODY) & (part.corpus.rows[rows, SURFACE] == number)
            if len(part.corpus.rows)
            else rows != NOBODY
            for rows in (pairing.one, pairing.other)
        ]
        return np.asarray(differs & (here[0] | here[1]))
    count = len(tallies.labels)
    numbers = [
        count if name == MISSING else tallies.names.labels.get(name, NOBODY)
        for name in (question.one, question.other)
    ]
    left, right = labels_of(part, count)
    return np.asarray((left == numbers[0]) & (right == numbers[1]))


def _start(part: Part, entries: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return what entries are sorted by: document, then place."""
    one, other = part.pairing.one[entries], part.pairing.other[entries]
    rows = np.where(one != NOBODY, one, other)
    document = part.pairing.document[entries].astype(np.int64)
    return (document << 32) + part.corpus.rows[rows, START] if len(entries) else document


def _first(
    tallies: Tallies, part: Part, pair: Pair, entries: Sequence[int] | NDArray[np.intp], shown: int
) -> list[tuple[int, Difference]]:
    labels, made = tallies.labels, []
    for entry in list(entries)[:shown]:
        document = part.corpus.documents[part.pairing.document[entry]]
        sides: list[Found | None] = []
        for row in (int(part.pairing.one[entry]), int(part.pairing.other[entry])):
            held = part.corpus.rows[row] if row != NOBODY else None
            sides.append(
                None if held is None else (labels[held[LABEL]], int(held[START]), int(held[END]))
            )
        difference = Difference(document, pair, sides[0], sides[1])
        made.append((tallies.numbers[document], difference))
    return made
