# SPDX-License-Identifier: MIT
"""The spans of a sentence, out of its columns of tags, of brackets, or of nested tags."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.formats.conll.layout import BRACKET_TAG, Layout, TagReader
from annotator.formats.tag_sequences import (
    NO_TAGS,
    OUTSIDE,
    Fault,
    Tag,
    TagSpan,
    spans_of,
)
from annotator.schema.names import shown

_NOTHING = Tag(OUTSIDE, "")
_BRACKETS = re.compile(r"\(([^()*]+)|(\))")


@dataclass(slots=True)
class Found:
    """What the tags of a sentence say: spans by column, and what is wrong.

    ``unreadable`` are cells that hold no tag, ``faults`` tags that the scheme does not allow.
    """

    spans: list[tuple[int, TagSpan]] = field(default_factory=list)
    faults: list[tuple[int, Fault]] = field(default_factory=list)
    unreadable: list[tuple[int, Fault]] = field(default_factory=list)


class SpanReader:
    """Reads the tags of the sentences of one file."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._readers = {place: TagReader(notation) for place, notation in layout.notations.items()}

    def read(self, rows: Sequence[Sequence[str]]) -> Found:
        """Return the spans of a sentence; each row has the cells of a token."""
        found = Found()
        if self._layout.brackets:
            _read_brackets([row[BRACKET_TAG] for row in rows], found)
        elif self._layout.nested:
            self._read_nested(1, [row[1:] for row in rows], found)
        else:
            for place, reader in self._readers.items():
                cells = [row[place] for row in rows]
                if place in self._layout.parts:
                    parts = self._layout.parts[place]
                    self._read_nested(place, [cell.split(parts) for cell in cells], found)
                else:
                    self._read_column(place, reader, cells, found)
        return found

    def _read_column(
        self, place: int, reader: TagReader, cells: Sequence[str], found: Found
    ) -> None:
        if NO_TAGS.issuperset(cells):
            if "" in cells:
                self._tags(place, reader, cells, found)
            return
        tags = self._tags(place, reader, cells, found)
        spans, faults = spans_of(tags, self._layout.scheme)
        found.spans.extend((place, span) for span in spans)
        found.faults.extend((place, fault) for fault in faults)

    def _tags(
        self,
        place: int,
        reader: TagReader,
        cells: Sequence[str],
        found: Found,
        first: int | None = None,
    ) -> list[Tag]:
        """Return the tags in cells: of a column, or all of the token ``first``."""
        tags: list[Tag] = []
        for number, tag in enumerate(reader.tags(cells)):
            if tag is None:
                cell = cells[number]
                said = f"{shown(cell)} is no tag; " if cell else "there is no tag; "
                token = number if first is None else first
                found.unreadable.append((place, Fault(token, said + reader.problem(cell))))
            tags.append(tag or _NOTHING)
        return tags

    def _read_nested(self, place: int, tags_of: Sequence[Sequence[str]], found: Found) -> None:
        """Read tokens with several tags each, in any order: one for each span around them."""
        reader = self._readers[place]
        open_spans: list[TagSpan] = []
        for token, cells in enumerate(tags_of):
            going_on = [
                _stepped(token, tag, open_spans, (place, found))
                for tag in self._tags(place, reader, cells, found, first=token)
                if tag.letter != OUTSIDE
            ]
            found.spans.extend((place, span._replace(last=token)) for span in open_spans)
            open_spans = going_on
        last = len(tags_of)
        found.spans.extend((place, span._replace(last=last)) for span in open_spans)


def _stepped(token: int, tag: Tag, open_spans: list[TagSpan], where: tuple[int, Found]) -> TagSpan:
    """Return the span that a tag begins or goes on with, taken out of the open ones."""
    place, found = where
    if tag.letter == "I":
        for number, span in enumerate(open_spans):
            if span.label == tag.label:
                return open_spans.pop(number)
        text = shown(f"{tag.letter}-{tag.label}")
        sentence = f"{text} goes on with a span that has not begun (several tags a token)"
        found.faults.append((place, Fault(token, sentence)))
    return TagSpan(token, token, tag.label, tag.letter == "I")


def _read_brackets(cells: Sequence[str], found: Found) -> None:
    """Read ``(PERSON*``, ``*``, ``*)``; brackets nest and close in the same sentence."""
    open_spans: list[tuple[int, str]] = []
    for token, cell in enumerate(cells):
        if cell in ("*", "-"):
            continue
        if _BRACKETS.sub("", cell).strip("*"):
            sentence = f"{shown(cell)} is no bracket; there may be (LABEL*, *, *) and (LABEL)"
            found.unreadable.append((BRACKET_TAG, Fault(token, sentence)))
            continue
        for bracket in _BRACKETS.finditer(cell):
            if bracket[1]:
                open_spans.append((token, bracket[1]))
            elif open_spans:
                start, label = open_spans.pop()
                found.spans.append((BRACKET_TAG, TagSpan(start, token + 1, label)))
            else:
                sentence = "a bracket closes that was not opened"
                found.unreadable.append((BRACKET_TAG, Fault(token, sentence)))
    for start, label in open_spans:
        sentence = f"the bracket of {shown(label)} is not closed in this sentence"
        found.unreadable.append((BRACKET_TAG, Fault(start, sentence)))
