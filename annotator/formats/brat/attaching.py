# SPDX-License-Identifier: MIT
"""What is about other lines: attributes, groups, references and comments."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.formats.brat import told
from annotator.formats.brat.lines import Attached, Group, Other
from annotator.formats.brat.meanings import (
    COMMENT,
    EQUIV,
    REFERENCE,
    RESOURCE,
    RESOURCE_ID,
    TYPE,
    WORDS,
)
from annotator.formats.brat.places import Placed
from annotator.formats.each_file import Reading
from annotator.formats.names import Ids
from annotator.formats.sources import SourceFile
from annotator.formats.values import typed_value
from annotator.model.records import Entity, Note, Record, Relation, Value
from annotator.schema.names import shown


@dataclass(slots=True)
class Attachments:
    """The lines of a document that are about others, and the ids of all lines."""

    spans: Mapping[str, Placed]
    reading: Reading
    seen: Counter[str]
    attributes: dict[str, dict[str, Value]] = field(default_factory=dict)
    _ids: Ids = field(default_factory=Ids)
    _linked: set[str] = field(default_factory=set)
    _entities: set[str] = field(default_factory=set)
    _owner_of: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids.given.update(self.spans)

    def is_record(self, id: str) -> bool:
        """Return whether a relation or an event may end here."""
        return id in self.spans or id in self._linked

    def take(self, file: SourceFile, other: Other) -> None:
        """Take in the ids of a file's lines; each must be new where others may refer to it."""
        for line in (*other.relations, *other.events):
            self._take_id(file, line.line, line.id)
            self._linked.add(line.id)
        for reference in other.references:
            if reference.target in self.spans:
                self._entities.add(reference.id)

    def _take_id(self, file: SourceFile, line: int, id: str) -> None:
        if id in self._ids.given:
            self.reading.problem(file, line, id, f"the id {shown(id)} is that of another line too")
        self._ids.given.add(id)

    def take_attributes(self, file: SourceFile, other: Other) -> None:
        """Take in the attributes of a file; several values of one attribute become a list."""
        spans, schema = self.spans, self.reading.options.schema
        for line in other.attributes:
            _, id, name, target, words, _ = line
            placed = spans.get(target)
            if placed is None and target not in self._linked and target not in self._entities:
                self._tell_missing(file, line)
                continue
            self._owner_of[id] = (target, name)
            label = placed.label if placed else ""
            value = True if words is None else typed_value(schema, label, name, words)
            own = self.attributes.setdefault(target, {})
            if name not in own or own[name] == value:
                own[name] = value
            else:
                own[name] = (*_listed(own[name]), *_listed(value))

    def records(self, file: SourceFile, other: Other) -> Iterator[Record]:
        """Yield the entities and the notes of a file, and relations where brat groups events."""
        for group in other.groups:
            yield from self._group(file, group)
        for line in other.references:
            made = self._reference(file, line)
            if made is not None:
                yield made
        for line in other.comments:
            note = self._comment(file, line)
            if note is not None:
                yield note

    def _group(self, file: SourceFile, group: Group) -> Iterator[Record]:
        unknown = [id for id in group.members if not self.is_record(id)]
        if unknown:
            message = f"there is no {shown(unknown[0])} in this document"
            self.reading.problem(file, group.line, "*", message)
        elif all(id in self.spans for id in group.members):
            attributes: dict[str, Value] = {} if group.type == EQUIV else {TYPE: group.type}
            yield Entity(self._ids.unique("equiv"), group.members, attributes)
        else:
            self.seen[told.GROUPS_OF_EVENTS] += 1
            for source, target in pairwise(group.members):
                yield Relation(self._ids.unique("equiv"), group.type, source, target)

    def _reference(self, file: SourceFile, line: Attached) -> Record | None:
        """Return what says that a span is something of a resource: an entity of one mention."""
        if not self.is_record(line.target):
            self._tell_missing(file, line)
            return None
        value = line.value or ""
        if line.target not in self.spans:
            self.seen[told.REFERENCES] += 1
            words = f"{line.name}: {value} {line.words}".rstrip()
            return Note(self._ids.unique(line.id), words, line.target)
        resource, colon, id = value.partition(":")
        if not colon:
            resource, id = "", value
        attributes: dict[str, Value] = {RESOURCE: resource, RESOURCE_ID: id}
        if line.words:
            attributes[WORDS] = line.words
        if line.name != REFERENCE:
            attributes[TYPE] = line.name
        attributes |= self.attributes.get(line.id, {})
        return Entity(self._ids.unique(line.id), (line.target,), attributes)

    def _comment(self, file: SourceFile, line: Attached) -> Note | None:
        target, words = line.target, line.value or ""
        if target in self._owner_of:
            target, name = self._owner_of[target]
            words = f"{name}: {words}"
            self.seen[told.COMMENTS_ON_OTHERS] += 1
        elif not (self.is_record(target) or target in self._entities):
            self._tell_missing(file, line)
            return None
        if line.name != COMMENT:
            words = f"{line.name}: {words}"
            self.seen[told.COMMENT_TYPES] += 1
        return Note(self._ids.unique(line.id), words, target)

    def _tell_missing(self, file: SourceFile, line: Attached) -> None:
        message = f"there is no {shown(line.target)} in this document"
        self.reading.problem(file, line.line, line.id, message)


def _listed(value: Value) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return ("true" if value is True else str(value),)
