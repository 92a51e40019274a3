# SPDX-License-Identifier: MIT
"""Documents under review: what is to be decided, what holds, and what is stale."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from annotator.model.annotations import DOCUMENT_LAYER, GOLD, Annotations
from annotator.model.records import STATUS_ID, Decision
from annotator.review.decisions import Standing, standing
from annotator.review.item import Item
from annotator.review.items import items_of
from annotator.review.rules import UNANIMOUS, is_drawn
from annotator.workspace.assigning import Assigning
from annotator.workspace.cases import Cases, cases_of
from annotator.workspace.door import Door
from annotator.workspace.events import (
    DocumentChanged,
    DocumentsChanged,
    Event,
    LayerChanged,
)

KEPT_REVIEWS = 32
CONTEXT = 60
AUDITED = 0.02
"""The share of agreed items that are asked about all the same, to know how far to trust them."""


@dataclass(frozen=True, slots=True)
class Review:
    """One document under review.

    ``items`` are in text order. ``decided`` has what holds, by item; ``stale`` what was decided
    before a version changed. ``due`` are the items to be decided by a person. ``lanes`` are the
    annotators in the order in which to show them: another one for each document, and always the
    same; ``names`` are what to call them.
    """

    document: str
    items: tuple[Item, ...]
    decided: Mapping[str, Decision]
    stale: Mapping[str, tuple[Decision, ...]]
    due: frozenset[str]
    lanes: tuple[str, ...]
    names: Mapping[str, str]
    finished: bool

    def undecided(self) -> tuple[Item, ...]:
        """Return the items a person has still to decide, in text order."""
        return tuple(
            item for item in self.items if item.id in self.due and item.id not in self.decided
        )

    def group(self, item: Item) -> tuple[Item, ...]:
        """Return the items that are decided on one screen with this one, in text order."""
        return tuple(each for each in self.items if each.group == item.group)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A document in the queue; the counts are None until the document was opened or counted."""

    document: str
    title: str
    annotators: int
    finished: bool
    undecided: int | None = None
    decided: int | None = None
    stale: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An item that is like another one, with what stands around it."""

    item: Item
    before: str
    words: str
    after: str


@dataclass(slots=True)
class _Kept:
    """The items of a document, and of which snapshots they are."""

    key: tuple[tuple[str, int], ...]
    items: tuple[Item, ...]
    own: Annotations | None = None
    standing: Standing = field(default_factory=lambda: Standing(()))
    drawn_as: tuple[object, ...] = ()
    drawn: frozenset[str] = frozenset()
    made_as: tuple[object, ...] = ()
    review: Review | None = None
    counts: tuple[int, int, int] = (0, 0, 0)


def case_of(item: Item, text: str) -> Case:
    """Return an item with what stands around it in its text."""
    before = text[max(0, item.start - CONTEXT) : item.start]
    return Case(item, before, text[item.start : item.end], text[item.end : item.end + CONTEXT])


def _nobody(document: str, standing: Standing) -> None:
    """Tell nobody."""


class Reviews:
    """The documents under review, each as it is now; ``seed`` orders lanes and draws the audit.

    Documents that are hidden from the person have no items. With ``hide_names`` annotators are
    called A, B, C. ``told`` hears of the standing of a document whenever that is another one.
    Without ``trusts_agreement`` a person decides also what all have.
    """

    def __init__(self, door: Door, assigning: Assigning, seed: int) -> None:
        self._door = door
        self._assigning = assigning
        self._rows: dict[str, ReviewRow] | None = None
        self._names: dict[str, tuple[str, ...]] = {}
        door.events.subscribe(self._heard)
        self.cases = Cases()
        self.seed = seed
        self.hide_names = False
        self.audited = AUDITED
        self._trusts_agreement = True
        self.told: Callable[[str, Standing], None] = _nobody
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._counts: dict[str, tuple[int, int, int]] = {}

    @property
    def trusts_agreement(self) -> bool:
        """Whether what all have needs no person."""
        return self._trusts_agreement

    @trusts_agreement.setter
    def trusts_agreement(self, wanted: bool) -> None:
        if wanted is not self._trusts_agreement:
            self._trusts_agreement = wanted
            self._counts.clear()

    def documents(self) -> tuple[ReviewRow, ...]:
        """Return the documents that at least two annotators have completed, in order of import."""
        return tuple(
            replace(row, undecided=counts[0], decided=counts[1], stale=counts[2])
            if (counts := self._counts.get(row.document))
            else row
            for row in self._listed().values()
        )

    def unfinished(self) -> list[str]:
        """Return the ids of the documents whose gold is not complete."""
        return [row.document for row in self._listed().values() if not row.finished]

    def left(self, document: str) -> int:
        """Return how many items a person has still to decide in a document."""
        counts = self._counts.get(document)
        return counts[0] if counts is not None else len(self.open(document).undecided())

    def count(self, document: str) -> ReviewRow:
        """Return a document's row with its counts."""
        review = self.open(document)
        live = self._door.live
        title = live.layer(document, DOCUMENT_LAYER).info.title
        return ReviewRow(
            document, title, len(review.lanes), review.finished, *self._counts[document]
        )

    def open(self, document: str) -> Review:
        """Return a document's review as of now; without two complete layers it has no items."""
        self.standing(document)
        kept = self._kept[document]
        gold = self._door.live.layer(document, GOLD).complete
        made_as = (*self._settings, self.hide_names, gold)
        if kept.review is None or kept.made_as != made_as:
            kept.made_as, kept.review = made_as, self._made(document, kept, finished=gold)
        self._counts[document] = kept.counts
        return kept.review

    @property
    def _settings(self) -> tuple[object, ...]:
        """What the draw of agreed items for the audit follows from."""
        return self.trusts_agreement, self.audited, self.seed

    def _made(self, document: str, kept: _Kept, *, finished: bool) -> Review:
        found = kept.standing
        names = sorted(name for name, _ in kept.key)
        lanes = list(names)
        Random(f"{self.seed}:{document}").shuffle(lanes)  # noqa: S311 - an order, not a secret
        called = {name: chr(65 + n) if n < 26 else f"A{n}" for n, name in enumerate(lanes)}
        if kept.drawn_as != self._settings:
            kept.drawn_as = self._settings
            kept.drawn = frozenset(item.id for item in kept.items if self._is_due(item))
        # an item that only a decision is left of is none of the kept ones, but stale or decided
        due = kept.drawn | found.stale.keys()
        review = Review(
            document,
            found.items,
            found.decided,
            found.stale,
            due,
            tuple(lanes),
            called if self.hide_names else {name: name for name in names},
            finished,
        )
        undecided = sum(1 for id in due if id not in found.decided)
        kept.counts = (undecided, len(found.decided), len(found.stale))
        return review

    def _listed(self) -> dict[str, ReviewRow]:
        if self._rows is None:
            hidden = set(self._assigning.hidden())
            self._rows = {
                summary.id: ReviewRow(summary.id, summary.title, annotators, summary.complete)
                for summary in self._door.live.summaries(GOLD)
                if (annotators := summary.complete_layers - summary.complete) >= 2
                and summary.id not in hidden
            }
        return self._rows

    def _heard(self, event: Event) -> None:
        """Read the list again when documents have come or gone, or a layer is complete."""
        if isinstance(event, DocumentsChanged):
            if not event.only_told:
                self._rows = None
                self._names.clear()
                self._counts.clear()
                self.cases.forget_all()
        elif isinstance(event, DocumentChanged):
            self._counts.pop(event.document, None)
            if self._is_listed_otherwise(event):
                self._rows = None
        elif isinstance(event, LayerChanged):
            self._counts.pop(event.document, None)
            if event.layer != GOLD:
                self.cases.forget(event.document)
            names = self._names.get(event.document, ())
            if event.layer not in names:
                self._names.pop(event.document, None)
            if any(step.id == STATUS_ID for step in event.change.steps):
                self._completed(event)

    def _completed(self, event: LayerChanged) -> None:
        """Follow a layer that was said to be complete, or not any more."""
        row = (self._rows or {}).get(event.document)
        if row is None or event.layer != GOLD or self._rows is None:
            self._rows = None
        else:
            self._rows[row.document] = replace(row, finished=event.annotations.complete)

    def _is_listed_otherwise(self, event: DocumentChanged) -> bool:
        """Return whether a row is another one now; decisions alone change none."""
        row = (self._rows or {}).get(event.document)
        if row is None or event.info.removed or event.info.title != row.title:
            return True
        return self._assigning.is_hidden(event.document)

    def _annotators(self, document: str) -> tuple[str, ...]:
        names = self._names.get(document)
        if names is None:
            names = self._names[document] = self._door.layers_of(document)
        return names

    def layer(self, document: str, annotator: str) -> Annotations:
        """Return an annotator's layer."""
        return self._door.live.layer(document, annotator)

    def own(self, document: str) -> Annotations:
        """Return the document's own layer."""
        return self._door.live.layer(document, DOCUMENT_LAYER)

    def gold(self, document: str) -> Annotations:
        """Return the gold layer."""
        return self._door.live.layer(document, GOLD)

    def text(self, document: str) -> str:
        """Return the text."""
        return self._door.live.document(document).text

    def standing(self, document: str) -> Standing:
        """Return how the decisions of a document stand to its items."""
        live = self._door.live
        layers = {
            name: layer
            for name in self._annotators(document)
            if name not in (GOLD, DOCUMENT_LAYER) and (layer := live.layer(document, name)).complete
        }
        if len(layers) < 2 or self._assigning.is_hidden(document):
            layers = {}
        key = tuple(sorted((name, layer.version) for name, layer in layers.items()))
        kept = self._kept.get(document)
        if kept is None or kept.key != key:
            kept = self._kept[document] = _Kept(key, items_of(document, layers) if layers else ())
            self.cases.take(document, cases_of(kept.items, self.text(document)))
            while len(self._kept) > KEPT_REVIEWS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(document)
        own = self.own(document)
        if kept.own is not own:
            kept.own, kept.review = own, None
            kept.standing = standing(document, kept.items, own.decisions())
            self.told(document, kept.standing)
        return kept.standing

    def _is_due(self, item: Item) -> bool:
        if not item.is_agreed:
            return True
        if not item.versions or not any(version.records for version in item.versions):
            return False
        if not self.trusts_agreement:
            return True
        return is_drawn(UNANIMOUS, item, share=self.audited, seed=self.seed)
