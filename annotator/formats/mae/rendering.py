# SPDX-License-Identifier: MIT
"""The tags of one layer of a document."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.formats.grouped import ATTRIBUTE, Grouped
from annotator.formats.ledger import SPAN, Ledger
from annotator.formats.mae.markup import PLACE, XmlNames, quoted, visible
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
    VALUE,
    WORDS,
)
from annotator.formats.mae.tags import NOWHERE, in_order
from annotator.formats.mae.words import words_of
from annotator.formats.values import value_text
from annotator.model.records import (
    Attributes,
    DocumentLabel,
    Entity,
    EventFrame,
    Fragment,
    Note,
    Relation,
    Span,
    Value,
)
from annotator.text.offsets import Utf16Map


@dataclass(slots=True)
class Names:
    """The names of one export, by what they are names of."""

    tags: XmlNames = field(default_factory=XmlNames)
    attributes: XmlNames = field(default_factory=lambda: XmlNames(reserved=PLACE, ending="ID"))
    roles: XmlNames = field(default_factory=lambda: XmlNames(forbidden=NUMBERED))

    def notes(self) -> list[str]:
        """Return a sentence for each name that is written in another way."""
        return [*self.tags.notes(), *self.attributes.notes(), *self.roles.notes()]


@dataclass(slots=True)
class Rendering:
    """One layer of a document becoming tags; whatever is lost is counted into the ledger."""

    found: Grouped
    ledger: Ledger
    names: Names
    seen: Counter[str]
    _units: Utf16Map = field(init=False)
    _surfaces: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._units = Utf16Map.of(self.found.document.text)

    def lines(self) -> Iterator[str]:
        """Yield all tags: those with places first, then links, then those about the document."""
        found = self.found
        for span in found.spans:
            yield self._span(span)
        for event in found.events:
            yield from self._event(event)
        for relation in found.relations:
            yield self._relation(relation)
        for entity in found.entities:
            yield self._entity(entity)
        for note in found.notes:
            yield self._note(note)
        for label in found.labels:
            yield self._label(label)

    def _span(self, span: Span) -> str:
        self.ledger.written[SPAN] += 1
        tag = self.names.tags.of(span.label)
        line, surface = self._extent(tag, span.id, span.fragments)
        self._surfaces[span.id] = surface
        return f"{line}{self._said(span.attributes)} />"

    def _extent(self, tag: str, id: str, fragments: Sequence[Fragment]) -> tuple[str, str]:
        """Return the start of a tag with places, and the words at them as they are quoted."""
        text, units = self.found.document.text, self._units
        if units.length == units.length_u16:
            places = ",".join(f"{start}~{end}" for start, end in fragments)
        else:
            places = ",".join(
                f"{units.to_utf16(start)}~{units.to_utf16(end)}" for start, end in fragments
            )
        surface = quoted(words_of(text, fragments))
        return f'<{tag} id="{self._id(id)}" spans="{places}" text="{surface}"', surface

    def _id(self, id: str) -> str:
        return quoted(visible(id))

    def _said(self, attributes: Attributes) -> str:
        """Return attributes as they stand in a tag, and count them."""
        if not attributes:
            return ""
        self.ledger.written[ATTRIBUTE] += len(attributes)
        named = ((self.names.attributes.of(name), value) for name, value in attributes.items())
        return "".join(f' {name}="{self._value(value)}"' for name, value in named)

    def _value(self, value: Value) -> str:
        words = value_text(value)
        kept = visible(words)
        self.seen["controls"] += kept != words
        return quoted(kept)

    def _link(self, tag: str, id: str, ends: Mapping[str, str]) -> str:
        """Return the start of a tag with roles and the ids in them."""
        said = "".join(
            f' {role}ID="{self._id(end)}" {role}Text="{self._surfaces.get(end, "")}"'
            for role, end in ends.items()
        )
        return f'<{tag} id="{self._id(id)}"{said}'

    def _event(self, event: EventFrame) -> Iterator[str]:
        ends: dict[str, str] = {}
        for role, place in ((TRIGGER, event.trigger), (TIME, event.time)):
            if place is not None:
                own = f"{event.id}{NUMBERED}{role}"
                line, self._surfaces[own] = self._extent(role, own, (place,))
                yield f"{line} />"
                ends[role] = own
        if event.reported_by:
            ends[REPORTED_BY] = event.reported_by
        counts = Counter({TRIGGER: 1, REPORTED_BY: 1, TIME: 1})
        for argument in event.arguments:
            role = self.names.roles.of(argument.role)
            counts[role] += 1
            ends[role if counts[role] == 1 else f"{role}{NUMBERED}{counts[role]}"] = argument.target
        own_facts = {MODALITY: event.modality, TIME_VALUE: event.time_value}
        facts = {name: value for name, value in own_facts.items() if value}
        said = "".join(f' {name}="{self._value(value)}"' for name, value in facts.items())
        other = {name: value for name, value in event.attributes.items() if name not in facts}
        taken = len(event.attributes) - len(other)
        if taken:
            self.ledger.lose(
                ATTRIBUTE, "the event has a modality or a time value of its own", taken
            )
        self.ledger.written[event.kind] += 1
        start = self._link(self.names.tags.of(event.type), event.id, ends)
        yield f"{start}{said}{self._said(other)} />"

    def _relation(self, relation: Relation) -> str:
        self.ledger.written[relation.kind] += 1
        attributes = dict(relation.attributes)
        ends = {FROM: relation.source, TO: relation.target}
        roles = self._own_roles(attributes)
        if roles:
            ends = dict(zip(roles, (relation.source, relation.target), strict=True))
            del attributes[SOURCE_ROLE], attributes[TARGET_ROLE]
            self.ledger.written[ATTRIBUTE] += 2
        start = self._link(self.names.tags.of(relation.type), relation.id, ends)
        return f"{start}{self._said(attributes)} />"

    def _own_roles(self, attributes: Attributes) -> tuple[str, str] | None:
        """Return the roles that a relation had where it came from, if they can be written so."""
        source, target = attributes.get(SOURCE_ROLE), attributes.get(TARGET_ROLE)
        if not (isinstance(source, str) and isinstance(target, str)) or LINK in attributes:
            return None
        roles = (self.names.roles.of(source or "_"), self.names.roles.of(target or "_"))
        fit = roles == (source, target) and in_order(source) < in_order(target)
        return roles if fit and not set(roles) & {TRIGGER, MENTION, ABOUT} else None

    def _entity(self, entity: Entity) -> str:
        self.ledger.written[entity.kind] += 1
        ends = {f"{MENTION}{NUMBERED}{n}": id for n, id in enumerate(entity.mentions, start=1)}
        return f"{self._link(ENTITY, entity.id, ends)}{self._said(entity.attributes)} />"

    def _note(self, note: Note) -> str:
        self.ledger.written[note.kind] += 1
        words = f'{WORDS}="{self._value(note.text)}" />'
        if note.target:
            return f"{self._link(NOTE, note.id, {ABOUT: note.target})} {words}"
        return f'<{NOTE} id="{self._id(note.id)}" spans="{NOWHERE}" text="" {words}'

    def _label(self, label: DocumentLabel) -> str:
        self.ledger.written[label.kind] += 1
        tag = self.names.tags.of(label.name)
        start = f'<{tag} id="{self._id(label.id)}" spans="{NOWHERE}" text=""'
        return f'{start} {VALUE}="{self._value(label.value)}" />'
