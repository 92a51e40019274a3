# SPDX-License-Identifier: MIT
"""What each annotator has at one place, row by row over the same words; no Qt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.records import Attributes, Record, Relation, Span
from annotator.review.item import Candidate, Item, Kind

AROUND = 70
"""How many characters are shown before and after the place."""
OWN = "you"
Ends: TypeAlias = Callable[[str, str], str]
"""From an annotator and the id of a record of theirs to its words; empty if it has none."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch of a row's words (code points from their start)."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A row: the key that takes it, whose it is, what is marked, and what else is to be said.

    No ``pieces``: no words are marked here, by nobody where it ``is_nothing``, else by a link.
    ``suggested`` and ``decided`` say which answer that is.
    """

    key: str
    name: str
    pieces: tuple[Piece, ...]
    note: str
    suggested: bool = False
    decided: bool = False
    is_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The rows and the words they all show; ``active`` is the place in them that it is about."""

    words: str = ""
    active: tuple[int, int] = (0, 0)
    lanes: tuple[Lane, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """Which answers of an item are marked: candidates' indexes, and a draft of one's own."""

    suggested: int = -1
    decided: tuple[int, ...] = ()
    draft: Span | None = None


def board(
    text: str, item: Item, lanes: Sequence[str], names: Mapping[str, str], marks: Marks
) -> Board:
    """Return the rows of an item, in the order of ``lanes``; a draft comes last.

    The words are of one paragraph, cut between words where that is possible.
    """
    places = [(span.start, span.end) for span in spans_of(item)]
    if marks.draft is not None:
        places.append((marks.draft.start, marks.draft.end))
    start = min((place[0] for place in places), default=item.start)
    end = max((place[1] for place in places), default=item.end)
    first, last = _context(text, start, end)
    differing = differing_attributes(item)
    rows = []
    for number, annotator in enumerate(lanes, start=1):
        index = candidate_of(item, annotator)
        if index < 0:
            continue
        candidate = item.candidates[index]
        rows.append(
            Lane(
                str(number),
                names.get(annotator, annotator),
                _pieces(candidate.records, first, last),
                _note(candidate, differing),
                index == marks.suggested,
                index in marks.decided,
                is_nothing=not candidate.records,
            )
        )
    if marks.draft is not None:
        pieces = _pieces((marks.draft,), first, last)
        rows.append(Lane("Space", OWN, pieces, marks.draft.label))
    words = text[first:last].replace("\n", " ").replace("\r", " ")
    return Board(words, (item.start - first, item.end - first), tuple(rows))


def candidate_of(item: Item, annotator: str) -> int:
    """Return the index of what an annotator has; -1 if they are not compared here."""
    for index, candidate in enumerate(item.candidates):
        if annotator in candidate.annotators:
            return index
    return -1


def spans_of(item: Item) -> list[Span]:
    """Return the spans of all candidates."""
    return [
        record
        for candidate in item.candidates
        for record in candidate.records
        if isinstance(record, Span)
    ]


def differing_attributes(item: Item) -> tuple[str, ...]:
    """Return the names of the attributes that annotators who marked something disagree on."""
    if Kind.ATTRIBUTE not in item.kinds:
        return ()
    given = [
        record.attributes
        for candidate in item.candidates
        for record in candidate.records
        if isinstance(record, Span | Relation)
    ]
    names = {name for attributes in given for name in attributes}
    return tuple(sorted(name for name in names if len({_value(one, name) for one in given}) > 1))


def _value(attributes: Attributes, name: str) -> str:
    value = attributes.get(name)
    if isinstance(value, tuple):
        return ", ".join(value)
    return "unset" if value is None else str(value)


def _pieces(records: Iterable[Record], first: int, last: int) -> tuple[Piece, ...]:
    return tuple(
        Piece(max(start, first) - first, min(end, last) - first, record.label)
        for record in records
        if isinstance(record, Span)
        for start, end in record.fragments
        if start < last and first < end
    )


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _note(candidate: Candidate, differing: Sequence[str]) -> str:
    """Return what a row says beside its words: labels, links, and the values that differ."""
    if not candidate.records:
        return "nothing"
    said: list[str] = []
    for record in candidate.records:
        if isinstance(record, Span):
            said.append(record.label)
        elif isinstance(record, Relation):
            said.append(record.type)
    for record in candidate.records:
        if isinstance(record, Span | Relation):
            said += [f"{name} {_value(record.attributes, name)}" for name in differing]
    return ", ".join(dict.fromkeys(said))


def _context(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    if first > 0 and text[first - 1] != "\n":
        blank = text.find(" ", first, start)
        first = blank + 1 if blank >= 0 else first
    paragraph = text.find("\n", end)
    last = min(paragraph if paragraph >= 0 else len(text), end + AROUND)
    if last < len(text) and text[last] != "\n":
        blank = text.rfind(" ", end, last)
        last = blank if blank >= 0 else last
    return first, max(last, end)


def summary(
    text: str, item: Item, names: Mapping[str, str], group: tuple[int, int], ends: Ends
) -> str:
    """Return an item in words: "2 of 3: LOCATION Idlib countryside · sara: Idlib".

    ``group`` is the item's place among those decided on one screen, and how many those are.
    """
    total = len(item.versions)
    parts = []
    for place, candidate in enumerate(item.candidates):
        said = said_of(candidate, text, ends)
        if place == 0:
            parts.append(f"{len(candidate.annotators)} of {total}: {said}")
        else:
            who = ", ".join(names.get(name, name) for name in candidate.annotators)
            parts.append(f"{who}: {said}")
    if group[1] > 1:
        parts.append(f"{group[0]} of {group[1]} that overlap")
    return " · ".join(parts)


def said_of(candidate: Candidate, text: str, ends: Ends) -> str:
    """Return a candidate in words: a label and its text, or a link and what it links."""
    who = candidate.annotators[0] if candidate.annotators else ""
    said = []
    for record in candidate.records:
        if isinstance(record, Span):
            said.append(f"{record.label} {_one_line(record.surface(text))}")
        elif isinstance(record, Relation):
            source, target = ends(who, record.source), ends(who, record.target)
            said.append(f"{record.type}: {source} → {target}")
    return ", ".join(said) or "nothing"
