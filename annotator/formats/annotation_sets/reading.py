# SPDX-License-Identifier: MIT
"""Documents of GATE as the product has them: each wanted set a layer, each wanted type a label."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.errors import InputError
from annotator.formats.annotation_sets import (
    COMPLETE,
    DEFAULT,
    DOCUMENT_ID,
    EVERYTHING,
    FACTS,
    LABELS,
    MACHINE_TYPES,
    NOTES,
    ORIGINAL,
    OWN_FEATURES,
    SETS,
    SOURCE,
    TYPES,
)
from annotator.formats.annotation_sets.parts import Annotation, AnnotationSet, Link, SetsDocument
from annotator.formats.annotation_sets.values import attribute_value, free_value, is_plain
from annotator.formats.each_file import Reading, read_each
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.names import Ids
from annotator.formats.sources import SourceFile
from annotator.formats.tally import Tally
from annotator.model.document import Document
from annotator.model.records import (
    RESERVED_IDS,
    DocumentInfo,
    DocumentLabel,
    Note,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.schema.names import bare
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

ParseSets: TypeAlias = Callable[[SourceFile, Reading, Tally], SetsDocument]
"""Takes a file apart; raises InputError for one that cannot be used."""
_SECOND_SUFFIX = re.compile(r"\.(?:bdocjs|bdocjson|gate)$")
"""What may stand before ``.gz`` and ``.xml``."""


def read_sets(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress, parse: ParseSets
) -> Iterator[ImportedDocument]:
    """Yield the document of each file; the format has the choices ``SETS`` and ``TYPES``."""
    tally = Tally()
    wanted = _Wanted.of(options.choices)

    def documents(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        parts = parse(file, reading, tally)
        if not parts.text or parts.text.isspace():
            raise InputError("the document holds no text")
        yield _Taken(parts, file, reading, tally, wanted).document()

    try:
        yield from read_each(files, options, progress, documents)
    finally:
        tally.tell(options.note)


@dataclass(frozen=True, slots=True)
class _Wanted:
    sets: frozenset[str]
    types: frozenset[str]

    @classmethod
    def of(cls, choices: Mapping[str, str]) -> "_Wanted":
        return cls(_named(choices.get(SETS.name, "")), _named(choices.get(TYPES.name, "")))

    def set(self, name: str) -> bool:
        if not self.sets:
            return name != ORIGINAL
        return EVERYTHING in self.sets or (name or DEFAULT) in self.sets

    def label(self, name: str) -> bool:
        if not self.types:
            return name not in MACHINE_TYPES
        return EVERYTHING in self.types or name in self.types


def _named(choice: str) -> frozenset[str]:
    return frozenset(name.strip() for name in choice.split(",") if name.strip())


@dataclass(slots=True)
class _Owned:
    """The records of one layer so far."""

    records: list[Record] = field(default_factory=list)
    ids: Ids = field(default_factory=lambda: Ids(set(RESERVED_IDS)))


@dataclass(slots=True)
class _Taken:
    """One document on its way; ``ours`` tells that an export of ours has written it."""

    parts: SetsDocument
    file: SourceFile
    reading: Reading
    tally: Tally
    wanted: _Wanted
    ours: bool = False
    owned: dict[str, _Owned] = field(default_factory=dict)
    complete: set[str] = field(default_factory=set)

    def document(self) -> ImportedDocument:
        """Return the document with its layers."""
        features = self.parts.features
        id = features.get(DOCUMENT_ID)
        self.ours = isinstance(id, str) and bool(id)
        for each in self.parts.sets:
            self._take_set(each)
        layers = tuple(
            Layer(owner, tuple(owned.records), owner in self.complete)
            for owner, owned in self.owned.items()
        )
        made = self.reading.ids.unique(id if isinstance(id, str) and id else self._stem())
        document = Document.of(made, self.parts.text)
        return ImportedDocument(document, self._info(), layers, self.file.name)

    def _stem(self) -> str:
        return _SECOND_SUFFIX.sub("", self.file.stem) or self.file.stem

    def _take_set(self, each: AnnotationSet) -> None:
        if not self.ours and not self.wanted.set(each.name):
            shown = bare(each.name or DEFAULT)
            if each.annotations:
                self.tally.count(
                    f"1 annotation of the set {shown} was left out (choose sets)",
                    f"{{}} annotations of the set {shown} were left out (choose sets)",
                    len(each.annotations),
                )
            return
        owner = each.name or self.reading.annotator
        records = self.owned.get(owner, _Owned())
        before = len(records.records)
        numbers = self._spans(each, records)
        self._relations(each, numbers, records)
        if self.ours:
            self._others(each.name, numbers, records)
            if each.name in _strings(self.parts.features.get(COMPLETE)):
                self.complete.add(owner)
        if len(records.records) > before or (self.ours and each.name) or owner in self.complete:
            self.owned[owner] = records
        elif each.name and not each.annotations:
            self.tally.count(
                f"1 set {bare(each.name)} is empty and gives no layer",
                f"{{}} sets {bare(each.name)} are empty and give no layers",
            )

    def _spans(self, each: AnnotationSet, owned: _Owned) -> dict[int, str]:
        """Take the spans, and return their ids by the numbers of their annotations."""
        numbers: dict[int, str] = {}
        length = len(self.parts.text)
        for annotation in each.annotations:
            if not self.ours and not self.wanted.label(annotation.type):
                self._tell_left_out(annotation.type)
                continue
            start, end = annotation.start, annotation.end
            if start == end and 0 <= start <= length:
                self._tell_empty(annotation.type)
                continue
            if not (0 <= start < end <= length):
                self._refuse(annotation)
                continue
            place = (self.file, annotation.line, _field(annotation))
            if not self.reading.accepts(annotation.type, place):
                continue
            id = owned.ids.unique(str(annotation.id))
            numbers[annotation.id] = id
            attributes = self._attributes(annotation.features)
            owned.records.append(Span(id, annotation.type, ((start, end),), attributes))
        return numbers

    def _tell_left_out(self, label: str) -> None:
        name = bare(label)
        self.tally.count(
            f"1 annotation of type {name} was left out (choose types)",
            f"{{}} annotations of type {name} were left out (choose types)",
        )

    def _tell_empty(self, label: str) -> None:
        name = bare(label)
        self.tally.count(
            f"1 annotation of type {name} covers no character and was left out",
            f"{{}} annotations of type {name} cover no character and were left out",
        )

    def _refuse(self, annotation: Annotation) -> None:
        places = self.reading.places(self.parts.text, self.file, annotation.line)
        places.fragment(annotation.start, annotation.end, _field(annotation))

    def _attributes(self, features: Mapping[str, Any]) -> dict[str, Value]:
        attributes: dict[str, Value] = {}
        for name, value in features.items():
            if not is_plain(value):
                self.tally.count(
                    "1 feature is a map or a list of more than texts, and was kept as JSON",
                    "{} features are maps or lists of more than texts, and were kept as JSON",
                )
            attributes[name] = attribute_value(value)
        return attributes

    def _relations(self, each: AnnotationSet, numbers: dict[int, str], owned: _Owned) -> None:
        for link in each.links:
            ends = [numbers.get(member) for member in link.members]
            if len(ends) != 2 or ends[0] is None or ends[1] is None:
                self._tell_link(link)
                continue
            id = owned.ids.unique(str(link.id))
            attributes = self._attributes(link.features)
            owned.records.append(Relation(id, link.type, ends[0], ends[1], attributes))
            numbers[link.id] = id

    def _tell_link(self, link: Link) -> None:
        if len(link.members) != 2:
            self.tally.count(
                "1 relation does not have two members and was left out",
                "{} relations do not have two members and were left out",
            )
        else:
            self.tally.count(
                "1 relation was left out, since one of its ends is no span",
                "{} relations were left out, since one of their ends is no span",
            )

    def _others(self, name: str, numbers: Mapping[int, str], owned: _Owned) -> None:
        """Take the document labels and notes of a layer that an export of ours has written."""
        for item in _objects(self.parts.features.get(LABELS), name):
            if isinstance(item.get("name"), str):
                id = owned.ids.unique(f"L{len(owned.records) + 1}")
                value = attribute_value(item.get("value"))
                owned.records.append(DocumentLabel(id, item["name"], value))
        for item in _objects(self.parts.features.get(NOTES), name):
            if isinstance(item.get("text"), str):
                id = owned.ids.unique(f"N{len(owned.records) + 1}")
                about = item.get("target")
                target = numbers.get(about, "") if isinstance(about, int) else ""
                owned.records.append(Note(id, item["text"], target))

    def _info(self) -> DocumentInfo:
        text, features = self.parts.text, self.parts.features
        rest = {name: free_value(value) for name, value in features.items()}
        facts = {name: rest.pop(name) for name in FACTS if _is_fact(name, rest.get(name))}
        language = facts.get("language")
        if language is None:
            language = implied_language(text, self.reading.options.language)
        source = rest.pop(SOURCE) if isinstance(rest.get(SOURCE), str) else None
        if self.ours:
            rest = {name: value for name, value in rest.items() if name not in OWN_FEATURES}
        default = "" if self.ours else title_of(text) or self._stem().rpartition("/")[2]
        return DocumentInfo(
            title=facts.get("title", default),
            source=("" if self.ours else self.file.name) if source is None else source,
            date=facts.get("date", ""),
            language=language,
            tags=tuple(facts.get("tags", ())),
            meta=rest,
        )


def _is_fact(name: str, value: object) -> bool:
    if name == "tags":
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if name == "language":
        return isinstance(value, str) and len(value) <= 3
    return isinstance(value, str)


def _strings(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()


def _objects(value: object, name: str) -> list[dict[str, Any]]:
    """Return the objects that stand under a name in a map of lists."""
    items = value.get(name) if isinstance(value, dict) else None
    if not isinstance(items, list):
        return []
    return [item for item in items if isinstance(item, dict)]


def _field(annotation: Annotation) -> str:
    return f"annotation {annotation.id}"
