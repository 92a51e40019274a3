# SPDX-License-Identifier: MIT
"""Documents to DocBin files, with an account of each span that cannot live there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from annotator.formats.files import target_notes, write_atomically, write_folder
from annotator.formats.flat import NO_FLAT_SPANS, Candidate, flat_choice
from annotator.formats.format import (
    ExportedDocument,
    Layer,
    Progress,
    StoredLayer,
    WriteOptions,
)
from annotator.formats.ledger import SPAN, Ledger, Loss, WrittenFile, plural
from annotator.formats.spacy_docbin.bin_file import (
    BEGIN,
    INSIDE,
    OUTSIDE,
    BinFile,
    TokenSpan,
)
from annotator.formats.spacy_docbin.tokens import Tokenizers, Tokens
from annotator.model.document import Document

SUFFIX = ".spacy"
DOCUMENTS_IN_A_PART = 1_000
UNALIGNED = "it starts or ends inside a token"
DISCONTINUOUS = "it has several stretches"


def write(
    documents: Iterator[ExportedDocument], target: Path, options: WriteOptions, progress: Progress
) -> Ledger:
    """Write one file if the target ends in ``.spacy``, else a folder of parts.

    Each layer becomes a ``Doc`` with its spans in ``doc.spans["sc"]``; ``doc.ents`` has those that
    the schema's rule for flat entities chooses. What cannot be written is in the ledger. A part
    holds 1,000 documents.
    """
    ledger = Ledger("spacy", str(target))
    export = _Export(ledger, options, progress)
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


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A span that can be written, with its tokens."""

    token_span: TokenSpan
    record: Mapping[str, Any]


class _Export:
    """One export: its tokenizers, its account, and what is only worth a note."""

    def __init__(self, ledger: Ledger, options: WriteOptions, progress: Progress) -> None:
        self.ledger = ledger
        self.options = options
        self.tokenizers = Tokenizers()
        self._progress = progress
        self._not_in_ents = 0
        self._at_white_space = 0
        self._incomplete = 0
        self._without_layer = 0

    def add(self, documents: Iterator[ExportedDocument], content: BinFile) -> None:
        """Add documents to a file."""
        for item in documents:
            self._progress(self.ledger.documents, self.options.documents)
            self._add_document(item, content)

    def finish(self) -> None:
        """Put what is worth knowing into the ledger's notes."""
        notes = self.ledger.notes
        rule = ", then ".join(self.options.schema.flatten_for_ner.order).replace("_", " ")
        if self._not_in_ents:
            notes.append(
                f"{_counted(self._not_in_ents, 'span')} in doc.spans['sc'] but not in doc.ents, "
                f"which cannot overlap ({rule})"
            )
        if self._at_white_space:
            notes.append(
                f"{_counted(self._at_white_space, 'span')} in doc.spans['sc'] but not in doc.ents, "
                "where none may start or end with white space"
            )
        if self._incomplete:
            done = "not written" if self.options.complete_only else "written all the same"
            notes.append(f"{_counted(self._incomplete, 'layer')} not marked complete, {done}")
        if self._without_layer:
            notes.append(
                f"{_counted(self._without_layer, 'document')} without a layer, not written"
            )
        self._progress(self.ledger.documents, self.options.documents)

    def _add_document(self, item: ExportedDocument, content: BinFile) -> None:
        self.ledger.documents += 1
        self._incomplete += sum(1 for layer in item.layers if not layer.complete)
        layers = [
            layer for layer in item.layers if layer.complete or not self.options.complete_only
        ]
        if not item.layers:
            self._without_layer += 1
        if not layers:
            return
        text = item.document.text
        language = item.info.language or self.options.language
        tokens, words = self.tokenizers.split(text, language)
        content.add_strings(words)
        for layer in sorted(layers, key=lambda layer: layer.annotator):
            self.ledger.layers += 1
            self._add_layer(item, layer, tokens, content)

    def _add_layer(
        self, item: ExportedDocument, layer: Layer | StoredLayer, tokens: Tokens, content: BinFile
    ) -> None:
        spans = []
        for record in layer.plain():
            self.ledger.taken[record["kind"]] += 1
            if record["kind"] == SPAN:
                spans.append(record)
            else:
                kind = record["kind"]
                self.ledger.lose(kind, f"a DocBin has no {plural(kind)}")
        spans.sort(key=_text_order)
        aligned = self._aligned(spans, tokens, (item.document, layer.annotator))
        self.ledger.written[SPAN] += len(aligned)
        token_spans = [span.token_span for span in aligned]
        content.add_strings({span.label for span in token_spans})
        table = self._table(tokens, aligned, item.document.text)
        content.add(table, tokens.spaces, token_spans, _user_data(item, layer, aligned))

    def _aligned(
        self, spans: Sequence[Mapping[str, Any]], tokens: Tokens, where: tuple[Document, str]
    ) -> list[_Aligned]:
        aligned = []
        for record in spans:
            fragments = record["fragments"]
            start, end = fragments[0][0], fragments[-1][1]
            place = tokens.aligned(start, end) if len(fragments) == 1 else None
            if place is None:
                self.ledger.lose_span(_loss(record, tokens, where))
                continue
            span = TokenSpan(record["id"], record["label"], *place, start, end)
            aligned.append(_Aligned(span, record))
        return aligned

    def _table(self, tokens: Tokens, aligned: Sequence[_Aligned], text: str) -> NDArray[np.uint64]:
        """Return the attributes of each token, with the flat choice as entities."""
        table = np.empty((len(tokens.words), 3), dtype=np.uint64)
        table[:, 0] = tokens.words
        table[:, 1] = OUTSIDE
        table[:, 2] = 0
        policy = self.options.schema.flatten_for_ner
        candidates = []
        for span in aligned:
            place = span.token_span
            if text[place.start].isspace() or text[place.end - 1].isspace():
                self._at_white_space += 1
                continue
            attributes = span.record.get("attributes", {})
            candidates.append(Candidate(place.first, place.last, place.label, attributes))
        chosen = flat_choice(candidates, policy)
        if NO_FLAT_SPANS not in policy.order:
            self._not_in_ents += len(candidates) - len(chosen)
        for number in chosen:
            entity = candidates[number]
            table[entity.start : entity.end, 1] = INSIDE
            table[entity.start, 1] = BEGIN
            table[entity.start : entity.end, 2] = get_string_id(entity.label)
        return table


