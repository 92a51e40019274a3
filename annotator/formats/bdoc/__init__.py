# SPDX-License-Identifier: MIT
"""bdoc JSON, the documents of GATE's Python side: one a file, annotation sets as layers."""

import re
import zlib
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

_GZIP = b"\x1f\x8b"
_SETS = re.compile(rb'"annotation_sets"\s*:\s*\{')
_OFFSETS = re.compile(rb'"offset_type"\s*:\s*"[pj]"')
_LOOKED_AT = 64 * 1024


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents; see ``reading.read``."""
    from annotator.formats.bdoc.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.bdoc.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as a bdoc does, also one that gzip has compressed."""
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _LOOKED_AT)
        except zlib.error:
            return False
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and (
        _SETS.search(head) is not None or _OFFSETS.search(head) is not None
    )


FORMAT = Format(
    "bdoc",
    "bdoc JSON (GATE)",
    (".bdocjs", ".bdocjson"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.RELATIONS_OF_EVENTS,
            Feature.EVENTS,
            Feature.EVENT_DETAILS,
            Feature.ENTITIES,
            Feature.IDS,
            Feature.MADE_BY,
        }
    ),
    recognises=recognises,
    folder=True,
    reading=(SETS, TYPES),
)
