# SPDX-License-Identifier: MIT
"""Writes a project's annotations to files, with a ledger of what went where."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator.errors import InputError, NotFoundError
from annotator.formats.format import (
    Choice,
    ExportedDocument,
    Feature,
    Format,
    StoredLayer,
    WriteOptions,
    chosen,
)
from annotator.formats.ledger import Ledger, Loss, plural
from annotator.formats.registry import BUILTIN, format_of
from annotator.model.annotations import GOLD
from annotator.schema.definition import Schema
from annotator.schema.names import listed
from annotator.store.session import Store
from annotator.store.values import StoredDocument
from annotator.workspace.tasks import Progress

__all__ = [
    "Feature",
    "Format",
    "Ledger",
    "Loss",
    "Target",
    "described",
    "export_to",
    "known_formats",
    "plural",
    "rehearse",
]

BYTES_PER_CHARACTER = 3
"""A guess of what an export takes, spans and all, for each character of text."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to write, in which format, and whose layers (empty for everybody's).

    ``language`` is for documents that name none; the project's if it is empty. With
    ``complete_only``, layers that are not complete are left out. ``choices`` are for the format.
    """

    path: Path
    format: str
    annotator: str = ""
    language: str = ""
    complete_only: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


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
        "extra": format.extra,
        "folder": format.folder,
        "import_choices": [_described_choice(choice) for choice in format.reading],
        "export_choices": [_described_choice(choice) for choice in format.writing],
    }


def _described_choice(choice: Choice) -> dict[str, Any]:
    return {
        "name": choice.name,
        "description": choice.description,
        "values": list(choice.values),
        "default": choice.default,
    }


def export_to(store: Store, schema: Schema, target: Target, *, progress: Progress) -> Ledger:
    """Write all documents, or those with a layer of one annotator, and return the ledger.

    Raises NotFoundError for an annotator who has no layer, InputError for a format that is only
    read, StoreError when the target cannot be written; an older target is then untouched.
    """
    writer = format_of(target.format)
    if writer.write is None:
        raise InputError(f"{writer.name} can be read but not written")
    annotators = _annotators(store, target, writer)
    lengths = [summary.length for summary in store.summaries(target.annotator)]
    options = WriteOptions(
        schema=schema,
        language=target.language or store.project().language,
        complete_only=target.complete_only,
        documents=len(lengths),
        needed=sum(lengths) * BYTES_PER_CHARACTER,
        sources=(Path(store.location),),
        annotators=annotators,
        choices=chosen(writer.writing, target.choices),
    )
    left_out: Counter[str] = Counter()
    documents = _exported(store.export_rows(), target.annotator)
    if Feature.REVIEW not in writer.loses:
        return writer.write(documents, target.path, options, progress)
    plain = (_without_review(item, left_out) for item in documents)
    ledger = writer.write(plain, target.path, options, progress)
    _account(ledger, left_out)
    return ledger


def rehearse(store: Store, schema: Schema, target: Target, *, progress: Progress) -> Ledger:
    """Return the ledger that ``export_to`` would return; what it writes is thrown away."""
    with TemporaryDirectory(prefix="annotator-rehearsal-") as folder:
        place = Path(folder) / (target.path.name or "export")
        ledger = export_to(store, schema, replace(target, path=place), progress=progress)
    ledger.target = str(target.path)
    ledger.files = []
    return ledger


def _annotators(store: Store, target: Target, writer: Format) -> tuple[str, ...]:
    """Return whose layers are written; InputError for several where the format holds only one's."""
    known = store.annotators()
    if target.annotator:
        if target.annotator not in known:
            raise NotFoundError("annotator", target.annotator)
        return (target.annotator,)
    holds_some = Feature.SPANS not in writer.loses  # else it does not matter whose layer it is
    if len(known) > 1 and Feature.LAYERS in writer.loses and holds_some:
        raise InputError(
            f"{writer.name} holds one layer of a document, and {len(known)} annotators have layers "
            f"({listed(known)}): choose one (--annotator)"
        )
    return known


def _exported(stored: Iterator[StoredDocument], annotator: str) -> Iterator[ExportedDocument]:
    for item in stored:
        layers = tuple(
            StoredLayer(layer.annotator, layer.data, layer.complete)
            for layer in item.layers
            if not annotator or layer.annotator == annotator
        )
        if layers or not annotator:
            own = item.records_of_own() if annotator in ("", GOLD) else ()
            yield ExportedDocument(item.document, item.info, layers, own)


def _without_review(item: ExportedDocument, left_out: Counter[str]) -> ExportedDocument:
    if not item.own:
        return item
    left_out.update(record.kind for record in item.own)
    return replace(item, own=())


def _account(ledger: Ledger, left_out: Counter[str]) -> None:
    """Count the assignments and decisions that a format has no place for."""
    for kind, count in sorted(left_out.items()):
        ledger.taken[kind] += count
        ledger.lose(kind, "the format has no place for assignments and decisions", count)
