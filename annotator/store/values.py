# SPDX-License-Identifier: MIT
"""What the store takes and gives beside the model's own values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from annotator.edits.change import Operation
from annotator.errors import DamagedError
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Record, from_data


@dataclass(frozen=True, slots=True)
class Project:
    """What a project is; ``schema`` is the text of its newest schema."""

    id: str
    name: str
    language: str
    created_at: datetime
    schema: str
    schema_revision: int


@dataclass(frozen=True, slots=True)
class SchemaRevision:
    """One of the schemas a project has had, and who made it when."""

    revision: int
    text: str
    made_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class KeptSource:
    """The file that a document's text was taken out of, byte for byte.

    ``extracted`` says in a sentence what was taken and by what.
    """

    media_type: str
    data: bytes
    extracted: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, as 64 hexadecimal digits."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to add, with what came with it: (annotator, records, complete) for each layer.

    ``raw`` is the file its text was taken out of, if that is to be kept; ``own`` are assignments
    and decisions for the document's own layer.
    """

    document: Document
    info: DocumentInfo
    layers: tuple[tuple[str, tuple[Record, ...], bool], ...] = ()
    raw: KeptSource | None = None
    own: tuple[Record, ...] = ()


@dataclass(slots=True, unsafe_hash=True)
class DocumentSummary:
    """A document in a list.

    ``spans`` and ``complete`` are those of the annotator asked for, ``all_spans`` counts those of
    every layer. Nobody changes one; it is not frozen because making 100,000 would take six times
    as long.
    """

    key: int
    id: str
    title: str
    source: str
    date: str
    language: str
    tags: tuple[str, ...]
    length: int
    spans: int
    complete: bool
    layers: int
    complete_layers: int
    all_spans: int


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """One annotator's layer of a document; ``records`` counts its mark of completion too."""

    annotator: str
    spans: int
    records: int
    complete: bool


@dataclass(frozen=True, slots=True)
class LoggedOperation:
    """An operation as the log has it.

    ``sequence`` orders all of the project, ``number`` counts from 1 within the document.
    """

    operation: Operation
    sequence: int
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class StoredLayer:
    """A layer as it is stored: ``data`` holds each record as plain JSON values, in order of making.

    Neither the document's info nor the mark of completion is among them.
    """

    annotator: str
    complete: bool
    data: list[dict[str, Any]]

    def records(self) -> tuple[Record, ...]:
        """Return the records as model values; this costs some five times what ``data`` does."""
        return _records_of(self.data)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document with its layers, for exports and for checks of everything.

    ``own`` are the assignments and decisions in the document's own layer, as plain JSON values.
    """

    document: Document
    info: DocumentInfo
    layers: tuple[StoredLayer, ...]
    own: Sequence[Mapping[str, Any]] = ()

    def records_of_own(self) -> tuple[Record, ...]:
        """Return the assignments and decisions as model values."""
        return _records_of(self.own)


def _records_of(plain: Sequence[Mapping[str, Any]]) -> tuple[Record, ...]:
    try:
        return tuple(from_data(item) for item in plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise DamagedError("a stored record cannot be read; run `annotator doctor`") from error


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place in a document's text where the query was found, with what stands around it."""

    document: str
    title: str
    start: int
    end: int
    before: str
    match: str
    after: str
