# SPDX-License-Identifier: MIT
"""Adjudication: what several annotators have, what is decided about it, and the gold that follows.

Everything here is for the thread that edits, and quick; every act is one gesture, taken back by
``Workspace.undo``.
"""

from collections.abc import Callable, Iterator, Sequence

from annotator.edits.change import Change, Step
from annotator.errors import EditRefusedError, NotFoundError
from annotator.model.annotations import DOCUMENT_LAYER, GOLD
from annotator.model.records import STATUS_ID, Decision, LayerStatus, Record, Span
from annotator.review.bulk import signature
from annotator.review.decisions import (
    Circumstances,
    Provenance,
    Standing,
    Verdict,
    provenance,
    remark,
    revision,
    void_item,
)
from annotator.review.item import Item
from annotator.review.rules import Audit
from annotator.review.suggestions import Suggestion
from annotator.workspace.assigning import Assigning
from annotator.workspace.deciding import Deciding
from annotator.workspace.door import Door
from annotator.workspace.reviews import Case, Review, ReviewRow, Reviews, case_of
from annotator.workspace.ruling import RulePreview, Ruling
from annotator.workspace.suggesting import Override, Suggesting
from annotator.workspace.tasks import Progress, no_progress

QUICKLY = 50
"""In a project of so many documents the decisions are gathered when first needed."""

__all__ = ["Case", "Review", "ReviewRow", "Reviewing", "Suggestion", "Verdict"]


