# SPDX-License-Identifier: MIT
"""doccano: JSON Lines of every generation in, those of the newest out."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.formats.doccano.choices import LABEL_KEY, LAYERS, TEXT_KEY
from annotator.formats.format import (
    ExportedDocument,
    Feature,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
    WriteOptions,
)
from annotator.formats.json_head import first_object
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile

_LABELS = ("entities", "label", "labels", "annotations", "cats")
_TEXT = ("text", "data")


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of the files; see ``reading.read``."""
    from annotator.formats.doccano.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.doccano.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether the first object has a text and labels as doccano writes them."""
    found = first_object(head)
    if not any(key in found for key in _TEXT):
        return False
    if found.keys() & {"spans", "_input_hash", "paragraphs"}:
        return False
    if found.keys() & {"annotation_approver", "Comments", "cats"}:
        return True
    return any(_is_of_doccano(key, found[key], head) for key in _LABELS if key in found)


def _is_of_doccano(key: str, value: Any, head: bytes) -> bool:  # noqa: ANN401 - what a file holds
    if value is None:  # the object is cut off
        return key in ("label", "labels") or b'"start_offset"' in head
    if not isinstance(value, list):
        return False
    if not value:
        return key in ("label", "labels")
    first = value[0]
    if isinstance(first, dict):
        return bool(first.keys() & {"start_offset", "user"})
    if isinstance(first, list):
        return len(first) >= 3 and all(type(number) is int for number in first[:2])
    return key in ("label", "labels") and isinstance(first, str)


FORMAT = Format(
    "doccano",
    "doccano (JSON Lines)",
    (".jsonl", ".json"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.ATTRIBUTES,
            Feature.EVENTS,
            Feature.ENTITIES,
            Feature.LABEL_VALUES,
            Feature.NOTE_TARGETS,
            Feature.IDS,
            Feature.MADE_BY,
            Feature.LAYERS,
            Feature.ANNOTATOR,
            Feature.EMPTY_LAYERS,
            Feature.COMPLETION,
        }
    ),
    recognises=recognises,
    reading=(LAYERS, TEXT_KEY, LABEL_KEY),
)
