# SPDX-License-Identifier: MIT
"""Places in a text as files give them: checked, compared with the words that stand there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.formats.surfaces import mismatch
from annotator.model.fragments import united
from annotator.model.records import Fragment
from annotator.schema.names import shown

_HINTS = 5
"""After so many mismatches of one text nobody needs to be told the unit again."""


@dataclass(slots=True)
class Places:
    """Checks places in one text; ``tell`` takes the field and the sentence of what is wrong."""

    text: str
    tell: Callable[[str, str], None]
    _mismatches: int = 0

    def fragment(
        self, start: object, end: object, field: str, surface: str | None = None
    ) -> Fragment | None:
        """Return the place if it is one and its words are ``surface``; None after telling."""
        whole = self._numbers(start, end, field)
        if whole is None:
            return None
        if not self._is_inside(*whole, field, surface):
            return None
        if surface is not None and self.text[whole[0] : whole[1]] != surface:
            self._tell_mismatch(*whole, field, surface)
            return None
        return whole

    def fragments(
        self, parts: Sequence[tuple[object, object]], field: str
    ) -> tuple[Fragment, ...] | None:
        """Return several places in order, those that touch or overlap made one; None if told."""
        found: list[Fragment] = []
        for start, end in parts:
            part = self.fragment(start, end, field)
            if part is None:
                return None
            found.append(part)
        if not found:
            self.tell(field, "there is no place in the text")
            return None
        return united(found)

    def surface_of_parts(
        self, parts: tuple[Fragment, ...], surface: str, field: str, separator: str = " "
    ) -> bool:
        """Return whether ``surface`` is what the parts cover; tell if it is not."""
        there = separator.join(self.text[start:end] for start, end in parts)
        if there == surface:
            return True
        if len(parts) == 1:
            self._tell_mismatch(*parts[0], field, surface)
        else:
            self.tell(field, f"the file says {shown(surface)}, the text has {shown(there)}")
        return False

    def _numbers(self, start: object, end: object, field: str) -> Fragment | None:
        if type(start) is not int or type(end) is not int:
            self.tell(field, f"start and end must be whole numbers, not {start!r} and {end!r}")
            return None
        return start, end

    def _is_inside(self, start: int, end: int, field: str, surface: str | None) -> bool:
        if 0 <= start < end <= len(self.text):
            return True
        if start >= end:
            sentence = f"the start, {start:,}, must be less than the end, {end:,}"
        else:
            sentence = f"{start}..{end} is no stretch of a text of {len(self.text):,} characters"
            if surface is not None and start >= 0 and self._mismatches < _HINTS:
                self._mismatches += 1
                sentence += f"; {mismatch(self.text, start, end, surface)}"
        self.tell(field, sentence)
        return False

    def _tell_mismatch(self, start: int, end: int, field: str, surface: str) -> None:
        self._mismatches += 1
        if self._mismatches <= _HINTS:
            self.tell(field, mismatch(self.text, start, end, surface))
        else:
            there = self.text[start:end]
            self.tell(field, f"the file says {shown(surface)}, the text has {shown(there)}")
