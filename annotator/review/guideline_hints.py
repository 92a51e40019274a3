# SPDX-License-Identifier: MIT
"""What the guideline should say: on which labels, strings and boundaries annotators disagree most.

A label or string is told of when its share of disagreement lies above that of all items together
by the lower Wilson bound, in at least three documents. Boundary habits are the words that some
leave in and others leave out at an edge.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.model.records import Record, Span
from annotator.review.item import Item, Kind
from annotator.review.strings import string_of
from annotator.review.wilson import wilson

LEAST_DOCUMENTS = 3
EXAMPLES = 3
CONTEXT = 40
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A place (code points) with the text around it.

    ``versions`` are what each annotator has there, in words; empty for nothing marked.
    """

    document: str
    start: int
    end: int
    before: str
    surface: str
    after: str
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """A label or string that annotators disagree on more than on others.

    ``disagreed`` of ``items`` differ; ``low`` is the lower bound of that share and ``lift`` is the
    share over that of all items. ``mass`` is its share of all disagreement.
    """

    about: str
    disagreed: int
    items: int
    documents: int
    low: float
    lift: float
    mass: float
    differing: tuple[Example, ...]
    agreed: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """Words at the edge of spans that some leave in. ``side`` is ``start`` or ``end``.

    ``inside`` and ``outside`` count by annotator how often they had them in and left them out;
    ``decided_in`` and ``decided_out`` what was decided in review.
    """

    words: str
    side: str
    documents: int
    inside: Counter[str]
    outside: Counter[str]
    decided_in: int
    decided_out: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An item with the text it is in, and the gold records it came to, if it was decided."""

    item: Item
    text: str
    gold: tuple[Record, ...] | None = None


@dataclass(slots=True)
class _Tally:
    name: str
    items: int = 0
    disagreed: int = 0
    documents: set[str] = field(default_factory=set)
    differing: list[Example] = field(default_factory=list)
    agreed: list[Example] = field(default_factory=list)

    def add(self, reviewed: Reviewed) -> None:
        self.items += 1
        kept = self.agreed
        if not reviewed.item.is_agreed:
            self.disagreed += 1
            self.documents.add(reviewed.item.document)
            kept = self.differing
        if len(kept) < EXAMPLES:
            kept.append(_example(reviewed))

    def hint(self, overall: float, all_disagreed: int) -> Hint | None:
        low, _ = wilson(self.disagreed, self.items)
        if len(self.documents) < LEAST_DOCUMENTS or low <= overall:
            return None
        return Hint(
            self.name,
            self.disagreed,
            self.items,
            len(self.documents),
            low,
            self.disagreed / self.items / overall,
            self.disagreed / all_disagreed,
            tuple(self.differing),
            tuple(self.agreed),
        )


@dataclass(slots=True)
class _Edge:
    words: str
    side: str
    documents: set[str] = field(default_factory=set)
    inside: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)
    decided: Counter[bool] = field(default_factory=Counter)
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a guideline should settle; each list begins with what weighs most."""

    labels: tuple[Hint, ...]
    strings: tuple[Hint, ...]
    boundaries: tuple[Habit, ...]


def hints(reviewed: Iterable[Reviewed]) -> Hints:
    """Return what annotators disagree on more than on the rest.

    The order of items never matters for the counts, only for which examples are shown.
    """
    labels: dict[str, _Tally] = {}
    strings: dict[str, _Tally] = {}
    edges: dict[tuple[str, str], _Edge] = {}
    items = disagreed = 0
    for one in reviewed:
        spans = [record for record in _records(one.item) if isinstance(record, Span)]
        if not spans:
            continue
        items += 1
        disagreed += not one.item.is_agreed
        for label in {span.label for span in spans}:
            labels.setdefault(label, _Tally(label)).add(one)
        surfaces = {string_of(span.surface(one.text)): span.surface(one.text) for span in spans}
        for string, surface in surfaces.items():
            strings.setdefault(" ".join(string), _Tally(surface)).add(one)
        if Kind.BOUNDARY in one.item.kinds:
            _add_edges(edges, one)
    if not disagreed:
        return Hints((), (), ())
    overall = disagreed / items
    return Hints(
        _worst(labels.values(), overall, disagreed),
        _worst(strings.values(), overall, disagreed),
        _habits(edges.values()),
    )


def _worst(tallies: Iterable[_Tally], overall: float, disagreed: int) -> tuple[Hint, ...]:
    found = [hint for one in tallies if (hint := one.hint(overall, disagreed)) is not None]
    return tuple(sorted(found, key=lambda hint: (-hint.mass * hint.lift, hint.about)))


def _habits(edges: Iterable[_Edge]) -> tuple[Habit, ...]:
    found = [
        Habit(
            edge.words,
            edge.side,
            len(edge.documents),
            edge.inside,
            edge.outside,
            edge.decided[True],
            edge.decided[False],
            tuple(edge.examples),
        )
        for edge in edges
        if len(edge.documents) >= LEAST_DOCUMENTS
    ]
    return tuple(sorted(found, key=_weight))


def _weight(habit: Habit) -> tuple[int, str, str]:
    return -sum(habit.outside.values()), habit.words, habit.side


def _add_edges(edges: dict[tuple[str, str], _Edge], one: Reviewed) -> None:
    """Count what the widest version has at each edge, and who has it in and who leaves it out."""
    spans = {
        version.annotator: span
        for version in one.item.versions
        for span in version.records
        if isinstance(span, Span)
    }
    if not spans:
        return
    gold = next((record for record in one.gold or () if isinstance(record, Span)), None)
    widest_start = min(span.start for span in spans.values())
    widest_end = max(span.end for span in spans.values())
    for start in {span.start for span in spans.values()} - {widest_start}:
        edge = _edge(edges, one, (widest_start, start), "start")
        if edge is not None:
            for name, span in spans.items():
                _count(edge, name, is_inside=span.start <= widest_start)
            if gold is not None:
                edge.decided[gold.start <= widest_start] += 1
    for end in {span.end for span in spans.values()} - {widest_end}:
        edge = _edge(edges, one, (end, widest_end), "end")
        if edge is not None:
            for name, span in spans.items():
                _count(edge, name, is_inside=span.end >= widest_end)
            if gold is not None:
                edge.decided[gold.end >= widest_end] += 1


def _edge(
    edges: dict[tuple[str, str], _Edge], one: Reviewed, place: tuple[int, int], side: str
) -> _Edge | None:
    words = one.text[place[0] : place[1]].strip()
    if not words or len(words.split()) > MOST_WORDS:
        return None
    edge = edges.setdefault((words.casefold(), side), _Edge(words, side))
    edge.documents.add(one.item.document)
    if len(edge.examples) < EXAMPLES:
        edge.examples.append(_example(one))
    return edge


def _count(edge: _Edge, annotator: str, *, is_inside: bool) -> None:
    (edge.inside if is_inside else edge.outside)[annotator] += 1


def _records(item: Item) -> Iterable[Record]:
    return (record for candidate in item.candidates for record in candidate.records)


def _example(one: Reviewed) -> Example:
    item, text = one.item, one.text
    versions = tuple((version.annotator, _said(version.records, text)) for version in item.versions)
    return Example(
        item.document,
        item.start,
        item.end,
        text[max(0, item.start - CONTEXT) : item.start],
        text[item.start : item.end],
        text[item.end : item.end + CONTEXT],
        versions,
    )


def _said(records: Iterable[Record], text: str) -> str:
    return ", ".join(
        f"{record.label} {record.surface(text)}" for record in records if isinstance(record, Span)
    )
