# SPDX-License-Identifier: MIT
"""Whether values from a file can be kept as attributes and as facts about a document."""

from math import isfinite
from typing import Any, TypeGuard

from annotator.model.records import Value

_MOST_DEPTH = 100


def is_text(value: object) -> TypeGuard[str]:
    """Return whether a value is text that can be stored."""
    return type(value) is str and "\0" not in value


def is_value(value: object) -> TypeGuard[Value]:
    """Return whether a value may be that of an attribute."""
    if type(value) is tuple:
        return all(is_text(item) for item in value)
    return _is_single(value)


def plain_data(value: object, depth: int = 0) -> Any:  # noqa: ANN401 - any plain JSON value
    """Return a value as plain JSON data, tuples made lists; ValueError if it is none."""
    if depth > _MOST_DEPTH:
        raise ValueError("too deep")
    if type(value) is tuple:
        return [plain_data(item, depth + 1) for item in value]
    if type(value) is dict:
        if not all(is_text(key) for key in value):
            raise ValueError("a key is no text")
        return {key: plain_data(item, depth + 1) for key, item in value.items()}
    if not _is_single(value):
        raise ValueError("no plain value")
    return value


def _is_single(value: object) -> bool:
    if value is None or type(value) is bool or is_text(value):
        return True
    if type(value) is int:
        return -(2**63) <= value < 2**64
    return type(value) is float and isfinite(value)
