# SPDX-License-Identifier: MIT
"""What the first bytes of a file of JSON tell, without reading it."""

import json
import re
from typing import Any

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([\[\]{}:,])', re.DOTALL)


def first_object(head: bytes) -> dict[str, Any]:
    """Return the first object of a file, which may be in a list; empty if there is none.

    Of an object that is cut off only the keys are known; their values are then None.
    """
    text = head.decode("utf-8", errors="replace").removeprefix("\ufeff").lstrip()
    text = text.removeprefix("[").lstrip()
    if not text.startswith("{"):
        return {}
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return _keys(text)
    return value if isinstance(value, dict) else {}


def _keys(text: str) -> dict[str, Any]:
    """Return the keys of the outermost object, as far as it goes."""
    depth = 0
    found: dict[str, Any] = {}
    last = ""
    for token in _TOKEN.finditer(text):
        sign = token[2]
        if sign is None:
            last = token[1]
        elif sign in "{[":
            depth += 1
        elif sign in "}]":
            depth -= 1
        elif sign == ":" and depth == 1:
            found[last] = None
        if depth == 0:
            break
    return found
