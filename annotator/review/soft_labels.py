# SPDX-License-Identifier: MIT
"""What annotators said at each place as shares, for learning from disagreement itself."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.model.records import Decision, Record, Relation, Span
from annotator.review.competence import Learned, dawid_skene
from annotator.review.item import Item

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class SoftLabel:
    """One answer to an item: who gave it, their share, and how likely it is right.

    ``weighted`` (0..1) takes into account how often each annotator is right, by Dawid and Skene.
    ``decided`` says whether it became gold; None where nothing was decided.
    """

    records: tuple[Record, ...]
    annotators: tuple[str, ...]
    share: float
    weighted: float
    decided: bool | None


@dataclass(frozen=True, slots=True)
class SoftItem:
    """A place (code points) with its answers; their shares and weights each sum to 1."""

    document: str
    item: str
    start: int
    end: int
    answers: tuple[SoftLabel, ...]


def soft_items(items: Sequence[Item], decisions: Mapping[str, Decision]) -> list[SoftItem]:
    """Return the soft labels of items (with two versions at least); decided ones steer the weights.

    ``decisions`` are by item id.
    """
    compared = [item for item in items if len(item.versions) > 1]
    if not compared:
        return []
    judgements = [
        (item.id, annotator, _kind(candidate.records))
        for item in compared
        for candidate in item.candidates
        for annotator in candidate.annotators
    ]
    known: dict[Hashable, Hashable] = {
        item.id: _kind(decisions[item.id].result) for item in compared if item.id in decisions
    }
    learned = dawid_skene(judgements, known=known)
    places = {id: row for row, id in enumerate(learned.items)}
    return [_soft(item, decisions.get(item.id), learned, places[item.id]) for item in compared]


def _kind(records: Iterable[Record]) -> str:
    """Return an answer as a class that annotators can be judged by: its label, or nothing."""
    for record in records:
        return record.label if isinstance(record, Span) else record.kind
    return NOTHING


def _soft(item: Item, decision: Decision | None, learned: Learned, row: int) -> SoftItem:
    votes = sum(len(candidate.annotators) for candidate in item.candidates)
    labels = {label: at for at, label in enumerate(learned.labels)}
    weights = []
    for candidate in item.candidates:
        kind = _kind(candidate.records)
        same = sum(len(one.annotators) for one in item.candidates if _kind(one.records) == kind)
        p = float(learned.posterior[row, labels[kind]])
        weights.append(p * len(candidate.annotators) / same)
    total = sum(weights)
    answers = tuple(
        SoftLabel(
            candidate.records,
            candidate.annotators,
            len(candidate.annotators) / votes,
            weight / total if total else 1 / len(weights),
            None
            if decision is None
            else _is_chosen(candidate.annotators, decision, candidate.records),
        )
        for candidate, weight in zip(item.candidates, weights, strict=True)
    )
    return SoftItem(item.document, item.id, item.start, item.end, answers)


def _is_chosen(annotators: Sequence[str], decision: Decision, records: Sequence[Record]) -> bool:
    if not records:
        return not decision.result
    return bool(set(annotators) & set(decision.chosen))


def plain(item: SoftItem, text: str) -> dict[str, Any]:
    """Return soft labels as plain JSON values."""
    return {
        "document": item.document,
        "item": item.item,
        "start": item.start,
        "end": item.end,
        "text": text[item.start : item.end],
        "answers": [
            {
                "spans": [
                    {"label": record.label, "fragments": record.fragments}
                    for record in answer.records
                    if isinstance(record, Span)
                ],
                "relations": [r.type for r in answer.records if isinstance(r, Relation)],
                "annotators": answer.annotators,
                "share": answer.share,
                "weighted": answer.weighted,
                "gold": answer.decided,
            }
            for answer in item.answers
        ],
    }
