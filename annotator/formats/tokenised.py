# SPDX-License-Identifier: MIT
"""Documents as tokens and sentences, and their spans on tokens: what is common to writing tags.

The tokens are those of the window: spaCy's blank tokenizer of the document's language. White space
is no token. Sentences end where lines do, and after a token that ends one.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from annotator.formats.account import Account
from annotator.formats.flat import NO_FLAT_SPANS, Candidate, flat_choice
from annotator.formats.format import Choice, ExportedDocument
from annotator.formats.grouped import Grouped, lose_attributes, lose_records, lose_spans
from annotator.formats.ledger import SPAN, Ledger, plural
from annotator.model.records import Span

DROP, EXPAND, CONTRACT, SPLIT = "drop", "expand", "contract", "split"
MISALIGNED = Choice(
    "misaligned",
    "spans that do not start and end where tokens do: drop them (each is listed), or move their "
    "ends, to the tokens they touch (expand) or to the whole tokens in them (contract), or split "
    "the tokens there",
    (DROP, EXPAND, CONTRACT, SPLIT),
    DROP,
)
PUNCTUATION, LINES = "punctuation", "lines"
SENTENCES = Choice(
    "sentences",
    "where sentences end: at line breaks and after . ! ? and the like, or at line breaks only",
    (PUNCTUATION, LINES),
    PUNCTUATION,
)

UNALIGNED = "it does not start and end where tokens do"
EMPTY = "there is no token in it"
DISCONTINUOUS = "it has several stretches"
OVERLAPPING = "it overlaps a span that the schema's rule for flat entities puts first"
NO_FLAT = "the schema's rule for flat entities takes none"
UNFIT_LABEL = "its label holds a character that has a meaning in the format"
MOVED = "its ends were moved to where tokens start and end"
ATTRIBUTES = "there is no place for attributes"

_MOST_WORDS = 200_000
_FINAL = frozenset("!?.…‼⁇⁈⁉。！？｡．؟۔।॥։።፧၊။؞⸮")
_CLOSING = frozenset("\"')]}»”’›」』）】》")
_WIDE = frozenset("。！？｡")
"""No blank follows these."""
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


class Placed(NamedTuple):
    """A span from the token ``first`` to the one before ``last``; ``parts`` are its stretches."""

    first: int
    last: int
    record: Span
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Where the tokens of a text start and end; they are in order, and none has white space."""

    text: str
    starts: list[int]
    ends: list[int]

    def words(self) -> list[str]:
        """Return the tokens."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def gap(self, token: int) -> str:
        """Return the white space after a token, up to the next one or the end of the text."""
        after = self.starts[token + 1] if token + 1 < len(self.starts) else len(self.text)
        return self.text[self.ends[token] : after]

    def aligned(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first token and the one after the last; None if a boundary is no token's."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.ends, end)
        inside = first <= last < len(self.ends)
        if inside and self.starts[first] == start and self.ends[last] == end:
            return first, last + 1
        return None

    def touched(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first token that has a character of a stretch, and the one after the last."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end)
        return (first, last) if first < last else None

    def inside(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first token that is wholly in a stretch, and the one after the last."""
        first, last = bisect_left(self.starts, start), bisect_right(self.ends, end)
        return (first, last) if first < last else None

    def split_at(self, offsets: Iterable[int]) -> "Tokens":
        """Return the tokens with those that hold an offset split there."""
        starts, ends = set(self.starts), set(self.ends)
        for offset in offsets:
            token = bisect_right(self.starts, offset) - 1
            if token >= 0 and self.starts[token] < offset < self.ends[token]:
                starts.add(offset)
                ends.add(offset)
        return Tokens(self.text, sorted(starts), sorted(ends))


@dataclass(slots=True)
class Tokenizers:
    """The tokenizers of one export.

    A tokenizer keeps every word it has met; when they are too many it is made anew.
    """

    _pipelines: dict[str, Any] = field(default_factory=dict)

    def tokens(self, text: str, language: str) -> Tokens:
        """Return the tokens of a text in a language."""
        from annotator.text.pipelines import blank_pipeline, tokenizer_language

        code = tokenizer_language(language)
        pipeline = self._pipelines.get(code)
        if pipeline is None or len(pipeline.vocab.strings) > _MOST_WORDS:
            pipeline = self._pipelines[code] = blank_pipeline(code)
        table = pipeline.tokenizer(text).to_array(["IDX", "LENGTH"]).tolist()
        words = [(start, start + length) for start, length in table]
        words = [place for place in words if not text[place[0] : place[1]].isspace()]
        if sum(end - start for start, end in words) != sum(map(len, text.split())):
            words = [part for start, end in words for part in _parts(text[start:end], start)]
        return Tokens(text, [start for start, _ in words], [end for _, end in words])


def _parts(word: str, start: int) -> list[tuple[int, int]]:
    """Return where the parts of a token are between white space."""
    found: list[tuple[int, int]] = []
    place = 0
    for part in word.split():
        place = word.index(part, place)
        found.append((start + place, start + place + len(part)))
        place += len(part)
    return found


