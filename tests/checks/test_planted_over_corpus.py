# SPDX-License-Identifier: MIT
"""Inconsistencies planted into one of the clean articles are found by the checks over all of them.

``ANNOTATOR_PLANTED`` is the number of errors for each code.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from annotator.checks.corpus import CorpusIndex
from annotator.checks.corpus_findings import CORPUS_RULES, CorpusFindings, Spot
from annotator.model.records import Span
from annotator.schema.files import default_schema
from tests.checks.planting import Article, clean_articles

TIMES = int(os.environ.get("ANNOTATOR_PLANTED", "5"))
LEAST_FOUND = 0.95
OFTEN = 4


def spots(articles: tuple[Article, ...], code: str) -> Iterator[Spot]:
    """The places that a check over all articles names."""
    index = CorpusIndex()
    texts = {article.name: article.text for article in articles}
    for article in articles:
        index.put(article.name, "ann", article.text, article.spans())
    index.settle()
    found = CorpusFindings(index, default_schema())
    for finding in found.findings():
        if finding.code == code:
            yield from found.spots(finding, texts.__getitem__, 1_000)


def names(*, least: int) -> list[tuple[Article, Span]]:
    """The spans over names that are marked so often, always with one label."""
    used: dict[str, Counter[str]] = {}
    for article in clean_articles():
        for span in article.spans():
            used.setdefault(article.surface(span), Counter())[span.label] += 1
    return [
        (article, span)
        for article in clean_articles()
        for span in article.spans()
        if len(used[article.surface(span)]) == 1
        and used[article.surface(span)].total() >= least
        and article.surface(span)[0].isupper()
    ]


def relabelled(rng: Random) -> tuple[Article, Span]:
    article, span = rng.choice(names(least=OFTEN))
    label = rng.choice([one for one in ("ACTOR", "LOCATION", "WEAPON") if one != span.label])
    return article.with_(replace(span, label=label)), span


def with_an_article(rng: Random) -> tuple[Article, Span]:
    grown = [
        (article, replace(span, fragments=((span.start - 4, span.end),)))
        for article, span in names(least=OFTEN)
        if re.search(r"(?<!\w)[Tt]he $", article.text[: span.start])
    ]
    article, span = rng.choice(grown)
    return article.with_(span), span


def unmarked(rng: Random) -> tuple[Article, Span]:
    choices = [
        (article, span)
        for article, span in names(least=2)
        if all(one is span or not _touch(one, span) for one in article.spans())
    ]
    article, span = rng.choice(choices)
    return article.without(span.id), span


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


PLANTERS = {"K01": relabelled, "K02": with_an_article, "K03": unmarked}


def test_each_check_over_the_corpus_has_a_planted_error():
    assert PLANTERS.keys() == {rule.code for rule in CORPUS_RULES}


@pytest.mark.parametrize("code", PLANTERS)
def test_a_planted_inconsistency_is_found_where_it_is(code):
    clean = clean_articles()
    before = set(spots(clean, code))
    hits = 0

    for number in range(TIMES):
        article, span = PLANTERS[code](Random(f"{code}:{number}"))
        made = tuple(article if one.name == article.name else one for one in clean)
        new = set(spots(made, code)) - before
        hits += any(
            (spot.document, spot.start, spot.end) == (article.name, span.start, span.end)
            for spot in new
        )

    assert hits >= LEAST_FOUND * TIMES
