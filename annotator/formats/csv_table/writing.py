# SPDX-License-Identifier: MIT
"""Writes documents, layers and records as the rows of one table."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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

_SPAN_TAIL = [""] * (len(COLUMNS) - COLUMNS.index("made_by") - 1)

Row = dict[str, str]
Plain = Mapping[str, Any]


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write the table; nothing is lost."""
    account = Account(Ledger("csv", str(target)), options, progress)
    rows = _Rows(_delimiter(target, options.choices.get("delimiter", "auto")))
    frame = Frame(head=_MARK + rows.lines([list(COLUMNS)]))
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
        rows: list[list[str]] = []
        if item is not self._last:
            self._last = item
            rows.append(_cells(_document_row(item)))
        if item.layers:
            rows.extend(_layer_rows(item, layer, account.ledger))
        return self.lines(rows)

    def lines(self, rows: Iterable[list[str]]) -> bytes:
        """Return rows of cells as lines."""
        stream = StringIO()
        csv.writer(stream, delimiter=self._delimiter, lineterminator="\r\n").writerows(rows)
        return stream.getvalue().encode()


def _cells(row: Row) -> list[str]:
    """Return the cells of a row; those that a spreadsheet would run are guarded."""
    return [guarded(row.get(name, "")) for name in COLUMNS]


def _layer_rows(
    item: ExportedDocument, layer: Layer | StoredLayer, ledger: Ledger
) -> Iterator[list[str]]:
    text = item.document.text
    whole: Row = {
        "document": item.document.id,
        "annotator": layer.annotator,
        "complete": YES if layer.complete else NO,
    }
    yield _cells({**whole, "kind": LAYER})
    start = [*(guarded(cell) for cell in whole.values()), SPAN]
    counts: Counter[str] = Counter()
    for data in sorted(layer.plain(), key=_place):
        counts[data["kind"]] += 1
        if "attributes" in data:
            counts[ATTRIBUTE] += len(data["attributes"])
        if data["kind"] == SPAN and len(data["fragments"]) == 1:
            yield start + _simple_span(text, data)
        else:
            yield _cells({**whole, **_record_row(text, data)})
    ledger.taken.update(counts)
    ledger.written.update(counts)


def _simple_span(text: str, data: Plain) -> list[str]:
    """Return the cells after the kind of a span of one stretch: nearly all rows are such."""
    ((start, end),) = data["fragments"]
    attributes = data.get("attributes")
    return [
        guarded(data["id"]),
        guarded(data["label"]),
        str(start),
        str(end),
        guarded(text[start:end]),
        "",
        "",
        "",
        "",
        _json(attributes) if attributes else "",
        guarded(data.get("made_by", "")),
        *_SPAN_TAIL,
    ]


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
    return _ORDER[data["kind"]], 0, 0, "", ""  # in the order they were made


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
