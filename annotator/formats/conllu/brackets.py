# SPDX-License-Identifier: MIT
"""Mentions in brackets, as GUM and CorefUD have them: ``Entity=(1-person-new``, ``Entity=1)``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.schema.names import shown

DEFAULT_FIELDS = ("eid", "etype", "head", "other")
_EID_NAMES = ("eid", "GRP", "grp")
_LABEL_NAMES = ("etype", "entity", "type")
_PIECE = re.compile(r"\(([^()]*)(\))?|([^()]+)\)")
_ESCAPED = re.compile(r"%(?:20|25|28|29|2C|2D|3D|5B|5D|5C|7C)", re.IGNORECASE)
_SPECIAL = re.compile(r"[ %(),\-=\[\]\\|]")
_PART = re.compile(r"(.*)\[(\d+)/(\d+)\]")
_NUMBER = re.compile(r"e?\d+")


def quoted(name: str) -> str:
    """Return a name without characters that have a meaning in brackets."""
    return _SPECIAL.sub(lambda found: f"%{ord(found[0]):02X}", name)


def unquoted(name: str) -> str:
    """Return a name with the characters that have a meaning in brackets."""
    return _ESCAPED.sub(lambda found: chr(int(found[0][1:], 16)), name)


@dataclass(slots=True)
class Mention:
    """A mention of the thing ``eid``, or a part of one; rows count through the document."""

    eid: str
    label: str
    attributes: dict[str, str]
    raw: str
    first: int
    line: int
    last: int = -1
    part: tuple[int, int] = (1, 1)

    def is_called(self, name: str) -> bool:
        """Whether a closing bracket with this name closes the mention."""
        if name == self.raw or self.raw.startswith(f"{name}-"):
            return True
        return name == self.eid and self.part == (1, 1)


@dataclass(slots=True)
class BracketReader:
    """Reads the brackets of one document, which may open in one sentence and close in another."""

    fields: Sequence[str] = ()
    open: list[Mention] = field(default_factory=list)
    closed: list[Mention] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def read(self, value: str, row: int, line: int) -> None:
        """Read the brackets at a row."""
        rest = _PIECE.sub("", value)
        if rest:
            self.problems.append((line, f"{shown(value)} is not made of brackets"))
            return
        for piece in _PIECE.finditer(value):
            if piece[3] is not None:
                self._close(piece[3], row, line)
                continue
            mention = self._mention(piece[1], row, line)
            if piece[2]:
                mention.last = row
                self.closed.append(mention)
            else:
                self.open.append(mention)

    def _close(self, name: str, row: int, line: int) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            mention = self.open[place]
            if mention.is_called(name):
                mention.last = row
                self.closed.append(self.open.pop(place))
                return
        self.problems.append((line, f"the bracket {shown(name + ')')} closes none that is open"))

    def _mention(self, raw: str, row: int, line: int) -> Mention:
        parts = raw.split("-")
        names = self.fields or _fields_of(parts)
        if len(parts) > len(names):
            parts[len(names) - 1 :] = ["-".join(parts[len(names) - 1 :])]
        values = dict(zip(names, parts, strict=False))
        eid = next((values.pop(name) for name in _EID_NAMES if name in values), "")
        label = next((values.pop(name) for name in _LABEL_NAMES if name in values), "")
        attributes = {name: unquoted(value) for name, value in values.items() if value}
        mention = Mention(eid, unquoted(label), attributes, raw, row, line)
        found = _PART.fullmatch(eid)
        if found:
            mention.eid = found[1]
            mention.part = (int(found[2][:6]), int(found[3][:6]))
        return mention

    def finish(self) -> None:
        """Tell of the brackets that are still open at the end of the document."""
        for mention in self.open:
            self.problems.append(
                (mention.line, f"the bracket {shown('(' + mention.raw)} is never closed")
            )
        self.open.clear()


def _fields_of(parts: Sequence[str]) -> Sequence[str]:
    """Return what the parts of a mention are where no comment names them."""
    if len(parts) == 1:
        return ("eid",) if _NUMBER.fullmatch(parts[0]) else ("etype",)
    if not _NUMBER.fullmatch(parts[0]) and _NUMBER.fullmatch(parts[1]):
        return ("etype", "eid", *DEFAULT_FIELDS[2:])
    return DEFAULT_FIELDS
