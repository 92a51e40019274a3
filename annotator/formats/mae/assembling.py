# SPDX-License-Identifier: MIT
"""From the tags of a file to records: spans, links of all kinds, and what is about the document."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.formats.mae.linking import Linking, kind_of
from annotator.formats.mae.meanings import NOTE, NUMBERED, VALUE, WORDS
from annotator.formats.mae.placing import Placing
from annotator.formats.mae.tags import Extent, Placeless, Tags
from annotator.formats.mae.told import DOUBLE_IDS, LABELS
from annotator.formats.names import Ids
from annotator.formats.values import typed_value
from annotator.model.records import (
    RESERVED_IDS,
    DocumentLabel,
    Fragment,
    Note,
    Record,
    Span,
    Value,
)
from annotator.schema.names import shown


def assembled(tags: Tags, ids: Sequence[str], placing: Placing) -> tuple[Record, ...]:
    """Return the records of a file; ``ids`` are those of all its tags, with those that repeat."""
    placing.choose_unit(tags.extents)
    return tuple(_Assembly(tags, placing, Counter(ids)).records())


@dataclass(slots=True)
class _Assembly:
    tags: Tags
    placing: Placing
    counted: Counter[str]
    places: dict[str, tuple[Fragment, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    _meant: Counter[str] = field(default_factory=Counter)
    _ids: Ids = field(default_factory=Ids)
    _seen: set[str] = field(default_factory=set)

    def records(self) -> Iterator[Record]:
        """Yield all records; what is a part of an event is no span of its own."""
        self._meant = Counter(id for link in self.tags.links for _, id in link.ends)
        self._ids.given.update(self.counted, RESERVED_IDS)
        for broken in self.tags.broken:
            self.placing.problem(broken.line, broken.id, f"{shown(broken.spans)} is no place")
        spans = [span for extent in self.tags.extents if (span := self._span(extent))]
        labels = [record for tag in self.tags.placeless for record in self._about_document(tag)]
        link_ids = [self._id(link.id, link.name, link.line) for link in self.tags.links]
        left_out = {link.id for link in self.tags.links if not kind_of(link, self.places)}
        known = self.counted.keys() - left_out
        linking = Linking(self.placing, self.places, known, self._meant, self._ids)
        linked = [
            record
            for link, id in zip(self.tags.links, link_ids, strict=True)
            for record in linking.records(link, id)
        ]
        reading, file = self.placing.reading, self.placing.file
        for span in spans:
            if span.id in linking.parts:
                continue
            if reading.options.accepts(span.label):
                yield span
            else:
                reading.accepts(span.label, (file, self.lines[span.id], span.id))
        yield from linked
        yield from labels

    def _id(self, id: str, name: str, line: int) -> str:
        """Return the id of a tag, or a new one where others have it too and nothing means them."""
        if not id or id in RESERVED_IDS:
            return self._ids.unique(name)
        if id not in self._seen:
            self._seen.add(id)
            return id
        if id in self._meant:
            message = f"several tags have the id {shown(id)}, and a link means one of them"
            self.placing.problem(line, id, message)
        self.placing.counts.seen[DOUBLE_IDS] += 1
        return self._ids.unique(id)

    def _span(self, extent: Extent) -> Span | None:
        id = self._id(extent.id, extent.name, extent.line)
        fragments = self.placing.fragments(extent)
        self.places[id] = fragments
        self.lines[id] = extent.line
        if not fragments:
            return None
        schema, label = self.placing.reading.options.schema, extent.name
        attributes: dict[str, Value] = {
            name: typed_value(schema, label, name, text) for name, text in extent.attributes.items()
        }
        return Span(id, label, fragments, attributes)

    def _about_document(self, tag: Placeless) -> Iterator[Record]:
        """Yield a note, or labels: one with the tag's name, or one for each of its attributes."""
        id = self._id(tag.id, tag.name, tag.line)
        attributes = {name: text for name, text in tag.attributes.items() if text or name == VALUE}
        if tag.name == NOTE and set(attributes) <= {WORDS}:
            yield Note(id, attributes.get(WORDS, ""))
            return
        self.placing.counts.seen[LABELS] += 1
        named: dict[str, Value] = {
            f"{tag.name}{NUMBERED}{name}": text
            for name, text in attributes.items()
            if name != VALUE
        }
        if VALUE in attributes or not named:
            named = {tag.name: attributes.get(VALUE, True), **named}
        for number, (name, value) in enumerate(named.items()):
            yield DocumentLabel(self._ids.unique(id) if number else id, name, value)
