# SPDX-License-Identifier: MIT
"""What belongs into a span: no article, possessive, pronoun or punctuation at its edges.

The rules are B1, B17 and B18 of the guideline for conflict news. Those about words are known for
English; ``_WORDS`` is where another language goes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import category

import regex  # type: ignore[import-untyped]  # it ships no types

from annotator.checks.check import Found, Rule, SpanCheck, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import moved, removed, without_outer_space
from annotator.checks.quantities import counts_people
from annotator.model.records import Span
from annotator.schema.names import shown


@dataclass(frozen=True, slots=True)
class _Words:
    determiners: frozenset[str]
    pronouns: frozenset[str]
    possessives: tuple[str, ...]


_WORDS: Mapping[str, _Words] = {
    "en": _Words(
        # some, about and another may be part of a quantity, so they are none
        frozenset(
            {"a", "an", "the", "this", "that", "these", "those"}
            | {"its", "their", "his", "her", "our", "your", "my"}
        ),
        frozenset(
            {"i", "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them"}
            | {"who", "whom", "this", "that", "these", "those"}
            | {"myself", "himself", "herself", "itself", "ourselves", "themselves"}
        ),
        ("'s", "’s", "s'", "s’"),
    )
}
_ONE = frozenset({"a", "an"})
_NO_WORDS = _Words(frozenset(), frozenset(), ())
_FIRST_WORD = regex.compile(r"([\p{L}]+)\s+")
_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_OPENING = "\"'“‘«([{"
_CLOSING = "\"'”’»)]}"
_TERMINATORS = ".!?…:"
_REACH = 20

_PAIRS = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "（": "）", "「": "」", "『": "』"}
_CLOSERS = {closing: opening for opening, closing in _PAIRS.items()}
_NEVER_TRIMMED = frozenset("%‰#@&*/\\§†‡_°")
_APOSTROPHES = frozenset("'’‘")
_ABBREVIATION = regex.compile(r"(?:\p{L}\.){2,}$|\b(?:Inc|Ltd|Co|Corp|St|Jr|Sr|Bros|No)\.$")


def _words(subject: Subject) -> _Words:
    return _WORDS.get(subject.language.partition("-")[0].lower(), _NO_WORDS)


def _leading_determiner(subject: Subject, span: Span) -> Iterator[Found]:
    known = _words(subject).determiners
    if counts_people(subject.schema, span.label):
        known -= _ONE  # a dozen soldiers, a family of five
    if not known:
        return
    text = subject.text
    found = _FIRST_WORD.match(text, span.start, span.end)
    if found is None or found[1].lower() not in known:
        return
    if not found[1].islower() and not _starts_sentence(text, span.start):
        return  # a capital inside a sentence is part of a name: The Hague
    start = found.end()
    while (again := _FIRST_WORD.match(text, start, span.end)) and again[1].lower() in known:
        start = again.end()
    fixes = moved(f"Leave out {shown(text[span.start : start].strip())}", span, start, span.end)
    yield Found(f"this span starts with {shown(found[1])}", span.start, span.end, fixes)


def _starts_sentence(text: str, offset: int) -> bool:
    before = text[max(0, offset - _REACH) : offset]
    rest = before.rstrip(_OPENING + _BREAKS + " \t\u00a0")
    if not rest or any(character in _BREAKS for character in before[len(rest) :]):
        return True
    return rest.rstrip(_CLOSING)[-1:] in tuple(_TERMINATORS)


def _trailing_possessive(subject: Subject, span: Span) -> Iterator[Found]:
    text = subject.text
    if text[span.start] in _APOSTROPHES:  # a closing quote, then
        return
    for ending in _words(subject).possessives:
        if span.end - span.start > len(ending) and text.endswith(ending, span.start, span.end):
            cut = 1 if ending.startswith("s") else len(ending)
            fixes = moved("Leave out the possessive", span, span.start, span.end - cut)
            yield Found(f"this span ends with {shown(ending[-2:])}", span.start, span.end, fixes)
            return


def _pronoun(subject: Subject, span: Span) -> Iterator[Found]:
    surface = span.surface(subject.text)
    # US and IT are names, us and it are not
    is_name = surface.isupper() and len(surface) > 1
    if surface.lower() in _words(subject).pronouns and not is_name:
        fixes = removed("Remove the span", span.id)
        yield Found(f"{shown(surface)} is a pronoun", span.start, span.end, fixes)


def _outer_punctuation(subject: Subject, span: Span) -> Iterator[Found]:
    start, end = _inner(subject, span)
    if (start, end) == (span.start, span.end):
        return
    if start >= end:
        fixes: tuple[Fix, ...] = removed("Remove the span", span.id)
        yield Found("this span holds nothing but punctuation", span.start, span.end, fixes)
        return
    fixes = moved("Leave out the punctuation", span, start, end)
    said = shown(subject.text[span.start : start] + subject.text[end : span.end])
    yield Found(f"this span has punctuation at its edge: {said}", span.start, span.end, fixes)


def _inner(subject: Subject, span: Span) -> tuple[int, int]:
    """Return the span's outer edges without the punctuation that does not belong to it."""
    text = subject.text
    start, end = span.start, span.end
    while start < end:
        before = (start, end)
        if _opens(text, start, end):
            start += 1
        if start < end and _closes(subject, start, end):
            end -= 1
        if (start, end) == before:
            break
        start, end = without_outer_space(text, start, end)
    return start, end


