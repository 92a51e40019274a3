# SPDX-License-Identifier: MIT
"""A document on its way out of CoNLL-U: text, spans, and the comments that are about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.formats.conllu.brackets import BracketReader, Mention
from annotator.formats.conllu.rows import Sentence
from annotator.formats.conllu.text import Rebuilt
from annotator.model.fragments import united
from annotator.model.records import Entity, Fragment, Record, Span

_OF_SENTENCES = frozenset({"text", "sent_id", "newpar", "newdoc", "newpar id", "newdoc id"})
_IDENTITY = "identity"


@dataclass(slots=True)
class Draft:
    """One document; ``at`` is where the text ends, ``rows`` how many rows there have been."""

    id: str
    line: int
    pieces: list[str] = field(default_factory=list)
    at: int = 0
    spans: list[Span] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    brackets: BracketReader = field(default_factory=BracketReader)
    places: list[Fragment | None] = field(default_factory=list)
    sentences: int = 0
    paragraphs: bool = False
    between: str | None = None
    closed: bool = False

    @property
    def text(self) -> str:
        """The text."""
        return "".join(self.pieces)

    def add(self, sentence: Sentence, text: Rebuilt, *, starts_paragraph: bool) -> int:
        """Add the text of a sentence; return where it starts."""
        if self.sentences:
            self._append(self._gap(starts_paragraph=starts_paragraph))
        else:
            self._take_facts(sentence)
        self.paragraphs = self.paragraphs or starts_paragraph
        self._append(text.before)
        start = self.at
        self._append(text.text)
        last = text.last
        self.between = last.gap if last.exact else None
        self.closed = last.closed
        self.sentences += 1
        return start

    def _gap(self, *, starts_paragraph: bool) -> str:
        """Return what stands between two sentences.

        Only files with paragraphs are taken for running text: many others say ``SpaceAfter=No`` of
        the last token of every sentence.
        """
        if self.between is not None:
            return self.between
        if not self.paragraphs or starts_paragraph:
            return "\n"
        return "" if self.closed else " "

    def close(self) -> None:
        """Add the white space that is said to follow the last token."""
        if self.between:
            self._append(self.between)
        self.between = None

    def _append(self, piece: str) -> None:
        self.pieces.append(piece)
        self.at += len(piece)

    def _take_facts(self, sentence: Sentence) -> None:
        for _, comment in sentence.comments:
            key, equals, value = comment.partition("=")
            key = key.strip()
            if equals and key and key not in _OF_SENTENCES and not key.startswith("text_"):
                self.facts[key] = value.strip()

    def fact(self, name: str) -> str:
        """Return the value of a comment such as ``meta::title``, empty if there is none."""
        return str(self.facts.get(f"meta::{name}", ""))

    @property
    def meta(self) -> Mapping[str, Any]:
        """What is kept beside the text."""
        return self.facts | ({"repairs": self.repairs[:1_000]} if self.repairs else {})


def records_of(draft: Draft, mentions: list[Mention], label: str) -> tuple[list[Record], int]:
    """Return spans and entities for the mentions of a document, and how many have no words.

    Mentions of one ``eid`` are an entity; parts of one mention are one span.
    """
    records: list[Record] = []
    by_eid: dict[str, list[str]] = {}
    identities: dict[str, str] = {}
    wordless = 0
    for group in _whole(mentions):
        parts = [part for mention in group for part in _places(draft, mention)]
        if not parts:
            wordless += 1
            continue
        first = group[0]
        id = f"T{len(records) + 1}"
        records.append(Span(id, first.label or label, united(parts), first.attributes))
        if first.eid:
            by_eid.setdefault(first.eid, []).append(id)
            if _IDENTITY in first.attributes:
                identities[first.eid] = first.attributes[_IDENTITY]
    for eid, ids in by_eid.items():
        attributes = {_IDENTITY: identities[eid]} if eid in identities else {}
        if len(ids) > 1 or attributes:
            records.append(Entity(f"E{eid}", tuple(ids), attributes))
    return records, wordless


def _whole(mentions: list[Mention]) -> list[list[Mention]]:
    """Return the mentions in the order of the text, the parts of each together."""
    found: list[list[Mention]] = []
    unfinished: dict[tuple[str, int], list[Mention]] = {}
    for mention in sorted(mentions, key=lambda each: (each.first, -each.last)):
        number, count = mention.part
        if number > 1 and (parts := unfinished.get((mention.eid, count))):
            parts.append(mention)
            continue
        found.append([mention])
        if count > 1:
            unfinished[mention.eid, count] = found[-1]
    return found


def _places(draft: Draft, mention: Mention) -> list[Fragment]:
    """Return the stretch of text of a mention, none if it has nothing but empty nodes."""
    rows = [place for place in draft.places[mention.first : mention.last + 1] if place]
    return [(rows[0][0], rows[-1][1])] if rows else []
