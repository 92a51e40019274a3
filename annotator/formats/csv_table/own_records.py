# SPDX-License-Identifier: MIT
"""Records from the rows of the table that ``writing`` makes."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.errors import InputError
from annotator.formats.csv_table.layout import (
    ENTITY,
    EVENT,
    LABEL,
    NOTE,
    RELATION,
    SPAN,
    unguarded,
)
from annotator.formats.csv_table.table import Row
from annotator.formats.each_file import Reading
from annotator.formats.json_text import parsed, refuse_long_integers
from annotator.formats.places import Places
from annotator.formats.sources import SourceFile
from annotator.model.records import (
    RESERVED_IDS,
    Argument,
    DocumentLabel,
    Entity,
    EventFrame,
    Fragment,
    Note,
    Record,
    Relation,
    Span,
    Value,
)
from annotator.schema.names import listed, shown

_LEAST_CAP = 1024 * 1024
_NUMBER = re.compile(r"[0-9]{1,12}")
_PART = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")
_EVENT_KEYS = frozenset(("arguments", "modality", "time", "time_value", "reported_by"))


@dataclass(slots=True)
class OwnTable:
    """The table: which column is where, and how its rows are told of.

    ``broken`` are the ids of documents of which a row cannot be used, ``known`` the attributes in
    cells that were read before.
    """

    file: SourceFile
    reading: Reading
    place: Mapping[str, int]
    broken: set[str] = field(default_factory=set)
    known: dict[str, dict[str, Value]] = field(default_factory=dict)

    def cell(self, row: Row, name: str) -> str:
        """Return a cell as it was before it was written."""
        place = self.place.get(name)
        if place is None:
            return ""
        cell = row.cells[place]
        return unguarded(cell) if cell[:1] == "'" else cell

    def tell(self, row: Row, field: str, message: str) -> None:
        """Keep a problem of a row."""
        self.reading.problem(self.file, row.line, field, message)

    def json(self, row: Row, column: str, cell: str) -> Any:  # noqa: ANN401 any JSON value
        """Return a JSON value, strictly; None after telling what is wrong with it."""
        data = b'{"value":%b}' % cell.encode()
        try:
            value = parsed(data, max(self.reading.options.max_bytes, _LEAST_CAP))
            refuse_long_integers(value, data)
        except InputError as error:
            self.tell(row, column, str(error))
            return None
        if len(value) != 1:
            self.tell(row, column, "must be one JSON value")
            return None
        return value["value"]

    def object(self, row: Row, column: str, cell: str) -> dict[str, Any]:
        """Return a JSON object; an empty one after telling what is wrong with it."""
        value = self.json(row, column, cell)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.tell(row, column, "must be a JSON object")
        return {}


@dataclass(slots=True)
class OwnLayer:
    """What the rows of one annotator give."""

    complete: bool
    records: list[Record] = field(default_factory=list)
    spans: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    ends: list[tuple[Row, str, str]] = field(default_factory=list)
    """Ids of other records that rows refer to: (row, column, id)."""


class Placing:
    """Finds the places of a document's spans."""

    def __init__(self, table: OwnTable, text: str) -> None:
        self._table = table
        self._text = text
        self._row: Row | None = None
        self._places = Places(text, self._tell)

    def _tell(self, field: str, message: str) -> None:
        if self._row is not None:
            self._table.tell(self._row, field, message)

    def of(self, row: Row) -> tuple[Fragment, ...] | None:
        """Return the stretches of a span; None after telling what is wrong with them."""
        self._row = row
        cell = self._table.cell
        start, end = self._number(cell(row, "start")), self._number(cell(row, "end"))
        surface, parts = cell(row, "surface"), cell(row, "fragments")
        if not parts:
            whole = self._places.fragment(start, end, "start", surface)
            return None if whole is None else (whole,)
        found = self._fragments(parts)
        if found is None or not self._places.surface_of_parts(found, surface, "surface"):
            return None
        if (found[0][0], found[-1][1]) != (start, end):
            self._tell("fragments", "the first part must begin at start, the last one stop at end")
            return None
        return found

    def of_pair(self, row: Row, pair: object) -> Fragment | None:
        """Return the stretch that a pair of numbers names; None after telling what is wrong."""
        self._row = row
        if not isinstance(pair, list) or len(pair) != 2:
            self._tell("value.time", "must be two numbers, start and end")
            return None
        return self._places.fragment(pair[0], pair[1], "value.time")

    def _number(self, cell: str) -> object:
        return int(cell) if _NUMBER.fullmatch(cell) else cell

    def _fragments(self, cell: str) -> tuple[Fragment, ...] | None:
        parts = [_PART.fullmatch(part) for part in cell.split()]
        if not parts or not all(parts):
            self._tell("fragments", f"must be parts such as 0-4 9-12, not {shown(cell)}")
            return None
        pairs = [(int(part[1]), int(part[2])) for part in parts if part]
        found = self._places.fragments(pairs, "fragments")
        if found is not None and found != tuple(pairs):
            self._tell("fragments", "the parts must be in order and may not touch")
            return None
        return found


def record_of(
    table: OwnTable, row: Row, kind: str, layer: OwnLayer, places: Placing
) -> Record | None:
    """Return the record of a row; None after telling what is wrong with it."""
    id = _id(table, row, layer)
    return None if id is None else _RECORDS[kind](table, row, (id, layer, places))


