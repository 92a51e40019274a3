# SPDX-License-Identifier: MIT
"""Which layer of each document is released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Chosen:
    """The layer of a document, or why there is none."""

    layer: StoredLayer | None
    reason: str = ""


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


def _agreed(item: StoredDocument) -> Chosen:
    """Return what all complete layers share: spans of the same place and label, and relations.

    An attribute is kept if it has the same value in all of them.
    """
    complete = sorted(
        (layer for layer in item.layers if layer.complete), key=lambda layer: layer.annotator
    )
    if len(complete) < _TOGETHER:
        return Chosen(None, TOO_FEW)
    spans = [_by_place(layer.data) for layer in complete]
    first, others = spans[0], spans[1:]
    kept: list[Mapping[str, Any]] = []
    places: list[dict[str, object]] = [{} for _ in complete]
    for place, span in first.items():
        same = [found[place] for found in others if place in found]
        if len(same) == len(others):
            kept.append(_shared(span, same))
            for number, each in enumerate((span, *same)):
                places[number][each["id"]] = place
    kept.extend(_shared_relations([layer.data for layer in complete], places))
    return Chosen(StoredLayer(AGREED, kept, complete=True))


def _by_place(records: Sequence[Mapping[str, Any]]) -> dict[object, Mapping[str, Any]]:
    found: dict[object, Mapping[str, Any]] = {}
    for record in records:
        if record["kind"] == "span":
            place = (record["label"], tuple(map(tuple, record["fragments"])))
            found.setdefault(place, record)
    return found


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


def _shared_relations(
    layers: Sequence[Sequence[Mapping[str, Any]]], places: Sequence[Mapping[str, object]]
) -> list[dict[str, Any]]:
    found: list[dict[object, Mapping[str, Any]]] = []
    for records, place_of in zip(layers, places, strict=True):
        own: dict[object, Mapping[str, Any]] = {}
        for record in records:
            if record["kind"] == "relation":
                ends = place_of.get(record["source"]), place_of.get(record["target"])
                if None not in ends:
                    own.setdefault((record["type"], *ends), record)
        found.append(own)
    return [
        _shared(record, [own[key] for own in found[1:]])
        for key, record in found[0].items()
        if all(key in own for own in found[1:])
    ]
