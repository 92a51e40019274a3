# SPDX-License-Identifier: MIT
"""Prodigy in: tasks of one input become one document, those of a session one layer of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.formats.document_facts import info_from
from annotator.formats.each_file import Reading, parsed_file
from annotator.formats.format import (
    ImportedDocument,
    Layer,
    Progress,
    ReadOptions,
    ignore_problems,
)
from annotator.formats.json_records import JsonRecord, json_records
from annotator.formats.json_text import kind_of
from annotator.formats.places import Places
from annotator.formats.sources import SourceFile
from annotator.model.document import Document
from annotator.model.records import (
    RESERVED_IDS,
    Attributes,
    DocumentInfo,
    DocumentLabel,
    Record,
    Relation,
    Span,
    Value,
)

_KNOWN = frozenset(
    (
        *("id", "text", "html", "image", "meta", "spans", "tokens", "relations", "answer", "label"),
        *("options", "accept", "config", "style", "priority", "score"),
        *("_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id"),
        *("_timestamp", "_is_binary"),
    )
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; ``docs/formats/prodigy.md`` says what a task may hold."""
    reading = Reading(options, options.annotator)
    told = _Told()
    for done, file in enumerate(files):
        progress(done, len(files))
        items = parsed_file(file, reading, lambda file, reading: _documents(file, reading, told))
        for item in items:
            if options.good_only or not reading.problems:
                yield item
    progress(len(files), len(files))
    told.tell(options)
    reading.problems.settle(
        options.schema.labels, good_only=options.good_only, refused=options.refused
    )


@dataclass(slots=True)
class _Told:
    """What was left out, counted, to be said once."""

    answers: Counter[str] = field(default_factory=Counter)
    twice: int = 0
    between_tokens: int = 0

    def tell(self, options: ReadOptions) -> None:
        for answer, count in sorted(self.answers.items()):
            options.note(
                f"tasks answered {answer!r}: {count:,}; their texts are there, "
                "what was marked in them is not"
            )
        if self.twice:
            options.note(
                f"the same span in several tasks of one session, taken once: {self.twice:,}"
            )
        if self.between_tokens:
            options.note(
                "relations between tokens that are no spans, which have no place here: "
                f"{self.between_tokens:,}"
            )


@dataclass(slots=True)
class _Layer:
    """What one session has made of an input so far."""

    annotator: str
    records: dict[str, Record] = field(default_factory=dict)
    spans: dict[tuple[int, int, str], str] = field(default_factory=dict)
    complete: bool = True

    def new_id(self, wanted: object, prefix: str) -> str:
        """Return the id that the task gives, if it may be used, else a made one."""
        taken = wanted in self.records or wanted in RESERVED_IDS
        if isinstance(wanted, str) and wanted and not taken:
            return wanted
        number = len(self.records) + 1
        while (id := f"{prefix}{number}") in self.records:
            number += 1
        return id


@dataclass(slots=True)
class _Input:
    """A text with all that its tasks have said."""

    document: Document
    info: DocumentInfo
    origin: str
    layers: dict[str, _Layer] = field(default_factory=dict)

    def imported(self) -> ImportedDocument:
        layers = tuple(
            Layer(layer.annotator, tuple(layer.records.values()), layer.complete)
            for layer in self.layers.values()
        )
        return ImportedDocument(self.document, self.info, layers, self.origin)


def _documents(file: SourceFile, reading: Reading, told: _Told) -> Iterator[ImportedDocument]:
    """Yield the inputs of a file, each when its last task was read, wherever its tasks stand."""
    waiting = _tasks_by_input(file, reading)
    inputs: dict[object, _Input] = {}
    bad: set[object] = set()
    for record in json_records(file, reading):
        before = reading.problems.sightings
        key = _take(_Task(file, reading, record, told), inputs)
        if reading.problems.sightings > before:
            bad.add(key)
        waiting[key] -= 1
        if waiting[key] == 0 and key in inputs:
            item = inputs.pop(key)
            if key not in bad:
                yield item.imported()
    yield from (item.imported() for key, item in inputs.items() if key not in bad)


def _tasks_by_input(file: SourceFile, reading: Reading) -> Counter[object]:
    """Return how many tasks each input has; what is wrong is told of when the file is read."""
    silent = Reading(replace(reading.options, good_only=True, refused=ignore_problems), "")
    return Counter(_key(record.value) for record in json_records(file, silent))


