# SPDX-License-Identifier: MIT
"""From the lines of a document to its records: spans, events, relations."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.formats.brat import told
from annotator.formats.brat.attaching import Attachments
from annotator.formats.brat.choices import SPANS_TOO, TRIGGERS
from annotator.formats.brat.lines import Linked, Other
from annotator.formats.brat.meanings import (
    ARG1,
    ARG2,
    MODALITY,
    REPORTED_BY,
    SOURCE_ROLE,
    TARGET_ROLE,
    TIME,
    TIME_VALUE,
)
from annotator.formats.brat.places import Placed
from annotator.formats.each_file import Reading
from annotator.formats.sources import SourceFile
from annotator.model.records import (
    Argument,
    EventFrame,
    Fragment,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.schema.names import shown


@dataclass(slots=True)
class Draft:
    """What the lines of a document say, those that are not text-bound file by file."""

    text: str
    spans: dict[str, Placed] = field(default_factory=dict)
    others: list[tuple[SourceFile, Other]] = field(default_factory=list)

    def targets(self) -> Counter[str]:
        """Return how often something other than the trigger of an event refers to each id.

        Only events need to know.
        """
        if not any(other.events for _, other in self.others):
            return Counter()
        return Counter(id for _, other in self.others for id in other.targets())


def assembled(draft: Draft, reading: Reading, seen: Counter[str]) -> tuple[Record, ...]:
    """Return the records of a document; what refers to nothing becomes a problem."""
    return tuple(_Assembly(draft, reading, seen).records())


@dataclass(slots=True)
class _Assembly:
    draft: Draft
    reading: Reading
    seen: Counter[str]
    attached: Attachments = field(init=False)
    targets: Counter[str] = field(init=False)
    parts_of_events: set[str] = field(default_factory=set)
    """The ids of the text-bound lines that are a part of an event and nothing else."""

    def __post_init__(self) -> None:
        self.targets = self.draft.targets()
        self.attached = Attachments(self.draft.spans, self.reading, self.seen)

    def records(self) -> Iterator[Record]:
        """Yield all records; attributes are known before what they belong to is made."""
        for file, other in self.draft.others:
            self.attached.take(file, other)
        for file, other in self.draft.others:
            self.attached.take_attributes(file, other)
        linked: list[Record] = []
        for file, other in self.draft.others:
            linked += filter(None, (self.relation(file, line) for line in other.relations))
            linked += filter(None, (self.event(file, line) for line in other.events))
        yield from self.spans()
        yield from linked
        for file, other in self.draft.others:
            yield from self.attached.records(file, other)

    def spans(self) -> Iterator[Span]:
        """Yield the spans: what is text-bound and no mere part of an event."""
        attributes = self.attached.attributes
        accepts = self.reading.options.accepts
        keep_all = self.reading.options.choices.get(TRIGGERS.name) == SPANS_TOO
        for id, placed in self.draft.spans.items():
            if id in self.parts_of_events and not keep_all:
                self.seen[told.TRIGGERS] += 1
                continue
            if not accepts(placed.label):
                self.reading.accepts(placed.label, (placed.file, placed.line, id))
            elif placed.fragments:
                own = attributes.get(id)
                yield Span(id, placed.label, placed.fragments, {} if own is None else own)

    def relation(self, file: SourceFile, line: Linked) -> Relation | None:
        """Return a relation; roles other than Arg1 and Arg2 become attributes of it."""
        (role, source), (other_role, target) = line.ends
        if (role, other_role) == (ARG2, ARG1):
            role, source, other_role, target = other_role, target, role, source
        if not self._all_known(file, line, (source, target)):
            return None
        attributes: dict[str, Value] = dict(self.attached.attributes.get(line.id, {}))
        if (role, other_role) != (ARG1, ARG2):
            attributes[SOURCE_ROLE] = role
            attributes[TARGET_ROLE] = other_role
        return Relation(line.id, line.type, source, target, attributes)

    def event(self, file: SourceFile, line: Linked) -> Record | None:
        """Return an event, with its trigger, time and source taken out of its parts."""
        if not line.trigger:
            return self._without_trigger(file, line)
        if not self._all_known(file, line, [id for _, id in line.ends]):
            return None
        trigger = self._trigger(file, line)
        if trigger is None:
            return None
        ends = list(line.ends)
        time = self._time(ends)
        reported_by = _taken(ends, REPORTED_BY)
        attributes: dict[str, Value] = dict(self.attached.attributes.get(line.id, {}))
        return EventFrame(
            line.id,
            line.type,
            trigger,
            tuple(Argument(role, id) for role, id in ends),
            modality=_text(attributes, MODALITY),
            time=time,
            attributes=attributes,
            time_value=_text(attributes, TIME_VALUE),
            reported_by=reported_by,
        )

    def _without_trigger(self, file: SourceFile, line: Linked) -> Relation | None:
        if len(line.ends) == 2:
            self.seen[told.NO_TRIGGER] += 1
            return self.relation(file, line)
        self.reading.problem(file, line.line, line.id, "the event has no trigger in the text")
        return None

    def _trigger(self, file: SourceFile, line: Linked) -> Fragment | None:
        """Return the place of the trigger, which is no span if only events refer to it."""
        placed = self.draft.spans.get(line.trigger)
        if placed is None:
            message = f"its trigger {shown(line.trigger)} is no text-bound line of this document"
            self.reading.problem(file, line.line, line.id, message)
            return None
        if not placed.fragments:  # told already
            return None
        if len(placed.fragments) > 1:
            self.seen[told.PARTED_TRIGGERS] += 1
        elif placed.label == line.type and line.trigger not in self.targets:
            self.parts_of_events.add(line.trigger)
        return placed.fragments[0]

    def _time(self, ends: list[tuple[str, str]]) -> Fragment | None:
        """Take the time out of an event's ends: what is called so, and is nothing else."""
        for place, (role, id) in enumerate(ends):
            placed = self.draft.spans.get(id)
            if role != TIME or placed is None or placed.label != TIME:
                continue
            if len(placed.fragments) == 1 and self.targets[id] == 1:
                del ends[place]
                self.parts_of_events.add(id)
                return placed.fragments[0]
        return None

    def _all_known(self, file: SourceFile, line: Linked, ids: Sequence[str]) -> bool:
        unknown = [id for id in ids if not self.attached.is_record(id)]
        for id in unknown:
            message = f"there is no {shown(id)} in this document"
            self.reading.problem(file, line.line, line.id, message)
        return not unknown


def _taken(ends: list[tuple[str, str]], role: str) -> str:
    """Take the first end with this role out; return its id, or nothing."""
    for place, (name, id) in enumerate(ends):
        if name == role:
            del ends[place]
            return id
    return ""


def _text(attributes: dict[str, Value], name: str) -> str:
    """Take an attribute out if it is text."""
    value = attributes.get(name)
    if not isinstance(value, str):
        return ""
    del attributes[name]
    return value
