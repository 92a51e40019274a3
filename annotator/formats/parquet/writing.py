# SPDX-License-Identifier: MIT
"""Documents to Parquet: rows in groups, so that memory does not grow with the corpus."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

from annotator.formats.account import Account
from annotator.formats.extras import library
from annotator.formats.files import target_notes, write_atomically, write_folder
from annotator.formats.folder_of_documents import earlier_files, put_manifest
from annotator.formats.format import ExportedDocument, Progress, WriteOptions
from annotator.formats.ledger import Ledger, WrittenFile
from annotator.formats.parquet.card import Facts, card
from annotator.formats.parquet.columns import arrow_schema, tag_names
from annotator.formats.parquet.rows import Rows

SUFFIX = ".parquet"
TRAIN = "train"
CARD = "README.md"
_ROWS_IN_A_GROUP = 1_000
_CHARACTERS_IN_A_GROUP = 4_000_000


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write one file if the target ends in ``.parquet``, else a folder with data and a card."""
    if target.suffix.lower() != SUFFIX or target.is_dir():
        return write_splits({TRAIN: documents}, target, options, progress)
    export = _export(target, options, progress)
    account = export.rows.account
    account.ledger.notes.extend(target_notes(target))
    with write_atomically(target, needed=options.needed, sources=options.sources) as stream:
        export.write(documents, stream)
        stream.flush()
        account.ledger.files.append(WrittenFile(str(target), stream.tell()))
    return account.closed()


def write_splits(
    splits: Mapping[str, Iterator[ExportedDocument]],
    folder: Path,
    options: WriteOptions,
    progress: Progress,
) -> Ledger:
    """Write each split into a file of ``data`` in the folder, and a card beside it.

    The folder must be new, empty, or hold an earlier export.
    """
    export = _export(folder, options, progress)
    account, ledger = export.rows.account, export.rows.account.ledger
    earlier = earlier_files(folder)
    with write_folder(
        folder, needed=options.needed, obsolete=earlier, sources=options.sources
    ) as parts:
        counts = {}
        for split, documents in splits.items():
            name = f"data/{split}-00000-of-00001{SUFFIX}"

            def content(stream: BinaryIO, rows: Iterator[ExportedDocument] = documents) -> None:
                export.write(rows, stream)

            size = parts.write(name, content)
            ledger.files.append(WrittenFile(str(folder / name), size))
            counts[split] = export.written
        languages = sorted(export.rows.languages)
        data = card(Facts(counts, export.rows.labels, languages), export.rows.tags, ledger)
        size = parts.write(CARD, lambda stream: _write(stream, data))
        ledger.files.append(WrittenFile(str(folder / CARD), size))
        put_manifest(parts)
    return account.closed()


def _export(target: Path, options: WriteOptions, progress: Progress) -> "_Export":
    pyarrow, parquet = library("pyarrow", "parquet"), library("pyarrow.parquet", "parquet")
    account = Account(Ledger("parquet", str(target)), options, progress)
    rows = Rows(account, tag_names(list(options.schema.labels)))
    return _Export(rows, pyarrow, parquet)


@dataclass(slots=True)
class _Export:
    """One export; ``written`` are the rows of the last file."""

    rows: Rows
    pyarrow: ModuleType
    parquet: ModuleType
    written: int = 0

    def write(self, documents: Iterator[ExportedDocument], stream: BinaryIO) -> None:
        """Write documents into a file."""
        schema = arrow_schema(self.pyarrow, self.rows.tags)
        self.written = 0
        with self.parquet.ParquetWriter(stream, schema) as writer:
            for group in self._groups(documents):
                writer.write_table(self.pyarrow.Table.from_pylist(group, schema=schema))
                self.written += len(group)

    def _groups(self, documents: Iterator[ExportedDocument]) -> Iterator[list[dict[str, Any]]]:
        group: list[dict[str, Any]] = []
        characters = 0
        for item in documents:
            for layer in self.rows.account.layers_of(item):
                group.append(self.rows.row(item, layer))
                characters += len(item.document.text)
            if len(group) >= _ROWS_IN_A_GROUP or characters >= _CHARACTERS_IN_A_GROUP:
                yield group
                group, characters = [], 0
        if group:
            yield group


def _write(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)
