# SPDX-License-Identifier: MIT
"""Dawid–Skene and MACE as sources of suggestions: fitted to items, held in place by decisions."""

from collections.abc import Hashable, Mapping, Sequence

from annotator.review.item import Candidate, Item
from annotator.review.online import NOTHING, answer_code
from annotator.review.suggestions import DAWID_SKENE, MACE, Answer, Source

_EMPTY = "empty"
MACE_STARTS = 3


def fitted(items: Sequence[Item], right: Mapping[str, int]) -> dict[str, Source]:
    """Return both sources for these items; ``right`` has the candidate that was decided, by item.

    An answer is coded by its labels and by whether it is the longer or the shorter one, so that
    answers to different items can be compared. Of items that were not fitted they say nothing.
    """
    from annotator.review.competence import dawid_skene, mace

    codes = {item.id: codes_of(item) for item in items}
    judgements = [
        (item.id, name, code)
        for item in items
        for candidate, code in zip(item.candidates, codes[item.id], strict=True)
        for name in candidate.annotators
    ]
    if not judgements:
        return {}
    known: dict[Hashable, Hashable] = {
        id: _EMPTY if place == NOTHING else codes[id][place]
        for id, place in right.items()
        if id in codes
    }
    sources: dict[str, Source] = {}
    for name, learned in (
        (DAWID_SKENE, dawid_skene(judgements, known=known)),
        (MACE, mace(judgements, known=known, restarts=MACE_STARTS)),
    ):
        rows = {str(id): row for id, row in zip(learned.items, learned.posterior, strict=True)}
        places = {str(label): place for place, label in enumerate(learned.labels)}
        answers = {
            item.id: _best(
                codes[item.id], {code: float(rows[item.id][at]) for code, at in places.items()}
            )
            for item in items
        }
        sources[name] = _source(answers)
    return sources


def _source(answers: Mapping[str, Answer]) -> Source:
    return lambda item: answers.get(item.id)


def _best(codes: Sequence[str], likely: Mapping[str, float]) -> Answer:
    """Return the likeliest of an item's answers; "nothing" is one of them always."""
    options = {place: likely.get(code, 0.0) for place, code in enumerate(codes)}
    if _EMPTY not in codes:
        options[NOTHING] = likely.get(_EMPTY, 0.0)
    best = max(options, key=lambda place: options[place])
    return best, options[best]


def codes_of(item: Item) -> tuple[str, ...]:
    """Return a code for each candidate of an item; no two are the same."""
    codes: list[str] = []
    for candidate in item.candidates:
        code = _code(candidate, item)
        while code in codes:  # they differ in attributes only
            code += "'"
        codes.append(code)
    return tuple(codes)


def _code(candidate: Candidate, item: Item) -> str:
    return answer_code(candidate, item) if candidate.records else _EMPTY
