# SPDX-License-Identifier: MIT
"""Errors in spans: their places, boundaries, labels, attributes and neighbours."""

import re
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from annotator.checks.countries import country_boxes
from annotator.model.records import Span
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema
from tests.checks.planting import (
    Article,
    Planted,
    Planter,
    changed,
    inserted,
    new_span,
    told,
    valued,
)


def whole(article: Article, label: str = "") -> list[Span]:
    return [span for span in article.spans(label) if len(span.fragments) == 1]


def _to(article: Article, span: Span, start: int, end: int) -> Planted:
    return changed(article, span, fragments=((start, end),))


def picked(rng: Random, choices: list) -> object | None:
    return rng.choice(choices) if choices else None


def _words(article: Article, shape: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(shape, article.text)]


def outside(rng: Random, article: Article) -> Planted | None:
    span = rng.choice(whole(article))
    return _to(article, span, span.start, len(article.text) + rng.randint(1, 50))


def outer_space(rng: Random, article: Article) -> Planted | None:
    text = article.text
    places = [
        (span, start, end)
        for span in whole(article)
        for start, end in ((span.start - 1, span.end), (span.start, span.end + 1))
        if start >= 0 and (text[start] == " " or text[end - 1 : end] == " ")
    ]
    span, start, end = rng.choice(places)
    return _to(article, span, start, end)


def over_paragraph(rng: Random, article: Article) -> Planted | None:
    place = picked(rng, _words(article, r"\w+[.!?”\"]*[\r\n]+\W*\w+"))
    return new_span(article, *place) if place else None


def in_a_character(rng: Random, article: Article) -> Planted | None:
    surface, cut = rng.choice(
        [
            ("Cafe\u0301", 4),
            ("👨\u200d👩\u200d👧", 1),
            ("👍🏽", 1),
            ("🇺🇳", 1),
            ("Jose\u0301 Soto", 4),
        ]
    )
    made, (span,) = inserted(rng, article, f"They met at [{surface}|ACTOR actor_type=other] again.")
    return _to(made, span, span.start, span.start + cut)


def in_a_word(rng: Random, article: Article) -> Planted | None:
    text = article.text
    choices = []
    for span in whole(article):
        if text[span.end - 2 : span.end].isalpha() and span.end - span.start > 1:
            choices.append((span, span.start, span.end - 1))
        if text[span.start : span.start + 2].isalpha() and span.end - span.start > 1:
            choices.append((span, span.start + 1, span.end))
    span, start, end = rng.choice(choices)
    return _to(article, span, start, end)


def in_a_token(rng: Random, article: Article) -> Planted | None:
    place = picked(rng, _words(article, r"(?<!\w)[^\W\d_]{5,}(?!\w)"))
    return new_span(article, place[0], place[1] - rng.randint(1, 3)) if place else None


def over_sentence(rng: Random, article: Article) -> Planted | None:
    place = picked(rng, _words(article, r"[a-z]{4,}[.!?] [A-Z][a-z]+"))
    return new_span(article, *place) if place else None


def in_two_pieces(rng: Random, article: Article) -> Planted | None:
    spans = [span for span in whole(article) if len(article.surface(span).split(" ")) > 2]
    span = picked(rng, spans)
    if span is None:
        return None
    words = article.surface(span).split(" ")
    first, last = (span.start, span.start + len(words[0])), (span.end - len(words[-1]), span.end)
    return changed(article, span, fragments=(first, last))


def disordered(rng: Random, article: Article) -> Planted | None:
    span = rng.choice([span for span in whole(article) if span.end - span.start > 3])
    middle = rng.randint(span.start + 1, span.end - 1)
    parts = ((span.start, middle), (middle, span.end))
    return changed(article, span, fragments=rng.choice((parts, parts[::-1])))


def unknown_label(rng: Random, article: Article) -> Planted | None:
    span = rng.choice(article.spans())
    return changed(article, span, label=rng.choice((span.label.lower(), span.label[:-1], "PERSON")))


def unknown_attribute(rng: Random, article: Article) -> Planted | None:
    span = rng.choice(article.spans())
    name = rng.choice(("colour", "Mention", "count_maximum", "actor type"))
    return valued(article, span, **{name: rng.choice(("red", 7, True))})


def unfit_value(rng: Random, article: Article) -> Planted | None:
    span = rng.choice(article.spans())
    unfit = {
        "ACTOR": [{"mention": "loud"}, {"country": "Syria"}, {"wikidata": "858"}, {"side": "D"}],
        "LOCATION": [{"precision": 9}, {"lat": 95.0, "lon": 0.0}, {"role": "actor"}],
        "WEAPON": [{"calibre_mm": 0}, {"quantity": -1}, {"kind": "Device"}, {"category": 7}],
        "CASUALTY": [{"qualifier": "roughly"}, {"victim_flags": ("men",)}, {"count": "12"}],
    }
    return valued(article, span, **rng.choice(unfit[span.label]))


