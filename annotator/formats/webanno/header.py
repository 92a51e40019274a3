# SPDX-License-Identifier: MIT
"""The head of a WebAnno TSV file: its version, and which column holds what."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from annotator.errors import InputError
from annotator.formats.decoding import NotTextError
from annotator.schema.names import shown

FORMAT_LINE = "#FORMAT=WebAnno TSV"
_VERSION = re.compile(r"#FORMAT=WebAnno TSV\s*(\d+)(?:\.(\d+))?\s*\Z")
_OLD = re.compile(r"\s*#\s*(?:de\.tudarmstadt\.|webanno\.)\S+\s*\|")
_OLDEST = re.compile(r"\s*#id=\d+\s*\Z")
_SLOT = re.compile(r"ROLE_(?:(?P<host>[^:]*):)?(?P<feature>.*?)_(?P<link>[^_]*)\Z")
_LAYERS = ("#T_SP=", "#T_CH=", "#T_RL=")


class Layer(Enum):
    """The kinds of layer."""

    SPAN = auto()
    CHAIN = auto()
    RELATION = auto()


class Holds(Enum):
    """What a column may hold."""

    NOTHING = auto()
    VALUE = auto()
    ROLES = auto()
    FILLERS = auto()
    SOURCE = auto()
    CHAIN_LINK = auto()
    CHAIN_TYPE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``number`` counts the fields of a row.

    ``target`` is the layer of what a relation starts and ends at, or of what fills a slot.
    """

    number: int
    layer: Layer
    type: str
    holds: Holds
    feature: str = ""
    target: str = ""


@dataclass(slots=True)
class Header:
    """The version and the columns; ``java`` says how the texts are escaped."""

    java: bool
    columns: list[Column]
    features: dict[str, list[str]]


def version_of(line: str) -> bool:
    """Return whether texts are escaped as in Java; NotTextError for a version that is not read."""
    found = _VERSION.match(line)
    if found and found[1] == "3":
        return int(found[2] or 0) <= 1
    if found:
        raise NotTextError(
            f"WebAnno TSV {found[1]} cannot be read; export it as WebAnno TSV 3.3", 1
        )
    if _OLD.match(line) or _OLDEST.match(line):
        version = "2" if _OLD.match(line) else "1"
        raise NotTextError(
            f"this is WebAnno TSV {version}, which has no offsets and cannot be read; "
            "export it as WebAnno TSV 3.3",
            1,
        )
    raise NotTextError(f"the first line must be {FORMAT_LINE} 3.3, not {shown(line[:80])}", 1)


def header_of(lines: list[str]) -> tuple[Header, int]:
    """Return the header, and the number of lines it takes; InputError if it is none."""
    header = Header(version_of(lines[0]), [], {})
    place = 1
    while place < len(lines) and (lines[place].startswith(_LAYERS) or not lines[place].strip()):
        if lines[place].strip():
            _add_layer(header, lines[place], place + 1)
        place += 1
    return header, place


def _add_layer(header: Header, line: str, number: int) -> None:
    layer = {"#T_SP=": Layer.SPAN, "#T_CH=": Layer.CHAIN, "#T_RL=": Layer.RELATION}[line[:6]]
    type_name, *names = (part.strip() for part in line[6:].split("|"))
    if not type_name:
        raise NotTextError("the layer has no name", number)
    known = header.features.setdefault(type_name, [])
    first = len(header.columns)
    for name in filter(None, names):
        try:
            column = _column(header, layer, type_name, name)
        except InputError as error:
            raise NotTextError(str(error), number) from None
        header.columns.append(column)
        if column.holds is Holds.VALUE:
            known.append(name)
    if len(header.columns) == first:
        column = Column(first + 3, layer, type_name, Holds.NOTHING)
        header.columns.append(column)


def _column(header: Header, layer: Layer, type_name: str, name: str) -> Column:
    number = len(header.columns) + 3
    if layer is Layer.RELATION and name.startswith("BT_"):
        return Column(number, layer, type_name, Holds.SOURCE, target=name.removeprefix("BT_"))
    if layer is Layer.CHAIN and name == "referenceRelation":
        return Column(number, layer, type_name, Holds.CHAIN_LINK, name)
    if layer is Layer.CHAIN and name == "referenceType":
        return Column(number, layer, type_name, Holds.CHAIN_TYPE, name)
    if layer is Layer.SPAN and name.startswith("ROLE_"):
        slot = _SLOT.match(name)
        if slot is None:
            raise InputError(f"{shown(name)} names no slot and its link")
        return Column(number, layer, type_name, Holds.ROLES, slot["feature"])
    before = header.columns[-1] if header.columns else None
    if before and before.type == type_name and before.holds is Holds.ROLES:
        return Column(number, layer, type_name, Holds.FILLERS, before.feature, name)
    return Column(number, layer, type_name, Holds.VALUE, name)
