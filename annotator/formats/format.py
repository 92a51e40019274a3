# SPDX-License-Identifier: MIT
"""What a format is: a reader, a writer, and what it loses; and what passes between them.

Each format's module ends in ``FORMAT = Format(...)``, and ``registry`` lists them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from annotator.formats.ledger import Ledger
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
class ImportedDocument:
    """A document as a reader gives it; ``origin`` is its file, with the line where it has one.

    Every place and every end of a record is in order: nobody needs to check again.
    """

    document: Document
    info: DocumentInfo
    layers: tuple[Layer, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """A document as a writer takes it."""

    document: Document
    info: DocumentInfo
    layers: tuple[Layer | StoredLayer, ...]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a reader is told.

    ``annotator`` owns the layers that name nobody. ``language`` is the project's; a document whose
    script cannot be that language gets another. ``note`` takes a sentence about whatever a reader
    left out or decided.
    """

    schema: Schema
    annotator: str
    language: str
    max_bytes: int = DEFAULT_MAX_BYTES
    note: Callable[[str], None] = say_nothing


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """What a writer is told.

    ``language`` is the project's, for documents that name none. ``documents`` is how many there
    will be, for the progress, and ``needed`` a guess of the bytes, for the free space; both are 0
    if unknown. ``sources`` may not be written over: the project itself.
    """

    schema: Schema
    language: str
    complete_only: bool = False
    documents: int = 0
    needed: int = 0
    sources: tuple[Path, ...] = field(default=())


class Feature(StrEnum):
    """What a format may lose."""

    SPANS = "spans"
    DISCONTINUOUS = "spans of several stretches"
    OVERLAP = "spans that overlap"
    UNALIGNED = "spans that cut through a token"
    ATTRIBUTES = "attributes"
    RELATIONS = "relations"
    EVENTS = "events"
    ENTITIES = "entities"
    DOCUMENT_LABELS = "document labels"
    NOTES = "notes"
    IDS = "ids of records"
    MADE_BY = "who made a record"
    META = "title, source, date, tags and other facts about the document"
    LANGUAGE = "the language of the document"
    LAYERS = "the layers of several annotators"
    COMPLETION = "whether a layer is complete"
    TEXT = "the text exactly as it was"


ALL_ANNOTATION = frozenset(Feature) - {Feature.TEXT}
"""What a format of nothing but text loses."""

Reader: TypeAlias = Callable[[Sequence[Path], ReadOptions, Progress], Iterator[ImportedDocument]]
"""Reads files and folders, document by document.

It ends with ProblemsError if anything was wrong, with all problems of all its files; whoever
consumes it must then keep nothing of what it gave before. A document comes once, with all its
layers.
"""

Writer: TypeAlias = Callable[[Iterator[ExportedDocument], Path, WriteOptions, Progress], Ledger]
"""Writes documents beside the target and puts them in its place when all is written."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files; ``suffixes`` start with a dot, the first one is the usual one.

    ``recognises`` looks at the first bytes of a file. ``extra`` names the optional dependency the
    format needs, if any.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    read: Reader | None
    write: Writer | None
    loses: frozenset[Feature]
    recognises: Callable[[bytes], bool]
    extra: str = ""
