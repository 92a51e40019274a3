# SPDX-License-Identifier: MIT
"""Native JSON Lines out: one object per document and layer, its keys always in the same order."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonlines
import orjson

from annotator.formats.files import target_notes, write_atomically
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.jsonl.review import plain_review
from annotator.formats.ledger import Ledger, WrittenFile, shown
from annotator.text.scripts import implied_language

_FACTS = ("title", "source", "date")
_OWN_NAMES = frozenset((*_FACTS, "language", "tags"))
_NO_LAYER = Layer("", (), complete=False)


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write every layer of every document as a line; a document without layers has one line.

    The same project always gives the same bytes. Nothing is lost.
    """
    ledger = Ledger("jsonl", str(target), notes=target_notes(target))
    with write_atomically(target, needed=options.needed, sources=options.sources) as stream:
        lines = jsonlines.Writer(stream, dumps=orjson.dumps)
        for item in documents:
            progress(ledger.documents, options.documents)
            own = _own(item, ledger)
            if not item.layers:
                lines.write({**line_of(item, _NO_LAYER, ledger, options.language), **own})
            for layer in sorted(item.layers, key=lambda layer: layer.annotator):
                if layer.complete or not options.complete_only:
                    ledger.layers += 1
                    lines.write({**line_of(item, layer, ledger, options.language), **own})
                    own = {}
            ledger.documents += 1
        lines.close()
        stream.flush()
        size = stream.tell()
    ledger.files.append(WrittenFile(str(target), size))
    progress(ledger.documents, options.documents)
    return ledger


def line_of(
    item: ExportedDocument, layer: Layer | StoredLayer, ledger: Ledger, language: str
) -> dict[str, Any]:
    """Return the object of one layer of a document; ``language`` is the project's."""
    text = item.document.text
    plain = layer.plain()
    ledger.taken.update(record["kind"] for record in plain)
    spans = [record for record in plain if record["kind"] == "span"]
    line = {
        "id": item.document.id,
        "text": text,
        "meta": _meta(item, ledger, language),
        "annotator": layer.annotator,
        "complete": layer.complete,
        "spans": _spans(spans, text),
    }
    ledger.written["span"] += len(spans)
    if len(spans) < len(plain):
        _add_others(line, plain, text, ledger)
    return line


def _own(item: ExportedDocument, ledger: Ledger) -> dict[str, Any]:
    """Return the assignments and decisions, for the document's first line."""
    if not item.own:
        return {}
    kinds = Counter(record.kind for record in item.own)
    ledger.taken.update(kinds)
    ledger.written.update(kinds)
    return plain_review(item.own)


def _meta(item: ExportedDocument, ledger: Ledger, language: str) -> dict[str, Any]:
    info = item.info
    meta: dict[str, Any] = {name: value for name in _FACTS if (value := getattr(info, name))}
    if info.language or implied_language(item.document.text, language):
        meta["language"] = info.language
    if info.tags:
        meta["tags"] = info.tags
    if _OWN_NAMES.isdisjoint(info.meta):
        return {**meta, **info.meta}
    for name in sorted(_OWN_NAMES & info.meta.keys()):
        ledger.notes.append(
            f"{shown(item.document.id)}: the free fact {name!r} has the name of one of the "
            "document's own and was not written"
        )
    free = {name: value for name, value in info.meta.items() if name not in _OWN_NAMES}
    return {**meta, **free}


def _spans(records: list[Mapping[str, Any]], text: str) -> list[dict[str, Any]]:
    """Return the spans in text order, outer before inner."""
    spans = []
    for record in records:
        fragments = record["fragments"]
        start, end = fragments[0][0], fragments[-1][1]
        span = {
            "id": record["id"],
            "start": start,
            "end": end,
            "label": record["label"],
            "text": text[start:end],
            "attributes": record.get("attributes", {}),
        }
        if len(fragments) > 1:
            span["text"] = " ".join(text[start:end] for start, end in fragments)
            span["fragments"] = fragments
        if "made_by" in record:
            span["made_by"] = record["made_by"]
        spans.append(span)
    spans.sort(key=lambda span: (span["start"], -span["end"], span["label"], span["id"]))
    return spans


def _add_others(
    line: dict[str, Any], plain: Sequence[Mapping[str, Any]], text: str, ledger: Ledger
) -> None:
    for record in plain:
        kind = record["kind"]
        if kind == "span":
            continue
        key, made = _KINDS[kind]
        line.setdefault(key, []).append(made(record, text))
        ledger.written[kind] += 1


def _made_by(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"made_by": record["made_by"]} if record.get("made_by") else {}


def _relation(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    del text
    return {
        "id": record["id"],
        "type": record["type"],
        "source": record["source"],
        "target": record["target"],
        "attributes": record.get("attributes", {}),
        **_made_by(record),
    }


def _event(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    return {
        "id": record["id"],
        "type": record["type"],
        "trigger": _place(record["trigger"], text),
        "modality": record.get("modality", ""),
        "arguments": [
            {"role": role, "span": target} for role, target in record.get("arguments", ())
        ],
        "time": _time(record.get("time"), record.get("time_value", ""), text),
        **({"reported_by": record["reported_by"]} if record.get("reported_by") else {}),
        "attributes": record.get("attributes", {}),
        **_made_by(record),
    }


def _time(place: tuple[int, int] | None, value: str, text: str) -> dict[str, Any] | None:
    if place is None:
        return {"value": value} if value else None
    return {**_place(place, text), "value": value or None}


def _place(place: tuple[int, int], text: str) -> dict[str, Any]:
    start, end = place
    return {"start": start, "end": end, "text": text[start:end]}


def _entity(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    del text
    return {
        "id": record["id"],
        "mentions": record.get("mentions", ()),
        "attributes": record.get("attributes", {}),
        **_made_by(record),
    }


def _label(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    del text
    return {
        "id": record["id"],
        "name": record["name"],
        "value": record["value"],
        **_made_by(record),
    }


def _note(record: Mapping[str, Any], text: str) -> dict[str, Any]:
    del text
    return {
        "id": record["id"],
        "text": record.get("text", ""),
        "target": record.get("target", ""),
        **_made_by(record),
    }


_KINDS: Mapping[str, tuple[str, Callable[[Mapping[str, Any], str], dict[str, Any]]]] = {
    "relation": ("relations", _relation),
    "event": ("events", _event),
    "entity": ("entities", _entity),
    "label": ("labels", _label),
    "note": ("notes", _note),
}
