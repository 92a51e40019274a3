# SPDX-License-Identifier: MIT
"""Entities: one thing in the world has one Wikidata id, and aliases are of one thing.

Found by the attribute ``wikidata`` and the relation ``alias_of``, whatever the labels are.
"""

from collections.abc import Iterator

from annotator.checks.check import Found, LayerCheck, Rule, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import removed
from annotator.checks.relations import end_name, record_place
from annotator.edits.edit import REMOVE, SetAttributes
from annotator.model.records import Entity, Value
from annotator.schema.names import bare, listed

_ID = "wikidata"
_ALIAS = "alias_of"


def _entities(subject: Subject) -> list[Entity]:
    records = subject.annotations.records.values()
    return [record for record in records if isinstance(record, Entity)]


def _several_ids(subject: Subject) -> Iterator[Found]:
    for entity in _entities(subject):
        said = list(_ids_of(subject, entity))
        kinds = list(dict.fromkeys(value for _, value in said))
        if len(kinds) < 2:
            continue
        usual = max(kinds, key=lambda kind: sum(1 for _, value in said if value == kind))
        for record, value in said:
            if value != usual:
                start, end = record_place(subject, record)
                names = listed(str(kind) for kind in kinds)
                message = f"the mentions of one entity have several Wikidata ids: {names}"
                fixes = (
                    Fix(f"Set {_ID} to {bare(str(usual))}", SetAttributes(record, {_ID: usual})),
                    Fix(f"Remove {_ID}", SetAttributes(record, {_ID: REMOVE})),
                )
                yield Found(message, start, end, fixes, record)
    yield from _split_aliases(subject)


def _ids_of(subject: Subject, entity: Entity) -> Iterator[tuple[str, Value]]:
    """Yield what is said about an entity: the record, and its Wikidata id."""
    for record in (entity, *(subject.annotations.span(id) for id in entity.mentions)):
        value = None if record is None else record.attributes.get(_ID)
        if record is not None and value:
            yield record.id, value


def entities_by_mention(subject: Subject) -> dict[str, set[str]]:
    """Return the ids of the entities that each mention belongs to, by the id of its span."""
    return subject.kept.of_layer(_by_mention, subject)


def _by_mention(subject: Subject) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for entity in _entities(subject):
        for mention in entity.mentions:
            owners.setdefault(mention, set()).add(entity.id)
    return owners


def _split_aliases(subject: Subject) -> Iterator[Found]:
    owners = entities_by_mention(subject)
    if not owners or _ALIAS not in subject.schema.relations:
        return
    for relation in subject.relations():
        if relation.type != _ALIAS:
            continue
        one, other = owners.get(relation.source), owners.get(relation.target)
        if one and other and one.isdisjoint(other):
            names = (end_name(subject, id) for id in (relation.source, relation.target))
            message = f"{' and '.join(names)} are aliases and belong to different entities"
            start, end = record_place(subject, relation.source)
            fixes = removed("Remove the relation", relation.id)
            yield Found(message, start, end, fixes, relation.id)


ENTITY_CHECKS = (
    LayerCheck(
        Rule(
            "R10",
            Severity.ERROR,
            "An entity has one Wikidata id, and aliases belong to one entity.",
            "set the id of the others or remove it; remove the relation",
        ),
        _several_ids,
    ),
)
