# SPDX-License-Identifier: MIT
"""doccano in: whatever its versions have called the text, the spans and the labels."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from annotator.errors import InputError
from annotator.formats.doccano.choices import LABEL_KEY, LAYERS, TEXT_KEY
from annotator.formats.document_facts import info_from
from annotator.formats.each_file import Reading, documents_of
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.json_records import JsonRecord, json_records
from annotator.formats.json_text import kind_of
from annotator.formats.places import Places
from annotator.formats.sources import SourceFile
from annotator.model.document import Document
from annotator.model.records import DocumentLabel, Note, Record, Relation, Span
from annotator.schema.names import shown

_TEXT = ("text", "data")
_SPANS = ("entities", "label", "labels", "annotations")
_COMMENTS = ("Comments", "comments")
_KNOWN = frozenset(
    (*_TEXT, *_SPANS, *_COMMENTS, "cats", "relations", "id", "meta", "annotation_approver")
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; ``docs/formats/doccano.md`` says what a record may hold.

    Files of one folder that hold the same documents are layers of the annotators they are named
    after, as doccano exports them.
    """
    reading = Reading(options, options.annotator)
    done = 0
    for _, group in groupby(files, key=lambda file: file.name.rpartition("/")[0]):
        together = list(group)
        progress(done, len(files))
        done += len(together)
        yield from _folder(together, reading)
    progress(len(files), len(files))
    reading.problems.settle(
        options.schema.labels, good_only=options.good_only, refused=options.refused
    )


def _folder(files: Sequence[SourceFile], reading: Reading) -> Iterator[ImportedDocument]:
    how = reading.options.choices.get(LAYERS.name, LAYERS.default)
    if how == "files" or (how == "auto" and len(files) > 1 and _are_annotators(files, reading)):
        yield from _by_annotator(files, reading)
        return
    for file in files:
        reading.annotator = reading.options.annotator
        yield from documents_of(file, reading, _documents)


def _by_annotator(files: Sequence[SourceFile], reading: Reading) -> Iterator[ImportedDocument]:
    """Yield each document once, with the layers of all files; all are held in memory."""
    merged: dict[str, ImportedDocument] = {}
    for file in files:
        reading.annotator = file.stem.rpartition("/")[2]
        for item in documents_of(file, reading, _documents_of_one_project):
            there = merged.get(item.document.id)
            if there is None:
                merged[item.document.id] = item
            elif there.document.sha256 != item.document.sha256:
                message = f"the text of {item.document.id} differs from that at {there.origin}"
                reading.problem(file, 0, "text", f"{message}; choose layers=none to keep both")
            else:
                layers = {layer.annotator: layer for layer in (*there.layers, *item.layers)}
                merged[item.document.id] = replace(there, layers=tuple(layers.values()))
    if not reading.problems or reading.options.good_only:
        yield from merged.values()


def _are_annotators(files: Sequence[SourceFile], reading: Reading) -> bool:
    """Return whether the files share documents, and those they share have the same texts."""
    trial = Reading(replace(reading.options, good_only=True), "?")
    texts: dict[object, bytes] = {}
    shared = False
    for file in files:
        try:
            for record in json_records(file, trial):
                id, text = record.value.get("id"), _text_of(record, reading)
                if not isinstance(id, int | str) or text is None:
                    return False
                digest = hashlib.blake2b(text.encode("utf-8"), digest_size=16).digest()
                known = texts.setdefault(id, digest)
                shared = shared or known is not digest
                if known != digest:
                    return False
        except InputError:
            return False
    return shared


def _text_of(record: JsonRecord, reading: Reading) -> str | None:
    chosen = reading.options.choices.get(TEXT_KEY.name, "")
    for key in (chosen,) if chosen else _TEXT:
        text = record.value.get(key)
        if isinstance(text, str):
            return text
    return None


