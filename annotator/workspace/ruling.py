# SPDX-License-Identifier: MIT
"""Rules over all documents: what each would accept, what its audit says, and applying it."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.errors import EditRefusedError, NotFoundError
from annotator.review.decisions import Circumstances, Verdict
from annotator.review.item import Item
from annotator.review.rules import UNANIMOUS, Audit, Rule, is_drawn, known_rules
from annotator.workspace.deciding import Changes, Deciding, Judged, is_link
from annotator.workspace.reviews import Reviews
from annotator.workspace.suggesting import Suggesting

SHOWN = 20


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


class Ruling:
    """Previews and applies rules to every document that is not finished."""

    def __init__(self, reviews: Reviews, suggesting: Suggesting, deciding: Deciding) -> None:
        self._reviews = reviews
        self._suggesting = suggesting
        self._deciding = deciding

    def previews(self) -> tuple[RulePreview, ...]:
        """Return all rules there are for this project, the safest first."""
        rows = self._reviews.documents()
        rules = known_rules(max((row.annotators for row in rows), default=2))
        return tuple(self._preview(rule) for rule in rules)

    def changes(self, id: str) -> tuple[int, Changes]:
        """Return how many items a rule accepts, and the changes that do it.

        NotFoundError for a rule there is not, EditRefusedError for one that has stopped.
        """
        previews = {rule.id: rule for rule in known_rules(self._most_annotators())}
        rule = previews.get(id)
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

    def _preview(self, rule: Rule) -> RulePreview:
        items: list[Item] = []
        documents = drawn = 0
        for document, accepted in self._by_document(rule):
            documents += 1
            items += [item for item, _ in accepted]
            drawn += self._drawn(rule, document)
        audit = self._suggesting.audit(rule.id)
        return RulePreview(rule, len(items), documents, drawn, audit, tuple(items[:SHOWN]))

    def _drawn(self, rule: Rule, document: str) -> int:
        review = self._reviews.open(document)
        return sum(
            1
            for item in review.items
            if item.id not in review.decided
            and self._answer(rule, item) is not None
            and self._is_drawn(rule, item)
        )

    def _is_drawn(self, rule: Rule, item: Item) -> bool:
        return is_drawn(rule, item, share=self._reviews.audited, seed=self._reviews.seed)

    def _answer(self, rule: Rule, item: Item) -> int | None:
        suggestion = self._suggesting.thought(item) if rule.probability else None
        return rule.answer(item, suggestion)

    def _by_document(self, rule: Rule) -> Iterator[tuple[str, list[Judged]]]:
        for row in self._reviews.documents():
            if row.finished:
                continue
            review = self._reviews.open(row.document)
            accepted = [
                (item, Verdict.take(answer))
                for item in review.items
                if item.id not in review.decided
                and not review.stale.get(item.id)
                and (answer := self._answer(rule, item)) is not None
                and not self._is_drawn(rule, item)
                and not is_link(item)
            ]
            if accepted:
                yield row.document, accepted
