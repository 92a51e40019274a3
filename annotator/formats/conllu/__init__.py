# SPDX-License-Identifier: MIT
"""CoNLL-U, version 1 and 2: the sentences of treebanks, with spans in the last column.

What reads and writes is imported when something is read or written, not before.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.conllu.choices import READING, WRITING
from annotator.formats.conllu.recognising import recognises
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


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of files of CoNLL-U; see ``reading.read``."""
    from annotator.formats.conllu.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write CoNLL-U; see ``writing.write``."""
    from annotator.formats.conllu.writing import write as write_now

    return write_now(documents, target, options, progress)


FORMAT = Format(
    "conllu",
    "CoNLL-U",
    (".conllu", ".conllup", ".conllx"),
    read,
    write,
    loses=frozenset(
        {
            Feature.REVIEW,
            Feature.UNALIGNED,
            Feature.WHITE_SPACE,
            Feature.ATTRIBUTES,
            Feature.RELATIONS,
            Feature.EVENTS,
            Feature.ENTITIES,
            Feature.DOCUMENT_LABELS,
            Feature.NOTES,
            Feature.IDS,
            Feature.MADE_BY,
            Feature.META,
            Feature.LANGUAGE,
            Feature.DOCUMENT_IDS,
            Feature.LAYERS,
            Feature.ANNOTATOR,
            Feature.EMPTY_LAYERS,
            Feature.COMPLETION,
        }
    ),
    recognises=recognises,
    reading=READING,
    writing=WRITING,
)
