# SPDX-License-Identifier: MIT
"""The tags of a file, sorted into those with places, links, and those about the document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from annotator.formats.mae.meanings import ENTITY

_SPANS = re.compile(r"-?[0-9]{1,18}~-?[0-9]{1,18}(?:,-?[0-9]{1,18}~-?[0-9]{1,18})*").fullmatch
_ONE = re.compile(r"([0-9]{1,18})~([0-9]{1,18})").fullmatch
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_PLACE = ("id", "spans", "start", "end", "text")
NOWHERE = "-1~-1"


class Extent(NamedTuple):
    """A tag with places in the text."""

    line: int
    id: str
    name: str
    parts: tuple[tuple[int, int], ...]
    surface: str | None
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A tag that has roles with the ids of other tags in them; empty ones are left out."""

    line: int
    id: str
    name: str
    ends: tuple[tuple[str, str], ...]
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Placeless:
    """A tag about the document as a whole."""

    line: int
    id: str
    name: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Broken:
    """A tag whose places are none."""

    line: int
    id: str
    name: str
    spans: str


@dataclass(slots=True)
class Tags:
    """The tags of one file."""

    extents: list[Extent] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    placeless: list[Placeless] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    def add(self, element: etree._Element, values: dict[str, str], ids: frozenset[str]) -> None:
        """Take in a tag with its attributes; ``ids`` are those of all tags."""
        name, found = str(element.tag), element.sourceline
        line = found if isinstance(found, int) else 0
        spans, id = values.get("spans"), values.get("id", "")
        one = _ONE(spans) if spans else None
        if one:  # nearly always
            surface = values.get("text")
            self.extents.append(
                Extent(line, id, name, ((int(one[1]), int(one[2])),), surface, _rest(values))
            )
            return
        spans = _spans(values)
        if spans is None:
            ends, rest = _ends(values, ids)
            if ends is not None or name == ENTITY:
                self.links.append(Link(line, id, name, ends or (), rest))
                return
            spans = NOWHERE
        surface, rest = values.get("text"), _rest(values)
        if spans in ("", NOWHERE):
            self.placeless.append(Placeless(line, id, name, rest))
        elif _SPANS(spans) is None:
            self.broken.append(Broken(line, id, name, spans))
        else:
            self.extents.append(Extent(line, id, name, _parts(spans), surface, rest))


def _rest(values: dict[str, str]) -> dict[str, str]:
    """Return the attributes but for those that say which tag it is and where."""
    for name in _PLACE:
        values.pop(name, None)
    return values


def _spans(values: Mapping[str, str]) -> str | None:
    """Return the places as ``a~b,c~d``; older files have ``start`` and ``end``."""
    spans = values.get("spans")
    if spans is not None:
        return spans.replace(" ", "")
    start, end = values.get("start"), values.get("end")
    if start is None or end is None:
        return None
    if _NUMBER.fullmatch(start) is None or _NUMBER.fullmatch(end) is None:
        return f"{start} to {end}"
    return f"{start}~{end}"


def _parts(spans: str) -> tuple[tuple[int, int], ...]:
    pieces = (piece.split("~") for piece in spans.split(","))
    return tuple((int(start), int(end)) for start, end in pieces)


def _ends(
    values: Mapping[str, str], ids: frozenset[str]
) -> tuple[tuple[tuple[str, str], ...] | None, dict[str, str]]:
    """Return the ends of a link by role, in the order of the roles, and the other attributes.

    None instead of ends if no attribute is one: the tag is no link.
    """
    roles = {
        name[:-2]
        for name, value in values.items()
        if name.endswith("ID") and len(name) > 2 and (f"{name[:-2]}Text" in values or value in ids)
    }
    taken = {f"{role}{ending}" for role in roles for ending in ("ID", "Text")} | {"id"}
    rest = {name: value for name, value in values.items() if name not in taken}
    ends = tuple((role, values[f"{role}ID"]) for role in sorted(roles, key=in_order))
    return tuple(end for end in ends if end[1]) if roles else None, rest


def in_order(role: str) -> tuple[str, int]:
    """Return what sorts ``arg10`` after ``arg2``."""
    stem = role.rstrip("0123456789")
    number = role[len(stem) :]
    return stem, int(number) if 0 < len(number) < 19 else -1
