# SPDX-License-Identifier: MIT
"""Columns as of the CoNLL tasks: one token a line, its tag in a column, a blank line a sentence.

What reads and writes is imported when something is read or written, not before.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.conll.choices import READING, WRITING
from annotator.formats.conll.recognising import recognises
from annotator.formats.format import (
    ALL_ANNOTATION,
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


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of files of columns; see ``reading.read``."""
    from annotator.formats.conll.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write columns; see ``writing.write``."""
    from annotator.formats.conll.writing import write as write_now

    return write_now(documents, target, options, progress)


FORMAT = Format(
    "conll",
    "CoNLL columns (BIO, IOB, BIOES, BILOU)",
    (
        ".conll",
        ".bio",
        ".iob",
        ".iob2",
        ".bioes",
        ".iobes",
        ".bilou",
        ".bmes",
        ".ner",
        ".conll2003",
        ".gold_conll",
        ".v4_gold_conll",
    ),
    read,
    write,
    loses=(ALL_ANNOTATION | {Feature.TEXT}) - {Feature.SPANS, Feature.CONTROL_CHARACTERS},
    recognises=recognises,
    reading=READING,
    writing=WRITING,
)
