# SPDX-License-Identifier: MIT
"""Rows of many records at once.

The result is that of ``rows.canonical_text`` and ``rows.derived`` for each record. A contiguous
span, which nearly all records are, takes a shorter way here: it decides how long an import takes.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from annotator.model.records import Record, Span
from annotator.store import rows

RecordRow = tuple[int, str, int, str, str, int | None, int | None, str, str, int]
"""Layer key, id, position, kind, label, start, end, surface, data and version."""


def record_rows(
    layer_key: int, everything: Sequence[Record], text: str
) -> tuple[list[RecordRow], int]:
    """Return the rows of a new layer's records in their order, and how many of them are spans.

    Raises InputError for what cannot be stored, and OffsetError for a place outside the text.
    """
    found: list[RecordRow] = []
    spans = 0
    length = len(text)
    for position, record in enumerate(everything, start=1):
        if type(record) is Span and len(record.fragments) == 1:
            start, end = record.fragments[0]
            if 0 <= start < end <= length:
                words = text[start:end]
                data = _span_text(record)
                spans += 1
                found.append(
                    (
                        layer_key,
                        record.id,
                        position,
                        "span",
                        record.label,
                        start,
                        end,
                        words,
                        data,
                        1,
                    )
                )
                continue
        data = rows.canonical_text(record)
        kind, *columns, surface = rows.derived(record, text)
        spans += kind == "span"
        found.append((layer_key, record.id, position, kind, *_three(columns), surface, data, 1))
    return found, spans


def _span_text(span: Span) -> str:
    """Return ``rows.canonical_text`` of a span."""
    attributes = span.attributes
    data: dict[str, Any] = {"attributes": attributes} if attributes else {}
    data["fragments"] = span.fragments
    data["id"] = span.id
    data["kind"] = "span"
    data["label"] = span.label
    if span.made_by:
        data["made_by"] = span.made_by
    try:
        if len(attributes) > 1:
            plain = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
        else:  # the names above are in order already
            plain = orjson.dumps(data)
    except TypeError:
        return rows.canonical_text(span)
    if b"\\u0000" in plain:
        return rows.canonical_text(span)
    return plain.decode()


def _three(columns: list[Any]) -> tuple[str, int | None, int | None]:
    label, start, end = columns
    return label, start, end
