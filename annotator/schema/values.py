# SPDX-License-Identifier: MIT
"""Values of attributes: what is wrong with one, and which one a person's typing means.

Each ``*_problem`` function returns a sentence, or None when the value is fine.
"""

import math
import re
from collections.abc import Sequence

from annotator.errors import InputError
from annotator.model.records import Value
from annotator.schema.names import listed, shown, suggestion
from annotator.schema.patterns import matches
from annotator.text.characters import UnstorableTextError, refuse_unstorable

_WHOLE = re.compile(r"[+-]?\d{1,30}")
_GROUPED = re.compile(r"[+-]?\d{1,3}([,\u00a0\u202f ]\d{3}){1,9}")
_TRUE = ("true", "yes", "y", "on", "1")
_FALSE = ("false", "no", "n", "off", "0")
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
Bound = int | float | None


def choice_problem(value: Value, values: Sequence[str]) -> str | None:
    """Judge the value of an enum."""
    if not isinstance(value, str):
        return f"{shown(value)} is not text; choose one of {listed(values)}"
    if value not in values:
        return f"{shown(value)} is not one of {listed(values)}{suggestion(value, values)}"
    return None


def choices_problem(value: Value, values: Sequence[str]) -> str | None:
    """Judge the value of a multi_enum: a tuple, each value at most once."""
    if not isinstance(value, tuple):
        return f"{shown(value)} is not a list; choose any of {listed(values)}"
    for one in value:
        problem = choice_problem(one, values)
        if problem is not None:
            return problem
    if len(set(value)) < len(value):
        return f"{listed(value)} names a value twice"
    return None


def whole_number_problem(value: Value, least: Bound, most: Bound) -> str | None:
    """Judge the value of an int; True and 3.0 are none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{shown(value)} is not a whole number"
    if not _SMALLEST <= value <= _LARGEST:
        return "the number has more than 18 digits, which not every store can hold"
    return _bounds_problem(value, least, most)


def number_problem(value: Value, least: Bound, most: Bound) -> str | None:
    """Judge the value of a float; a whole number will do, infinity and nan will not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{shown(value)} is not a number"
    if isinstance(value, int):
        return whole_number_problem(value, least, most)
    if not math.isfinite(value):
        return f"{shown(value)} is not a finite number"
    return _bounds_problem(value, least, most)


def text_problem(value: Value, longest: int | None, pattern: str | None) -> str | None:
    """Judge the value of a string."""
    if not isinstance(value, str):
        return f"{shown(value)} is not text"
    if longest is not None and len(value) > longest:
        return f"the text has {len(value):,} characters; at most {longest:,} are allowed"
    try:
        refuse_unstorable(value)
    except UnstorableTextError as error:
        return str(error)
    if pattern is not None and not matches(pattern, value):
        return f"{shown(value)} does not match {pattern}"
    return None


def truth_problem(value: Value) -> str | None:
    """Judge the value of a bool; 1 and "yes" are none."""
    return None if isinstance(value, bool) else f"{shown(value)} is neither true nor false"


def chosen(typed: str, values: Sequence[str]) -> str:
    """Return the value that was typed, upper or lower case; otherwise as it is."""
    if typed in values:
        return typed
    same = [value for value in values if value.casefold() == typed.casefold()]
    return same[0] if len(same) == 1 else typed


def chosen_several(typed: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values typed with commas between them, each once."""
    if typed in values:
        return (typed,)
    parts = (chosen(part.strip(), values) for part in typed.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def whole_number(typed: str) -> int:
    """Return the whole number typed; ``1,200`` and digits of any script are understood."""
    if _WHOLE.fullmatch(typed):
        return int(typed)
    if _GROUPED.fullmatch(typed):
        return int(re.sub(r"[^\d+-]", "", typed))
    raise InputError(f"{shown(typed)} is not a whole number")


def number(typed: str) -> int | float:
    """Return the number typed, with a decimal point; ``1,5`` is refused since it could be 15."""
    if _WHOLE.fullmatch(typed) or _GROUPED.fullmatch(typed):
        return whole_number(typed)
    if not re.fullmatch(r"[+-]?(\d{1,300}\.?\d{0,300}|\.\d{1,300})(e[+-]?\d{1,3})?", typed, re.I):
        raise InputError(f"{shown(typed)} is not a number; write it like 12.5")
    return float(typed)


def truth(typed: str) -> bool:
    """Return the truth typed: true, yes, y, on, 1 or their opposites."""
    lower = typed.casefold()
    if lower in _TRUE:
        return True
    if lower in _FALSE:
        return False
    raise InputError(f"{shown(typed)} is neither yes nor no")


def _bounds_problem(value: float, least: Bound, most: Bound) -> str | None:
    if least is not None and value < least:
        return f"{value} is below {least}"
    if most is not None and value > most:
        return f"{value} is above {most}"
    return None
