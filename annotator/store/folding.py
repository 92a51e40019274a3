# SPDX-License-Identifier: MIT
"""What the rows of a document must be, worked out from its log alone.

``doctor`` compares the result with what is stored; a repair writes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.errors import AnnotatorError, DamagedError
from annotator.model.annotations import DOCUMENT_LAYER
from annotator.model.records import INFO_ID, DocumentInfo, from_data
from annotator.store import rows
from annotator.store.writing import layer_kind

RecordRow = tuple[str, int, str, str, int | None, int | None, str, str, int]
"""Id, position, kind, label, start, end, surface, data and version."""

LayerRow = tuple[str, int, int, int, int, int]
"""Kind, complete, span count, record count, made and version."""


@dataclass(slots=True)
class FoldedLayer:
    """One layer: its records as (data, version, position, parsed data) by id, and its counts."""

    records: dict[str, tuple[bytes, int, int, Any]] = field(default_factory=dict)
    made: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class ExpectedLayer:
    """The rows a layer must have."""

    row: LayerRow
    records: dict[str, RecordRow]


def fold(changes: Iterable[tuple[str, str]]) -> dict[str, FoldedLayer]:
    """Return the layers that a log of (layer, change as JSON) leads to.

    Raises DamagedError when a change does not fit what is there, or is none.
    """
    layers: dict[str, FoldedLayer] = {}
    for annotator, change in changes:
        layer = layers.setdefault(annotator, FoldedLayer())
        try:
            for id, before, after in rows.steps_of(change):
                _fold_step(layer, id, before, after)
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedError("an entry of the log is no change") from error
        layer.version += 1
    return layers


def _fold_step(layer: FoldedLayer, id: str, before: Any, after: Any) -> None:  # noqa: ANN401 JSON
    found = layer.records.get(id)
    wanted = None if before is None else orjson.dumps(before, option=orjson.OPT_SORT_KEYS)
    if (None if found is None else found[0]) != wanted:
        raise DamagedError(f"an entry of the log does not fit record {id!r}")
    if after is None:
        layer.records.pop(id, None)
        return
    data = orjson.dumps(after, option=orjson.OPT_SORT_KEYS)
    if found is None:
        layer.made += 1
        layer.records[id] = (data, 1, layer.made, after)
    else:
        layer.records[id] = (data, found[1] + 1, found[2], after)


def expected_rows(layers: dict[str, FoldedLayer], text: str) -> dict[str, ExpectedLayer]:
    """Return the rows that folded layers must have, by annotator.

    Raises DamagedError for a record that is none, or that lies outside the text.
    """
    return {annotator: _expected(annotator, layer, text) for annotator, layer in layers.items()}


def _expected(annotator: str, layer: FoldedLayer, text: str) -> ExpectedLayer:
    complete = spans = 0
    found: dict[str, RecordRow] = {}
    for id, (data, version, position, plain) in layer.records.items():
        columns = _derived(plain, text)
        kind = columns[0]
        if kind == "span":
            spans += 1
        elif kind == "status":
            complete = int(plain.get("complete", False))
        found[id] = (id, position, *columns, data.decode(), version)
    counts = (complete, spans, len(found), layer.made, layer.version)
    return ExpectedLayer((layer_kind(annotator), *counts), found)


def _derived(plain: dict[str, Any], text: str) -> rows.Derived:
    """Return ``rows.derived`` of a record; by a shorter way for most spans."""
    try:
        if plain["kind"] == "span" and len(plain["fragments"]) == 1:
            start, end = plain["fragments"][0]
            if 0 <= start < end <= len(text):
                return "span", plain["label"], start, end, text[start:end]
        return rows.derived(from_data(plain), text)
    except (KeyError, TypeError, AttributeError, ValueError, AnnotatorError) as error:
        raise DamagedError("an entry of the log holds no usable record") from error


def expected_info(layers: dict[str, FoldedLayer]) -> rows.InfoColumns:
    """Return what ``documents`` must say about a document with these layers."""
    own = layers.get(DOCUMENT_LAYER)
    found = own.records.get(INFO_ID) if own is not None else None
    record = rows.record_of(found[0].decode()) if found is not None else None
    return rows.info_columns(record if isinstance(record, DocumentInfo) else None)
