# SPDX-License-Identifier: MIT
"""Who annotates which document, by rule: so many people for each, or a share done twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from annotator.errors import InputError


@dataclass(frozen=True, slots=True)
class Share:
    """The people of one document; ``overlap`` where more than the usual number annotate it."""

    people: tuple[str, ...]
    overlap: bool


def shared_out(
    documents: Sequence[str],
    people: Sequence[str],
    *,
    per_document: int = 1,
    overlap: float = 0.0,
    overlap_people: int = 2,
    seed: int = 0,
) -> dict[str, Share]:
    """Return the people for each document, drawn so that everybody gets as much, give or take one.

    ``overlap`` (0..1) is the share of documents that ``overlap_people`` annotate instead of
    ``per_document``. The same seed gives the same answer. InputError for too few people.
    """
    names = sorted(set(people))
    most = max(per_document, overlap_people if overlap else 0)
    if not 1 <= per_document <= most <= len(names):
        raise InputError(f"{most} people are wanted for a document, and there are {len(names)}")
    if not 0 <= overlap <= 1:
        raise InputError(f"an overlap is between 0 and 100 %, not {100 * overlap:g} %")
    random = Random(seed)  # noqa: S311 - a draw that can be repeated
    drawn = list(documents)
    random.shuffle(drawn)
    twice = set(drawn[: ceil(overlap * len(drawn))])
    load = dict.fromkeys(names, 0)
    found: dict[str, Share] = {}
    for document in drawn:
        count = max(per_document, overlap_people) if document in twice else per_document
        chosen = _least_loaded(load, count, random)
        for name in chosen:
            load[name] += 1
        found[document] = Share(tuple(sorted(chosen)), document in twice)
    return {document: found[document] for document in documents}


def _least_loaded(load: Mapping[str, int], count: int, random: Random) -> list[str]:
    order = list(load)
    random.shuffle(order)
    return sorted(order, key=lambda name: load[name])[:count]
