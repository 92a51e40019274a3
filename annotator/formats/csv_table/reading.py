# SPDX-License-Identifier: MIT
"""Reads tables: each row a document, or the table that is written here."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from annotator.errors import InputError
from annotator.formats.csv_table.layout import is_own
from annotator.formats.csv_table.naming import Naming, naming_of
from annotator.formats.csv_table.own import own_documents
from annotator.formats.csv_table.span_lists import Cell, told
from annotator.formats.csv_table.table import Row, rows_of
from annotator.formats.each_file import Reading, read_each
from annotator.formats.format import (
    ImportedDocument,
    Layer,
    Progress,
    RawSource,
    ReadOptions,
)
from annotator.formats.sources import SourceFile
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.schema.names import listed, shown
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_LOOKED_AT = 50
_SHOWN_LINES = 10
_FACTS = ("title", "source", "date", "language")


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each row that has a text, or those of a table that was written here.

    Rows of one id and text that follow each other are one document with several annotators.
    Refused, with line and column: rows that are longer or shorter than the first, quotes that do
    not close, spans whose words do not stand where the cell says, and one id for two texts.
    """
    dropped: Counter[str] = Counter()

    def parse(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        return _documents(file, reading, dropped)

    yield from read_each(files, options, progress, parse)
    if told(dropped):
        options.note(told(dropped))


def _documents(
    file: SourceFile, reading: Reading, dropped: Counter[str]
) -> Iterator[ImportedDocument]:
    rows = rows_of(file, reading)
    first = next(rows, None)
    if first is None:
        if reading.problems:
            return iter(())
        raise InputError("the table is empty")
    names = [cell.strip() for cell in first.cells]
    if is_own(names):
        return own_documents(names, rows, file, reading)
    looked_at = list(islice(rows, _LOOKED_AT))
    naming = naming_of(first.cells, reading.options.choices, _samples(looked_at))
    table = _Foreign(file, reading, naming, first.source if naming.has_header else "", dropped)
    body = chain(looked_at, rows) if naming.has_header else chain([first], looked_at, rows)
    return table.documents(body)


def _samples(rows: Sequence[Row]) -> Mapping[int, str]:
    """Return the first cell of each column that has anything in it."""
    found: dict[int, str] = {}
    for row in rows:
        for place, cell in enumerate(row.cells):
            if cell.strip():
                found.setdefault(place, cell)
    return found


@dataclass(slots=True)
class _Foreign:
    """A table of somebody else's: each row is a document."""

    file: SourceFile
    reading: Reading
    naming: Naming
    header: str
    dropped: Counter[str]
    number: int = 0
    without_text: list[int] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def documents(self, rows: Iterator[Row]) -> Iterator[ImportedDocument]:
        """Yield the documents; tell what the columns were taken for, and which rows had no text."""
        waiting: ImportedDocument | None = None
        refused = ""
        for row in rows:
            self.number += 1
            if waiting is not None and not self._is_of(waiting, row):
                yield waiting
                waiting = None
            if refused and self._id_of(row) == refused:
                continue
            before = self.reading.problems.sightings
            item = self._document(row)
            if item is not None:
                waiting = self._with(waiting, item, row)
            if self.reading.problems.sightings != before:
                self.reading.next_document()
                waiting, refused = None, self._id_of(row)
        if waiting is not None:
            yield waiting
        self._tell()

    def _id_of(self, row: Row) -> str:
        is_whole = len(row.cells) >= self.naming.width
        return self.naming.cell("id", row.cells).strip() if is_whole else ""

    def _is_of(self, item: ImportedDocument, row: Row) -> bool:
        """Return whether a row is about the same document as the one before it."""
        id = self._id_of(row)
        text = self.naming.cell("text", row.cells) if id else ""
        return bool(id) and id == item.document.id and text == item.document.text

    def _document(self, row: Row) -> ImportedDocument | None:
        if len(row.cells) != self.naming.width and not self._is_padded(row):
            self._tell_ragged(row)
            return None
        text = self.naming.cell("text", row.cells)
        if not text.strip():
            self._pass_over(row)
            return None
        facts = {name: self.naming.cell(name, row.cells).strip() for name in _FACTS}
        options = self.reading.options
        info = DocumentInfo(
            title=facts["title"] or title_of(text),
            source=facts["source"] or self.file.name,
            date=facts["date"],
            language=facts["language"].lower() or implied_language(text, options.language),
            meta={name: cell for place, name in self.naming.others if (cell := row.cells[place])},
        )
        layers = self._layers(row, text)
        raw = RawSource(
            "text/tab-separated-values" if self.file.path.suffix == ".tsv" else "text/csv",
            f"{self.header}{row.source}".encode(),
            f"the column {shown(self.naming.name_of('text'))} of the row in line {row.line:,} "
            f"of {self.file.name}",
        )
        origin = f"{self.file.name}:{row.line}"
        return ImportedDocument(Document.of(self._id(row), text), info, layers, origin, raw)

    def _is_padded(self, row: Row) -> bool:
        """Return whether a row has nothing more than empty cells too many."""
        return len(row.cells) > self.naming.width and not any(row.cells[self.naming.width :])

    def _tell_ragged(self, row: Row) -> None:
        width, found = self.naming.width, len(row.cells)
        hint = ""
        if width == 1:
            hint = "; --set delimiter=none takes each line as one cell"
        at = self.naming.names[found] if found < width else row.cells[width]
        where = "the first that is missing is" if found < width else "the first too many is"
        cells = f"{found} cell{'s' if found != 1 else ''}"
        message = f"the row has {cells}, the first row {width}; {where} {shown(at)}{hint}"
        self.reading.problem(self.file, row.line, "", message)

    def _pass_over(self, row: Row) -> None:
        if self.naming.cell("spans", row.cells).strip() not in ("", "[]"):
            name = self.naming.name_of("text")
            self.reading.problem(self.file, row.line, name, "is empty, but the row has spans")
        self.without_text.append(row.line)

    def _id(self, row: Row) -> str:
        given = self.naming.cell("id", row.cells).strip()
        return given or self.reading.ids.unique(f"{self.file.stem}-{self.number}")

    def _layers(self, row: Row, text: str) -> tuple[Layer, ...]:
        cell = self.naming.cell("spans", row.cells).strip()
        if not cell:
            return ()
        place = (self.file, row.line, self.naming.name_of("spans"))
        spans = Cell(*place, text, self.reading, self.dropped).spans(cell)
        owner = self.naming.cell("annotator", row.cells).strip() or self.reading.annotator
        return (Layer(owner, spans, complete=False),) if spans else ()

    def _with(
        self, waiting: ImportedDocument | None, item: ImportedDocument, row: Row
    ) -> ImportedDocument:
        """Return the document of a row, or the one that waits with the layers of the row."""
        if waiting is None:
            self._refuse_twice(item, row)
            return item
        there = {layer.annotator: layer for layer in waiting.layers}
        for layer in item.layers:
            if layer.annotator in there and there[layer.annotator] != layer:
                message = f"{shown(layer.annotator)} has other spans of the same document above"
                name = self.naming.name_of("spans")
                self.reading.problem(self.file, row.line, name, message)
            there[layer.annotator] = layer
        return replace(waiting, layers=tuple(there.values()))

    def _refuse_twice(self, item: ImportedDocument, row: Row) -> None:
        line = self.seen.setdefault(item.document.id, row.line)
        if line != row.line:
            name = self.naming.name_of("id") if "id" in self.naming.roles else "id"
            message = f"{shown(item.document.id)} is the id of the row in line {line:,} too"
            self.reading.problem(self.file, row.line, name, message)

    def _tell(self) -> None:
        roles = sorted(self.naming.roles.items(), key=lambda item: item[1])
        what = ", ".join(f"{role} from {shown(self.naming.names[place])}" for role, place in roles)
        others = [name for _, name in self.naming.others]
        rest = f"; kept as further facts: {listed(others)}" if others else ""
        self.reading.options.note(f"{self.file.name}: {what}{rest}")
        if self.without_text:
            lines = ", ".join(f"{line:,}" for line in self.without_text[:_SHOWN_LINES])
            more = ", ..." if len(self.without_text) > _SHOWN_LINES else ""
            self.reading.options.note(
                f"{self.file.name}: {len(self.without_text):,} rows without a text passed over "
                f"(lines {lines}{more})"
            )