def _key(value: dict[str, Any]) -> object:
    """Return what tasks of one input have in common."""
    id, text = value.get("id"), value.get("text")
    key = (id, text) if isinstance(id, str) else value.get("_input_hash", text)
    return key if isinstance(key, int | str | tuple) else None


@dataclass(slots=True)
class _Task:
    """The task that is being read."""

    file: SourceFile
    reading: Reading
    record: JsonRecord
    told: _Told

    @property
    def value(self) -> dict[str, Any]:
        return self.record.value

    @property
    def text(self) -> str:
        text: str = self.value["text"]
        return text

    def problem(self, field: str, message: str) -> None:
        self.reading.problem(self.file, self.record.line, field, message)

    def items(self, key: str) -> list[dict[str, Any]]:
        """Return the objects in a list of the task; whatever else stands there is a problem."""
        found = self.value.get(key)
        if found is None:
            return []
        if not isinstance(found, list):
            self.problem(key, f"must be a list, not {kind_of(found)}")
            return []
        for number, item in enumerate(found):
            if not isinstance(item, dict):
                self.problem(f"{key}[{number}]", f"must be an object, not {kind_of(item)}")
        return [item for item in found if isinstance(item, dict)]


def _take(task: _Task, inputs: dict[object, _Input]) -> object:
    """Add a task to its input and return the input's key."""
    if not _has_text(task):
        return None
    key = _key(task.value)
    if key is None:
        task.problem("_input_hash", "must be a number")
        return None
    there = inputs.get(key)
    if there is None:
        there = inputs[key] = _new_input(task)
    elif there.document.text != task.text:
        task.problem("text", f"differs from that of the same input at {there.origin}")
        return key
    _check_tokens(task)
    layer = _layer_of(task, there)
    if layer is not None:
        _add_records(task, layer)
    return key


def _has_text(task: _Task) -> bool:
    text = task.value.get("text")
    if isinstance(text, str) and text.strip():
        return True
    if "text" in task.value:
        task.problem("text", "must be text with at least one visible character")
    else:
        other = next((key for key in ("image", "html", "audio", "video") if key in task.value), "")
        about = f": this task is about {other}" if other else ""
        task.problem("text", f"is missing{about}")
    return False


def _new_input(task: _Task) -> _Input:
    value, options = task.value, task.reading.options
    id = value.get("id")
    if not isinstance(id, str) or not id:
        id = f"{task.file.stem}-{task.record.line}"
    meta = value.get("meta")
    others = {key: item for key, item in value.items() if key not in _KNOWN}
    if isinstance(meta, dict):
        others |= meta
    elif meta is not None:
        others["meta"] = meta
    info = info_from(others, task.text, options.language)
    document = Document.of(task.reading.ids.unique(id), task.text)
    return _Input(document, info, f"{task.file.name}:{task.record.line}")


def _layer_of(task: _Task, there: _Input) -> _Layer | None:
    """Return the layer that the task belongs to; None if it says nothing of its text."""
    value = task.value
    answer = value.get("answer")
    if answer is not None and answer not in ("accept", "reject", "ignore"):
        task.problem("answer", f"must be accept, reject or ignore, not {kind_of(answer)}")
        return None
    if answer == "ignore" or (answer == "reject" and "label" not in value):
        task.told.answers[answer] += 1
        return None
    session = value.get("_annotator_id") or value.get("_session_id")
    if session is not None and not isinstance(session, str):
        task.problem("_session_id", f"must be text, not {kind_of(session)}")
        return None
    says = any(key in value for key in ("spans", "relations", "accept", "label", "answer"))
    if not says and session is None:
        return None
    annotator = session or task.reading.annotator
    layer = there.layers.setdefault(annotator, _Layer(annotator))
    layer.complete = layer.complete and answer is not None
    return layer


