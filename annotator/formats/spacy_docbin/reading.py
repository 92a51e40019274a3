# SPDX-License-Identifier: MIT
"""DocBin files to documents, with every problem of every document; spaCy makes no ``Doc``."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from annotator.errors import InputError
from annotator.formats.each_file import Reading, read_each
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions, chosen
from annotator.formats.sources import SourceFile
from annotator.formats.spacy_docbin import choices
from annotator.formats.spacy_docbin.container import Container, unpacked
from annotator.formats.spacy_docbin.docs import Doc, doc_of, packed_user_data
from annotator.formats.spacy_docbin.foreign_layers import (
    foreign_info,
    foreign_labels,
    foreign_spans,
)
from annotator.formats.spacy_docbin.marks import Marks, marks_of
from annotator.formats.spacy_docbin.own_data import ID
from annotator.formats.spacy_docbin.own_layers import OwnPart, is_own, own_part
from annotator.formats.spacy_docbin.packed import first_text
from annotator.formats.told import Told
from annotator.model.document import Document
from annotator.model.records import Span

EMPTY = "documents without a visible character, left out: {count}"
MISSING = (
    "documents in which some tokens are not annotated (missing); which ones is not kept: {count}"
)
BLOCKED = "tokens that are said to be in no entity (blocked), which is not kept: {count}"
UNLABELLED = "entities without a type, left out: {count}"
UNKNOWN_SPACES = "documents that do not say where blanks are; one was put after each token: {count}"
ABOUT_GROUPS = "groups of spans with data about themselves, such as scores, left out: {count}"


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of the files; ``docs/formats/spacy.md`` says what becomes what.

    A document of our own export comes once for each file, with the layers of all its ``Doc``s.
    Raises ProblemsError at the end if anything was wrong in any of the files.
    """
    given = chosen(choices.READING, options.choices)
    told = Told()
    run = _Run(
        options,
        progress,
        told,
        given[choices.GROUPS.name],
        use_own=given[choices.USER_DATA.name] == choices.USE,
        files=len(files),
    )
    yield from read_each(files, options, progress, run.documents)
    told.tell(options.note)


