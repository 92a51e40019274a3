# SPDX-License-Identifier: MIT
"""Writes a project's annotations to files, with a ledger of what went where."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import InputError, NotFoundError
from annotator.formats.format import ExportedDocument, Format, StoredLayer, WriteOptions
from annotator.formats.ledger import Ledger
from annotator.formats.registry import BUILTIN, format_of
from annotator.schema.definition import Schema
from annotator.store.session import Store
from annotator.store.values import StoredDocument
from annotator.workspace.tasks import Progress

BYTES_PER_CHARACTER = 3
"""A guess of what an export takes, spans and all, for each character of text."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to write, in which format, and whose layers (empty for everybody's).

    ``language`` is the project's, for documents that name none. With ``complete_only``, layers
    that are not complete are left out.
    """

    path: Path
    format: str
    annotator: str
    language: str
    complete_only: bool = False


def known_formats() -> tuple[Format, ...]:
    """Return the formats that can be read or written."""
    return BUILTIN


def described(format: Format) -> dict[str, Any]:
    """Return a format as plain JSON values."""
    return {
        "id": format.id,
        "name": format.name,
        "suffixes": list(format.suffixes),
        "import": format.read is not None,
        "export": format.write is not None,
        "loses": sorted(feature.value for feature in format.loses),
    }


def export_to(store: Store, schema: Schema, target: Target, *, progress: Progress) -> Ledger:
    """Write all documents, or those with a layer of one annotator, and return the ledger.

    Raises NotFoundError for an annotator who has no layer, InputError for a format that is only
    read, StoreError when the target cannot be written; an older target is then untouched.
    """
    writer = format_of(target.format)
    if writer.write is None:
        raise InputError(f"{writer.name} can be read but not written")
    if target.annotator and target.annotator not in store.annotators():
        raise NotFoundError("annotator", target.annotator)
    lengths = [summary.length for summary in store.summaries(target.annotator)]
    options = WriteOptions(
        schema=schema,
        language=target.language,
        complete_only=target.complete_only,
        documents=len(lengths),
        needed=sum(lengths) * BYTES_PER_CHARACTER,
        sources=(Path(store.location),),
    )
    documents = _exported(store.export_rows(), target.annotator)
    return writer.write(documents, target.path, options, progress)


def _exported(stored: Iterator[StoredDocument], annotator: str) -> Iterator[ExportedDocument]:
    for item in stored:
        layers = tuple(
            StoredLayer(layer.annotator, layer.data, layer.complete)
            for layer in item.layers
            if not annotator or layer.annotator == annotator
        )
        if layers or not annotator:
            yield ExportedDocument(item.document, item.info, layers)
