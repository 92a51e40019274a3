# SPDX-License-Identifier: MIT
"""Stretches of an English text that name a time: days, months, dates, years, parts of a day."""

import re

_DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?=\s\d))"
)
_PART = "(?:morning|afternoon|evening|night|dawn|noon|midday|midnight|dusk)"
_YEAR = r"(?:1[89]|20)\d{2}"
_TIMES = re.compile(
    rf"""(?<!\w)(?:
      {_YEAR}-\d{{2}}-\d{{2}}
    | {_DAY}(?:,\s(?=\d|{_MONTH}))?
      (?:\s?(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s{_YEAR})?)?
      (?:\s{_PART})?
    | (?:\d{{1,2}}\s)?{_MONTH}(?:\s\d{{1,2}}(?!\d))?(?:,?\s{_YEAR})?
    | (?:today|yesterday|tonight|overnight)
    | (?:last|next|this)\s(?:week|month|year|{_DAY}|{_PART})
    | {_YEAR}
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_MAY = re.compile("may")
_VALUE = re.compile(rf"{_YEAR}(?:-\d{{2}}-\d{{2}})?")


def times_in(text: str) -> list[tuple[int, int]]:
    """Return where the text names times, in text order, in code points; none overlap."""
    found = (match.span() for match in _TIMES.finditer(text))
    return [(start, end) for start, end in found if _MAY.fullmatch(text[start:end]) is None]


def time_value(words: str) -> str:
    """Return the time in ISO 8601 where the words are one already, a year or a date; else empty."""
    return words if _VALUE.fullmatch(words) else ""
