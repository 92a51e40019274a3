# SPDX-License-Identifier: MIT
"""CoNLL-U in: the text is that of the sentences, the spans are in the last column."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice

from annotator.errors import InputError
from annotator.formats.conllu.brackets import BracketReader
from annotator.formats.conllu.choices import DISCARD, FILE, MARKS, REFUSE, SENTENCE, Wishes
from annotator.formats.conllu.drafts import Draft, records_of
from annotator.formats.conllu.rows import COLUMNS, RowReader, Sentence, columns_of
from annotator.formats.conllu.tagged import NOWHERE, Source, source_of, tagged_rows
from annotator.formats.conllu.text import rebuilt
from annotator.formats.each_file import Reading, read_each
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.sources import SourceFile
from annotator.formats.tag_sequences import OUTSIDE, Tag, spans_of
from annotator.formats.text_lines import lines_in
from annotator.formats.told import Told
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Fragment, Record, Span
from annotator.schema.names import shown
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_SURVEYED = 5_000
_LISTED = 500
_HINT = (
    " (choose repair=conlleval to read such tags as conlleval does, repair=discard to leave "
    "their spans out)"
)
_OWN_KEYS = frozenset({"SpaceAfter", "SpacesAfter", "SpacesBefore", "SpacesInToken"})


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of files of CoNLL-U; what has no place here is told of."""
    told = Told()
    parse = partial(_documents, wishes=Wishes.of(options.choices), told=told)
    try:
        yield from read_each(files, options, progress, parse)
    finally:
        told.tell(options.note)


def _documents(
    file: SourceFile, reading: Reading, *, wishes: Wishes, told: Told
) -> Iterator[ImportedDocument]:
    batches = lines_in(file, reading.options.max_bytes)
    first = next(batches, [])
    columns = columns_of(first)
    if "ID" not in columns or "FORM" not in columns:
        raise InputError("the first line names columns, but not ID and FORM")
    tell = partial(reading.problem, file)
    lines = chain(first, chain.from_iterable(batches))
    sentences = RowReader(columns, tell).sentences(lines)
    sample = list(islice(sentences, _SURVEYED))
    if not sample:
        raise InputError("the file holds no sentences of CoNLL-U")
    run = _Run(file, reading, wishes, source_of(sample, wishes), told)
    run.tell_source(sample, columns)
    yield from run.documents(chain(sample, sentences))
    run.tell_repairs()


