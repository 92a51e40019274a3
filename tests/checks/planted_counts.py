# SPDX-License-Identifier: MIT
"""Errors in counts of people and in their sums."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from annotator.model.records import Relation, Span
from annotator.text.numbers import hedge_place, numbers, quantity
from tests.checks.planted_spans import picked
from tests.checks.planting import (
    Article,
    Planted,
    Planter,
    changed,
    findings,
    inserted,
    new_span,
    told,
    valued,
)

_EXACT = "outcome={} count={} count_min={} count_max={} qualifier=exact victim_type=unknown"


def _casualties(article: Article, *qualifiers: str) -> list[Span]:
    return [
        span
        for span in article.spans("CASUALTY")
        if "count" in span.attributes
        and (not qualifiers or span.attributes["qualifier"] in qualifiers)
    ]


def _one(
    rng: Random, article: Article, qualifiers: tuple[str, ...], values: Callable[[Span], dict]
) -> Planted | None:
    span = picked(rng, _casualties(article, *qualifiers))
    return None if span is None else valued(article, span, **values(span))


def below_minimum(rng: Random, article: Article) -> Planted | None:
    more = rng.randint(1, 50)
    return _one(rng, article, (), lambda span: {"count_min": span.attributes["count"] + more})


def above_maximum(rng: Random, article: Article) -> Planted | None:
    span = picked(rng, [one for one in _casualties(article) if one.attributes["count"] > 0])
    if span is None:
        return None
    return valued(article, span, count_max=rng.randrange(span.attributes["count"]))


def inexact(rng: Random, article: Article) -> Planted | None:
    more = rng.randint(1, 50)
    return _one(
        rng, article, ("exact",), lambda span: {"count_max": span.attributes["count"] + more}
    )


def needless_bound(rng: Random, article: Article) -> Planted | None:
    more = rng.randint(1, 50)
    return _one(
        rng,
        article,
        ("at_least", "more_than"),
        lambda span: {"count_max": span.attributes["count"] + more},
    )


def no_quantity(rng: Random, article: Article) -> Planted | None:
    if article.language != "en":
        return None
    spans = [
        span
        for span in article.spans("ACTOR")
        if not re.match(r"(?i)an?\s", article.surface(span))
        and not any(True for _ in numbers(article.surface(span)))
        and quantity(article.surface(span)) is None
    ]
    span = rng.choice(spans)
    left = article.without(span.id)
    return new_span(left, span.start, span.end, "CASUALTY", qualifier="plural")


def other_count(rng: Random, article: Article) -> Planted | None:
    readable = [
        span
        for span in _casualties(article, "exact", "at_least", "more_than")
        if (read := quantity(article.surface(span), article.language)) is not None
        and read.count is not None
    ]
    span = picked(rng, readable)
    if span is None:
        return None
    count = span.attributes["count"]
    other = count + rng.choice((-1, 1, 10, 90) if count else (1, 10, 90))
    bounds = {name: other for name in ("count_min", "count_max") if name in span.attributes}
    return valued(article, span, count=other, **bounds)


def hedge_outside(rng: Random, article: Article) -> Planted | None:
    cut = []
    for span in article.spans("CASUALTY"):
        number = next(numbers(article.surface(span), article.language), None)
        if number and number.start and hedge_place(article.surface(span), number.start):
            cut.append((span, span.start + number.start))
    if not cut:
        return None
    span, start = rng.choice(cut)
    return changed(article, span, fragments=((start, span.end),))


def hedge_not_said(rng: Random, article: Article) -> Planted | None:
    hedged = [
        span
        for span in _casualties(article, "at_least", "more_than", "about")
        if (number := next(numbers(article.surface(span), article.language), None))
        and hedge_place(article.surface(span), number.start)
    ]
    span = picked(rng, hedged)
    return None if span is None else valued(article, span, qualifier="exact")


def zero(rng: Random, article: Article) -> Planted | None:
    span = picked(rng, _casualties(article))
    if span is None:
        return None
    none = span.attributes["outcome"] == "none"
    return valued(article, span, outcome="killed" if none else "none")


def other_outcome(rng: Random, article: Article) -> Planted | None:
    if article.language != "en":
        return None
    said, verb = rng.choice(
        [
            ("killed", "were killed"),
            ("injured", "were wounded"),
            ("killed", "died"),
            ("injured", "were injured"),
            ("abducted", "were abducted"),
            ("captured", "were captured"),
            ("missing", "are missing"),
        ]
    )
    other = rng.choice([one for one in ("killed", "injured", "captured") if one != said])
    n = rng.randint(2, 400)
    who = rng.choice(["people", "soldiers", "villagers"])
    values = _EXACT.format(other, n, n, n)
    return told(rng, article, f"[{n} {who}|CASUALTY {values}] {verb} there.")


def both_outcomes(rng: Random, article: Article) -> Planted | None:
    if article.language != "en":
        return None
    n = rng.randint(2, 400)
    words = rng.choice(["killed and wounded", "killed or wounded", "dead and injured"])
    values = _EXACT.format(rng.choice(("killed", "injured")), n, n, n)
    return told(rng, article, f"The army spoke of [{n}|CASUALTY {values}] {words} in the town.")


def not_people(rng: Random, article: Article) -> Planted | None:
    if article.language != "en":
        return None
    n, before, after = rng.choice(
        [
            ("120", "They fired ", " mm shells."),
            ("2019", "The war began in ", " in the north."),
            ("34", "A woman aged ", " spoke."),
            ("40", "It lies ", " kilometres away."),
            ("500", "It costs $", " a month."),
            ("14", "It came on ", " March."),
            ("60", "They hold ", " percent of the town."),
            ("34", "A ", "-year-old woman spoke."),
        ]
    )
    return told(rng, article, f"{before}[{n}|CASUALTY {_EXACT.format('killed', n, n, n)}]{after}")


def _linked(article: Article) -> list[tuple[Span, Span, Relation]]:
    return [
        (article.get(one.source), article.get(one.target), one)
        for one in article.relations("part_of_total")
    ]


def part_of_another_outcome(rng: Random, article: Article) -> Planted | None:
    link = picked(rng, _linked(article))
    if link is None:
        return None
    part, total, relation = link
    wanted = total.attributes["outcome"]
    other = rng.choice([one for one in ("killed", "injured", "captured") if one != wanted])
    planted = valued(article, part, outcome=other)
    return replace(planted, ids=frozenset({part.id, total.id, relation.id}))


def _of_total(article: Article, planted: Planted, total: Span) -> Planted:
    links = [one for one in article.relations("part_of_total") if one.target == total.id]
    return replace(planted, ids=planted.ids | {total.id, *(one.id for one in links)})


def above_exact_total(rng: Random, article: Article) -> Planted | None:
    links = [link for link in _linked(article) if link[1].attributes["qualifier"] == "exact"]
    links = [link for link in links if "count" in link[0].attributes]
    link = picked(rng, links)
    if link is None:
        return None
    part, total, _ = link
    count = total.attributes["count"] + rng.randint(1, 50)
    planted = valued(article, part, count=count, count_min=count, count_max=count)
    return _of_total(article, planted, total)


def other_sum(rng: Random, article: Article) -> Planted | None:
    """Change a part of a sum that is right: above "at least" a number, below an exact one."""
    right = {one.record for one in findings(article) if one.code == "R08"}
    links = [
        link
        for link in _linked(article)
        if link[1].id in right and link[0].attributes.get("count", 0) > 1
    ]
    link = picked(rng, links)
    if link is None:
        return None
    part, total, _ = link
    some = re.search(r"including|among|of them", article.text[total.end : part.start])
    change = rng.randint(1, 9)
    if total.attributes["qualifier"] == "exact":
        change = -1
        if some:
            return None
    count = part.attributes["count"] + change
    planted = valued(article, part, count=count, count_min=count, count_max=count)
    return _of_total(article, planted, total)


def _summed(rng: Random, article: Article, *, linked: bool) -> Planted | None:
    if article.language != "en":
        return None
    one, other = rng.randint(2, 60), rng.randint(2, 60)
    n = one + other

    def count(number: int, role: str) -> str:
        return f"|CASUALTY aggregation={role} {_EXACT.format('killed', number, number, number)}]"

    made, spans = inserted(
        rng,
        article,
        f"They killed [{n} people{count(n, 'total')}: [{one} soldiers{count(one, 'part')} and "
        f"[{other} farmers{count(other, 'part')}.",
    )
    total, *parts = spans
    links = [Relation(f"planted{part.id}", "part_of_total", part.id, total.id) for part in parts]
    ids = frozenset(record.id for record in (*spans, *links))
    return Planted(made.with_(*links) if linked else made, ids)


def equal_sum(rng: Random, article: Article) -> Planted | None:
    return _summed(rng, article, linked=True)


def unlinked_sum(rng: Random, article: Article) -> Planted | None:
    return _summed(rng, article, linked=False)


def not_a_total(rng: Random, article: Article) -> Planted | None:
    link = picked(rng, _linked(article))
    if link is None:
        return None
    planted = valued(article, link[1], aggregation="single")
    return _of_total(article, planted, link[1])


COUNT_PLANTERS: Mapping[str, Planter] = {
    "C01": below_minimum,
    "C02": above_maximum,
    "C03": inexact,
    "C04": needless_bound,
    "C05": no_quantity,
    "C06": other_count,
    "C07": hedge_outside,
    "C08": hedge_not_said,
    "C09": zero,
    "C10": other_outcome,
    "C11": both_outcomes,
    "C13": not_people,
    "R05": part_of_another_outcome,
    "R06": above_exact_total,
    "R07": other_sum,
    "R08": equal_sum,
    "R09": not_a_total,
    "R12": unlinked_sum,
}
