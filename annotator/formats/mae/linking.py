# SPDX-License-Identifier: MIT
"""Links: relations of two ends, and those of more that are events, groups of mentions, or notes."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.formats.mae.meanings import (
    ABOUT,
    ENTITY,
    FROM,
    LINK,
    MENTION,
    MODALITY,
    NOTE,
    NUMBERED,
    REPORTED_BY,
    SOURCE_ROLE,
    TARGET_ROLE,
    TIME,
    TIME_VALUE,
    TO,
    TRIGGER,
    WORDS,
)
from annotator.formats.mae.placing import Placing
from annotator.formats.mae.tags import Link
from annotator.formats.mae.told import FEW_ENDS, MANY_ENDS
from annotator.formats.names import Ids
from annotator.formats.values import typed_value
from annotator.model.records import (
    Argument,
    Entity,
    EventFrame,
    Fragment,
    Note,
    Record,
    Relation,
    Value,
)
from annotator.schema.names import shown

_PLAIN_ROLES = ((FROM, TO), ("arg0", "arg1"))


@dataclass(slots=True)
class Linking:
    """Makes records of links; ``parts`` are the ids of tags that are a part of an event only.

    ``known`` are the ids of the tags that become records, ``meant`` how often links mean each.
    """

    placing: Placing
    places: Mapping[str, tuple[Fragment, ...]]
    known: Container[str]
    meant: Counter[str]
    ids: Ids
    parts: set[str] = field(default_factory=set)

    def records(self, link: Link, id: str) -> Iterator[Record]:
        """Yield what a link is; what it refers to must be there."""
        unknown = [end for _, end in link.ends if end not in self.known]
        kind = kind_of(link, self.places)
        if unknown:
            message = f"there is no tag {shown(unknown[0])} in this file that is kept"
            self.placing.problem(link.line, link.id, message)
        elif kind == NOTE:
            yield Note(id, link.attributes.get(WORDS, ""), link.ends[0][1])
        elif kind == ENTITY:
            yield from self._entity(link, id)
        elif kind == TRIGGER:
            yield from self._event(link, id)
        elif kind == LINK:
            yield from self._relations(link, id)
        else:
            self.placing.counts.seen[FEW_ENDS] += 1

    def _entity(self, link: Link, id: str) -> Iterator[Entity]:
        mentions = tuple(dict.fromkeys(end for _, end in link.ends))
        if all(mention in self.places for mention in mentions):
            yield Entity(id, mentions, self._typed(link.attributes))
        else:
            self.placing.problem(link.line, link.id, "a mention has no place in the text")

    def _event(self, link: Link, id: str) -> Iterator[EventFrame]:
        ends = list(link.ends)
        trigger = _taken(ends, TRIGGER)
        place = self.places[trigger]
        if not place:  # told already
            return
        own = f"{link.id}{NUMBERED}{TIME}"
        time_id = _taken(ends, TIME) if (TIME, own) in ends and self.places.get(own) else ""
        time = self.places.get(time_id, ())
        owned = {f"{link.id}{NUMBERED}{TRIGGER}", own} & {trigger, time_id}
        self.parts.update(part for part in owned if self.meant[part] == 1)
        reported_by = _taken(ends, REPORTED_BY)
        attributes = self._typed(link.attributes)
        yield EventFrame(
            id,
            link.name,
            place[0],
            tuple(Argument(_role(role), end) for role, end in ends),
            modality=_text(attributes, MODALITY),
            time=time[0] if time else None,
            attributes=attributes,
            time_value=_text(attributes, TIME_VALUE),
            reported_by=reported_by,
        )

    def _relations(self, link: Link, id: str) -> Iterator[Relation]:
        """Yield a relation from the first end to each of the others."""
        (role, source), *others = link.ends
        if len(others) > 1:
            self.placing.counts.seen[MANY_ENDS] += 1
        for number, (other_role, target) in enumerate(others):
            attributes = self._typed(link.attributes)
            if (role, other_role) not in _PLAIN_ROLES or len(others) > 1:
                attributes |= {SOURCE_ROLE: role, TARGET_ROLE: other_role}
            if len(others) > 1:
                attributes[LINK] = id
            own = self.ids.unique(id) if number else id
            yield Relation(own, link.name, source, target, attributes)

    def _typed(self, attributes: Mapping[str, str]) -> dict[str, Value]:
        schema = self.placing.reading.options.schema
        return {name: typed_value(schema, "", name, text) for name, text in attributes.items()}


def kind_of(link: Link, places: Container[str]) -> str:
    """Return what a link is: NOTE, ENTITY, TRIGGER for an event, LINK, or nothing."""
    roles = [role for role, _ in link.ends]
    if link.name == NOTE and roles == [ABOUT]:
        return NOTE
    if link.name == ENTITY and all(_role(role) == MENTION for role in roles):
        return ENTITY
    if any(role == TRIGGER and end in places for role, end in link.ends):
        return TRIGGER
    return LINK if len(roles) > 1 else ""


def _taken(ends: list[tuple[str, str]], role: str) -> str:
    """Take the end with this role out; return its id, or nothing."""
    for place, (name, id) in enumerate(ends):
        if name == role:
            del ends[place]
            return id
    return ""


def _text(attributes: dict[str, Value], name: str) -> str:
    value = attributes.pop(name, "")
    return value if isinstance(value, str) else ""


def _role(role: str) -> str:
    """Return a role without the number that it has where others have the same."""
    stem, sign, number = role.rpartition(NUMBERED)
    return stem if sign and stem and number.isascii() and number.isdigit() else role
