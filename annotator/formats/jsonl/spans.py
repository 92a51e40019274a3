# SPDX-License-Identifier: MIT
"""The spans of a line: fast where all is as it should be, careful where it is not."""

from collections.abc import Container, Mapping
from typing import Any, TypeAlias

from annotator.formats.json_text import kind_of
from annotator.formats.jsonl.scope import EXACT_FLOAT, RESERVED, Scope
from annotator.model.records import Fragment, Span, Value

KEYS = frozenset(("id", "start", "end", "label", "text", "attributes", "fragments", "made_by"))
_SIMPLE_KEYS = frozenset(("id", "start", "end", "label", "text", "attributes", "made_by"))
_SIMPLE_VALUES = frozenset((str, int, bool, type(None)))
_MISSING = object()


def spans_of(items: list[Any], scope: Scope) -> list[Span]:
    """Return the spans that are right; those that are not become problems."""
    spans: list[Span] = []
    text, labels, ids = scope.text, scope.labels, scope.ids
    for number, item in enumerate(items):
        plain = _plain(item, text, labels) if type(item) is dict else None
        if plain is not None:
            id = item.get("id", _MISSING)
            if id is _MISSING:
                spans.append(Span(scope.made_id("s"), *plain))
                continue
            if type(id) is str and id and id not in ids and id not in RESERVED:
                ids.add(id)
                spans.append(Span(id, *plain))
                continue
        careful = _span(item, f"spans[{number}]", scope)
        if careful is not None:
            spans.append(careful)
    return spans


Plain: TypeAlias = tuple[str, tuple[Fragment], dict[str, Any], str]


def _plain(raw: dict[str, Any], text: str, labels: Container[str]) -> Plain | None:
    """Return the label, place, attributes and maker of a span of one stretch; None if not sure.

    This is where an import spends its time; ``_span`` does the same with all the sentences.
    """
    start, end, label = raw.get("start"), raw.get("end"), raw.get("label")
    surface, made_by = raw.get("text", _MISSING), raw.get("made_by", "")
    if (
        type(start) is not int
        or type(end) is not int
        or not 0 <= start < end <= len(text)
        or (surface is not _MISSING and surface != text[start:end])
        or type(label) is not str
        or label not in labels
        or type(made_by) is not str
        or not raw.keys() <= _SIMPLE_KEYS
    ):
        return None
    attributes = raw.get("attributes", _MISSING)
    if attributes is _MISSING:
        return label, ((start, end),), {}, made_by
    if type(attributes) is not dict or not _are_simple(attributes):
        return None
    return label, ((start, end),), attributes, made_by


def _are_simple(attributes: dict[str, Any]) -> bool:
    for value in attributes.values():
        kind = type(value)
        if kind not in _SIMPLE_VALUES and (kind is not float or abs(value) >= EXACT_FLOAT):
            return False
    return True


def _span(item: object, field: str, scope: Scope) -> Span | None:
    """Return the span, or None after telling every problem that it has."""
    raw = scope.object_of(item, field, KEYS)
    if raw is None:
        return None
    id = scope.id(raw, field, "s")
    label = _label(raw, field, scope)
    place = _fragments(raw, field, scope)
    attributes: Mapping[str, Value] = scope.attributes(raw, field)
    made_by = scope.string(raw, "made_by", field, default="")
    if place is not None:
        scope.surface(raw, place, field)
    if id is None or label is None or place is None or made_by is None:
        return None
    return Span(id, label, place, attributes, made_by)


def _label(raw: Mapping[str, Any], field: str, scope: Scope) -> str | None:
    label = scope.string(raw, "label", field)
    if label is not None and label not in scope.labels:
        scope.problems.add_label(label, (scope.file, scope.line, f"{field}.label"))
        return None
    return label


def _fragments(raw: Mapping[str, Any], field: str, scope: Scope) -> tuple[Fragment, ...] | None:
    whole = scope.place(raw, field)
    if whole is None or "fragments" not in raw:
        return None if whole is None else (whole,)
    given = raw["fragments"]
    field = f"{field}.fragments"
    if not isinstance(given, list) or not given:
        scope.problem(field, f"must be a list of [start, end], not {kind_of(given)}")
        return None
    fragments: list[Fragment] = []
    for part in given:
        if not _is_pair(part) or not 0 <= part[0] < part[1] <= len(scope.text):
            scope.problem(field, "each part must be [start, end], inside the text")
            return None
        if fragments and part[0] <= fragments[-1][1]:
            scope.problem(field, "the parts must be in order and may not touch")
            return None
        fragments.append((part[0], part[1]))
    if (fragments[0][0], fragments[-1][1]) != whole:
        scope.problem(field, "the first part must begin at start and the last one stop at end")
        return None
    return tuple(fragments)


def _is_pair(part: object) -> bool:
    return isinstance(part, list) and len(part) == 2 and all(type(item) is int for item in part)