class _Run:
    """Reads one file."""

    def __init__(
        self, file: SourceFile, reading: Reading, wishes: Wishes, source: Source, told: Told
    ) -> None:
        self.file = file
        self.reading = reading
        self.wishes = wishes
        self.source = source
        self.told = told
        self._fields: tuple[str, ...] = ()
        self._made = 0
        self._repaired: list[int] = []
        self._hinted = False

    def documents(self, sentences: Iterator[Sentence]) -> Iterator[ImportedDocument]:
        """Yield the documents."""
        draft: Draft | None = None
        for sentence in sentences:
            if draft is None or self._starts(sentence):
                if draft is not None:
                    yield from self._finished(draft)
                draft = self._new(sentence)
            self._add(draft, sentence)
        if draft is not None:
            yield from self._finished(draft)

    def _starts(self, sentence: Sentence) -> bool:
        if self.wishes.documents == MARKS:
            return any(comment.startswith("newdoc") for _, comment in sentence.comments)
        return self.wishes.documents == SENTENCE

    def _new(self, sentence: Sentence) -> Draft:
        self._made += 1
        declared = sentence.comment("global.Entity")
        if declared:
            self._fields = tuple(declared[1].split("-"))
        named = {MARKS: "newdoc id", SENTENCE: "sent_id"}.get(self.wishes.documents, "")
        found = sentence.comment(named)
        if found and found[1]:
            id = found[1]
        elif self.wishes.documents == FILE or not self._starts(sentence):
            id = self.file.stem
        else:
            id = f"{self.file.stem}-{self._made}"
        draft = Draft(self.reading.ids.unique(id), sentence.rows[0].line)
        draft.brackets = BracketReader(self._fields)
        return draft

    def _add(self, draft: Draft, sentence: Sentence) -> None:
        text = rebuilt(sentence, check=self.wishes.check_text)
        if text is None:
            self._problem(sentence.rows[0].line, "", "the sentence has no words, only empty nodes")
            return
        if text.problem:
            line, tokens = text.problem
            comment = sentence.comment("text")
            said = comment[1] if comment else ""
            self._problem(
                line,
                "text",
                f"the comment says {shown(said)}, the tokens give {shown(tokens)} (choose "
                "text=tokens to take the tokens)",
            )
        if text.words:
            told = "sentences whose text has the words, not what they are written as: {count}"
            self.told.add(self.file.name, told, 1)
        starts_paragraph = any(comment.startswith("newpar") for _, comment in sentence.comments)
        start = draft.add(sentence, text, starts_paragraph=starts_paragraph)
        places = {row: (start + first, start + last) for row, (first, last) in text.places.items()}
        if self.source.brackets:
            self._read_brackets(draft, sentence, places)
        elif self.source.key != NOWHERE:
            self._read_tags(draft, sentence, places)
        if draft.at > self.reading.options.max_bytes:
            raise InputError(
                f"a document has more than {self.reading.options.max_bytes:,} characters "
                "(this limit can be raised)"
            )

    def _read_brackets(self, draft: Draft, sentence: Sentence, places: dict[int, Fragment]) -> None:
        key = self.source.key
        before = len(draft.places)
        draft.places.extend(map(places.get, range(len(sentence.rows))))
        for place, row in enumerate(sentence.rows):
            if key in row.misc:
                draft.brackets.read(row.misc[key], before + place, row.line)

    def _read_tags(self, draft: Draft, sentence: Sentence, places: dict[int, Fragment]) -> None:
        key, notation = self.source.key, self.source.notation
        rows = tagged_rows(sentence, key)
        tags: list[Tag] = []
        for place in rows:
            cell = sentence.rows[place].misc.get(key, OUTSIDE)
            tag = notation.parsed(cell)
            if tag is None:
                line = sentence.rows[place].line
                self._problem(line, key, f"{shown(cell)} is no tag such as O or B-PER")
                tag = Tag(OUTSIDE, "")
            tags.append(tag)
        spans, faults = spans_of(tags, self.source.scheme)
        for span in spans:
            if span.faulty and self.wishes.repair == DISCARD:
                continue
            line = sentence.rows[rows[span.first]].line
            covered = [places[row] for row in rows[span.first : span.last] if row in places]
            if covered and self.reading.accepts(span.label, (self.file, line, key)):
                stretch = (covered[0][0], covered[-1][1])
                draft.spans.append(Span(f"T{len(draft.spans) + 1}", span.label, (stretch,)))
        for fault in faults:
            self._tell_fault(draft, sentence.rows[rows[fault.token]].line, fault.sentence)

    def _tell_fault(self, draft: Draft, line: int, sentence: str) -> None:
        if self.wishes.repair == REFUSE:
            self._problem(line, self.source.key, sentence + ("" if self._hinted else _HINT))
            self._hinted = True
        else:
            self._repaired.append(line)
            draft.repairs.append(f"line {line}: {sentence}")

    def _finished(self, draft: Draft) -> Iterator[ImportedDocument]:
        draft.close()
        records = self._records(draft)
        text = draft.text
        if not text or text.isspace():
            return
        info = DocumentInfo(
            title=draft.fact("title") or title_of(text) or draft.id,
            source=draft.fact("source") or self.file.name,
            date=draft.fact("date"),
            language=implied_language(text, self.reading.options.language),
            meta=draft.meta,
        )
        layer = Layer(self.reading.annotator, tuple(records), complete=False)
        origin = f"{self.file.name}:{draft.line}"
        document = Document.of(draft.id, text)
        yield ImportedDocument(document, info, (layer,) if records else (), origin)

    def _records(self, draft: Draft) -> Sequence[Record]:
        if not self.source.brackets:
            return draft.spans
        draft.brackets.finish()
        for line, problem in draft.brackets.problems:
            self._problem(line, self.source.key, problem)
        for mention in draft.brackets.closed:
            label = mention.label or self.wishes.label
            self.reading.accepts(label, (self.file, mention.line, self.source.key))
        records, wordless = records_of(draft, draft.brackets.closed, self.wishes.label)
        if wordless:
            sentence = "mentions of empty nodes, which have no words, that were left out: {count}"
            self.told.add(self.file.name, sentence, wordless)
        return records

    def _problem(self, line: int, field: str, message: str) -> None:
        self.reading.problem(self.file, line, field, message)

    def tell_source(self, sample: Sequence[Sentence], columns: Sequence[str]) -> None:
        """Tell where the spans are, and what has no place here."""
        source, name = self.source, self.file.name
        if source.key == NOWHERE:
            self.told.add(name, "no key of the last column holds spans; the texts were read")
        else:
            how = "in brackets" if source.brackets else source.scheme.name
            self.told.add(name, f"spans are in {shown(source.key)} of the last column ({how})")
        keys = {key for sentence in sample for row in sentence.rows for key in row.misc}
        keys -= {source.key, *_OWN_KEYS, *columns}
        given = [column for column in columns[2:] if column in COLUMNS[2:-1]]
        given += [f"{key}=" for key in sorted(keys)]
        if given:
            self.told.add(name, f"left out, since there is no place for it: {', '.join(given)}")

    def tell_repairs(self) -> None:
        """Tell which lines had tags that the scheme does not allow."""
        if not self._repaired:
            return
        lines = ", ".join(map(str, self._repaired[:_LISTED]))
        more = len(self._repaired) - _LISTED
        rest = f" and {more:,} more" if more > 0 else ""
        out = self.wishes.repair == DISCARD
        done = "their spans were left out" if out else "read as conlleval reads them"
        count = len(self._repaired)
        scheme = self.source.scheme.name
        sentence = f"{count:,} tags that {scheme} does not allow, {done}: lines {lines}{rest}"
        self.told.add(self.file.name, sentence)
