# SPDX-License-Identifier: MIT
"""One layer of a document as a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.flat import NO_FLAT_SPANS, Candidate, flat_choice
from annotator.formats.format import ExportedDocument, Layer, StoredLayer
from annotator.formats.grouped import ATTRIBUTE, Grouped
from annotator.formats.tokenised import Tokenizers, Tokens
from annotator.model.records import DocumentInfo, Fragment, Record, Span

NOT_ON_TOKENS = "in spans but not in ner_tags: it does not start and end where tokens do"
DISCONTINUOUS = "in spans but not in ner_tags: it has several stretches"
OVERLAPPING = "in spans but not in ner_tags, which cannot overlap"
UNKNOWN_LABEL = "in spans but not in ner_tags: the schema has no such label"
_Row = dict[str, Any]


@dataclass(slots=True)
class Rows:
    """Makes rows of one export, and counts into its account."""

    account: Account
    tags: Sequence[str]
    labels: dict[str, int] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)
    _tokenizers: Tokenizers = field(default_factory=Tokenizers)
    _numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = {tag: number for number, tag in enumerate(self.tags)}

    def row(self, item: ExportedDocument, layer: Layer | StoredLayer) -> _Row:
        """Return the row of a layer; a document without layers names no annotator."""
        found = self.account.grouped(item, layer)
        language = item.info.language or self.account.options.language
        self.languages.add(language)
        tokens = self._tokenizers.tokens(item.document.text, language)
        self._count(found)
        text = item.document.text
        return {
            "id": item.document.id,
            "text": text,
            "tokens": tokens.words(),
            "ner_tags": self._ner_tags(found, tokens),
            "spans": [_span(span, text) for span in found.spans],
            "relations": [_plain(r, ("id", "type", "source", "target")) for r in found.relations],
            "events": [self._event(found, number) for number in range(len(found.events))],
            "entities": [
                _plain(entity, ("id",)) | {"mentions": list(entity.mentions)}
                for entity in found.entities
            ],
            "labels": [
                _plain(label, ("id", "name")) | {"value": _json(label.value)}
                for label in found.labels
            ],
            "notes": [_plain(note, ("id", "text", "target")) for note in found.notes],
            "annotator": layer.annotator if item.layers else None,
            "complete": layer.complete,
            "meta": _json(_meta(item.info)),
        }

    def _count(self, found: Grouped) -> None:
        written = self.account.ledger.written
        others = (found.relations, found.events, found.entities, found.labels, found.notes)
        for records in (found.spans, *others):
            for record in records:
                written[record.kind] += 1
                written[ATTRIBUTE] += len(getattr(record, "attributes", ()))
        for span in found.spans:
            self.labels[span.label] = self.labels.get(span.label, 0) + 1
        if not written[ATTRIBUTE]:
            del written[ATTRIBUTE]

    def _ner_tags(self, found: Grouped, tokens: Tokens) -> list[int] | None:
        """Return the flat entities as tags of tokens; None if the schema wants none."""
        policy = self.account.options.schema.flatten_for_ner
        if NO_FLAT_SPANS in policy.order:
            return None
        spans: list[Span] = []
        candidates: list[Candidate] = []
        for span in found.spans:
            place = tokens.aligned(span.start, span.end) if len(span.fragments) == 1 else None
            if place is None:
                self._reduce(
                    found, span, DISCONTINUOUS if len(span.fragments) > 1 else NOT_ON_TOKENS
                )
            elif f"B-{span.label}" not in self._numbers:
                self._reduce(found, span, UNKNOWN_LABEL)
            else:
                spans.append(span)
                candidates.append(Candidate(*place, span.label, span.attributes))
        chosen = flat_choice(candidates, policy)
        for number in sorted(set(range(len(spans))).difference(chosen)):
            self._reduce(found, spans[number], OVERLAPPING)
        tags = [0] * len(tokens.starts)
        for number in chosen:
            first, last = candidates[number].start, candidates[number].end
            inside = self._numbers[f"I-{candidates[number].label}"]
            tags[first:last] = [inside - 1] + [inside] * (last - first - 1)
        return tags

    def _reduce(self, found: Grouped, span: Span, reason: str) -> None:
        self.account.ledger.reduce_span(found.loss(span, reason))

    def _event(self, found: Grouped, number: int) -> _Row:
        event, text = found.events[number], found.document.text
        row = _plain(event, ("id", "type", "modality", "time_value", "reported_by"))
        row["trigger"] = _place(event.trigger, text)
        row["arguments"] = [{"role": a.role, "target": a.target} for a in event.arguments]
        row["time"] = None if event.time is None else _place(event.time, text)
        return row


def _span(span: Span, text: str) -> _Row:
    return {
        "id": span.id,
        "label": span.label,
        "start": span.start,
        "end": span.end,
        "text": span.surface(text),
        "fragments": [{"start": start, "end": end} for start, end in span.fragments],
        "attributes": _json(span.attributes),
        "made_by": span.made_by,
    }


def _plain(record: Record, names: Sequence[str]) -> _Row:
    row = {name: getattr(record, name) for name in names}
    if hasattr(record, "attributes"):
        row["attributes"] = _json(record.attributes)
    row["made_by"] = getattr(record, "made_by", "")
    return row


def _place(place: Fragment, text: str) -> _Row:
    start, end = place
    return {"start": start, "end": end, "text": text[start:end]}


def _meta(info: DocumentInfo) -> _Row:
    facts = {
        "title": info.title,
        "source": info.source,
        "date": info.date,
        "language": info.language,
        "tags": list(info.tags),
    }
    return {**{name: fact for name, fact in facts.items() if fact}, "meta": dict(info.meta)}


def _json(value: object) -> str:
    return orjson.dumps(value, default=dict).decode() if value != {} else "{}"
