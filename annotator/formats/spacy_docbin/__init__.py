# SPDX-License-Identifier: MIT
"""spaCy's DocBin, ready for training: all spans in ``doc.spans``, flat ones in ``doc.ents``.

spaCy is imported when something is read or written, not before.
"""

import zlib
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
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile
from annotator.formats.spacy_docbin.choices import READING, WRITING

_KEYS = (b"\xa7version", b"\xa5attrs", b"\xa6tokens")


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of the files; see ``reading.read``."""
    from annotator.formats.spacy_docbin.reading import read as read_now

    yield from read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents; see ``writing.write``."""
    from annotator.formats.spacy_docbin.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as a DocBin does: as what zlib makes of a map with its keys."""
    if head[:1] != b"\x78":
        return False
    try:
        start = zlib.decompressobj().decompress(head[:4096], 256)
    except zlib.error:
        return False
    return 0x83 <= start[:1][0] <= 0x8F and start[1:].startswith(_KEYS) if start else False


FORMAT = Format(
    "spacy",
    "spaCy DocBin",
    (".spacy",),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.DISCONTINUOUS,
            Feature.UNALIGNED,
            Feature.RELATIONS,
            Feature.EVENTS,
            Feature.ENTITIES,
            Feature.NOTES,
        }
    ),
    recognises=recognises,
    reading=READING,
    writing=WRITING,
)
