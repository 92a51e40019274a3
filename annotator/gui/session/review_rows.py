# SPDX-License-Identifier: MIT
"""Turns a review into what its page shows."""

from collections.abc import Iterator, Mapping

from annotator.gui.bridge.rows import ReviewItemRow
from annotator.gui.canvas.lanes import Ends, said_of, spans_of
from annotator.model.records import Decision
from annotator.review.item import Item
from annotator.workspace.reviews import Review

WORDS = 60


class ItemRows:
    """Makes a row for each item, and keeps what stays as it is while an item does."""

    def __init__(self) -> None:
        self._made: dict[str, ReviewItemRow] = {}
        self._made_of: tuple[Mapping[str, str], str] = ({}, "")

    def of(
        self, review: Review, text: str, suggested: Mapping[str, str], ends: Ends
    ) -> list[ReviewItemRow]:
        """Return the rows; ``suggested`` has in words what is suggested for some items."""
        if self._made_of != (review.names, review.document):
            self._made_of = (review.names, review.document)
            self._made = {}
        made = {
            item.id: self._made.get(item.id) or _row(review, item, text, ends)
            for item in review.items
        }
        self._made = made
        return [_as_it_stands(made[item.id], review, suggested) for item in review.items]


def _row(review: Review, item: Item, text: str, ends: Ends) -> ReviewItemRow:
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
        "",
        "agreed",
        tuple(sorted({span.label for span in spans_of(item)})),
        "",
        flagged=False,
    )


def _as_it_stands(
    row: ReviewItemRow, review: Review, suggested: Mapping[str, str]
) -> ReviewItemRow:
    decision = review.decided.get(row.id)
    if decision is not None:
        return row._replace(state="decided", reason=decision.reason, flagged=decision.flag)
    if row.id in review.stale:
        return row._replace(state="stale", suggested=suggested.get(row.id, ""))
    if row.id in review.due:
        return row._replace(state="open", suggested=suggested.get(row.id, ""))
    return row


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
