# SPDX-License-Identifier: MIT
"""Writes documents, layers and records as the rows of one table."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.csv_table.layout import (
    COLUMNS,
    DELIMITERS,
    DOCUMENT,
    ENTITY,
    EVENT,
    LABEL,
    LAYER,
    NO,
    NOTE,
    RELATION,
    SPAN,
    YES,
    guarded,
)
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.grouped import ATTRIBUTE
from annotator.formats.ledger import Ledger
from annotator.formats.one_file import Frame, write_one
from annotator.model.records import Span

_MARK = b"\xef\xbb\xbf"
"""Without a byte-order mark spreadsheets take UTF-8 for something else."""
_ORDER = {SPAN: 0, RELATION: 1, EVENT: 2, ENTITY: 3, LABEL: 4, NOTE: 5}
_EVENT_DETAILS = ("arguments", "modality", "time", "time_value", "reported_by")

Row = dict[str, str]
Plain = Mapping[str, Any]


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the table; nothing is lost."""
    account = Account(Ledger("csv", str(target)), options, progress)
    rows = _Rows(_delimiter(target, options.choices.get("delimiter", "auto")))
    frame = Frame(head=_MARK + rows.lines([dict(zip(COLUMNS, COLUMNS, strict=True))]))
    return write_one(documents, target, account, rows.render, frame)


def _delimiter(target: Path, chosen: str) -> str:
    if chosen != "auto":
        return DELIMITERS[chosen]
    return "\t" if target.suffix.lower() == ".tsv" else ","


class _Rows:
    """Makes the rows of layers; a document's own row comes before its first layer."""

    def __init__(self, delimiter: str) -> None:
        self._delimiter = delimiter
        self._last: ExportedDocument | None = None

    def render(self, item: ExportedDocument, layer: Layer | StoredLayer, account: Account) -> bytes:
        """Return the rows of a layer, counting what is written and what is lost."""
        rows: list[Row] = []
        if item is not self._last:
            self._last = item
            rows.append(_document_row(item))
        if item.layers:
            rows.extend(_layer_rows(item, layer, account.ledger))
        return self.lines(rows)

    def lines(self, rows: list[Row]) -> bytes:
        """Return rows as lines; cells that a spreadsheet would run are guarded."""
        stream = StringIO()
        writer = csv.writer(stream, delimiter=self._delimiter, lineterminator="\r\n")
        writer.writerows([guarded(row.get(name, "")) for name in COLUMNS] for row in rows)
        return stream.getvalue().encode()


def _layer_rows(
    item: ExportedDocument, layer: Layer | StoredLayer, ledger: Ledger
) -> Iterator[Row]:
    whole: Row = {
        "document": item.document.id,
        "annotator": layer.annotator,
        "complete": YES if layer.complete else NO,
    }
    yield {**whole, "kind": LAYER}
    for data in sorted(layer.plain(), key=_place):
        kind, attributes = data["kind"], len(data.get("attributes", ()))
        for counter in (ledger.taken, ledger.written):
            counter[kind] += 1
            counter[ATTRIBUTE] += attributes
        yield {**whole, **_record_row(item.document.text, data)}


def _record_row(text: str, data: Plain) -> Row:
    row: Row = {"kind": data["kind"], "id": data["id"], "made_by": data.get("made_by", "")}
    if data.get("attributes"):
        row["attributes"] = _json(data["attributes"])
    return row | _CELLS[data["kind"]](text, data)


def _document_row(item: ExportedDocument) -> Row:
    info = item.info
    row = {
        "document": item.document.id,
        "kind": DOCUMENT,
        "title": info.title,
        "source": info.source,
        "date": info.date,
        "language": info.language,
        "characters": str(len(item.document.text)),
        "text": item.document.text,
    }
    if info.tags:
        row["tags"] = _json(info.tags)
    if info.meta:
        row["meta"] = _json(info.meta)
    return row


def _span_cells(text: str, data: Plain) -> Row:
    fragments = data["fragments"]
    start, end = fragments[0][0], fragments[-1][1]
    row = {"label": data["label"], "start": str(start), "end": str(end)}
    if len(fragments) == 1:
        row["surface"] = text[start:end]
    else:
        row["surface"] = Span("", "", fragments).surface(text)
        row["fragments"] = " ".join(f"{first}-{last}" for first, last in fragments)
    return row


def _relation_cells(text: str, data: Plain) -> Row:
    del text
    return {"label": data["type"], "from": data["source"], "to": data["target"]}


def _event_cells(text: str, data: Plain) -> Row:
    start, end = data["trigger"]
    place = {"start": str(start), "end": str(end), "surface": text[start:end]}
    details = {name: data[name] for name in _EVENT_DETAILS if data.get(name)}
    return {"label": data["type"], **place, "value": _json(details) if details else ""}


def _entity_cells(text: str, data: Plain) -> Row:
    del text
    return {"value": _json(data.get("mentions", ()))}


def _label_cells(text: str, data: Plain) -> Row:
    del text
    return {"label": data["name"], "value": _json(data["value"])}


def _note_cells(text: str, data: Plain) -> Row:
    del text
    return {"value": data["text"], "to": data.get("target", "")}


_CELLS = {
    SPAN: _span_cells,
    RELATION: _relation_cells,
    EVENT: _event_cells,
    ENTITY: _entity_cells,
    LABEL: _label_cells,
    NOTE: _note_cells,
}


def _place(data: Plain) -> tuple[int, int, int, str, str]:
    if data["kind"] == SPAN:
        fragments = data["fragments"]
        return 0, fragments[0][0], -fragments[-1][1], data["label"], data["id"]
    return _ORDER[data["kind"]], 0, 0, "", data["id"]


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
