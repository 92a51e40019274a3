# SPDX-License-Identifier: MIT
"""XML of MAE and MedTator: a text, tags with their offsets in it, and links between them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.annotator_folders import LAYERS
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
from annotator.formats.mae.choices import OFFSETS, SURFACES
from annotator.formats.sources import SourceFile
from annotator.formats.xml_head import root_tag

_START = re.compile(rb"<[^<>?!\s/]+\s*>\s*<TEXT\s*>\s*(?:<!\[CDATA\[|[^<]*</TEXT>\s*<TAGS\b)")
_PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->", re.DOTALL)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; see ``reading.read``."""
    from annotator.formats.mae.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.mae.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether the root element starts with the text, as a CDATA section or before tags."""
    if not root_tag(head):
        return False
    start = _PROLOG.sub(b"", head.removeprefix(b"\xef\xbb\xbf")[:4096]).lstrip()
    return bool(_START.match(start))


FORMAT = Format(
    "mae",
    "MAE and MedTator XML",
    (".xml",),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.VALUE_TYPES,
            Feature.LISTS,
            Feature.UNKNOWN_VALUES,
            Feature.CONTROLS_IN_VALUES,
            Feature.MADE_BY,
            Feature.NAMES,
            Feature.META,
            Feature.LANGUAGE,
            Feature.DOCUMENT_IDS,
            Feature.ANNOTATOR,
            Feature.EMPTY_LAYERS,
            Feature.COMPLETION,
            Feature.CONTROL_CHARACTERS,
        }
    ),
    recognises=recognises,
    folder=True,
    companions=(".dtd",),
    always_recognised=True,
    reading=(LAYERS, OFFSETS, SURFACES),
)
