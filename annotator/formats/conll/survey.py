# SPDX-License-Identifier: MIT
"""Finds out how a file of columns is laid out, from its first lines."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from annotator.formats.conll.layout import (
    BRACKET_LEAST,
    BRACKET_TAG,
    BRACKET_TOKEN,
    Layout,
    split,
)
from annotator.formats.tag_sequences import (
    BIO,
    DASH,
    IO,
    LABELS_ONLY,
    NO_TAGS,
    OUTSIDE,
    UNTYPED,
    Evidence,
    Notation,
    Scheme,
    Tag,
    fitting,
    others,
)
from annotator.formats.text_lines import is_blank

DOCSTART = "-DOCSTART-"
_BEGIN = "#begin document"
_BRACKETS = re.compile(r"\*|(\([^()*]+)*(\*)?\)*")
_TOKEN_NAMES = frozenset({"token", "tokens", "word", "words", "form", "text"})
_PHRASES = frozenset(
    {"NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP"}
)
_NO_SPACE = re.compile(r"(?:^|\|)(?:NoSpaceAfter|SpaceAfter=No|SpaceAfter|EndOfLine)(?:$|\|)")
_CHARACTER_AND_DIGIT = re.compile(r"\D\d")
_LABEL = re.compile(r"[^\W\d_][\w.:/&-]*")


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known of a file beforehand: columns that were chosen, and its suffix.

    ``token`` and ``tags`` are names or numbers from 1, empty if they are to be found. With
    ``strict`` only a file that is surely one of columns with tags has a layout.
    """

    token: str = ""
    tags: str = ""
    bio: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of a column by how often they occur, and how its tags are written, if it has any.

    ``parts`` is what separates several tags in a cell, empty if there are none.
    """

    place: int
    cells: Counter[str]
    notation: Notation | None = None
    parts: str = ""

    @property
    def chunks(self) -> bool:
        """Whether these are phrases and no spans that anybody has annotated."""
        labels = {
            tag.label
            for cell in self.cells
            if self.notation and (tag := self.notation.parsed(cell)) and tag.letter != OUTSIDE
        }
        return bool(labels) and labels <= _PHRASES


def surveyed(lines: Sequence[str], hints: Hints) -> Layout | str:
    """Return the layout of the file that starts with these lines, or why it has none."""
    sentences = _sentences(lines)
    rows = [line for sentence in sentences for line in sentence]
    if not rows:
        return "the file holds no tokens"
    if lines[0].startswith(_BEGIN) or _are_brackets(rows):
        return _bracket_layout(rows, hints)
    tabs = 2 * sum("\t" in row for row in rows) > len(rows)
    parted = [split(row, tabs=tabs) for row in rows]
    columns, usual = Counter(len(cells) for cells in parted).most_common(1)[0]
    if usual < len(rows) and not hints.tags and (nested := _nested_layout(parted, tabs=tabs)):
        return nested
    if columns < 2:
        return "the lines have one column; a token and its tag are expected in each"
    if hints.strict and usual < 0.98 * len(rows):
        return "the lines have different numbers of columns"
    names = _heading(next(cells for cells in parted if len(cells) == columns))
    table = [cells for cells in parted if len(cells) == columns][bool(names) :]
    found = [_column(place, [cells[place] for cells in table], hints) for place in range(columns)]
    shape = _Shape(sentences, tabs, columns, names)
    return _layout(shape, found, hints)


@dataclass(frozen=True, slots=True)
class _Shape:
    sentences: Sequence[Sequence[str]]
    tabs: bool
    columns: int
    names: tuple[str, ...]


def _sentences(lines: Iterable[str]) -> list[list[str]]:
    """Return the rows between blank lines, without comments and starts of documents."""
    found: list[list[str]] = [[]]
    for line in lines:
        if is_blank(line):
            if found[-1]:
                found.append([])
        elif not line.startswith(("#", DOCSTART)):
            found[-1].append(line)
    return [sentence for sentence in found if sentence]


def _heading(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns if the first row is a heading."""
    is_heading = cells[0].strip("\ufeff").lower() in _TOKEN_NAMES and len(set(cells)) == len(cells)
    no_tags = not any(cell == OUTSIDE or DASH.parsed(cell) for cell in cells[1:])
    return tuple(cells) if is_heading and (no_tags or "NE-COARSE-LIT" in cells) else ()


