# SPDX-License-Identifier: MIT
"""Rules over all documents: what each would accept, what its audit says, and applying it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from annotator.errors import EditRefusedError, NotFoundError
from annotator.model.records import Decision
from annotator.review.decisions import Circumstances, Standing, Verdict, standing
from annotator.review.item import Item
from annotator.review.items import items_of
from annotator.review.rules import UNANIMOUS, Audit, Rule, is_drawn, known_rules
from annotator.store.values import StoredDocument
from annotator.workspace.complete_layers import complete_layers
from annotator.workspace.deciding import Changes, Deciding, Judged, is_link
from annotator.workspace.reviews import Reviews
from annotator.workspace.suggesting import Suggesting
from annotator.workspace.tasks import Progress

SHOWN = 20

Work: TypeAlias = Callable[[Progress], "tuple[RulePreview, ...]"]


@dataclass(frozen=True, slots=True)
class RulePreview:
    """A rule and what it would do now.

    ``items`` would be accepted in ``documents`` documents; ``drawn`` of those it applies to are
    left to the person as its audit. ``examples`` are some of the items.
    """

    rule: Rule
    items: int
    documents: int
    drawn: int
    audit: Audit
    examples: tuple[Item, ...]


class _Judged(NamedTuple):
    """What a rule accepts of one document, and how many items it leaves to the person."""

    accepted: list[Judged]
    drawn: int


@dataclass(slots=True)
class _Sum:
    """What a rule accepts of many documents."""

    items: int = 0
    documents: int = 0
    drawn: int = 0
    examples: list[Item] = field(default_factory=list)

    def add(self, judged: _Judged) -> None:
        """Add what it accepts of one more document."""
        self.items += len(judged.accepted)
        self.documents += bool(judged.accepted)
        self.drawn += judged.drawn
        room = SHOWN - len(self.examples)
        self.examples += [item for item, _ in judged.accepted[:room]]

    def preview(self, rule: Rule, audit: Audit) -> RulePreview:
        """Return the sum as it is shown."""
        return RulePreview(
            rule, self.items, self.documents, self.drawn, audit, tuple(self.examples)
        )


class Ruling:
    """Previews and applies rules to every document that is not finished."""

    def __init__(self, reviews: Reviews, suggesting: Suggesting, deciding: Deciding) -> None:
        self._reviews = reviews
        self._suggesting = suggesting
        self._deciding = deciding

    def previews(self) -> tuple[RulePreview, ...]:
        """Return all rules there are for this project, the safest first; opens every document."""
        reviews = self._reviews
        found = ((reviews.standing(id), reviews.text(id)) for id in reviews.unfinished())
        return self._summed(self._rules(), found)

    def counting(self, stored: Callable[[], Iterator[StoredDocument]]) -> Work:
        """Return work, for any thread, that gives ``previews`` of what is stored.

        No decision may be made meanwhile, for the suggestions rest on them.
        """
        rules, wanted = self._rules(), set(self._reviews.unfinished())

        def standings(progress: Progress) -> Iterator[tuple[Standing, str]]:
            done = 0
            for each in stored():
                id = each.document.id
                if id not in wanted:
                    continue
                done += 1
                progress(done, len(wanted))
                decisions = [r for r in each.records_of_own() if isinstance(r, Decision)]
                items = items_of(id, complete_layers(each))
                yield standing(id, items, decisions), each.document.text

        return lambda progress: self._summed(rules, standings(progress))

    def _summed(
        self, rules: Sequence[Rule], documents: Iterable[tuple[Standing, str]]
    ) -> tuple[RulePreview, ...]:
        sums = {rule.id: _Sum() for rule in rules}
        for found, text in documents:
            for rule in rules:
                sums[rule.id].add(self._judged(rule, found, text))
        return tuple(sums[rule.id].preview(rule, self._suggesting.audit(rule.id)) for rule in rules)

    def _rules(self) -> tuple[Rule, ...]:
        return known_rules(self._most_annotators())

    def changes(self, id: str) -> tuple[int, Changes]:
        """Return how many items a rule accepts, and the changes that do it.

        NotFoundError for a rule there is not, EditRefusedError for one that has stopped.
        """
        rule = {rule.id: rule for rule in self._rules()}.get(id)
        if rule is None:
            raise NotFoundError("rule", id)
        audit = self._suggesting.audit(id)
        if audit.stopped:
            raise EditRefusedError(f"this rule has stopped: {audit.sentence()}")
        count = 0
        changes: Changes = []
        how = Circumstances(method=rule.method)
        for document, accepted in self._by_document(rule):
            count += len(accepted)
            changes += self._deciding.revised(document, accepted, how)[1]
        return count, changes

    def settle(self) -> None:
        """Let go of the trust in agreement when its audit says so."""
        self._reviews.trusts_agreement = not self._suggesting.audit(UNANIMOUS.id).stopped

    def _most_annotators(self) -> int:
        return max((row.annotators for row in self._reviews.documents()), default=2)

    def _answer(self, rule: Rule, item: Item, text: str) -> int | None:
        suggester = self._suggesting.suggester
        suggestion = suggester.suggest(item, text) if rule.probability else None
        return rule.answer(item, suggestion)

    def _judged(self, rule: Rule, found: Standing, text: str) -> _Judged:
        """Return what a rule would accept of a document, and how many it leaves to the person."""
        accepted: list[Judged] = []
        drawn = 0
        for item in found.items:
            answer = None if item.id in found.decided else self._answer(rule, item, text)
            if answer is None:
                continue
            if is_drawn(rule, item, share=self._reviews.audited, seed=self._reviews.seed):
                drawn += 1
            elif not found.stale.get(item.id) and not is_link(item):
                accepted.append((item, Verdict.take(answer)))
        return _Judged(accepted, drawn)

    def _by_document(self, rule: Rule) -> Iterator[tuple[str, list[Judged]]]:
        for id in self._reviews.unfinished():
            judged = self._judged(rule, self._reviews.standing(id), self._reviews.text(id))
            if judged.accepted:
                yield id, judged.accepted
