# SPDX-License-Identifier: MIT
"""Rows and model values, and the hash chain of the log.

What goes into ``data`` and ``change`` is canonical: the same record always gives the same bytes,
so two records are equal when their bytes are.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

from annotator.edits.change import Change, Operation, Step
from annotator.errors import DamagedError, InputError, OffsetError
from annotator.model.records import (
    DocumentInfo,
    DocumentLabel,
    EventFrame,
    Record,
    Relation,
    Span,
    from_data,
    to_data,
)

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_SORTED = orjson.OPT_SORT_KEYS


def canonical(record: Record) -> bytes:
    """Return the record as canonical JSON.

    Raises InputError for what no database keeps: NUL, lone surrogates, integers beyond 64 bits.
    """
    return canonical_text(record).encode()


def canonical_text(record: Record) -> str:
    """Return ``canonical`` as text."""
    try:
        data = orjson.dumps(to_data(record), option=_SORTED)
    except TypeError as error:
        raise InputError(f"record {record.id!r} cannot be stored: {error}") from None
    if b"\\u0000" in data and _NUL.search(data):
        raise InputError(f"record {record.id!r} cannot be stored: it holds a NUL character")
    return data.decode()


def record_of(data: str) -> Record:
    """Return the record; DamagedError if the stored JSON is not one."""
    try:
        plain = orjson.loads(data)
    except ValueError as error:
        raise DamagedError("a stored record cannot be read; run `annotator doctor`") from error
    return record_of_data(plain)


def record_of_data(data: dict[str, Any]) -> Record:
    """Return the record whose plain form is ``data``; DamagedError if there is none."""
    try:
        return from_data(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError("a stored record cannot be read; run `annotator doctor`") from error


def change_bytes(kind: str, steps: Sequence[tuple[str, bytes | None, bytes | None]]) -> bytes:
    """Return a change as canonical JSON; the records of its steps are canonical already.

    A step that makes a record is that record; any other is a list of id, before and after.
    """
    fragment = orjson.Fragment
    data = [
        fragment(after)
        if before is None and after is not None
        else (
            id,
            None if before is None else fragment(before),
            None if after is None else fragment(after),
        )
        for id, before, after in steps
    ]
    return orjson.dumps({"kind": kind, "steps": data})


PlainStep = tuple[str, dict[str, Any] | None, dict[str, Any] | None]


def steps_of(text: str) -> list[PlainStep]:
    """Return the steps of a stored change as plain values: id, before, after.

    Raises ValueError, KeyError or TypeError if the text is no stored change.
    """
    return [
        (step["id"], None, step) if type(step) is dict else _three(step)
        for step in orjson.loads(text)["steps"]
    ]


def _three(step: list[Any]) -> PlainStep:
    id, before, after = step
    return id, before, after


def change_of(text: str) -> Change:
    """Return the change; DamagedError if the stored JSON is not one."""
    try:
        steps = tuple(
            Step(
                id,
                None if before is None else from_data(before),
                None if after is None else from_data(after),
            )
            for id, before, after in steps_of(text)
        )
        return Change(orjson.loads(text)["kind"], steps)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError("an entry of the log cannot be read; run `annotator doctor`") from error


def link_hash(previous: str, fields: Sequence[Any], change: bytes) -> str:
    """Return the hash of one entry of a document's log.

    ``fields`` are id, gesture, document id, number, layer, actor, time, undoes and redoes.
    ``previous`` is the hash of the entry before; for the first one, the hash of the text.
    """
    head = orjson.dumps([previous, *fields])
    return sha256(b"%b\n%b" % (head, change)).hexdigest()


def operation_fields(
    operation: Operation, number: int
) -> tuple[str, str, str, int, str, str, str, str, str]:
    """Return what ``link_hash`` wants to know of an operation."""
    return (
        operation.id,
        operation.gesture,
        operation.document,
        number,
        operation.layer,
        operation.actor,
        time_text(operation.made_at),
        operation.undoes,
        operation.redoes,
    )


def time_text(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, always with microseconds."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def time_of(text: str) -> datetime:
    """Return the moment; DamagedError if it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise DamagedError("a stored time cannot be read; run `annotator doctor`") from error


Derived = tuple[str, str, int | None, int | None, str]


def derived(record: Record, text: str) -> Derived:
    """Return kind, label, start, end and surface of a record, for its row.

    Raises OffsetError for a place outside the text.
    """
    if isinstance(record, Span):
        fragments = record.fragments
        if len(fragments) == 1:
            start, end = fragments[0]
            if 0 <= start < end <= len(text):
                return "span", record.label, start, end, text[start:end]
        if not fragments or any(not 0 <= start < end <= len(text) for start, end in fragments):
            raise OffsetError(
                f"span {record.id!r} is not inside a text of {len(text):,} characters"
            )
        return "span", record.label, fragments[0][0], fragments[-1][1], record.surface(text)
    if isinstance(record, EventFrame):
        start, end = record.trigger
        if not 0 <= start < end <= len(text):
            raise OffsetError(
                f"event {record.id!r} is not inside a text of {len(text):,} characters"
            )
        return "event", record.type, start, end, text[start:end]
    return record.kind, label_of(record), None, None, ""


def label_of(record: Record) -> str:
    """Return what ``derived`` says is the label: a type or a name, or nothing."""
    if isinstance(record, Span):
        return record.label
    if isinstance(record, Relation | EventFrame):
        return record.type
    return record.name if isinstance(record, DocumentLabel) else ""


def needs_text(record: Record | None) -> bool:
    """Return whether ``derived`` looks into the text for this record."""
    return isinstance(record, Span | EventFrame)


InfoColumns = tuple[str, str, str, str, str, int]


def info_columns(info: DocumentInfo | None) -> InfoColumns:
    """Return title, source, date, language, tags and removed, as ``documents`` keeps them.

    A document without info (its import was undone) is removed.
    """
    if info is None:
        return "", "", "", "", "[]", 1
    tags = orjson.dumps(info.tags).decode() if info.tags else "[]"
    return info.title, info.source, info.date, info.language, tags, int(info.removed)


def sealed(values: Sequence[Any]) -> str:
    """Return a hash over plain values, for rows that no log covers."""
    return sha256(orjson.dumps(list(values))).hexdigest()