def sentence_starts(tokens: Tokens, spans: Iterable[Placed], *, lines_only: bool) -> list[int]:
    """Return the first token of each sentence; no sentence ends inside a span."""
    kept: set[int] = set()
    for span in spans:
        kept.update(range(span.first + 1, span.last))
    text = tokens.text
    found = [0]
    over = wide = False
    before = 0
    for token, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        final = text[end - 1] in _FINAL and _FINAL.issuperset(text[start:end])
        closing = over and _CLOSING.issuperset(text[start:end])
        if token and token not in kept and (start > before or not (final or closing)):
            ended = over and not lines_only and (start > before or wide)
            if ended or (start > before and not _BREAKS.isdisjoint(text[before:start])):
                found.append(token)
                closing = False
        if final:
            wide = text[end - 1] in _WIDE
        over = final or closing
        before = end
    return found


def sentences_of(starts: Sequence[int], count: int) -> list[tuple[int, int]]:
    """Return the first token of each sentence and the one after its last."""
    return list(pairwise([*starts, count]))


@dataclass(slots=True)
class Placing:
    """Places the spans of layers on tokens, and tells the ledger of those that cannot be written.

    ``flat`` tells that no two spans may overlap, and that each has one stretch.
    """

    account: Account
    misaligned: str
    flat: bool
    tokenizers: Tokenizers = field(default_factory=Tokenizers)

    @property
    def ledger(self) -> Ledger:
        """The ledger of the export."""
        return self.account.ledger

    def tokens(self, item: ExportedDocument, found: Grouped) -> Tokens:
        """Return the tokens of a document."""
        language = item.info.language or self.account.options.language
        tokens = self.tokenizers.tokens(item.document.text, language)
        if self.misaligned == SPLIT:
            ends = (end for span in found.spans for part in span.fragments for end in part)
            return tokens.split_at(ends)
        return tokens

    def lose_labels(self, found: Grouped, unfit: re.Pattern[str]) -> None:
        """Lose the spans whose labels hold what would be read as something else."""
        odd = [span for span in found.spans if unfit.search(span.label)]
        if odd:
            lose_spans(self.ledger, found, odd, UNFIT_LABEL)
            found.spans[:] = [span for span in found.spans if not unfit.search(span.label)]

    def placed(self, found: Grouped, tokens: Tokens) -> list[Placed]:
        """Return the spans that can be written, in the order of the text."""
        candidates = [place for span in found.spans if (place := self._place(span, found, tokens))]
        if not self.flat:
            return candidates
        policy = self.account.options.schema.flatten_for_ner
        chosen = set(
            flat_choice(
                [
                    Candidate(s.first, s.last, s.record.label, s.record.attributes)
                    for s in candidates
                ],
                policy,
            )
        )
        reason = NO_FLAT if NO_FLAT_SPANS in policy.order else OVERLAPPING
        lost = [s.record for n, s in enumerate(candidates) if n not in chosen]
        lose_spans(self.ledger, found, lost, reason)
        return [span for n, span in enumerate(candidates) if n in chosen]

    def _place(self, span: Span, found: Grouped, tokens: Tokens) -> Placed | None:
        if len(span.fragments) > 1 and self.flat:
            lose_spans(self.ledger, found, [span], DISCONTINUOUS)
            return None
        parts = [tokens.aligned(start, end) for start, end in span.fragments]
        if None in parts:
            parts = self._moved(span, found, tokens)
        known = tuple(part for part in parts if part is not None)
        return Placed(known[0][0], known[-1][1], span, known) if known else None

    def _moved(self, span: Span, found: Grouped, tokens: Tokens) -> list[tuple[int, int] | None]:
        """Return the tokens of a span that is moved to them, nothing if it is lost."""
        find = tokens.inside if self.misaligned == CONTRACT else tokens.touched
        parts = [find(start, end) for start, end in span.fragments]
        touched = tokens.touched(span.start, span.end)
        detail = "there is no token"
        if touched is not None:
            first, last = tokens.starts[touched[0]], tokens.ends[touched[1] - 1]
            detail = f"the tokens there are {tokens.text[first:last]!r}, {first}..{last}"
        if None in parts or self.misaligned in (DROP, SPLIT) or _touch(parts):
            reason = UNALIGNED if touched is not None else EMPTY
            self.ledger.lose_span(found.loss(span, reason, detail))
            lose_attributes(self.ledger, span, f"of a {SPAN} that is not written")
            return []
        self.ledger.reduce_span(found.loss(span, MOVED, detail))
        return parts

    def count(self, found: Grouped, written: Sequence[Placed], format: str) -> None:
        """Count what is written of a layer, and everything that no format of tags can hold.

        Entities are counted by whoever writes spans that overlap: those may be in groups.
        """
        ledger = self.ledger
        ledger.written[SPAN] += len(written)
        for span in written:
            lose_attributes(ledger, span.record, ATTRIBUTES)
        entities = found.entities if self.flat else []
        for records in (found.relations, found.events, entities, found.labels, found.notes):
            if records:
                lose_records(ledger, records, f"{format} has no {plural(records[0].kind)}")


def _touch(parts: Sequence[tuple[int, int] | None]) -> bool:
    """Whether the stretches of a span have come to touch or overlap."""
    known = [part for part in parts if part is not None]
    return any(one[1] >= other[0] for one, other in pairwise(known))
