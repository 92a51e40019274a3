# SPDX-License-Identifier: MIT
"""Names of labels, attributes and values: which are fit to be used, and how to show any text."""

import difflib
import unicodedata
from collections.abc import Collection, Iterable
from itertools import islice

from annotator.text.characters import escaped

LONGEST_NAME = 100
_SHOWN = 60
_COMPARED = 200
_CONTROLS = ("Cc", "Cs", "Zl", "Zp")
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def problem_with_name(name: str) -> str | None:
    """Return what makes ``name`` unfit as a name, or None.

    Anything that can be seen is fit, also markup, formulas and reserved words: names are never
    interpreted.
    """
    if not name.strip():
        return "a name needs at least one visible character"
    if name != name.strip():
        return f"{shown(name)} starts or ends with white space"
    if len(name) > LONGEST_NAME:
        return f"{shown(name)} has {len(name):,} characters; at most {LONGEST_NAME} are allowed"
    for character in name:
        if unicodedata.category(character) in _CONTROLS or character in _DIRECTION_CONTROLS:
            return f"{shown(name)} holds the control character U+{ord(character):04X}"
    return None


def free_name(stem: str, taken: Collection[str]) -> str:
    """Return ``stem`` if no other thing has that name, else with the first number free from 2."""
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def shown(value: object) -> str:
    """Return a value as it is quoted in sentences: in quotes, cut, control characters escaped."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return _cut(str(value))
    safe = escaped(value)
    return f"'{_cut(safe)}'"


def bare(name: str) -> str:
    """Return a name as ``shown`` has it, but without quotes."""
    return shown(name)[1:-1]


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` with the known name nearest to ``name``, or nothing."""
    by_lower = {candidate.lower(): candidate for candidate in islice(known, _COMPARED)}
    near = difflib.get_close_matches(name[:LONGEST_NAME].lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {shown(by_lower[near[0]])}?" if near else ""


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Return names for a sentence, separated by commas, at most ``most`` of them."""
    all_names = tuple(names)
    more = len(all_names) - most
    text = ", ".join(bare(name) for name in all_names[:most])
    return f"{text} and {more:,} more" if more > 0 else text


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