def _check_tokens(task: _Task) -> None:
    """Compare the tokens with the text: if they do not fit, no offset can be trusted."""
    text = task.text
    places = task.reading.places(text, task.file, task.record.line)
    for number, token in enumerate(task.items("tokens")):
        start, end, surface = token.get("start"), token.get("end"), token.get("text")
        if type(start) is int and type(end) is int:
            inside = 0 <= start <= end <= len(text)
            if inside and text[start:end] == surface:
                continue
        field = f"tokens[{number}]"
        if not isinstance(surface, str):
            task.problem(field, f"must have its text, not {kind_of(surface)}")
        elif surface or start != end:
            places.fragment(start, end, field, surface)
        if len(task.reading.problems) > 100:
            return


def _add_records(task: _Task, layer: _Layer) -> None:
    places = task.reading.places(task.text, task.file, task.record.line)
    by_id: dict[str, str] = {}
    for number, span in enumerate(task.items("spans")):
        _add_span(span, f"spans[{number}]", task, layer, places, by_id)
    for number, relation in enumerate(task.items("relations")):
        _add_relation(relation, f"relations[{number}]", task, layer, by_id)
    accepted = task.value.get("accept") or []
    if not isinstance(accepted, list):
        task.problem("accept", f"must be a list, not {kind_of(accepted)}")
        accepted = []
    for name in accepted:
        _add_label(str(name), layer, value=True)
    label = task.value.get("label")
    if isinstance(label, str) and label and "spans" not in task.value:
        _add_label(label, layer, value=task.value.get("answer") != "reject")


def _add_label(name: str, layer: _Layer, *, value: bool) -> None:
    id = layer.new_id(None, "l")
    layer.records[id] = DocumentLabel(id, name, value, "")


def _add_span(
    raw: dict[str, Any],
    field: str,
    task: _Task,
    layer: _Layer,
    places: Places,
    by_id: dict[str, str],
) -> None:
    surface = raw.get("text")
    place = places.fragment(
        raw.get("start"), raw.get("end"), field, surface if isinstance(surface, str) else None
    )
    label = raw.get("label")
    if not isinstance(label, str) or not label:
        task.problem(f"{field}.label", f"must be the name of a label, not {kind_of(label)}")
        return
    if not task.reading.accepts(label, (task.file, task.record.line, f"{field}.label")):
        return
    if place is None:
        return
    given = raw.get("id")
    key = (*place, label)
    if key in layer.spans and not isinstance(given, str):
        task.told.twice += 1
        return
    id = layer.new_id(given, "s")
    layer.spans.setdefault(key, id)
    if isinstance(given, str):
        by_id[given] = id
    layer.records[id] = Span(id, label, (place,), _attributes(raw, field, task), _maker(raw))


def _maker(raw: dict[str, Any]) -> str:
    source = raw.get("source")
    return source if isinstance(source, str) else ""


def _attributes(raw: dict[str, Any], field: str, task: _Task) -> Attributes:
    found = raw.get("attributes", {})
    if not isinstance(found, dict):
        task.problem(f"{field}.attributes", f"must be an object, not {kind_of(found)}")
        return {}
    return {
        name: _value(value, f"{field}.attributes.{name}", task) for name, value in found.items()
    }


def _value(value: object, field: str, task: _Task) -> Value:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    task.problem(
        field, f"must be a number, text, true, false or a list of texts, not {value!r:.40}"
    )
    return None


def _add_relation(
    raw: dict[str, Any], field: str, task: _Task, layer: _Layer, by_id: dict[str, str]
) -> None:
    label = raw.get("label")
    if not isinstance(label, str) or not label:
        task.problem(f"{field}.label", f"must be the name of a relation, not {kind_of(label)}")
        return
    ends = []
    for key in ("head_span", "child_span"):
        end = raw.get(key)
        if not isinstance(end, dict) or end.get("label") is None:
            task.told.between_tokens += 1
            return
        id = by_id.get(str(end.get("id"))) or layer.spans.get(_place_of(end))
        if id is None:
            task.problem(f"{field}.{key}", f"there is no span {end.get('label')!r} there")
            return
        ends.append(id)
    id = layer.new_id(raw.get("id"), "r")
    attributes = _attributes(raw, field, task)
    layer.records[id] = Relation(id, label, ends[0], ends[1], attributes, _maker(raw))


def _place_of(end: dict[str, Any]) -> tuple[int, int, str]:
    start, end_, label = end.get("start"), end.get("end"), end.get("label")
    if type(start) is int and type(end_) is int:
        return start, end_, str(label)
    return -1, -1, ""
