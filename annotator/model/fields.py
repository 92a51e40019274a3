# SPDX-License-Identifier: MIT
"""Whether records that came from outside hold values of the types their classes declare."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from itertools import pairwise

from annotator.model.records import Argument, Record, Seen


def problem_with_fields(record: Record) -> str | None:
    """Return what is not of its declared type in a record, or None."""
    for each in fields(record):
        value = getattr(record, each.name)
        if not _CHECKS.get(each.name, _is_text)(value):
            return f"the {each.name} of a {record.kind} cannot be {str(value)[:40]!r}"
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_truth(value: object) -> bool:
    return isinstance(value, bool)


def _is_offset(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_place(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and all(map(_is_offset, value))


def _is_place_or_none(value: object) -> bool:
    return value is None or _is_place(value)


def _are_places(value: object) -> bool:
    if not isinstance(value, tuple) or not value or not all(map(_is_place, value)):
        return False
    ends = [offset for place in value for offset in place]
    return all(one < other for one, other in pairwise(ends))


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(map(_is_text, value))


def _is_value(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool) or _are_texts(value)


def _are_attributes(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_value, value.values()))


def _are_arguments(value: object) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(each, Argument) and _is_text(each.role) and _is_text(each.target)
        for each in value
    )


def _are_seen(value: object) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(each, Seen) and _is_text(each.annotator) and _is_text(each.digest)
        for each in value
    )


def _is_share(value: object) -> bool:
    return value is None or (isinstance(value, float | int) and 0 <= value <= 1)


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "start": _is_offset,
    "end": _is_offset,
    "ms": _is_offset,
    "fragments": _are_places,
    "trigger": _is_place,
    "time": _is_place_or_none,
    "attributes": _are_attributes,
    "arguments": _are_arguments,
    "mentions": _are_texts,
    "chosen": _are_texts,
    "candidates": _are_seen,
    "result": lambda value: isinstance(value, tuple),
    "value": _is_value,
    "probability": _is_share,
    "blind": _is_truth,
    "complete": _is_truth,
    "flag": _is_truth,
}
