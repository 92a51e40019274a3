# SPDX-License-Identifier: MIT
"""Rules that accept answers without asking, and the audits that say how far to trust them.

Each rule leaves a random share of what it would accept to the person, who does not know which.
From these the rule's error is estimated; a rule whose error may be too large stops by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from random import Random

from annotator.model.records import Decision
from annotator.review.decisions import outcome_text
from annotator.review.item import Item
from annotator.review.suggestions import Suggestion
from annotator.review.wilson import wilson

ENOUGH = 30
"""A rule is not stopped before so many of its answers were audited."""
LIMIT = 0.15
"""A rule stops when its error may be larger than this."""
ONE_SIDED = 0.9
"""The two-sided confidence whose upper bound is right in 95 of 100 cases."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Accepts an answer; ``id`` is ``unanimous``, ``votes-M`` or ``probability-P``.

    ``votes`` is how many annotators must agree, ``probability`` how sure a suggestion must be;
    0 where it does not matter.
    """

    id: str
    sentence: str
    votes: int = 0
    probability: float = 0.0

    @property
    def method(self) -> str:
        """How a decision by this rule is marked."""
        return f"rule:{self.id}"

    @property
    def audit_method(self) -> str:
        """How a decision that audits this rule is marked."""
        return f"audit:{self.id}"

    def answer(self, item: Item, suggestion: Suggestion | None = None) -> int | None:
        """Return the index of the candidate that the rule accepts; None if it does not apply.

        ``suggestion`` is that of the model, for a rule that goes by probability.
        """
        if self.probability:
            if suggestion is None or suggestion.probability < self.probability:
                return None
            return suggestion.candidate if suggestion.candidate >= 0 else None
        if not item.candidates or (item.is_agreed and not item.candidates[0].records):
            return None
        if not self.votes:
            return 0 if item.is_agreed else None
        counts = [len(candidate.annotators) for candidate in item.candidates]
        best = counts.index(max(counts))
        return best if counts[best] >= self.votes and counts.count(counts[best]) == 1 else None


UNANIMOUS = Rule("unanimous", "all annotators have the same")


def at_least(votes: int) -> Rule:
    """Return the rule that accepts what at least so many annotators have."""
    return Rule(f"votes-{votes}", f"at least {votes} annotators have the same", votes=votes)


def as_sure_as(probability: float) -> Rule:
    """Return the rule that accepts suggestions at least this sure (0..1)."""
    percent = round(100 * probability)
    sentence = f"the suggestion is at least {percent} % sure"
    return Rule(f"probability-{percent}", sentence, probability=percent / 100)


def known_rules(annotators: int) -> tuple[Rule, ...]:
    """Return the rules there are for so many annotators, the safest first."""
    votes = (at_least(count) for count in range(annotators - 1, annotators // 2, -1) if count > 1)
    return (UNANIMOUS, *votes, as_sure_as(0.95), as_sure_as(0.9))


def is_drawn(rule: Rule, item: Item, *, share: float, seed: int) -> bool:
    """Return whether an item is one of those that audit a rule; always the same answer."""
    return Random(f"{seed}:{rule.id}:{item.id}").random() < share  # noqa: S311 - a sample


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit of a rule has found; ``upper`` bounds its error at 95 %, one-sided."""

    audited: int = 0
    wrong: int = 0

    @property
    def error(self) -> float | None:
        """The observed share of wrong answers; None while nothing was audited."""
        return self.wrong / self.audited if self.audited else None

    @property
    def upper(self) -> float:
        """How large the error may be, with 95 % confidence."""
        return wilson(self.wrong, self.audited, confidence=ONE_SIDED)[1]

    @property
    def stopped(self) -> bool:
        """Whether the rule must not be used any more."""
        return self.audited >= ENOUGH and self.upper > LIMIT

    def sentence(self) -> str:
        """Return the result in words."""
        if not self.audited:
            return "not audited yet"
        return (
            f"{self.wrong:,} of {self.audited:,} audited were wrong; "
            f"the error is below {100 * self.upper:.1f} % at 95 % confidence"
        )


def audit_method(item: Item, shown: Suggestion | None, *, share: float, seed: int) -> str:
    """Return how a person's decision is marked: as the audit of a rule, or as ``manual``."""
    if item.is_agreed and item.candidates and item.candidates[0].records:
        return UNANIMOUS.audit_method
    for rule in known_rules(len(item.versions)):
        if rule.answer(item, shown) is not None and is_drawn(rule, item, share=share, seed=seed):
            return rule.audit_method
    return "manual"


def rule_was_right(item: Item, decision: Decision, right: Collection[int]) -> bool | None:
    """Return whether the rule that a decision audits was right; None if it audits none."""
    id = decision.method.removeprefix("audit:")
    if id == decision.method:
        return None
    if id.startswith("probability-"):
        return decision.suggestion == outcome_text(decision.result)
    votes = id.removeprefix("votes-")
    rule = at_least(int(votes)) if votes.isdigit() else UNANIMOUS
    return rule.answer(item) in right


def audited(results: Iterable[bool]) -> Audit:
    """Return the audit for results, each of which says whether the rule was right."""
    found = list(results)
    return Audit(len(found), found.count(False))
