# SPDX-License-Identifier: MIT
"""Word documents: their text as it is with all changes accepted; the file is kept unchanged.

python-docx is imported when something is read, not before.
"""

from collections.abc import Iterator, Sequence

from annotator.formats.format import (
    ALL_ANNOTATION,
    Choice,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
)
from annotator.formats.sources import SourceFile

EXTRA = "docx"
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = "WordDocument".encode("utf-16-le")
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"

READING = (
    Choice(
        "notes",
        "where footnotes and endnotes go: after the text, each a line of its own, or nowhere",
        ("after", "leave-out"),
        "after",
    ),
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file; see ``reading.read``."""
    from annotator.formats.docx.reading import read as read_now

    return read_now(files, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as a word processor's does; those of others are refused by name."""
    if head.startswith(ZIP):
        return b"word/" in head or head[30:].startswith(_OPEN_DOCUMENT)
    return head.startswith(OLE) and _OLD_WORD in head


FORMAT = Format(
    "docx",
    "Word document",
    (".docx",),
    read,
    None,
    loses=ALL_ANNOTATION,
    recognises=recognises,
    extra=EXTRA,
    reading=READING,
)
