# SPDX-License-Identifier: MIT
"""An index of what is marked in a corpus, string by string, and where the same strings stand blank.

Layers are put in and taken out one by one, so that after an edit only what differs is counted
anew: the index is always the one that would be made afresh of the same layers.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, TypeVar

from annotator.checks.sequences import Offsets, Words, WordSequence, capitals_in, offsets
from annotator.checks.variants import Variants
from annotator.model.records import Span

Codes: TypeAlias = str
"""A string as a sequence, see ``sequences``."""
K = TypeVar("K")
NOWHERE = -1
FEW = 48
"""So many strings are looked for one by one; more of them are looked for all at once."""


class Use(NamedTuple):
    """One marked place. ``at`` counts words; NOWHERE if the span cuts a word."""

    codes: Codes
    label: str
    form: str
    span: str
    start: int
    end: int
    at: int


_PlainUse: TypeAlias = tuple[Codes, str, str, str, int, int, int]


@dataclass(slots=True)
class Part:
    """One annotator's layer of a document.

    ``marked`` has a 1 for each word that a span touches. ``uses`` are plain tuples in the order of
    ``Use``, and there are no sets here: Python's collector looks at neither. ``blanks`` are the
    strings that stand blank in it, by the number of their first word.
    """

    document: str
    layer: str
    words: WordSequence
    marked: bytearray
    uses: tuple[_PlainUse, ...]
    blanks: dict[Codes, Sequence[int]] = field(default_factory=dict)

    def is_blank(self, at: int, length: int) -> bool:
        """Whether no span touches these words."""
        return self.marked.find(1, at, at + length) < 0


@dataclass(slots=True)
class Surface:
    """A string that is marked somewhere: counts by label and by exact form, and in which parts.

    ``capitals`` is what the form with the fewest has: a place with fewer is another word, as us
    and US are. ``is_sought`` is false for strings without a letter.
    """

    labels: dict[str, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)
    blank_parts: dict[int, int] = field(default_factory=dict)
    blanks: int = 0
    capitals: int = 0
    is_sought: bool = False

    @property
    def marked(self) -> int:
        """How often the string is marked."""
        return sum(self.labels.values())


class CorpusIndex:
    """Counts the strings of a corpus. ``settle`` makes it right after layers were put or dropped.

    ``surfaces`` are all marked strings. ``changed`` collects those whose counts may differ from
    before; whoever looks at them empties it. ``few`` only says which of two ways is quicker. For
    one thread at a time.
    """

    def __init__(self, *, few: int = FEW) -> None:
        self._few = few
        self.surfaces: dict[Codes, Surface] = {}
        self.changed: set[Codes] = set()
        self.words = Words()
        self.variants = Variants(self.words)
        self._parts: dict[int, Part] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._last = 0
        self._new: set[int] = set()
        self._moved: set[Codes] = set()
        self._lengths: dict[str, dict[int, int]] = {}
        self._forms: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._parts)

    def layers_of(self, documents: Container[str]) -> dict[str, list[str]]:
        """Return the layers in the index of those documents that have any."""
        found: dict[str, list[str]] = {}
        for document, layer in self._numbers:
            if document in documents:
                found.setdefault(document, []).append(layer)
        return found

    def put(self, document: str, layer: str, text: str, spans: Iterable[Span]) -> None:
        """Put a layer in, instead of what was there of it.

        A layer without spans is looked at too: everything in it is blank.
        """
        number = self._numbers.get((document, layer))
        self.drop(document, layer)
        words = self.words.read(text)
        marked, uses = self._marks(text, words, offsets(text), spans)
        if number is None:
            self._last = number = self._last + 1
        self._numbers[document, layer] = number
        self._parts[number] = Part(document, layer, words, marked, uses)
        self._new.add(number)
        for codes, label, form, *_ in uses:
            self._count(codes, label, form, number, 1)

    def drop(self, document: str, layer: str) -> None:
        """Take a layer out; nothing if it is not there."""
        number = self._numbers.pop((document, layer), None)
        if number is None:
            return
        part = self._parts.pop(number)
        self._new.discard(number)
        for codes, label, form, *_ in part.uses:
            self._count(codes, label, form, number, -1)
        for codes, places in part.blanks.items():
            surface = self.surfaces[codes]
            surface.blank_parts.pop(number, None)
            surface.blanks -= len(places)
            self.changed.add(codes)

    def settle(self) -> None:
        """Count anew what stands blank: in new layers, and everywhere for new strings."""
        moved = self._capitals_moved()
        if len(moved) > self._few:
            for number, part in self._parts.items():
                self._forget_blanks(number, part)
                self._scan(number, part)
        else:
            for codes in moved:
                self._find_everywhere(codes)
            for number in self._new:
                self._forget_blanks(number, self._parts[number])
                self._scan(number, self._parts[number])
        self._new.clear()
        for codes in [codes for codes in self.changed if codes in self.surfaces]:
            if not self.surfaces[codes].labels:
                del self.surfaces[codes]

    def uses(self, codes: Codes) -> Iterator[tuple[Part, Use]]:
        """Yield where a string is marked, in the order of the layers and of the spans."""
        surface = self.surfaces.get(codes)
        for number in sorted(surface.parts) if surface else ():
            part = self._parts[number]
            for use in part.uses:
                if use[0] == codes:
                    yield part, Use(*use)

    def blanks(self, codes: Codes) -> Iterator[tuple[Part, int]]:
        """Yield where a string stands blank: the layer, and the number of the first word."""
        surface = self.surfaces.get(codes)
        for number in sorted(surface.blank_parts) if surface else ():
            part = self._parts[number]
            for at in part.blanks[codes]:
                yield part, at

    def _marks(
        self, text: str, words: WordSequence, places: Offsets, spans: Iterable[Span]
    ) -> tuple[bytearray, tuple[_PlainUse, ...]]:
        marked = bytearray(len(words.codes))
        uses = []
        starts, ends = places.starts, places.ends
        for span in spans:
            for start, end in span.fragments:
                first, last = bisect_right(ends, start), bisect_left(starts, end)
                marked[first:last] = b"\1" * max(last - first, 0)
            if len(span.fragments) > 1 or first >= last:
                continue
            if starts[first] == start and ends[last - 1] == end:
                codes, at = words.codes[first:last], first
            else:
                codes, at = self.words.codes(text[start:end]), NOWHERE
            form = " ".join(text[start:end].split())
            form = self._forms.setdefault(form, form)
            uses.append((codes, span.label, form, span.id, start, end, at))
        return marked, tuple(uses)

    def _count(self, codes: Codes, label: str, form: str, number: int, one: int) -> None:
        surface = self.surfaces.get(codes)
        if surface is None:
            surface = self.surfaces[codes] = Surface()
        _add(surface.labels, label, one)
        _add(surface.parts, number, one)
        before = len(surface.forms)
        _add(surface.forms, form, one)
        if len(surface.forms) != before:
            self._moved.add(codes)
        self.changed.add(codes)

    def _capitals_moved(self) -> set[Codes]:
        """Return the strings whose blank places must be found anew, and stop seeking dead ones."""
        found = set()
        for codes in self._moved:
            surface = self.surfaces.get(codes)
            if surface is None:
                continue
            wanted = any(character.isalpha() for form in surface.forms for character in form)
            capitals = min(map(capitals_in, surface.forms), default=0)
            if (wanted, capitals) == (surface.is_sought, surface.capitals):
                continue
            if wanted != surface.is_sought:
                lengths = self._lengths.setdefault(codes[0], {})
                _add(lengths, len(codes), 1 if wanted else -1)
                if not lengths:
                    del self._lengths[codes[0]]
            surface.is_sought, surface.capitals = wanted, capitals
            found.add(codes)
        self._moved.clear()
        return found

    def _find_everywhere(self, codes: Codes) -> None:
        """Find the blank places of one string in all layers but the new ones."""
        surface = self.surfaces[codes]
        for number in surface.blank_parts:
            self._parts[number].blanks.pop(codes, None)
        surface.blank_parts.clear()
        surface.blanks = 0
        self.changed.add(codes)
        if not surface.is_sought:
            return
        for number, part in self._parts.items():
            if codes in part.words.codes and number not in self._new:
                places = self._places(part, codes, surface)
                if places:
                    self._take(number, part, codes, places)

    def _places(self, part: Part, codes: Codes, surface: Surface) -> "array[int]":
        """Return where a string stands blank in one layer."""
        text, marked, length = part.words.codes, part.marked, len(codes)
        places = array("I")
        at = text.find(codes)
        while at >= 0:
            if marked.find(1, at, at + length) < 0:
                places.append(at)
            at = text.find(codes, at + 1)
        wanted = surface.capitals
        if not wanted:
            return places
        capitals = part.words.capitals
        return array("I", (at for at in places if sum(capitals[at : at + length]) >= wanted))

    def _scan(self, number: int, part: Part) -> None:
        """Find all blank places of all strings in one layer."""
        codes, marked, lengths = part.words.codes, part.marked, self._lengths
        surfaces = self.surfaces
        found: dict[Codes, array[int]] = {}
        for at, code in enumerate(codes):
            if code not in lengths or marked[at]:
                continue
            for length in lengths[code]:
                string = codes[at : at + length]
                surface = surfaces.get(string)
                if surface is None or len(string) < length or not surface.is_sought:
                    continue
                if self._is_blank(part, at, string, surface):
                    found.setdefault(string, array("I")).append(at)
        for string, places in found.items():
            self._take(number, part, string, places)

    def _is_blank(self, part: Part, at: int, codes: Codes, surface: Surface) -> bool:
        if not part.is_blank(at, len(codes)):
            return False
        wanted = surface.capitals
        return not wanted or sum(part.words.capitals[at : at + len(codes)]) >= wanted

    def _take(self, number: int, part: Part, codes: Codes, places: Sequence[int]) -> None:
        surface = self.surfaces[codes]
        part.blanks[codes] = places
        surface.blank_parts[number] = len(places)
        surface.blanks += len(places)
        self.changed.add(codes)

    def _forget_blanks(self, number: int, part: Part) -> None:
        for codes, places in part.blanks.items():
            surface = self.surfaces[codes]
            surface.blank_parts.pop(number, None)
            surface.blanks -= len(places)
            self.changed.add(codes)
        part.blanks = {}


def _add(counts: dict[K, int], key: K, one: int) -> None:
    count = counts.get(key, 0) + one
    if count:
        counts[key] = count
    else:
        del counts[key]


def most_used(counts: Mapping[str, int]) -> str:
    """Return what is used most; of several the first in the alphabet, empty if there is none."""
    return min(counts, key=lambda name: (-counts[name], name), default="")
