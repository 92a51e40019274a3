# SPDX-License-Identifier: MIT
"""F1 of spans as agreement: strict, exact, partial and type, counted as in SemEval-2013 9.1.

F1 does not depend on which of two annotators is taken for right (Hripcsak and Rothschild 2005).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from annotator.review.matching import Likeness, Mark, likeness, match
from annotator.review.value import FEW_ANNOTATORS, NOTHING_MARKED, Value, ratio, undefined


class Measure(StrEnum):
    """When the two spans of a pair count as the same."""

    STRICT = "strict"
    """The same place and label."""
    EXACT = "exact"
    """The same place."""
    PARTIAL = "partial"
    """The same place; any overlap counts half."""
    TYPE = "type"
    """The same label, and they overlap."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pairs of two annotators are alike in which way, and what only one of them has.

    ``strict`` are the same; ``exact`` differ in label only, ``label`` in place only; ``overlap``
    in both.
    """

    strict: int = 0
    exact: int = 0
    label: int = 0
    overlap: int = 0
    only_one: int = 0
    only_other: int = 0

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        return self.strict + self.exact + self.label + self.overlap

    @property
    def spans(self) -> int:
        """How many spans both have; what is in a pair counts twice."""
        return 2 * self.pairs + self.only_one + self.only_other

    def __add__(self, more: "Counts") -> "Counts":
        return Counts(
            self.strict + more.strict,
            self.exact + more.exact,
            self.label + more.label,
            self.overlap + more.overlap,
            self.only_one + more.only_one,
            self.only_other + more.only_other,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """Correct, incorrect, partial, missing (only the first has it) and spurious (only the other).

    ``precision`` and ``recall`` take the first annotator for right: they mean something only
    against gold.
    """

    correct: int
    incorrect: int
    partial: int
    missing: int
    spurious: int

    @property
    def possible(self) -> int:
        """How many spans the first has."""
        return self.correct + self.incorrect + self.partial + self.missing

    @property
    def actual(self) -> int:
        """How many spans the other has."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def f1(self) -> Value:
        """F1; its ``n`` counts the spans of both. Undefined when neither has any."""
        total = self.possible + self.actual
        return ratio(2 * self._found, total, n=total)

    @property
    def precision(self) -> Value:
        """The share of the other's spans that the first has too."""
        return ratio(self._found, self.actual, n=self.actual)

    @property
    def recall(self) -> Value:
        """The share of the first's spans that the other has too."""
        return ratio(self._found, self.possible, n=self.possible)

    @property
    def _found(self) -> float:
        return self.correct + self.partial / 2


@dataclass(frozen=True, slots=True)
class Team:
    """The agreement of all pairs: mean, population standard deviation, and the worst pair.

    ``pairs`` counts those with a value; ``worst`` names the pair of the lowest, empty without any.
    """

    mean: Value
    deviation: float | None
    pairs: int
    worst: tuple[str, str] | tuple[()]


def count(one: Iterable[Mark], other: Iterable[Mark]) -> Counts:
    """Return how two annotators' marks of one document compare."""
    found = match(one, other)
    kinds = [likeness(*pair) for pair in found.pairs]
    return Counts(
        kinds.count(Likeness.STRICT),
        kinds.count(Likeness.EXACT),
        kinds.count(Likeness.LABEL),
        kinds.count(Likeness.OVERLAP),
        len(found.only_one),
        len(found.only_other),
    )


def strict_count(one: Iterable[Mark], other: Iterable[Mark]) -> Counts:
    """Return which marks both have and which only one has, without looking for pairs that differ.

    That is all that strict F1 needs.
    """
    ones, others = set(one), set(other)
    return Counts(
        strict=len(ones & others), only_one=len(ones - others), only_other=len(others - ones)
    )


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sums."""
    return sum(counts, Counts())


def score(counts: Counts, measure: Measure) -> Score:
    """Return what the pairs are by one measure."""
    correct, half = {
        Measure.STRICT: (counts.strict, 0),
        Measure.EXACT: (counts.strict + counts.exact, 0),
        Measure.PARTIAL: (counts.strict + counts.exact, counts.label + counts.overlap),
        Measure.TYPE: (counts.strict + counts.label, 0),
    }[measure]
    wrong = counts.pairs - correct - half
    return Score(correct, wrong, half, counts.only_one, counts.only_other)


def f1(counts: Counts, measure: Measure = Measure.STRICT) -> Value:
    """Return F1 by one measure."""
    return score(counts, measure).f1


def micro(counts: Iterable[Counts], measure: Measure = Measure.STRICT) -> Value:
    """Return F1 of the sums, so that a document weighs as much as it has spans."""
    return f1(total(counts), measure)


def macro(values: Iterable[Value]) -> Value:
    """Return the mean of the values that are defined; ``n`` counts them (labels or documents)."""
    defined = [value.value for value in values if value.value is not None]
    return ratio(sum(defined), len(defined), n=len(defined), reason=NOTHING_MARKED)


def macro_document(counts: Iterable[Counts], measure: Measure = Measure.STRICT) -> Value:
    """Return the mean over documents; those where both marked nothing are left out."""
    return macro(f1(each, measure) for each in counts)


def by_label(pairs: Iterable[tuple[Sequence[Mark], Sequence[Mark]]]) -> dict[str, Counts]:
    """Return the counts of each label, matched among the spans of that label alone.

    ``pairs`` are both annotators' marks, document by document.
    """
    found: dict[str, list[Counts]] = {}
    for one, other in pairs:
        for label in {mark[1] for mark in (*one, *other)}:
            ours = [mark for mark in one if mark[1] == label]
            theirs = [mark for mark in other if mark[1] == label]
            found.setdefault(label, []).append(count(ours, theirs))
    return {label: total(counts) for label, counts in sorted(found.items())}


def macro_label(counts: Mapping[str, Counts], measure: Measure = Measure.STRICT) -> Value:
    """Return the mean over labels."""
    return macro(f1(each, measure) for each in counts.values())


def team(values: Mapping[tuple[str, str], Value]) -> Team:
    """Return the agreement of several pairs, each with the names of its two annotators."""
    if not values:
        return Team(undefined(FEW_ANNOTATORS), None, 0, ())
    defined = {pair: value.value for pair, value in values.items() if value.value is not None}
    mean = macro(values.values())
    if mean.value is None:
        return Team(mean, None, 0, ())
    spread = sum((value - mean.value) ** 2 for value in defined.values()) / len(defined)
    worst = min(sorted(defined), key=lambda pair: defined[pair])
    return Team(mean, sqrt(spread), len(defined), worst)
