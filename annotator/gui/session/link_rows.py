# SPDX-License-Identifier: MIT
"""The rows of the pane of relations, from a layer."""

from annotator.gui.bridge.links import EntityForm, LinkRow
from annotator.gui.canvas.links import Ground
from annotator.gui.canvas.links_entities import name_of
from annotator.gui.canvas.shown import shown
from annotator.model.annotations import Annotations
from annotator.model.records import Entity, EventFrame, Relation

LONGEST = 60


def link_rows(ground: Ground) -> list[LinkRow]:
    """Return relations, events and entities, each kind in the order of the text."""
    annotations = ground.annotations
    relations = sorted(annotations.relations(), key=lambda one: _place(annotations, one.source))
    events = sorted(annotations.events(), key=lambda one: one.trigger)
    entities = [one for one in annotations.records.values() if isinstance(one, Entity)]
    entities.sort(key=lambda one: _place(annotations, one.mentions[0] if one.mentions else ""))
    return [
        *(_relation(ground, relation) for relation in relations),
        *(_event(ground, event) for event in events),
        *(_entity(ground, entity) for entity in entities),
    ]


def _place(annotations: Annotations, id: str) -> tuple[int, int]:
    record = annotations.get(id)
    if isinstance(record, EventFrame):
        return record.trigger
    span = annotations.span(id)
    return (0, 0) if span is None else (span.start, -span.end)


def _said(ground: Ground, id: str) -> str:
    record = ground.annotations.get(id)
    span = ground.annotations.span(id)
    if span is not None:
        return short(span.surface(ground.text))
    return record.type if isinstance(record, EventFrame) else "?"


def short(text: str) -> str:
    """Return a text on one line, without what would mislead, and cut where it is long."""
    line = " ".join(shown(text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _relation(ground: Ground, relation: Relation) -> LinkRow:
    ends = f"{_said(ground, relation.source)} → {_said(ground, relation.target)}"
    return LinkRow("relation", relation.id, shown(relation.type), ends)


def _event(ground: Ground, event: EventFrame) -> LinkRow:
    parts = [f"{shown(part.role)}: {_said(ground, part.target)}" for part in event.arguments]
    if event.time is not None:
        parts.append(f"when: {short(ground.text[slice(*event.time)])}")
    if event.reported_by:
        parts.append(f"reported by: {_said(ground, event.reported_by)}")
    trigger = short(ground.text[slice(*event.trigger)])
    words = ", ".join(part for part in (f"“{trigger}”", shown(event.modality)) if part)
    return LinkRow("event", event.id, f"{shown(event.type)} {words}", "\n".join(parts))


def _entity(ground: Ground, entity: Entity) -> LinkRow:
    name = short(name_of(entity, ground.annotations, ground.text))
    count = len(entity.mentions)
    known = [
        str(entity.attributes[key]) for key in ("wikidata", "country") if key in entity.attributes
    ]
    more = ", ".join((f"{count} mention{'' if count == 1 else 's'}", *filter(None, known)))
    return LinkRow("entity", entity.id, name, more)


def entity_form(ground: Ground, id: str, *, writable: bool) -> EntityForm | None:
    """Return the fields of an entity; None if the record is something else."""
    entity = ground.annotations.get(id)
    if not isinstance(entity, Entity):
        return None
    values = {name: str(value) for name, value in entity.attributes.items()}
    name = short(name_of(entity, ground.annotations, ground.text))
    return EntityForm(entity.id, name, values, writable)


def first_place(annotations: Annotations, id: str) -> tuple[str, tuple[int, int]]:
    """Return where a record is: the span to focus, or else (empty) the stretch to show."""
    record = annotations.get(id)
    if isinstance(record, EventFrame):
        return "", record.trigger
    first = ""
    if isinstance(record, Relation):
        first = record.source
    elif isinstance(record, Entity) and record.mentions:
        first = record.mentions[0]
    source = annotations.get(first)
    if isinstance(source, EventFrame):
        return "", source.trigger
    return first, (0, 0)