def _documents(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
    for record in json_records(file, reading):
        id = record.value.get("id", record.line)
        if not isinstance(id, str) or not id:
            id = f"{file.stem}-{id}"
        text = _text_of(record, reading)
        if _has_text(text, _Record(file, reading, record)):
            item = _document(_Record(file, reading, record, text or ""), id)
            document = Document.of(reading.ids.unique(id), item.document.text)
            yield replace(item, document=document)


def _documents_of_one_project(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
    """Yield documents whose ids are those of the project, the same in all its files."""
    folder = file.name.rpartition("/")[0]
    for record in json_records(file, reading):
        text = _text_of(record, reading)
        if _has_text(text, _Record(file, reading, record)):
            id = record.value.get("id", record.line)
            name = str(id) if isinstance(id, str) or not folder else f"{folder}/{id}"
            yield _document(_Record(file, reading, record, text or ""), name)


@dataclass(slots=True)
class _Record:
    """The record that is being read, and what it has given so far, by annotator."""

    file: SourceFile
    reading: Reading
    record: JsonRecord
    text: str = ""
    layers: dict[str, list[Record]] = field(default_factory=dict)
    span_ids: dict[str, str] = field(default_factory=dict)

    def problem(self, field: str, message: str) -> None:
        self.reading.problem(self.file, self.record.line, field, message)

    def add(self, annotator: str, record: Record) -> None:
        self.layers.setdefault(annotator, []).append(record)

    def owner_of(self, id: str) -> str:
        """Return the annotator in whose layer a record is."""
        return next(
            annotator
            for annotator, records in self.layers.items()
            if any(record.id == id for record in records)
        )

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{sum(len(records) for records in self.layers.values()) + 1}"


def _has_text(text: str | None, scope: _Record) -> bool:
    if text is not None and text.strip():
        return True
    value = scope.record.value
    if text is not None:
        scope.problem("text", "must hold at least one visible character")
    elif "filename" in value:
        scope.problem("text", "is missing: this record is about a picture or a recording")
    else:
        keys = ", ".join(shown(key) for key in list(value)[:8]) or "none"
        scope.problem("text", f"is missing; the keys are {keys} (--set text_key=... names another)")
    return False


def _document(scope: _Record, id: str) -> ImportedDocument:
    value, options = scope.record.value, scope.reading.options
    for key in _label_keys(scope):
        _add_labels(value[key], key, scope)
    for number, category in enumerate(_list(value, "cats", scope)):
        _add_category(category, f"cats[{number}]", scope)
    for number, relation in enumerate(_list(value, "relations", scope)):
        _add_relation(relation, f"relations[{number}]", scope)
    for key in _COMMENTS:
        for number, comment in enumerate(_list(value, key, scope)):
            _add_comment(comment, f"{key}[{number}]", scope)
    layers = tuple(
        Layer(annotator, tuple(records), complete=False)
        for annotator, records in scope.layers.items()
    )
    info = info_from(_meta(scope), scope.text, options.language)
    origin = f"{scope.file.name}:{scope.record.line}"
    return ImportedDocument(Document.of(id, scope.text), info, layers, origin)


def _label_keys(scope: _Record) -> list[str]:
    chosen = scope.reading.options.choices.get(LABEL_KEY.name, "")
    return [key for key in ((chosen,) if chosen else _SPANS) if key in scope.record.value]


def _meta(scope: _Record) -> dict[str, Any]:
    """Return what came with the text: ``meta``, and whatever else the record has."""
    value = scope.record.value
    meta = value.get("meta", {})
    if isinstance(meta, str):
        meta = {"meta": meta} if meta else {}
    elif not isinstance(meta, dict):
        meta = {} if meta is None else {"meta": meta}
    used = {*_KNOWN, *_label_keys(scope), scope.reading.options.choices.get(TEXT_KEY.name, "")}
    others = {key: item for key, item in value.items() if key not in used}
    if value.get("annotation_approver") is not None:
        others["annotation_approver"] = value["annotation_approver"]
    return {**others, **meta}


def _list(value: Mapping[str, Any], key: str, scope: _Record) -> list[Any]:
    found = value.get(key)
    if found is None:
        return []
    if isinstance(found, list):
        return found
    scope.problem(key, f"must be a list, not {kind_of(found)}")
    return []


def _add_labels(found: object, key: str, scope: _Record) -> None:
    """Take in spans, or labels of the whole document, which some projects have in their place."""
    if found is None:
        return
    if isinstance(found, str):
        _add_category(found, key, scope)
        return
    if not isinstance(found, list):
        scope.problem(key, f"must be a list, not {kind_of(found)}")
        return
    places = scope.reading.places(scope.text, scope.file, scope.record.line)
    for number, item in enumerate(found):
        field = f"{key}[{number}]"
        if isinstance(item, list):
            _add_triple(item, field, scope, places)
        elif isinstance(item, dict):
            _add_object(item, field, scope, places)
        else:
            _add_category(item, field, scope)


def _add_triple(item: Sequence[Any], field: str, scope: _Record, places: Places) -> None:
    if len(item) != 3:
        scope.problem(field, f"must be [start, end, label], not {len(item)} values")
        return
    _add_span(tuple(item), field, scope, places)


def _add_object(item: Mapping[str, Any], field: str, scope: _Record, places: Places) -> None:
    start, end = item.get("start_offset", item.get("start")), item.get("end_offset")
    end = item.get("end") if end is None else end
    owner = _owner(item, scope)
    if start is None and end is None:
        if isinstance(item.get("text"), str):
            scope.add(owner, Note(scope.new_id("n"), item["text"], "", ""))
        else:
            _add_category(item.get("label"), f"{field}.label", scope, owner)
        return
    id = _add_span((start, end, item.get("label")), field, scope, places, owner)
    if id is not None and "id" in item:
        key = repr(item["id"])
        if key in scope.span_ids:
            scope.problem(f"{field}.id", f"the id {item['id']!r} stands twice")
        scope.span_ids[key] = id


def _owner(item: Mapping[str, Any], scope: _Record) -> str:
    user = item.get("user", item.get("username"))
    return str(user) if isinstance(user, int | str) and user != "" else scope.reading.annotator


def _add_span(
    parts: tuple[Any, ...], field: str, scope: _Record, places: Places, owner: str = ""
) -> str | None:
    start, end, label = parts
    place = places.fragment(start, end, field)
    name = _name(label, f"{field}.label", scope)
    if name is None or place is None:
        return None
    if not scope.reading.accepts(name, (scope.file, scope.record.line, f"{field}.label")):
        return None
    id = scope.new_id("s")
    scope.add(owner or scope.reading.annotator, Span(id, name, (place,), {}, ""))
    return id


def _name(label: object, field: str, scope: _Record) -> str | None:
    """Return a label; old exports have only its number."""
    if isinstance(label, str) and label:
        return label
    if type(label) is int:
        return str(label)
    scope.problem(field, f"must be the name of a label, not {kind_of(label)}")
    return None


def _add_category(item: object, field: str, scope: _Record, owner: str = "") -> None:
    name = _name(item, field, scope)
    if name is not None:
        label = DocumentLabel(scope.new_id("l"), name, value=True, made_by="")
        scope.add(owner or scope.reading.annotator, label)


def _add_relation(item: object, field: str, scope: _Record) -> None:
    if not isinstance(item, dict):
        scope.problem(field, f"must be an object, not {kind_of(item)}")
        return
    ends = [scope.span_ids.get(repr(item.get(key))) for key in ("from_id", "to_id")]
    for key, end in zip(("from_id", "to_id"), ends, strict=True):
        if end is None:
            scope.problem(f"{field}.{key}", f"there is no span with the id {item.get(key)!r}")
    name = _name(item.get("type"), f"{field}.type", scope)
    if name is not None and ends[0] is not None and ends[1] is not None:
        owners = [scope.owner_of(ends[0]), scope.owner_of(ends[1])]
        if owners[0] != owners[1]:
            scope.problem(field, f"it links spans of {shown(owners[0])} and {shown(owners[1])}")
            return
        scope.add(owners[0], Relation(scope.new_id("r"), name, ends[0], ends[1], {}, ""))


def _add_comment(item: object, field: str, scope: _Record) -> None:
    text = item.get("text") if isinstance(item, dict) else item
    if isinstance(text, str):
        scope.add(scope.reading.annotator, Note(scope.new_id("n"), text, "", ""))
    else:
        scope.problem(field, f"must be text, not {kind_of(text)}")
