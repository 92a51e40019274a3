# SPDX-License-Identifier: MIT
"""Mentions of one thing: what may be the same, and what one mention can take from it; no Qt."""

from collections.abc import Mapping
from dataclasses import replace
from heapq import nsmallest

from annotator.edits.edit import LayerEdit, PutEntity, RemoveRecord, Several
from annotator.gui.canvas.links import MOST, Ground, gap
from annotator.model.annotations import Annotations
from annotator.model.records import Entity, Span, Value

OF_THE_THING = ("canonical_name", "wikidata", "country", "geonames_id")
"""Attributes that say something of the thing itself, so that they hold for every mention of it."""


def entity_of(annotations: Annotations, id: str) -> Entity | None:
    """Return the entity that a span is a mention of; the first if there are several."""
    return next(
        (
            record
            for record in annotations.records.values()
            if isinstance(record, Entity) and id in record.mentions
        ),
        None,
    )


def same_candidates(ground: Ground, span: Span) -> list[Span]:
    """Return the spans that may be the same thing as ``span``: those of its label.

    The same words come first, then those that share a word; mentions of its entity are left out.
    """
    text = ground.text
    own = entity_of(ground.linked, span.id)
    known = set(own.mentions) if own is not None else {span.id}
    words = _words(span, text)

    def likely(other: Span) -> tuple[float, int]:
        theirs = _words(other, text)
        shared = len(words & theirs) / max(1, len(words | theirs))
        return -shared, gap(span, other)

    others = (
        one
        for one in ground.annotations.spans()
        if one.label == span.label and one.id not in known and one.id != span.id
    )
    return nsmallest(MOST, others, key=likely)


def _words(span: Span, text: str) -> set[str]:
    return set(span.surface(text).casefold().split())


def known_of(annotations: Annotations, entity: Entity) -> dict[str, Value]:
    """Return what is known of the thing: what its record says, else what a mention of it says."""
    found: dict[str, Value] = {}
    spans = (annotations.span(id) for id in entity.mentions)
    for attributes in (entity.attributes, *(span.attributes for span in spans if span is not None)):
        for name in OF_THE_THING:
            if name not in found and attributes.get(name) not in (None, ""):
                found[name] = attributes[name]
    return found


def offered(ground: Ground, span: Span) -> Mapping[str, Value]:
    """Return the values that a mention lacks and its entity has, as far as its label takes them."""
    entity = entity_of(ground.linked, span.id)
    if entity is None:
        return {}
    taken = ground.schema.attributes_of(span.label)
    return {
        name: value
        for name, value in known_of(ground.annotations, entity).items()
        if name in taken and name not in span.attributes and taken[name].problem_with(value) is None
    }


def joined(ground: Ground, span: Span, other: Span) -> LayerEdit:
    """Return the wish that makes two spans mentions of one thing; two entities become one."""
    annotations = ground.annotations
    own = entity_of(annotations, span.id)
    theirs = entity_of(annotations, other.id)
    both = (span.id, other.id)
    if own is None or theirs is None or own.id == theirs.id:
        kept = own or theirs or Entity("", ())
        return PutEntity(_with_known(annotations, _grown(annotations, kept, both)))
    attributes = {**theirs.attributes, **own.attributes}
    whole = _grown(annotations, replace(own, attributes=attributes), theirs.mentions)
    return Several((PutEntity(whole), RemoveRecord(theirs.id)), "entity.put")


def parted(annotations: Annotations, span: str) -> LayerEdit | None:
    """Return the wish that a span is no mention any more; an entity of one mention goes."""
    entity = entity_of(annotations, span)
    if entity is None:
        return None
    left = tuple(id for id in entity.mentions if id != span)
    if len(left) < 2 and not entity.attributes:
        return RemoveRecord(entity.id)
    return PutEntity(replace(entity, mentions=left))


def _grown(annotations: Annotations, entity: Entity, more: tuple[str, ...]) -> Entity:
    return replace(entity, mentions=_ordered(annotations, (*entity.mentions, *more)))


def _ordered(annotations: Annotations, ids: tuple[str, ...]) -> tuple[str, ...]:
    def place(id: str) -> tuple[int, int, str]:
        span = annotations.span(id)
        return (0, 0, id) if span is None else (span.start, -span.end, id)

    return tuple(sorted(set(ids), key=place))


def _with_known(annotations: Annotations, entity: Entity) -> Entity:
    return replace(entity, attributes={**known_of(annotations, entity), **entity.attributes})


def name_of(entity: Entity, annotations: Annotations, text: str) -> str:
    """Return what an entity is called: its canonical name, else its longest mention."""
    name = entity.attributes.get("canonical_name")
    if isinstance(name, str) and name:
        return name
    spans = (annotations.span(id) for id in entity.mentions)
    surfaces = [span.surface(text) for span in spans if span is not None]
    return max(surfaces, key=len, default="")
