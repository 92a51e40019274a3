# SPDX-License-Identifier: MIT
"""Turns a review into what its page shows."""

from collections.abc import Iterator

from annotator.gui.bridge.rows import ReviewItemRow
from annotator.gui.canvas.lanes import Ends, said_of, spans_of
from annotator.model.records import Decision
from annotator.review.item import Item
from annotator.workspace.reviews import Review

WORDS = 60


def item_rows(
    review: Review, text: str, suggested: dict[str, str], ends: Ends
) -> list[ReviewItemRow]:
    """Return a row for each item; ``suggested`` has in words what is suggested for some."""
    return [_row(review, item, text, suggested.get(item.id, ""), ends) for item in review.items]


def _row(review: Review, item: Item, text: str, suggested: str, ends: Ends) -> ReviewItemRow:
    decision = review.decided.get(item.id)
    words = " ".join(text[item.start : item.end].split())
    if len(words) > WORDS:
        words = words[: WORDS - 1] + "…"
    said = []
    for candidate in item.candidates:
        who = ", ".join(review.names.get(name, name) for name in candidate.annotators)
        said.append(f"{said_of(candidate, text, ends)}: {who}")
    return ReviewItemRow(
        item.id,
        tuple(sorted(kind.value for kind in item.kinds)),
        words,
        " · ".join(said),
        suggested if decision is None else "",
        _state(review, item),
        tuple(sorted({span.label for span in spans_of(item)})),
        decision.reason if decision is not None else "",
        decision is not None and decision.flag,
    )


def _state(review: Review, item: Item) -> str:
    if item.id in review.decided:
        return "decided"
    if item.id in review.stale:
        return "stale"
    return "open" if item.id in review.due else "agreed"


def counts_of(review: Review) -> str:
    """Return in words how far a document's review has come."""
    left, decided, stale = len(review.undecided()), len(review.decided), len(review.stale)
    agreed = sum(item.is_agreed for item in review.items)
    parts = [f"{left} to decide", f"{decided} decided", f"{agreed} agreed"]
    if stale:
        parts.append(f"{stale} changed since")
    if review.finished:
        parts.append("finished")
    return " · ".join(parts)


def chosen_candidates(item: Item, decision: Decision | None) -> tuple[int, ...]:
    """Return the candidates that a decision took."""
    if decision is None:
        return ()
    return tuple(_taken(item, decision))


def _taken(item: Item, decision: Decision) -> Iterator[int]:
    for index, candidate in enumerate(item.candidates):
        by_name = bool(set(candidate.annotators) & set(decision.chosen))
        if by_name or (decision.outcome == "none" and not candidate.records):
            yield index
