# SPDX-License-Identifier: MIT
"""How a file of columns is laid out: what separates the columns, and what each one holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.formats.tag_sequences import NO_TAGS, Notation, Scheme, Tag

_BLANKS = re.compile(r"[ \t]+")
BRACKET_TOKEN, BRACKET_TAG, BRACKET_LEAST = 3, 10, 12
"""In CoNLL-2012 the fourth column is the token and the eleventh has the entities in brackets.

The columns after it, one for each predicate and one for coreference, differ between sentences.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file, counted from 0; ``columns`` is how many a line must have.

    ``names`` are those of a heading line, if there is one. ``misc`` is the column that says whether
    a blank follows, -1 if none does. ``brackets`` tells of CoNLL-2012. ``digits`` tells that each
    token ends in the place it has in its word, as in Weibo NER.
    """

    columns: int
    tabs: bool
    token: int
    tags: tuple[int, ...]
    notations: Mapping[int, Notation]
    scheme: Scheme
    names: tuple[str, ...] = ()
    misc: int = -1
    brackets: bool = False
    digits: bool = False
    nested: bool = False
    parts: Mapping[int, str] = field(default_factory=dict)

    def cells(self, line: str) -> list[str] | None:
        """Return the cells of a line, None if they are too few or too many.

        Lines of a file of tabs may be parted by blanks, and the other way round.
        """
        cells = split(line, tabs=self.tabs)
        if len(cells) == self.columns:
            return cells
        if self.brackets or self.nested:
            return cells if len(cells) >= self.columns else None
        if self.tabs:
            while len(cells) > self.columns and not cells[-1]:
                cells.pop()
            if len(cells) != self.columns:
                cells = split(line, tabs=False)
        return cells if len(cells) == self.columns else None

    def name_of(self, column: int) -> str:
        """Return what a column is called in sentences: its name, or its number from 1."""
        if column < len(self.names) and self.names[column]:
            return self.names[column]
        return str(column + 1)


def split(line: str, *, tabs: bool) -> list[str]:
    """Return the cells of a line parted by single tabs, or by any number of blanks and tabs."""
    if tabs:
        return line.split("\t")
    if "\t" not in line:
        cells = line.split(" ")
        if "" not in cells:
            return cells
    return _BLANKS.split(line.strip(" \t"))


@dataclass(slots=True)
class TagReader:
    """Reads the tags of one column, each different one once."""

    notation: Notation
    _known: dict[str, Tag | None] = field(default_factory=dict)

    def tag(self, text: str) -> Tag | None:
        """Return the tag that a cell holds, None if it holds none."""
        if text not in self._known:
            self._known[text] = self.notation.parsed(text.strip(" \t")) if text else None
        return self._known[text]

    def tags(self, cells: Sequence[str]) -> list[Tag | None]:
        """Return the tag of each cell."""
        known = self._known
        for text in set(cells) - known.keys():
            self.tag(text)
        return [known[text] for text in cells]

    def problem(self, text: str) -> str:
        """Return what is wrong with a cell that holds no tag."""
        if text.upper() in NO_TAGS or text == "0":
            return "a token outside of spans has the letter O"
        return "a tag is O, or a letter and a label such as B-PER"
