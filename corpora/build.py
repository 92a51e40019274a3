# SPDX-License-Identifier: MIT
"""Makes the sample corpus of the marked articles, so that nobody counts an offset by hand.

    .venv/bin/python corpora/build.py

reads ``marked/*.txt`` and writes ``articles/*.txt`` (the texts alone) and ``sample.jsonl``. How an
article is marked is told in ``README.md`` beside this file.
"""

import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
    return found


if __name__ == "__main__":
    for written in build(HERE):
        records = written.layers[0].decoded()
        words = len(written.document.text.split())
        sys.stdout.write(f"{written.document.id}: {words} words, {len(records)} records\n")
