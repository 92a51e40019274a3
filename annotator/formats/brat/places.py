# SPDX-License-Identifier: MIT
"""Text-bound lines in their text: converted, checked, compared with the words there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.errors import OffsetError
from annotator.formats.brat import told
from annotator.formats.brat.choices import GAPS, KEEP
from annotator.formats.brat.lines import TextBound
from annotator.formats.brat.units import Unit
from annotator.formats.brat.words import fits, lines_within, without_gaps, words_of
from annotator.formats.each_file import Reading
from annotator.formats.places import Places
from annotator.formats.sources import SourceFile
from annotator.model.fragments import united
from annotator.model.records import Fragment
from annotator.schema.names import shown

_REMEDIES = (
    ("count UTF-16 units", "; offsets=utf16 reads them"),
    ("count a line break of two characters as one", "; offsets=line-feeds reads them"),
)


class Placed(NamedTuple):
    """A text-bound line with its places; none if a problem was told."""

    line: int
    file: SourceFile
    label: str
    fragments: tuple[Fragment, ...]
    more_lines: int = 0


@dataclass(slots=True)
class Scene:
    """One annotation file and the text that it is about."""

    text: str
    file: SourceFile
    reading: Reading
    unit: Unit | None
    seen: Counter[str]
    _line: int = 0
    _places: Places = field(init=False)

    def __post_init__(self) -> None:
        self._places = Places(self.text, self._tell)

    def _tell(self, field: str, message: str) -> None:
        if self.unit is None:
            message += next((remedy for hint, remedy in _REMEDIES if hint in message), "")
        self.reading.problem(self.file, self._line, field, message)

    def refuse(self, line: int, content: str) -> None:
        """Keep that a line is none of brat's."""
        self.reading.problem(
            self.file, line, "", f"{shown(content)} is not written as brat writes a line"
        )

    def refuse_id(self, line: int, id: str) -> None:
        """Keep that a line has the id of an earlier one."""
        message = f"the id {shown(id)} is that of an earlier line too"
        self.reading.problem(self.file, line, id, message)

    def placed(self, found: TextBound, lines: Sequence[str], following: int) -> Placed:
        """Return a line with its places; the following lines may hold more of its words."""
        self._line = found.line
        parts = self._converted(found)
        more = 0
        if parts and found.surface is not None:
            if not fits(found.surface, self.text, parts):
                words = words_of(self.text, parts)
                more = lines_within(found.surface, lines[following : following + 1000], words)
                if not more:
                    self._tell_mismatch(found, parts)
                    parts = []
        elif parts:
            self.seen[told.NO_WORDS] += 1
        fragments = self._fragments(parts) if parts else ()
        return Placed(found.line, self.file, found.label, fragments, more)

    def _converted(self, found: TextBound) -> list[Fragment]:
        """Return the places in code points, all in the text; none if one is not."""
        parts: list[Fragment] = []
        for start, end in found.parts:
            try:
                place = (start, end) if self.unit is None else (self.unit(start), self.unit(end))
            except OffsetError as error:
                self._tell(found.id, str(error))
                return []
            surface = found.surface if len(found.parts) == 1 else None
            if not 0 <= place[0] < place[1] <= len(self.text):
                self._places.fragment(*place, found.id, surface)
                return []
            parts.append(place)
        return parts

    def _tell_mismatch(self, found: TextBound, parts: Sequence[Fragment]) -> None:
        surface = (found.surface or "").removesuffix("\r")
        self._places.surface_of_parts(tuple(parts), surface, found.id)

    def _fragments(self, parts: Sequence[Fragment]) -> tuple[Fragment, ...]:
        if len(parts) == 1:
            return tuple(parts)
        fragments = united(parts)
        self.seen[told.TOUCHING] += len(fragments) < len(parts)
        if self.reading.options.choices.get(GAPS.name, GAPS.default) == KEEP:
            return fragments
        whole = without_gaps(self.text, fragments)
        self.seen[told.PIECES] += len(whole) < len(fragments)
        return whole
