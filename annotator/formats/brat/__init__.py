# SPDX-License-Identifier: MIT
"""brat's standoff: ``7.ann`` beside ``7.txt``, and BioNLP's ``7.a1`` with ``7.a2``."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.annotator_folders import LAYERS
from annotator.formats.brat.choices import GAPS, OFFSETS, TRIGGERS
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

_FIRST = re.compile(
    rb"(?:T[^\t\n]*\t[^\t\n]+[ \t][0-9]+[ \t][0-9]"
    rb"|[EM][0-9]+\t\S+[: ]\S+|[RAN][0-9]+\t\S+ \S+|\*\t\S+ \S+ \S+|#[0-9]+\t\S+ \S+)"
)
_TEXT_BOUND = re.compile(
    rb"^T[0-9]+[^\t\n]*\t[^\t\n]+[ \t][0-9]+[ \t][0-9]+(?:;[0-9]+ [0-9]+)*[ \r]*(?:\t|$)",
    re.MULTILINE,
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; see ``reading.read``."""
    from annotator.formats.brat.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.brat.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether the first line is one of brat's, and some line has a label, offsets and words."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return bool(_FIRST.match(start)) and bool(_TEXT_BOUND.search(start))


FORMAT = Format(
    "brat",
    "brat standoff",
    (".ann", ".a1"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.GAPS_OF_BREAKS,
            Feature.EMPTY_VALUES,
            Feature.NUMBERS,
            Feature.LISTS,
            Feature.BREAKS_IN_VALUES,
            Feature.ENTITY_DETAILS,
            Feature.DOCUMENT_LABELS,
            Feature.DOCUMENT_NOTES,
            Feature.IDS,
            Feature.MADE_BY,
            Feature.NAMES,
            Feature.META,
            Feature.LANGUAGE,
            Feature.DOCUMENT_IDS,
            Feature.ANNOTATOR,
            Feature.EMPTY_LAYERS,
            Feature.COMPLETION,
        }
    ),
    recognises=recognises,
    folder=True,
    companions=(
        ".txt",
        ".a2",
        ".rel",
        ".co",
        "annotation.conf",
        "visual.conf",
        "tools.conf",
        "kb_shortcuts.conf",
    ),
    reading=(LAYERS, OFFSETS, TRIGGERS, GAPS),
)
