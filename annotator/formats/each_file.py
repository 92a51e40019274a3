# SPDX-License-Identifier: MIT
"""Reads formats in which a document is a file, or some files, of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.errors import InputError, ProblemsError
from annotator.formats.decoding import NotTextError
from annotator.formats.format import ImportedDocument, Progress, ReadOptions
from annotator.formats.names import Ids
from annotator.formats.places import Places
from annotator.formats.problems import Problems
from annotator.formats.sources import SourceFile


@dataclass(slots=True)
class Reading:
    """One run of a reader: what it was told, the ids it gave out, and what was wrong.

    ``annotator`` owns what names nobody in the file that is read now; ``before`` counts what was
    wrong with the documents before this one.
    """

    options: ReadOptions
    annotator: str
    problems: Problems = field(default_factory=Problems)
    before: int = 0

    @property
    def ids(self) -> Ids:
        """The ids that were given out."""
        return self.options.ids

    def problem(self, file: SourceFile, line: int, field: str, message: str) -> None:
        """Keep a problem; ``line`` counts from 1 and is 0 if the file has no lines."""
        self.problems.add(file.name, line, field, message)

    def next_document(self) -> None:
        """Tell that what was wrong until now belongs to documents that are done with.

        A parser calls this for a document so wrong that it is not even yielded.
        """
        self.before = self.problems.sightings

    def accepts(self, label: str, place: tuple[SourceFile, int, str]) -> bool:
        """Return whether a span may have this label; if not, keep that with (file, line, field)."""
        if self.options.accepts(label):
            return True
        file, line, field = place
        self.problems.add_label(label, (file.name, line, field))
        return False

    def places(self, text: str, file: SourceFile, line: int = 0) -> Places:
        """Return what checks places in a text and tells problems of this file and line."""
        return Places(text, lambda field, message: self.problem(file, line, field, message))


Parse: TypeAlias = Callable[[SourceFile, Reading], Iterator[ImportedDocument]]
"""Yields the documents of a file.

It keeps problems in the Reading, or raises InputError (NotTextError with a line) for a file that
cannot be used at all. What is wrong before a document is yielded belongs to that document.
"""


def read_each(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress, parse: Parse
) -> Iterator[ImportedDocument]:
    """Yield the documents of all files.

    After the first problem nothing more is yielded, and ProblemsError comes at the end with all of
    them; with ``options.good_only`` the documents without problems are.
    """
    reading = Reading(options, options.annotator)
    for done, file in enumerate(files):
        progress(done, len(files))
        yield from documents_of(file, reading, parse)
    progress(len(files), len(files))
    reading.problems.settle(
        options.schema.labels, good_only=options.good_only, refused=options.refused
    )


def documents_of(file: SourceFile, reading: Reading, parse: Parse) -> Iterator[ImportedDocument]:
    """Yield the documents of one file that may be kept; what is wrong becomes a problem."""
    reading.next_document()
    for item in parsed_file(file, reading, parse):
        kept = reading.before if reading.options.good_only else 0
        if reading.problems.sightings == kept:
            yield item
        reading.next_document()


def parsed_file(file: SourceFile, reading: Reading, parse: Parse) -> Iterator[ImportedDocument]:
    """Yield what ``parse`` does, good or bad; the error that ends it becomes a problem."""
    try:
        yield from parse(file, reading)
    except ProblemsError:  # there are far too many
        raise
    except NotTextError as error:
        reading.problem(file, error.line, "", str(error))
    except InputError as error:
        reading.problem(file, 0, "", str(error))
