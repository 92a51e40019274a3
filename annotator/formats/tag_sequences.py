# SPDX-License-Identifier: MIT
"""Spans over tokens as one tag a token, and back: IO, IOB1, BIO, IOE, BIOES, BILOU and BMES.

A tag is ``O``, or a letter that says where in a span the token stands, and the span's label:
``B-PER``. What a scheme does not allow is a fault; what can be read all the same is in the spans.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.schema.names import shown

OUTSIDE = "O"
NO_TAGS = frozenset({OUTSIDE, "_", ""})
"""What may stand in a column of tags where there is no span."""

LETTERS = frozenset("BIESLUMW")
_UNTYPED = frozenset("BIESLUMW")


class Tag(NamedTuple):
    """A tag taken apart; the letter is ``O`` outside, and ``I`` where the file has only labels."""

    letter: str
    label: str


class TagSpan(NamedTuple):
    """A span from the token ``first`` to the one before ``last``.

    ``faulty`` tells that the tags of it, or those around it, are not as the scheme has them.
    """

    first: int
    last: int
    label: str
    faulty: bool = False


class Fault(NamedTuple):
    """What is wrong at a token."""

    token: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """The letters of a scheme by what they mean; ``single`` is empty if there is no such letter.

    ``starts`` tells that a span must start with ``begin`` (or ``single``); ``ends`` that it must
    end with ``end`` (or ``single``).
    """

    name: str
    begin: str
    inside: str
    end: str = ""
    single: str = ""
    starts: bool = True
    ends: bool = False

    @property
    def letters(self) -> frozenset[str]:
        """The letters that the scheme has."""
        return frozenset(self.begin + self.inside + self.end + self.single)


BIO = Scheme("bio", "B", "I")
IOB1 = Scheme("iob1", "B", "I", starts=False)
IO = Scheme("io", "", "I", starts=False)
IOE1 = Scheme("ioe1", "", "I", "E", starts=False)
IOE2 = Scheme("ioe2", "", "I", "E", starts=False, ends=True)
BIOES = Scheme("bioes", "B", "I", "E", "S", ends=True)
BILOU = Scheme("bilou", "B", "I", "L", "U", ends=True)
BMES = Scheme("bmes", "B", "M", "E", "S", ends=True)
BMEWO = Scheme("bmewo", "B", "M", "E", "W", ends=True)
SCHEMES = {scheme.name: scheme for scheme in (BIO, IOB1, IO, IOE1, IOE2, BIOES, BILOU, BMES, BMEWO)}


@dataclass(frozen=True, slots=True)
class Notation:
    """How tags are written: ``B-PER``, ``B_PER``, ``PER-B``, ``B`` alone or ``PER`` alone.

    ``separator`` is empty where a tag has no letter; ``letter_last`` is for ``PER-B``. ``label``
    is what spans are called whose tags name none.
    """

    separator: str = "-"
    letter_last: bool = False
    untyped: bool = False
    label: str = "ENTITY"

    def parsed(self, text: str) -> Tag | None:
        """Return the tag, None if the text is none."""
        if text in NO_TAGS:
            return _OUTSIDE
        if self.untyped:
            return Tag(text, self.label) if text in _UNTYPED else None
        if not self.separator:
            return Tag("I", text)
        if self.letter_last:
            label, separator, letter = text.rpartition(self.separator)
        else:
            letter, separator, label = text.partition(self.separator)
        if separator and label and letter in LETTERS:
            return Tag(letter, label)
        return None


_OUTSIDE = Tag(OUTSIDE, "")
DASH = Notation()
NOTATIONS = (DASH, Notation("_"), Notation("-", letter_last=True), Notation("_", letter_last=True))
UNTYPED = Notation(untyped=True)
LABELS_ONLY = Notation("")


def fitting(counts: Mapping[str, int]) -> tuple[Notation, int]:
    """Return the notation that fits most of these cells, and how many cells are no tags in it.

    Labels without letters are not looked for: any word could be one.
    """
    found = [(others(counts, notation), notation) for notation in (*NOTATIONS, UNTYPED)]
    fewest, notation = min(found, key=lambda pair: pair[0])
    return notation, fewest


def others(counts: Mapping[str, int], notation: Notation, parts: str = "") -> int:
    """Return how many cells are no tag, or no tags separated by ``parts``."""
    return sum(
        count
        for cell, count in counts.items()
        if any(notation.parsed(tag) is None for tag in (cell.split(parts) if parts else [cell]))
    )


@dataclass(slots=True)
class Evidence:
    """What tells the scheme of a file: which letters it has, and after what they come."""

    letters: set[str] = field(default_factory=set)
    _begin_anywhere: bool = False
    _inside_first: bool = False
    _end_inside: bool = False

    def add(self, tags: Sequence[Tag]) -> None:
        """Take in the tags of a sentence."""
        before = _OUTSIDE
        for tag in tags:
            if tag.letter != OUTSIDE:
                self.letters.add(tag.letter)
                follows = before.letter != OUTSIDE and before.label == tag.label
                if tag.letter == "B" and not follows:
                    self._begin_anywhere = True
                elif tag.letter == "I" and not follows:
                    self._inside_first = True
            if before.letter == "I" and (tag.letter == OUTSIDE or tag.label != before.label):
                self._end_inside = True
            before = tag
        if before.letter == "I":
            self._end_inside = True

    def scheme(self) -> Scheme:
        """Return the scheme that fits; BIO where nothing tells."""
        letters = self.letters
        if letters & {"L", "U"}:
            return BILOU
        if letters & {"M", "W"}:
            return BMEWO if "W" in letters else BMES
        if "E" in letters and not letters & {"B", "S"}:
            return IOE1 if self._end_inside else IOE2
        if letters & {"E", "S"}:
            return BIOES
        if self._inside_first and not self._begin_anywhere:
            return IOB1
        return BIO


@dataclass(slots=True)
class _Reader:
    """Reads the tags of one sentence; ``open`` is where the span that goes on started."""

    scheme: Scheme
    spans: list[TagSpan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    open: int = -1
    label: str = ""
    faulty: bool = False

    def begin(self, place: int, label: str, *, faulty: bool = False) -> None:
        self.open, self.label, self.faulty = place, label, faulty

    def close(self, end: int, *, ended: bool = False) -> None:
        """End the open span, if there is one, before the token ``end``."""
        if self.open < 0:
            return
        if self.scheme.ends and not ended:
            if not self.faulty:
                self.faults.append(Fault(end - 1, self._unended(end)))
            self.faulty = True
        self.spans.append(TagSpan(self.open, end, self.label, self.faulty))
        self.open = -1

    def _unended(self, end: int) -> str:
        scheme = self.scheme
        letter = scheme.single if end - self.open == 1 and scheme.single else scheme.end
        return f"a span of {shown(self.label)} does not end in {letter}- ({scheme.name})"

    def fault(self, place: int, tag: Tag, why: str) -> None:
        text = f"{tag.letter}-{tag.label}"
        self.faults.append(Fault(place, f"{shown(text)} {why} ({self.scheme.name})"))

    def step(self, place: int, tag: Tag) -> None:
        """Read the tag of a token."""
        scheme = self.scheme
        letter, label = tag
        if letter == OUTSIDE:
            self.close(place)
        elif letter not in scheme.letters:
            self.close(place)
            self.fault(place, tag, f"has a letter that the scheme has not; {_has(scheme)}")
            self.begin(place, label, faulty=True)
        elif letter in (scheme.begin, scheme.single):
            self._first(place, tag)
        else:
            self._further(place, tag)

    def _first(self, place: int, tag: Tag) -> None:
        follows = self.open >= 0 and self.label == tag.label
        self.close(place)
        bad = not self.scheme.starts and not follows
        if bad:
            self.fault(place, tag, "starts a span that does not follow one of the same label")
        self.begin(place, tag.label, faulty=bad)
        if tag.letter == self.scheme.single:
            self.close(place + 1, ended=True)

    def _further(self, place: int, tag: Tag) -> None:
        if self.open < 0 or self.label != tag.label:
            self.close(place)
            if self.scheme.starts:
                self.fault(place, tag, "goes on with a span that has not begun")
            self.begin(place, tag.label, faulty=self.scheme.starts)
        if tag.letter == self.scheme.end:
            self.close(place + 1, ended=True)


def _has(scheme: Scheme) -> str:
    return f"it has {', '.join(sorted(scheme.letters))}"


def spans_of(tags: Sequence[Tag], scheme: Scheme) -> tuple[list[TagSpan], list[Fault]]:
    """Return the spans of a sentence and what is wrong with its tags.

    Faulty spans are read as conlleval reads them: a token inside a span that has not begun begins
    one, and a span that has no end ends where it stops.
    """
    reader = _Reader(scheme)
    for place, tag in enumerate(tags):
        if tag.letter != OUTSIDE or reader.open >= 0:
            reader.step(place, tag)
    reader.close(len(tags))
    return reader.spans, reader.faults


def tags_of(spans: Iterable[TagSpan], count: int, scheme: Scheme) -> list[str]:
    """Return the tags of ``count`` tokens; the spans are in order and do not overlap."""
    tags = [OUTSIDE] * count
    before = TagSpan(-1, -1, "")
    for span in spans:
        touches = before.last == span.first and before.label == span.label
        _mark(tags, span, scheme, touches=touches)
        before = span
    return tags


def _mark(tags: list[str], span: TagSpan, scheme: Scheme, *, touches: bool) -> None:
    first, last, label, _ = span
    inside = f"{scheme.inside}-{label}"
    tags[first:last] = [inside] * (last - first)
    if scheme.ends and scheme.end:
        tags[last - 1] = f"{scheme.end}-{label}"
    if scheme.starts or (touches and scheme.begin):
        tags[first] = f"{scheme.begin}-{label}"
    if scheme.single and last - first == 1:
        tags[first] = f"{scheme.single}-{label}"
