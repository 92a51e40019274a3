# SPDX-License-Identifier: MIT
"""Token boundaries, and what a selection takes when it snaps to them.

The tokenizer itself is given: this module knows only where tokens start and end.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.text.paragraphs import ParagraphIndex


@dataclass(frozen=True, slots=True)
class TokenBoundaries:
    """Where the tokens of a text start and end, in code points; white space is no token.

    Both are sorted and of the same length; tokens do not overlap, but may touch.
    """

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, tokens: Iterable[tuple[int, int]]) -> "TokenBoundaries":
        """Return the boundaries of the tokens, which are in order."""
        pairs = list(tokens)
        return cls(tuple(start for start, _ in pairs), tuple(end for _, end in pairs))

    def __len__(self) -> int:
        return len(self.starts)

    def is_start(self, offset: int) -> bool:
        """Whether a token starts here."""
        i = bisect_left(self.starts, offset)
        return i < len(self.starts) and self.starts[i] == offset

    def is_end(self, offset: int) -> bool:
        """Whether a token ends here."""
        i = bisect_left(self.ends, offset)
        return i < len(self.ends) and self.ends[i] == offset

    def at(self, offset: int) -> tuple[int, int] | None:
        """Return the token that holds the character at ``offset``; None on white space."""
        i = bisect_right(self.starts, offset) - 1
        if i < 0 or self.ends[i] <= offset:
            return None
        return self.starts[i], self.ends[i]

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the stretch of whole tokens that ``start..end`` touches, None if no token.

        It grows outwards to token boundaries; white space at either end is dropped. An empty
        stretch gives the token around it, else the one that ends there.
        """
        if start >= end:
            return self.at(start) or self.ending_at(start)
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        if first > last:
            return None
        return self.starts[first], self.ends[last]

    def ending_at(self, offset: int) -> tuple[int, int] | None:
        """Return the token that ends at ``offset``."""
        i = bisect_left(self.ends, offset)
        if i < len(self.ends) and self.ends[i] == offset:
            return self.starts[i], self.ends[i]
        return None

    def next_start(self, offset: int) -> int | None:
        """Return the first token start after ``offset``."""
        i = bisect_right(self.starts, offset)
        return self.starts[i] if i < len(self.starts) else None

    def previous_start(self, offset: int) -> int | None:
        """Return the last token start before ``offset``."""
        i = bisect_left(self.starts, offset) - 1
        return self.starts[i] if i >= 0 else None

    def next_end(self, offset: int) -> int | None:
        """Return the first token end after ``offset``."""
        i = bisect_right(self.ends, offset)
        return self.ends[i] if i < len(self.ends) else None

    def previous_end(self, offset: int) -> int | None:
        """Return the last token end before ``offset``."""
        i = bisect_left(self.ends, offset) - 1
        return self.ends[i] if i >= 0 else None

    def shifted(self, by: int) -> "TokenBoundaries":
        """Return the same boundaries ``by`` characters further on."""
        if not by:
            return self
        return TokenBoundaries(
            tuple(start + by for start in self.starts), tuple(end + by for end in self.ends)
        )


Tokenizer: TypeAlias = Callable[[str], TokenBoundaries]
"""Tokenizes the text of one paragraph; the offsets it gives are relative to that text."""


class LazyTokens:
    """The tokens of a document, made paragraph by paragraph when they are asked for, and kept.

    Offsets are those of the whole text. ``tokenizer`` is called for nothing but a question.
    """

    def __init__(self, index: ParagraphIndex, tokenizer: Callable[[], Tokenizer]) -> None:
        self._index = index
        self._load = tokenizer
        self._tokenizer: Tokenizer | None = None
        self._known: dict[int, TokenBoundaries] = {}

    def around(self, offset: int) -> TokenBoundaries:
        """Return the tokens of the paragraph, or of the piece of it, that ``offset`` is in."""
        start, end = self._index.unbroken(self._index.at(offset))
        known = self._known.get(start)
        if known is None:
            if self._tokenizer is None:
                self._tokenizer = self._load()
            known = self._tokenizer(self._index.text[start:end]).shifted(start)
            self._known[start] = known
        return known

    def token_at(self, offset: int) -> tuple[int, int] | None:
        """Return the token that holds the character at ``offset``, else the one ending there."""
        tokens = self.around(offset)
        return tokens.at(offset) or tokens.ending_at(offset)

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """Return ``start..end`` grown to whole tokens; see ``TokenBoundaries.covering``."""
        if start >= end:
            return self.around(start).covering(start, start)
        chunks = self._index.touching(start, end)
        first = self._first_touched(start, end, chunks)
        if first is None:
            return None
        for chunk in reversed(chunks):
            place = max(start, self._index.starts[chunk])
            last = self.around(place).covering(start, end)
            if last is not None:
                return first, last[1]
        return None

    def _first_touched(self, start: int, end: int, chunks: range) -> int | None:
        for chunk in chunks:
            place = max(start, self._index.starts[chunk])
            found = self.around(place).covering(start, end)
            if found is not None:
                return found[0]
        return None

    def next_start(self, offset: int) -> int:
        """Return the first token start after ``offset``; the end of the text if none."""
        for chunk in range(self._index.at(offset), len(self._index)):
            found = self.around(max(offset, self._index.starts[chunk])).next_start(offset)
            if found is not None:
                return found
        return len(self._index.text)

    def previous_start(self, offset: int) -> int:
        """Return the last token start before ``offset``; 0 if none."""
        for chunk in range(self._index.at(offset), -1, -1):
            found = self.around(self._index.starts[chunk]).previous_start(offset)
            if found is not None:
                return found
        return 0

    def next_end(self, offset: int) -> int:
        """Return the first token end after ``offset``; the end of the text if none."""
        for chunk in range(self._index.at(offset), len(self._index)):
            found = self.around(max(offset, self._index.starts[chunk])).next_end(offset)
            if found is not None:
                return found
        return len(self._index.text)

    def previous_end(self, offset: int) -> int:
        """Return the last token end before ``offset``; 0 if none."""
        for chunk in range(self._index.at(offset), -1, -1):
            found = self.around(self._index.starts[chunk]).previous_end(offset)
            if found is not None:
                return found
        return 0