def missing_value(rng: Random, article: Article) -> Planted | None:
    span = rng.choice(article.spans())
    names = [
        name
        for name, attribute in default_schema().attributes_of(span.label).items()
        if attribute.required and name in span.attributes
    ]
    return valued(article, span, **{rng.choice(names): None})


def missing_value_here(rng: Random, article: Article) -> Planted | None:
    known = {label: default_schema().attributes_of(label) for label in default_schema().labels}
    choices = [
        (span, name)
        for span in article.spans()
        for name, attribute in known[span.label].items()
        if not attribute.required
        and name in span.attributes
        and attribute.is_required(span.attributes)
    ]
    if not choices:
        return None
    span, name = rng.choice(choices)
    return valued(article, span, **{name: None})


def half_a_place(rng: Random, article: Article) -> Planted | None:
    span = picked(rng, article.spans("LOCATION"))
    if span is None:
        return None
    return valued(article, span, **rng.choice(({"lat": 36.2}, {"lon": -7.25}, {"lat": 0.0})))


def abroad(rng: Random, article: Article) -> Planted | None:
    scenes = [
        span for span in article.spans("LOCATION") if span.attributes["role"] in ("scene", "target")
    ]
    if len(scenes) < 3:
        return None
    home, other = rng.sample(["SYR", "IRQ", "UKR", "SDN", "MMR", "YEM"], 2)
    alone = rng.choice(scenes)
    at_home = [
        replace(span, attributes={**span.attributes, "country": home})
        for span in scenes
        if span is not alone
    ]
    return valued(article.with_(*at_home), alone, country=other)


def one_id_two_labels(rng: Random, article: Article) -> Planted | None:
    actors = article.spans("ACTOR")
    others = [one for one in article.spans() if one.label in ("LOCATION", "WEAPON")]
    others = [one for one in others if one.attributes.get("place_type") != "country"]
    if not actors or not others:
        return None
    id = f"Q{rng.randint(1, 99_999)}"
    one, other = rng.choice(actors), rng.choice(others)
    first = replace(one, attributes={**one.attributes, "wikidata": id})
    planted = valued(article.with_(first), other, wikidata=id)
    return replace(planted, ids=frozenset({one.id, other.id}))


def no_country(rng: Random, article: Article) -> Planted | None:
    code = ""
    while not code or code in country_boxes():
        code = "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=3))
    span = rng.choice([one for one in article.spans() if one.label in ("ACTOR", "LOCATION")])
    return valued(article, span, country=code)


def outside_country(rng: Random, article: Article) -> Planted | None:
    span = picked(rng, article.spans("LOCATION"))
    if span is None:
        return None
    code, box = rng.choice(list(country_boxes().items()))
    lat, lon = 0.0, 0.0
    while (lat, lon) == (0.0, 0.0) or box.has(lat, lon):
        lat, lon = round(rng.uniform(-90, 90), 3), round(rng.uniform(-180, 180), 3)
        if code == "ATA":
            lat = abs(lat)
    return valued(article, span, country=code, lat=lat, lon=lon)


def _grown(rng: Random, article: Article, before: str = "", after: str = "") -> Planted | None:
    """Grow a span over the words that match before it, or after it."""
    choices = []
    for span in whole(article):
        left = re.search(rf"(?<!\w)(?:{before})$", article.text[: span.start]) if before else None
        right = re.match(after, article.text[span.end :]) if after else None
        if left or right:
            start = left.start() if left else span.start
            choices.append((span, start, span.end + (right.end() if right else 0)))
    if article.language != "en" or not choices:
        return None
    span, start, end = rng.choice(choices)
    return _to(article, span, start, end)


def article_in_front(rng: Random, article: Article) -> Planted | None:
    return _grown(rng, article, before="the |a |an |its |their |this ")


def possessive(rng: Random, article: Article) -> Planted | None:
    name = rng.choice(["Karsova", "Hamdan al-Rifai", "Lake Front", "SNA"])
    source = f"[{name}’s|ACTOR actor_type=other] answer came late."
    grown = _grown(rng, article, after="['’]s(?!\\w)") if rng.random() < 0.5 else None
    return grown or (told(rng, article, source) if article.language == "en" else None)


def quantity_in_front(rng: Random, article: Article) -> Planted | None:
    number = rng.choice(["80", "1,200", "twelve", "at least 30", "dozens of", "several", "a few"])
    label, noun = rng.choice(
        [
            ("ACTOR actor_type=rebel_group", "NLF militants"),
            ("ACTOR actor_type=civilians", "traders"),
            ("LOCATION place_type=settlement precision=1", "villages"),
            ("WEAPON category=drone", "drones"),
        ]
    )
    if article.language != "en":
        return None
    grown = _grown(rng, article, before=r"\d+ |two |three |five ") if rng.random() < 0.5 else None
    return grown or told(rng, article, f"They saw [{number} {noun}|{label}] there.")


