# SPDX-License-Identifier: MIT
"""Clean annotated articles, and how an error is planted into one of them.

A planter takes a random source and an article, and gives the article with one error, or None where
there is no occasion for it. Planters are in ``planted_spans``, ``planted_counts`` and
``planted_links``, by the code of the check that must find the error.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from typing import TypeAlias

from annotator.assist.tokenizer import load_tokenizer
from annotator.checks.document import Subject, check_document
from annotator.checks.finding import Finding, Severity
from annotator.model.annotations import Annotations
from annotator.model.records import EventFrame, Fragment, Record, Relation, Span
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema
from corpora.build import articles, three_layers
from tests.checks.subjects import SEED, seed
from tests.marked import marked


@dataclass(frozen=True)
class Article:
    """A text with the records of one layer; ids of what is planted begin with ``planted``."""

    name: str
    text: str
    records: tuple[Record, ...]
    language: str = "en"

    def of_kind(self, kind: type, *, label: str = "") -> list:
        return [
            record
            for record in self.records
            if isinstance(record, kind) and (not label or getattr(record, "label", "") == label)
        ]

    def spans(self, label: str = "") -> list[Span]:
        return self.of_kind(Span, label=label)

    def relations(self, *types: str) -> list[Relation]:
        return [one for one in self.of_kind(Relation) if not types or one.type in types]

    def events(self) -> list[EventFrame]:
        return self.of_kind(EventFrame)

    def get(self, id: str) -> Record:
        return next(record for record in self.records if record.id == id)

    def surface(self, span: Span) -> str:
        return span.surface(self.text)

    def with_(self, *changed: Record) -> "Article":
        """The article with records in place of those with the same ids, new ones last."""
        by_id = {record.id: record for record in self.records}
        return replace(self, records=tuple((by_id | {one.id: one for one in changed}).values()))

    def without(self, *gone: str) -> "Article":
        """The article without records, and what would dangle without them."""
        kept = []
        for record in self.records:
            if record.id in gone:
                continue
            if isinstance(record, Relation) and {record.source, record.target} & set(gone):
                continue
            if isinstance(record, EventFrame):
                left = tuple(one for one in record.arguments if one.target not in gone)
                kept.append(replace(record, arguments=left))
            else:
                kept.append(record)
        return replace(self, records=tuple(kept))


@dataclass(frozen=True)
class Planted:
    """An article with an error in the records named, or in a place."""

    article: Article
    ids: frozenset[str] = frozenset()
    place: Fragment | None = None
    schema: Schema = field(default_factory=default_schema)

    def is_found_by(self, finding: Finding) -> bool:
        if finding.record in self.ids:
            return True
        if self.place is None:
            return False
        start, end = self.place
        return finding.start < end and start < finding.end


Planter: TypeAlias = Callable[[Random, Article], Planted | None]


def changed(article: Article, record: Record, **fields) -> Planted:
    """Plant by changing the fields of one record."""
    return Planted(article.with_(replace(record, **fields)), frozenset({record.id}))


def valued(article: Article, span: Span, **values) -> Planted:
    """Plant by setting attributes of one span; None removes one."""
    own = {**span.attributes, **values}
    return changed(
        article, span, attributes={name: value for name, value in own.items() if value is not None}
    )


def added(article: Article, *records: Record) -> Planted:
    """Plant by adding records."""
    return Planted(article.with_(*records), frozenset(record.id for record in records))


def new_span(article: Article, start: int, end: int, label: str = "ACTOR", **values) -> Planted:
    """Plant a span with the attributes that a new span of its label needs."""
    needed = {
        "ACTOR": {"actor_type": "other"},
        "LOCATION": {"place_type": "other", "precision": 7},
        "WEAPON": {"category": "other"},
        "CASUALTY": {"outcome": "killed", "qualifier": "vague"},
    }[label]
    own = {**default_schema().defaults(label), **needed, **values}
    return added(article, Span("planted", label, ((start, end),), own))


def inserted(rng: Random, article: Article, source: str) -> tuple[Article, tuple[Span, ...]]:
    """The article with a marked sentence as a paragraph of its own, and the spans in it."""
    sentence, spans = marked(source)
    parted = next(one for one in ("\r\n\r\n", "\n\n", "\n") if one in article.text)
    at = rng.choice([0, *(found.end() for found in re.finditer(parted, article.text))])
    text = f"{article.text[:at]}{sentence}{parted}{article.text[at:]}"
    length = len(sentence) + len(parted)
    moved = tuple(_moved(record, at, length) for record in article.records)
    new = tuple(
        replace(
            span,
            id=f"planted{span.id}",
            fragments=tuple((start + at, end + at) for start, end in span.fragments),
            attributes={**default_schema().defaults(span.label), **span.attributes},
        )
        for span in spans
    )
    return replace(article, text=text, records=(*moved, *new)), new


def told(rng: Random, article: Article, source: str) -> Planted:
    """Plant a marked sentence whose spans are the error."""
    made, spans = inserted(rng, article, source)
    return Planted(made, frozenset(span.id for span in spans))


def _moved(record: Record, at: int, length: int) -> Record:
    def shifted(place: Fragment) -> Fragment:
        start, end = place
        return (start + length if start >= at else start, end + length if end > at else end)

    if isinstance(record, Span):
        return replace(record, fragments=tuple(shifted(part) for part in record.fragments))
    if isinstance(record, EventFrame):
        time = shifted(record.time) if record.time is not None else None
        return replace(record, trigger=shifted(record.trigger), time=time)
    return record


def findings(article: Article, schema: Schema | None = None) -> list[Finding]:
    """What the checks say about an article, on the tokens that spaCy gives."""
    tokens = load_tokenizer(article.language)(article.text)
    records = {record.id: record for record in article.records}
    annotations = Annotations(records)
    chosen = schema or default_schema()
    return check_document(Subject(article.text, annotations, chosen, tokens, article.language))


def alarms(article: Article) -> list[Finding]:
    """The errors and warnings among the findings."""
    return [one for one in findings(article) if one.severity is not Severity.INFO]


@cache
def clean_articles() -> tuple[Article, ...]:
    """The sample articles whose annotation is complete, and the seed article where it is."""
    made = [
        Article(each.document.id, each.document.text, each.layers[0].decoded(), each.info.language)
        for each in articles(default_schema())
        if each.layers[0].complete
    ]
    if SEED.is_dir():
        text, records = seed()
        made.append(Article("seed", text, records))
    return tuple(made)


@cache
def annotators_articles() -> tuple[Article, ...]:
    """The layers of the three annotators of the sample, each with the slips it was given."""
    schema = default_schema()
    return tuple(
        Article(f"{each.document.id}/{layer.annotator}", each.document.text, layer.decoded())
        for each in articles(schema)
        for layer in three_layers(each, schema).layers
        if layer.annotator
    )


def plant(
    rng: Random, planter: Planter, choices: Iterable[Article]
) -> tuple[Article, Planted] | None:
    """Plant one error into an article drawn at random; None if none of them gives an occasion."""
    drawn = list(choices)
    rng.shuffle(drawn)
    for article in drawn:
        planted = planter(rng, article)
        if planted is not None:
            return article, planted
    return None


def is_found(code: str, clean: Article, planted: Planted) -> bool:
    """Whether the planted error is found under its code, where it is, and was not found before."""
    before = {
        (one.code, one.record, one.message)
        for one in findings(clean, planted.schema)
        if one.code == code
    }
    return any(
        one.code == code
        and (one.code, one.record, one.message) not in before
        and planted.is_found_by(one)
        for one in findings(planted.article, planted.schema)
    )
