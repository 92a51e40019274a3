# SPDX-License-Identifier: MIT
"""One error of each code is planted into clean articles, in random places, and must be found.

``ANNOTATOR_PLANTED`` is the number of errors for each code; ``pytest -s`` prints a table.
"""

import os
from dataclasses import replace
from random import Random

from annotator.checks.document import Subject
from annotator.checks.gold import GOLD_RULE, gold_findings
from annotator.checks.registry import CHECKS
from annotator.model.annotations import Annotations
from annotator.model.records import Decision, Span
from annotator.schema.files import default_schema
from tests.checks.planted_counts import COUNT_PLANTERS
from tests.checks.planted_links import LINK_PLANTERS
from tests.checks.planted_repeats import REPEAT_PLANTERS
from tests.checks.planted_spans import SPAN_PLANTERS
from tests.checks.planting import (
    Article,
    alarms,
    annotators_articles,
    clean_articles,
    is_found,
    plant,
)

TIMES = int(os.environ.get("ANNOTATOR_PLANTED", "5"))
LEAST_FOUND = 0.95
LEAST_OF_A_CODE = 0.8
MOST_FALSE = 1 / 20
PLANTERS = {**SPAN_PLANTERS, **REPEAT_PLANTERS, **COUNT_PLANTERS, **LINK_PLANTERS}
CODES = [check.rule.code for check in CHECKS]
MEANT = {"seed": ["D02", "N03"]}
"""Warnings about the seed article that its guideline expects: they are no false alarms."""
SLIPS = {
    "lake-orro-market/ana": ["D04"],
    "lake-orro-market/ben": ["B01", "B01"],
    "drenak-truce/ben": ["B01"],
    "drenak-truce/chloe": ["B04", "D03"],
    "mira-pass-wire/ana": ["N03"],
}
"""What the three annotators of the sample were made to do wrong, as far as a check can see it."""


def test_each_check_has_a_planted_error():
    missing = [code for code in CODES if code not in PLANTERS]

    assert missing == [], "plant an error of each in tests/checks/planted_*.py"


def test_planted_errors_are_found_under_their_codes():
    found = {code: [0, 0] for code in CODES if code in PLANTERS}
    for code, counts in found.items():
        for number in range(TIMES):
            made = plant(Random(f"{code}:{number}"), PLANTERS[code], clean_articles())
            assert made is not None, f"no article gives an occasion for {code}"
            counts[0] += is_found(code, *made)
            counts[1] += 1

    print()
    for code, (hits, planted) in found.items():
        print(f"{code}  {hits:5,} of {planted:5,}  {hits / planted:7.1%}")
    hits, planted = (sum(column) for column in zip(*found.values(), strict=True))
    print(f"all  {hits:5,} of {planted:5,}  {hits / planted:7.1%}")
    assert hits >= LEAST_FOUND * planted
    few = [code for code, (hits, planted) in found.items() if hits < LEAST_OF_A_CODE * planted]
    assert few == []


def test_clean_articles_give_at_most_one_false_alarm_in_twenty():
    known = MEANT | SLIPS
    read = (*clean_articles(), *annotators_articles())

    false = {
        article.name: codes
        for article in read
        if (codes := _beyond(sorted(one.code for one in alarms(article)), known.get(article.name)))
    }

    assert len(clean_articles()) >= 8
    assert sum(map(len, false.values())) <= MOST_FALSE * len(read), false


def test_the_slips_of_the_annotators_are_found_and_the_warnings_of_the_seed_too():
    known = MEANT | SLIPS

    for article in (*clean_articles(), *annotators_articles()):
        codes = sorted(one.code for one in alarms(article))
        assert _beyond(known.get(article.name, []), codes) == [], article.name


def _beyond(codes: list[str], known: list[str] | None) -> list[str]:
    """The codes that are left when each known one has been taken away once."""
    left = list(codes)
    for code in known or []:
        if code in left:
            left.remove(code)
    return left


def _decided(article: Article) -> list[Decision]:
    return [
        Decision(f"d{number}", f"i{number}", span.start, span.end, "candidate", ("ana",), (span,))
        for number, span in enumerate(article.spans())
    ]


def _gold(article: Article, decisions: list[Decision]) -> list[str]:
    spans = {span.id: span for span in article.spans()}
    subject = Subject(article.text, Annotations(spans), default_schema())
    return [one.record for one in gold_findings(subject, decisions)]


def test_gold_without_a_source_is_found_wherever_it_is_planted():
    for number in range(TIMES):
        rng = Random(f"{GOLD_RULE.code}:{number}")
        article = rng.choice(clean_articles())
        decisions = _decided(article)
        place = rng.randrange(len(decisions))
        span: Span = decisions[place].result[0]
        lost = decisions[:place] + decisions[place + 1 :]
        other = replace(decisions[place], result=(replace(span, label="OTHER"),))

        assert _gold(article, decisions) == []
        assert _gold(article, lost) == [span.id]
        assert _gold(article, [*lost, other]) == [span.id]
        assert _gold(article, [*lost, replace(decisions[place], chosen=())]) == [f"d{place}"]
