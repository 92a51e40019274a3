# SPDX-License-Identifier: MIT
"""Documents to DocBin files, with an account of each span that cannot live there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from annotator.formats.files import target_notes, write_atomically, write_folder
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.ledger import SPAN, Ledger, WrittenFile, plural
from annotator.formats.spacy_docbin import choices
from annotator.formats.spacy_docbin.bin_file import BinFile, Content, TokenSpan
from annotator.formats.spacy_docbin.own_data import ID, cats_of, own_data
from annotator.formats.spacy_docbin.placing import Placed, Placing, Plan
from annotator.formats.spacy_docbin.tokens import Tokenizers, Tokens

SUFFIX = ".spacy"
DOCUMENTS_IN_A_PART = 1_000
_ATTRIBUTE, _LABEL = "attribute", "label"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write one file if the target ends in ``.spacy``, else a folder of parts.

    Each layer becomes a ``Doc`` with its spans in a group of ``doc.spans``; ``doc.ents`` has those
    that the rule for flat entities chooses. What cannot be written is in the ledger. A part holds
    1,000 documents.
    """
    export = _Export(Ledger("spacy", str(target)), options, progress, Plan.of(options))
    return _written(documents, target, export)


def write_training(
    documents: Iterator[ExportedDocument],
    target: Path,
    options: WriteOptions,
    progress: Progress,
    *,
    tokenizers: Tokenizers | None = None,
) -> Ledger:
    """Write what pipelines are trained on and nothing else, in one file or a folder of parts.

    Tokens without an entity are outside in layers that are complete, and missing in all others,
    so that nobody learns from what nobody has annotated. Of the user data only the id of the
    document is written. The choices of the format hold, but for ``unfinished``. Whoever writes
    several targets gives the same ``tokenizers``, which then are made and learn the words once.
    """
    plan = Plan.of(options)
    ledger = Ledger("spacy", str(target))
    known = tokenizers or Tokenizers()
    export = _Export(ledger, options, progress, plan, training=True, tokenizers=known)
    return _written(documents, target, export)


def _written(documents: Iterator[ExportedDocument], target: Path, export: "_Export") -> Ledger:
    ledger, options = export.ledger, export.options
    if target.suffix.lower() == SUFFIX and not target.is_dir():
        ledger.notes.extend(target_notes(target))
        with (
            write_atomically(target, needed=options.needed, sources=options.sources) as stream,
            BinFile(target.resolve().parent) as content,
        ):
            export.add(documents, content)
            content.write_to(stream)
            stream.flush()
            ledger.files.append(WrittenFile(str(target), stream.tell()))
    else:
        _write_parts(documents, target, export)
    export.finish()
    return ledger


def _write_parts(documents: Iterator[ExportedDocument], folder: Path, export: "_Export") -> None:
    options = export.options
    earlier = [path.name for path in folder.glob(f"part-*{SUFFIX}")]
    with write_folder(
        folder, needed=options.needed, obsolete=earlier, sources=options.sources
    ) as parts:
        number = 1
        while (first := next(documents, None)) is not None or number == 1:
            some = chain([first] if first is not None else [], documents)
            name = f"part-{number:05}{SUFFIX}"
            with BinFile(folder) as content:
                export.add(islice(some, DOCUMENTS_IN_A_PART), content)
                size = parts.write(name, content.write_to)
            export.ledger.files.append(WrittenFile(str(folder / name), size))
            number += 1


