# SPDX-License-Identifier: MIT
"""Makes the sample corpus of the marked articles, so that nobody counts an offset by hand.

    .venv/bin/python corpora/build.py

reads ``marked/*.txt`` and writes ``articles/*.txt`` (the texts alone) and ``sample.jsonl``. Of some
articles it also makes three layers, as ``layers/*.txt`` say in what they differ from what is
marked, and writes ``three-annotators.jsonl``. ``README.md`` beside this file tells how both are
written.
"""

import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.formats.format import ExportedDocument, Layer, WriteOptions, no_progress
from annotator.formats.jsonl import FORMAT
from annotator.model.document import Document
from annotator.model.records import (
    Argument,
    DocumentInfo,
    EventFrame,
    Fragment,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema

HERE = Path(__file__).resolve().parent
PLACES_ONLY = ("TRIGGER", "TIME")
EXACT_BOUNDS = {"exact": ("count_min", "count_max"), "at_least": ("count_min",)}
ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")


class MarkError(ValueError):
    """A marked article that cannot be read; the sentence says where and why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracket pair: its place, and the words after its bar."""

    start: int
    end: int
    label: str
    words: tuple[str, ...]
    name: str


@dataclass
class Reader:
    """Takes the brackets out of a text; ``marks`` come in the order of their opening brackets."""

    source: str
    newline: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    opened: list[tuple[int, int]] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)

    def read(self) -> tuple[str, list[Mark]]:
        """Return the text and its marks."""
        place = number = 0
        while place < len(self.source):
            character = self.source[place]
            if character == "\\":
                found = ESCAPES.match(self.source, place)
                if found is None:
                    raise MarkError("a backslash ends the text")
                self.add(chr(int(found[1], 16)) if found[1] else found[2])
                place = found.end()
            elif character == "[":
                self.opened.append((number, self.length))
                number += 1
                place += 1
            elif character == "|":
                place = self.close(place)
            else:
                self.add(self.newline if character == "\n" else character)
                place += 1
        if self.opened:
            raise MarkError(f"{len(self.opened)} brackets are not closed")
        return "".join(self.pieces), [self.marks[number] for number in sorted(self.marks)]

    def add(self, piece: str) -> None:
        """Add to the text."""
        self.pieces.append(piece)
        self.length += len(piece)

    def close(self, place: int) -> int:
        """Take the words after a bar, up to the bracket; return the place after it."""
        end = self.source.index("]", place)
        label, *words = shlex.split(self.source[place + 1 : end])
        names = [word[1:] for word in words if word.startswith("#")]
        number, start = self.opened.pop()
        rest = tuple(word for word in words if not word.startswith("#"))
        name = names[0] if names else f"t{number + 1}"
        self.marks[number] = Mark(start, self.length, label, rest, name)
        return end + 1


def attributes_of(mark: Mark, schema: Schema) -> dict[str, Value]:
    """Return the attributes a mark's words mean, with the schema's defaults for the others.

    A word without ``=`` is a value: of the one enum of this label that has it.
    """
    known = schema.attributes_of(mark.label)
    given: dict[str, Value] = {}
    for word in mark.words:
        name, equals, typed = word.partition("=")
        if not equals:
            typed, name = word, _attribute_with(word, mark, schema)
        if name not in known:
            raise MarkError(f"{mark.label} has no attribute {name!r}")
        given[name] = known[name].parse(typed)
    for bound in EXACT_BOUNDS.get(str(given.get("qualifier", "exact")), ()):
        if mark.label == "CASUALTY" and "count" in given:
            given.setdefault(bound, given["count"])
    values = {**schema.defaults(mark.label), **given}
    return {name: values[name] for name in known if name in values}


def _attribute_with(word: str, mark: Mark, schema: Schema) -> str:
    names = [
        name
        for name, attribute in schema.attributes_of(mark.label).items()
        if word in attribute.values
    ]
    required = [name for name in names if schema.attributes_of(mark.label)[name].required]
    if len(names) > 1 and len(required) == 1 and word == mark.words[0]:
        return required[0]
    if len(names) != 1:
        raise MarkError(f"{word!r} may stand for {names or 'nothing'} of {mark.label}")
    return names[0]


def links_of(lines: list[str], places: Mapping[str, Fragment]) -> Iterator[Record]:
    """Yield the relations and events that the lines below a text describe."""
    for number, line in enumerate(lines, start=1):
        kind, *words = line.split()
        if kind == "event":
            yield _event(f"e{number}", words, places)
        else:
            source, target = words
            yield Relation(f"r{number}", kind, source, target)


def _event(id: str, words: list[str], places: Mapping[str, Fragment]) -> EventFrame:
    type_, trigger, modality, *parts = words
    pairs = [tuple(part.split("=", 1)) for part in parts]
    times = [places[target] for role, target in pairs if role == "time"]
    return EventFrame(
        id,
        type_,
        places[trigger],
        tuple(Argument(role, target) for role, target in pairs if role != "time"),
        modality,
        times[0] if times else None,
    )


