# SPDX-License-Identifier: MIT
"""What our exports put into ``doc.user_data``: ids, exact places, attributes and facts."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any

from annotator.formats.format import ExportedDocument, Layer, StoredLayer
from annotator.formats.spacy_docbin.placing import Placed
from annotator.model.records import Value

ID = "id"
DATA = "annotator"


def own_data(
    item: ExportedDocument,
    layer: Layer | StoredLayer | None,
    placed: Sequence[Placed],
    labels: Sequence[Mapping[str, Any]],
    key: str,
) -> dict[str, Any]:
    """Return what spaCy keeps beside the text; the spans are in the order of the group.

    Without a layer the annotator is None.
    """
    info = item.info
    data = {
        "id": item.document.id,
        "annotator": None if layer is None else layer.annotator,
        "complete": layer is not None and layer.complete,
        "title": info.title,
        "source": info.source,
        "date": info.date,
        "language": info.language,
        "tags": list(info.tags),
        "meta": dict(info.meta),
        "text": text_digest(item.document.text),
        "group": key,
        "spans": [_span_data(span) for span in placed],
    }
    if labels:
        data["labels"] = [
            {name: value for name, value in label.items() if name != "kind"} for label in labels
        ]
    return {ID: item.document.id, DATA: data}


def text_digest(text: str) -> str:
    """Return what tells that a text was changed after the export."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _span_data(span: Placed) -> dict[str, Any]:
    place, record = span.token_span, span.record
    ((start, end),) = record["fragments"]
    data = {
        "id": place.id,
        "label": place.label,
        "start": start,
        "end": end,
        "attributes": record.get("attributes", {}),
    }
    if place.start != start or place.end != end:
        data["written"] = [place.start, place.end]
    if record.get("made_by"):
        data["made_by"] = record["made_by"]
    return data


def cats_of(label: Mapping[str, Any]) -> dict[str, float]:
    """Return what a document label is in ``doc.cats``: numbers of 0 to 1, by name.

    A text is part of the name (``topic=war``); what is no truth value, text or such a number
    gives nothing.
    """
    name, value = label["name"], label.get("value")
    if isinstance(value, bool | int | float):
        return {name: float(value)} if 0 <= value <= 1 else {}
    return {f"{name}={word}": 1.0 for word in _words(value)}


def _words(value: Value) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple | list) else ()