def refuse_dangling(table: OwnTable, layer: OwnLayer) -> None:
    """Tell of rows that refer to a record that is not in the layer."""
    for row, column, id in layer.ends:
        known = layer.spans if column == "mentions" else layer.ids
        if id not in known:
            table.tell(row, column, f"there is no record {shown(id)} in this layer")


def _id(table: OwnTable, row: Row, layer: OwnLayer) -> str | None:
    """Return the record's id, a made one if it has none; None after telling what is wrong."""
    id = table.cell(row, "id")
    if not id:
        number = len(layer.ids) + 1
        while (id := f"row{row.line}-{number}") in layer.ids:
            number += 1
    if id in layer.ids or id in RESERVED_IDS:
        reason = "is kept for the program" if id in RESERVED_IDS else "stands twice in this layer"
        table.tell(row, "id", f"the id {shown(id)} {reason}")
        return None
    layer.ids.add(id)
    return id


_Given: TypeAlias = tuple[str, OwnLayer, Placing]


def _span(table: OwnTable, row: Row, given: _Given) -> Record | None:
    id, layer, places = given
    label = table.cell(row, "label")
    accepted = table.reading.accepts(label, (table.file, row.line, "label"))
    place = places.of(row)
    attributes, made_by = _common(table, row)
    layer.spans.add(id)
    if place is None or not accepted:
        return None
    return Span(id, label, place, attributes, made_by)


def _relation(table: OwnTable, row: Row, given: _Given) -> Record | None:
    id, layer, _ = given
    type_, source, target = (table.cell(row, name) for name in ("label", "from", "to"))
    layer.ends += [(row, "from", source), (row, "to", target)]
    attributes, made_by = _common(table, row)
    return Relation(id, type_, source, target, attributes, made_by)


def _label(table: OwnTable, row: Row, given: _Given) -> Record | None:
    cell = table.cell(row, "value")
    value = table.json(row, "value", cell) if cell else True
    value = _value(table, row, ("value", value))
    return DocumentLabel(given[0], table.cell(row, "label"), value, table.cell(row, "made_by"))


def _note(table: OwnTable, row: Row, given: _Given) -> Record | None:
    id, layer, _ = given
    target = table.cell(row, "to")
    if target:
        layer.ends.append((row, "to", target))
    return Note(id, table.cell(row, "value"), target, table.cell(row, "made_by"))


def _entity(table: OwnTable, row: Row, given: _Given) -> Record | None:
    id, layer, _ = given
    cell = table.cell(row, "value")
    mentions = table.json(row, "value", cell) if cell else []
    if not isinstance(mentions, list) or not all(isinstance(one, str) for one in mentions):
        table.tell(row, "value", 'must be a list of ids of spans, such as ["s1", "s2"]')
        return None
    layer.ends += [(row, "mentions", mention) for mention in mentions]
    attributes, made_by = _common(table, row)
    return Entity(id, tuple(mentions), attributes, made_by)


def _event(table: OwnTable, row: Row, given: _Given) -> Record | None:
    id, layer, places = given
    trigger = places.of(row)
    cell = table.cell(row, "value")
    raw = table.object(row, "value", cell) if cell else {}
    if strange := [key for key in raw if key not in _EVENT_KEYS]:
        table.tell(row, "value", f"unknown: {listed(strange)}; known are {listed(_EVENT_KEYS)}")
    words = [_word(table, row, (name, raw)) for name in ("modality", "time_value", "reported_by")]
    if words[2]:
        layer.ends.append((row, "value", words[2]))
    arguments = _arguments(table, row, raw.get("arguments", []))
    layer.ends += [(row, "value", argument.target) for argument in arguments]
    time = places.of_pair(row, raw["time"]) if raw.get("time") is not None else None
    attributes, made_by = _common(table, row)
    if trigger is None:
        return None
    type_ = table.cell(row, "label")
    modality, time_value, reported_by = words
    facts = (modality, time, attributes, made_by, time_value, reported_by)
    return EventFrame(id, type_, trigger[0], arguments, *facts)


def _word(table: OwnTable, row: Row, named: tuple[str, Mapping[str, Any]]) -> str:
    name, raw = named
    value = raw.get(name, "")
    if isinstance(value, str):
        return value
    table.tell(row, f"value.{name}", "must be text")
    return ""


def _arguments(table: OwnTable, row: Row, value: object) -> tuple[Argument, ...]:
    pairs: list[Any] = value if isinstance(value, list) else [value]
    if all(_is_pair(pair) for pair in pairs):
        return tuple(Argument(role, target) for role, target in pairs)
    table.tell(row, "value.arguments", "must be pairs of a role and an id")
    return ()


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)


_RECORDS: Mapping[str, Callable[[OwnTable, Row, _Given], Record | None]] = {
    SPAN: _span,
    RELATION: _relation,
    EVENT: _event,
    ENTITY: _entity,
    LABEL: _label,
    NOTE: _note,
}


def _common(table: OwnTable, row: Row) -> tuple[dict[str, Value], str]:
    cell = table.cell(row, "attributes")
    return values_of(table, row, cell) if cell else {}, table.cell(row, "made_by")


def values_of(table: OwnTable, row: Row, cell: str) -> dict[str, Value]:
    """Return the attributes in a cell; what cannot be one is told."""
    found = table.object(row, "attributes", cell)
    return {name: _value(table, row, (f"attributes.{name}", item)) for name, item in found.items()}


def _value(table: OwnTable, row: Row, named: tuple[str, object]) -> Value:
    field, value = named
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    table.tell(row, field, "must be a number, text, true, false, null or a list of texts")
    return None
