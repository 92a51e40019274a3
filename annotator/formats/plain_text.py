# SPDX-License-Identifier: MIT
"""Plain text in: one file is one document, a folder is all the ``.txt`` files below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError, decoded, foreign_kind, text_memory
from annotator.formats.format import (
    ALL_ANNOTATION,
    Format,
    ImportedDocument,
    Progress,
    ReadOptions,
)
from annotator.formats.problems import Problems
from annotator.formats.sources import (
    CHANGED,
    Fingerprint,
    SourceFile,
    opened,
    source_files,
    unreadable,
)
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.scripts import implied_language

SUFFIXES = (".txt",)
_TITLE = 80


def read(
    paths: Sequence[Path], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file, without layers.

    The id is the file's name without its suffix, below a folder its path; a number is added where
    two would be the same. The title is the first line that has words. Refused, with line and
    column: bytes that are no UTF-8 (or UTF-16, UTF-32 with a byte-order mark), NUL, a file without
    text, one larger than ``max_bytes``, and one that changes meanwhile.
    """
    problems = Problems()
    sources = source_files(paths, SUFFIXES, options.note)
    ids = _Ids()
    for done, source in enumerate(sources):
        progress(done, len(sources))
        try:
            text = _text_of(source.path, options.max_bytes)
        except NotTextError as error:
            problems.add(source.name, error.line, "", str(error))
            continue
        except InputError as error:
            problems.add(source.name, 0, "", str(error))
            continue
        if not problems:
            yield _document(source, text, ids, options)
    progress(len(sources), len(sources))
    problems.raise_if_any(options.schema.labels)


def _text_of(path: Path, max_bytes: int) -> str:
    with opened(path) as stream:
        try:
            data = read_whole(stream, max_bytes)
        except OSError as error:
            raise unreadable(error) from None
    text = decoded(data)
    if not text or text.isspace():
        raise InputError("the file holds no text")
    return text


def read_whole(stream: BinaryIO, max_bytes: int) -> bytes:
    """Return all bytes of a file.

    Raises InputError if there are more than ``max_bytes``, if the text would take more than one
    and a half times as much when decoded, or if the file changes meanwhile.
    """
    before = Fingerprint.of(stream)
    if before.size > max_bytes:
        raise too_large(before.size, max_bytes)
    data = stream.read(max_bytes + 1)
    if Fingerprint.of(stream) != before or len(data) != before.size:
        raise InputError(CHANGED)
    if 8 * len(data) > 3 * max_bytes and 2 * text_memory(data) > 3 * max_bytes:
        raise too_large(text_memory(data), max_bytes, what="in memory, for its emoji or letters,")
    return data


def too_large(size: int, max_bytes: int, *, what: str = "") -> InputError:
    """Return the error about a document beyond the cap."""
    has = f"it has {what} {size:,} bytes".replace("  ", " ")
    return InputError(f"{has}; a document may have {max_bytes:,} (this limit can be raised)")


def _document(source: SourceFile, text: str, ids: "_Ids", options: ReadOptions) -> ImportedDocument:
    stem = source.name.removesuffix(source.path.suffix) or source.name
    info = DocumentInfo(
        title=title_of(text) or stem.rpartition("/")[2],
        source=source.name,
        language=implied_language(text, options.language),
    )
    return ImportedDocument(Document.of(ids.unique(stem), text), info, (), source.name)


def title_of(text: str) -> str:
    """Return the first line with words, white space made single blanks, cut at a word if long."""
    first = next((line for line in text[:2000].splitlines() if line.strip()), "")
    words = " ".join(first.split())
    if len(words) <= _TITLE:
        return words
    cut, blank, _ = words[:_TITLE].rpartition(" ")
    return (cut if blank else words[: _TITLE - 1]).rstrip(" ,;:.-–—") + "…"


@dataclass(slots=True)
class _Ids:
    """The ids that have been given out."""

    given: set[str]

    def __init__(self) -> None:
        self.given = set()

    def unique(self, id: str) -> str:
        """Return the id, with a number after it if it was given out before."""
        candidate, number = id, 1
        while candidate in self.given:
            number += 1
            candidate = f"{id}-{number}"
        self.given.add(candidate)
        return candidate


def _recognises(head: bytes) -> bool:
    if foreign_kind(head):
        return False
    try:
        decoded(head)
    except NotTextError:
        return False
    return True


FORMAT = Format(
    "text",
    "Plain text",
    SUFFIXES,
    read,
    None,
    loses=ALL_ANNOTATION,
    recognises=_recognises,
)
