# SPDX-License-Identifier: MIT
"""brat's files in: a text, and what stands beside it about the text."""

import codecs
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.annotator_folders import read_by_annotator
from annotator.formats.brat import told, units
from annotator.formats.brat.assembling import Draft, assembled
from annotator.formats.brat.choices import OFFSETS
from annotator.formats.brat.lines import PLAIN, Other, text_bound
from annotator.formats.brat.places import Placed, Scene
from annotator.formats.brat.told import Told
from annotator.formats.decoding import decoded
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.sources import SourceFile
from annotator.formats.surfaces import stands_at
from annotator.formats.whole import whole_file, whole_text
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

_PARTS = (".a2", ".rel", ".co")


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each annotation file; its text is beside it.

    Lines may refer to later ones. What is no line of brat's, has no place in the text, has other
    words than stand there, or refers to nothing is a problem with its line.
    """
    counts = Told()
    mains = [file for file in files if not _is_joined_elsewhere(file)]
    yield from read_by_annotator(mains, options, progress, partial(_document, counts=counts))
    for sentence in counts.sentences():
        options.note(sentence)


def _is_joined_elsewhere(file: SourceFile) -> bool:
    """Return whether a file only has a part of what the .ann beside it holds, as brat sees it."""
    return file.path.suffix.lower() != ".ann" and file.path.with_suffix(".ann").exists()


def _document(file: SourceFile, reading: Reading, counts: Told) -> Iterator[ImportedDocument]:
    text, has_mark = _text_beside(file.path, reading.options.max_bytes)
    seen = counts.start(file.path)
    draft = _draft(file, reading, text, has_mark=has_mark, seen=seen)
    records = assembled(draft, reading, seen)
    counts.keep(file.path, seen)
    layers = (Layer(reading.annotator, records, complete=False),) if records else ()
    info = DocumentInfo(
        title=title_of(text) or file.stem.rpartition("/")[2],
        source=file.name,
        language=implied_language(text, reading.options.language),
    )
    document = Document.of(reading.ids.unique(file.stem), text)
    yield ImportedDocument(document, info, layers, file.name)


def _text_beside(path: Path, max_bytes: int) -> tuple[str, bool]:
    """Return the text that an annotation file is about, and whether a mark was before it."""
    beside = path.with_suffix(".txt")
    if not beside.exists() and path.with_suffix("").suffix == ".txt":
        beside = path.with_suffix("")
    if not beside.exists():
        raise InputError(f"there is no {beside.name} beside it, the text that it is about")
    try:
        data = whole_file(beside, max_bytes)
        text = decoded(data)
    except InputError as error:
        raise InputError(f"{beside.name}: {error}") from None
    if not text or text.isspace():
        raise InputError(f"{beside.name} holds no text")
    return text, data.startswith(codecs.BOM_UTF8)


def _draft(
    file: SourceFile, reading: Reading, text: str, *, has_mark: bool, seen: Counter[str]
) -> Draft:
    """Return what the lines of all files of a document say."""
    options = reading.options
    draft = Draft(text)
    paths = [file.path]
    if file.path.suffix.lower() != ".ann":
        paths += [path for suffix in _PARTS if (path := file.path.with_suffix(suffix)).exists()]
    contents = [whole_text(path, options.max_bytes) for path in paths]
    unit = units.unit_of(options.choices.get(OFFSETS.name, OFFSETS.default), text)
    if unit is None and has_mark and units.counts_the_mark(text, "\n".join(contents)):
        unit = units.after_the_mark
        seen[told.MARKS] += 1
    for path, content in zip(paths, contents, strict=True):
        named = SourceFile(path, file.stem + path.suffix)
        other = Other()
        _take_lines(content, Scene(text, named, reading, unit, seen), draft.spans, other)
        draft.others.append((named, other))
    return draft


def _take_lines(content: str, scene: Scene, spans: dict[str, Placed], other: Other) -> None:
    """Take in the lines of a file; words with raw line breaks go on in the next ones."""
    lines = content.split("\n")
    text, file, plainly = scene.text, scene.file, scene.unit is None
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        plain = PLAIN(line) if plainly else None
        if plain:  # nearly always
            id, label, first, last, words = plain.groups()
            start, end = int(first), int(last)
            if id not in spans and stands_at(text, start, end, words):
                spans[id] = Placed(number, file, label, ((start, end),))
                continue
        if line.startswith("T"):
            found = text_bound(number, line)
            if found is None:
                scene.refuse(number, line)
                continue
            placed = scene.placed(found, lines, number)
            number += placed.more_lines
            if found.id in spans:
                scene.refuse_id(found.line, found.id)
            spans[found.id] = placed
        elif line and not line.isspace() and not other.add(number, line):
            scene.refuse(number, line)
