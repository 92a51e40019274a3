# SPDX-License-Identifier: MIT
"""The columns of rows: which annotations there are, and what their features say."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.formats.uima_layers import Annotation, Chain, Found, Link
from annotator.formats.webanno.escapes import value_of
from annotator.formats.webanno.header import Column, Header, Holds, Layer
from annotator.schema.names import shown

NO_ANNOTATION, NO_VALUE = "_", "*"
_NUMBERED = re.compile(r"(.*)\[([\d_-]+)\]\Z", re.DOTALL)
_LINKED = re.compile(r"(.*)->(\d{1,9})-(\d{1,9})\Z", re.DOTALL)
_STACK = re.compile(r"(?:[^\\|]|\\.)*", re.DOTALL)
_SLOTS = re.compile(r"(?:[^\\;]|\\.)*", re.DOTALL)
_ANY = "uima.tcas.Annotation"


@dataclass(frozen=True, slots=True)
class Unit:
    """A token, or a part of one, in the text."""

    id: str
    start: int
    end: int
    line: int


@dataclass(slots=True)
class Columns:
    """Reads the cells of one file; ``tell`` takes a line, a column and what is wrong there."""

    header: Header
    tell: Callable[[int, str, str], None]
    found: Found = field(default_factory=Found)
    _here: dict[str, dict[str, list[Annotation | Link]]] = field(default_factory=dict)
    _numbered: dict[tuple[str, str], Annotation] = field(default_factory=dict)
    _by_number: dict[str, Annotation] = field(default_factory=dict)
    _slotted: dict[tuple[int, str], str] = field(default_factory=dict)
    _chains: dict[tuple[str, int], dict[int, Annotation]] = field(default_factory=dict)
    _in_chain: dict[tuple[str, str, int], Annotation] = field(default_factory=dict)
    _later: list[Callable[[], None]] = field(default_factory=list)

    def add(self, unit: Unit, cells: list[str]) -> None:
        """Take in the cells of a row, which has as many as there are columns."""
        for column in self.header.columns:
            cell = cells[column.number - 3]
            if cell == NO_ANNOTATION:
                continue
            for place, part in enumerate(_parts(cell, "|", _STACK)):
                self._add_part(column, unit, place, part)

    def finish(self) -> Found:
        """Return all annotations, with what they refer to."""
        for action in self._later:
            action()
        for key in sorted(self._chains):
            links = self._chains[key]
            self.found.chains.append(Chain(key[0], [links[number] for number in sorted(links)]))
        self.found.columns = self.header.features
        return self.found

    def _add_part(self, column: Column, unit: Unit, place: int, part: str) -> None:
        number = ""
        value = part
        if column.holds is not Holds.FILLERS and part[-1:] == "]":
            numbered = _NUMBERED.match(part)
            if numbered and not _escapes_next(numbered[1]):
                value, number = numbered[1], numbered[2]
        match column.layer:
            case Layer.SPAN:
                self._add_span(column, (unit, place), value, number)
            case Layer.RELATION:
                self._add_relation(column, (unit, place), value, number)
            case Layer.CHAIN:
                self._add_chain(column, (unit, place), value, number)

    def _add_span(self, column: Column, where: tuple[Unit, int], value: str, number: str) -> None:
        annotation = self._span(column.type, *where, number)
        if column.holds in (Holds.ROLES, Holds.FILLERS) and not self._is_first(
            annotation, column, where[0]
        ):
            return  # each row of an annotation repeats its slots
        match column.holds:
            case Holds.VALUE if value != NO_VALUE:
                annotation.features.setdefault(column.feature, value_of(value))
            case Holds.ROLES if value != NO_ANNOTATION:
                for role in _parts(value, ";", _SLOTS):
                    said = "" if role == NO_VALUE else value_of(role)
                    annotation.slots.append((column.feature, said, None))
            case Holds.FILLERS if value not in (NO_VALUE, NO_ANNOTATION):
                self._later.append(lambda: self._fill(column, where[0], annotation, value))
            case _:
                pass

    def _span(self, type_name: str, unit: Unit, place: int, number: str) -> Annotation:
        """Return the annotation of a layer that stands here in this place, made if need be."""
        here = self._all_at(unit.id, type_name)
        if place < len(here) and isinstance(standing := here[place], Annotation):
            return standing
        known = self._numbered.get((type_name, number)) if number else None
        if known is None:
            known = Annotation(type_name, unit.start, unit.end, line=unit.line)
            self.found.spans.append(known)
            if number:
                self._numbered[type_name, number] = known
                self._by_number.setdefault(number, known)
        known.end = max(known.end, unit.end)
        here.append(known)
        return known

    def _is_first(self, annotation: Annotation, column: Column, unit: Unit) -> bool:
        key = (id(annotation), column.feature)
        return self._slotted.setdefault(key, unit.id) == unit.id

    def _fill(self, column: Column, unit: Unit, host: Annotation, value: str) -> None:
        fillers = [self._filler(column, unit, part) for part in _parts(value, ";", _SLOTS)]
        open_slots = [i for i, slot in enumerate(host.slots) if slot[0] == column.feature]
        if len(open_slots) != len(fillers):
            roles = f"{len(open_slots)} roles but {len(fillers)} fillers"
            self.tell(unit.line, column.feature, roles)
            return
        for place, filler in zip(open_slots, fillers, strict=True):
            feature, role, _ = host.slots[place]
            host.slots[place] = (feature, role, filler)

    def _filler(self, column: Column, unit: Unit, part: str) -> Annotation | None:
        if part in (NO_VALUE, NO_ANNOTATION):
            return None
        numbered = _NUMBERED.match(part)
        place, number = (numbered[1], numbered[2]) if numbered else (part, "")
        return self._referred(column, unit, place, number)

    def _referred(self, column: Column, unit: Unit, place: str, number: str) -> Annotation | None:
        """Return the annotation that a reference means; tell if there is no such one."""
        if number in ("", "0"):
            known = self._alone_at(place, column.target)
        else:
            known = self._numbered.get((column.target, number)) or self._by_number.get(number)
        if known is None and not _is_token(column.target):
            sentence = f"there is no annotation of {column.target} at {shown(place)}"
            self.tell(unit.line, column.feature or column.type, sentence)
        return known

    def _alone_at(self, place: str, type_name: str) -> Annotation | None:
        layers = self._here.get(place, {})
        here = next(iter(layers.values()), []) if type_name == _ANY else layers.get(type_name, [])
        return here[0] if here and isinstance(here[0], Annotation) else None

    def _all_at(self, place: str, type_name: str) -> list[Annotation | Link]:
        return self._here.setdefault(place, {}).setdefault(type_name, [])

    def _add_relation(
        self, column: Column, where: tuple[Unit, int], value: str, number: str
    ) -> None:
        unit, place = where
        here = self._all_at(unit.id, column.type)
        if place < len(here):
            link = here[place]
        else:
            link = Link(column.type, None, None)
            here.append(link)
            self.found.relations.append(link)
        if not isinstance(link, Link):
            self.tell(unit.line, column.type, "the layer is both of spans and of relations")
        elif column.holds is Holds.VALUE and value != NO_VALUE:
            link.features.setdefault(column.feature, value_of(value))
        elif column.holds is Holds.SOURCE:
            source, _, target = number.partition("_")

            def connect(link: Link = link) -> None:
                link.source = self._referred(column, unit, value, source)
                link.target = self._referred(column, unit, unit.id, target)

            self._later.append(connect)

    def _add_chain(self, column: Column, where: tuple[Unit, int], value: str, number: str) -> None:
        unit, place = where
        if column.holds is Holds.CHAIN_LINK:
            linked = _LINKED.match(value)
            if linked is None:
                self.tell(unit.line, column.feature, f"{shown(value)} names no chain and link")
                return
            said, chain, link = linked[1], int(linked[2]), int(linked[3])
            links = self._chains.setdefault((column.type, chain), {})
            known = links.get(link)
            if known is None:
                known = Annotation(column.type, unit.start, unit.end, line=unit.line)
                links[link] = known
            known.end = max(known.end, unit.end)
            self._in_chain[unit.id, column.type, place] = known
            if said != NO_VALUE:
                known.features[column.feature] = value_of(said)
        elif column.holds in (Holds.CHAIN_TYPE, Holds.VALUE) and value != NO_VALUE:
            self._later.append(lambda: self._say_of_link(column, where, value_of(value)))

    def _say_of_link(self, column: Column, where: tuple[Unit, int], value: str) -> None:
        unit, place = where
        known = self._in_chain.get((unit.id, column.type, place))
        if known is None:
            self.tell(unit.line, column.feature, "a link of no chain")
        else:
            known.features.setdefault(column.feature, value)


def _is_token(type_name: str) -> bool:
    return type_name.rpartition(".")[2] in ("Token", "POS")


def _escapes_next(written: str) -> bool:
    """Return whether the last sign is a backslash that escapes whatever comes next."""
    return (len(written) - len(written.rstrip("\\"))) % 2 == 1


def _parts(cell: str, separator: str, pattern: re.Pattern[str]) -> list[str]:
    """Return what stands between separators that no backslash escapes."""
    if separator not in cell:
        return [cell]
    if "\\" not in cell:
        return cell.split(separator)
    parts: list[str] = []
    place = 0
    while place <= len(cell):
        found = pattern.match(cell, place)
        end = found.end() if found else len(cell)
        if end < len(cell) and cell[end] != separator:  # a backslash at the very end
            end = len(cell)
        parts.append(cell[place:end])
        place = end + 1
    return parts