class Reviewing:
    """The door to adjudication. ``seed`` orders lanes and draws what is hidden or audited.

    With ``hide_names`` annotators are called A, B, C; with ``suggest`` off nothing is suggested.
    """

    def __init__(self, door: Door, assigning: Assigning, *, seed: int = 0) -> None:
        self._door = door
        self.reviews = Reviews(door, assigning, seed)
        self.suggesting = Suggesting(seed, self.reviews.text, self.reviews.cases)
        self.reviews.told = self._told
        self._deciding = Deciding(self.reviews, self.suggesting, door.actor)
        self._ruling = Ruling(self.reviews, self.suggesting, self._deciding)

    @property
    def hide_names(self) -> bool:
        """Whether annotators are called A, B, C."""
        return self.reviews.hide_names

    @hide_names.setter
    def hide_names(self, wanted: bool) -> None:
        self.reviews.hide_names = wanted

    @property
    def suggest(self) -> bool:
        """Whether answers are suggested."""
        return self.suggesting.enabled

    @suggest.setter
    def suggest(self, wanted: bool) -> None:
        self.suggesting.enabled = wanted

    def documents(self) -> tuple[ReviewRow, ...]:
        """Return the documents that at least two annotators have completed, in order of import."""
        return self.reviews.documents()

    def count(self, document: str) -> ReviewRow:
        """Return a document's row with its counts."""
        return self.reviews.count(document)

    def open(self, document: str) -> Review:
        """Return a document's review as of now; without two complete layers it has no items."""
        return self.reviews.open(document)

    def suggestion(self, item: Item) -> Suggestion | None:
        """Return what to suggest for an item, or None; what was given last is what was shown."""
        if not self.suggesting.is_prepared:
            self._prepare_at_once()
        self.reviews.standing(item.document)
        return self.suggesting.shown(item)

    def prepare(self, progress: Progress = no_progress) -> Callable[[], None]:
        """Gather all decisions there are, for suggestions to learn from; for any thread.

        Call what is returned on the thread that edits. In a small project this need not be done.
        """
        return self.suggesting.gather(self._door.store.export_rows(), progress)

    def rules(self) -> tuple[RulePreview, ...]:
        """Return the rules that may accept answers, with what each would do and its audit."""
        return self._ruling.previews()

    def counting_rules(self) -> Callable[[Progress], tuple[RulePreview, ...]]:
        """Return work, for any thread, that gives ``rules`` for what is stored.

        Nothing may be decided meanwhile.
        """
        return self._ruling.counting(self._door.store.export_rows)

    def apply_rule(self, id: str) -> int:
        """Accept what a rule accepts, in all documents, as one act; return how many items.

        EditRefusedError for a rule that its audit has stopped.
        """
        self._door.require_writable()
        count, changes = self._ruling.changes(id)
        self._door.act(changes)
        return count

    def audit(self, id: str) -> Audit:
        """Return what the audit of a rule says."""
        return self.suggesting.audit(id)

    def overrides(self) -> Override:
        """Return how often suggestions were overridden, shown and withheld."""
        return self.suggesting.overrides()

    def decide(
        self,
        item: Item,
        verdict: Verdict,
        *,
        ms: int = 0,
        reason: str = "",
        note: str = "",
        flag: bool = False,
    ) -> Decision:
        """Decide an item, or decide it anew; raises EditRefusedError and ReadOnlyError."""
        how = Circumstances(ms=ms, reason=reason, note=note, flag=flag)
        return self.decide_all([(item, verdict)], how)[0]

    def decide_all(
        self, verdicts: Sequence[tuple[Item, Verdict]], how: Circumstances | None = None
    ) -> tuple[Decision, ...]:
        """Decide several items, of one document or of several, as one act."""
        self._door.require_writable()
        wanted: dict[str, list[tuple[Item, Verdict]]] = {}
        for item, verdict in verdicts:
            wanted.setdefault(item.document, []).append((item, verdict))
        made: dict[str, Decision] = {}
        changes: list[tuple[str, str, Change]] = []
        for document, ours in wanted.items():
            decisions, revised = self._deciding.revised(document, ours, how or Circumstances())
            changes += revised
            made.update((decision.item, decision) for _, decision in decisions)
        self._door.act(changes)
        return tuple(made[item.id] for item, _ in verdicts)

    def decide_group(
        self, verdicts: Sequence[tuple[Item, Verdict]], *, ms: int = 0
    ) -> tuple[Decision, ...]:
        """Decide the items of one component of overlapping candidates as one act."""
        return self.decide_all(verdicts, Circumstances(ms=ms))

    def add(self, document: str, records: Sequence[Record], *, ms: int = 0) -> Decision:
        """Put records into gold at a place where nobody has marked anything."""
        starts = [record.start for record in records if isinstance(record, Span)]
        ends = [record.end for record in records if isinstance(record, Span)]
        place = (min(starts, default=0), max(ends, default=0))
        item = void_item(document, place, self.open(document).lanes)
        return self.decide(item, Verdict.custom(*records), ms=ms)

    def remark(self, item: Item, *, reason: str = "", note: str = "", flag: bool = False) -> None:
        """Give the decision about an item another reason, note or flag."""
        decision = self._decision(item)
        change = remark(decision, reason=reason, note=note, flag=flag)
        if change.steps:
            self._door.require_writable()
            self._door.act([(item.document, DOCUMENT_LAYER, change)])

    def withdraw(self, item: Item) -> None:
        """Take the decision about an item back, so that it is undecided again."""
        self._door.require_writable()
        own, gold = self.reviews.own(item.document), self.reviews.gold(item.document)
        made = revision(own, gold, removed=[self._decision(item)])
        self._door.act(
            [(item.document, DOCUMENT_LAYER, made.own), (item.document, GOLD, made.gold)]
        )

    def next_undecided(self, document: str = "", after: Item | None = None) -> Item | None:
        """Return the next item to decide: after ``after`` in the document, else in the next ones.

        It goes round, and gives None only when nothing is undecided anywhere.
        """
        return next(self._ahead(document, after, forward=True), None)

    def previous_undecided(self, document: str = "", before: Item | None = None) -> Item | None:
        """Return the item to decide before ``before``; as ``next_undecided``, backwards."""
        return next(self._ahead(document, before, forward=False), None)

    def next_here(self, document: str, after: Item | None = None) -> Item | None:
        """Return the next item to decide in the document, round its end; None if all is decided."""
        review = self.open(document)
        undecided = review.undecided()
        beyond = _beyond(review, after, undecided, forward=True) if after is not None else ()
        return next(iter((*beyond, *undecided)), None)

    def next_document(self, document: str) -> str:
        """Return the next document with something undecided; empty if there is none."""
        return next((id for id in self.following(document) if self.reviews.left(id)), "")

    def following(self, document: str) -> tuple[str, ...]:
        """Return the other unfinished documents, in the order in which they come after this one."""
        rows = self.reviews.unfinished()
        place = rows.index(document) if document in rows else len(rows)
        return (*rows[place + 1 :], *rows[:place])

    def left(self, document: str) -> int:
        """Return how many items a person has still to decide in a document."""
        return self.reviews.left(document)

    def identical(self, item: Item) -> tuple[Case, ...]:
        """Return the undecided items that show the same words and the same conflict, this first."""
        wanted = signature(item, self.reviews.text(item.document))
        found = [case_of(item, self.reviews.text(item.document))]
        for document in self.reviews.unfinished():
            if not (item.is_agreed or self.reviews.cases.may_hold(document, wanted)):
                continue
            text = self.reviews.text(document)
            found.extend(
                case_of(other, text)
                for other in self.open(document).undecided()
                if other.id != item.id and signature(other, text) == wanted
            )
        return tuple(found)

    def unread(self) -> int:
        """Return how many documents ``identical`` may have to open; ``prepare`` reads them all."""
        return sum(not self.reviews.cases.knows(id) for id in self.reviews.unfinished())

    def finish(self, document: str) -> None:
        """Say that gold is complete; what all agree on and is not decided yet is accepted.

        EditRefusedError while something is undecided.
        """
        self._door.require_writable()
        review = self.open(document)
        left = len(review.undecided())
        if left:
            noun = "item is" if left == 1 else "items are"
            raise EditRefusedError(f"{left:,} {noun} undecided in this document")
        changes = self._deciding.accepting(review)
        before = self.reviews.gold(document).get(STATUS_ID)
        if not review.finished:
            done = Change("layer.complete", (Step(STATUS_ID, before, LayerStatus(complete=True)),))
            changes.append((document, GOLD, done))
        self._door.act(changes)

    def reopen(self, document: str) -> None:
        """Say that gold is not complete any more."""
        self._door.require_writable()
        before = self.reviews.gold(document).get(STATUS_ID)
        if isinstance(before, LayerStatus) and before.complete:
            step = Step(STATUS_ID, before, LayerStatus(complete=False))
            self._door.act([(document, GOLD, Change("layer.reopen", (step,)))])

    def provenance(self, document: str) -> dict[str, Provenance]:
        """Return for each gold record whose it is and who decided it."""
        return provenance(self.reviews.own(document).decisions())

    def _told(self, document: str, now: Standing) -> None:
        self.suggesting.sync(document, now)
        self._ruling.settle()

    def _prepare_at_once(self) -> None:
        """Learn what is stored, where that is quick; else it waits for ``prepare``."""
        self.suggesting.is_prepared = True
        if len(self._door.live.summaries(GOLD)) <= QUICKLY:
            self.suggesting.gather(self._door.store.export_rows(), no_progress, fit=False)()

    def _decision(self, item: Item) -> Decision:
        decision = self.open(item.document).decided.get(item.id)
        if decision is None:
            raise NotFoundError("decision", item.id)
        return decision

    def _ahead(self, document: str, item: Item | None, *, forward: bool) -> Iterator[Item]:
        rows = self.reviews.unfinished()
        way = 1 if forward else -1
        if document in rows:
            start = rows.index(document)
            rows = (
                [*rows[start:], *rows[:start]] if forward else [*rows[start::-1], *rows[:start:-1]]
            )
        first, here = rows[:1], item
        for id in (*rows, *first):
            review = self.open(id)
            undecided = review.undecided()[::way]
            if here is not None and id == document:
                undecided, here = _beyond(review, here, undecided, forward=forward), None
            yield from undecided


def _beyond(
    review: Review, item: Item, undecided: Sequence[Item], *, forward: bool
) -> tuple[Item, ...]:
    """Return those of the undecided items that come after an item, or before it."""
    order = {each.id: place for place, each in enumerate(review.items)}
    # an item that is not there any more stands where it began
    before = sum(each.start < item.start for each in review.items) - 0.5
    at = order.get(item.id, before)
    return tuple(
        each for each in undecided if (order[each.id] > at) is forward and order[each.id] != at
    )
