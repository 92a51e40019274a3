# SPDX-License-Identifier: MIT
"""Short ways to write and read documents in tests of formats."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import Problem, ProblemsError
from annotator.formats import jsonl
from annotator.formats.format import (
    ExportedDocument,
    Format,
    ImportedDocument,
    Layer,
    ReadOptions,
    WriteOptions,
    no_progress,
)
from annotator.formats.ledger import Ledger
from annotator.formats.sources import SourceFile, source_files
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Record
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema
from tests.strategies import AnnotatedDocument


@cache
def schema() -> Schema:
    return default_schema()


def read_options(**given: Any) -> ReadOptions:
    return ReadOptions(**{"schema": schema(), "annotator": "me", "language": "en", **given})


def write_options(**given: Any) -> WriteOptions:
    return WriteOptions(**{"schema": schema(), "language": "en", **given})


def exported(item: AnnotatedDocument) -> ExportedDocument:
    layers = tuple(Layer(name, records, complete) for name, records, complete in item.layers)
    return ExportedDocument(item.document, item.info, layers, item.own)


def document(
    id: str, text: str, *records: Record, annotator: str = "ann", complete: bool = False
) -> ExportedDocument:
    layer = Layer(annotator, records, complete)
    return ExportedDocument(Document.of(id, text), DocumentInfo(language="en"), (layer,))


def written(format: Format, target: Path, items: Iterable[ExportedDocument], **given) -> Ledger:
    return format.write(iter(items), target, write_options(**given), no_progress)


def read_back(format: Format, *paths: Path, **given: Any) -> list[ImportedDocument]:
    files = files_of(format, *paths, note=given.get("note", print))
    return list(format.read(files, read_options(**given), no_progress))


def files_of(format: Format, *paths: Path, note: Callable[[str], None] = print) -> list[SourceFile]:
    """Return the files that paths name, as the program gives them to a reader."""
    return source_files(paths, format.suffixes, note)


def contents(item: ImportedDocument | ExportedDocument) -> tuple:
    """What must be equal after a round trip: the order of records and layers does not count."""
    layers = {
        layer.annotator: ({record.id: record for record in layer.decoded()}, layer.complete)
        for layer in item.layers
    }
    return item.document, item.info, layers


def lines_file(folder: Path, *lines: Any, name: str = "x.jsonl") -> Path:
    """Write lines: bytes as they are, anything else as JSON."""
    path = folder / name
    data = [line if isinstance(line, bytes) else orjson.dumps(line) for line in lines]
    path.write_bytes(b"\n".join(data) + b"\n")
    return path


def read_lines(folder: Path, *lines: Any, **given: Any) -> list[ImportedDocument]:
    return read_back(jsonl.FORMAT, lines_file(folder, *lines), **given)


def problems_of(folder: Path, *lines: Any, **given: Any) -> tuple[Problem, ...]:
    """Return the problems for which the lines are refused; fail if they are not."""
    try:
        read_lines(folder, *lines, **given)
    except ProblemsError as error:
        return error.problems
    raise AssertionError("nothing was refused")
