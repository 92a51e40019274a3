# SPDX-License-Identifier: MIT
"""The feature structures of one view as annotations, relations and chains.

With a type system it is known which features are references. Without one only these are taken for
references: Governor and Dependent, first and next, and lists of links that have a target.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.errors import OffsetError
from annotator.formats.uima_layers import (
    CHAIN,
    TITLE_TYPE,
    Annotation,
    Chain,
    Found,
    Layers,
    Link,
    id_of,
)
from annotator.formats.uima_names import decoded
from annotator.formats.xmi.elements import Content, Structure, View
from annotator.formats.xmi.features import array_texts, array_values, referred, single_value
from annotator.formats.xmi.own_types import EVENT, OWN
from annotator.formats.xmi.type_systems import Range, Types
from annotator.model.records import Value
from annotator.text.offsets import Utf16Map

SOURCE, TARGET = "Governor", "Dependent"
_PLACE = frozenset(("begin", "end", "sofa"))
_OUTSIDE = "uima.cas."
_NO_LAYERS = OWN | {TITLE_TYPE, "uima.tcas.DocumentAnnotation"}
_LINK_VALUES = ("referenceType", "referenceRelation")


@dataclass(slots=True)
class Structures:
    """Reads the structures of a view; ``tell`` takes a line, a field and what is wrong."""

    content: Content
    view: View
    layers: Layers
    tell: Callable[[int, str, str], None]
    types: Types | None
    lenient: bool
    found: Found = field(default_factory=Found)
    own: list[Structure] = field(default_factory=list)
    _made: dict[str, Annotation] = field(default_factory=dict)
    _known: dict[str, Annotation | Link | Chain] = field(default_factory=dict)
    _unknown: Counter[str] = field(default_factory=Counter)
    _pending: list[tuple[Structure, Annotation]] = field(default_factory=list)

    def read(self) -> Found:
        """Return all annotations of the view."""
        offsets = Utf16Map.of(self.view.text)
        here = [each for each in self._indexed() if not each.type.startswith(_OUTSIDE)]
        self.own = [each for each in here if each.type in OWN]
        here = [each for each in here if each.type not in _NO_LAYERS]
        for structure in self.own:
            if structure.type == EVENT:
                event = self._made[structure.id] = Annotation(EVENT, 0, 0, line=structure.line)
                self.found.others.append(event)
        relations = {s.type for s in here if SOURCE in s.features or TARGET in s.features}
        if self.types is not None:
            relations |= {s.type for s in here if self._is_relation(s.type)}
        heads = [s for s in here if _is_head(s)]
        links = self._chains(heads, here, offsets)
        for structure in here:
            if structure.id in links or not self._is_annotation(structure):
                continue
            if structure.type in relations:
                continue
            self._add(structure, offsets)
        for structure in here:
            if structure.type in relations:
                self._add_relation(structure)
        for structure, annotation in self._pending:
            self._add_references(structure, annotation)
        self._tell_unknown()
        return self.found

    def known(self, ids: Mapping[int, str]) -> dict[str, str]:
        """Return the ids of the records by the xmi:id of what became them."""
        everything = (*self._made.items(), *self._known.items())
        return {xmi_id: ids[id_of(made)] for xmi_id, made in everything if id_of(made) in ids}

    def _indexed(self) -> Iterator[Structure]:
        """Yield what is in the index of the view, and what that refers to with a place in it."""
        all_of_them = self.content.structures
        members = self.view.members
        if not members:
            yield from (s for s in all_of_them.values() if s.text("sofa") == self.view.id)
            return
        referred: set[str] = set()
        for structure in all_of_them.values():
            if structure.id in members:
                for name in (SOURCE, TARGET, "first", "next"):
                    referred.update(structure.text(name).split())
        for structure in all_of_them.values():
            if structure.id in members or (
                structure.id in referred and structure.text("sofa") == self.view.id
            ):
                yield structure
            elif structure.text("sofa") == self.view.id and self.layers.wants(structure.type):
                self.layers.left_out.reasons["left out, not in the index of its view"] += 1

    def _is_annotation(self, structure: Structure) -> bool:
        if not self.layers.wants(structure.type):
            if "begin" in structure.features:
                self.layers.left_out.layers[structure.type] += 1
            return False
        if self.types is None:
            return "begin" in structure.features and "end" in structure.features
        if not self.types.has(structure.type):
            self._unknown[structure.type] += 1
            return False
        return self.types.is_annotation(structure.type)

    def _is_relation(self, type_name: str) -> bool:
        if self.types is None or not self.types.has(type_name):
            return False
        return {SOURCE, TARGET} <= self.types.ranges(type_name).keys()

    def _add(self, structure: Structure, offsets: Utf16Map) -> Annotation | None:
        place = self._place(structure, offsets)
        if place is None:
            return None
        made = Annotation(structure.type, *place, line=structure.line)
        self._made[structure.id] = made
        made.features = self._features(structure)
        self.found.spans.append(made)
        self._pending.append((structure, made))
        return made

    def _place(self, structure: Structure, offsets: Utf16Map) -> tuple[int, int] | None:
        """Return where a structure is in the text, in code points; None after telling."""
        places = []
        for name in ("begin", "end"):
            written = structure.text(name) or "0"
            try:
                places.append(offsets.from_utf16(int(written)))
            except ValueError:
                self.tell(structure.line, name, f"{written[:40]!r} is no whole number")
                return None
            except OffsetError as error:
                self.tell(structure.line, name, f"{structure.type}: {error}")
                return None
        start, end = places
        if start > end:
            self.tell(structure.line, "end", f"{structure.type}: it ends before it starts")
            return None
        return start, end

    def _features(self, structure: Structure) -> dict[str, Value]:
        """Return the features that are values, in the order of their type."""
        ranges = self._ranges(structure)
        columns = self.found.columns.setdefault(structure.type, [])
        features: dict[str, Value] = {}
        for name, holds in ranges.items():
            if name in _PLACE or holds in (Range.OTHER, Range.OTHERS):
                continue
            if name not in columns:
                columns.append(name)
            written = structure.features.get(name)
            if written is not None and name not in (SOURCE, TARGET):
                features[name] = self._value(written, holds)
        return features

    def _ranges(self, structure: Structure) -> dict[str, Range]:
        if self.types is not None and self.types.has(structure.type):
            return self.types.ranges(structure.type)
        found: dict[str, Range] = {}
        for name, value in structure.features.items():
            if not value:  # an empty text or an empty list: it holds nothing either way
                continue
            if isinstance(value, tuple):
                found[name] = Range.TEXTS
            elif name in (SOURCE, TARGET, "next"):
                found[name] = Range.OTHER
            else:
                found[name] = Range.OTHERS if self._are_links(value) else Range.TEXT
        return found

    def _are_links(self, value: str) -> bool:
        """Return whether a value lists ids of links: structures without a place, with a target."""
        ids = value.split()
        if not ids or not ids[0].isdigit():
            return False
        linked = [self.content.structures.get(id) for id in ids]
        return all(
            s is not None and "target" in s.features and "begin" not in s.features for s in linked
        )

    def _value(self, written: str | tuple[str, ...], holds: Range) -> Value:
        if holds is Range.TEXTS or isinstance(written, tuple):
            return tuple(map(decoded, array_texts(self.content, written)))
        if holds is Range.VALUES:
            return array_values(self.content, written)
        return single_value(written, holds)

    def _add_relation(self, structure: Structure) -> None:
        if not self.layers.wants(structure.type):
            self.layers.left_out.layers[structure.type] += 1
            return
        if self.types is not None and not self.types.has(structure.type):
            self._unknown[structure.type] += 1
            return
        features = self._features(structure)
        ends = [self._made.get(structure.text(name)) for name in (SOURCE, TARGET)]
        for name in (SOURCE, TARGET):
            id = structure.text(name)
            if id and id not in self.content.structures:
                self.tell(structure.line, name, f"there is no element with the xmi:id {id[:40]}")
        link = self._known[structure.id] = Link(structure.type, ends[0], ends[1], features)
        self.found.relations.append(link)

    def _add_references(self, structure: Structure, annotation: Annotation) -> None:
        for name, holds in self._ranges(structure).items():
            if holds not in (Range.OTHER, Range.OTHERS) or name in ("sofa", SOURCE, TARGET):
                continue
            for id in referred(self.content, structure.text(name), holds):
                self._add_reference(name, id, annotation)

    def _add_reference(self, name: str, id: str, annotation: Annotation) -> None:
        other = self.content.structures.get(id)
        if id in self._made:
            annotation.slots.append((name, "", self._made[id]))
        elif other is not None and "target" in other.features and "begin" not in other.features:
            target = self._made.get(other.text("target"))
            annotation.slots.append((name, decoded(other.text("role")), target))
        else:
            reason = "references of features left out, to what has no place in the text"
            self.layers.left_out.reasons[reason] += 1

    def _chains(self, heads: list[Structure], here: list[Structure], offsets: Utf16Map) -> set[str]:
        """Add the chains, and return the ids of all their links."""
        known = {structure.id: structure for structure in here}
        types = {known[s.text("first")].type for s in heads if s.text("first") in known}
        types |= {s.type for s in here if s.type.endswith("Link") and _is_link(s)}
        links = {s.id for s in here if s.type in types and "begin" in s.features}
        taken: set[str] = set()
        for head in heads:
            followed = self._followed(head.text("first"), (known, links, taken), offsets)
            chain = self._known[head.id] = Chain(head.type, followed, self._features_of_chain(head))
            self.found.chains.append(chain)
        referred = {known[id].text("next") for id in links}
        for id in [id for id in known if id in links - referred - taken]:
            followed = self._followed(id, (known, links, taken), offsets)
            self.found.chains.append(Chain(known[id].type, followed))
        return links

    def _followed(
        self,
        start: str,
        where: tuple[Mapping[str, Structure], set[str], set[str]],
        offsets: Utf16Map,
    ) -> list[Annotation]:
        """Return the links from one on; ``where`` are all structures, the links, those taken."""
        known, links, taken = where
        chain = []
        link = known.get(start)
        while link is not None and link.id in links and link.id not in taken:
            taken.add(link.id)
            made = self._link(link, offsets)
            if made is not None:
                chain.append(made)
            link = known.get(link.text("next"))
        return chain

    def _features_of_chain(self, head: Structure) -> dict[str, Value]:
        return {
            name: decoded(value)
            for name, value in head.features.items()
            if isinstance(value, str) and name not in ("first", "sofa")
        }

    def _link(self, structure: Structure, offsets: Utf16Map) -> Annotation | None:
        if not self.layers.wants(structure.type):
            self.layers.left_out.layers[structure.type] += 1
            return None
        place = self._place(structure, offsets)
        if place is None:
            return None
        made = Annotation(structure.type, *place, line=structure.line)
        made.features = {
            name: decoded(value)
            for name, value in structure.features.items()
            if isinstance(value, str) and name not in _PLACE and name != "next"
        }
        self._made[structure.id] = made
        return made

    def _tell_unknown(self) -> None:
        for name, count in sorted(self._unknown.items()):
            if self.lenient:
                self.layers.left_out.reasons[f"left out, the type system has no type {name}"] += (
                    count
                )
                continue
            self.tell(
                0,
                name,
                f"the type system has no such type ({count:,} elements); mend it, or choose "
                "unknown-types=leave-out",
            )


def _is_head(structure: Structure) -> bool:
    """Return whether a structure is a chain; one without links has only its name to tell it."""
    features = structure.features
    return "begin" not in features and ("first" in features or structure.type == CHAIN)


def _is_link(structure: Structure) -> bool:
    return "next" in structure.features or any(name in structure.features for name in _LINK_VALUES)
