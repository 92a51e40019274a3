# SPDX-License-Identifier: MIT
"""Prodigy out: a task for each layer, as ``db-in`` takes it.

Ids, attributes and makers stand in the spans and relations under keys that Prodigy keeps.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.formats.account import Account
from annotator.formats.document_facts import meta_of
from annotator.formats.files import target_notes, write_atomically
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.grouped import ATTRIBUTE, Grouped, lose_records, lose_spans
from annotator.formats.ledger import Ledger, WrittenFile
from annotator.model.records import Relation, Span

SEVERAL = "a span of several stretches"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write a line for each layer, and one without a session for a document without layers.

    Only tasks with relations have tokens, which their view needs; recipes add them elsewhere.
    """
    account = Account(Ledger("prodigy", str(target), notes=target_notes(target)), options, progress)
    tokens = _Tokens()
    with write_atomically(target, needed=options.needed, sources=options.sources) as stream:
        for item in documents:
            for layer in account.layers_of(item):
                task = _task(item, layer, account, tokens)
                stream.write(orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE))
        account.ledger.files.append(WrittenFile(str(target), stream.tell()))
    return account.closed()


def _task(
    item: ExportedDocument, layer: Layer | StoredLayer, account: Account, tokens: "_Tokens"
) -> dict[str, Any]:
    found = account.grouped(item, layer)
    ledger, options = account.ledger, account.options
    info = item.info
    task: dict[str, Any] = {"id": item.document.id, "text": item.document.text}
    task["meta"] = meta_of(info, item.document.text, options.language)
    task["_view_id"] = "relations" if found.relations else "spans_manual"
    if not item.layers:
        return task
    whole = [span for span in found.spans if len(span.fragments) == 1]
    lose_spans(ledger, found, [s for s in found.spans if len(s.fragments) > 1], SEVERAL)
    places = tokens.of(item.document.text, info.language or options.language, found)
    task["_session_id"] = task["_annotator_id"] = layer.annotator
    task["spans"] = [_span(span, places) for span in whole]
    if found.relations:
        task["tokens"] = places.listed()
        task["relations"] = _relations(found, {span.id: span for span in whole}, places, ledger)
    names = _accepted(found, ledger)
    if names:
        task["options"] = [{"id": name, "text": name} for name in names]
        task["accept"] = names
    if layer.complete:
        task["answer"] = "accept"
    ledger.written["span"] += len(whole)
    ledger.written[ATTRIBUTE] += sum(len(span.attributes) for span in whole)
    lose_records(ledger, found.events, "Prodigy has no events")
    lose_records(ledger, found.entities, "Prodigy has no groups of mentions")
    lose_records(ledger, found.notes, "Prodigy has no notes")
    return task


def _span(span: Span, places: "_Places") -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": span.id,
        "start": span.start,
        "end": span.end,
        "label": span.label,
        "text": places.text[span.start : span.end],
    }
    first, last = places.starts.get(span.start), places.ends.get(span.end)
    if first is not None and last is not None:
        data |= {"token_start": first, "token_end": last}
    if span.attributes:
        data["attributes"] = span.attributes
    if span.made_by:
        data["source"] = span.made_by
    return data


def _relations(
    found: Grouped, spans: dict[str, Span], places: "_Places", ledger: Ledger
) -> list[dict[str, Any]]:
    written = []
    for relation in found.relations:
        head, child = spans.get(relation.source), spans.get(relation.target)
        if head is None or child is None:
            lose_records(ledger, [relation], "an end of it is not written")
            continue
        ledger.written["relation"] += 1
        ledger.written[ATTRIBUTE] += len(relation.attributes)
        written.append(_relation(relation, (head, child), places))
    return written


def _relation(relation: Relation, ends: tuple[Span, Span], places: "_Places") -> dict[str, Any]:
    head, child = (_span(end, places) for end in ends)
    data: dict[str, Any] = {
        "id": relation.id,
        "head": head.get("token_end"),
        "child": child.get("token_end"),
        "head_span": {key: head[key] for key in _END if key in head},
        "child_span": {key: child[key] for key in _END if key in child},
        "label": relation.type,
    }
    if relation.attributes:
        data["attributes"] = relation.attributes
    if relation.made_by:
        data["source"] = relation.made_by
    return data


_END = ("id", "start", "end", "token_start", "token_end", "label")


def _accepted(found: Grouped, ledger: Ledger) -> list[str]:
    names = [label.name for label in found.labels if label.value is True]
    ledger.written["label"] += len(names)
    others = [label for label in found.labels if label.value is not True]
    lose_records(ledger, others, "Prodigy's options have no value")
    return names


class _Places:
    """Where tokens start and end in a text, by number."""

    def __init__(self, text: str, bounds: list[tuple[int, int]]) -> None:
        self.text = text
        self._bounds = bounds
        self.starts = {start: number for number, (start, _) in enumerate(bounds)}
        self.ends = {end: number for number, (_, end) in enumerate(bounds)}

    def listed(self) -> list[dict[str, Any]]:
        """Return the tokens as a task has them."""
        following = [start for start, _ in self._bounds[1:]] + [len(self.text)]
        return [
            {
                "text": self.text[start:end],
                "start": start,
                "end": end,
                "id": number,
                "ws": self.text[end:next_start] == " ",
            }
            for number, ((start, end), next_start) in enumerate(
                zip(self._bounds, following, strict=True)
            )
        ]


class _Tokens:
    """Tokenizers by language, loaded when the first relations come."""

    def __init__(self) -> None:
        self._pipelines: dict[str, Any] = {}

    def of(self, text: str, language: str, found: Grouped) -> _Places:
        """Return the tokens of a text; none if there are no relations, which alone need them."""
        if not found.relations:
            return _Places(text, [])
        if language not in self._pipelines:
            from annotator.text.pipelines import blank_pipeline

            self._pipelines[language] = blank_pipeline(language)
        tokens = self._pipelines[language].tokenizer(text)
        return _Places(text, [(token.idx, token.idx + len(token)) for token in tokens])
