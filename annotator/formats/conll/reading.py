# SPDX-License-Identifier: MIT
"""Columns in: the text is built of the tokens, the spans of the tags."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from annotator.errors import InputError
from annotator.formats.conll.blocks import Block, Blocks
from annotator.formats.conll.choices import (
    BLANK_LINES,
    DISCARD,
    FILE,
    MARKS,
    REFUSE,
    SENTENCE,
    Wishes,
)
from annotator.formats.conll.drafts import BLANK, NOTHING, Draft, gaps_between, is_cjk
from annotator.formats.conll.layout import Layout
from annotator.formats.conll.spans import Found, SpanReader
from annotator.formats.conll.survey import Hints, surveyed
from annotator.formats.each_file import Reading, read_each
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.sources import SourceFile
from annotator.formats.tag_sequences import NO_TAGS, TagSpan
from annotator.formats.text_lines import lines_in
from annotator.formats.told import Told
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Span
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_SURVEYED_LINES = 50_000
_BIO_SUFFIXES = (".bio", ".iob2")
_LISTED = 500
_HINT = (
    " (choose repair=conlleval to read such tags as conlleval does, repair=discard to leave "
    "their spans out)"
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of files of columns; what was found out of each file is told of."""
    told = Told()
    parse = partial(_documents, wishes=Wishes.of(options.choices), told=told)
    try:
        yield from read_each(files, options, progress, parse)
    finally:
        told.tell(options.note)


def _documents(
    file: SourceFile, reading: Reading, *, wishes: Wishes, told: Told
) -> Iterator[ImportedDocument]:
    batches = lines_in(file, reading.options.max_bytes, wishes.encoding)
    sample: list[str] = []
    for lines in batches:
        sample.extend(lines)
        if len(sample) >= _SURVEYED_LINES:
            break
    bio = wishes.scheme is None and file.path.suffix.lower() in _BIO_SUFFIXES
    layout = surveyed(sample, Hints(wishes.token, wishes.tags, bio))
    if isinstance(layout, str):
        raise InputError(layout)
    layout = _as_wished(layout, wishes)
    run = _Run(file, reading, wishes, layout, told)
    run.tell_layout(sample)
    yield from run.documents(chain(sample, chain.from_iterable(batches)))
    run.tell_repairs()


def _as_wished(layout: Layout, wishes: Wishes) -> Layout:
    notations = {
        place: replace(notation, label=wishes.label) for place, notation in layout.notations.items()
    }
    return replace(layout, notations=notations, scheme=wishes.scheme or layout.scheme)