def article(path: Path, schema: Schema) -> ExportedDocument:
    """Return the document that a marked article describes.

    Raises MarkError or InputError, naming the file.
    """
    header, _, rest = path.read_text(encoding="utf-8").partition("\n---\n")
    body, _, tail = rest.partition("\n===\n")
    facts = dict(line.split(": ", 1) for line in header.splitlines())
    newline = "\r\n" if facts.get("newlines") == "crlf" else "\n"
    text, marks = Reader(body.rstrip("\n"), newline).read()
    places = {mark.name: (mark.start, mark.end) for mark in marks}
    if len(places) < len(marks):
        raise MarkError(f"{path.name}: a name is used twice")
    records: list[Record] = [
        Span(mark.name, mark.label, ((mark.start, mark.end),), attributes_of(mark, schema))
        for mark in marks
        if mark.label not in PLACES_ONLY
    ]
    records.extend(links_of(tail.splitlines(), places))
    info = DocumentInfo(
        title=facts["title"],
        source=facts["source"],
        date=facts["date"],
        language=facts["language"],
        meta={"invented": True},
    )
    layer = Layer("", tuple(records), facts["complete"] == "yes")
    return ExportedDocument(Document.of(path.stem, text), info, (layer,))


def articles(schema: Schema) -> list[ExportedDocument]:
    """Return all articles, by date."""
    found = [article(path, schema) for path in sorted(HERE.glob("marked/*.txt"))]
    return sorted(found, key=lambda each: (each.info.date, each.document.id))


def three_layers(marked: ExportedDocument, schema: Schema) -> ExportedDocument:
    """Return a marked article with a layer of each annotator who has a file in ``layers``."""
    id = marked.document.id
    layers = []
    for path in sorted(HERE.glob(f"layers/{id}.*.txt")):
        records = {record.id: record for record in marked.layers[0].decoded()}
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                differ(records, line, marked.document.text, schema)
            except KeyError as error:
                raise MarkError(f"{path.name}: no record is called {error} in {line!r}") from error
        layers.append(
            Layer(path.stem.removeprefix(f"{id}."), tuple(records.values()), complete=True)
        )
    return replace(marked, layers=tuple(layers))


def differ(records: dict[str, Record], line: str, text: str, schema: Schema) -> None:
    """Change the records of one annotator as a line of ``layers`` says."""
    verb, name, *words = shlex.split(line)
    if verb == "without":
        _take_out(records, name)
    elif verb == "unlink":
        type_, source, target = name, *words
        links = [
            id
            for id, record in records.items()
            if isinstance(record, Relation)
            and (record.type, record.source, record.target) == (type_, source, target)
        ]
        del records[links[0] if links else line]
    elif verb == "mark":
        start, end = _only_place(text, words[0])
        mark = Mark(start, end, words[1], tuple(words[2:]), name)
        records[name] = Span(name, mark.label, ((start, end),), attributes_of(mark, schema))
    else:
        records[name] = _differing(verb, _span(records, name), words, text, schema)


def _differing(verb: str, span: Span, words: list[str], text: str, schema: Schema) -> Span:
    if verb == "cover":
        return replace(span, fragments=(_only_place(text, words[0], span),))
    if verb == "label":
        mark = Mark(span.start, span.end, words[0], tuple(words[1:]), span.id)
        return replace(span, label=mark.label, attributes=attributes_of(mark, schema))
    if verb == "set":
        mark = Mark(span.start, span.end, span.label, tuple(words), span.id)
        given = {word.partition("=")[0] for word in words}
        values = attributes_of(mark, schema)
        given_values = {name: values[name] for name in given}
        return replace(span, attributes={**span.attributes, **given_values})
    raise MarkError(f"{verb!r} is not known")


def _span(records: Mapping[str, Record], name: str) -> Span:
    record = records[name]
    if not isinstance(record, Span):
        raise MarkError(f"{name} is not a span")
    return record


def _only_place(text: str, words: str, near: Span | None = None) -> Fragment:
    """Return the place of ``words``: the only one, or the only one that overlaps a span."""
    places = [(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]
    if near is not None:
        places = [place for place in places if place[0] < near.end and near.start < place[1]]
    if len(places) != 1:
        raise MarkError(f"{words!r} is in {len(places)} places")
    return places[0]


def _take_out(records: dict[str, Record], name: str) -> None:
    """Remove a span, the relations that end at it, and its parts in events."""
    del records[_span(records, name).id]
    for id, record in list(records.items()):
        if isinstance(record, Relation) and name in (record.source, record.target):
            del records[id]
        elif isinstance(record, EventFrame):
            kept = tuple(part for part in record.arguments if part.target != name)
            records[id] = replace(record, arguments=kept)


def build(target: Path) -> list[ExportedDocument]:
    """Write the corpus into a folder and return what was written."""
    schema = default_schema()
    found = articles(schema)
    (target / "articles").mkdir(parents=True, exist_ok=True)
    for each in found:
        path = target / "articles" / f"{each.document.id}.txt"
        path.write_bytes(each.document.text.encode())
    if FORMAT.write is None:
        raise MarkError("this program cannot write JSONL")
    options = WriteOptions(schema, "en", documents=len(found))
    FORMAT.write(iter(found), target / "sample.jsonl", options, no_progress)
    several = [three_layers(each, schema) for each in found]
    several = [each for each in several if each.layers]
    options = WriteOptions(schema, "en", documents=len(several))
    FORMAT.write(iter(several), target / "three-annotators.jsonl", options, no_progress)
    return found


if __name__ == "__main__":
    for written in build(HERE):
        records = written.layers[0].decoded()
        words = len(written.document.text.split())
        sys.stdout.write(f"{written.document.id}: {words} words, {len(records)} records\n")
