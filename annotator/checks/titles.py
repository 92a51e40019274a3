# SPDX-License-Identifier: MIT
"""What stands before a name and is no part of it: a quantity, or a person's title.

The rules are B2 and B4 of the guideline for conflict news; the words are known for English. Looked
at are labels with the attribute ``mention`` or ``quantity`` that do not count people themselves,
for titles those with ``actor_type``. Titles that often live on in names of places and brigades,
such as Sheikh and Imam, are left alone.
"""

import re
from collections.abc import Iterator

from annotator.checks.check import Found, Rule, SpanCheck, Subject
from annotator.checks.finding import Severity
from annotator.checks.moves import moved
from annotator.checks.quantities import counts_people
from annotator.model.records import Span
from annotator.schema.names import shown
from annotator.text.numbers import hedge_place, numbers

_QUANTIFIER = re.compile(
    r"(?:(?:tens|hundreds)\s+of\s+(?:thousands|millions)\s+of"
    r"|(?:dozens|scores|tens|hundreds|thousands|millions|most|all|both|some|many|several|few)\s+of"
    r"|a\s+(?:few|number\s+of|couple\s+of|handful\s+of)"
    r"|several|many|numerous|various|countless|few|most|all|both|each|every)\s+(?:the\s+)?",
    re.I,
)
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "in", "on", "de", "du", "al", "el", "la"})
_MEASURE = re.compile(
    r"-|\s*(?:mm|cm|kg|lbs?|km|m|inch(?:es)?|(?:milli|centi|kilo)?met\w+|kilo\w*|pounds?|tons?"
    r"|tonnes?|calibre|caliber|barrel\w*|percent|per\s+cent|st|nd|rd|th"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r")\b|\s*[%°x×.,:/]",
    re.I,
)
_OF = re.compile(r"\s+(?:of\s+(?:the\s+)?)?")

_TITLE = re.compile(
    r"(?:(?:Maj|Brig|Lt|Lieut|Col|Capt|Cmdr|Gen|Sgt|Cpl|Adm|Sen|Rep|Gov|Rev|Prof|Dr|Mr|Mrs|Ms|Hon)"
    r"\.?(?:[ -]|(?<=\.)))+"
    r"|(?:(?:US|U\.S\.|UN|UK|EU|[A-Z][a-z]+(?:i|[aie]an|ish|ese)) )?"
    r"(?:(?:Vice|Deputy|Former|Acting|Prime|Foreign|Defen[cs]e|Interior|Major|Lieutenant|Brigadier"
    r"|Rear|First|Staff|Chief)[ -])*"
    r"(?:President|Minister|General|Colonel|Major|Captain|Lieutenant|Sergeant|Brigadier|Admiral"
    r"|Marshal|Commander|Chancellor|Senator|Governor|Mayor|Secretary|Doctor|Professor|Ambassador"
    r"|Corporal|Spokes(?:man|woman|person)|Special Envoy)"
    r"(?: of (?:State|Defen[cs]e|Foreign Affairs|the Interior))?[ -](?:General[ ])?"
)
_PARTICLES = frozenset(
    {"al", "el", "as", "ad", "an", "ar", "ash", "bin", "ibn", "abu", "bint"}
    | {"de", "der", "van", "von", "da", "di", "la", "le"}
)
_MOST_WORDS = 6
_NO_PERSON = frozenset(
    {"agency", "airport", "army", "assembly", "association", "authority", "base", "battalion"}
    | {"board", "brigade", "brigades", "bridge", "bureau", "camp", "command", "commission"}
    | {"committee", "company", "conference", "congress", "corps", "council", "court", "directorate"}
    | {"directorates", "division", "federation", "forces", "front", "group", "guard", "guards"}
    | {"headquarters", "hospital", "intelligence", "mosque", "movement", "office", "organization"}
    | {"palace", "park", "party", "people", "police", "prosecutor", "regiment", "road", "school"}
    | {"secretariat", "security", "service", "services", "square", "staff", "street", "union"}
    | {"unit", "university", "workers", "assistant", "military", "general"}
)


def _quantity_in_front(subject: Subject, span: Span) -> Iterator[Found]:
    own = subject.schema.attributes_of(span.label)
    if not subject.is_english or not ("mention" in own or "quantity" in own):
        return
    if counts_people(subject.schema, span.label):
        return
    surface = subject.text[slice(*span.fragments[0])]
    length = _worded_length(surface) or _counted_length(surface)
    if not 0 < length < len(surface):
        return
    said = shown(surface[:length].strip())
    fixes = moved(f"Leave out {said}", span, span.start + length, span.end)
    yield Found(f"this span starts with the quantity {said}", span.start, span.end, fixes)


def _worded_length(surface: str) -> int:
    """Return how long the quantifier at the start is; a capital after a capital is a name."""
    found = _QUANTIFIER.match(surface)
    if found is None or (surface[0].isupper() and not _has_common_word(surface[found.end() :])):
        return 0
    return found.end()


def _counted_length(surface: str) -> int:
    """Return how long the number at the start is, with its hedge; 0 for 313 Force and 120 mm."""
    number = next(numbers(surface), None)
    if number is None:
        return 0
    hedge = hedge_place(surface, number.start)
    if (hedge[0] if hedge else number.start) != 0 or _MEASURE.match(surface, number.end):
        return 0
    gap = _OF.match(surface, number.end)
    if gap is None:
        return 0
    is_in_words = surface[number.start].isalpha() and surface[number.start].islower()
    return gap.end() if is_in_words or _has_common_word(surface[gap.end() :]) else 0


def _has_common_word(words: str) -> bool:
    """Whether a word is no name: it starts with a small letter, or its script has no capitals."""
    return any(
        word[:1].isalpha() and not word[:1].isupper() and word not in _SMALL_WORDS
        for word in words.split()
    )


def _title_in_front(subject: Subject, span: Span) -> Iterator[Found]:
    if not subject.is_english or len(span.fragments) > 1:
        return
    if "actor_type" not in subject.schema.attributes_of(span.label):
        return
    surface = span.surface(subject.text)
    title = _TITLE.match(surface)
    if title is None or not _is_person(surface[title.end() :]):
        return
    said = shown(title[0].strip())
    fixes = moved(f"Leave out {said}", span, span.start + title.end(), span.end)
    yield Found(f"this span starts with the title {said}", span.start, span.end, fixes)


def _is_person(name: str) -> bool:
    """Whether these words can be a person's name: with capitals, and none of a body or place."""
    words = re.split(r"[ -]", name)
    if len(words) > _MOST_WORDS or not words[-1][:1].isupper():
        return False
    for word in words:
        plain = re.sub(r"['’]s$", "", word)
        if plain.lower() in _NO_PERSON:
            return False
        if not plain[:1].isupper() and plain not in _PARTICLES:
            return False
    return True


BEFORE_NAME_CHECKS = (
    SpanCheck(
        Rule(
            "B03",
            Severity.WARNING,
            "A span that counts nobody does not start with a number or another quantity; a number "
            "may be part of a name or a measure.",
            "leave it out",
        ),
        _quantity_in_front,
    ),
    SpanCheck(
        Rule(
            "B04",
            Severity.WARNING,
            "A person's name does not start with a title.",
            "leave it out",
        ),
        _title_in_front,
    ),
)
