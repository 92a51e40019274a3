# SPDX-License-Identifier: MIT
"""What is suggested for an item, by whom, how surely, and why.

Several sources have an answer: the majority, Dawid–Skene and MACE if they were fitted, and the
model that learns from the decisions. The one that was right most often so far speaks; which, and
why, is said in a sentence.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.model.records import Decision
from annotator.review.item import Item
from annotator.review.online import (
    NOTHING,
    Case,
    OnlineModel,
    Prediction,
    case_of,
    right_answers,
)
from annotator.review.usage import Usage

MAJORITY, DAWID_SKENE, MACE, DECISIONS = "majority", "Dawid–Skene", "MACE", "your decisions"
PRIORS = {MAJORITY: 0.45, DAWID_SKENE: 0.5, MACE: 0.5, DECISIONS: 0.55}
"""How often a source is taken to be right before it was put to the test."""
PRIOR_WEIGHT = 10.0

Answer: TypeAlias = tuple[int, float]
"""The index of a candidate (or NOTHING) and its probability."""
Source: TypeAlias = Callable[[Item], Answer | None]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer to an item.

    ``candidate`` is its index among the item's candidates, or NOTHING for "mark nothing" where no
    annotator gave that answer. ``probability`` is 0..1, ``by`` names the source, and ``why`` is a
    sentence for the person.
    """

    candidate: int
    probability: float
    by: str
    why: str

    def is_none(self, item: Item) -> bool:
        """Return whether it says that nothing is to be marked."""
        return self.candidate == NOTHING or not item.candidates[self.candidate].records


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a source was right, of how many answers that were put to the test."""

    right: int
    count: int


@dataclass(slots=True)
class _Tested:
    right: frozenset[int]
    answers: dict[str, int]


@dataclass(slots=True)
class Suggester:
    """All sources, and how often each was right.

    ``fitted`` are Dawid–Skene and MACE, if any; ``usage`` is what all documents say of the words.
    """

    model: OnlineModel = field(default_factory=OnlineModel)
    usage: Usage = field(default_factory=Usage)
    fitted: Mapping[str, Source] = field(default_factory=dict)
    _tested: dict[str, _Tested] = field(default_factory=dict)
    _rates: dict[str, list[int]] = field(default_factory=dict)

    def suggest(self, item: Item, text: str) -> Suggestion | None:
        """Return the answer of the source that speaks; None if no source has one."""
        answers, prediction = self._answers(item, case_of(item, text, self.usage))
        if not answers:
            return None
        by = max(answers, key=self._expected)
        candidate, probability = answers[by]
        said = candidate == NOTHING or not item.candidates[candidate].records
        why = self._why(by, item, candidate, prediction)
        return Suggestion(
            candidate, probability, by, f"{'nothing here' if said else 'this'}: {why}"
        )

    def learn(self, item: Item, text: str, decision: Decision) -> None:
        """Learn from a decision, after putting every source to the test with it."""
        right = right_answers(item, decision)
        case = case_of(item, text, self.usage)
        answers, _ = self._answers(item, case)
        self._tested[decision.id] = _Tested(right, {by: each[0] for by, each in answers.items()})
        self._count(decision.id, 1)
        self.model.learn(decision.id, case, right)

    def forget(self, id: str) -> None:
        """Unlearn a decision that was taken back."""
        if id in self._tested:
            self._count(id, -1)
            del self._tested[id]
            self.model.forget(id)

    def has_learned(self, id: str) -> bool:
        """Return whether a decision was learned from."""
        return id in self._tested

    def rates(self) -> dict[str, Rate]:
        """Return how often each source was right."""
        return {by: Rate(*counts) for by, counts in sorted(self._rates.items())}

    def _answers(self, item: Item, case: Case) -> tuple[dict[str, Answer], Prediction]:
        found: dict[str, Answer] = {}
        vote = majority(item)
        if vote is not None:
            found[MAJORITY] = vote
        for name, source in self.fitted.items():
            answer = source(item)
            if answer is not None:
                found[name] = answer
        prediction = self.model.predict(case)
        found[DECISIONS] = (prediction.candidate, prediction.probability)
        return found, prediction

    def _expected(self, by: str) -> float:
        right, count = self._rates.get(by, (0, 0))
        return (right + PRIOR_WEIGHT * PRIORS[by]) / (count + PRIOR_WEIGHT)

    def _count(self, id: str, step: int) -> None:
        tested = self._tested[id]
        for by, answer in tested.answers.items():
            counts = self._rates.setdefault(by, [0, 0])
            counts[0] += step * (answer in tested.right)
            counts[1] += step

    def _why(self, by: str, item: Item, candidate: int, prediction: Prediction) -> str:
        votes = 0 if candidate == NOTHING else len(item.candidates[candidate].annotators)
        if by == DECISIONS:
            if not prediction.seen:
                return f"{votes} of {len(item.versions)} have it; nothing like it was decided yet"
            like = (
                "cases with such votes",
                "cases like it",
                "cases with words marked as often",
                "cases with these very words",
            )
            return (
                f"you decided {prediction.right:,} of {prediction.seen:,} "
                f"{like[prediction.level]} this way"
            )
        voted = f"{votes} of {len(item.versions)} annotators have it"
        if by == MAJORITY:
            return voted
        right, count = self._rates.get(by, (0, 0))
        tested = f"; {by} was right in {right:,} of {count:,} cases" if count else ""
        return f"{voted}, weighed by how reliable they are{tested}"


def majority(item: Item) -> Answer | None:
    """Return the answer most annotators gave; None without a single most frequent one."""
    votes = Counter(
        {index: len(candidate.annotators) for index, candidate in enumerate(item.candidates)}
    )
    if not votes:
        return None
    (first, count), *others = votes.most_common()
    if others and others[0][1] == count:
        return None
    return first, count / votes.total()
