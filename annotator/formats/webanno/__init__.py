# SPDX-License-Identifier: MIT
"""WebAnno TSV 3.x, as WebAnno and INCEpTION export it: one document in a file."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.annotator_folders import LAYERS
from annotator.formats.format import (
    Choice,
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
from annotator.formats.uima_layers import LABEL, LAYER, NAMED_ENTITY

_HEAD = re.compile(
    rb"\s*(?:#FORMAT=WebAnno TSV|#\s*(?:de\.tudarmstadt|webanno)\.\S+\s*\||#id=\d+\r?\n#text=)"
)
BETWEEN = Choice(
    "between",
    "What stands between two sentences, which the file does not say: line for a line break and "
    "then blanks, as INCEpTION reads it, blank for blanks only.",
    ("line", "blank"),
    "line",
)
OFFSETS = Choice(
    "offsets",
    "What the offsets count: utf16 as WebAnno does, or characters, as some other programs do.",
    ("utf16", "characters"),
    "utf16",
)
SPAN_LAYER = Choice(
    "layer",
    "The layer that the spans are written to; it must be in the INCEpTION project, with the "
    "features that the header of the file names.",
    default=NAMED_ENTITY,
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file; see ``reading.read``."""
    from annotator.formats.webanno.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.webanno.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as version 3 does, or the versions 1 and 2, which are refused."""
    return bool(_HEAD.match(head.removeprefix(b"\xef\xbb\xbf")))


FORMAT = Format(
    "webanno",
    "WebAnno TSV",
    (".tsv",),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.VALUE_TYPES,
            Feature.LISTS,
            Feature.UNKNOWN_VALUES,
            Feature.EVENTS,
            Feature.RELATIONS_OF_EVENTS,
            Feature.ENTITY_DETAILS,
            Feature.DOCUMENT_LABELS,
            Feature.NOTES,
            Feature.IDS,
            Feature.MADE_BY,
            Feature.META,
            Feature.LANGUAGE,
            Feature.DOCUMENT_IDS,
            Feature.ANNOTATOR,
            Feature.EMPTY_LAYERS,
            Feature.COMPLETION,
        }
    ),
    recognises=recognises,
    always_recognised=True,
    folder=True,
    reading=(LAYERS, LAYER, LABEL, BETWEEN, OFFSETS),
    writing=(SPAN_LAYER,),
)
