# SPDX-License-Identifier: MIT
"""Reads counts, ranges and hedges out of a phrase: "at least 153", "two dozen", "800-1,000".

It never guesses: what can be read in two ways gives nothing. Digits of all scripts are read;
words are known for the languages in ``resources/numbers``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.text.number_words import (
    LARGEST,
    NumberWords,
    Word,
    number_words,
    plain,
)

_SPACES = frozenset(" \u00a0\u202f")
_LONGEST_ROW = 24
_MOST_DIGITS = 30
_COMMA_GROUPS = frozenset({"en", "ar", "fa", "ur", "he", "zh", "ja", "ko", "hi", "th"})
_DOT_GROUPS = frozenset({"de", "es", "fr", "it", "nl", "pt", "tr", "id", "da", "el", "ro", "ru"})
_DASH = re.compile(r"\s*[-–—]\s*")
_HEDGE_REACH = 40
_BEFORE_REACH = 60
_CLAUSE_END = re.compile(r"[.,;:!?،؛؟()]\s+|[\n()]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start`` .. ``end`` of a text; the value is None if it can be read two ways.

    ``scale`` is that of its last word, as in 30 thousand; ``rounded`` says that the word itself is
    not meant exactly, as in "une dizaine".
    """

    start: int
    end: int
    value: int | None
    scale: int = 1
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a phrase says about a count; None is "does not say".

    ``qualifier`` is exact, at_least, more_than, at_most, less_than, about, range, plural or vague.
    """

    qualifier: str
    count: int | None = None
    count_min: int | None = None
    count_max: int | None = None


def numbers(text: str, language: str = "en") -> Iterator[Number]:
    """Yield the numbers in a text, in order."""
    words = number_words(language)
    for one in _unbroken(text, words, language):
        start, end = one.start, one.end
        is_broken = words.broken_before.search(text[max(0, start - _HEDGE_REACH) : start])
        is_broken = is_broken or words.broken_after.search(text[end : end + _HEDGE_REACH])
        yield Number(start, end, None, one.scale) if is_broken else one


def _unbroken(text: str, words: NumberWords, language: str) -> Iterator[Number]:
    """Yield the numbers by what they are themselves, digits and number words in a row."""
    row: list[Word] = []
    for found in words.number.finditer(text):
        goes_on = bool(row) and found["form"] and _links(text[row[-1].end : found.start()])
        if not goes_on:
            yield from _of_words(text, words, row)
            row = []
        if found["form"]:
            row.append(words.word(found, is_first=not row))
        else:
            yield _of_digits(found, words, language)
    yield from _of_words(text, words, row)


def _links(gap: str) -> bool:
    """Whether two number words with this between them are in one row."""
    return gap == "-" or (gap != "" and _SPACES.issuperset(gap))


def quantity(text: str, language: str = "en") -> Quantity | None:
    """Return what a phrase says about a count; None if it says nothing or several things."""
    words = number_words(language)
    found = list(numbers(text, language))
    none = words.none.match(text)
    if none and all(one.end <= none.end() for one in found):
        return Quantity("exact", 0, 0, 0)
    if not found:
        return _unnumbered(text, words)
    opening = _hedges_of(text, found[0], language)[0]
    if none and none.start() < opening:
        return None
    if words.plural.search(text, 0, opening):
        is_one = len(found) == 1 and words.plural_last.search(text[:opening])
        return Quantity("plural") if is_one else None  # several hundred
    if len(found) == 1:
        return _single(text, found[0], language)
    return _range(text, found[0], found[1], words) if len(found) == 2 else None


def _unnumbered(text: str, words: NumberWords) -> Quantity | None:
    plural = words.plural.search(text)
    if plural:
        return None if words.broken_before.search(text[: plural.start()]) else Quantity("plural")
    return Quantity("vague") if words.vague.search(text) else None


def quantity_before(text: str, end: int, language: str = "en") -> Quantity | None:
    """Return what the words right before a place say: a number with its hedge, or "dozens of".

    None if they are of another clause, or end further back.
    """
    phrase = _clause_before(text, end)[1]
    words = number_words(language)
    found = _last_numbers(phrase, language)
    if not found:
        return Quantity("plural") if words.plural_last.search(phrase) else None
    start = found[0].start
    place = hedge_place(phrase, start, language)
    between = words.between.search(phrase[:start])
    opening = between.start() if between else start
    return quantity(phrase[place[0] if place else opening :], language)


def numbers_before(text: str, end: int, language: str = "en") -> Sequence[Number]:
    """Return the number that ``quantity_before`` reads, the two of a range, or none."""
    offset, phrase = _clause_before(text, end)
    return [
        replace(one, start=offset + one.start, end=offset + one.end)
        for one in _last_numbers(phrase, language)
    ]


def _clause_before(text: str, end: int) -> tuple[int, str]:
    """Return where the clause before a place starts, and its words; no words if they touch it."""
    opening = max(0, end - _BEFORE_REACH)
    window = text[opening:end]
    clause = max((found.end() for found in _CLAUSE_END.finditer(window)), default=0)
    phrase = window[clause:].rstrip()
    return opening + clause, "" if phrase == window[clause:] else phrase


def _last_numbers(phrase: str, language: str) -> Sequence[Number]:
    """Return the number that ends a phrase, with the one before it if they are a range."""
    found = list(numbers(phrase, language))
    if not found or found[-1].end != len(phrase):
        return ()
    is_range = len(found) > 1 and _joins_range(
        phrase[found[-2].end : found[-1].start], number_words(language)
    )
    return found[-2:] if is_range else found[-1:]


def hedge_before(text: str, start: int, language: str = "en") -> str:
    """Return the qualifier of the hedge that ends where a number starts; empty if none."""
    place = hedge_place(text, start, language)
    return place[1] if place else ""


def hedge_place(text: str, start: int, language: str = "en") -> tuple[int, str] | None:
    """Return where the hedge before a number starts, and its qualifier."""
    reach = max(0, start - _HEDGE_REACH)
    found = number_words(language).hedge.search(text[reach:start])
    return (reach + found.start(), found.lastgroup or "") if found else None


def _single(text: str, number: Number, language: str) -> Quantity | None:
    words = number_words(language)
    opening, hedges = _hedges_of(text, number, language)
    if number.value is None or words.between.search(text[:opening]):
        return None
    rest = text[number.end :]
    # in some languages "people twenty" are about twenty, or are they
    if words.inverted_is_a_guess and not rest.strip() and re.search(r"\w", text[:opening]):
        return None
    if number.rounded and not hedges:
        hedges = {"about"}
    if len(hedges) > 1:  # at least some 40
        hedges.discard("about")
    return _hedged("".join(hedges), number.value) if len(hedges) < 2 else None


def _hedges_of(text: str, number: Number, language: str) -> tuple[int, set[str]]:
    """Return where the hedges before a number begin, and all the hedges it has."""
    hedges: set[str] = set()
    opening = number.start
    while place := hedge_place(text, opening, language):
        opening = place[0]
        hedges.add(place[1])
    rest = text[number.end :]
    after = number_words(language).hedge_after.search(rest)
    if after and after.lastgroup:
        hedges.add(after.lastgroup)
    if rest.startswith("+"):
        hedges.add("at_least")
    return opening, hedges


def _hedged(hedge: str, value: int) -> Quantity:
    if hedge in {"at_least", "more_than"}:
        return Quantity(hedge, value, value)
    if hedge in {"at_most", "less_than"}:
        return Quantity(hedge, value, None, value)
    return Quantity("about", value) if hedge else Quantity("exact", value, value, value)


def _joins_range(gap: str, words: NumberWords) -> bool:
    said = plain(gap)
    return _DASH.fullmatch(gap) is not None or said in words.ranges | words.between_ranges


def _range(text: str, first: Number, second: Number, words: NumberWords) -> Quantity | None:
    gap = text[first.end : second.start]
    if first.value is None or second.value is None or not _joins_range(gap, words):
        return None
    if plain(gap) in words.between_ranges - words.ranges and not words.between.search(
        text[: first.start]
    ):
        return None
    least, most = first.value, second.value
    if first.scale == 1 and least < most // second.scale:
        least *= second.scale  # 20 to 30 thousand, but not 500 to two thousand
    return Quantity("range", None, least, most) if least < most else None


def _of_words(text: str, words: NumberWords, run: Sequence[Word]) -> list[Number]:
    """Return the number that words in a row make, the two of "between six and eight", or none."""
    if not run or words.is_article(text, run):
        return []
    if len(run) > _LONGEST_ROW:
        return [Number(run[0].start, run[-1].end, None)]
    whole = words.total(run)
    if whole is None:
        parts = [
            (run[:place], (replace(run[place], join=""), *run[place + 1 :]))
            for place in range(1, len(run))
            if run[place].join in words.between_ranges
        ]
        pairs = [
            pair
            for pair in parts
            if words.total(pair[0]) is not None and words.total(pair[1]) is not None
        ]
        if len(pairs) == 1:
            return [_of_run(words, part) for part in pairs[0]]
    return [_of_run(words, run)]


def _of_run(words: NumberWords, run: Sequence[Word]) -> Number:
    last = run[-1]
    scale = last.value if last.kind in {"scale", "scale_after"} else 1
    rounded = any(word.kind == "rounded" for word in run)
    value = None if rounded and len(run) > 1 else words.total(run)
    return Number(run[0].start, last.end, value, scale, rounded)


def _of_digits(found: re.Match[str], words: NumberWords, language: str) -> Number:
    scale = words.scale_of(found["scale"] or "")
    value = _digits_value(found["digits"], scale, language.partition("-")[0].lower())
    return Number(*found.span(), value, scale)


def _digits_value(digits: str, factor: int, language: str) -> int | None:
    if len(digits) > _MOST_DIGITS:
        return None
    parts = re.split(r"\D", digits)
    signs = re.sub(r"\d", "", digits)
    if not signs:
        return _limited(int(digits) * factor)
    grouped = len(set(signs)) == 1 and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
    grouped = grouped and all(len(part) == 3 for part in parts[1:])
    if grouped and _groups(signs[0], language) and factor == 1:
        return _limited(int("".join(parts)))
    decimal = len(signs) == 1 and signs in ".,\u066b" and factor > 1
    if not decimal or (grouped and signs != "\u066b"):
        return None
    numerator = int("".join(parts)) * factor
    value, rest = divmod(numerator, 10 ** len(parts[1]))
    return None if rest else _limited(value)


def _groups(sign: str, language: str) -> bool:
    if sign == ",":
        return language in _COMMA_GROUPS
    return language in _DOT_GROUPS if sign == "." else sign != "\u066b"


def _limited(value: int) -> int | None:
    return value if value <= LARGEST else None
