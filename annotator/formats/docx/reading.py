# SPDX-License-Identifier: MIT
"""Reads Word documents, each a document."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from lxml import etree

from annotator.errors import InputError
from annotator.formats.docx import EXTRA
from annotator.formats.docx.package import lean_package, whole_binary
from annotator.formats.docx.words import Words
from annotator.formats.each_file import Reading, read_each
from annotator.formats.extraction import META_KEY, kept
from annotator.formats.extras import library
from annotator.formats.format import ImportedDocument, Progress, ReadOptions
from annotator.formats.sources import SourceFile
from annotator.model.document import Document
from annotator.model.records import DocumentInfo
from annotator.text.characters import refuse_unstorable
from annotator.text.scripts import implied_language
from annotator.text.titles import title_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_KINDS = {"footnote": "footnotes", "endnote": "endnotes"}
_TOLD = {"header": "headers", "footer": "footers", "comments": "comments"}
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_FAILURES = (
    *(ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError),
    *(NotImplementedError, etree.LxmlError),
)


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield a document for each file; its id is the file's name without the suffix.

    Refused: old Word documents, OpenDocument, macros, passwords, archives with too many or too
    large parts, and documents without text.
    """
    library("docx", EXTRA)
    left_out: Counter[str] = Counter()

    def parse(file: SourceFile, reading: Reading) -> Iterator[ImportedDocument]:
        item, words = _document(file, reading)
        left_out.update(words.left_out)
        yield item

    yield from read_each(files, options, progress, parse)
    if left_out:
        options.note(
            f"left out of the Word documents: {_counted(left_out)}; the files are kept as they were"
        )


@dataclass(slots=True)
class _Read:
    """What was found in a file."""

    text: str
    words: Words
    title: str = ""
    date: str = ""
    language: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""


def _document(file: SourceFile, reading: Reading) -> tuple[ImportedDocument, Words]:
    options = reading.options
    data = whole_binary(file.path, options.max_bytes)
    found = _found(data, options)
    if not found.text:
        raise InputError("the document holds no text")
    refuse_unstorable(found.text)
    raw, told = kept(file.name, MEDIA_TYPE, data, found.sentence)
    info = DocumentInfo(
        title=found.title or title_of(found.text),
        source=file.name,
        date=found.date,
        language=found.language or implied_language(found.text, options.language),
        meta={**found.more, META_KEY: told},
    )
    document = Document.of(reading.ids.unique(file.stem), found.text)
    return ImportedDocument(document, info, (), file.name, raw), found.words


def _found(data: bytes, options: ReadOptions) -> _Read:
    package = lean_package(data, options.max_bytes)
    try:
        document = library("docx", EXTRA).Document(package)
        found = _text_of(document, with_notes=options.choices.get("notes") != "leave-out")
        _add_properties(document, found)
    except _FAILURES as error:
        raise InputError(f"this is no sound Word document ({_reason(error)})") from error
    return found


def _reason(error: BaseException) -> str:
    if isinstance(error, KeyError) and "officeDocument" in str(error):
        return "perhaps it was saved as Strict Open XML; save it as an ordinary .docx"
    return f"{type(error).__name__}"


def _text_of(document: Any, *, with_notes: bool) -> _Read:  # noqa: ANN401 python-docx has no types
    words = Words()
    lines = words.lines_of(document.element.body)
    parts = _parts_of(document)
    notes = _notes(words, parts) if with_notes else []
    if not with_notes and words.notes:
        words.left_out["footnotes and endnotes"] += len(words.notes)
    for kind, name in _TOLD.items():
        if count := sum(_holds_text(part) for part in parts.get(kind, ())):
            words.left_out[name] += count
    return _Read("\n".join([*lines, *notes]), words, sentence=_sentence(words, len(notes)))


def _parts_of(document: Any) -> dict[str, list[etree._Element]]:  # noqa: ANN401 python-docx's
    """Return the roots of the parts that the main one refers to, by the kind of reference."""
    found: dict[str, list[etree._Element]] = {}
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.startswith(_RELATIONSHIPS):
            kind = relation.reltype.rpartition("/")[2]
            if kind in (*_KINDS.values(), *_TOLD):
                found.setdefault(kind, []).append(_root_of(relation.target_part))
    return found


def _root_of(part: Any) -> etree._Element:  # noqa: ANN401 python-docx has no types
    element = getattr(part, "element", None)
    if element is not None:
        return element  # type: ignore[no-any-return] # python-docx's elements are lxml's
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    return etree.fromstring(part.blob, parser)


def _holds_text(root: etree._Element) -> bool:
    return bool(Words().lines_of(root))


def _notes(words: Words, parts: dict[str, list[etree._Element]]) -> list[str]:
    """Return the lines of the notes that the text refers to, in its order."""
    lines: list[str] = []
    held = {
        (kind, str(note.get(f"{_W}id"))): note
        for kind, name in _KINDS.items()
        for root in parts.get(name, ())
        for note in root.iterfind(f"{_W}{kind}")
    }
    for reference in dict.fromkeys(words.notes):
        if reference in held:
            lines.extend(words.lines_of(held.pop(reference)))
    return lines


def _sentence(words: Words, note_lines: int) -> str:
    """Return what was taken and what was left out, in a sentence."""
    taken = "all paragraphs and tables"
    if note_lines:
        taken += ", footnotes and endnotes after them"
    changes = ", tracked changes accepted" if words.has_changes else ""
    left_out = f"; left out: {_counted(words.left_out)}" if words.left_out else ""
    return f"{taken}{changes}, with python-docx {version('python-docx')}{left_out}"


def _counted(left_out: Counter[str]) -> str:
    return ", ".join(f"{what} ({count:,})" for what, count in sorted(left_out.items()) if count)


def _add_properties(document: Any, found: _Read) -> None:  # noqa: ANN401 python-docx has no types
    """Add the title, author, date and language that the file states, if it states any."""
    package = document.part.package
    if not any(relation.reltype == _CORE for relation in package.rels.values()):
        return  # python-docx would make some up
    properties = document.core_properties
    found.title = _clean(properties.title)
    found.date = _date(properties, "created") or _date(properties, "modified")
    language = _CODE.fullmatch(_clean(properties.language))
    found.language = language[1].lower() if language else ""
    more = {
        "author": _clean(properties.author),
        "subject": _clean(properties.subject),
        "keywords": _clean(properties.keywords),
    }
    found.more = {name: value for name, value in more.items() if value}


def _date(properties: Any, name: str) -> str:  # noqa: ANN401 python-docx has no types
    try:
        moment = getattr(properties, name)
    except (ValueError, TypeError, OverflowError):
        return ""
    return "" if moment is None else str(moment.date().isoformat())


def _clean(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
