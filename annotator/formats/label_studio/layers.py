# SPDX-License-Identifier: MIT
"""One annotation of a task as the records of a layer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.each_file import Reading as Run
from annotator.formats.label_studio import regions as sorting
from annotator.formats.label_studio.choosing import words_of
from annotator.formats.label_studio.regions import Region, Sorted, sorted_results
from annotator.formats.label_studio.texts import (
    CODE_POINTS,
    PlainText,
    Reading,
    TaskText,
    loosely,
    says,
)
from annotator.formats.label_studio.values import (
    TypedValues,
    exact_value,
    same_value,
    value_in,
)
from annotator.formats.names import Ids
from annotator.formats.sources import SourceFile
from annotator.formats.tally import Tally
from annotator.model.fragments import united
from annotator.model.records import (
    RESERVED_IDS,
    DocumentLabel,
    Fragment,
    Note,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.schema.names import shown


@dataclass(slots=True)
class TaskPlace:
    """Where a task stands, and what is told of it."""

    file: SourceFile
    line: int
    run: Run
    tally: Tally
    foreign: frozenset[str]
    typed: TypedValues

    def problem(self, field: str, message: str) -> None:
        """Keep a problem of the task."""
        self.run.problem(self.file, self.line, field, message)


def records_of(
    results: Sequence[Any], text: TaskText, place: TaskPlace, field_name: str
) -> tuple[Record, ...]:
    """Return the records that the results of an annotation stand for."""
    found = sorted_results(results, field_name, place.tally, place.foreign)
    return _Layer(found, text, place).records()


@dataclass(slots=True)
class _Layer:
    """The records so far; ``ends`` leads from ids of regions to those of their spans."""

    found: Sorted
    text: TaskText
    place: TaskPlace
    made: list[Record] = field(default_factory=list)
    ids: Ids = field(default_factory=lambda: Ids(set(RESERVED_IDS)))
    ends: dict[str, str] = field(default_factory=dict)

    def records(self) -> tuple[Record, ...]:
        """Return the records: spans and their notes, labels, relations, notes about others."""
        places = self._places()
        for group in self._grouped(places):
            if len(group) == 1 and self._add_plain_span(group[0], places):
                continue
            self._add_spans(group, places)
        notes = []
        for result in self.found.loose:
            if _own_note(result):
                notes.append(result)
            else:
                self._add_label(result)
        for result in self.found.relations:
            self._add_relation(result)
        for result in notes:
            self._add_note(result)
        return tuple(self.made)

    def _places(self) -> dict[str, Fragment]:
        """Return where the regions are; those that have no place become problems.

        If the words of all regions stand where code points lead, these are counted; if not, and
        they all stand where UTF-16 units lead, these are.
        """
        quick = self._quick_places()
        if quick is not None:
            return quick
        readings = {id: list(self.text.readings(r.value)) for id, r in self.found.regions.items()}
        fitting = {id: self._fitting(self.found.regions[id], each) for id, each in readings.items()}
        units = [{reading.unit for reading in each} for each in fitting.values() if each]
        common = set.intersection(*units) if units else set()
        places: dict[str, Fragment] = {}
        for id, region in self.found.regions.items():
            if not region.labels:
                self._tell_unlabelled()
            elif not fitting[id]:
                self._refuse(region, readings[id])
            else:
                best = next((r for r in fitting[id] if r.unit in common), fitting[id][0])
                best = fitting[id][0] if CODE_POINTS in common else best
                places[id] = best.place
                self._tell_reading(region, best)
        return places

    def _quick_places(self) -> dict[str, Fragment] | None:
        """Return the places if all are plainly right, as they mostly are; None if not."""
        if not isinstance(self.text, PlainText):
            return None
        text, length = self.text.text, self.text.units.length
        must_say = length < self.text.units.length_u16
        places: dict[str, Fragment] = {}
        for id, region in self.found.regions.items():
            value = region.value
            start, end, words = value.get("start"), value.get("end"), value.get("text")
            if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
                return None
            if (words is None and must_say) or (words is not None and text[start:end] != words):
                return None
            if not region.labels:
                return None
            places[id] = (start, end)
        return places

    def _fitting(self, region: Region, readings: Sequence[Reading]) -> list[Reading]:
        words = words_of({"type": region.type, "value": region.value})
        if words is None:
            return list(readings)
        text = self.text.text
        exact = [r for r in readings if text[r.place[0] : r.place[1]] == words]
        return exact or [r for r in readings if says(self.text, r.place, words)]

    def _tell_unlabelled(self) -> None:
        self.place.tally.count(
            "1 region has no label and was left out",
            "{} regions have no label and were left out",
        )

    def _tell_reading(self, region: Region, reading: Reading) -> None:
        tally, words = self.place.tally, region.value.get("text")
        there = self.text.text[reading.place[0] : reading.place[1]]
        if reading.unit != CODE_POINTS:
            tally.count(
                "the offsets of 1 region count UTF-16 units and were converted",
                "the offsets of {} regions count UTF-16 units and were converted",
            )
        elif not isinstance(words, str) and self._is_ambiguous(region):
            tally.count(
                "1 region in a text with emoji gives no words: its offsets were taken for code "
                "points",
                "{} regions in texts with emoji give no words: their offsets were taken for code "
                "points",
            )
        if isinstance(words, str) and words != there and loosely(words) == loosely(there):
            tally.count(
                "the words of 1 region differ from the text in white space only",
                "the words of {} regions differ from the text in white space only",
            )

    def _is_ambiguous(self, region: Region) -> bool:
        return len({reading.unit for reading in self.text.readings(region.value)}) > 1

    def _refuse(self, region: Region, readings: Sequence[Reading]) -> None:
        """Make a problem of a region without a place, with what would fit if that can be said."""
        value, name = region.value, f"{region.where}.value"
        words = value.get("text")
        said = words if isinstance(words, str) else None
        start, end = value.get("start"), value.get("end")
        if isinstance(self.text, PlainText):
            places = self.place.run.places(self.text.text, self.place.file, self.place.line)
            places.fragment(start, end, name, said)
        elif readings and said is not None:
            there = self.text.text[slice(*readings[0].place)]
            message = f"the file says {shown(said)}, the text has {shown(there)} there"
            self.place.problem(name, message)
        else:
            self.place.problem(name, f"{shown(start)} to {shown(end)} is no place in the text")

    def _grouped(self, places: Mapping[str, Fragment]) -> list[list[Region]]:
        """Return the regions that have a place; the stretches of one span of ours together."""
        groups: dict[str, list[Region]] = {}
        for id, region in self.found.regions.items():
            if id in places:
                whole = region.meta.get("span") if region.meta else None
                known = isinstance(whole, str) and whole in places
                groups.setdefault(str(whole) if known else id, []).append(region)
        return list(groups.values())

    def _add_plain_span(self, region: Region, places: Mapping[str, Fragment]) -> bool:
        """Add the span of a region of one label and nothing else, as most are; whether it is so."""
        if len(region.labels) != 1 or region.others or region.meta:
            return False
        label = region.labels[0]
        if self.place.run.accepts(label, (self.place.file, self.place.line, region.where)):
            id = self.ids.unique(region.id)
            self.ends[region.id] = id
            self.made.append(Span(id, label, (places[region.id],)))
        return True

    def _add_spans(self, group: Sequence[Region], places: Mapping[str, Fragment]) -> None:
        """Add a span for each label of a region; what is about the region is about the first."""
        region = next((each for each in group if each.id == each.meta.get("span")), group[0])
        fragments = united(places[each.id] for each in group)
        first = ""
        for label in dict.fromkeys(region.labels):
            target = (self.place.file, self.place.line, region.where)
            if not self.place.run.accepts(label, target):
                continue
            id = self.ids.unique(region.id)
            first = first or id
            attributes = self._attributes(region, label)
            by = _text(region.meta.get("made_by"))
            self.made.append(Span(id, label, fragments, attributes, by))
        if not first:
            return
        for each in group:
            self.ends[each.id] = first
        self._add_region_notes(region, first)

    def _attributes(self, region: Region, label: str) -> dict[str, Value]:
        exact = region.meta.get("attributes")
        known = exact if isinstance(exact, dict) else {}
        found: dict[str, Value] = {}
        for result in region.others:
            name = _text(result.get("from_name")) or _text(result.get("type"))
            value = value_in(_text(result.get("type")), result["value"])
            if name in known and same_value(exact_value(known[name]), value):
                value = exact_value(known[name])
            elif isinstance(value, str):
                value = self.place.typed.of(label, name, value)
            found[name] = value
        for name, value in known.items():  # what no control can show
            if value is None or value == []:
                found.setdefault(name, exact_value(value))
        return found

    def _add_region_notes(self, region: Region, target: str) -> None:
        remarks = region.meta.get("text")
        texts = [remarks] if isinstance(remarks, str) else remarks
        if not isinstance(texts, list):
            return
        own = region.meta.get("notes")
        facts = own if isinstance(own, list) and len(own) == len(texts) else [{}] * len(texts)
        for text, given in zip(texts, facts, strict=True):
            fact = given if isinstance(given, dict) else {}
            if isinstance(text, str):
                id = self.ids.unique(_text(fact.get("id")) or f"{target}-note")
                self.made.append(Note(id, text, target, _text(fact.get("made_by"))))

    def _add_label(self, result: Mapping[str, Any]) -> None:
        kind = _text(result.get("type"))
        if kind.endswith("labels"):
            self.place.tally.count(
                "1 label without a place was left out", "{} labels without a place were left out"
            )
            return
        meta = result.get("meta")
        known = meta if isinstance(meta, dict) else {}
        value = value_in(kind, result["value"])
        if "value" in known and same_value(exact_value(known["value"]), value):
            value = exact_value(known["value"])
        id = self.ids.unique(_text(result.get("id")) or f"label {len(self.made) + 1}")
        name = _text(result.get("from_name")) or kind
        self.made.append(DocumentLabel(id, name, value, _text(known.get("made_by"))))

    def _add_relation(self, result: Mapping[str, Any]) -> None:
        ends = [str(result.get("from_id")), str(result.get("to_id"))]
        if ends[0] not in self.ends or ends[1] not in self.ends:
            self.place.tally.count(
                "1 relation was left out, since one of its ends is no span",
                "{} relations were left out, since one of their ends is no span",
            )
            return
        source, target = self.ends[ends[0]], self.ends[ends[1]]
        direction = result.get("direction")
        if direction == "left":
            source, target = target, source
        meta = result.get("meta")
        known = meta if isinstance(meta, dict) else {}
        attributes = known.get("attributes")
        values = attributes.items() if isinstance(attributes, dict) else ()
        kept: dict[str, Value] = {name: exact_value(value) for name, value in values}
        if direction == "bi":
            kept["direction"] = "bi"
        labels = result.get("labels")
        names = labels if isinstance(labels, list) and labels else [sorting.RELATION]
        for name in names:
            if isinstance(name, str):
                id = self.ids.unique(_text(result.get("id")) or f"{ends[0]}-{ends[1]}")
                by = _text(known.get("made_by"))
                self.made.append(Relation(id, name, source, target, dict(kept), by))

    def _add_note(self, result: Mapping[str, Any]) -> None:
        meta = result["meta"]
        target = meta.get("note_about")
        known = {record.id for record in self.made}
        words = value_in("textarea", result["value"])
        text = "\n".join(words) if isinstance(words, tuple) else str(words)
        id = self.ids.unique(_text(result.get("id")) or "note")
        about = target if target in known else ""
        self.made.append(Note(id, text, about, _text(meta.get("made_by"))))


def _own_note(result: Mapping[str, Any]) -> bool:
    meta = result.get("meta")
    return isinstance(meta, dict) and "note_about" in meta and result.get("type") == "textarea"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
