# SPDX-License-Identifier: MIT
"""What every annotator has at every item, as spans to show in the text at once; no Qt."""

from collections.abc import Iterator, Mapping, Sequence

from annotator.gui.canvas.lanes import candidate_of
from annotator.model.annotations import Annotations
from annotator.model.records import Decision, Relation, Span
from annotator.review.item import Candidate, Item

APART = " · "
"""Stands between a span's label and whose it is, in the name it is shown with."""
NOTHING = "nothing"
DECIDED = "✓"


def everywhere(
    items: Sequence[Item], lanes: Sequence[str], decided: Mapping[str, Decision]
) -> Annotations:
    """Return spans that show all versions of all items, to be shown and to no other end.

    An item that is decided shows what became gold, one that all agree on what they have, each other
    one the version of each row: "ACTOR · 1 3", and "nothing · 2" where a row has nothing. Links
    have no place of their own and are left out.
    """
    made: dict[str, Span] = {}
    for item in items:
        shown = _versions(item, lanes, decided.get(item.id))
        for number, (label, span) in enumerate(shown):
            id = f"{item.id}:{number}"
            made[id] = Span(id, label, span)
    return Annotations(made)


Places = tuple[tuple[int, int], ...]


def _versions(
    item: Item, lanes: Sequence[str], decision: Decision | None
) -> Iterator[tuple[str, Places]]:
    """Yield for each stretch to show the name it is shown with and its fragments."""
    if _is_link(item):
        return
    if decision is not None:
        spans = [record for record in decision.result if isinstance(record, Span)]
        yield from ((span.label + APART + DECIDED, span.fragments) for span in spans)
        if not spans:
            yield NOTHING + APART + DECIDED, ((item.start, item.end),)
        return
    for index, candidate in enumerate(item.candidates):
        rows = [n for n, name in enumerate(lanes, 1) if candidate_of(item, name) == index]
        whose = "" if item.is_agreed else APART + " ".join(map(str, rows))
        spans = _spans(candidate)
        yield from ((span.label + whose, span.fragments) for span in spans)
        if not spans and not item.is_agreed:
            yield NOTHING + whose, ((item.start, item.end),)


def _spans(candidate: Candidate) -> list[Span]:
    return [record for record in candidate.records if isinstance(record, Span)]


def _is_link(item: Item) -> bool:
    return any(
        isinstance(record, Relation)
        for candidate in item.candidates
        for record in candidate.records
    )


def label_and_owner(name: str) -> tuple[str, str]:
    """Return the label of a name made here, and whose it is; empty if it says nothing of that."""
    label, _, owner = name.partition(APART)
    return label, owner
