# SPDX-License-Identifier: MIT
"""What a format is: a reader, a writer, and what it loses; and what passes between them.

Each format's module ends in ``FORMAT = Format(...)``, and ``registry`` lists them.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from annotator.errors import InputError, Problem
from annotator.formats.ledger import Ledger
from annotator.formats.names import Ids
from annotator.formats.sources import SourceFile
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Record, from_data, to_data
from annotator.schema.definition import Schema

DEFAULT_MAX_BYTES = 64 * 1024 * 1024
"""The most bytes one document may have in its file, unless the person says otherwise."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (done, total); total is 0 if unknown. It raises CancelledError to stop the work."""


def no_progress(done: int, total: int) -> None:
    """Report nothing."""


def say_nothing(sentence: str) -> None:
    """Drop a note."""


def ignore_problems(problems: Sequence[Problem]) -> None:
    """Drop problems."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one annotator has made of a document: every kind but LayerStatus and DocumentInfo."""

    annotator: str
    records: tuple[Record, ...]
    complete: bool

    def plain(self) -> Sequence[Mapping[str, Any]]:
        """Return the records in the plain form of ``model.records.to_data``."""
        return [to_data(record) for record in self.records]

    def decoded(self) -> tuple[Record, ...]:
        """Return the records."""
        return self.records


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """A layer as the store has it: its records are in the plain form of ``to_data``.

    A writer that needs no record objects takes ``plain`` and is faster for it.
    """

    annotator: str
    records: Sequence[Mapping[str, Any]]
    complete: bool

    def plain(self) -> Sequence[Mapping[str, Any]]:
        """Return the records in the plain form of ``model.records.to_data``."""
        return self.records

    def decoded(self) -> tuple[Record, ...]:
        """Return the records."""
        return tuple(from_data(data) for data in self.records)


@dataclass(frozen=True, slots=True)
class RawSource:
    """The file that a document's text was taken out of, where that is more than decoding it.

    ``extracted`` says in a sentence what was taken and by what.
    """

    media_type: str
    data: bytes
    extracted: str


@dataclass(frozen=True, slots=True)
class ImportedDocument:
    """A document as a reader gives it; ``origin`` is its file, with the line where it has one.

    ``own`` are assignments and decisions, which belong to the document and to no annotator.
    Every place and every end of a record is in order: nobody needs to check again.
    """

    document: Document
    info: DocumentInfo
    layers: tuple[Layer, ...]
    origin: str
    raw: RawSource | None = None
    own: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """A document as a writer takes it.

    ``own`` are its assignments and decisions.
    """

    document: Document
    info: DocumentInfo
    layers: tuple[Layer | StoredLayer, ...]
    own: tuple[Record, ...] = ()


