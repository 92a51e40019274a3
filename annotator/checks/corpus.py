# SPDX-License-Identifier: MIT
"""An index of what is marked in a corpus, string by string, and where the same strings stand blank.

Layers are put in and taken out one by one, so that after an edit only what differs is counted
anew: the index is always the one that would be made afresh of the same layers.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, TypeVar

from annotator.checks.sequences import MARKED, Offsets, Words, WordSequence, capitals_in, offsets
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

    ``free`` is its words with MARKED for each that a span touches. ``uses`` are plain tuples in the
    order of ``Use``, and there are no sets here: Python's collector looks at neither. ``blanks``
    counts the strings that stand blank in it.
    """

    document: str
    layer: str
    words: WordSequence
    free: Codes
    uses: tuple[_PlainUse, ...]
    blanks: dict[Codes, int] = field(default_factory=dict)

    def places(self, codes: Codes, capitals: int) -> Iterator[int]:
        """Yield where a string stands blank, by the number of its first word; none overlap.

        Places with fewer capital letters are left out.
        """
        length = len(codes)
        at = self.free.find(codes)
        while at >= 0:
            if not capitals or sum(self.words.capitals[at : at + length]) >= capitals:
                yield at
                at = self.free.find(codes, at + length)
            else:
                at = self.free.find(codes, at + 1)

    def count(self, codes: Codes, capitals: int) -> int:
        """Return how many such places there are."""
        if capitals:
            return sum(1 for _ in self.places(codes, capitals))
        return self.free.count(codes)


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
        free, uses = self._marks(text, words, offsets(text), spans)
        if number is None:
            self._last = number = self._last + 1
        self._numbers[document, layer] = number
        self._parts[number] = Part(document, layer, words, free, uses)
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
        self._forget_blanks(number, part)

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
            for at in part.places(codes, surface.capitals if surface else 0):
                yield part, at

    def _marks(
        self, text: str, words: WordSequence, places: Offsets, spans: Iterable[Span]
    ) -> tuple[Codes, tuple[_PlainUse, ...]]:
        free = list(words.codes)
        uses = []
        starts, ends = places.starts, places.ends
        for span in spans:
            for start, end in span.fragments:
                first, last = bisect_right(ends, start), bisect_left(starts, end)
                free[first:last] = MARKED * (last - first)
            if len(span.fragments) > 1 or first >= last:
                continue
            if starts[first] == start and ends[last - 1] == end:
                codes, at = words.codes[first:last], first
            else:
                codes, at = self.words.codes(text[start:end]), NOWHERE
            form = " ".join(text[start:end].split())
            form = self._forms.setdefault(form, form)
            uses.append((codes, span.label, form, span.id, start, end, at))
        return "".join(free), tuple(uses)

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
        capitals, parts = surface.capitals, surface.blank_parts
        for number, part in self._parts.items():  # thousands of them: no call that can be spared
            if codes not in part.free or number in self._new:
                continue
            count = part.count(codes, capitals) if capitals else part.free.count(codes)
            if count:
                part.blanks[codes] = parts[number] = count
        surface.blanks = sum(parts.values())

    def _scan(self, number: int, part: Part) -> None:
        """Find all strings that stand blank in one layer."""
        free, lengths, surfaces = part.free, self._lengths, self.surfaces
        seen: set[Codes] = set()
        for at, code in enumerate(free):
            for length in lengths.get(code, ()):
                string = free[at : at + length]
                if string in seen:
                    continue
                surface = surfaces.get(string)
                if surface is None or not surface.is_sought:
                    continue
                seen.add(string)
                count = part.count(string, surface.capitals)
                if count:
                    part.blanks[string] = surface.blank_parts[number] = count
                    surface.blanks += count
                    self.changed.add(string)

    def _forget_blanks(self, number: int, part: Part) -> None:
        for codes, count in part.blanks.items():
            surface = self.surfaces[codes]
            surface.blank_parts.pop(number, None)
            surface.blanks -= count
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