def _opens(text: str, start: int, end: int) -> bool:
    """Whether the first character is punctuation that is not part of what follows."""
    character = text[start]
    if not _is_trimmed(character):
        return False
    if character in _APOSTROPHES:  # 'Ndrangheta keeps its apostrophe
        return text[end - 1] in _APOSTROPHES and end - start > 1
    if character in _PAIRS or character == '"':  # (Free) Syrian Army keeps its bracket
        return text.find(_PAIRS.get(character, '"'), start + 1, end) in {-1, end - 1}
    return True


def _closes(subject: Subject, start: int, end: int) -> bool:
    """Whether the last character is punctuation that is not part of what stands before it."""
    text, character = subject.text, subject.text[end - 1]
    if not _is_trimmed(character) or character in _APOSTROPHES:
        return character in _APOSTROPHES and text[start - 1 : start] in tuple(_APOSTROPHES)
    if character in _CLOSERS:
        return text.rfind(_CLOSERS[character], start, end) in {-1, start}
    if character == '"':
        return text.count('"', start, end) % 2 == 1
    if character == ".":
        return not _is_abbreviation(subject, start, end)
    return True


def _is_abbreviation(subject: Subject, start: int, end: int) -> bool:
    if subject.tokens is not None:
        token = subject.tokens.at(end - 1)
        if token is not None and token[0] < end - 1 and token[1] == end:
            return True
    return _ABBREVIATION.search(subject.text, max(start, end - _REACH), end) is not None


def _is_trimmed(character: str) -> bool:
    return category(character)[0] == "P" and character not in _NEVER_TRIMMED


def _unbalanced(subject: Subject, span: Span) -> Iterator[Found]:
    text = subject.text
    start, end = _inner(subject, span)
    place = _lone_bracket(text, start, end)
    if place is None:
        return
    bracket = text[place]
    fixes: tuple[Fix, ...] = ()
    if bracket in _PAIRS:
        if text[end : end + 1] == _PAIRS[bracket]:
            fixes = moved(f"Take in {shown(_PAIRS[bracket])}", span, span.start, end + 1)
        _, stop = without_outer_space(text, start, place)
        fixes += moved(f"End before {shown(bracket)}", span, span.start, stop)
    else:
        if text[max(0, start - 1) : start] == _CLOSERS[bracket]:
            fixes = moved(f"Take in {shown(_CLOSERS[bracket])}", span, start - 1, span.end)
        first, _ = without_outer_space(text, place + 1, end)
        fixes += moved(f"Start after {shown(bracket)}", span, first, span.end)
    message = f"the bracket {shown(bracket)} in this span has no partner"
    yield Found(message, span.start, span.end, fixes)


def _lone_bracket(text: str, start: int, end: int) -> int | None:
    waiting: list[int] = []
    for place in range(start, end):
        character = text[place]
        if character in _PAIRS:
            waiting.append(place)
        elif character in _CLOSERS:
            if not waiting or text[waiting[-1]] != _CLOSERS[character]:
                return place
            waiting.pop()
    return waiting[0] if waiting else None


BOUNDARY_CHECKS = (
    SpanCheck(
        Rule(
            "B01",
            Severity.WARNING,
            "A span does not start with an article or another determiner; a capital The inside a "
            "sentence is part of a name.",
            "leave it out",
            policy="determiner_in_span",
        ),
        _leading_determiner,
    ),
    SpanCheck(
        Rule(
            "B02",
            Severity.WARNING,
            "A span does not end with a possessive 's.",
            "leave it out",
            policy="possessive_in_span",
        ),
        _trailing_possessive,
    ),
    SpanCheck(
        Rule(
            "B05",
            Severity.WARNING,
            "A span neither starts nor ends with punctuation that is not part of a name.",
            "leave it out",
        ),
        _outer_punctuation,
    ),
    SpanCheck(
        Rule(
            "B06",
            Severity.WARNING,
            "A bracket in a span has its partner in the same span.",
            "take the partner in, or end before the bracket",
        ),
        _unbalanced,
    ),
    SpanCheck(
        Rule(
            "B07",
            Severity.WARNING,
            "A pronoun is no span.",
            "remove the span",
            policy="pronouns",
        ),
        _pronoun,
    ),
)
