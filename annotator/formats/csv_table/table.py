# SPDX-License-Identifier: MIT
"""Tables as rows of cells: decoded, taken apart strictly, each row with its line and its source."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from io import TextIOWrapper
from itertools import chain
from typing import BinaryIO, Literal, NamedTuple

from annotator.errors import InputError
from annotator.formats.csv_table.layout import DELIMITERS
from annotator.formats.decoding import NotTextError, foreign_kind
from annotator.formats.each_file import Reading
from annotator.formats.sources import CHANGED, Fingerprint, SourceFile, opened, unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_LINES, _SAMPLE_CHARACTERS, _SAMPLE_ROWS = 200, 256 * 1024, 50
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SEPARATOR = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n?", re.IGNORECASE)
_CUT = "unexpected end of data"
_LOST_QUOTE = "; is a double quote not closed? (--set quoting=none takes them as they are)"


class Row(NamedTuple):
    """A row of a table: the line it starts in, counted from 1, its cells, and its source."""

    line: int
    cells: list[str]
    source: str


def rows_of(file: SourceFile, reading: Reading) -> Iterator[Row]:
    """Yield the rows of a table that have anything in them; wrong ones become problems.

    Raises NotTextError for bytes that are no text, InputError for a file that cannot be used or
    whose delimiter cannot be told.
    """
    with opened(file.path) as stream:
        try:
            before = Fingerprint.of(stream)
            yield from _rows(stream, file, reading)
            if Fingerprint.of(stream) != before:
                raise InputError(CHANGED)
        except OSError as error:
            raise unreadable(error) from None


def _rows(stream: BinaryIO, file: SourceFile, reading: Reading) -> Iterator[Row]:
    choices = reading.options.choices
    limit = reading.options.max_bytes
    lines = _lines(stream, choices.get("encoding", ""), limit)
    sample: list[str] = []
    for line in lines:
        sample.append(line)
        if len(sample) >= _SAMPLE_LINES or sum(map(len, sample)) > _SAMPLE_CHARACTERS:
            break
    first = 1
    separator = _SEPARATOR.fullmatch(sample[0]) if sample else None
    if separator:
        del sample[0]
        first = 2
    delimiter = separator[1] if separator else ""
    delimiter = _chosen(choices) or delimiter or _sniffed(sample, file, choices)
    taker = _Taker(chain(sample, lines), limit, first)
    quoting = choices.get("quoting", "double")
    yield from taker.rows(delimiter, file, reading, quoted=quoting == "double")


def _chosen(choices: Mapping[str, str]) -> str:
    name = choices.get("delimiter", "auto")
    return "none" if name == "none" else DELIMITERS.get(name, "")


def _lines(stream: BinaryIO, encoding: str, limit: int) -> Iterator[str]:
    """Yield the lines with their ends: at line feeds, carriage returns, or both."""
    codec = _codec_of(stream, encoding)
    decoded = _wide_lines if codec.startswith(("utf-16", "utf-32")) else _narrow_lines
    for number, line in enumerate(decoded(stream, codec, limit), start=1):
        if "\0" in line:
            raise NotTextError(f"a NUL character, which no text holds, at line {number:,}", number)
        if "\r" in line[:-2]:
            yield from _LINE.findall(line)
        else:
            yield line


def _codec_of(stream: BinaryIO, encoding: str) -> str:
    head = stream.read(16)
    kind = foreign_kind(head)
    if kind:
        raise InputError(f"this is {kind}")
    stream.seek(0)
    if encoding:
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            raise InputError(f"there is no encoding {encoding!r}") from None
    return next((codec for mark, codec in _MARKS if head.startswith(mark)), "utf-8")


def _narrow_lines(stream: BinaryIO, codec: str, limit: int) -> Iterator[str]:
    number = 0
    while data := stream.readline(limit + 1):
        number += 1
        if len(data) > limit:
            raise NotTextError(f"the line has more than {limit:,} bytes{_LOST_QUOTE}", number)
        try:
            yield data.decode(codec if number == 1 else codec.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            column = len(data[: error.start].decode(codec, errors="replace")) + 1
            raise NotTextError(
                f"not {codec.removesuffix('-sig').upper()}: byte 0x{data[error.start]:02X} at line "
                f"{number:,}, column {column:,}; save the table as UTF-8, or name its encoding "
                "(--set encoding=windows-1252, for instance)",
                number,
            ) from None
        except LookupError:  # a codec that makes no text
            raise InputError(f"{codec!r} is no encoding of text") from None


def _wide_lines(stream: BinaryIO, codec: str, limit: int) -> Iterator[str]:
    text = TextIOWrapper(stream, codec, newline="")
    try:
        while line := text.readline(limit + 1):
            if len(line) > limit:
                raise InputError(f"a line has more than {limit:,} characters")
            yield line
    except UnicodeDecodeError:
        raise InputError(f"not {codec.upper()}, though its byte-order mark says so") from None
    finally:
        text.detach()


def _sniffed(sample: list[str], file: SourceFile, choices: Mapping[str, str]) -> str:
    """Return the only delimiter that makes every row as long as the others.

    Where none does, the one that parts the first row: the others are wrong and will be told. Where
    none parts anything the table has one column.
    """
    quoted = choices.get("quoting", "double") == "double"
    usual = "\t" if file.path.suffix.lower() == ".tsv" else ","
    widths = {sign: _widths(sample, sign, quoted=quoted) for sign in DELIMITERS.values()}
    even = [sign for sign, found in widths.items() if len(set(found)) == 1 and found[0] > 1]
    if len(even) == 1 or usual in even:
        return usual if usual in even else even[0]
    parting = {sign: found[0] for sign, found in widths.items() if found and found[0] > 1}
    if not parting:
        return usual
    if not even and (len(parting) == 1 or usual in parting):
        return usual if usual in parting else next(iter(parting))
    raise InputError(
        "what stands between the cells cannot be told; name it "
        "(--set delimiter=comma, semicolon, tab, pipe or none)"
    )


def _widths(sample: list[str], delimiter: str, *, quoted: bool) -> list[int]:
    """Return how many cells the first rows have; 0 is for one that cannot be taken apart."""
    reader = csv.reader(sample, delimiter=delimiter, quoting=_quoting(quoted=quoted), strict=True)
    widths: list[int] = []
    while len(widths) < _SAMPLE_ROWS:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if _CUT in str(error):  # the sample ends within a cell
                break
            widths.append(0)
        else:
            if any(cells):
                widths.append(len(cells))
    return widths


def _quoting(*, quoted: bool) -> Literal[0, 3]:
    return csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE


class _Taker:
    """Hands lines to the parser and keeps those of the row that is being read."""

    def __init__(self, lines: Iterator[str], limit: int, first: int) -> None:
        self._lines = lines
        self._limit = limit
        self._number = first - 1
        self._taken: list[str] = []
        self._size = 0

    def rows(
        self, delimiter: str, file: SourceFile, reading: Reading, *, quoted: bool
    ) -> Iterator[Row]:
        """Yield the rows; fields may be as long as a document."""
        before = csv.field_size_limit(max(csv.field_size_limit(), self._limit))
        try:
            if delimiter == "none":
                yield from self._whole_lines()
                return
            parser = csv.reader(
                self._fed(), delimiter=delimiter, quoting=_quoting(quoted=quoted), strict=True
            )
            while True:
                line = self._number + 1
                try:
                    cells = next(parser)
                except StopIteration:
                    return
                except csv.Error as error:
                    reading.problem(file, line, "", _sentence(error))
                    reading.next_document()
                    self._source()
                    continue
                source = self._source()
                if any(cells):
                    yield Row(line, cells, source)
        finally:
            csv.field_size_limit(before)

    def _whole_lines(self) -> Iterator[Row]:
        for line in self._fed():
            self._source()
            cell = line.rstrip("\r\n")
            if cell:
                yield Row(self._number, [cell], line)

    def _fed(self) -> Iterator[str]:
        for line in self._lines:
            self._number += 1
            self._taken.append(line)
            self._size += len(line)
            if self._size > self._limit:
                start = self._number - len(self._taken) + 1
                raise NotTextError(
                    f"the row has more than {self._limit:,} characters{_LOST_QUOTE}", start
                )
            yield line

    def _source(self) -> str:
        source = "".join(self._taken)
        self._taken.clear()
        self._size = 0
        return source


def _sentence(error: csv.Error) -> str:
    if _CUT in str(error):
        return f"the table ends within a cell{_LOST_QUOTE}"
    return f"the row cannot be taken apart: {error}; a quote in a cell must be doubled"
