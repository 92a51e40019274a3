# SPDX-License-Identifier: MIT
"""WebAnno TSV files to documents."""

from collections.abc import Iterator, Sequence

from annotator.errors import InputError, OffsetError
from annotator.formats.annotator_folders import read_by_annotator
from annotator.formats.decoding import NotTextError
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.sources import SourceFile
from annotator.formats.surfaces import mismatch
from annotator.formats.uima_layers import Found, Layers, LeftOut
from annotator.formats.webanno import BETWEEN, OFFSETS
from annotator.formats.webanno.columns import NO_ANNOTATION, Columns, Unit
from annotator.formats.webanno.escapes import text_of
from annotator.formats.webanno.header import FORMAT_LINE, Header, header_of
from annotator.formats.webanno.sentences import Body, Row, body_of, text_of_sentences
from annotator.formats.whole import whole_text
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.schema.names import shown
from annotator.text.offsets import Utf16Map
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_HINTS = 5


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file, with the layers of all annotators who have one of it.

    Offsets count UTF-16 units; what a row says its token is must stand there. Refused, with the
    line: versions 1 and 2, rows that do not fit the header, sentences before the end of the one
    before, references to nothing.
    """
    left_out = LeftOut()

    def parse(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        trial = reading.options is not options and reading.options.good_only
        counted = LeftOut() if trial else left_out
        yield _File(file, reading, counted).document()

    yield from read_by_annotator(files, options, progress, parse)
    for sentence in left_out.sentences():
        options.note(sentence)


class _File:
    """One file while it is read."""

    def __init__(self, file: SourceFile, reading: Reading, left_out: LeftOut) -> None:
        self.file = file
        self.reading = reading
        self.left_out = left_out
        choices = reading.options.choices
        self.utf16 = choices.get(OFFSETS.name, OFFSETS.default) == OFFSETS.default
        self.break_between = choices.get(BETWEEN.name, BETWEEN.default) == BETWEEN.default
        self.mismatches = 0

    def document(self) -> ImportedDocument:
        options = self.reading.options
        lines = _lines(whole_text(self.file.path, options.max_bytes))
        header, first = header_of(lines)
        before = self.reading.problems.sightings
        body = body_of(lines, first, java=header.java, tell=self._tell)
        text = text_of_sentences(
            body.sentences, self._tell, utf16=self.utf16, break_between=self.break_between
        )
        if not text.strip() and self.reading.problems.sightings == before:
            raise InputError("the file holds no text")
        found = self._found(header, body, text)
        records = Layers(self.reading, self.left_out).records(found, self.file).records
        self.left_out.reasons["tokens, which are made anew where they are needed"] += sum(
            "." not in row.unit for sentence in body.sentences for row in sentence.rows
        )
        info = DocumentInfo(
            title=title_of(text),
            source=self.file.name,
            language=implied_language(text, options.language),
            meta=body.remarks,
        )
        document = Document.of(self.reading.ids.unique(self.file.stem), text)
        layer = Layer(self.reading.annotator, records, complete=False)
        return ImportedDocument(document, info, (layer,), self.file.name)

    def _found(self, header: Header, body: Body, text: str) -> Found:
        columns = Columns(header, self._tell_field)
        width = len(header.columns)
        nothing = "\t".join([NO_ANNOTATION] * width)
        offsets = Utf16Map.of(text)
        plain = not self.utf16 or offsets.length == offsets.length_u16
        for sentence in body.sentences:
            for row in sentence.rows:
                unit = self._unit(row, text, None if plain else offsets)
                cells = row.cells
                if unit is None or cells in (nothing, nothing + "\t") or not width:
                    continue
                parts = cells.split("\t") if cells is not None else []
                if len(parts) not in (width, width + 1) or (len(parts) > width and parts[-1]):
                    self._tell(row.line, f"{len(parts)} columns, but the header names {width}")
                    continue
                columns.add(unit, parts)
        return columns.finish()

    def _unit(self, row: Row, text: str, offsets: Utf16Map | None) -> Unit | None:
        """Return where a row is in the text; None after telling what is wrong with it."""
        start, end = row.start, row.end
        if offsets is not None:
            try:
                start, end = offsets.from_utf16(start), offsets.from_utf16(end)
            except OffsetError as error:
                self._tell(row.line, str(error) + self._unit_hint(row, text))
                return None
        if not start <= end <= len(text):
            self._tell(row.line, f"{start}..{end} is no stretch of a text of {len(text):,}")
            return None
        there = text[start:end]
        if there != row.surface and text_of(row.surface, java=False) != there:
            self._tell_mismatch(row, text, (start, end))
            return None
        return Unit(row.unit, start, end, row.line)

    def _tell_mismatch(self, row: Row, text: str, place: tuple[int, int]) -> None:
        start, end = place
        self.mismatches += 1
        sentence = f"the file says {shown(row.surface)}, the text has {shown(text[start:end])}"
        hint = self._unit_hint(row, text)
        if not hint and start < end and self.mismatches <= _HINTS:
            sentence = mismatch(text, start, end, row.surface)
        self._tell_field(row.line, "token", sentence + hint)

    def _unit_hint(self, row: Row, text: str) -> str:
        if self.utf16 and text[row.start : row.end] == row.surface and row.surface:
            return "; the offsets seem to count characters: choose offsets=characters"
        return ""

    def _tell(self, line: int, sentence: str) -> None:
        self.reading.problem(self.file, line, "", sentence)

    def _tell_field(self, line: int, field: str, sentence: str) -> None:
        self.reading.problem(self.file, line, field, sentence)


def _lines(text: str) -> list[str]:
    """Return the lines of a file; only those breaks count that the file uses throughout."""
    if "\r" in text and text.count("\r\n") == text.count("\n"):
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    if not text.startswith(FORMAT_LINE):
        while lines and not lines[0].strip():
            del lines[0]
    if not lines:
        raise NotTextError("the file is empty")
    return lines
