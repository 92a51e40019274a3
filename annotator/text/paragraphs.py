# SPDX-License-Identifier: MIT
"""Where the paragraphs of a text are, and how long ones are cut into pieces to lay out."""

import re
from array import array
from bisect import bisect_right

from annotator.text.graphemes import floor_boundary

LONGEST_CHUNK = 4096
"""Code points; laying out one paragraph costs its square root more when it is longer."""

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile(r"\s")


class ParagraphIndex:
    """The chunks of a text: each is a paragraph, or a piece of a very long one.

    Chunk ``i`` is ``text[starts[i]:ends[i]]``, without the line break that ends its paragraph.
    Chunks are in order, and only line breaks stand between them. A text always has a chunk: an
    empty text has an empty one, and a text that ends in a line break has an empty one at its end.
    ``paragraphs[i]`` numbers the paragraph from 0. It holds no Qt and may be built in any thread.
    """

    __slots__ = ("ends", "longest", "paragraphs", "starts", "text")

    def __init__(self, text: str, *, longest: int = LONGEST_CHUNK) -> None:
        self.text = text
        self.longest = longest
        starts, ends = [0], []
        for found in _BREAK.finditer(text):
            ends.append(found.start())
            starts.append(found.end())
        ends.append(len(text))
        if any(end - start > longest for start, end in zip(starts, ends, strict=True)):
            self.starts, self.ends, self.paragraphs = array("q"), array("q"), array("q")
            for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
                self._add(start, end, number)
        else:
            self.starts, self.ends = array("q", starts), array("q", ends)
            self.paragraphs = array("q", range(len(starts)))

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Return the chunk that ``offset`` is in; a place in a line break is in the one before."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def touching(self, start: int, end: int) -> range:
        """Return the chunks that ``text[start:end]`` has characters in; at least one."""
        return range(self.at(start), self.at(max(start, end - 1)) + 1)

    def text_of(self, chunk: int) -> str:
        """Return the chunk's text."""
        return self.text[self.starts[chunk] : self.ends[chunk]]

    def begins_paragraph(self, chunk: int) -> bool:
        """Whether the chunk is the first of its paragraph."""
        return chunk == 0 or self.paragraphs[chunk - 1] != self.paragraphs[chunk]

    def whole(self, chunk: int) -> tuple[int, int]:
        """Return the first and the last chunk of the paragraph that ``chunk`` is in."""
        first = last = chunk
        number = self.paragraphs[chunk]
        while first > 0 and self.paragraphs[first - 1] == number:
            first -= 1
        while last + 1 < len(self) and self.paragraphs[last + 1] == number:
            last += 1
        return first, last

    def unbroken(self, chunk: int) -> tuple[int, int]:
        """Return start and end of the chunks around ``chunk`` that no white space parts.

        Most chunks stand alone. It is what a tokenizer must see at once, so that no token is cut.
        """
        first = last = chunk
        while not self._parted(first):
            first -= 1
        while last + 1 < len(self) and not self._parted(last + 1):
            last += 1
        return self.starts[first], self.ends[last]

    def _parted(self, chunk: int) -> bool:
        if self.begins_paragraph(chunk):
            return True
        return _SPACE.match(self.text, self.starts[chunk] - 1) is not None

    def _add(self, start: int, end: int, number: int) -> None:
        while end - start > self.longest:
            cut = self._cut(start)
            self._append(start, cut, number)
            start = cut
        self._append(start, end, number)

    def _append(self, start: int, end: int, number: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.paragraphs.append(number)

    def _cut(self, start: int) -> int:
        """Return where to cut: after the last white space, else between two clusters."""
        stop = start + self.longest
        window = self.text[start + self.longest // 2 : stop]
        last_word = "" if window[-1].isspace() else window.rsplit(None, 1)[-1]
        cut = stop - len(last_word)
        if len(last_word) < len(window) and floor_boundary(self.text[cut - 1 : cut + 1], 1) == 1:
            return cut
        # a cluster longer than a chunk is noise; it is cut rather than kept as one endless line
        tail = self.text[start : stop + self.longest]
        return start + (floor_boundary(tail, self.longest) or self.longest)
