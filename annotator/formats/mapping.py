# SPDX-License-Identifier: MIT
"""Foreign names of labels, relations and events, as the schema calls them.

A mapping is what the person has seen and wants; whatever it does not name stays as it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from annotator.errors import InputError
from annotator.formats.format import ImportedDocument, Layer
from annotator.model.records import (
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Span,
)
from annotator.schema.names import shown

LABEL, RELATION, EVENT = "label", "relation", "event"
KINDS = (LABEL, RELATION, EVENT)
LEFT_OUT = ""
"""What a name is mapped to that is not wanted."""


@dataclass(frozen=True, slots=True)
class NameMap:
    """What each foreign name of a label, a relation or an event becomes; LEFT_OUT for nothing."""

    labels: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.labels or self.relations or self.events)


def parsed_map(entries: Iterable[str]) -> NameMap:
    """Return the mapping of entries such as ``ORG=ACTOR``, ``MISC=`` and ``relation:part=part_of``.

    Raises InputError for an entry without ``=``, and for a name that is mapped twice.
    """
    maps: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for entry in entries:
        old, sign, new = entry.partition("=")
        if not sign or not old:
            raise InputError(f"{shown(entry)} is no mapping; write OLD=NEW, or OLD= to leave out")
        kind, colon, name = old.partition(":")
        if not colon or kind not in KINDS:
            kind, name = LABEL, old
        if name in maps[kind]:
            raise InputError(f"{kind} {shown(name)} is mapped twice")
        maps[kind][name] = new
    return NameMap(maps[LABEL], maps[RELATION], maps[EVENT])


@dataclass(slots=True)
class Tally:
    """How often each name was mapped, by (kind, foreign name, name), and what went with it."""

    mapped: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    dragged: Counter[str] = field(default_factory=Counter)

    def lines(self) -> Iterator[str]:
        """Yield a sentence for each mapped name."""
        for (kind, old, new), count in sorted(self.mapped.items()):
            if new == LEFT_OUT:
                yield f"{kind} {shown(old)} left out as asked: {count:,}"
            else:
                yield f"{kind} {shown(old)} became {shown(new)}: {count:,}"
        for what, count in sorted(self.dragged.items()):
            yield f"{what} left out with what they belong to: {count:,}"


def mapped(item: ImportedDocument, names: NameMap, tally: Tally) -> ImportedDocument:
    """Return a document with its names as the mapping has them, counted into ``tally``."""
    if not names:
        return item
    layers = tuple(_mapped_layer(layer, names, tally) for layer in item.layers)
    return replace(item, layers=layers)


def _mapped_layer(layer: Layer, names: NameMap, tally: Tally) -> Layer:
    kept: list[Record] = []
    gone: set[str] = set()
    for record in layer.records:
        renamed = _renamed(record, names, tally)
        if renamed is None:
            gone.add(record.id)
        else:
            kept.append(renamed)
    while gone:
        before, kept = len(kept), [*_without(kept, gone, tally)]
        if len(kept) == before:
            break
    return replace(layer, records=tuple(kept))


def _renamed(record: Record, names: NameMap, tally: Tally) -> Record | None:
    """Return a record under its new name; None if it is not wanted."""
    if isinstance(record, Span) and record.label in names.labels:
        new = names.labels[record.label]
        tally.mapped[LABEL, record.label, new] += 1
        return None if new == LEFT_OUT else replace(record, label=new)
    if isinstance(record, Relation) and record.type in names.relations:
        new = names.relations[record.type]
        tally.mapped[RELATION, record.type, new] += 1
        return None if new == LEFT_OUT else replace(record, type=new)
    if isinstance(record, EventFrame) and record.type in names.events:
        new = names.events[record.type]
        tally.mapped[EVENT, record.type, new] += 1
        return None if new == LEFT_OUT else replace(record, type=new)
    return record


def _without(records: Iterable[Record], gone: set[str], tally: Tally) -> Iterator[Record]:
    """Yield the records without what refers to something that is gone; ``gone`` grows."""
    for record in records:
        if isinstance(record, Relation) and (record.source in gone or record.target in gone):
            tally.dragged["relations"] += 1
            gone.add(record.id)
        elif isinstance(record, EventFrame):
            yield _event_without(record, gone, tally)
        elif isinstance(record, Entity):
            mentions = tuple(id for id in record.mentions if id not in gone)
            tally.dragged["mentions of entities"] += len(record.mentions) - len(mentions)
            yield replace(record, mentions=mentions)
        elif isinstance(record, Note) and record.target in gone:
            tally.dragged["notes"] += 1
            gone.add(record.id)
        else:
            yield record
    tally.dragged = +tally.dragged


def _event_without(event: EventFrame, gone: set[str], tally: Tally) -> EventFrame:
    arguments = tuple(argument for argument in event.arguments if argument.target not in gone)
    tally.dragged["arguments of events"] += len(event.arguments) - len(arguments)
    reported_by = "" if event.reported_by in gone else event.reported_by
    return replace(event, arguments=arguments, reported_by=reported_by)
