# SPDX-License-Identifier: MIT
"""Which of several overlapping spans a format takes that can hold only flat ones.

The schema's ``flatten_for_ner`` says how: its rules are applied in order, each deciding what the
ones before left open; a tie goes to the span that starts first. A span is taken if it overlaps
none that was taken before it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.records import Attributes
from annotator.schema.definition import FlattenForNer

NO_FLAT_SPANS = "spans_key_only"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may be taken; ``start`` and ``end`` may count anything, tokens or characters."""

    start: int
    end: int
    label: str
    attributes: Attributes


Rule: TypeAlias = Callable[[Candidate, Mapping[str, int]], int]


def flat_choice(candidates: Sequence[Candidate], policy: FlattenForNer) -> list[int]:
    """Return the places of the candidates that are taken, in the order of their starts."""
    if NO_FLAT_SPANS in policy.order:
        return []
    ranks = {label: rank for rank, label in enumerate(policy.label_priority)}
    rules = [_RULES[name] for name in policy.order]

    def importance(place: int) -> tuple[int, ...]:
        candidate = candidates[place]
        return (*(rule(candidate, ranks) for rule in rules), candidate.start, place)

    chosen: list[int] = []
    taken = bytearray(max((candidate.end for candidate in candidates), default=0))
    for place in sorted(range(len(candidates)), key=importance):
        start, end = candidates[place].start, candidates[place].end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            chosen.append(place)
    return sorted(chosen, key=lambda place: candidates[place].start)


def _longest(candidate: Candidate, ranks: Mapping[str, int]) -> int:
    del ranks
    return candidate.start - candidate.end


def _innermost(candidate: Candidate, ranks: Mapping[str, int]) -> int:
    del ranks
    return candidate.end - candidate.start


def _priority(candidate: Candidate, ranks: Mapping[str, int]) -> int:
    return ranks.get(candidate.label, len(ranks))


def _named(candidate: Candidate, ranks: Mapping[str, int]) -> int:
    del ranks
    return int(candidate.attributes.get("mention") != "named")


_RULES: Mapping[str, Rule] = {
    "longest_wins": _longest,
    "innermost_wins": _innermost,
    "label_priority": _priority,
    "named_first": _named,
}
