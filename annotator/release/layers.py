# SPDX-License-Identifier: MIT
"""Which layer of each document is released."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.errors import InputError, NotFoundError
from annotator.formats.format import StoredLayer
from annotator.release.plan import AGREED, GOLD
from annotator.schema.names import listed
from annotator.store.values import StoredDocument

OF_ANNOTATOR = "annotator:"
_TOGETHER = 2
NO_LAYER = "no such layer"
NOT_COMPLETE = "layer not complete"
TOO_FEW = "fewer than two complete layers"

Place: TypeAlias = tuple[str, tuple[tuple[int, int], ...]]
"""A label and the stretches that have it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The layer of a document, or why there is none.

    ``not_shared`` counts, by kind, the records of annotators that an agreed layer does not have.
    """

    layer: StoredLayer | None
    reason: str = ""
    not_shared: Counter[str] = field(default_factory=Counter)


def wanted_layers(wish: str, annotators: Sequence[str]) -> str:
    """Return what a plan's ``layers`` mean in a project with these annotators.

    Raises NotFoundError for an annotator who has no layer, and InputError if it must be said whose
    layers are meant, or for anything else that is no layer.
    """
    if wish == AGREED or (wish == GOLD and GOLD in annotators):
        return wish
    if wish == GOLD:
        raise InputError(
            f"there is no layer called {GOLD!r} yet; the layers are of {listed(annotators)}: "
            f"choose one (--layers {OF_ANNOTATOR}NAME) or {AGREED}"
        )
    if wish.startswith(OF_ANNOTATOR):
        name = wish.removeprefix(OF_ANNOTATOR)
        if name not in annotators:
            raise NotFoundError("annotator", name)
        return wish
    if wish:
        raise InputError(f"layers are {GOLD}, {AGREED} or {OF_ANNOTATOR}NAME, not {wish!r}")
    if GOLD in annotators:
        return GOLD
    if len(annotators) == 1:
        return f"{OF_ANNOTATOR}{annotators[0]}"
    if not annotators:
        raise InputError("nobody has annotated anything yet")
    raise InputError(
        f"{len(annotators)} annotators have layers ({listed(annotators)}): choose one "
        f"(--layers {OF_ANNOTATOR}NAME), or {AGREED} for what all of them share"
    )


def chosen_layer(item: StoredDocument, layers: str, *, partial: bool) -> Chosen:
    """Return the layer of a document that ``wanted_layers`` means."""
    if layers == AGREED:
        return _agreed(item)
    name = layers.removeprefix(OF_ANNOTATOR)
    for layer in item.layers:
        if layer.annotator == name:
            if layer.complete or partial:
                return Chosen(StoredLayer(name, layer.data, layer.complete))
            return Chosen(None, NOT_COMPLETE)
    return Chosen(None, NO_LAYER)


def spans_by_place(records: Sequence[Mapping[str, Any]]) -> dict[Place, Mapping[str, Any]]:
    """Return the spans among some records by label and stretches; the first of several."""
    found: dict[Place, Mapping[str, Any]] = {}
    for record in records:
        if record["kind"] == "span":
            fragments = tuple((start, end) for start, end in record["fragments"])
            found.setdefault((record["label"], fragments), record)
    return found


def _agreed(item: StoredDocument) -> Chosen:
    """Return what all complete layers share: spans, relations between them, document labels.

    Spans are the same if their label and stretches are, relations if their type and ends are,
    labels if their name and value are. An attribute is kept if all have it with the same value.
    """
    complete = sorted(
        (layer for layer in item.layers if layer.complete and layer.annotator != GOLD),
        key=lambda layer: layer.annotator,
    )
    if len(complete) < _TOGETHER:
        return Chosen(None, TOO_FEW)
    layers = [layer.data for layer in complete]
    spans = [spans_by_place(records) for records in layers]
    places: list[dict[str, object]] = [
        {span["id"]: place for place, span in found.items()} for found in spans
    ]
    kept = [
        *_in_all(spans),
        *_in_all([_relations(*both) for both in zip(layers, places, strict=True)]),
        *_in_all([_labels(records) for records in layers]),
    ]
    return Chosen(StoredLayer(AGREED, kept, complete=True), "", _not_shared(layers, kept))


def _in_all(layers: Sequence[Mapping[Any, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Return the records that all layers have under the same key, as the first one has them."""
    first, others = layers[0], layers[1:]
    return [
        _shared(record, [other[key] for other in others])
        for key, record in first.items()
        if all(key in other for other in others)
    ]


def _shared(record: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    attributes = {
        name: value
        for name, value in record.get("attributes", {}).items()
        if all(_has(other, name, value) for other in others)
    }
    made = {name: record[name] for name in record if name not in ("attributes", "made_by")}
    return {**made, "attributes": attributes} if attributes else made


def _has(record: Mapping[str, Any], name: str, value: object) -> bool:
    there = record.get("attributes", {})
    return name in there and there[name] == value and type(there[name]) is type(value)


def _relations(
    records: Sequence[Mapping[str, Any]], places: Mapping[str, object]
) -> dict[object, Mapping[str, Any]]:
    """Return the relations between spans by their type and the places of their ends."""
    found: dict[object, Mapping[str, Any]] = {}
    for record in records:
        if record["kind"] == "relation":
            ends = places.get(record["source"]), places.get(record["target"])
            if None not in ends:
                found.setdefault((record["type"], *ends), record)
    return found


def _labels(records: Sequence[Mapping[str, Any]]) -> dict[object, Mapping[str, Any]]:
    found: dict[object, Mapping[str, Any]] = {}
    for record in records:
        if record["kind"] == "label":
            value = record.get("value")
            key = (record["name"], type(value).__name__, repr(value))
            found.setdefault(key, record)
    return found


def _not_shared(
    layers: Sequence[Sequence[Mapping[str, Any]]], kept: Sequence[Mapping[str, Any]]
) -> Counter[str]:
    lost = Counter(record["kind"] for records in layers for record in records)
    lost.subtract(record["kind"] for record in kept for _ in layers)
    return +lost
