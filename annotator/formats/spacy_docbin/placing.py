# SPDX-License-Identifier: MIT
"""Spans on tokens: which can be written, where, and which of them are flat entities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import spacy  # noqa: F401 - whole and first: another thread may be in the middle of importing it
from numpy.typing import NDArray
from spacy.strings import get_string_id

from annotator.errors import InputError
from annotator.formats.flat import NO_FLAT_SPANS, Candidate, flat_choice
from annotator.formats.format import WriteOptions, chosen
from annotator.formats.ledger import Ledger, Loss
from annotator.formats.spacy_docbin import choices
from annotator.formats.spacy_docbin.bin_file import (
    BEGIN,
    INSIDE,
    MISSING,
    OUTSIDE,
    TokenSpan,
)
from annotator.formats.spacy_docbin.tokens import Tokens
from annotator.model.document import Document
from annotator.schema.definition import FlattenForNer

UNALIGNED = "it does not start and end where tokens do"
NOTHING_WHOLE = "no whole token is in it"
DISCONTINUOUS = "it has several stretches"
MOVED = "its ends were moved to where tokens start and end"
NOT_FLAT = "in doc.spans but not in doc.ents, which cannot overlap"
AT_WHITE_SPACE = "in doc.spans but not in doc.ents, where none starts or ends with white space"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen for an export; without ``flatten`` nothing is in ``doc.ents``."""

    misaligned: str
    flatten: FlattenForNer | None
    key: str
    unfinished: str

    @classmethod
    def of(cls, options: WriteOptions) -> "Plan":
        """Return what the options say; InputError if that cannot be."""
        given = chosen(choices.WRITING, options.choices)
        key = given[choices.SPANS_KEY.name]
        if not key.strip():
            raise InputError("spans_key cannot be empty: all spans are in that group of doc.spans")
        flatten = _flatten(options.schema.flatten_for_ner, given[choices.ENTS.name])
        return cls(given[choices.MISALIGNED.name], flatten, key, given[choices.UNFINISHED.name])


def _flatten(rule: FlattenForNer, ents: str) -> FlattenForNer | None:
    if ents == choices.NO_ENTS or (ents == choices.BY_SCHEMA and NO_FLAT_SPANS in rule.order):
        return None
    if ents == choices.BY_SCHEMA:
        return rule
    others = tuple(name for name in rule.order if name not in (ents, NO_FLAT_SPANS))
    return rule.model_copy(update={"order": (ents, *others)})


@dataclass(frozen=True, slots=True)
class Placed:
    """A span that is written, with the record it is made of."""

    token_span: TokenSpan
    record: Mapping[str, Any]


@dataclass(slots=True)
class Placing:
    """Places the spans of one layer, and tells the ledger of those that are not as they were.

    ``unknown`` are the tokens of spans that cannot be entities: whether they are outside is not
    known.
    """

    document: Document
    annotator: str
    tokens: Tokens
    plan: Plan
    ledger: Ledger
    unknown: list[tuple[int, int]]

    def placed(self, spans: Sequence[Mapping[str, Any]]) -> Iterator[Placed]:
        """Yield the spans that are written."""
        tokens = self.tokens
        for record in spans:
            fragments = record["fragments"]
            start, end = fragments[0][0], fragments[-1][1]
            place = tokens.aligned(start, end) if len(fragments) == 1 else None
            if place is None:
                place = self._moved(record, start, end)
                if place is None:
                    continue
                start, end = tokens.characters(place)
            yield Placed(TokenSpan(record["id"], record["label"], *place, start, end), record)

    def _moved(self, record: Mapping[str, Any], start: int, end: int) -> tuple[int, int] | None:
        """Return where a span is written that fits no tokens; None if it is not."""
        tokens, plan = self.tokens, self.plan
        fragments = record["fragments"]
        touched = [found for part in fragments if (found := tokens.touched(*part))]
        if len(fragments) > 1:
            self._lose(record, DISCONTINUOUS, "", touched)
            return None
        there = self._there(touched[0]) if touched else "there is no token"
        if plan.misaligned == choices.DROP or not touched:
            detail = f"the tokens there are {there}: misaligned=expand takes them"
            self._lose(record, UNALIGNED, detail if touched else there, touched)
            return None
        place = touched[0] if plan.misaligned == choices.EXPAND else tokens.inside(start, end)
        if place is None:
            self._lose(record, NOTHING_WHOLE, f"the tokens there are {there}", touched)
            return None
        detail = f"written as {self._there(place)} ({plan.misaligned})"
        self.ledger.reduce_span(self.loss(record, MOVED, detail))
        return place

    def _there(self, place: tuple[int, int]) -> str:
        start, end = self.tokens.characters(place)
        return f"{self.document.text[start:end]!r}, {start}..{end}"

    def _lose(
        self, record: Mapping[str, Any], reason: str, detail: str, tokens: list[tuple[int, int]]
    ) -> None:
        self.unknown.extend(tokens)
        self.ledger.lose_span(self.loss(record, reason, detail))
        if record.get("attributes"):
            count = len(record["attributes"])
            self.ledger.lose("attribute", "of a span that is not written", count)

    def loss(self, record: Mapping[str, Any], reason: str, detail: str = "") -> Loss:
        """Return the entry of the ledger about a span."""
        text, fragments = self.document.text, record["fragments"]
        surface = " … ".join(text[start:end] for start, end in fragments)
        start, end = fragments[0][0], fragments[-1][1]
        id, label = record["id"], record["label"]
        return Loss(
            self.document.id, self.annotator, id, start, end, label, surface, reason, detail
        )

    def table(self, placed: Sequence[Placed], *, partial: bool) -> NDArray[np.uint64]:
        """Return the attributes of each token, with the flat choice as entities.

        Tokens without an entity are outside, or, in a partial layer, missing.
        """
        table = np.empty((len(self.tokens.words), 3), dtype=np.uint64)
        table[:, 0] = self.tokens.words
        table[:, 1] = MISSING if partial or self.plan.flatten is None else OUTSIDE
        table[:, 2] = 0
        if self.plan.flatten is not None:
            entities = self._entities(placed, self.plan.flatten)
            for first, last in self.unknown:
                table[first:last, 1] = MISSING
            for first, last, label in entities:
                table[first:last, 1] = INSIDE
                table[first, 1] = BEGIN
                table[first:last, 2] = get_string_id(label)
        return table

    def _entities(
        self, placed: Sequence[Placed], flatten: FlattenForNer
    ) -> list[tuple[int, int, str]]:
        text, ledger = self.document.text, self.ledger
        candidates, of = [], []
        for span in placed:
            place = span.token_span
            if text[place.start].isspace() or text[place.end - 1].isspace():
                self.unknown.append((place.first, place.last))
                ledger.reduce_span(self.loss(span.record, AT_WHITE_SPACE))
                continue
            attributes = span.record.get("attributes", {})
            candidates.append(Candidate(place.first, place.last, place.label, attributes))
            of.append(span)
        chosen_ones = flat_choice(candidates, flatten)
        if len(chosen_ones) < len(candidates):
            for number in sorted(set(range(len(candidates))).difference(chosen_ones)):
                ledger.reduce_span(self.loss(of[number].record, NOT_FLAT))
        return [
            (candidates[number].start, candidates[number].end, candidates[number].label)
            for number in chosen_ones
        ]
