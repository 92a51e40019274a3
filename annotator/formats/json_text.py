# SPDX-License-Identifier: MIT
"""One line of JSON, strictly: what JSON parsers let through in silence is refused here."""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from annotator.errors import InputError
from annotator.formats.decoding import text_memory
from annotator.schema.names import shown

MOST_DEPTH = 100
LONG_LINE = 1024 * 1024
"""Lines longer than this are checked at once for all that needs their bytes, and then let go."""
_KEY = re.compile(rb'"(?:[^"\\]|\\.)*+"[ \t\r\n]*+(:?)')
_BIGGEST_EXACT = 2.0**63
_BYTES_OF = ((b"{", 600), (b"[", 64), (b",", 48))
"""About how much memory each object, list and value of a line takes once it is read."""


def parsed(data: bytes, max_bytes: int) -> dict[str, Any]:
    """Return the object in a line.

    Raises InputError with the column for anything that is not exactly one JSON object in UTF-8,
    and for what parsers differ on: NaN, numbers that do not fit, a key twice, lone surrogates,
    NUL, too deep nesting, and lines that would take more than 2.5 times ``max_bytes`` when read.
    """
    refuse_bulky(data, max_bytes)
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InputError(_what_is_wrong(data, error)) from None
    if type(value) is not dict:
        raise InputError(
            f"each line must be one JSON object, this one is {kind_of(value)}"
            + ("; a file of one list is no JSON Lines file" if type(value) is list else "")
        )
    if _most_keys(data) != _number_of_keys(value):
        _refuse_double_keys(data, value)
    if b"\\" in data and b"\\u0000" in data:
        _refuse_nul(value)
    if len(data) > LONG_LINE:
        refuse_long_integers(value, data)
    return value


def kind_of(value: object) -> str:
    """Return a JSON value as sentences call it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value!r}"
    if isinstance(value, str):
        return f"the text {shown(value)}"
    return "a list" if isinstance(value, list) else "an object"


def refuse_long_integers(value: object, data: bytes) -> None:
    """Raise InputError if free data held an integer beyond 64 bits.

    The parser turns such an integer into a float; ``data`` is the line, to find it in.
    """
    if any(type(item) is float and abs(item) >= _BIGGEST_EXACT for item in _walked(value)):
        json.loads(data, parse_int=_short_integer)


def _short_integer(digits: str) -> int:
    if len(digits) > 20 or not -(2**63) <= int(digits) < 2**64:
        raise InputError(f"the number {digits[:30]} does not fit into 64 bits")
    return int(digits)


def refuse_bulky(data: bytes, max_bytes: int) -> None:
    """Raise InputError if reading a line would take more than 2.5 times ``max_bytes``."""
    if len(data) * 200 < max_bytes:
        return
    needed = 2 * len(data) + text_memory(data)  # the parser makes a copy of its own
    needed += sum(size * data.count(mark) for mark, size in _BYTES_OF)
    if 2 * needed > 5 * max_bytes:
        raise InputError(
            f"reading the line would take {needed:,} bytes of memory; "
            f"two and a half times {max_bytes:,} are allowed (this limit can be raised)"
        )


def _what_is_wrong(data: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        data.decode()
    except UnicodeDecodeError as bad:
        column = len(data[: bad.start].decode(errors="replace")) + 1
        return f"not UTF-8: byte 0x{data[bad.start]:02X} at column {column:,}"
    message = str(error.msg).split(": line ")[0]
    sentence = f"not JSON: {message} at column {error.colno:,}"
    if data.rstrip() in (b"{", b"["):
        sentence += "; each line must hold a whole object, not a part of it"
    return sentence


def _most_keys(data: bytes) -> int:
    """Return a number that no valid line has more keys than; mostly exactly as many."""
    most = data.count(b'":') + data.count(b" :")
    for blank in (b"\t", b"\r"):  # looking for one byte is ten times as fast as for two
        if blank in data:
            most += data.count(blank + b":")
    return most


def _number_of_keys(value: dict[str, Any]) -> int:
    total = len(value)
    for key, item in value.items():
        if key == "spans" and type(item) is list:
            total += _keys_of_spans(item)
        elif type(item) is dict or type(item) is list:
            total += _nested_keys(item)
    return total


def _keys_of_spans(spans: list[Any]) -> int:
    """Count as ``_nested_keys`` does, faster for what spans mostly look like."""
    total = 0
    for span in spans:
        if type(span) is dict and "fragments" not in span:
            total += len(span)
            attributes = span.get("attributes")
            if attributes:
                total += _nested_keys(attributes)
        else:
            total += _nested_keys(span)
    return total


def _nested_keys(value: object, depth: int = 0) -> int:
    if depth > MOST_DEPTH:
        raise InputError(f"nested more than {MOST_DEPTH} deep")
    if type(value) is dict:
        total = len(value)
        for item in value.values():
            if type(item) is dict or type(item) is list:
                total += _nested_keys(item, depth + 1)
        return total
    if type(value) is list:
        total = 0
        for item in value:
            if type(item) is dict or type(item) is list:
                total += _nested_keys(item, depth + 1)
        return total
    return 0


def _refuse_double_keys(data: bytes, value: dict[str, Any]) -> None:
    if len([1 for found in _KEY.finditer(data) if found[1]]) == _number_of_keys(value):
        return
    json.loads(data, object_pairs_hook=_object_of, parse_int=_short_integer)


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise InputError(f"the key {shown(key)} stands twice in one object")
        found[key] = value
    return found


def _refuse_nul(value: object) -> None:
    for item in _walked(value):
        texts = (item, *item.keys()) if isinstance(item, dict) else (item,)
        for text in texts:
            if isinstance(text, str) and "\0" in text:
                raise InputError(
                    f"{shown(text[: text.index(chr(0)) + 1])} holds a NUL character, "
                    "which cannot be stored"
                )


def _walked(value: object) -> Iterator[Any]:
    """Yield a value and everything in it."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        yield item
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
