# SPDX-License-Identifier: MIT
"""Native JSON Lines in: lines to documents, with every problem of every line."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from annotator.errors import InputError
from annotator.formats.format import ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.json_text import LONG_LINE, kind_of, parsed, refuse_long_integers
from annotator.formats.jsonl import records, review
from annotator.formats.jsonl.index import Index, Place, indexed
from annotator.formats.jsonl.scope import Scope
from annotator.formats.jsonl.spans import spans_of
from annotator.formats.lines import line_at
from annotator.formats.problems import Problems
from annotator.formats.sources import CHANGED, Fingerprint, SourceFile, opened
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, Record
from annotator.schema.names import shown
from annotator.text.scripts import implied_language

SUFFIXES = (".jsonl", ".ndjson")
KEYS = frozenset(
    ("id", "text", "meta", "annotator", "complete", "spans", *records.KEYS, *review.KEYS)
)
_FACTS = ("title", "source", "date", "language")


def read(
    sources: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the documents of the files, each with all its layers, wherever their lines are.

    ``docs/formats/jsonl.md`` says what a line may hold. Raises ProblemsError at the end if
    anything was wrong in any of the files; from the first problem on nothing is yielded.
    """
    problems = Problems()
    index = indexed(sources, options.max_bytes, problems, progress)
    with ExitStack() as stack:
        lines = _Lines(sources, options.max_bytes, stack, index.fingerprints)
        done = 0
        for places in index.groups():
            progress(done, len(index))
            done += len(places)
            before = problems.sightings if options.good_only else 0
            document = _document(places, lines, index, (options, problems))
            if document is not None and problems.sightings == before:
                yield document
        lines.tell_changes(problems)
    progress(done, len(index))
    problems.settle(options.schema.labels, good_only=options.good_only, refused=options.refused)


@dataclass(slots=True)
class _Lines:
    """Lines of several files by their place; the last file that was asked for stays open."""

    sources: Sequence[SourceFile]
    max_bytes: int
    stack: ExitStack
    before: Mapping[int, Fingerprint]
    _stream: BinaryIO | None = None
    _file: int = -1
    _changed: set[int] = field(default_factory=set)

    def at(self, place: Place) -> bytes:
        """Return the line at a place."""
        if place.file != self._file or self._stream is None:
            self._leave()
            self._stream = self.stack.enter_context(opened(self.sources[place.file].path))
            self._file = place.file
            self._check()
        return line_at(self._stream, place.offset, self.max_bytes)

    def tell_changes(self, problems: Problems) -> None:
        """Make a problem of every file that was changed while it was read."""
        self._leave()
        for number in sorted(self._changed):
            problems.add(self.sources[number].name, 0, "", CHANGED)

    def _leave(self) -> None:
        if self._stream is not None:
            self._check()
            self.stack.close()
            self._stream = None

    def _check(self) -> None:
        if self._stream is None or Fingerprint.of(self._stream) != self.before[self._file]:
            self._changed.add(self._file)


@dataclass(slots=True)
class _Parts:
    """What the lines of one document have given so far."""

    document: Document
    info: DocumentInfo
    origin: str
    layers: dict[str, Layer]
    has_facts: bool
    own: tuple[Record, ...] = ()


def _document(
    places: list[Place], lines: _Lines, index: Index, told: tuple[ReadOptions, Problems]
) -> ImportedDocument | None:
    options, problems = told
    parts: _Parts | None = None
    for place in places:
        source = lines.sources[place.file]
        try:
            data = lines.at(place)
            raw = parsed(data, options.max_bytes)
            if len(data) > LONG_LINE:
                data = b"{}"
        except InputError as error:
            problems.add(source.name, place.line, "", str(error))
            continue
        text = raw.get("text")
        scope = Scope(
            source.name,
            place.line,
            data,
            raw,
            text if type(text) is str else "",
            options.schema.labels if options.accepted is None else options.accepted,
            problems,
        )
        parts = _with_line(parts, scope, index, options)
    if parts is None:
        return None
    layers = tuple(parts.layers.values())
    return ImportedDocument(parts.document, parts.info, layers, parts.origin, own=parts.own)


