# SPDX-License-Identifier: MIT
"""Tags in their text: converted, checked, compared with the words there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.errors import OffsetError
from annotator.formats.each_file import Reading
from annotator.formats.mae.choices import CHARACTERS, OFFSETS, PROVEN, SURFACES, TRUST_OFFSETS
from annotator.formats.mae.tags import Extent
from annotator.formats.mae.told import IN_CHARACTERS, NO_WORDS, TOUCHING, TRUSTED, Counts
from annotator.formats.mae.units import Unit, unit_of
from annotator.formats.mae.words import fits, words_of
from annotator.formats.places import Places
from annotator.formats.sources import SourceFile
from annotator.formats.surfaces import mismatch, stands_at
from annotator.model.fragments import united
from annotator.model.records import Fragment
from annotator.schema.names import shown


@dataclass(slots=True)
class Placing:
    """The text of one file, and what finds the places of its tags."""

    text: str
    file: SourceFile
    reading: Reading
    counts: Counts
    _unit: Unit | None = None
    _line: int = 0
    _mismatches: int = 0
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        self._places = Places(self.text, self._tell)

    def _tell(self, field: str, message: str) -> None:
        self.problem(self._line, field, message)

    def problem(self, line: int, id: str, message: str) -> None:
        """Keep what is wrong with a tag."""
        self.reading.problem(self.file, line, id, message)

    def choose_unit(self, extents: Sequence[Extent]) -> None:
        """Find out what the offsets of these tags count."""
        chosen = self.reading.options.choices.get(OFFSETS.name, PROVEN)
        self._unit, found = unit_of(chosen, self.text, extents)
        self.counts.seen[IN_CHARACTERS] += chosen == PROVEN and found == CHARACTERS

    def fragments(self, extent: Extent) -> tuple[Fragment, ...]:
        """Return the places of a tag; none if a problem was told."""
        if self._unit is None and len(extent.parts) == 1:
            start, end = extent.parts[0]
            if extent.surface and stands_at(self.text, start, end, extent.surface):  # nearly always
                return extent.parts
        self._line = extent.line
        parts = self._converted(extent)
        if not parts:
            return ()
        if extent.surface is None:
            self.counts.seen[NO_WORDS] += 1
        elif not fits(extent.surface, self.text, parts) and not self._trusts(extent, parts):
            return ()
        fragments = united(parts)
        self.counts.seen[TOUCHING] += len(fragments) < len(parts)
        return fragments

    def _converted(self, extent: Extent) -> list[Fragment]:
        parts: list[Fragment] = []
        for start, end in extent.parts:
            try:
                place = (start, end) if self._unit is None else (self._unit(start), self._unit(end))
            except OffsetError as error:
                self._tell(extent.id, str(error))
                return []
            surface = extent.surface if len(extent.parts) == 1 else None
            if not 0 <= place[0] < place[1] <= len(self.text):
                self._places.fragment(*place, extent.id, surface)
                return []
            parts.append(place)
        return parts

    def _trusts(self, extent: Extent, parts: Sequence[Fragment]) -> bool:
        """Return whether a tag with other words is taken all the same, and tell of it."""
        surface = extent.surface or ""
        if len(parts) == 1:
            sentence = mismatch(self.text, *parts[0], surface)
        else:
            there = words_of(self.text, parts)
            sentence = f"the file says {shown(surface)}, the text has {shown(there)}"
        if self.reading.options.choices.get(SURFACES.name) == TRUST_OFFSETS:
            self.counts.seen[TRUSTED] += 1
            self.counts.differences.append(
                f"{self.file.name}:{extent.line}: {shown(extent.id)}: {sentence}"
            )
            return True
        self._mismatches += 1
        if "count each line break as two" in sentence:
            sentence += "; offsets=crlf reads them"
        elif self._mismatches == 1:
            sentence += "; surfaces=trust-offsets reads such files, and tells of each difference"
        self._tell(extent.id, sentence)
        return False
