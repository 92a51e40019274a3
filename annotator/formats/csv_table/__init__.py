# SPDX-License-Identifier: MIT
"""Tables: CSV, TSV and what spreadsheets make of them.

In: a document for each row, its columns found by their names or named by a person; or the table
that is written here. Out: one table with a row for each document, layer and record.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.csv_table.layout import is_own
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

_COLUMN = "the column that holds {}, by its name or number; none for no column"
READING = (
    Choice("text", _COLUMN.format("the text of the document")),
    Choice("id", _COLUMN.format("its id")),
    Choice("title", _COLUMN.format("its title")),
    Choice("source", _COLUMN.format("where it is from")),
    Choice("date", _COLUMN.format("its date")),
    Choice("language", _COLUMN.format("its language")),
    Choice("annotator", _COLUMN.format("whose spans they are")),
    Choice("spans", _COLUMN.format("its spans, as a list in JSON")),
    Choice(
        "header", "whether the first row names the columns", ("auto", "yes", "no"), default="auto"
    ),
    Choice(
        "delimiter",
        "what stands between two cells; none: each line is one cell",
        ("auto", "comma", "semicolon", "tab", "pipe", "none"),
        default="auto",
    ),
    Choice(
        "quoting",
        "double: cells may stand in double quotes; none: quotes are ordinary characters",
        ("double", "none"),
        default="double",
    ),
    Choice("encoding", "if the table is not in UTF-8 or UTF-16, such as windows-1256"),
)
WRITING = (
    Choice(
        "delimiter",
        "what stands between two cells; auto: a tab in .tsv files, a comma in others; "
        "some spreadsheets want a semicolon",
        ("auto", "comma", "semicolon", "tab"),
        default="auto",
    ),
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of tables; see ``reading.read``."""
    from annotator.formats.csv_table.reading import read as read_now

    return read_now(files, options, progress)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the documents into one table; see ``writing.write``."""
    from annotator.formats.csv_table.writing import write as write_now

    return write_now(documents, target, options, progress)


def recognises(head: bytes) -> bool:
    """Whether a file starts as the tables that are written here do."""
    start = head.removeprefix(b"\xef\xbb\xbf")[:2000].split(b"\n", 1)[0]
    line = start.decode("utf-8", errors="replace").strip()
    return any(is_own([name.strip('"') for name in line.split(sign)]) for sign in ",;\t")


FORMAT = Format(
    "csv",
    "Table (CSV, TSV)",
    (".csv", ".tsv"),
    read,
    write,
    loses=frozenset({Feature.REVIEW}),
    recognises=recognises,
    reading=READING,
    writing=WRITING,
)