@dataclass(slots=True)
class _Run:
    """One run of the reader: what was chosen, and what is to be told."""

    options: ReadOptions
    progress: Progress
    told: Told
    groups: str
    use_own: bool
    files: int
    _read: int = 0
    _others: Counter[str] = field(default_factory=Counter)

    def documents(self, file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        """Yield the documents of a file."""
        with unpacked(file.path, self.options.max_bytes) as container:
            self._others.clear()
            one = _One(self, container, file, reading)
            done = 0
            for numbers in _by_id(container, self.options.max_bytes):
                if self.files > 1:
                    self.progress(self._read, self.files)
                else:
                    self.progress(done, len(container))
                done += len(numbers)
                yield from one.documents(numbers)
            self._read += 1
            if self._others:
                names = ", ".join(sorted(self._others))
                sentence = f"{names} of tokens are left out; documents that have most: {{count}}"
                self.told.add(file.name, sentence, max(self._others.values()))

    def wants(self, group: str) -> bool:
        """Return whether a group of spans is to be read."""
        if self.groups in (choices.ALL_GROUPS, choices.NO_GROUPS):
            return self.groups == choices.ALL_GROUPS
        return group in [name.strip() for name in self.groups.split(",")]

    def count_others(self, doc: Doc) -> None:
        """Count the attributes of tokens that have no place."""
        self._others.update(doc.others)


def _by_id(container: Container, max_bytes: int) -> Iterator[list[int]]:
    """Yield the numbers of Docs that have the same id in their user data, else one by one."""
    found: dict[object, list[int]] = {}
    for number in range(len(container)):
        id = None
        with suppress(InputError):  # that is told of when the document is read
            id = first_text(packed_user_data(container, number, max_bytes), ID)
        found.setdefault(number if id is None else id, []).append(number)
    yield from found.values()


@dataclass(slots=True)
class _One:
    """One file that is being read."""

    run: _Run
    container: Container
    file: SourceFile
    reading: Reading

    def documents(self, numbers: Sequence[int]) -> Iterator[ImportedDocument]:
        """Yield what the Docs of one id are: one document if they are ours, else as many."""
        parts: list[tuple[Doc, OwnPart]] = []
        failed = False
        for number in numbers:
            try:
                doc = doc_of(self.container, number, self.run.options.max_bytes)
                marks = marks_of(doc, self.container.strings, self.run.options.max_bytes)
                if self.run.use_own and is_own(doc.user_data):
                    parts.append((doc, self._own(doc, marks)))
                    continue
                item = self._foreign(doc, marks)
            except InputError as error:
                self.reading.problem(self.file, 0, f"document {number + 1}", str(error))
                self.reading.next_document()
                failed = True
                continue
            if item is not None:
                yield item
        if parts and not failed:
            yield self._united(parts)

    def _own(self, doc: Doc, marks: Marks) -> OwnPart:
        part = own_part(doc, marks)
        if not doc.text.strip():
            raise InputError("the text has no visible character")
        if part.layer is not None:
            for record in part.layer.records:
                if isinstance(record, Span):
                    self._accepts(record, doc)
        return part

    def _accepts(self, span: Span, doc: Doc) -> None:
        field = f"document {doc.number}: {span.start}..{span.end}"
        self.reading.accepts(span.label, (self.file, 0, field))

    def _united(self, parts: Sequence[tuple[Doc, OwnPart]]) -> ImportedDocument:
        """Return one document with the layers of several Docs."""
        first, own = parts[0]
        layers: dict[str, Layer] = {}
        for doc, part in parts:
            where = f"document {doc.number}"
            if doc.text != first.text or part.info != own.info:
                what = "text" if doc.text != first.text else "facts"
                self._problem(where, f"it has the id of document {first.number}, but other {what}")
            elif part.layer is not None and part.layer.annotator in layers:
                annotator = part.layer.annotator
                self._problem(where, f"{annotator!r} has another layer of the same document")
            elif part.layer is not None:
                layers[part.layer.annotator] = part.layer
        document = Document.of(own.id, first.text)
        return ImportedDocument(document, own.info, tuple(layers.values()), self._origin(first))

    def _problem(self, field: str, message: str) -> None:
        self.reading.problem(self.file, 0, field, message)

    def _origin(self, doc: Doc) -> str:
        return f"{self.file.name}:{doc.number}"

    def _foreign(self, doc: Doc, marks: Marks) -> ImportedDocument | None:
        spans = foreign_spans(doc, marks, self.run.wants, self._tell)
        labels = foreign_labels(doc)
        if not doc.text.strip():
            if spans:
                raise InputError(f"the text has no visible character, but {len(spans)} spans")
            self._tell(EMPTY, 1)
            return None
        self._tell_of(doc, marks)
        for span in spans:
            self._accepts(span, doc)
        layers: tuple[Layer, ...] = ()
        if spans or labels or marks.missing < len(doc.starts):
            if not self.reading.annotator:
                raise InputError("it does not say whose it is, and no annotator was named")
            layers = (Layer(self.reading.annotator, (*spans, *labels), complete=False),)
        info = foreign_info(doc, self.run.options.language, self._tell)
        document = Document.of(self._id(doc), doc.text)
        return ImportedDocument(document, info, layers, self._origin(doc))

    def _id(self, doc: Doc) -> str:
        id = doc.user_data.get(ID)
        if not isinstance(id, str) or not id or "\0" in id:
            stem = PurePosixPath(self.file.stem).name
            id = f"{stem}-{doc.number}"
        return self.reading.ids.unique(id)

    def _tell(self, sentence: str, count: int) -> None:
        if count:
            self.run.told.add(self.file.name, sentence, count)

    def _tell_of(self, doc: Doc, marks: Marks) -> None:
        self.run.count_others(doc)
        self._tell(MISSING, 0 < marks.missing < len(doc.starts))
        self._tell(BLOCKED, marks.blocked)
        self._tell(UNLABELLED, marks.unlabelled)
        self._tell(UNKNOWN_SPACES, doc.unknown_spaces)
        self._tell(ABOUT_GROUPS, marks.about)