def _column(place: int, cells: Sequence[str], hints: Hints) -> Column:
    """Return a column with the notation that fits most of its cells, if it fits enough of them."""
    counts = Counter(cells)
    size = len(cells)
    few = (0.01 if hints.strict else 0.4 if hints.bio else 0.05) * size
    if sum(counts[mark] for mark in NO_TAGS) == size:
        return Column(place, counts, DASH if counts[OUTSIDE] else None)
    best, wrong = fitting(counts)
    for parts in ",|":
        if any(parts in cell for cell in counts) and others(counts, DASH, parts) <= few:
            return Column(place, counts, DASH, parts)
    if wrong <= few:
        return Column(place, counts, best)
    if _has_only_labels(counts, size) and not hints.bio and not hints.strict:
        return Column(place, counts, LABELS_ONLY)
    return Column(place, counts)


def _has_only_labels(counts: Counter[str], size: int) -> bool:
    """Whether a column has labels without letters, as CoreNLP writes them, and O."""
    labels = counts.keys() - NO_TAGS
    return (
        bool(labels)
        and 3 * counts[OUTSIDE] >= size
        and all(_LABEL.fullmatch(label) for label in labels)
        and len(labels) <= max(3, size // 4)
    )


def _layout(shape: _Shape, found: Sequence[Column], hints: Hints) -> Layout | str:
    tags = _tag_columns(shape, found, hints)
    if isinstance(tags, str):
        return tags
    token = _token_column(shape, found, tags, hints)
    if isinstance(token, str):
        return token
    if hints.strict and not _is_sure(tags):
        return "there are too few tags to be sure"
    notations = {column.place: column.notation or DASH for column in tags}
    layout = Layout(
        shape.columns,
        shape.tabs,
        token,
        tuple(notations),
        notations,
        BIO,
        shape.names,
        _misc_column(shape, found, {token, *notations}),
        digits=_have_digits(found[token].cells),
        parts={column.place: column.parts for column in tags if column.parts},
    )
    return replace(layout, scheme=_scheme(layout, shape.sentences, hints))


def _tag_columns(shape: _Shape, found: Sequence[Column], hints: Hints) -> list[Column] | str:
    if hints.tags:
        places = [_place(shape, name.strip()) for name in hints.tags.split(",")]
        if None in places:
            return f"there is no column {hints.tags!r}; there are {_all_columns(shape)}"
        return [found[place] for place in places if place is not None]
    tags = [column for column in found if column.notation is not None]
    tags = [column for column in tags if not column.chunks] or tags
    words = [c for c in found if c not in tags and not NO_TAGS.issuperset(c.cells)]
    if not words and len(tags) > 1 and not hints.token:
        tags = [c for c in tags if c is not found[0]]  # the tokens are ones like O and B-52
    if not tags:
        return "no column holds tags such as O and B-PER; name it (tag_column)"
    return tags


def _place(shape: _Shape, name: str) -> int | None:
    """Return the column with this name, or number from 1."""
    if name in shape.names:
        return shape.names.index(name)
    if name.isdecimal() and 1 <= int(name) <= shape.columns:
        return int(name) - 1
    return None


def _all_columns(shape: _Shape) -> str:
    return ", ".join(shape.names) if shape.names else f"{shape.columns} columns"


def _token_column(
    shape: _Shape, found: Sequence[Column], tags: Sequence[Column], hints: Hints
) -> int | str:
    if hints.token:
        place = _place(shape, hints.token)
        known = _all_columns(shape)
        return f"there is no column {hints.token!r}; there are {known}" if place is None else place
    taken = {column.place for column in tags}
    named = [n for n, name in enumerate(shape.names) if name.lower() in _TOKEN_NAMES]
    free = named or [n for n in range(shape.columns) if n not in taken]
    words = len(free) > 1 and not NO_TAGS.issuperset(found[free[1]].cells)
    if words and _are_numbers(shape, free[0]):
        free = free[1:]
    return free[0] if free else "no column holds tokens; name it (token_column)"


def _are_numbers(shape: _Shape, place: int) -> bool:
    """Whether a column counts the tokens of each sentence."""
    for sentence in shape.sentences[:200]:
        cells = [split(row, tabs=shape.tabs) for row in sentence]
        numbers = [row[place] for row in cells if len(row) == shape.columns]
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            return False
        counted = [int(number) for number in numbers]
        if any(later != sooner + 1 for sooner, later in pairwise(counted)):
            return False
        if counted and counted[0] not in (0, 1):
            return False
    return True


def _misc_column(shape: _Shape, found: Sequence[Column], taken: set[int]) -> int:
    for column in found:
        if column.place in taken:
            continue
        named = column.place < len(shape.names) and shape.names[column.place] == "MISC"
        if named or any(_NO_SPACE.search(cell) for cell in column.cells):
            return column.place
    return -1


def _have_digits(tokens: Counter[str]) -> bool:
    """Whether each token is one character and a digit."""
    count = sum(tokens.values())
    fitting = sum(n for token, n in tokens.items() if _CHARACTER_AND_DIGIT.fullmatch(token))
    return count >= 10 and fitting >= 0.9 * count


def _is_sure(tags: Sequence[Column]) -> bool:
    """Whether tags are nothing else: there are spans among them, or very many O and no other."""
    for column in tags:
        letters = [cell for cell in column.cells if cell not in NO_TAGS]
        count = sum(column.cells.values())
        if column.notation is UNTYPED or not letters:
            if count >= 5 and column.cells[OUTSIDE] >= 0.5 * count:
                return True
        elif column.cells[OUTSIDE] or len(letters) > 1:
            return True
    return False


def _scheme(layout: Layout, sentences: Sequence[Sequence[str]], hints: Hints) -> Scheme:
    """Return the scheme that the tags of all columns fit."""
    if all(notation is LABELS_ONLY for notation in layout.notations.values()):
        return IO
    evidence = Evidence()
    nothing = Tag(OUTSIDE, "")
    for sentence in sentences:
        rows = [cells for row in sentence if (cells := layout.cells(row)) is not None]
        for place, notation in layout.notations.items():
            cells = [row[place] for row in rows]
            if set(cells) != {OUTSIDE} and place not in layout.parts:
                evidence.add([notation.parsed(cell) or nothing for cell in cells])
    if hints.bio and evidence.letters <= {"B", "I"}:
        return BIO
    return evidence.scheme()


def _are_brackets(rows: Sequence[str]) -> bool:
    parted = [split(row, tabs=False) for row in rows[:2000]]
    return all(
        len(cells) >= BRACKET_LEAST
        and cells[1].isdecimal()
        and cells[2].isdecimal()
        and bool(_BRACKETS.fullmatch(cells[BRACKET_TAG]))
        for cells in parted
    )


def _nested_layout(parted: Sequence[Sequence[str]], *, tabs: bool) -> Layout | None:
    """Return the layout of a file in which each token has as many tags as spans around it."""
    fitting = sum(
        len(cells) > 1 and all(cell == OUTSIDE or DASH.parsed(cell) for cell in cells[1:])
        for cells in parted
    )
    letters = {tag.letter for cells in parted for cell in cells[1:] if (tag := DASH.parsed(cell))}
    deep = sum(len(cells) > 2 for cells in parted)
    if fitting < 0.98 * len(parted) or not deep or not letters <= {"B", "I", OUTSIDE}:
        return None
    return Layout(2, tabs, 0, (1,), {1: DASH}, BIO, nested=True)


def _bracket_layout(rows: Sequence[str], hints: Hints) -> Layout | str:
    if hints.strict and not _are_brackets(rows):
        return "these are no columns of CoNLL-2012"
    notations = {BRACKET_TAG: DASH}
    return Layout(
        columns=BRACKET_LEAST,
        tabs=False,
        token=BRACKET_TOKEN,
        tags=(BRACKET_TAG,),
        notations=notations,
        scheme=IO,
        brackets=True,
    )
