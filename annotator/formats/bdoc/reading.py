# SPDX-License-Identifier: MIT
"""bdoc JSON in: offsets in code points, or in UTF-16 units where the file says so."""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from annotator.errors import InputError, OffsetError
from annotator.formats.annotation_sets import DOCUMENT_ID, RELATIONS
from annotator.formats.annotation_sets.parts import Annotation, AnnotationSet, Link, SetsDocument
from annotator.formats.annotation_sets.reading import read_sets
from annotator.formats.each_file import Reading
from annotator.formats.format import ImportedDocument, Progress, ReadOptions
from annotator.formats.json_text import kind_of, parsed, refuse_long_integers
from annotator.formats.sources import SourceFile
from annotator.formats.tally import Tally
from annotator.formats.whole import too_large, whole_file
from annotator.text.offsets import Utf16Map

_GZIP = b"\x1f\x8b"
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_MARK = b"\xef\xbb\xbf"


def read(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress
) -> Iterator[ImportedDocument]:
    """Yield the document of each file; one that gzip has compressed is unpacked, within bounds."""
    return read_sets(files, options, progress, _parsed)


def _parsed(file: SourceFile, reading: Reading, tally: Tally) -> SetsDocument:
    del tally
    limit = reading.options.max_bytes
    data = whole_file(file.path, limit)
    if data.startswith(_GZIP):
        data = _unpacked(data, limit)
    data = data.removeprefix(_MARK)
    raw = parsed(data, limit)
    if _LONG_NUMBER.search(data):
        refuse_long_integers(raw, data)
    return _File(file, reading, raw).document()


def _unpacked(data: bytes, limit: int) -> bytes:
    """Return what gzip has packed; InputError for more than ``limit`` bytes and for damage."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        found = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise InputError(f"compressed with gzip, and damaged: {error}") from None
    if len(found) > limit:
        raise too_large(len(found), limit, what="unpacked, more than")
    if not unpacker.eof:
        raise InputError("compressed with gzip, and cut off")
    if unpacker.unused_data.strip(b"\0"):
        raise InputError("compressed with gzip, and followed by something else")
    return found


@dataclass(slots=True)
class _File:
    file: SourceFile
    reading: Reading
    raw: dict[str, Any]

    def document(self) -> SetsDocument:
        """Return what the file holds."""
        text = self.raw.get("text")
        if not isinstance(text, str):
            raise InputError(f"text must be text, not {kind_of(text)}")
        features = self._object(self.raw, "features", "features")
        place = self._places(text)
        sets = self._object(self.raw, "annotation_sets", "annotation_sets")
        found = [self._set(name, value, place) for name, value in sets.items()]
        if isinstance(features.get(DOCUMENT_ID), str):
            self._link(features, found)
        elif self.raw.get("name") and "name" not in features:
            features = {**features, "name": self.raw["name"]}
        return SetsDocument(text, features, found)

    def _places(self, text: str) -> Callable[[int], int]:
        kind = self.raw.get("offset_type", "p")
        if kind == "j":
            return Utf16Map.of(text).from_utf16
        if kind != "p":
            raise InputError(f"offset_type must be p or j, not {kind_of(kind)}")
        return int

    def _object(self, holder: dict[str, Any], key: str, field: str) -> dict[str, Any]:
        value = holder.get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._tell(field, f"must be an object, not {kind_of(value)}")
            return {}
        return value

    def _tell(self, field: str, message: str) -> None:
        self.reading.problem(self.file, 0, field, message)

    def _set(self, name: str, value: object, place: Callable[[int], int]) -> AnnotationSet:
        made = AnnotationSet(name)
        field = f"annotation_sets.{name}"
        if not isinstance(value, dict):
            self._tell(field, f"must be an object, not {kind_of(value)}")
            return made
        annotations = value.get("annotations")
        if not isinstance(annotations, list):
            self._tell(f"{field}.annotations", f"must be a list, not {kind_of(annotations)}")
            return made
        for number, item in enumerate(annotations):
            annotation = self._annotation(item, number, f"{field}.annotations[{number}]", place)
            if annotation is not None:
                made.annotations.append(annotation)
        return made

    def _annotation(
        self, item: object, number: int, field: str, place: Callable[[int], int]
    ) -> Annotation | None:
        if not isinstance(item, dict):
            self._tell(field, f"must be an object, not {kind_of(item)}")
            return None
        label, id = item.get("type"), item.get("id", number)
        start, end = item.get("start"), item.get("end")
        if not isinstance(label, str) or not _is_number(id):
            self._tell(field, "must have a type that is text and an id that is a whole number")
            return None
        if not (_is_number(start) and _is_number(end)):
            self._tell(field, f"start and end must be whole numbers, not {start!r} and {end!r}")
            return None
        features = self._object(item, "features", f"{field}.features")
        try:
            return Annotation(id, label, place(start), place(end), features)
        except OffsetError as error:
            self._tell(field, str(error))
            return None

    def _link(self, features: dict[str, Any], sets: Sequence[AnnotationSet]) -> None:
        """Take the relations that an export of ours has put among the document's features."""
        relations = features.get(RELATIONS)
        for each in sets:
            items = relations.get(each.name) if isinstance(relations, dict) else None
            for item in items if isinstance(items, list) else ():
                link = _link_of(item)
                if link is None:
                    self._tell(f"features.{RELATIONS}", "a relation has no id, type or members")
                else:
                    each.links.append(link)


def _is_number(value: object) -> TypeGuard[int]:
    return type(value) is int


def _link_of(item: object) -> Link | None:
    if not isinstance(item, dict):
        return None
    id, label, members = item.get("id"), item.get("type"), item.get("members")
    features = item.get("features", {})
    if not _is_number(id) or not isinstance(label, str) or not isinstance(members, list):
        return None
    if not all(_is_number(member) for member in members) or not isinstance(features, dict):
        return None
    return Link(id, label, tuple(members), features)
