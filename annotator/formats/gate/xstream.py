# SPDX-License-Identifier: MIT
"""Java values as XStream writes them: how GATE keeps features that are no text and no number."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn
from xml.sax.saxutils import escape

from lxml import etree

from annotator.errors import InputError
from annotator.formats.gate.control import hidden, uncovered
from annotator.formats.xml import parsed_xml
from annotator.schema.names import shown

_HEAD = "<?xml version='1.1'?><gate.corpora.ObjectWrapper>"
_TAIL = "</gate.corpora.ObjectWrapper>"
_MOST_VALUES = 100_000
_DEEPEST = 40
_STEP = re.compile(r"(\.\.)|([^/\[\]]+)(?:\[(\d{1,6})\])?")
_WHOLE = frozenset(("int", "long", "short", "byte", "big-int", "big-integer"))
_FRACTIONS = frozenset(("double", "float", "big-decimal"))
_LISTS = ("list", "set", "-array", "vector")
_MAPS = ("map", "properties")
_ESCAPED = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u2028]")


def value_of(text: str) -> Any:  # noqa: ANN401 - whatever a file holds
    """Return the value in an ObjectWrapper as plain JSON values; sets and arrays become lists.

    Raises InputError for what is no such value, is nested too deeply or refers to itself.
    """
    root = parsed_xml(hidden(text.encode("utf-8", errors="replace")))
    children = [child for child in root if isinstance(child.tag, str)]
    if len(children) != 1:
        raise InputError("a wrapped value must hold one value")
    return _Reader().value(children[0], children[0].get("class") or "string", 0)


@dataclass(slots=True)
class _Reader:
    """Counts the values, since references can make a few bytes stand for any number of them."""

    count: int = 0

    def value(self, element: etree._Element, kind: str, depth: int) -> Any:  # noqa: ANN401 - whatever a file holds
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST_VALUES:
            raise InputError("a wrapped value is nested too deeply or refers to itself")
        reference = element.get("reference")
        if reference:
            target = _referred(element, reference)
            return self.value(target, _kind(target), depth + 1)
        if kind.endswith(_LISTS) and not _is_text(element, kind):
            return [self.value(child, _kind(child), depth + 1) for child in _children(element)]
        if kind.lower().endswith(_MAPS):
            return self._map(element, depth)
        if len(element):
            raise InputError(f"a wrapped value is of the class {shown(kind)}, which is not known")
        return _scalar(kind, uncovered(element.text or ""))

    def _map(self, element: etree._Element, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for entry in _children(element):
            pair = list(_children(entry))
            if entry.tag == "property":  # of java.util.Properties
                found[uncovered(entry.get("name", ""))] = uncovered(entry.get("value", ""))
            elif len(pair) == 2:
                key = self.value(pair[0], _kind(pair[0]), depth + 1)
                found[key if isinstance(key, str) else _key(key)] = self.value(
                    pair[1], _kind(pair[1]), depth + 1
                )
        return found


def _key(key: object) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return str(key)


def _is_text(element: etree._Element, kind: str) -> bool:
    """Return whether an array is written as text, as those of char and byte are."""
    return kind in ("char-array", "byte-array") and len(element) == 0


def _children(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _kind(element: etree._Element) -> str:
    return element.get("class") or str(element.tag)


def _referred(element: etree._Element, path: str) -> etree._Element:
    """Return the element that a relative path such as ``../../entry[2]/list`` leads to."""
    found: etree._Element | None = element
    for part in path.split("/"):
        step = _STEP.fullmatch(part)
        if step is None or found is None:
            _refuse(path)
        if step[1]:
            found = found.getparent()
        else:
            same = [child for child in _children(found) if child.tag == step[2]]
            place = int(step[3] or 1)
            found = same[place - 1] if 0 < place <= len(same) else None
    if found is None:
        _refuse(path)
    return found


def _refuse(path: str) -> NoReturn:
    raise InputError(f"a wrapped value refers to {path[:60]!r}, which is not there")


def _scalar(kind: str, text: str) -> Any:  # noqa: ANN401 - whatever a file holds
    if kind == "null":
        return None
    if kind == "boolean":
        return text == "true"
    if kind in _WHOLE or kind in _FRACTIONS:
        return number_of(text, whole=kind in _WHOLE)
    return text


def number_of(text: str, *, whole: bool) -> int | float | str:
    """Return a number as Java writes it; the text where it is none that can be stored."""
    try:
        value: int | float = int(text[:40]) if whole else float(text)
    except ValueError:
        return text
    if isinstance(value, float):
        return value if math.isfinite(value) else text
    return value if -(2**63) <= value < 2**63 else text


def wrapped(value: object) -> str:
    """Return the text of an ObjectWrapper that holds a value."""
    kind, inside = _written(value)
    return f'{_HEAD}<value class="{kind}">{inside}</value>{_TAIL}'


def _written(value: object) -> tuple[str, str]:
    """Return XStream's name of a value's class, and what stands inside its element."""
    if isinstance(value, dict):
        entries = (f"<entry>{_element(key)}{_element(each)}</entry>" for key, each in value.items())
        return "linked-hash-map", "".join(entries)
    if isinstance(value, list | tuple):
        return "list", "".join(_element(each) for each in value)
    return _written_scalar(value)


def _written_scalar(value: object) -> tuple[str, str]:
    if value is None:
        return "null", ""
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return ("int" if -(2**31) <= value < 2**31 else "long"), str(value)
    if isinstance(value, float):
        return "double", repr(value)
    return "string", _escaped(str(value))


def _element(value: object) -> str:
    kind, inside = _written(value)
    return f"<{kind}>{inside}</{kind}>"


def _escaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"&#x{ord(found[0]):x};", escape(text))
