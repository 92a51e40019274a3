# SPDX-License-Identifier: MIT
"""Features as attributes: what an attribute cannot hold is kept as JSON."""

import json
from typing import Any

from annotator.model.records import Value
from annotator.model.storable import LARGEST, SMALLEST, problem_with_data


def attribute_value(value: object) -> Value:
    """Return a feature's value as an attribute may hold it; maps and mixed lists become JSON."""
    if value is None or isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if SMALLEST <= value <= LARGEST else str(value)
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value)
    return json_of(value)


def json_of(value: object) -> str:
    """Return a value as JSON text."""
    return json.dumps(value, ensure_ascii=False, default=str)


def is_plain(value: object) -> bool:
    """Return whether an attribute can hold a feature's value as it is."""
    return not isinstance(value, dict) and (
        not isinstance(value, list | tuple) or all(isinstance(item, str) for item in value)
    )


def free_value(value: Any) -> Any:  # noqa: ANN401 - whatever a file holds
    """Return a feature of a document as it may be stored among its facts."""
    return value if problem_with_data(value) is None else json_of(value)
