# SPDX-License-Identifier: MIT
"""The lines of an annotation file: what each says, before anything refers to anything."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

Part: TypeAlias = tuple[int, int]

PLAIN = re.compile(r"(T[^\t]*)\t([^\t ]+) ([0-9]{1,9}) ([0-9]{1,9})\t(.*)", re.DOTALL).fullmatch
"""Most text-bound lines: one place, blanks between, words; gives id, label, places and words."""
_TEXT_BOUND = re.compile(
    r"(T[^\t]*)\t([^\t]+?)[ \t]([0-9]{1,18})[ \t]([0-9]{1,18})"
    r"((?:;[0-9]{1,18} [0-9]{1,18})*)[ \r]*(?:\t(.*))?",
    re.DOTALL,
)
_PLAIN_ATTRIBUTE = re.compile(r"(A[^\t]*)\t(\S+) (\S+)(?: ([^\r]+))?", re.DOTALL).fullmatch
_ATTRIBUTE = re.compile(r"(\S+)[ \t]+(\S+)(?:[ \t](.*))?", re.DOTALL)
_REFERENCES = tuple(
    re.compile(form + r"(?:\t(?P<words>.*))?", re.DOTALL)
    for form in (  # the first two are BioNLP's
        r"(?P<name>\S+) Annotation:(?P<target>\S+) Referent:(?P<value>[^\t]+)",
        r"(?P<name>\S+) Referent:(?P<value>\S+) Annotation:(?P<target>\S+)",
        r"(?P<name>\S+) (?P<target>\S+) (?P<value>[^\t]+)",
    )
)
_COMMENT = re.compile(r"(\S+)[ \t](\S+)(?:[ \t](.*))?", re.DOTALL)


class TextBound(NamedTuple):
    """``T1 ACTOR 0 5;8 9 words``; the words are None if there are none."""

    line: int
    id: str
    label: str
    parts: tuple[Part, ...]
    surface: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A relation or an event: its type, its trigger if any, and its roles with the ids in them."""

    line: int
    id: str
    type: str
    trigger: str
    ends: tuple[tuple[str, str], ...]


class Attached(NamedTuple):
    """Something about another line: an attribute, a reference or a comment."""

    line: int
    id: str
    name: str
    target: str
    value: str | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """``* Equiv T1 T2``."""

    line: int
    type: str
    members: tuple[str, ...]


@dataclass(slots=True)
class Other:
    """The lines of a document that are not text-bound."""

    relations: list[Linked] = field(default_factory=list)
    events: list[Linked] = field(default_factory=list)
    attributes: list[Attached] = field(default_factory=list)
    references: list[Attached] = field(default_factory=list)
    comments: list[Attached] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def add(self, number: int, line: str) -> bool:
        """Take in a line; False if it is none of brat's."""
        plain = _PLAIN_ATTRIBUTE(line)
        if plain:  # by far the most frequent
            id, name, target, value = plain.groups()
            self.attributes.append(Attached(number, id, name, target, value))
            return True
        id, tab, body = line.partition("\t")
        kind = _KINDS.get(id[:1])
        if not tab or kind is None or not body.strip():
            return False
        name, parsed = kind
        made = parsed(number, id, body.removesuffix("\r"))
        if made is not None:
            getattr(self, name).append(made)
        return made is not None

    def targets(self) -> Iterator[str]:
        """Yield the ids that something other than the trigger of an event refers to."""
        for linked in (*self.relations, *self.events):
            yield from (id for _, id in linked.ends)
        for attached in (*self.attributes, *self.references, *self.comments):
            yield attached.target
        for group in self.groups:
            yield from group.members


def text_bound(number: int, line: str) -> TextBound | None:
    """Return what a line that starts with T says; None if it is none of brat's."""
    found = _TEXT_BOUND.fullmatch(line)
    if found is None:
        return None
    id, label, start, end, more, surface = found.groups()
    parts: tuple[Part, ...] = ((int(start), int(end)),)
    if more:
        parts += tuple(_part(piece) for piece in more[1:].split(";"))
    return TextBound(number, id, label, parts, surface)


def _part(piece: str) -> Part:
    start, _, end = piece.partition(" ")
    return int(start), int(end)


def _pairs(ends: Sequence[str]) -> tuple[tuple[str, str], ...] | None:
    """Return roles with ids; None if something is no such pair."""
    found = tuple((role, id) for role, _, id in (end.rpartition(":") for end in ends))
    return found if all(role and id for role, id in found) else None


def _relation(number: int, id: str, body: str) -> Linked | None:
    name, *ends = body.split()
    pairs = _pairs(ends)
    return Linked(number, id, name, "", pairs) if pairs and len(pairs) == 2 else None


def _event(number: int, id: str, body: str) -> Linked | None:
    head, *ends = body.split()
    name, colon, trigger = head.rpartition(":")
    pairs = _pairs(ends)
    if pairs is None or (colon and not (name and trigger)):
        return None
    return Linked(number, id, name or head, trigger if colon else "", pairs)


def _attribute(number: int, id: str, body: str) -> Attached | None:
    found = _ATTRIBUTE.fullmatch(body)
    return Attached(number, id, found[1], found[2], found[3] or None) if found else None


def _reference(number: int, id: str, body: str) -> Attached | None:
    for form in _REFERENCES:
        found = form.fullmatch(body)
        if found:
            words = found["words"] or ""
            return Attached(number, id, found["name"], found["target"], found["value"], words)
    return None


def _comment(number: int, id: str, body: str) -> Attached | None:
    found = _COMMENT.fullmatch(body)
    return Attached(number, id, found[1], found[2], found[3] or "") if found else None


def _group(number: int, id: str, body: str) -> Group | None:
    del id
    name, *members = body.split()
    return Group(number, name, tuple(dict.fromkeys(members))) if members else None


_KINDS: Mapping[str, tuple[str, Callable[[int, str, str], Linked | Attached | Group | None]]] = {
    "R": ("relations", _relation),
    "E": ("events", _event),
    "A": ("attributes", _attribute),
    "M": ("attributes", _attribute),
    "N": ("references", _reference),
    "#": ("comments", _comment),
    "*": ("groups", _group),
}
