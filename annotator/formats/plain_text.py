# SPDX-License-Identifier: MIT
"""Plain text in: one file is one document, a folder is all the ``.txt`` files below it."""

from collections.abc import Iterator, Sequence

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError, decoded, foreign_kind
from annotator.formats.each_file import Reading, read_each
from annotator.formats.format import (
    ALL_ANNOTATION,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
)
from annotator.formats.sources import SourceFile
from annotator.formats.whole import whole_text
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

SUFFIXES = (".txt",)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file, without layers.

    The id is the file's name without its suffix, below a folder its path; a number is added where
    two would be the same. The title is the first line that has words. Refused, with line and
    column: bytes that are no UTF-8 (or UTF-16, UTF-32 with a byte-order mark), NUL, a file without
    text, one larger than ``max_bytes``, and one that changes meanwhile.
    """
    return read_each(files, options, progress, _document)


def _document(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
    text = whole_text(file.path, reading.options.max_bytes)
    if not text or text.isspace():
        raise InputError("the file holds no text")
    info = DocumentInfo(
        title=title_of(text) or file.stem.rpartition("/")[2],
        source=file.name,
        language=implied_language(text, reading.options.language),
    )
    document = Document.of(reading.ids.unique(file.stem), text)
    yield ImportedDocument(document, info, (), file.name)


def _recognises(head: bytes) -> bool:
    if foreign_kind(head):
        return False
    try:
        decoded(head)
    except NotTextError:
        return False
    return True


FORMAT = Format(
    "text",
    "Plain text",
    SUFFIXES,
    read,
    None,
    loses=ALL_ANNOTATION,
    recognises=_recognises,
)
