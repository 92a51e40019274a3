# SPDX-License-Identifier: MIT
"""Label Studio out: a list of tasks with everybody's annotations, and a label config beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.document_facts import meta_of
from annotator.formats.files import target_notes, write_atomically
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.grouped import ATTRIBUTE, Grouped, lose_attributes, lose_records
from annotator.formats.label_studio.config import BESIDE
from annotator.formats.label_studio.config_writing import TEXT, config_of, is_ours, label_control
from annotator.formats.label_studio.values import plain_value
from annotator.formats.ledger import SPAN, Ledger, WrittenFile, shown
from annotator.formats.values import typed_value, value_text
from annotator.model.records import DocumentLabel, Note, Record, Relation, Span, Value
from annotator.schema.definition import Schema

_NOTE = "note"
_DOCUMENT_ID = "document_id"
_CHOSEN = ("enum", "multi_enum", "bool")


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write a task for each document into a list, and the label config into a file beside it."""
    account = Account(Ledger("label-studio", str(target)), options, progress)
    ledger = account.ledger
    ledger.notes.extend(target_notes(target))
    as_email = options.choices.get("completed_by") == "email"
    before = b"[\n"
    with write_atomically(target, needed=options.needed, sources=options.sources) as stream:
        for item in documents:
            stream.write(before + orjson.dumps(_task(item, account, as_email=as_email)))
            before = b",\n"
        stream.write(b"[]\n" if before == b"[\n" else b"\n]\n")
        ledger.files.append(WrittenFile(str(target), stream.tell()))
    _write_config(target, account)
    return account.closed()


def _write_config(target: Path, account: Account) -> None:
    """Write the label config, unless a file of that name is somebody else's."""
    place = target.with_suffix(BESIDE)
    if place.exists() and not is_ours(place):
        account.ledger.notes.append(
            f"{shown(place.name)} is there and no config of ours; it was left as it is"
        )
        return
    with write_atomically(place, sources=account.options.sources) as stream:
        stream.write(config_of(account.options.schema).encode())
        account.ledger.files.append(WrittenFile(str(place), stream.tell()))


def _task(item: ExportedDocument, account: Account, *, as_email: bool) -> dict[str, Any]:
    text, info = item.document.text, item.info
    if _DOCUMENT_ID in info.meta:
        account.ledger.notes.append(
            f"{shown(item.document.id)}: the free fact {_DOCUMENT_ID!r} has the name of one of "
            "the document's own and was not written"
        )
    meta = {**meta_of(info, text, account.options.language), _DOCUMENT_ID: item.document.id}
    layers = list(account.layers_of(item)) if item.layers else _no_layers(item, account)
    annotations = [_annotation(item, each, account, as_email=as_email) for each in layers]
    return {"data": {TEXT: text}, "meta": meta, "annotations": annotations}


def _no_layers(item: ExportedDocument, account: Account) -> list[Layer | StoredLayer]:
    """Count a document that nobody has annotated."""
    list(account.layers_of(item))
    return []


def _annotation(
    item: ExportedDocument, layer: Layer | StoredLayer, account: Account, *, as_email: bool
) -> dict[str, Any]:
    found = account.grouped(item, layer)
    made: dict[str, Any] = {}
    if layer.annotator:
        made["annotator"] = layer.annotator
        if as_email:
            made["completed_by"] = {"email": layer.annotator}
    if not layer.complete:
        made["complete"] = False
    results = _Results(found, account.ledger, account.options.schema).all()
    return {**made, "result": results, "was_cancelled": False, "ground_truth": False}


@dataclass(slots=True)
class _Results:
    """The results of one annotation; ``first`` leads from spans to their first region."""

    found: Grouped
    ledger: Ledger
    schema: Schema
    made: list[dict[str, Any]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    control: str = ""

    def all(self) -> list[dict[str, Any]]:
        """Return the results, and count what was written and what was not."""
        found = self.found
        self.control = label_control(self.schema)
        spans = {span.id for span in found.spans}
        relations = [r for r in found.relations if {r.source, r.target} <= spans]
        self.taken = {record.id for record in self._kept(relations)}
        notes = self._notes_by_span(spans)
        for span in found.spans:
            self._span(span, notes.get(span.id, ()))
        for label in found.labels:
            self._label(label)
        for relation in found.relations:
            if relation in relations:
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

    def _kept(self, relations: Sequence[Relation]) -> Iterator[Record]:
        yield from self.found.spans
        yield from relations
        yield from self.found.labels
        yield from self.found.notes

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
            typed = typed_value(self.schema, label, name, value)
            return type(typed) is str and typed == value
        return True

    def _attributes(self, span: Span, place: Mapping[str, Any]) -> None:
        known = self.schema.attributes_of(span.label)
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
