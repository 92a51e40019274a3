# SPDX-License-Identifier: MIT
"""Agreement on relations and events: among those whose spans were matched, and end to end.

Ends are matched as ``matching`` does, so they may differ in boundary and label. A relation is the
same if its type and both of its ends are, in their direction; an argument if its role and what it
names are, of events whose triggers were matched.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.model.annotations import Annotations
from annotator.model.records import EventFrame
from annotator.review.f1 import Counts, total
from annotator.review.f1 import count as count_marks
from annotator.review.matching import Mark, match
from annotator.review.value import Value, ratio

NO_ENDS_MATCHED = "neither has one whose ends were matched"
Met: TypeAlias = tuple[Mark, Mark]
"""A matched pair, which stands for what both annotators mean."""
Key: TypeAlias = tuple[object, ...]
"""A link as something to compare: three parts if its ends were matched, else four."""


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """Links (relations, or arguments) of two annotators.

    ``common`` both have; ``matched_one`` and ``matched_other`` are those whose ends were matched,
    ``all_one`` and ``all_other`` all of them.
    """

    common: int = 0
    matched_one: int = 0
    matched_other: int = 0
    all_one: int = 0
    all_other: int = 0

    @property
    def conditional(self) -> Value:
        """F1 among links whose ends were matched; ``n`` counts those of both."""
        count = self.matched_one + self.matched_other
        return ratio(2 * self.common, count, n=count, reason=NO_ENDS_MATCHED)

    @property
    def end_to_end(self) -> Value:
        """F1 among all links: one whose end was not matched is missing; ``n`` counts them."""
        count = self.all_one + self.all_other
        return ratio(2 * self.common, count, n=count)

    def __add__(self, other: "LinkCounts") -> "LinkCounts":
        return LinkCounts(
            self.common + other.common,
            self.matched_one + other.matched_one,
            self.matched_other + other.matched_other,
            self.all_one + other.all_one,
            self.all_other + other.all_other,
        )


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Events of two annotators: their triggers as marks (place and type), and their arguments."""

    triggers: Counts = field(default_factory=Counts)
    arguments: LinkCounts = field(default_factory=LinkCounts)


Documents: TypeAlias = Iterable[tuple[Annotations, Annotations]]
"""The layers of two annotators who completed the same documents."""


def relation_agreement(documents: Documents) -> LinkCounts:
    """Return how the relations of two annotators compare."""
    return sum((_relations(one, other) for one, other in documents), LinkCounts())


def event_agreement(documents: Documents) -> EventCounts:
    """Return how the events of two annotators compare: triggers first, then arguments."""
    found = [_events(one, other) for one, other in documents]
    return EventCounts(
        total(each.triggers for each in found),
        sum((each.arguments for each in found), LinkCounts()),
    )


def _relations(one: Annotations, other: Annotations) -> LinkCounts:
    met = _met_spans(one, other)
    found: list[set[Key]] = [
        {
            (relation.type, met[side].get(relation.source), met[side].get(relation.target))
            if relation.source in met[side] and relation.target in met[side]
            else (relation.type, relation.source, relation.target, side)
            for relation in layer.relations()
        }
        for side, layer in enumerate((one, other))
    ]
    return _compared(found[0], found[1])


def _compared(one: set[Key], other: set[Key]) -> LinkCounts:
    matched = [sum(len(key) == 3 for key in keys) for keys in (one, other)]
    return LinkCounts(len(one & other), matched[0], matched[1], len(one), len(other))


def _met_spans(one: Annotations, other: Annotations) -> tuple[dict[str, Met], dict[str, Met]]:
    """Return, for each annotator, the pair that each matched span (by id) is in."""
    marks = [
        {span.id: (span.fragments, span.label) for span in layer.spans()} for layer in (one, other)
    ]
    return _by_id(marks[0], marks[1])


def _by_id(one: dict[str, Mark], other: dict[str, Mark]) -> tuple[dict[str, Met], dict[str, Met]]:
    pairs = match(one.values(), other.values()).pairs
    of_one, of_other = {pair[0]: pair for pair in pairs}, {pair[1]: pair for pair in pairs}
    return (
        {id: of_one[mark] for id, mark in one.items() if mark in of_one},
        {id: of_other[mark] for id, mark in other.items() if mark in of_other},
    )


def _trigger(event: EventFrame) -> Mark:
    return (event.trigger,), event.type


def _events(one: Annotations, other: Annotations) -> EventCounts:
    triggers = [{event.id: _trigger(event) for event in layer.events()} for layer in (one, other)]
    met_triggers = _by_id(triggers[0], triggers[1])
    met_spans = _met_spans(one, other)
    found: list[set[Key]] = []
    for side, layer in enumerate((one, other)):
        targets = {**met_spans[side], **met_triggers[side]}
        found.append(
            {
                (met_triggers[side][event.id], argument.role, targets[argument.target])
                if argument.target in targets
                else (event.id, argument.role, argument.target, side)
                for event in layer.events()
                if event.id in met_triggers[side]
                for argument in event.arguments
            }
        )
    return EventCounts(
        count_marks(triggers[0].values(), triggers[1].values()), _compared(found[0], found[1])
    )
