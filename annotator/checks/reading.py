# SPDX-License-Identifier: MIT
"""What the checks read in a text and a schema once, and keep while they are asked about these.

A text never changes, so nothing here is ever out of date; the last few texts are kept.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from annotator.checks.check import Subject
from annotator.checks.places import SENTENCE_END, cuts_word
from annotator.checks.quantities import counts_people
from annotator.model.records import Fragment
from annotator.text.paragraphs import ParagraphIndex

KEPT_TEXTS = 4
_APOSTROPHES = frozenset("'’ʼʻ`´")


class Occurrences:
    """Where strings stand in a text as whole words; each string is looked for once."""

    __slots__ = ("_known", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, tuple[int, ...]] = {}

    def of(self, surface: str) -> tuple[int, ...]:
        """Return where ``surface`` starts, in order; they may overlap if it repeats itself."""
        known = self._known.get(surface)
        if known is None:
            known = self._known[surface] = tuple(self._find(surface))
        return known

    def _find(self, surface: str) -> list[int]:
        found: list[int] = []
        text, length = self._text, len(surface)
        start = text.find(surface) if surface else -1
        while start >= 0:
            if is_whole(text, start, start + length):
                found.append(start)
            start = text.find(surface, start + 1)
        return found


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch starts and ends with words; the first half of ``Hay’at`` does not."""
    if cuts_word(text, start) or cuts_word(text, end):
        return False
    return not (_in_apostrophe_word(text, start, -1) or _in_apostrophe_word(text, end, 1))


def _in_apostrophe_word(text: str, edge: int, step: int) -> bool:
    """Whether an apostrophe ties the characters at an edge to a word; a possessive 's does not."""
    near = edge if step > 0 else edge - 1
    far = near + step
    if not (0 <= near < len(text) and 0 <= far < len(text) and text[near] in _APOSTROPHES):
        return False
    if not text[far].isalpha() or not text[near - step].isalpha():
        return False
    return step < 0 or text[far] not in "sS" or text[far + 1 : far + 2].isalpha()


@lru_cache(maxsize=KEPT_TEXTS)
def occurrences(text: str) -> Occurrences:
    """Return the finder of whole words in a text; the same one while the text is at hand."""
    return Occurrences(text)


@lru_cache(maxsize=KEPT_TEXTS)
def sentence_starts(text: str) -> Sequence[int]:
    """Return where the sentences of a text start, in order; a line break ends one too."""
    starts = {0, *ParagraphIndex(text, longest=max(1, len(text))).starts}
    starts.update(found.end() for found in SENTENCE_END.finditer(text))
    return tuple(sorted(starts))


def sentence_at(text: str, offset: int) -> int:
    """Return the number of the sentence that ``offset`` is in, from 0."""
    return max(0, bisect_right(sentence_starts(text), offset) - 1)


@lru_cache(maxsize=KEPT_TEXTS)
def blocks(text: str) -> tuple[Fragment, ...]:
    """Return the paragraphs that hold something, in order.

    Where blank lines stand between paragraphs, lines that follow each other are one paragraph.
    """
    index = ParagraphIndex(text, longest=max(1, len(text)))
    lines = list(zip(index.starts, index.ends, strict=True))
    filled = [bool(text[start:end].strip()) for start, end in lines]
    parted = any(
        not filled[number] and filled[number - 1] and any(filled[number + 1 :])
        for number in range(1, len(lines))
    )
    found: list[Fragment] = []
    for number, (start, end) in enumerate(lines):
        if not filled[number]:
            continue
        if parted and found and number and filled[number - 1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def people_labels(subject: Subject) -> tuple[str, ...]:
    """Return the labels that count people, in the order of the schema."""
    return subject.kept.of_ground(_people_labels, subject)


def _people_labels(subject: Subject) -> tuple[str, ...]:
    schema = subject.schema
    return tuple(label for label in schema.labels if counts_people(schema, label))
