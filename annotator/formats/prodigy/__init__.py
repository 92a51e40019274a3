# SPDX-License-Identifier: MIT
"""Prodigy: the JSON Lines of its database, with answers, sessions, spans and relations."""

from collections.abc import Iterator, Sequence
from pathlib import Path

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

_OWN = frozenset(
    ("_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id", "answer")
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of the files; see ``reading.read``."""
    from annotator.formats.prodigy.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.prodigy.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether the first object is a task of Prodigy."""
    found = first_object(head)
    if not found.keys() & {"text", "image", "html"}:
        return False
    if found.keys() & _OWN:
        return True
    spans = found.get("spans")
    by_token = isinstance(spans, list) and any(
        isinstance(span, dict) and "token_start" in span for span in spans
    )
    return by_token or {"text", "tokens", "spans"} <= found.keys()


FORMAT = Format(
    "prodigy",
    "Prodigy (JSON Lines)",
    (".jsonl", ".json"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.EVENTS,
            Feature.ENTITIES,
            Feature.LABEL_VALUES,
            Feature.NOTES,
            Feature.RELATIONS_OF_EVENTS,
        }
    ),
    recognises=recognises,
)
