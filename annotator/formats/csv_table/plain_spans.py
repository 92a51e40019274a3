# SPDX-License-Identifier: MIT
"""Rows that are spans with nothing odd about them, fast: nearly all rows of a table are.

Whatever is not taken here is read, or told of, by ``own_records``.
"""

from operator import itemgetter

from annotator.formats.csv_table.layout import SPAN, unguarded
from annotator.formats.csv_table.own_records import OwnLayer, OwnTable, values_of
from annotator.formats.csv_table.table import Row
from annotator.model.records import RESERVED_IDS, Span, Value

_NAMES = ("kind", "id", "label", "start", "end", "surface")
_REST = ("fragments", "attributes", "made_by")
_KNOWN_CELLS = 10_000


class PlainSpans:
    """Adds the plain spans of one document to their layers."""

    def __init__(self, table: OwnTable, text: str) -> None:
        self._table = table
        self._text = text
        place = table.place
        self._knows_all = all(name in place for name in (*_NAMES, *_REST, "complete"))
        if self._knows_all:
            self._cells = itemgetter(*(place[name] for name in (*_NAMES, *_REST)))
            self._layer = itemgetter(place["annotator"], place["complete"])

    def layer_of(self, row: Row) -> tuple[str, str] | None:
        """Return the cells that name the layer of a row."""
        return self._layer(row.cells) if self._knows_all else None

    def added(self, row: Row, layer: OwnLayer) -> bool:
        """Add the span of a row to a layer; False if it is none, or not sure to be right."""
        if not self._knows_all:
            return False
        kind, id, label, start, end, surface, fragments, attributes, made_by = self._cells(
            row.cells
        )
        if kind != SPAN or fragments or not (start.isdecimal() and end.isdecimal()):
            return False
        if not (start.isascii() and end.isascii() and len(end) < 10 and len(start) < 10):
            return False
        first, last = int(start), int(end)
        if surface[:1] == "'":
            surface = unguarded(surface)
        if (
            first >= last
            or last > len(self._text)
            or self._text[first:last] != surface
            or not id
            or id[0] == "'"
            or id in layer.ids
            or id in RESERVED_IDS
            or label[:1] == "'"
            or made_by[:1] == "'"
            or not self._table.reading.options.accepts(label)
        ):
            return False
        layer.ids.add(id)
        layer.spans.add(id)
        values = self._values(row, attributes) if attributes else {}
        if values is not None:  # else it has been told
            layer.records.append(Span(id, label, ((first, last),), values, made_by))
        return True

    def _values(self, row: Row, cell: str) -> dict[str, Value] | None:
        """Return the attributes in a cell; the same cells come again and again."""
        known = self._table.known
        if cell not in known:
            before = self._table.reading.problems.sightings
            values = values_of(self._table, row, cell)
            if self._table.reading.problems.sightings != before:
                return None
            if len(known) >= _KNOWN_CELLS:
                known.clear()
            known[cell] = values
        return dict(known[cell])
