# SPDX-License-Identifier: MIT
"""The lines of a file as sentences, with the comments before them and the starts of documents."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from annotator.formats.conll.layout import Layout, TagReader
from annotator.formats.conll.survey import DOCSTART

_MARK = re.compile(
    r"#\s*(?:[\w-]+:)?(?:newdoc(?:\s+id)?|document[_ -]id|doc[_ -]?id|begin document)\b[\s=:]*(.*)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\((.*)\)")
_BEGIN = re.compile(r"\((.*)\);\s*part\s+(\d+)")
_NO_IDS = frozenset({"-X-", "O", "_", "-", "", "-Z-"})


@dataclass(slots=True)
class Block:
    """A sentence: its rows with the numbers of their lines, and the comments before them.

    ``starts`` tells that a document starts with it, under ``id`` if that is not empty.
    ``blanks`` is how many blank lines are before it.
    """

    rows: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    starts: bool = False
    id: str = ""
    blanks: int = 0


class Blocks:
    """Parts the lines of one file into sentences."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._readers = {place: TagReader(notation) for place, notation in layout.notations.items()}

    def of(self, lines: Iterable[str]) -> Iterator[Block]:
        """Yield the sentences; the last may be one without rows that has comments only."""
        block = Block()
        heading = "\t".join(self._layout.names) or None
        for number, line in enumerate(lines, 1):
            if not line or line.isspace():
                if block.rows:
                    yield block
                    block = Block()
                block.blanks += 1
            elif line[0] in "#-" and self._is_about_documents(line):
                if block.rows and (line[0] == "-" or _MARK.match(line)):
                    yield block
                    block = Block()
                self._take(line, block)
            elif line != heading:
                block.rows.append(line)
                block.numbers.append(number)
        if block.rows or block.comments or block.starts:
            yield block

    def _is_about_documents(self, line: str) -> bool:
        """Whether a line is the start of a document or a comment, and no token."""
        if line[0] == "-":
            return line.startswith(DOCSTART)
        cells = self._layout.cells(line)
        if cells is None or self._layout.brackets:
            return True
        return any(reader.tag(cells[place]) is None for place, reader in self._readers.items())

    def _take(self, line: str, block: Block) -> None:
        if line[0] == "-":
            block.starts, block.id = True, _docstart_id(line)
            return
        found = _MARK.match(line)
        if found:
            block.starts, block.id = True, _begin_id(found[1].strip())
        if not found or not block.id:
            comment = line[1:].strip()
            if comment and not comment.startswith(("end document", "begin document")):
                block.comments.append(comment)


def _docstart_id(line: str) -> str:
    """Return the id in a line such as ``-DOCSTART- (12 Idlib)``, empty if there is none."""
    rest = line[len(DOCSTART) :].strip()
    found = _BRACKETED.search(rest)
    if found:
        return found[1].strip()
    cells = [cell for cell in rest.split() if cell not in _NO_IDS]
    return " ".join(cells)


def _begin_id(rest: str) -> str:
    """Return the id in what follows a mark; ``(name); part 001`` gives ``name.001``."""
    found = _BEGIN.fullmatch(rest)
    if not found:
        return rest
    name, part = found[1].strip(), found[2]
    return name if int(part) == 0 else f"{name}.{part}"
