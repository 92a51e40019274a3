# SPDX-License-Identifier: MIT
"""Plain text: one file is one document, a folder is all the ``.txt`` files below it."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.account import Account
from annotator.formats.decoding import NotTextError, decoded, foreign_kind
from annotator.formats.each_file import Reading, read_each
from annotator.formats.folder_of_documents import write_each
from annotator.formats.format import (
    ALL_ANNOTATION,
    ExportedDocument,
    Feature,
    Format,
    ImportedDocument,
    Layer,
    Progress,
    ReadOptions,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.grouped import Grouped, lose_records, lose_spans
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile
from annotator.formats.whole import whole_text
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

SUFFIXES = (".txt",)
_REASON = "plain text holds no annotations"


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


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write a folder with a file for each document: its text, exactly, in UTF-8.

    A document is written once however many layers it has. All annotations are counted as lost.
    """
    one_folder = replace(options, annotators=())
    account = Account(Ledger("text", str(target)), one_folder, progress)
    written: set[str] = set()

    def render(
        item: ExportedDocument, layer: Layer | StoredLayer, account: Account
    ) -> Mapping[str, bytes]:
        _lose_all(account.grouped(item, layer), account.ledger)
        if item.document.id in written:
            return {}
        written.add(item.document.id)
        return {SUFFIXES[0]: _encoded(item.document.text)}

    return write_each(documents, target, account, render)


def _lose_all(found: Grouped, ledger: Ledger) -> None:
    lose_spans(ledger, found, found.spans, _REASON)
    for records in (found.relations, found.events, found.entities, found.labels, found.notes):
        lose_records(ledger, records, _REASON)


def _encoded(text: str) -> bytes:
    """Return UTF-8, with a byte-order mark where the text would else be taken for something else.

    A text may begin with that mark itself, or as a PDF file does.
    """
    data = text.encode()
    mark = text.startswith("\ufeff") or foreign_kind(data[:16])
    return codecs.BOM_UTF8 + data if mark else data


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
    write,
    loses=ALL_ANNOTATION - {Feature.CONTROL_CHARACTERS},
    recognises=_recognises,
    folder=True,
)