def title_in_front(rng: Random, article: Article) -> Planted | None:
    if article.language != "en":
        return None
    title = rng.choice(["Gen.", "Colonel", "President", "Prime Minister", "Dr", "Lt. Col.", "Mr"])
    name = rng.choice(["Karim Haddad", "Ivo Brandt", "Omar bin Salem", "Đorić", "Al-Rifai"])
    grown = _grown(rng, article, before="Colonel |Governor ") if rng.random() < 0.3 else None
    return grown or told(rng, article, f"[{title} {name}|ACTOR actor_type=other] spoke.")


def punctuation(rng: Random, article: Article) -> Planted | None:
    choices = [
        (span, start, end)
        for span in whole(article)
        for start, end in ((span.start, span.end + 1), (span.start - 1, span.end))
        if article.text[span.end : end] in tuple(",;:،؛")
        or (start < span.start and article.text[start] in "“,;")
    ]
    if not choices:
        return None
    span, start, end = rng.choice(choices)
    return _to(article, span, start, end)


def lone_bracket(rng: Random, article: Article) -> Planted | None:
    words = rng.choice(
        ["Front (NLF", "NLF) fighters", "Army \\[SNA", "Lions “of Wadi", "Band «Sana"]
    )
    source = f"Northern Front (NLF) fighters of the Army: [{words}|ACTOR actor_type=other] came."
    return told(rng, article, source)


def pronoun(rng: Random, article: Article) -> Planted | None:
    places = _words(article, r"(?<![\w’'])(?:it|they|he|she|them|who|him|those)(?![\w’'])")
    place = picked(rng, places) if article.language == "en" else None
    return new_span(article, *place) if place else None


def twice(rng: Random, article: Article) -> Planted | None:
    span = rng.choice(article.spans())
    label = rng.choice((span.label, "ACTOR", "LOCATION"))
    planted = new_span(article, span.start, span.end, label)
    return replace(planted, ids=planted.ids | {span.id})


def crossing(rng: Random, article: Article) -> Planted | None:
    choices = []
    for span in whole(article):
        blank = article.surface(span).find(" ")
        after = re.match(r" [^\W\d_]+", article.text[span.end :])
        if blank > 0 and after:
            choices.append((span, span.start + blank + 1, span.end + after.end()))
    if not choices:
        return None
    span, start, end = rng.choice(choices)
    planted = new_span(article, start, end, "LOCATION")
    return replace(planted, ids=planted.ids | {span.id})


def _first_word(rng: Random, article: Article, label: str = "") -> Planted | None:
    choices = []
    for span in whole(article):
        blank = article.surface(span).find(" ")
        inside = (span.start, span.start + blank)
        if blank > 0 and all(one.fragments != (inside,) for one in article.spans()):
            choices.append((span, inside))
    if not choices:
        return None
    span, inside = rng.choice(choices)
    own = span.label if not label else ("WEAPON" if span.label != "WEAPON" else "ACTOR")
    return new_span(article, *inside, own)


def nested_same(rng: Random, article: Article) -> Planted | None:
    return _first_word(rng, article)


def nested_other(rng: Random, article: Article) -> Planted | None:
    policy = {"span_policy": {"nesting": {"different_label": "warn"}}}
    plain = default_schema().model_dump(by_alias=True, exclude_none=True)
    planted = _first_word(rng, article, "other")
    if planted is None:
        return None
    return replace(planted, schema=Schema.model_validate({**plain, **policy}))


SPAN_PLANTERS: Mapping[str, Planter] = {
    "O02": outside,
    "O04": outer_space,
    "O05": over_paragraph,
    "O06": in_a_character,
    "O07": in_a_word,
    "O08": in_a_token,
    "O09": over_sentence,
    "O10": in_two_pieces,
    "O11": disordered,
    "S01": unknown_label,
    "A01": unknown_attribute,
    "A02": unfit_value,
    "A03": missing_value,
    "A04": missing_value_here,
    "A06": half_a_place,
    "A07": abroad,
    "A08": one_id_two_labels,
    "A09": no_country,
    "A10": outside_country,
    "B01": article_in_front,
    "B02": possessive,
    "B03": quantity_in_front,
    "B04": title_in_front,
    "B05": punctuation,
    "B06": lone_bracket,
    "B07": pronoun,
    "N01": twice,
    "N02": crossing,
    "N03": nested_same,
    "N04": nested_other,
}
