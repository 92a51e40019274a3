# SPDX-License-Identifier: MIT
"""The entities and the groups of spans of one document in a DocBin, checked against its tokens."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotator.errors import InputError
from annotator.formats.spacy_docbin.bin_file import BEGIN, INSIDE, MISSING
from annotator.formats.spacy_docbin.docs import Column, Doc, string_of
from annotator.formats.spacy_docbin.packed import damaged, plain_value

ENTS = ""
"""The group that stands for ``doc.ents``."""
_SPAN = struct.Struct(">QQQllll")
_OLD_SPAN = struct.Struct(">QQllll")
_SMALL = 2**32
_EMPTY = (b"", b"\x90")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span as a DocBin has it: tokens, half-open, and what is said of it."""

    first: int
    last: int
    label: str
    kb_id: str
    id: str


@dataclass(slots=True)
class Marks:
    """All spans of a document by group; ``ents`` are those of ``doc.ents``.

    ``missing`` counts tokens of which nobody has said whether they are in an entity, ``blocked``
    those that were said never to be in one, ``unlabelled`` entities of no type, and ``about`` the
    groups that carry data about themselves.
    """

    ents: list[Mark] = field(default_factory=list)
    groups: dict[str, list[Mark]] = field(default_factory=dict)
    missing: int = 0
    blocked: int = 0
    unlabelled: int = 0
    about: int = 0


def marks_of(doc: Doc, strings: Mapping[int, str], max_bytes: int) -> Marks:
    """Return the spans of a document; InputError for the first that cannot be."""
    found = Marks()
    _read_ents(doc, strings, found)
    for key, group in _groups(doc.groups, max_bytes):
        if key in found.groups:
            raise damaged(f"it has the group {key!r} twice")
        found.about += bool(group.get("attrs"))
        rows = group.get("spans")
        if type(rows) is not tuple:
            raise damaged(f"the group {key!r} has no list of spans")
        found.groups[key] = [
            _mark(row, (doc, strings, f"doc.spans[{key!r}][{place}]"))
            for place, row in enumerate(rows)
        ]
    return found


def _read_ents(doc: Doc, strings: Mapping[int, str], found: Marks) -> None:
    columns = doc.columns
    iob = columns.get("ENT_IOB")
    if iob is None or not len(iob):
        found.missing = len(doc.starts)
        return
    if iob.max() > BEGIN:
        raise damaged(f"token {int(np.argmax(iob > BEGIN))} has the ENT_IOB {int(iob.max())}")
    found.missing = int((iob == MISSING).sum())
    types = columns.get("ENT_TYPE")
    if types is None:
        found.unlabelled = int((iob == BEGIN).sum())
        return
    _refuse_stray_types(iob, types)
    found.blocked = int(((iob == BEGIN) & (types == 0)).sum())
    bounds = _bounds(iob, types)
    values = [columns.get(name) for name in ("ENT_KB_ID", "ENT_ID")]
    for first, last in bounds:
        kb_id, id = (
            _name(strings, 0 if column is None else int(column[first]), f"the entity at {first}")
            for column in values
        )
        label = string_of(strings, int(types[first]), f"the type of token {first}")
        found.ents.append(Mark(first, last, label, kb_id, id))


def _refuse_stray_types(iob: Column, types: Column) -> None:
    stray = ((iob != BEGIN) & (iob != INSIDE)) & (types != 0)
    if stray.any():
        raise damaged(f"token {int(np.argmax(stray))} has an ENT_TYPE but is in no entity")


def _bounds(iob: Column, types: Column) -> list[tuple[int, int]]:
    """Return the first token and the one after the last of each entity."""
    bounds: list[tuple[int, int]] = []
    tags, labels = iob.tolist(), types.tolist()
    for token in np.flatnonzero((iob == BEGIN) | (iob == INSIDE)).tolist():
        if tags[token] == BEGIN:
            if labels[token]:
                bounds.append((token, token + 1))
            continue
        if not bounds or bounds[-1][1] != token:
            raise damaged(f"token {token} is inside of an entity that does not begin")
        first = bounds[-1][0]
        if labels[token] != labels[first]:
            raise damaged(f"the ENT_TYPE of token {token} differs from that of its entity")
        bounds[-1] = first, token + 1
    return bounds


def _groups(data: bytes, max_bytes: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each group of ``doc.spans`` with its key; older files have no keys but names."""
    if data in _EMPTY:
        return
    packed = plain_value(data, max_bytes)
    pairs: Sequence[tuple[object, object]]
    if type(packed) is dict:
        pairs = list(packed.items())
    elif type(packed) is tuple:
        pairs = [(group, None) for group in packed]
    else:
        raise damaged("its groups of spans are neither a map nor a list")
    for group_data, keys in pairs:
        group = plain_value(group_data, max_bytes) if type(group_data) is bytes else None
        if type(group) is not dict:
            raise damaged("a group of spans is no packed map")
        names = (group.get("name"),) if keys is None else keys
        if type(names) is not tuple or not all(type(name) is str for name in names):
            raise damaged("a group of spans has no name")
        for name in names:
            yield name, group


def _mark(row: object, where: tuple[Doc, Mapping[int, str], str]) -> Mark:
    doc, strings, what = where
    if type(row) is not bytes or len(row) not in (_SPAN.size, _OLD_SPAN.size):
        raise damaged(f"{what} is no packed span")
    if len(row) == _SPAN.size:
        id, kb_id, label, first, last, start, end = _SPAN.unpack(row)
    else:
        kb_id, label, first, last, start, end = _OLD_SPAN.unpack(row)
        id = 0
    if not 0 <= first < last <= len(doc.starts):
        raise InputError(
            f"{what} has the tokens {first}..{last}, which are no stretch of the document's "
            f"{len(doc.starts):,}"
        )
    there = int(doc.starts[first]), int(doc.ends[last - 1])
    if there != (start, end):
        raise damaged(
            f"{what} has the characters {start}..{end}, but its tokens, "
            f"{doc.text[there[0] : there[1]]!r:.80}, are at {there[0]}..{there[1]}"
        )
    return Mark(
        first,
        last,
        string_of(strings, label, f"the label of {what}"),
        _name(strings, kb_id, what),
        _name(strings, id, what),
    )


def _name(strings: Mapping[int, str], key: int, what: str) -> str:
    """Return an id: a string of the file, or a small number that is itself the id."""
    if not key:
        return ""
    if key < _SMALL and key not in strings:
        return str(key)
    return string_of(strings, key, f"the id of {what}")