def _with_line(
    parts: _Parts | None, scope: Scope, index: Index, options: ReadOptions
) -> _Parts | None:
    """Return the document with one more line; unchanged if the line cannot be used."""
    if not scope.raw.keys() <= KEYS:
        scope.object_of(scope.raw, "", KEYS)
    if not _has_text(scope):
        return parts
    info, has_facts = _info(scope, options.language)
    if parts is None:
        id = _document_id(scope, index)
        origin = f"{scope.file}:{scope.line}"
        parts = _Parts(Document.of(id, scope.text), info, origin, {}, has_facts)
    elif scope.text != parts.document.text:
        scope.problem(
            "text", f"differs from the text of {shown(parts.document.id)} at {parts.origin}"
        )
        return parts
    elif has_facts and parts.has_facts and info != parts.info:
        scope.problem("meta", f"differs from that of the same document at {parts.origin}")
    elif has_facts:
        parts.info, parts.has_facts = info, True
    _add_layer(parts, scope, options)
    own = review.review_of(scope) if not scope.raw.keys().isdisjoint(review.KEYS) else ()
    if own and parts.own and own != parts.own:
        scope.problem("decisions", f"differ from those of the same document at {parts.origin}")
    parts.own = parts.own or own
    return parts


def _has_text(scope: Scope) -> bool:
    if scope.text and not scope.text.isspace():
        return True
    value = scope.raw.get("text")
    if "text" not in scope.raw:
        scope.problem("text", "is missing")
    elif isinstance(value, str):
        scope.problem("text", "must hold at least one visible character")
    else:
        scope.problem("text", f"must be text, not {kind_of(value)}")
    return False


def _document_id(scope: Scope, index: Index) -> str:
    """Return the line's id, or one made of the file's name and the line."""
    if "id" in scope.raw:
        return scope.string(scope.raw, "id", "") or "?"
    id = f"{PurePosixPath(scope.file).stem}-{scope.line}"
    while index.has(id):
        id += "-"
    return id


def _info(scope: Scope, default: str) -> tuple[DocumentInfo, bool]:
    """Return the facts about the document, and whether the line has any."""
    raw = scope.raw.get("meta")
    if raw is None and "meta" not in scope.raw:
        return DocumentInfo(language=implied_language(scope.text, default)), False
    if not isinstance(raw, dict):
        scope.problem("meta", f"must be an object, not {kind_of(raw)}")
        return DocumentInfo(), False
    meta = dict(raw)
    tags = meta.pop("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        scope.problem("meta.tags", "must be a list of texts")
        tags = []
    facts = {name: _fact(meta, name, scope) for name in _FACTS}
    language = facts["language"]
    info = DocumentInfo(
        title=facts["title"] or "",
        source=facts["source"] or "",
        date=facts["date"] or "",
        language=implied_language(scope.text, default) if language is None else language,
        tags=tuple(tags),
        meta=meta,
    )
    if meta:
        _check_free_meta(meta, scope)
    return info, True


def _fact(meta: dict[str, Any], name: str, scope: Scope) -> str | None:
    """Take a fact out of ``meta``; None if it is not there."""
    if name not in meta:
        return None
    fact = scope.string(meta, name, "meta", default="")
    del meta[name]
    return fact


def _check_free_meta(meta: Mapping[str, Any], scope: Scope) -> None:
    try:
        refuse_long_integers(meta, scope.data)
    except InputError as error:
        scope.problem("meta", str(error))


def _add_layer(parts: _Parts, scope: Scope, options: ReadOptions) -> None:
    raw = scope.raw
    spans = spans_of(scope.list_of(raw, "spans"), scope)
    has_others = not raw.keys().isdisjoint(records.KEYS)
    others = records.others_of(raw, spans, scope) if has_others else []
    annotator = scope.string(raw, "annotator", "", default="")
    complete = raw.get("complete", False)
    if not isinstance(complete, bool):
        scope.problem("complete", f"must be true or false, not {kind_of(complete)}")
        return
    if annotator is None or (not annotator and not spans and not others and not complete):
        return
    owner = annotator or options.annotator
    if not owner:
        scope.problem("annotator", "is missing, and no annotator was named for the import")
    elif owner in parts.layers:
        scope.problem("annotator", f"{shown(owner)} has another layer of the same document")
    else:
        parts.layers[owner] = Layer(owner, (*spans, *others), complete)