@dataclass(slots=True)
class _Export:
    """One export: its tokenizers, its account, and what is only worth a note."""

    ledger: Ledger
    options: WriteOptions
    progress: Progress
    plan: Plan
    training: bool = False
    tokenizers: Tokenizers = field(default_factory=Tokenizers)
    _counts: Counter[str] = field(default_factory=Counter)

    def add(self, documents: Iterator[ExportedDocument], content: BinFile) -> None:
        """Add documents to a file."""
        for item in documents:
            self.progress(self.ledger.documents, self.options.documents)
            self._add_document(item, content)

    def finish(self) -> None:
        """Put what is worth knowing into the ledger's notes."""
        notes, counts = self.ledger.notes, self._counts
        if self.plan.flatten is None:
            notes.append("no span is in doc.ents, and all tokens are missing there (ents=none)")
        if counts["unfinished"]:
            done = "not written" if self.options.complete_only else "written all the same"
            notes.append(f"{_counted(counts['unfinished'], 'layer')} not marked complete, {done}")
        if counts["partial"]:
            notes.append(
                f"{_counted(counts['partial'], 'layer')} in which tokens without an entity are "
                "missing, not outside; a span categorizer knows no missing ones and takes them "
                "for negative"
            )
        if counts["without layer"]:
            done = "not written" if self.options.complete_only else "all of their tokens missing"
            notes.append(f"{_counted(counts['without layer'], 'document')} without a layer, {done}")
        self.progress(self.ledger.documents, self.options.documents)

    def _add_document(self, item: ExportedDocument, content: BinFile) -> None:
        self.ledger.documents += 1
        self._counts["without layer"] += not item.layers
        self._counts["unfinished"] += sum(1 for layer in item.layers if not layer.complete)
        layers: list[Layer | StoredLayer | None] = [
            layer
            for layer in sorted(item.layers, key=lambda layer: layer.annotator)
            if layer.complete or not self.options.complete_only
        ]
        if not item.layers and not self.options.complete_only:
            layers.append(None)
        if not layers:
            return
        language = item.info.language or self.options.language
        tokens, words = self.tokenizers.split(item.document.text, language)
        content.add_strings(words)
        for layer in layers:
            if layer is None:
                content.add(self._without_layer(item, tokens))
            else:
                self._add_layer(item, layer, tokens, content)

    def _without_layer(self, item: ExportedDocument, tokens: Tokens) -> Content:
        placing = Placing(item.document, "", tokens, self.plan, self.ledger, [])
        table = placing.table((), partial=True)
        return Content(table, tokens.spaces, "", (), {}, self._data(item, None, (), ()))

    def _add_layer(
        self, item: ExportedDocument, layer: Layer | StoredLayer, tokens: Tokens, content: BinFile
    ) -> None:
        self.ledger.layers += 1
        spans, labels = self._taken(layer)
        placing = Placing(item.document, layer.annotator, tokens, self.plan, self.ledger, [])
        placed = list(placing.placed(spans))
        self._count_written(placed)
        cats = self._cats(labels)
        partial = self._is_partial(layer)
        self._counts["partial"] += partial
        table = placing.table(placed, partial=partial)
        token_spans = [span.token_span for span in placed]
        if self.training:
            token_spans = [
                TokenSpan("", span.label, span.first, span.last, span.start, span.end)
                for span in token_spans
            ]
        content.add_strings({span.label for span in token_spans})
        data = self._data(item, layer, placed, labels)
        content.add(Content(table, tokens.spaces, self.plan.key, token_spans, cats, data))

    def _is_partial(self, layer: Layer | StoredLayer) -> bool:
        if layer.complete:
            return False
        return self.training or self.plan.unfinished == choices.MISSING

    def _taken(
        self, layer: Layer | StoredLayer
    ) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
        """Return the spans, in the order of the text, and the labels; the others are lost."""
        ledger = self.ledger
        found: dict[str, list[Mapping[str, Any]]] = {SPAN: [], _LABEL: []}
        for record in layer.plain():
            kind = record["kind"]
            ledger.taken[kind] += 1
            attributes = record.get("attributes")
            if attributes:
                ledger.taken[_ATTRIBUTE] += len(attributes)
            if kind in found:
                found[kind].append(record)
                continue
            ledger.lose(kind, f"a DocBin has no {plural(kind)}")
            if attributes:
                ledger.lose(_ATTRIBUTE, f"of a {kind} that is not written", len(attributes))
        found[SPAN].sort(key=_text_order)
        return found[SPAN], found[_LABEL]

    def _count_written(self, placed: Sequence[Placed]) -> None:
        self.ledger.written[SPAN] += len(placed)
        lengths = (span.token_span.last - span.token_span.first for span in placed)
        self.ledger.token_lengths.update(lengths)
        attributes = sum(len(span.record.get("attributes", ())) for span in placed)
        if attributes and self.training:
            self.ledger.lose(_ATTRIBUTE, "no pipeline is trained on it", attributes)
        elif attributes:
            self.ledger.written[_ATTRIBUTE] += attributes

    def _cats(self, labels: Sequence[Mapping[str, Any]]) -> dict[str, float]:
        """Return the document labels as ``doc.cats``, and count them."""
        cats: dict[str, float] = {}
        for label in labels:
            found = cats_of(label)
            cats.update(found)
            if found or not self.training:
                self.ledger.written[_LABEL] += 1
            else:
                self.ledger.lose(_LABEL, "its value has no place in doc.cats")
        return cats

    def _data(
        self,
        item: ExportedDocument,
        layer: Layer | StoredLayer | None,
        placed: Sequence[Placed],
        labels: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        if self.training:
            return {ID: item.document.id}
        return own_data(item, layer, placed, labels, self.plan.key)


def _text_order(record: Mapping[str, Any]) -> tuple[int, int, str, str]:
    fragments = record["fragments"]
    return fragments[0][0], -fragments[-1][1], record["label"], record["id"]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
