# SPDX-License-Identifier: MIT
"""GATE's own XML: one document a file, annotation sets as layers."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.annotation_sets import SETS, TYPES
from annotator.formats.format import (
    ExportedDocument,
    Feature,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
    WriteOptions,
)
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile
from annotator.formats.xml_head import root_tag


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; see ``reading.read``."""
    from annotator.formats.gate.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.gate.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether the first element of a file is that of a GATE document."""
    return root_tag(head) == "GateDocument"


FORMAT = Format(
    "gate",
    "GATE XML",
    (".xml", ".gatexml"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.UNKNOWN_VALUES,
            Feature.RELATIONS_OF_EVENTS,
            Feature.EVENTS,
            Feature.EVENT_DETAILS,
            Feature.ENTITIES,
            Feature.IDS,
            Feature.MADE_BY,
            Feature.NAMES,
            Feature.CONTROL_CHARACTERS,
        }
    ),
    recognises=recognises,
    folder=True,
    reading=(SETS, TYPES),
)