def _text_order(record: Mapping[str, Any]) -> tuple[int, int, str, str]:
    fragments = record["fragments"]
    return fragments[0][0], -fragments[-1][1], record["label"], record["id"]


def _loss(record: Mapping[str, Any], tokens: Tokens, where: tuple[Document, str]) -> Loss:
    document, annotator = where
    fragments = record["fragments"]
    start, end = fragments[0][0], fragments[-1][1]
    detail = ""
    reason = DISCONTINUOUS
    if len(fragments) == 1:
        reason = UNALIGNED
        covering = tokens.covering(start, end)
        detail = "there is no token"
        if covering is not None:
            first, last = covering
            detail = f"the tokens there are {document.text[first:last]!r}, {first}..{last}"
    surface = " … ".join(document.text[start:end] for start, end in fragments)
    return Loss(
        document.id,
        annotator,
        record["id"],
        start,
        end,
        record["label"],
        surface,
        reason,
        detail,
    )


def _user_data(
    item: ExportedDocument, layer: Layer | StoredLayer, aligned: Sequence[_Aligned]
) -> dict[str, Any]:
    """Return what spaCy keeps beside the text; the spans are in the order of the group."""
    info = item.info
    spans = []
    for span in aligned:
        place, record = span.token_span, span.record
        data = {
            "id": place.id,
            "label": place.label,
            "start": place.start,
            "end": place.end,
            "attributes": record.get("attributes", {}),
        }
        if record.get("made_by"):
            data["made_by"] = record["made_by"]
        spans.append(data)
    return {
        "id": item.document.id,
        "annotator": {
            "id": item.document.id,
            "annotator": layer.annotator,
            "complete": layer.complete,
            "title": info.title,
            "source": info.source,
            "date": info.date,
            "language": info.language,
            "tags": list(info.tags),
            "meta": dict(info.meta),
            "spans": spans,
        },
    }


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
