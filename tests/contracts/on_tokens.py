# SPDX-License-Identifier: MIT
"""What comes back through formats of tokens: spans on whole tokens, perhaps only flat ones."""

from dataclasses import replace
from functools import cache

from annotator.formats.flat import Candidate, flat_choice
from annotator.formats.format import ExportedDocument, Feature, Layer
from annotator.model.document import Document
from annotator.model.records import Record, Span
from annotator.text.pipelines import blank_pipeline
from tests.formats.exchange import schema

Losses = frozenset[Feature]


def on_tokens(item: ExportedDocument, loses: Losses) -> ExportedDocument:
    """Return a document without the spans that formats lose that know nothing but tokens."""
    if Feature.UNALIGNED not in loses:
        return item
    tokens = _tokens(item, white_space=Feature.WHITE_SPACE not in loses)
    layers = tuple(
        replace(layer, records=_kept(layer.decoded(), tokens, loses)) for layer in item.layers
    )
    return replace(item, layers=layers)


@cache
def _pipeline(language: str):
    return blank_pipeline(language)


def _tokens(item: ExportedDocument, *, white_space: bool) -> tuple[dict, dict]:
    doc = _pipeline(item.info.language or "en").tokenizer(item.document.text)
    kept = [token for token in doc if white_space or not token.text.isspace()]
    starts = {token.idx: place for place, token in enumerate(kept)}
    ends = {token.idx + len(token): place + 1 for place, token in enumerate(kept)}
    return starts, ends


def _kept(records: tuple[Record, ...], tokens: tuple[dict, dict], loses: Losses) -> tuple:
    starts, ends = tokens
    aligned = [
        record
        for record in records
        if not isinstance(record, Span)
        or all(start in starts and end in ends for start, end in record.fragments)
    ]
    if Feature.OVERLAP not in loses:
        return tuple(aligned)
    spans = [record for record in aligned if isinstance(record, Span)]
    single = sorted(
        (span for span in spans if len(span.fragments) == 1),
        key=lambda span: (span.start, -span.end, span.label, span.id),
    )
    chosen = flat_choice(
        [Candidate(starts[s.start], ends[s.end], s.label, s.attributes) for s in single],
        schema().flatten_for_ner,
    )
    flat = {single[place].id for place in chosen}
    return tuple(r for r in aligned if not isinstance(r, Span) or r.id in flat)


def without_white_space(item: ExportedDocument) -> ExportedDocument:
    """Return a document whose text has no white space; its spans cover the same letters."""
    text = item.document.text
    places = [0]
    for character in text:
        places.append(places[-1] + (not character.isspace()))

    def moved(record: Record) -> Record:
        if not isinstance(record, Span):
            return record
        fragments = tuple((places[start], places[end]) for start, end in record.fragments)
        return replace(record, fragments=fragments)

    layers = tuple(
        Layer(layer.annotator, tuple(map(moved, layer.decoded())), layer.complete)
        for layer in item.layers
    )
    document = Document.of(item.document.id, "".join(text.split()))
    return replace(item, document=document, layers=layers)
