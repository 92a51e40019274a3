# SPDX-License-Identifier: MIT
"""The records of a layer as the results of an annotation, and what they lose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.grouped import ATTRIBUTE, Grouped, lose_attributes, lose_records
from annotator.formats.label_studio.config_writing import TEXT
from annotator.formats.label_studio.values import TypedValues, plain_value
from annotator.formats.ledger import SPAN, Ledger
from annotator.formats.values import value_text
from annotator.model.records import DocumentLabel, Note, Record, Relation, Span, Value

_NOTE = "note"
_CHOSEN = ("enum", "multi_enum", "bool")


@dataclass(slots=True)
class Results:
    """The results of one annotation; ``taken`` are the ids of what is written."""

    found: Grouped
    ledger: Ledger
    typed: TypedValues
    control: str
    made: list[dict[str, Any]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def all(self) -> list[dict[str, Any]]:
        """Return the results, and count what was written and what was not."""
        found = self.found
        spans = {span.id for span in found.spans}
        kept = [r for r in found.relations if r.source in spans and r.target in spans]
        others: tuple[Record, ...] = (*kept, *found.labels, *found.notes)
        self.taken = spans | {record.id for record in others}
        notes = self._notes_by_span(spans)
        for span in found.spans:
            self._span(span, notes.get(span.id, ()))
        for label in found.labels:
            self._label(label)
        for relation in found.relations:
            if relation.id in self.taken:
                self._relation(relation)
            else:
                lose_records(self.ledger, [relation], "one of its ends is not written")
        for note in found.notes:
            self.ledger.written[note.kind] += 1
            if note.target not in spans:
                self._note(note)
        self._lose(found.events, "the format has no events")
        self._lose(found.entities, "the format has no entities")
        return self.made

    def _notes_by_span(self, spans: set[str]) -> dict[str, list[Note]]:
        found: dict[str, list[Note]] = {}
        for note in self.found.notes:
            if note.target in spans:
                found.setdefault(note.target, []).append(note)
        return found

    def _lose(self, records: Sequence[Record], reason: str) -> None:
        for record in records:
            self.ledger.lose(record.kind, reason)
            lose_attributes(self.ledger, record, f"of a {record.kind}")

    def _span(self, span: Span, notes: Sequence[Note]) -> None:
        """Add a region for each stretch; attributes and notes are on the first."""
        text = self.found.document.text
        parts = len(span.fragments) > 1
        for number, (start, end) in enumerate(span.fragments):
            place = {"start": start, "end": end, "text": text[start:end]}
            id = span.id if number == 0 else self._free_id(f"{span.id}-{number + 1}")
            region = self._result(id, self.control, "labels", {**place, "labels": [span.label]})
            meta: dict[str, Any] = {"span": span.id} if parts else {}
            if number == 0:
                meta |= self._meta_of(span, notes)
                self._attributes(span, place)
            if meta:
                region["meta"] = meta
        self.ledger.written[SPAN] += 1

    def _free_id(self, id: str) -> str:
        while id in self.taken:
            id += "-"
        self.taken.add(id)
        return id

    def _result(self, id: str, name: str, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
        result = {"id": id, "from_name": name, "to_name": TEXT, "type": kind, "value": value}
        self.made.append(result)
        return result

    def _meta_of(self, span: Span, notes: Sequence[Note]) -> dict[str, Any]:
        meta: dict[str, Any] = {}
        exact = {
            name: value
            for name, value in span.attributes.items()
            if not self._reads_back(span.label, name, value)
        }
        if exact:
            meta["attributes"] = exact
        if notes:
            meta["text"] = [note.text for note in notes]
            meta["notes"] = [{"id": note.id, "made_by": note.made_by} for note in notes]
        if span.made_by:
            meta["made_by"] = span.made_by
        return meta

    def _reads_back(self, label: str, name: str, value: Value) -> bool:
        """Return whether a value is what its control alone would be read as."""
        if value is None or value == () or isinstance(value, bool):
            return False
        if isinstance(value, tuple):
            return len(value) > 1
        if isinstance(value, str):
            typed = self.typed.of(label, name, value)
            return type(typed) is str and typed == value
        return True

    def _attributes(self, span: Span, place: Mapping[str, Any]) -> None:
        known = self.typed.schema.attributes_of(span.label)
        for name, value in span.attributes.items():
            self.ledger.written[ATTRIBUTE] += 1
            attribute = known.get(name)
            control = _control(value, chosen=attribute is not None and attribute.type in _CHOSEN)
            if control is not None:
                kind, shown_value = control
                self._result(span.id, name, kind, {**place, _key_of(kind): shown_value})

    def _label(self, label: DocumentLabel) -> None:
        self.ledger.written[label.kind] += 1
        control = _control(label.value, chosen=True) or ("choices", [])
        kind, value = control
        result = self._result(label.id, label.name, kind, {_key_of(kind): value})
        meta: dict[str, Any] = {}
        read = plain_value(value)
        if read != label.value or type(read) is not type(label.value):
            meta["value"] = label.value
        if label.made_by:
            meta["made_by"] = label.made_by
        if meta:
            result["meta"] = meta

    def _relation(self, relation: Relation) -> None:
        self.ledger.written[relation.kind] += 1
        self.ledger.written[ATTRIBUTE] += len(relation.attributes)
        result: dict[str, Any] = {
            "id": relation.id,
            "type": "relation",
            "from_id": relation.source,
            "to_id": relation.target,
            "direction": "right",
            "labels": [relation.type],
        }
        meta: dict[str, Any] = {}
        if relation.attributes:
            meta["attributes"] = relation.attributes
        if relation.made_by:
            meta["made_by"] = relation.made_by
        if meta:
            result["meta"] = meta
        self.made.append(result)

    def _note(self, note: Note) -> None:
        result = self._result(note.id, _NOTE, "textarea", {"text": [note.text]})
        target = note.target if note.target in self.taken else ""
        result["meta"] = {"note_about": target, "made_by": note.made_by}


def _key_of(kind: str) -> str:
    """Return the key under which results of a type have their value."""
    return "text" if kind == "textarea" else kind


def _control(value: Value, *, chosen: bool) -> tuple[str, object] | None:
    """Return the type of result that shows a value, and the value in it; None if none does."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "choices", [value_text(value)]
    if isinstance(value, int | float):
        return "number", value
    items = [value] if isinstance(value, str) else list(value)
    return ("choices" if chosen else "textarea"), items
