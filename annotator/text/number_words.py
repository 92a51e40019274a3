# SPDX-License-Identifier: MIT
"""The words that languages have for numbers, as ``resources/numbers`` has them, and their sums."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from annotator.assets import resource

SPACE = "[ \u00a0\u202f]"
LARGEST = 10**12
_DIGITS = r"(?P<digits>\d+(?:[.,\u00a0\u202f\u066b\u066c'’]\d+)*)"
QUALIFIERS = ("at_least", "at_most", "more_than", "less_than", "about")

Kind: TypeAlias = Literal["value", "scale", "scale_after", "article", "rounded"]

_VOWELS = "\u064b-\u0655\u0670"
_ALIKE = str.maketrans(
    {
        **dict.fromkeys((*range(0x64B, 0x656), 0x670), ""),
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "’": "'",
        "ʼ": "'",
    }
)
_CLASSES = {"ا": "[اأإآٱ]", "ي": "[يى]", "'": "['’ʼ]", " ": rf"(?:{SPACE}+|-)"}
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word for a number in a text; ``join`` is the word that links it to the one before."""

    kind: Kind
    value: int
    start: int
    end: int
    join: str = ""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What one language has; a pattern of what it has not never matches.

    ``number`` finds digits with the scale after them, or one number word with its join. ``hedge``
    matches up to the end of what it is given, with its qualifier as the group; ``hedge_after`` in
    the same way anywhere. ``month_before`` is where a day may follow its month; ``year_before`` and
    ``age_before`` too end where the number starts.
    """

    meanings: Mapping[str, tuple[Kind, int]]
    weak: frozenset[str]
    tens_joins: frozenset[str]
    hundreds_joins: frozenset[str]
    ones_first: bool
    inverted_is_a_guess: bool
    ranges: frozenset[str]
    between_ranges: frozenset[str]
    number: re.Pattern[str]
    hedge: re.Pattern[str]
    hedge_after: re.Pattern[str]
    none: re.Pattern[str]
    plural: re.Pattern[str]
    plural_last: re.Pattern[str]
    vague: re.Pattern[str]
    between: re.Pattern[str]
    unit: re.Pattern[str]
    month: re.Pattern[str]
    month_before: re.Pattern[str]
    year_before: re.Pattern[str]
    age_before: re.Pattern[str]
    broken_before: re.Pattern[str]
    broken_after: re.Pattern[str]

    def word(self, found: re.Match[str], *, is_first: bool) -> Word:
        """Return the word that ``number`` has found; the first of a row is linked to nothing."""
        kind, value = self.meanings[plain(found["form"])]
        join = "" if is_first else plain(found["join"] or found["prefix"] or "")
        return Word(kind, value, *found.span("form"), join)

    def scale_of(self, word: str) -> int:
        """Return what a word after digits multiplies them by; 1 for no word."""
        return self.meanings[plain(word)][1] if word else 1

    def is_article(self, text: str, words: Sequence[Word]) -> bool:
        """Whether a run is no number by itself: "un", or "millions" without a number before it."""
        if len(words) != 1:
            return False
        only = words[0]
        return only.kind == "scale_after" or plain(text[only.start : only.end]) in self.weak

    def total(self, words: Sequence[Word]) -> int | None:
        """Return what number words in a row add up to; None if they are not one number."""
        if len(words) > 1 and words[0].kind == "value" and words[0].value == 0:
            return None
        sum_ = _Sum(self)
        for place, word in enumerate(words):
            if not sum_.take(word, is_last=place == len(words) - 1):
                return None
        return sum_.result()


class _Sum:
    """Adds up number words; refuses what no speaker would say."""

    def __init__(self, language: NumberWords) -> None:
        self._language = language
        self._total = 0
        self._group: int | None = None
        self._least = LARGEST * 10

    def take(self, word: Word, *, is_last: bool) -> bool:
        """Take one more word; False if it does not go on the number."""
        if word.kind in {"scale", "scale_after"}:
            return self._take_scale(word, is_last=is_last)
        if word.value >= 1_000:
            if self._group is not None or word.value >= self._least:
                return False
            self._total += word.value
            self._least = 1_000
            return self._may_join(word, self._language.hundreds_joins)
        if self._group is None:
            self._group = word.value
            return self._may_join(word, self._language.hundreds_joins)
        return self._add(word)

    def result(self) -> int | None:
        """Return the number; None if its last part is too large for its place."""
        group = self._group or 0
        if group >= self._least:
            return None
        total = self._total + group
        return total if total <= LARGEST else None

    def _may_join(self, word: Word, joins: frozenset[str]) -> bool:
        return not word.join or word.join in joins

    def _add(self, word: Word) -> bool:
        group, value = self._group or 0, word.value
        hundreds, rest = divmod(group, 100)
        language = self._language
        if not 0 < value < 100:
            return False
        self._group = group + value
        if not rest:
            return hundreds > 0 and self._may_join(word, language.hundreds_joins)
        if rest >= 20 and rest % 10 == 0:
            return value < 10 and self._may_join(word, language.tens_joins)
        is_tens = value >= 20 and value % 10 == 0
        return language.ones_first and rest < 10 and is_tens and bool(word.join)

    def _take_scale(self, word: Word, *, is_last: bool) -> bool:
        group, value = self._group, word.value
        if group == 0 or (word.join and group is not None):
            return False
        if group is None and word.kind == "scale_after":
            return False
        if value < 100:  # a dozen
            self._group = (group or 1) * value
            return is_last and not self._total
        if value == 100:
            self._group = (group or 1) * value
            return group is None or group < 100
        if value >= self._least:
            return False
        self._total += (group or 1) * value
        self._least, self._group = value, None
        return self._may_join(word, self._language.hundreds_joins)


@lru_cache(maxsize=16)
def number_words(language: str) -> NumberWords:
    """Return what a language, ``en`` or ``pt-BR``, has for numbers; nothing for one not known."""
    base = language.partition("-")[0].lower()
    path = resource("numbers") / f"{base}.toml"
    if not base.isalpha() or not path.is_file():
        return _made({})
    return _made(tomllib.loads(path.read_text("utf-8")))


def _made(data: Mapping[str, object]) -> NumberWords:
    meanings = dict(_meanings(data))
    joins = (*_list(data, "tens_joins"), *_list(data, "hundreds_joins"))
    letter = str(data.get("prefix", ""))
    form = _any_of(form for form, (kind, _) in meanings.items() if kind != "article")
    scales = [form for form, (kind, _) in meanings.items() if kind in {"scale", "scale_after"}]
    articles = _list(data, "articles")
    if articles:
        form = rf"(?:{_any_of(articles)})(?=[ -](?:{_any_of(scales)})(?!\w))|{form}"
    join = rf"(?:(?P<join>{_any_of(joins)})(?:{SPACE}+|-))?" if joins else "(?P<join>(?!))?"
    prefix = f"(?P<prefix>{letter})?" if letter else "(?P<prefix>(?!))?"
    word = rf"(?<!\w){join}{prefix}(?P<form>{form or '(?!)'})(?!\w)"
    # T-72 and BM-21 hold no number of anything
    before = r"(?<![\w.,])(?<![^\W\d_][-‑–])"
    if letter:
        before = rf"(?:{before}|(?<=(?<!\w){letter}))"
    scale = rf"(?:(?:{SPACE}|-)(?P<scale>{_any_of(scales) or '(?!)'})(?!\w))?"
    opening = f"[{data['hedge_prefixes']}]?" if "hedge_prefixes" in data else ""
    broken = _any_of(_list(data, "breakers"))
    month_joins = _any_of(_list(data, "month_joins"))
    of_month = f"(?:(?:{month_joins}){SPACE}+)?" if month_joins else ""
    alone = rf"(?<!\w){opening}"
    month = _bounded(data, "months", alone, rf"\.?{SPACE}+")
    year = _bounded(data, "years_after", alone, rf"{SPACE}+$")
    return NumberWords(
        meanings={plain(form): meaning for form, meaning in meanings.items()},
        weak=frozenset(map(plain, _list(data, "weak"))),
        tens_joins=frozenset(map(plain, _list(data, "tens_joins"))),
        hundreds_joins=frozenset(map(plain, _list(data, "hundreds_joins"))),
        ones_first=data.get("ones_first") is True,
        inverted_is_a_guess=data.get("inverted_is_a_guess") is True,
        ranges=frozenset(map(plain, _list(data, "ranges"))),
        between_ranges=frozenset(map(plain, _list(data, "between_ranges"))),
        number=_pattern(rf"{before}{_DIGITS}{scale}(?!\w)|{word}"),
        hedge=_hedges(data, "hedges", rf"(?<!\w){opening}", rf"(?:{SPACE}+|(?<=['’]))$"),
        hedge_after=_hedges(data, "hedges_after", r"(?<!\w)", r"(?!\w)"),
        none=_pattern(_bounded(data, "none", r"^\s*")),
        plural=_pattern(_bounded(data, "plural")),
        plural_last=_pattern(_bounded(data, "plural", after=rf"(?:{SPACE}+(?:of|de|von))?\s*$")),
        vague=_pattern(_bounded(data, "vague")),
        between=_pattern(_bounded(data, "between", after=rf"{SPACE}+$")),
        unit=_pattern(_bounded(data, "units", r"[\s-]*")),
        month=_pattern(_bounded(data, "months", rf"\s+{of_month}")),
        month_before=_pattern(f"{month}$" if data.get("month_first") is True else ""),
        year_before=_pattern("|".join(filter(None, (year, month and f"{month}{of_month}$")))),
        age_before=_pattern(_bounded(data, "ages_after", after=rf"{SPACE}+$")),
        broken_before=_pattern(rf"(?<!\w)(?:{broken})(?:\s+\w+)?(?:\s+|-)$" if broken else ""),
        broken_after=_pattern(
            rf"^(?:\s+|-)(?:\w{{1,3}}\s+){{0,2}}?(?:{letter})?(?:{broken})(?!\w)" if broken else ""
        ),
    )


def _meanings(data: Mapping[str, object]) -> Iterator[tuple[str, tuple[Kind, int]]]:
    kinds: tuple[tuple[str, Kind], ...] = (
        ("values", "value"),
        ("scales", "scale"),
        ("scales_after", "scale_after"),
        ("rounded", "rounded"),
    )
    for key, kind in kinds:
        for value, forms in _table(data, key).items():
            for form in forms:
                yield form, (kind, int(value))
    for form in _list(data, "articles"):
        yield form, ("article", 1)


def _list(data: Mapping[str, object], key: str) -> list[str]:
    value = data.get(key, [])
    return [str(one) for one in value] if isinstance(value, list) else []


def _table(data: Mapping[str, object], key: str) -> dict[str, list[str]]:
    value = data.get(key, {})
    return {name: _list(value, name) for name in value} if isinstance(value, dict) else {}


def _hedges(data: Mapping[str, object], key: str, before: str, after: str) -> re.Pattern[str]:
    table = _table(data, key)
    named = [f"(?P<{name}>{_any_of(table[name])})" for name in QUALIFIERS if table.get(name)]
    return _pattern(f"{before}(?:{'|'.join(named)}){after}" if named else "")


def _bounded(
    data: Mapping[str, object], key: str, before: str = r"(?<!\w)", after: str = r"(?!\w)"
) -> str:
    words = _list(data, key)
    return f"{before}(?:{_any_of(words)}){after}" if words else ""


def _any_of(forms: Iterable[str]) -> str:
    """Return what matches any of these words, the longest first, however they are spelt."""
    longest_first = sorted(set(map(plain, forms)), key=lambda form: (-len(form), form))
    return "|".join("".join(map(_letter, form)) for form in longest_first)


def _letter(character: str) -> str:
    """Return what matches a character however it is spelt, with the vowel signs after it."""
    vowels = f"[{_VOWELS}]*" if "\u0621" <= character <= "\u064a" else ""
    return _CLASSES.get(character, re.escape(character)) + vowels


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE) if source else _NOTHING


def plain(form: str) -> str:
    """Return a word as it is looked up: spelling and spacing that mean nothing are taken away."""
    return " ".join(form.lower().translate(_ALIKE).replace("-", " ").split())
