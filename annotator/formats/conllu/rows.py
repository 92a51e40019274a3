# SPDX-License-Identifier: MIT
"""The lines of CoNLL-U as sentences of rows."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.formats.text_lines import is_blank
from annotator.schema.names import shown

COLUMNS = (
    "ID",
    "FORM",
    "LEMMA",
    "UPOS",
    "XPOS",
    "FEATS",
    "HEAD",
    "DEPREL",
    "DEPS",
    "MISC",
)
_PLUS = re.compile(r"#\s*global\.columns\s*=\s*(.+)")
ID = re.compile(r"\d+(?:-\d+|\.\d+)?")
WORD, RANGE, EMPTY = range(3)
_NOTHING: dict[str, str] = {}

Tell = Callable[[int, str, str], None]
"""Takes the line, the column and the sentence of what is wrong."""


class Row(NamedTuple):
    """A line: a word, several words written as one (``last`` is the last one), or an empty node."""

    line: int
    kind: int
    first: int
    last: int
    form: str
    misc: Mapping[str, str]


@dataclass(slots=True)
class Sentence:
    """A sentence with its comments, each with its line."""

    rows: list[Row] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)

    def comment(self, key: str) -> tuple[int, str] | None:
        """Return the line and the value of a comment ``key = value``, None if there is none."""
        for line, comment in self.comments:
            name, equals, value = comment.partition("=")
            if equals and name.strip() == key:
                return line, value.strip(" ")
        return None


def columns_of(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the columns: those that CoNLL-U Plus names in its first line, else the usual ten."""
    found = _PLUS.match(lines[0]) if lines else None
    return tuple(found[1].split()) if found else COLUMNS


class RowReader:
    """Reads the rows of one file; ``keys`` are columns that count as keys of the last one."""

    def __init__(self, columns: Sequence[str], tell: Tell) -> None:
        self._columns = columns
        self._tell = tell
        self._form = columns.index("FORM")
        self._id = columns.index("ID")
        self._misc = columns.index("MISC") if "MISC" in columns else -1
        self._keys = {
            n: name.rpartition(":")[2] for n, name in enumerate(columns) if name not in COLUMNS
        }

    def sentences(self, lines: Iterable[str]) -> Iterator[Sentence]:
        """Yield the sentences."""
        sentence = Sentence()
        for number, line in enumerate(lines, 1):
            if is_blank(line):
                if sentence.rows:
                    yield sentence
                    sentence = Sentence()
            elif line[0] == "#":
                sentence.comments.append((number, line[1:].strip(" \t")))
            elif row := self._row(number, line):
                sentence.rows.append(row)
        if sentence.rows:
            yield sentence

    def _row(self, number: int, line: str) -> Row | None:
        cells = line.split("\t")
        if len(cells) != len(self._columns):
            have = "1 column" if len(cells) == 1 else f"{len(cells):,} columns"
            expected = f"{len(self._columns)} parted by tabs"
            self._tell(number, "", f"the line has {have}; there must be {expected}")
            return None
        misc = _pairs(cells[self._misc]) if self._misc >= 0 else _NOTHING
        if self._keys:
            more = {name: cells[n] for n, name in self._keys.items() if cells[n] not in ("_", "*")}
            misc = more | misc
        form = cells[self._form]
        id = cells[self._id]
        if not form.strip():
            self._tell(number, "FORM", "there is no form")
            return None
        if id.isdecimal() and id.isascii():  # by far the most frequent
            place = int(id[:9])
            return Row(number, WORD, place, place, form, misc)
        return self._other_row(number, id, form, misc)

    def _other_row(self, number: int, id: str, form: str, misc: Mapping[str, str]) -> Row | None:
        if not ID.fullmatch(id) or not id.isascii():
            self._tell(number, "ID", f"{shown(id)} is no id; there may be 1, 1-2 and 1.1")
            return None
        if "." in id:
            place = int(id.partition(".")[0][:9])
            return Row(number, EMPTY, place, place, form, misc)
        first, _, last = id.partition("-")
        if int(last[:9]) <= int(first[:9]):
            self._tell(number, "ID", f"{shown(id)} is no range of words")
            return None
        return Row(number, RANGE, int(first[:9]), int(last[:9]), form, misc)


def _pairs(misc: str) -> dict[str, str]:
    """Return the keys and values of the last column; a value may be empty."""
    if misc == "_":
        return _NOTHING
    found: dict[str, str] = {}
    for part in misc.split("|"):
        key, _, value = part.partition("=")
        found.setdefault(key.strip(" "), value)
    return found
