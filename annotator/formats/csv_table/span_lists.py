# SPDX-License-Identifier: MIT
"""Spans that stand as a list in one cell: as Label Studio, doccano and spaCy scripts write them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.formats.each_file import Reading
from annotator.formats.json_text import kind_of
from annotator.formats.places import Places
from annotator.formats.sources import SourceFile
from annotator.model.records import RESERVED_IDS, Fragment, Span, Value
from annotator.schema.names import shown

_LONGEST_TUPLES = 200_000
_TUPLES = re.compile(r"[\s\[\](){},:0-9]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|None|True|False")
_LISTS = ("entities", "spans", "labels", "label", "annotations", "result")
_STARTS = ("start", "start_offset", "startOffset", "begin", "offset")
_ENDS = ("end", "end_offset", "endOffset", "stop")
_LABELS = ("labels", "label", "entity", "entity_type", "type", "tag", "category")
_WORDS = ("text", "word", "surface", "value")
_IDS = ("id",)


@dataclass(slots=True)
class Cell:
    """A cell with spans: where it stands, and the text they are in."""

    file: SourceFile
    line: int
    column: str
    text: str
    reading: Reading
    dropped: Counter[str]
    """Keys of spans whose values are more than an attribute can hold, counted."""
    ids: set[str] = field(default_factory=set)

    def spans(self, cell: str) -> tuple[Span, ...]:
        """Return the spans in the cell; what is wrong with one is a problem."""
        value = self._parsed(cell)
        items = _list_in(value)
        if items is None:
            if value is not None:
                self._tell("", f"must be a list of spans, not {kind_of(value)}")
            return ()
        places = Places(self.text, self._tell)
        return tuple(
            span for number, item in enumerate(items) for span in self._read(item, number, places)
        )

    def _tell(self, field: str, message: str) -> None:
        name = f"{self.column}{field}"
        self.reading.problem(self.file, self.line, name, message)

    def _parsed(self, cell: str) -> object:
        try:
            return orjson.loads(cell)
        except orjson.JSONDecodeError as error:
            value = _tuples(cell)
            if value is None:
                self._tell("", f"neither JSON nor a list of (start, end, label): {error.msg}")
            return value

    def _read(self, item: object, number: int, places: Places) -> Iterator[Span]:
        field = f"[{number}]"
        raw = _as_object(item)
        if raw is None:
            self._tell(field, f"must be a span such as [0, 3, label], not {kind_of(item)}")
            return
        place = self._place(raw, field, places)
        labels = self._labels(raw, field)
        attributes = self._attributes(raw)
        if place is None or labels is None:
            return
        for label in labels:
            if self.reading.accepts(label, (self.file, self.line, f"{self.column}{field}")):
                yield Span(self._id(raw), label, (place,), attributes)

    def _place(self, raw: Mapping[str, Any], field: str, places: Places) -> Fragment | None:
        start = _first(raw, _STARTS)
        end = _first(raw, _ENDS)
        length = raw.get("length")
        if end is None and type(start) is int and type(length) is int:
            end = start + length
        surface = _first(raw, _WORDS)
        return places.fragment(start, end, field, surface if isinstance(surface, str) else None)

    def _labels(self, raw: Mapping[str, Any], field: str) -> list[str] | None:
        found = _first(raw, _LABELS)
        labels = found if isinstance(found, list) else [found]
        if labels and all(isinstance(label, str) and label for label in labels):
            return labels
        self._tell(field, "has no label" if found is None else f"{kind_of(found)} is no label")
        return None

    def _attributes(self, raw: Mapping[str, Any]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        known = {*_STARTS, *_ENDS, *_LABELS, *_WORDS, *_IDS, "length"}
        for name, value in raw.items():
            if name in known:
                continue
            if isinstance(value, str | int | float | bool):
                found[name] = value
            elif isinstance(value, list) and all(isinstance(part, str) for part in value):
                found[name] = tuple(value)
            elif value is not None:
                self.dropped[name] += 1
        return found

    def _id(self, raw: Mapping[str, Any]) -> str:
        """Return the span's id, or one that is free."""
        given = str(raw.get("id") or "")
        number = len(self.ids) + 1
        id = given
        while not id or id in self.ids or id in RESERVED_IDS:
            id = f"s{number}"
            number += 1
        self.ids.add(id)
        return id


def _list_in(value: object) -> list[Any] | None:
    if isinstance(value, dict):
        lists = (value[name] for name in _LISTS if isinstance(value.get(name), list))
        return next(lists, None)
    if isinstance(value, list) and value and _is_triple(value):
        return [value]
    return value if isinstance(value, list) else None


def _as_object(item: object) -> Mapping[str, Any] | None:
    if isinstance(item, dict):
        inner = item.get("value")
        return {**item, **inner} if isinstance(inner, dict) else item
    if isinstance(item, list) and _is_triple(item):
        start, end = (part for part in item if type(part) is int)
        label = next(part for part in item if isinstance(part, str))
        return {"start": start, "end": end, "label": label}
    return None


def _is_triple(item: list[Any]) -> bool:
    """Return whether this is start, end and label, or label, start and end."""
    kinds = [type(part) for part in item]
    return kinds in ([int, int, str], [str, int, int])


def _first(raw: Mapping[str, Any], names: tuple[str, ...]) -> Any:  # noqa: ANN401 any JSON value
    return next((raw[name] for name in names if raw.get(name) is not None), None)


def _tuples(cell: str) -> object:
    """Return a list that Python has written, with tuples or single quotes, as lists; else None."""
    if len(cell) > _LONGEST_TUPLES or _TUPLES.sub("", cell):
        return None
    if max(cell.count("("), cell.count("["), cell.count("{")) > cell.count(",") + 50:
        return None  # nested for no reason
    try:
        value = ast.literal_eval(cell.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
        return None
    return _as_lists(value)


def _as_lists(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_as_lists(part) for part in value]
    if isinstance(value, dict):
        return {str(name): _as_lists(part) for name, part in value.items()}
    return value


def told(dropped: Counter[str]) -> str:
    """Return the sentence about what of the spans was not kept; empty if all was."""
    names = ", ".join(f"{shown(name)} ({count:,})" for name, count in sorted(dropped.items()))
    return f"not kept of spans, since no attribute holds it: {names}" if names else ""