class AnyLabel:
    """Takes every label; for imports that add labels to the schema, and for previews."""

    def __contains__(self, label: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person may choose when a format is read or written.

    Without ``values`` anything may be given. ``default`` is what holds when nothing is chosen.
    """

    name: str
    description: str
    values: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader is told.

    ``annotator`` owns the layers that name nobody. ``language`` is the project's; a document whose
    script cannot be that language gets another. ``note`` takes a sentence about whatever a reader
    left out or decided. ``accepted`` are the labels a span may have, the schema's if None; any
    other is a problem. ``choices`` hold a value for each Choice of the format. With ``good_only``
    a document that has a problem is left out, ``refused`` is told why, and the others are read.
    ``ids`` makes those that are made of the names of files differ, also between formats.
    """

    schema: Schema
    annotator: str
    language: str
    max_bytes: int = DEFAULT_MAX_BYTES
    note: Callable[[str], None] = say_nothing
    accepted: Container[str] | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    good_only: bool = False
    refused: Callable[[Sequence[Problem]], None] = ignore_problems
    ids: Ids = field(default_factory=Ids)

    def accepts(self, label: str) -> bool:
        """Return whether a span may have this label."""
        return label in (self.schema.labels if self.accepted is None else self.accepted)


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What a writer is told.

    ``language`` is the project's, for documents that name none. ``documents`` is how many there
    will be, for the progress, and ``needed`` a guess of the bytes, for the free space; both are 0
    if unknown. ``sources`` may not be written over: the project itself. ``annotators`` are all
    whose layers may come, empty if unknown; ``choices`` hold a value for each Choice of the format.
    """

    schema: Schema
    language: str
    complete_only: bool = False
    documents: int = 0
    needed: int = 0
    sources: tuple[Path, ...] = field(default=())
    annotators: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


class Feature(StrEnum):
    """What a format may lose. Whatever it does not declare comes back from it unchanged."""

    SPANS = "spans"
    DISCONTINUOUS = "spans of several stretches"
    OVERLAP = "spans that overlap"
    IDENTICAL = "several spans of one label over the same characters"
    GAPS_OF_BREAKS = "whether a span leaves out the line breaks between its stretches"
    UNALIGNED = "spans that cut through a token"
    WHITE_SPACE = "spans that start or end with white space"
    ATTRIBUTES = "attributes"
    SPAN_ATTRIBUTES = "attributes of spans"
    OTHER_ATTRIBUTES = "attributes of relations, events and entities"
    VALUE_TYPES = "whether a value the schema does not know is a number, a truth value or text"
    NUMBERS = "whether a value the schema does not know is a number, false or text"
    LISTS = "values that are lists"
    UNKNOWN_VALUES = "that a value is said to be unknown"
    EMPTY_VALUES = "values that are empty or said to be unknown"
    BREAKS_IN_VALUES = "tabs and line breaks in values and notes"
    CONTROLS_IN_VALUES = "control characters in values and notes"
    RELATIONS = "relations"
    RELATIONS_OF_EVENTS = "relations that end in an event"
    EVENTS = "events"
    EVENT_DETAILS = "the time, modality and source of events"
    ENTITIES = "entities"
    ENTITY_DETAILS = "attributes of entities, and entities without mentions"
    DOCUMENT_LABELS = "document labels"
    LABEL_VALUES = "document labels that are more than a name"
    NOTES = "notes"
    NOTE_TARGETS = "which record a note is about"
    DOCUMENT_NOTES = "notes about the document"
    IDS = "ids of records"
    MADE_BY = "who made a record"
    NAMES = "names with characters the format has no place for"
    META = "title, source, date, tags and other facts about the document"
    LANGUAGE = "the language of the document"
    DOCUMENT_IDS = "ids of documents that are no file names"
    LAYERS = "the layers of several annotators"
    ANNOTATOR = "whose layer it is"
    EMPTY_LAYERS = "layers without annotations"
    COMPLETION = "whether a layer is complete"
    CONTROL_CHARACTERS = "documents with control characters"
    REVIEW = "assignments, and decisions of a review"
    TEXT = "the text exactly as it was"


ALL_ANNOTATION = frozenset(Feature) - {Feature.TEXT}
"""What a format of nothing but text loses."""

Reader: TypeAlias = Callable[
    [Sequence[SourceFile], ReadOptions, Progress], Iterator[ImportedDocument]
]
"""Reads files, document by document.

It ends with ProblemsError if anything was wrong, with all problems of all its files; whoever
consumes it must then keep nothing of what it gave before. A document comes once, with all its
layers.
"""

Writer: TypeAlias = Callable[[Iterator[ExportedDocument], Path, WriteOptions, Progress], Ledger]
"""Writes documents beside the target and puts them in its place when all is written."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files; ``suffixes`` start with a dot, the first one is the usual one.

    ``recognises`` looks at the first bytes of a file, whatever its name, and says whether it is
    surely in this format. ``companions`` are suffixes and whole names of files that belong to a
    file of the format and are no documents themselves: ``.txt`` has the name of the file but for
    the suffix, ``annotation.conf`` is beside it or above. With ``always_recognised`` no file of the
    format escapes ``recognises``, so that its suffix alone makes none. ``extra`` names the optional
    dependency the format needs, if any. ``folder`` tells that the target of an export is a folder.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    read: Reader | None
    write: Writer | None
    loses: frozenset[Feature]
    recognises: Callable[[bytes], bool]
    extra: str = ""
    folder: bool = False
    companions: tuple[str, ...] = ()
    always_recognised: bool = False
    reading: tuple[Choice, ...] = ()
    writing: tuple[Choice, ...] = ()


def chosen(choices: Sequence[Choice], given: Mapping[str, str]) -> dict[str, str]:
    """Return a value for each choice: what was given, else the default.

    Raises InputError for a name that is no choice, and for a value that it does not have.
    """
    known = {choice.name: choice for choice in choices}
    for name, value in given.items():
        choice = known.get(name)
        if choice is None:
            raise InputError(f"there is nothing to choose called {name!r}; {_names(known)}")
        if choice.values and value not in choice.values:
            raise InputError(f"{name} cannot be {value!r}; it may be {', '.join(choice.values)}")
    return {name: given.get(name, choice.default) for name, choice in known.items()}


def _names(known: Mapping[str, Choice]) -> str:
    return f"there are {', '.join(known)}" if known else "this format leaves nothing to choose"
