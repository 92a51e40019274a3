# SPDX-License-Identifier: MIT
"""Errors that only the rest of the document shows: repeats told apart, forgotten, left bare."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from annotator.model.records import Span
from annotator.schema.files import default_schema
from tests.checks.planted_spans import picked, whole
from tests.checks.planting import Article, Planted, Planter, findings, inserted, new_span, valued

_TYPES = {"ACTOR": "actor_type", "LOCATION": "place_type", "WEAPON": "category"}


def _repeats(article: Article, *, names_only: bool = False) -> list[list[Span]]:
    groups: dict[tuple[str, str], list[Span]] = {}
    for span in whole(article):
        if span.label in _TYPES and (not names_only or article.surface(span)[0].isupper()):
            groups.setdefault((span.label, article.surface(span)), []).append(span)
    return [spans for spans in groups.values() if len(spans) > 1]


def _ids(planted: Planted, spans: list[Span]) -> Planted:
    return replace(planted, ids=planted.ids | {span.id for span in spans})


def other_label(rng: Random, article: Article) -> Planted | None:
    group = picked(rng, _repeats(article))
    if group is None:
        return None
    span = rng.choice(group)
    label = rng.choice([one for one in _TYPES if one != span.label])
    made = new_span(article.without(span.id), span.start, span.end, label)
    return _ids(made, group)


def other_type(rng: Random, article: Article) -> Planted | None:
    group = picked(rng, _repeats(article))
    if group is None:
        return None
    span = rng.choice(group)
    name = _TYPES[span.label]
    values = default_schema().attributes_of(span.label)[name].values
    other = rng.choice([value for value in values if value != span.attributes[name]])
    return _ids(valued(article, span, **{name: other}), group)


def forgotten(rng: Random, article: Article) -> Planted | None:
    groups = [
        [one for one in group if one.attributes.get("mention") == "named"]
        for group in _repeats(article, names_only=True)
    ]
    group = picked(rng, [spans for spans in groups if len(spans) > 1])
    if group is None:
        return None
    span = rng.choice(group)
    return Planted(article.without(span.id), place=(span.start, span.end))


def bare_paragraph(rng: Random, article: Article) -> Planted | None:
    if any(one.code == "D06" for one in findings(article)):
        return None  # where one is bare already, another is no exception
    words = "Nothing else was known about the night, and people went back to sleep as they could. "
    made, _ = inserted(rng, article, words * 3)
    start = made.text.index(words)
    return Planted(made, place=(start, start + 3 * len(words)))


def uncounted(rng: Random, article: Article) -> Planted | None:
    if article.language != "en":
        return None
    number = rng.choice(["At least 12", "Seven", "More than 300", "14"])
    harm = rng.choice(["were killed", "were wounded", "died", "were abducted"])
    who = rng.choice(["people", "civilians", "of them", "soldiers"])
    words = f"{number} {who} {harm} there on Sunday."
    made, _ = inserted(rng, article, words)
    start = made.text.index(words)
    return Planted(made, place=(start, start + len(words)))


REPEAT_PLANTERS: Mapping[str, Planter] = {
    "D01": other_label,
    "D02": other_type,
    "D03": forgotten,
    "D04": uncounted,
    "D06": bare_paragraph,
}
