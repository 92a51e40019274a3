# SPDX-License-Identifier: MIT
"""What may be linked with what: the ends the schema allows, the likeliest first; no Qt."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from typing import Literal, TypeAlias

from annotator.gui.canvas.hints import LETTERS, mnemonics
from annotator.model.annotations import Annotations
from annotator.model.records import Relation, Span
from annotator.schema.definition import Schema

Way: TypeAlias = Literal["to", "from"]

MOST = len(LETTERS) ** 2
"""How many places can have letters; of more than that the nearest are offered."""
PARAGRAPH = 150
"""How many characters a paragraph's end counts for when distances are compared."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The text, its annotations and the schema: what candidates are found on.

    ``linked`` holds the annotations that are no spans: they are few, and are looked through often.
    """

    text: str
    annotations: Annotations
    schema: Schema
    linked: Annotations = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Pick out what is no span, once."""
        records = self.annotations.records.items()
        few = {id: record for id, record in records if not isinstance(record, Span)}
        object.__setattr__(self, "linked", Annotations(few))


def fitting_types(schema: Schema, source: str, target: str) -> tuple[str, ...]:
    """Return the relations that may go from one label to another, in the schema's order."""
    return tuple(name for name, ends in schema.relations.items() if (source, target) in ends)


def relation_letters(schema: Schema) -> dict[str, str]:
    """Return the letter of each relation; it is the same wherever one is chosen."""
    return mnemonics(schema.relations)


def ends_of(span: Span, other: Span, way: Way) -> tuple[Span, Span]:
    """Return source and target of a link from or to ``span``."""
    return (span, other) if way == "to" else (other, span)


def open_types(ground: Ground, source: Span, target: Span) -> tuple[str, ...]:
    """Return the relations that fit and are not there yet, in the schema's order."""
    there = {
        relation.type
        for relation in ground.linked.relations()
        if (relation.source, relation.target) == (source.id, target.id)
    }
    found = fitting_types(ground.schema, source.label, target.label)
    return tuple(name for name in found if name not in there)


def candidates(ground: Ground, span: Span, way: Way = "to") -> list[Span]:
    """Return the spans that ``span`` may be linked with, the nearest and likeliest first.

    What has every relation that fits already comes last.
    """
    annotations, schema = ground.annotations, ground.schema
    allowed = {
        label
        for ends in schema.relations.values()
        for source, target in ends
        for own, label in [(source, target) if way == "to" else (target, source)]
        if own == span.label
    }
    linked = _linked(ground.linked, span.id, way)
    usual = _usual_ends(ground, span.label, way)

    def likely(other: Span) -> tuple[int, float, int]:
        types = fitting_types(schema, *(one.label for one in ends_of(span, other, way)))
        is_full = linked[other.id] >= len(types)
        away = distance(ground.text, span, other) * (0.5 if other.id in usual else 1.0)
        return int(is_full), away, other.start

    others = (one for one in annotations.spans() if one.id != span.id and one.label in allowed)
    return sorted(near(others, span), key=likely)


def near(spans: Iterable[Span], span: Span) -> list[Span]:
    """Return the spans that are nearest in characters, as many as can have letters."""
    return nsmallest(MOST, spans, key=lambda other: gap(span, other))


def gap(span: Span, other: Span) -> int:
    """Return how many characters lie between two spans."""
    return max(0, other.start - span.end, span.start - other.end)


def _linked(annotations: Annotations, id: str, way: Way) -> Counter[str]:
    if way == "to":
        return Counter(one.target for one in annotations.relations() if one.source == id)
    return Counter(one.source for one in annotations.relations() if one.target == id)


def _usual_ends(ground: Ground, label: str, way: Way) -> set[str]:
    """Return the spans that others of this label are linked with."""
    found = set()
    for relation in ground.linked.relations():
        own, other = relation.source, relation.target
        if way == "from":
            own, other = other, own
        span = ground.annotations.span(own)
        if span is not None and span.label == label:
            found.add(other)
    return found


def distance(text: str, span: Span, other: Span) -> int:
    """Return how far apart two spans are: characters, and so many for each paragraph's end."""
    low, high = sorted(((span.start, span.end), (other.start, other.end)))
    if high[0] <= low[1]:
        return 0
    return high[0] - low[1] + PARAGRAPH * text.count("\n", low[1], high[0])


def nearest_first(text: str, spans: Iterable[Span], place: int) -> list[Span]:
    """Return spans by their distance from a place in the text, paragraphs counted too."""
    here = Span("", "", ((place, place + 1),))
    return sorted(
        near(spans, here), key=lambda span: (distance(text, here, span), span.start, -span.end)
    )


def in_words(text: str, place: int, *, top: int, bottom: int) -> str:
    """Return where a place is that is not seen: how many lines of the text above or below.

    ``top`` and ``bottom`` are the first and last places that are seen; empty if it is seen.
    """
    if top <= place <= bottom:
        return ""
    above = place < top
    low, high = (place, top) if above else (bottom, place)
    count = sum(1 for part in text[low:high].split("\n")[1:-1] if part.strip()) + 1
    ends = text.count("\n", low, high)
    side = "above" if above else "below"
    if not ends:
        return f"further {'up' if above else 'down'}"
    return f"{count} paragraph{'s' if count > 1 else ''} {side}"


def of_span(relations: Iterable[Relation], ids: Sequence[str]) -> list[Relation]:
    """Return the relations that one of these records is an end of."""
    wanted = set(ids)
    return [one for one in relations if one.source in wanted or one.target in wanted]
