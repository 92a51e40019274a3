# SPDX-License-Identifier: MIT
"""The lines of one annotation file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.formats.brat.meanings import (
    ARG1,
    ARG2,
    COMMENT,
    EQUIV,
    MODALITY,
    REFERENCE,
    REPORTED_BY,
    RESOURCE,
    RESOURCE_ID,
    SOURCE_ROLE,
    TARGET_ROLE,
    TIME,
    TIME_VALUE,
    TYPE,
    WORDS,
)
from annotator.formats.brat.naming import Names, RecordIds
from annotator.formats.brat.words import on_one_line, without_breaks, words_of
from annotator.formats.grouped import ATTRIBUTE, Grouped, lose_attributes
from annotator.formats.ledger import SPAN, Ledger
from annotator.formats.values import value_text
from annotator.model.records import (
    Attributes,
    Entity,
    EventFrame,
    Fragment,
    Note,
    Relation,
    Span,
    Value,
)

_BREAKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(slots=True)
class Rendering:
    """One layer of a document becoming lines; whatever is lost is counted into the ledger."""

    found: Grouped
    ledger: Ledger
    names: Names
    seen: Counter[str]
    _ids: RecordIds = field(default_factory=RecordIds)
    _id_of: dict[str, str] = field(default_factory=dict)
    _parts: dict[tuple[str, Fragment], str] = field(default_factory=dict)
    _attributes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield all lines: text-bound ones, relations, events, groups, attributes, notes."""
        found = self.found
        self._id_of = self._ids.keep("T", (span.id for span in found.spans))
        self._id_of |= self._ids.keep("E", (event.id for event in found.events))
        self._id_of |= self._ids.keep("R", (relation.id for relation in found.relations))
        references = [entity.id for entity in found.entities if _is_reference(entity)]
        self._id_of |= self._ids.keep("N", references)
        note_ids = self._ids.keep("#", (note.id for note in found.notes))
        for span in found.spans:
            yield self._span(span)
        for event in found.events:
            yield from self._event(event)
        for relation in found.relations:
            yield from self._relation(relation)
        for entity in found.entities:
            yield from self._entity(entity)
        yield from self._attributes
        for note in found.notes:
            yield from self._note(note, note_ids[note.id])
        for label in found.labels:
            self.ledger.lose(label.kind, "brat has no labels of documents")

    def _span(self, span: Span) -> str:
        id = self._id_of[span.id]
        self.ledger.written[SPAN] += 1
        if span.attributes:
            self._write_attributes(id, span.attributes)
        return self._text_bound(id, span.label, span.fragments)

    def _text_bound(self, id: str, label: str, fragments: Sequence[Fragment]) -> str:
        text = self.found.document.text
        words = words_of(text, fragments)
        if "\n" in words or "\r" in words:
            pieces = without_breaks(text, fragments)
            self.seen["unshown" if pieces is None else "pieces"] += 1
            fragments = fragments if pieces is None else pieces
            words = on_one_line(words_of(text, fragments))
        places = ";".join(f"{start} {end}" for start, end in fragments)
        return f"{id}\t{self.names.of(label)} {places}\t{words}"

    def _part(self, label: str, place: Fragment) -> Iterator[str]:
        """Yield the line of a trigger, which events of one type may share."""
        if (label, place) not in self._parts:
            id = self._ids.new("T")
            self._parts[label, place] = id
            yield self._text_bound(id, label, (place,))

    def _event(self, event: EventFrame) -> Iterator[str]:
        id = self._id_of[event.id]
        yield from self._part(event.type, event.trigger)
        ends = [f"{self.names.of(event.type)}:{self._parts[event.type, event.trigger]}"]
        if event.time is not None:
            time = self._ids.new("T")
            yield self._text_bound(time, TIME, (event.time,))
            ends.append(f"{TIME}:{time}")
        if event.reported_by:
            ends.append(f"{REPORTED_BY}:{self._id_of[event.reported_by]}")
        ends += [
            f"{self.names.of(argument.role)}:{self._id_of[argument.target]}"
            for argument in event.arguments
        ]
        yield f"{id}\t{' '.join(ends)}"
        self.ledger.written[event.kind] += 1
        own = {MODALITY: event.modality, TIME_VALUE: event.time_value}
        for name, value in own.items():
            if value:
                self._attributes.append(self._attribute(id, name, self._one_line(value)))
        self._write_attributes(id, event.attributes, taken=own)

    def _relation(self, relation: Relation) -> Iterator[str]:
        ends = (self._id_of.get(relation.source), self._id_of.get(relation.target))
        if None in ends:
            self.ledger.lose(relation.kind, "an end is something that brat has no id for")
            lose_attributes(self.ledger, relation, "of a relation that is not written")
            return
        id, attributes = self._id_of[relation.id], dict(relation.attributes)
        roles = (ARG1, ARG2)
        named = (attributes.get(SOURCE_ROLE), attributes.get(TARGET_ROLE))
        if all(isinstance(name, str) and name for name in named) and named[0] != named[1]:
            roles = (self.names.of(str(named[0])), self.names.of(str(named[1])))
            del attributes[SOURCE_ROLE], attributes[TARGET_ROLE]
            self.ledger.written[ATTRIBUTE] += 2
        yield f"{id}\t{self.names.of(relation.type)} {roles[0]}:{ends[0]} {roles[1]}:{ends[1]}"
        self.ledger.written[relation.kind] += 1
        self._write_attributes(id, attributes)

    def _entity(self, entity: Entity) -> Iterator[str]:
        if not entity.mentions:
            self.ledger.lose(entity.kind, "it has no mentions")
            lose_attributes(self.ledger, entity, "of an entity that is not written")
            return
        self.ledger.written[entity.kind] += 1
        if _is_reference(entity):
            yield self._reference(entity)
            return
        name = entity.attributes.get(TYPE) if set(entity.attributes) == {TYPE} else None
        if isinstance(name, str) and name:
            self.ledger.written[ATTRIBUTE] += 1
        else:
            name = EQUIV
            lose_attributes(self.ledger, entity, "of an entity: brat's groups have none")
        yield f"*\t{' '.join((self.names.of(name), *self._mentions(entity)))}"

    def _mentions(self, entity: Entity) -> list[str]:
        return [self._id_of[id] for id in entity.mentions]

    def _reference(self, entity: Entity) -> str:
        known = entity.attributes
        id = self._id_of[entity.id]
        self.ledger.written[ATTRIBUTE] += len(known)
        name = self.names.of(str(known.get(TYPE, REFERENCE)))
        resource = f"{known[RESOURCE]}:{known[RESOURCE_ID]}" if known[RESOURCE] else ""
        line = f"{id}\t{name} {self._mentions(entity)[0]} {resource or known[RESOURCE_ID]}"
        words = known.get(WORDS)
        return f"{line}\t{words}" if words else line

    def _write_attributes(
        self, id: str, attributes: Attributes, taken: dict[str, str] | None = None
    ) -> None:
        for name, value in attributes.items():
            if value is None or value in ("", ()) or not value_text(value):
                self.ledger.lose(ATTRIBUTE, "the value is empty or unknown, which brat cannot say")
            elif taken and taken.get(name):
                self.ledger.lose(ATTRIBUTE, f"the event has another {name}")
            else:
                self.ledger.written[ATTRIBUTE] += 1
                self._attributes.append(self._attribute(id, self.names.of(name), self._said(value)))

    def _said(self, value: Value) -> str:
        return "" if value is True else self._one_line(value_text(value))

    def _attribute(self, id: str, name: str, words: str) -> str:
        own = self._ids.new("A")
        return f"{own}\t{name} {id} {words}" if words else f"{own}\t{name} {id}"

    def _note(self, note: Note, id: str) -> Iterator[str]:
        target = self._id_of.get(note.target)
        if target is None:
            self.ledger.lose(note.kind, "it is about the document or a group, which brat lacks")
            return
        self.ledger.written[note.kind] += 1
        yield f"{id}\t{COMMENT} {target}\t{self._one_line(note.text)}"

    def _one_line(self, words: str) -> str:
        flat = words.translate(_BREAKS)
        self.seen["changed"] += flat != words
        return flat


def _is_reference(entity: Entity) -> bool:
    """Return whether brat can say this as ``N1 Reference T1 resource:id words``."""
    known = entity.attributes
    if len(entity.mentions) != 1 or not {RESOURCE, RESOURCE_ID} <= known.keys():
        return False
    if not known.keys() <= {RESOURCE, RESOURCE_ID, WORDS, TYPE}:
        return False
    if not all(isinstance(value, str) and value.isprintable() for value in known.values()):
        return False
    resource, id, name = str(known[RESOURCE]), str(known[RESOURCE_ID]), known.get(TYPE, REFERENCE)
    plain = ":" not in resource and " " not in f"{resource}{name}" and id.strip() == id
    return bool(id and name) and plain and (bool(resource) or ":" not in id)
