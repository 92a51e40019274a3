# SPDX-License-Identifier: MIT
"""Reads counts, ranges and hedges out of a phrase: "at least 153", "two dozen", "800-1,000".

It never guesses: what can be read in two ways gives nothing. Digits of all scripts are read;
number words are known for English only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

LARGEST = 10**12

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_UNITS)}
_SMALL |= {word: 10 * (place + 2) for place, word in enumerate(_TENS)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_WORD_NUMBER = "|".join(sorted((*_SMALL, *_SCALES), key=len, reverse=True))
_NUMERAL = (
    r"(?<![\w.,])(?<![^\W\d_][-‑–])(?P<digits>\d+(?:[.,\u00a0\u202f\u066b\u066c'’]\d+)*)"
    r"(?:[ \u00a0-](?P<scale>dozen|hundred|thousand|million)\b)?(?![\w])"
)
_WORDED = (
    rf"\b(?P<words>(?:(?:a|an)[ -])?(?:{_WORD_NUMBER})"
    rf"(?:(?:[ -]|[ ]and[ ])(?:{_WORD_NUMBER}))*)\b"
)
_NUMBER = {True: re.compile(f"{_NUMERAL}|{_WORDED}", re.I), False: re.compile(_NUMERAL, re.I)}
_COMMA_GROUPS = frozenset({"en", "ar", "fa", "ur", "he", "zh", "ja", "ko", "hi", "th"})
_DOT_GROUPS = frozenset({"de", "es", "fr", "it", "nl", "pt", "tr", "id", "da", "el", "ro", "ru"})

_HEDGES: Mapping[str, str] = {
    "at_least": (
        r"at least|no fewer than|no less than|not less than|a minimum of|mindestens|wenigstens"
        r"|al menos|por lo menos|au moins|ما لا يقل عن|على الأقل"
    ),
    "more_than": r"more than|over|upwards of|in excess of|mehr als|über|más de|plus de|أكثر من",
    "at_most": (
        r"at most|up to|no more than|not more than|a maximum of|höchstens|bis zu|hasta|jusqu'à"
    ),
    "less_than": r"fewer than|less than|under|weniger als|menos de|moins de|أقل من",
    "about": (
        r"about|around|some|approximately|nearly|almost|roughly|an estimated|close to|etwa|rund"
        r"|ungefähr|unos|unas|alrededor de|environ|près de|نحو|حوالي"
    ),
}
# a longer hedge is tried before one that it ends with: no more than, more than
_HEDGE_ORDER = ("at_least", "at_most", "more_than", "less_than", "about")
_HEDGE = re.compile(
    "|".join(rf"(?P<{name}>(?<!\w)(?:{_HEDGES[name]})\s+)" for name in _HEDGE_ORDER), re.I
)
_PLURAL = re.compile(
    r"\b(dozens|scores|hundreds|thousands|tens|several|many|numerous|multiple|a few|a number of"
    r"|countless)\b",
    re.I,
)
_VAGUE = re.compile(
    r"\b(heavy|severe|significant|serious|unspecified|unknown|large|light|minor)\b|\bcasualties\b"
    r"|\blosses\b|\bvictims\b",
    re.I,
)
_NONE = re.compile(r"^\s*(no|zero)\s+(?!more|fewer|less)\w", re.I)
_RANGE_GAP = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|or|bis|und|y|a|et|à)\s+", re.I)
_BETWEEN = re.compile(r"\b(between|from|zwischen|entre)\s+$", re.I)

_BEFORE_REACH = 60
_CLAUSE_END = re.compile(r"[.,;:!?()]\s+|[\n()]")
_PLURAL_LAST = re.compile(rf"{_PLURAL.pattern}(?:\s+of)?$", re.I)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``start`` .. ``end`` of a text; the value is None if it can be read two ways."""

    start: int
    end: int
    value: int | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a phrase says about a count; None is "does not say".

    ``qualifier`` is exact, at_least, more_than, at_most, less_than, about, range, plural or vague.
    """

    qualifier: str
    count: int | None = None
    count_min: int | None = None
    count_max: int | None = None

    def values(self) -> dict[str, int | str]:
        """Return what is known, by the name of the attribute."""
        pairs = {"count": self.count, "count_min": self.count_min, "count_max": self.count_max}
        known = {name: value for name, value in pairs.items() if value is not None}
        return {"qualifier": self.qualifier, **known}


def numbers(text: str, language: str = "en") -> Iterator[Number]:
    """Yield the numbers in a text, in order."""
    base = language.partition("-")[0].lower()
    for found in _NUMBER[base == "en"].finditer(text):
        if found["digits"]:
            value = _of_digits(found["digits"], (found["scale"] or "").lower(), base)
        else:
            value = _of_words(found["words"])
        yield Number(found.start(), found.end(), value)


def quantity(text: str, language: str = "en") -> Quantity | None:
    """Return what a phrase says about a count; None if it says nothing or several things."""
    found = list(numbers(text, language))
    if len(found) == 1 and found[0].value is not None:
        return _hedged(hedge_before(text, found[0].start), found[0].value)
    if len(found) == 2:
        return _range(text, *found)
    if found:
        return None
    if _NONE.search(text):
        return Quantity("exact", 0, 0, 0)
    if _PLURAL.search(text):
        return Quantity("plural")
    return Quantity("vague") if _VAGUE.search(text) else None


def quantity_before(text: str, end: int, language: str = "en") -> Quantity | None:
    """Return what the words right before a place say: a number with its hedge, or "dozens of".

    None if they are of another clause, or end further back.
    """
    window = text[max(0, end - _BEFORE_REACH) : end]
    clause = max((found.end() for found in _CLAUSE_END.finditer(window)), default=0)
    words = window[clause:].rstrip()
    if words == window[clause:]:
        return None
    found = list(numbers(words, language))
    if not found or found[-1].end != len(words):
        plural = _PLURAL_LAST.search(words)
        return quantity(plural[0], language) if plural else None
    start = found[-1].start
    if len(found) > 1 and _RANGE_GAP.fullmatch(words[found[-2].end : start]):
        start = found[-2].start
    place = hedge_place(words, start)
    between = _BETWEEN.search(words[:start])
    opening = between.start() if between else start
    return quantity(words[place[0] if place else opening :], language)


def hedge_before(text: str, start: int) -> str:
    """Return the qualifier of the hedge that ends where a number starts; empty if none."""
    place = hedge_place(text, start)
    return place[1] if place else ""


def hedge_place(text: str, start: int) -> tuple[int, str] | None:
    """Return where the hedge before a number starts, and its qualifier."""
    reach = max(0, start - 25)
    for found in _HEDGE.finditer(text[reach:start]):
        if reach + found.end() == start and found.lastgroup:
            return reach + found.start(), found.lastgroup
    return None


def _hedged(hedge: str, value: int) -> Quantity:
    if hedge in {"at_least", "more_than"}:
        return Quantity(hedge, value, value)
    if hedge in {"at_most", "less_than"}:
        return Quantity(hedge, value, None, value)
    return Quantity("about", value) if hedge else Quantity("exact", value, value, value)


def _range(text: str, first: Number, second: Number) -> Quantity | None:
    gap = text[first.end : second.start]
    if first.value is None or second.value is None or not _RANGE_GAP.fullmatch(gap):
        return None
    joined = gap.strip().lower() in {"and", "und", "y", "et"}
    if joined and not _BETWEEN.search(text[: first.start]):
        return None
    if first.value >= second.value:
        return None
    return Quantity("range", None, first.value, second.value)


def _of_digits(digits: str, scale: str, language: str) -> int | None:
    factor = _SCALES.get(scale, 1)
    parts = re.split(r"\D", digits)
    signs = re.sub(r"\d", "", digits)
    if not signs:
        return _limited(int(digits) * factor)
    grouped = len(set(signs)) == 1 and 1 <= len(parts[0]) <= 3 and parts[0] != "0"
    grouped = grouped and all(len(part) == 3 for part in parts[1:])
    if grouped and _groups(signs[0], language) and not scale:
        return _limited(int("".join(parts)))
    if len(signs) > 1 or not scale or signs not in ".,\u066b" or (grouped and signs != "\u066b"):
        return None
    numerator = int("".join(parts)) * factor
    value, rest = divmod(numerator, 10 ** len(parts[1]))
    return None if rest else _limited(value)


def _groups(sign: str, language: str) -> bool:
    if sign == ",":
        return language in _COMMA_GROUPS
    return language in _DOT_GROUPS if sign == "." else sign != "\u066b"


def _of_words(words: str) -> int | None:
    total = current = 0
    last = LARGEST
    for word in re.split(r"[ -]+", words.lower()):
        if word in {"a", "an", "and"}:
            current = current or (0 if word == "and" else 1)
        elif word in _SMALL:
            value = _SMALL[word]
            # two hundred five, twenty-one; but not "two three"
            if current and not (last >= 100 or (last in range(20, 91) and 0 < value < 10)):
                return None
            current, last = current + value, value
        else:
            scale = _SCALES[word]
            if scale >= 1_000:
                total, current = total + (current or 1) * scale, 0
            else:
                current = (current or 1) * scale
            last = scale
    return _limited(total + current)


def _limited(value: int) -> int | None:
    return value if value <= LARGEST else None