class _Run:
    """Reads one file."""

    def __init__(
        self, file: SourceFile, reading: Reading, wishes: Wishes, layout: Layout, told: Told
    ) -> None:
        self.file = file
        self.reading = reading
        self.wishes = wishes
        self.layout = layout
        self.told = told
        self.joiner = BLANK
        self._spans = SpanReader(layout)
        self._made = 0
        self._repaired: list[int] = []
        self._hinted = False

    def documents(self, lines: Iterable[str]) -> Iterator[ImportedDocument]:
        """Yield the documents."""
        draft: Draft | None = None
        for block in Blocks(self.layout).of(lines):
            if draft is None or (draft.sentences and self._starts(block)):
                if draft is not None:
                    yield from self._finished(draft)
                draft = self._new(block)
            elif block.id and self.wishes.documents == MARKS:
                draft.id = self.reading.ids.unique(block.id)
            for comment in block.comments:
                draft.note(comment)
            if block.id and self.wishes.documents == FILE:
                draft.note(f"document {block.id}")
            self._add(draft, block)
        if draft is not None:
            yield from self._finished(draft)

    def _starts(self, block: Block) -> bool:
        match self.wishes.documents:
            case "marks":
                return block.starts
            case "sentence":
                return True
            case "blank-lines":
                return block.blanks > 1
        return False

    def _new(self, block: Block) -> Draft:
        self._made += 1
        documents = self.wishes.documents
        if documents == MARKS and block.id:
            id = block.id
        elif documents in (SENTENCE, BLANK_LINES) or (documents == MARKS and block.starts):
            id = f"{self.file.stem}-{self._made}"
        else:
            id = self.file.stem
        line = block.numbers[0] if block.numbers else 1
        return Draft(self.reading.ids.unique(id), line)

    def _finished(self, draft: Draft) -> Iterator[ImportedDocument]:
        text = draft.text
        if not text or text.isspace():
            self.told.add(
                self.file.name, "documents without tokens that were passed over: {count}", 1
            )
            return
        facts = draft.facts
        language = _fact(facts, "language")
        info = DocumentInfo(
            title=title_of(text) or draft.id,
            source=self.file.name,
            date=_fact(facts, "date"),
            language=language or implied_language(text, self.reading.options.language),
            meta=draft.meta,
        )
        layer = Layer(self.reading.annotator, tuple(draft.spans), complete=False)
        origin = f"{self.file.name}:{draft.line}"
        document = Document.of(draft.id, text)
        yield ImportedDocument(document, info, (layer,) if draft.spans else (), origin)

    def _add(self, draft: Draft, block: Block) -> None:
        """Add a sentence to a document."""
        rows, numbers = self._rows(block)
        if not rows:
            return
        tokens = [row[self.layout.token] for row in rows]
        found = self._spans.read(rows)
        draft.start_sentence("\n")
        if found.spans or self.layout.misc >= 0 or not self.joiner:
            starts = draft.add_sentence(tokens, self._gaps(tokens, rows))
            if found.spans:
                self._add_spans(draft, found, (tokens, starts, numbers))
        else:
            draft.add_joined(tokens, self.joiner)
        if found.faults or found.unreadable:
            self._tell_faults(draft, found, numbers)
        if draft.place > self.reading.options.max_bytes:
            raise InputError(
                f"a document has more than {self.reading.options.max_bytes:,} characters "
                "(this limit can be raised)"
            )

    def _rows(self, block: Block) -> tuple[list[list[str]], list[int]]:
        """Return the cells of each token, and its line; what is no token is told of."""
        layout = self.layout
        plain = _plain_rows(block.rows, layout)
        if plain is not None:
            return plain, block.numbers
        rows: list[list[str]] = []
        numbers: list[int] = []
        for line, number in zip(block.rows, block.numbers, strict=True):
            cells = layout.cells(line)
            if cells is None:
                self._problem(number, "", self._columns_of(line))
                continue
            token = cells[layout.token].strip(" \t")
            if layout.digits and len(token) > 1 and token[-1].isdecimal():
                token = token[:-1]
            if token:
                cells[layout.token] = token
                rows.append(cells)
                numbers.append(number)
            elif all(cells[place].strip() in NO_TAGS for place in layout.tags):
                self.told.add(
                    self.file.name, "lines without a token that were passed over: {count}", 1
                )
            else:
                self._problem(number, "token", "there is a tag but no token")
        return rows, numbers

    def _columns_of(self, line: str) -> str:
        count = len(line.split("\t")) if self.layout.tabs and "\t" in line else len(line.split())
        have = "1 column" if count == 1 else f"{count:,} columns"
        least = "at least " if self.layout.brackets or self.layout.nested else ""
        return f"the line has {have}; a line of this file has {least}{self.layout.columns:,}"

    def _gaps(self, tokens: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        gaps = gaps_between(tokens, self.joiner)
        if self.layout.misc >= 0:
            for place, row in enumerate(rows[:-1]):
                gaps[place] = _gap(row[self.layout.misc], gaps[place])
        return gaps

    def _add_spans(
        self, draft: Draft, found: Found, where: tuple[Sequence[str], Sequence[int], Sequence[int]]
    ) -> None:
        tokens, starts, numbers = where
        wanted = [
            (column, span)
            for column, span in found.spans
            if not (span.faulty and self.wishes.repair == DISCARD)
        ]
        for column, span in sorted(wanted, key=_text_order):
            if not self.reading.accepts(span.label, (self.file, numbers[span.first], "tag")):
                continue
            last = span.last - 1
            place = (starts[span.first], starts[last] + len(tokens[last]))
            attributes = {}
            if column != self.layout.tags[0]:
                attributes["column"] = self.layout.name_of(column)
            draft.spans.append(Span(f"T{len(draft.spans) + 1}", span.label, (place,), attributes))

    def _tell_faults(self, draft: Draft, found: Found, numbers: Sequence[int]) -> None:
        for column, fault in found.unreadable:
            self._problem(numbers[fault.token], self._field(column), fault.sentence)
        for column, fault in found.faults:
            number = numbers[fault.token]
            if self.wishes.repair == REFUSE:
                hint = "" if self._hinted else _HINT
                self._problem(number, self._field(column), fault.sentence + hint)
                self._hinted = True
            else:
                self._repaired.append(number)
                draft.repairs.append(f"line {number}: {fault.sentence}")

    def _field(self, column: int) -> str:
        return f"tag in column {self.layout.name_of(column)}"

    def _problem(self, line: int, field: str, message: str) -> None:
        self.reading.problem(self.file, line, field, message)

    def tell_layout(self, sample: Sequence[str]) -> None:
        """Find what joins the tokens, and tell what the columns are taken for."""
        layout = self.layout
        some = [cells[layout.token] for line in sample[:5_000] if (cells := layout.cells(line))]
        joiner = self.wishes.joiner
        self.joiner = (NOTHING if is_cjk(some) else BLANK) if joiner is None else joiner
        tags = ", ".join(layout.name_of(place) for place in layout.tags)
        scheme = "in brackets" if layout.brackets else layout.scheme.name
        nested = ", several tags a token" if layout.nested or layout.parts else ""
        joined = "joined by blanks" if self.joiner else "joined by nothing"
        if layout.misc >= 0:
            joined += f", as column {layout.name_of(layout.misc)} says"
        self.told.add(
            self.file.name,
            f"tokens in column {layout.name_of(layout.token)}, tags in column {tags} "
            f"({scheme}{nested}); tokens are {joined}, sentences by line breaks",
        )
        self._tell_left_out()
        if layout.digits:
            sentence = "the digit after each token, its place in a word, was left out"
            self.told.add(self.file.name, sentence)

    def _tell_left_out(self) -> None:
        layout = self.layout
        taken = {layout.token, layout.misc, *layout.tags}
        others = [layout.name_of(n) for n in range(layout.columns) if n not in taken]
        if layout.brackets:
            others[-1] += " and later ones"
        if others and not layout.nested:
            columns = "column" if len(others) == 1 else "columns"
            sentence = f"left out, since there is no place for it: {columns} {', '.join(others)}"
            self.told.add(self.file.name, sentence)

    def tell_repairs(self) -> None:
        """Tell which lines had tags that the scheme does not allow."""
        if self._repaired:
            lines = ", ".join(map(str, self._repaired[:_LISTED]))
            more = len(self._repaired) - _LISTED
            rest = f" and {more:,} more" if more > 0 else ""
            done = (
                "their spans were left out"
                if self.wishes.repair == DISCARD
                else ("read as conlleval reads them")
            )
            count = len(self._repaired)
            self.told.add(
                self.file.name,
                f"{count:,} tags that {self.layout.scheme.name} does not allow, {done}: "
                f"lines {lines}{rest}",
            )


def _plain_rows(lines: Sequence[str], layout: Layout) -> list[list[str]] | None:
    """Return the cells of lines if all of them are as most are, which is quick to see."""
    if layout.digits or layout.nested or layout.brackets:
        return None
    separator = "\t" if layout.tabs else " "
    rows = [line.split(separator) for line in lines]
    columns, token = layout.columns, layout.token
    for cells in rows:
        if len(cells) != columns or not cells[token] or cells[token][:1] in " \t":
            return None
        if cells[token][-1] in " \t":
            return None
    if not layout.tabs and any("\t" in line or "  " in line for line in lines):
        return None
    return rows


def _gap(misc: str, usual: str) -> str:
    """Return what follows a token by the flags of its last column."""
    flags = misc.split("|")
    if "EndOfLine" in flags:
        return "\n"
    if "NoSpaceAfter" in flags or "SpaceAfter=No" in flags:
        return ""
    return "\n" if "EndOfSentence" in flags else usual


def _fact(facts: dict[str, str], name: str) -> str:
    """Return the fact whose key is a name, or a name after a colon as in ``hipe2022:date``."""
    for key, value in facts.items():
        if key == name or key.endswith(f":{name}"):
            return value
    return ""


def _text_order(item: tuple[int, TagSpan]) -> tuple[int, int, int]:
    column, span = item
    return span.first, -span.last, column
