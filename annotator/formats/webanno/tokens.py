# SPDX-License-Identifier: MIT
"""A text as WebAnno wants it: sentences of tokens, and parts of tokens where spans need them.

A sentence ends after ``.``, ``!``, ``?`` and their like in other scripts, with the quotation marks
and brackets that follow, and at each line break.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from typing import Any

from annotator.text.pipelines import blank_pipeline, tokenizer_language

_ENDS = frozenset(
    (".", "!", "?", "…", "...", "?!", "!!", "。", "！", "？", "؟", "۔", "।", "։", "።")
)
_CLOSERS = frozenset("\"'”’»)]}」』")
_MOST_WORDS = 200_000


@dataclass(slots=True)
class Token:
    """A token with those parts of it that spans need, in the order they are numbered."""

    start: int
    end: int
    parts: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence, and where the text that belongs to it ends."""

    tokens: Sequence[Token]
    end: int


@dataclass(slots=True)
class Tokenizers:
    """The tokenizers of one export; one is made anew when it has kept too many words."""

    _made: dict[str, tuple[Callable[[str], Any], Sized]] = field(default_factory=dict)

    def split(self, text: str, language: str) -> list[tuple[int, int]]:
        """Return where the tokens of a text are; white space is none."""
        tokenize, words_kept = self._tokenizer(tokenizer_language(language))
        if len(words_kept) > _MOST_WORDS:
            self._made.clear()
        table = tokenize(text).to_array(["IDX", "LENGTH", "IS_SPACE"])
        words = table[table[:, 2] == 0]
        return list(zip(words[:, 0].tolist(), (words[:, 0] + words[:, 1]).tolist(), strict=True))

    def _tokenizer(self, code: str) -> tuple[Callable[[str], Any], Sized]:
        if code not in self._made:
            pipeline = blank_pipeline(code)
            self._made[code] = (pipeline.tokenizer, pipeline.vocab.strings)
        return self._made[code]


@dataclass(slots=True)
class Units:
    """The tokens of a text, and the units, tokens or parts of them, that a stretch covers."""

    text: str
    tokens: list[Token]
    _starts: list[int]
    _ends: list[int]

    @classmethod
    def of(
        cls, text: str, tokens: Iterable[tuple[int, int]], stretches: Iterable[tuple[int, int]]
    ) -> "Units":
        """Return the units; white space where a stretch starts or ends becomes a token as well.

        So does white space before the first token, unless it is nothing but blanks.
        """
        pairs = list(tokens)
        first = pairs[0][0] if pairs else len(text)
        extra = {(0, first)} if text[:first].strip(" ") or not pairs else set()
        starts, ends = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        for start, end in stretches:
            extra |= _gap_at(start, (starts, ends), len(text))
            extra |= _gap_at(end - 1, (starts, ends), len(text))
        pairs = sorted({*pairs, *extra}) if extra else pairs
        made = [Token(start, end) for start, end in pairs]
        return cls(text, made, [start for start, _ in pairs], [end for _, end in pairs])

    def covered(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the number of each token that a stretch touches, and of its part, 0 for all."""
        number = bisect_right(self._ends, start)
        while number < len(self.tokens) and self._starts[number] < end:
            token = self.tokens[number]
            place = (max(start, token.start), min(end, token.end))
            yield number, self._part(token, place)
            number += 1

    def _part(self, token: Token, place: tuple[int, int]) -> int:
        if place == (token.start, token.end):
            return 0
        if place not in token.parts:
            token.parts.append(place)
        return token.parts.index(place) + 1

    def sentences(self) -> list[Sentence]:
        """Return the sentences, each with as much of the white space after it as it must hold.

        A line break and blanks before the next sentence need not be held: readers put them there.
        """
        first = 0
        made: list[Sentence] = []
        for last in self._lasts():
            stop = self._starts[last + 1] if last + 1 < len(self.tokens) else len(self.text)
            end = self._ends[last]
            if stop < len(self.text):
                gap = self.text[end:stop]
                blanks = len(gap) - len(gap.rstrip(" "))
                is_implied = gap[: len(gap) - blanks].endswith("\n")
                end = stop - blanks - 1 if is_implied else stop
            else:
                end = stop
            made.append(Sentence(self.tokens[first : last + 1], end))
            first = last + 1
        return made

    def _lasts(self) -> Iterator[int]:
        """Yield the number of the last token of each sentence."""
        ended = False
        for number, token in enumerate(self.tokens[:-1]):
            word = self.text[token.start : token.end]
            ended = word in _ENDS or (ended and word in _CLOSERS)
            following = self.tokens[number + 1]
            gap = self.text[token.end : following.start]
            if "\n" in gap or (ended and not self._goes_on(following, gap)):
                yield number
                ended = False
        if self.tokens:
            yield len(self.tokens) - 1

    def _goes_on(self, following: Token, gap: str) -> bool:
        """Return whether a sentence's end is followed by more of it: ``?!``, a quotation mark."""
        word = self.text[following.start : following.end]
        return word.isspace() or (not gap and (word in _CLOSERS or word in _ENDS))


def _gap_at(
    place: int, tokens: tuple[Sequence[int], Sequence[int]], length: int
) -> set[tuple[int, int]]:
    """Return the white space between tokens that holds a character, if it is in none."""
    starts, ends = tokens
    before = bisect_right(starts, place) - 1
    if before >= 0 and place < ends[before]:
        return set()
    after = bisect_left(starts, place)
    start = ends[before] if before >= 0 else 0
    end = starts[after] if after < len(starts) else length
    return {(start, end)}
