# SPDX-License-Identifier: MIT
"""Makes of verdicts the decisions and the changes that carry them out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from annotator.edits.change import Change
from annotator.model.annotations import DOCUMENT_LAYER, GOLD
from annotator.model.records import Decision, Relation, Span
from annotator.review.decisions import (
    MANUAL,
    Circumstances,
    Standing,
    Verdict,
    decision_of,
    outcome_text,
    revision,
)
from annotator.review.item import Item
from annotator.review.rules import UNANIMOUS, audit_method
from annotator.workspace.reviews import Review, Reviews
from annotator.workspace.suggesting import Suggesting

Judged: TypeAlias = tuple[Item, Verdict]
Made: TypeAlias = tuple[Item, Decision]
Changes: TypeAlias = list[tuple[str, str, Change]]
"""Changes with their document and layer."""


class Deciding:
    """Makes decisions for one person."""

    def __init__(self, reviews: Reviews, suggesting: Suggesting, actor: str) -> None:
        self._reviews = reviews
        self._suggesting = suggesting
        self._actor = actor

    def revised(
        self, document: str, verdicts: Sequence[Judged], how: Circumstances
    ) -> tuple[list[Made], Changes]:
        """Return the decisions about items of one document, and the changes that make them.

        What all agree on and a relation links is accepted with it.
        """
        own, gold = self._reviews.own(document), self._reviews.gold(document)
        found = self._reviews.standing(document)
        ends: dict[tuple[str, str], str] = {}
        made: list[Made] = []
        removed: list[Decision] = []
        ordered = sorted(verdicts, key=lambda both: _links(both[0], both[1]))
        if ordered and _links(*ordered[-1]):
            accepted = self._agreed_ends(found, ordered)
            ordered = sorted([*accepted, *ordered], key=lambda both: _links(*both))
        for item, verdict in ordered:
            old = [*found.stale.get(item.id, ())]
            if item.id in found.decided:
                old.insert(0, found.decided[item.id])
            if _links(item, verdict) and not ends:
                ends = self._ends(document, found, made)
            kept = [record for decision in old for record in decision.result]
            circumstances = self._circumstances(item, how)
            made.append((item, decision_of(item, verdict, circumstances, ends=ends, kept=kept)))
            removed += old
        both = revision(own, gold, added=[decision for _, decision in made], removed=removed)
        return made, [(document, DOCUMENT_LAYER, both.own), (document, GOLD, both.gold)]

    def _circumstances(self, item: Item, how: Circumstances) -> Circumstances:
        shown = self._suggesting.given(item)
        by = how.by or self._actor
        if how.method == MANUAL:
            reviews = self._reviews
            method = audit_method(item, shown, share=reviews.audited, seed=reviews.seed)
            how = replace(how, method=method)
        if shown is None:
            return replace(how, by=by)
        records = () if shown.is_none(item) else item.candidates[shown.candidate].records
        return replace(
            how,
            by=by,
            suggestion=outcome_text(records),
            suggested_by=shown.by,
            probability=shown.probability,
        )

    def _agreed_ends(self, found: Standing, verdicts: Sequence[Judged]) -> list[Judged]:
        """Return the acceptance of agreed spans that relations of these verdicts may link."""
        known = {item.id for item, _ in verdicts} | found.decided.keys()
        places = [(item.start, item.end) for item, verdict in verdicts if _links(item, verdict)]
        return [
            (item, Verdict.take(0))
            for item in found.items
            if item.is_agreed
            and item.id not in known
            and not is_link(item)
            and any(start <= item.start and item.end <= end for start, end in places)
        ]

    def _ends(
        self, document: str, found: Standing, made: Sequence[Made]
    ) -> dict[tuple[str, str], str]:
        """Return for each annotator's span the gold span that was decided in its place."""
        new = {item.id: decision for item, decision in made}
        ends = {("", id): id for id in self._reviews.gold(document).records}
        by_mark: dict[tuple[str, object, str], str] = {}
        for item in found.items:
            decision = new.get(item.id) or found.decided.get(item.id)
            if decision is None or not decision.result:
                continue
            gold = decision.result[0].id
            for version in item.versions:
                for record in version.records:
                    if isinstance(record, Span):
                        by_mark[version.annotator, record.fragments, record.label] = gold
        for name in {name for name, _, _ in by_mark}:
            for span in self._reviews.layer(document, name).spans():
                there = by_mark.get((name, span.fragments, span.label))
                if there is not None:
                    ends[name, span.id] = there
        return ends

    def accepting(self, review: Review) -> Changes:
        """Return the changes that accept what all agree on and nobody has decided."""
        agreed = [
            (item, Verdict.take(0))
            for item in review.items
            if item.is_agreed and item.candidates and item.id not in review.decided
        ]
        if not agreed:
            return []
        how = Circumstances(by=self._actor, method=UNANIMOUS.method)
        return self.revised(review.document, agreed, how)[1]


def is_link(item: Item) -> bool:
    """Return whether an item is about relations."""
    return any(isinstance(record, Relation) for v in item.versions for record in v.records)


def _links(item: Item, verdict: Verdict) -> bool:
    return is_link(item) or any(isinstance(record, Relation) for record in verdict.records)
