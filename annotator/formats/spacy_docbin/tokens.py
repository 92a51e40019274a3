# SPDX-License-Identifier: MIT
"""Documents split into tokens, and the tokens that a stretch of text covers."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from annotator.errors import DamagedError
from annotator.text.pipelines import blank_pipeline, tokenizer_language


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

    def covering(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where the tokens that a stretch touches begin and stop; None if there are none."""
        first = bisect_right(self.ends, start)
        last = bisect_left(self.starts, end) - 1
        return (self.starts[first], self.ends[last]) if first <= last else None


@dataclass(slots=True)
class Tokenizers:
    """The tokenizers of one export, which no other thread uses.

    What they learn inside a ``zone`` is forgotten at its end, so that memory does not grow with
    the corpus.
    """

    _pipelines: dict[str, Language] = field(default_factory=dict)
    _zones: ExitStack = field(default_factory=ExitStack)
    _in_zone: set[str] = field(default_factory=set)
    _known: set[int] = field(default_factory=set)

    @contextmanager
    def zone(self) -> Iterator[None]:
        """Bound what is remembered of the texts that are split inside."""
        with ExitStack() as self._zones:
            try:
                yield
            finally:
                self._in_zone.clear()

    def split(self, text: str, language: str) -> tuple[Tokens, set[str]]:
        """Return the tokens of a text, and those of their words that are met for the first time.

        Raises DamagedError if the tokenizer does not give back the text as it was.
        """
        pipeline = self._pipeline(language)
        doc = pipeline.tokenizer(text)
        if doc.text != text:
            raise DamagedError(f"spaCy's tokenizer for {language!r} has changed the text")
        table = np.asarray(doc.to_array(["ORTH", "IDX", "LENGTH", "SPACY"]), dtype=np.uint64)
        words = table[:, 0]
        new = set(words.tolist()) - self._known
        self._known |= new
        strings = pipeline.vocab.strings
        starts = table[:, 1]
        tokens = Tokens(
            starts.tolist(), (starts + table[:, 2]).tolist(), words, table[:, 3].astype(bool)
        )
        return tokens, {strings[word] for word in new}

    def forget_words(self) -> None:
        """Give every word again, for another file."""
        self._known.clear()

    def _pipeline(self, language: str) -> Language:
        code = tokenizer_language(language)
        if code not in self._pipelines:
            self._pipelines[code] = blank_pipeline(code)
        pipeline = self._pipelines[code]
        if code not in self._in_zone:
            self._zones.enter_context(pipeline.memory_zone())
            self._in_zone.add(code)
        return pipeline
