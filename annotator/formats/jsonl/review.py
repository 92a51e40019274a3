# SPDX-License-Identifier: MIT
"""Assignments and decisions of a line: they belong to the document and not to an annotator."""

from collections.abc import Sequence
from typing import Any

from annotator.formats.jsonl.scope import RESERVED, Scope
from annotator.model.fields import problem_with_fields
from annotator.model.records import (
    Assignment,
    Decision,
    EventFrame,
    Record,
    Span,
    from_data,
    to_data,
)
from annotator.model.storable import problem_with_record

KEYS = {"assignments": "assignment", "decisions": "decision"}


def plain_review(own: Sequence[Record]) -> dict[str, list[dict[str, Any]]]:
    """Return the keys that say what ``own``, records of the document itself, holds."""
    line: dict[str, list[dict[str, Any]]] = {}
    for key, kind in KEYS.items():
        found = [
            {name: value for name, value in to_data(record).items() if name != "kind"}
            for record in own
            if record.kind == kind
        ]
        if found:
            line[key] = found
    return line


def review_of(scope: Scope) -> tuple[Record, ...]:
    """Return a line's assignments and decisions; what is wrong with one is a problem."""
    found: dict[str, Record] = {}
    for key, kind in KEYS.items():
        if key not in scope.raw:
            continue
        for number, item in enumerate(scope.list_of(scope.raw, key)):
            field = f"{key}[{number}]"
            record = _record(item, kind, field, scope)
            if record is None:
                continue
            if record.id in found or record.id in RESERVED:
                scope.problem(f"{field}.id", "this id is taken already")
                continue
            found[record.id] = record
    return tuple(found.values())


def _record(item: object, kind: str, field: str, scope: Scope) -> Record | None:
    if not isinstance(item, dict):
        scope.problem(field, "must be an object")
        return None
    try:
        record = from_data({**item, "kind": kind})
    except (KeyError, TypeError, ValueError, AttributeError):
        scope.problem(field, f"is no {kind} as this program writes one")
        return None
    problem = problem_with_fields(record) or problem_with_record(record)
    if problem is None and isinstance(record, Decision):
        problem = _misplaced(record, len(scope.text))
    if problem is not None:
        scope.problem(field, problem)
        return None
    return record if isinstance(record, Assignment | Decision) else None


def _misplaced(decision: Decision, length: int) -> str | None:
    places = [(decision.start, decision.end)]
    for record in decision.result:
        problem = problem_with_fields(record)
        if problem is not None:
            return problem
        if isinstance(record, Span):
            places.extend(record.fragments)
        elif isinstance(record, EventFrame):
            places.append(record.trigger)
            places.extend(() if record.time is None else (record.time,))
    for start, end in places:
        if not 0 <= start <= end <= length:
            return f"{start}..{end} is no stretch of a text of {length:,} characters"
    return None
