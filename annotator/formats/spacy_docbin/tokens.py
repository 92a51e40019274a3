# SPDX-License-Identifier: MIT
"""Documents split into tokens, and the tokens that a stretch of text covers."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np
import spacy  # noqa: F401 - whole and first: another thread may be in the middle of importing it
from numpy.typing import NDArray
from spacy.language import Language

from annotator.errors import DamagedError
from annotator.text.pipelines import blank_pipeline, tokenizer_language

_MOST_WORDS = 200_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, white space among them: where they start and end, and their words."""

    starts: list[int]
    ends: list[int]
    words: NDArray[np.uint64]
    spaces: NDArray[np.bool_]

    def aligned(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first token and the one after the last; None if a boundary is no token's."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.ends, end)
        if (
            first <= last < len(self.ends)
            and self.starts[first] == start
            and self.ends[last] == end
        ):
            return first, last + 1
        return None

    def touched(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first token that has a character of a stretch, and the one after the last."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end)
        return (first, last) if first < last else None

    def inside(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the first token that is wholly in a stretch, and the one after the last."""
        first = bisect_left(self.starts, start)
        last = bisect_right(self.ends, end)
        return (first, last) if first < last else None

    def characters(self, place: tuple[int, int]) -> tuple[int, int]:
        """Return where some tokens start and end."""
        first, last = place
        return self.starts[first], self.ends[last - 1]


@dataclass(slots=True)
class Tokenizers:
    """The tokenizers of one export, which no other thread uses.

    A tokenizer keeps every word it has met. When they are too many it is made anew, so that memory
    does not grow with the corpus. (spaCy's ``memory_zone`` would do that too, but a tokenizer does
    not use its cache inside one and takes four times as long; recheck after spaCy 3.8.)
    """

    _pipelines: dict[str, Language] = field(default_factory=dict)
    _words: dict[int, str] = field(default_factory=dict)

    def split(self, text: str, language: str) -> tuple[Tokens, set[str]]:
        """Return the tokens of a text, and the words among them.

        Raises DamagedError if the tokens do not give back the text as it was.
        """
        pipeline = self._pipeline(language)
        doc = pipeline.tokenizer(text)
        table = np.asarray(doc.to_array(["ORTH", "IDX", "LENGTH", "SPACY"]), dtype=np.uint64)
        words = table[:, 0]
        word_list = words.tolist()
        known = self._words
        strings = pipeline.vocab.strings
        different = set(word_list)
        known.update((word, strings[word]) for word in different - known.keys())
        spaces = table[:, 3].astype(bool)
        if text != "".join(
            [
                known[word] + " " if space else known[word]
                for word, space in zip(word_list, spaces.tolist(), strict=True)
            ]
        ):
            raise DamagedError(f"spaCy's tokenizer for {language!r} has changed the text")
        starts = table[:, 1]
        tokens = Tokens(starts.tolist(), (starts + table[:, 2]).tolist(), words, spaces)
        return tokens, {known[word] for word in different}

    def _pipeline(self, language: str) -> Language:
        code = tokenizer_language(language)
        pipeline = self._pipelines.get(code)
        if pipeline is None or len(pipeline.vocab.strings) > _MOST_WORDS:
            pipeline = self._pipelines[code] = blank_pipeline(code)
            self._words.clear()
        return pipeline
