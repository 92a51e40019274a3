# SPDX-License-Identifier: MIT
"""Which records any store and any export can hold: plain values, and no odd characters in them."""

import math
from collections.abc import Iterable, Mapping

from annotator.model.records import Record, Span, to_data
from annotator.text.characters import UnstorableTextError, refuse_unstorable

SMALLEST, LARGEST = -(2**63), 2**63 - 1
_DEEPEST = 50


def problem_with_record(record: Record) -> str | None:
    """Return what makes a record unfit to be stored, or None."""
    if isinstance(record, Span):  # by far the most frequent: only its attributes are free
        return problem_with_data(record.attributes) or problem_with_data(record.label)
    return problem_with_data(to_data(record))


def problem_with_data(value: object, *, depth: int = 0) -> str | None:
    """Return what makes a value unfit to be stored as JSON and read back the same, or None.

    Fit are None, bool, whole numbers of 64 bits, finite numbers, text without NUL and lone
    surrogates, and lists and mappings of these with text as keys.
    """
    if depth > _DEEPEST:
        return "the value is nested too deeply"
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            return "a key is not text"
        return _first((*value.keys(), *value.values()), depth)
    if isinstance(value, list | tuple):
        return _first(value, depth)
    return _scalar_problem(value)


def _scalar_problem(value: object) -> str | None:
    if isinstance(value, str):
        return _text_problem(value)
    if isinstance(value, int):
        return None if SMALLEST <= value <= LARGEST else "a number needs more than 64 bits"
    if isinstance(value, float):
        return None if math.isfinite(value) else f"{value} is not a finite number"
    return None if value is None else f"a {type(value).__name__} cannot be stored"


def _first(values: Iterable[object], depth: int) -> str | None:
    for value in values:
        problem = problem_with_data(value, depth=depth + 1)
        if problem is not None:
            return problem
    return None


def _text_problem(text: str) -> str | None:
    try:
        refuse_unstorable(text)
    except UnstorableTextError as error:
        return str(error)
    return None
