# SPDX-License-Identifier: MIT
"""What a reader takes for one character: extended grapheme clusters (Unicode UAX 29).

Offsets are code points. A base letter with its marks, a flag, an emoji family and CR LF are one
cluster each; nothing in the window cuts one.
"""

import regex  # type: ignore[import-untyped]  # it ships no types

_CLUSTER = regex.compile(r"\X")
_SURE_START = regex.compile(r"[\x20-\x7e\u4e00-\u9fff]")
_PREPEND = regex.compile(r"\p{Grapheme_Cluster_Break=Prepend}")


def clusters(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return where the clusters of ``text[start:end]`` start, and ``end`` as the last item.

    ``start`` must be the start of a cluster. An empty stretch gives one item.
    """
    stop = len(text) if end is None else end
    bounds = [found.start() for found in _CLUSTER.finditer(text, start, stop)]
    bounds.append(stop)
    return bounds


def grapheme_bounds(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the cluster that holds ``text[offset]``.

    At or after the end of the text it is the empty stretch at the end.
    """
    if offset >= len(text):
        return len(text), len(text)
    offset = max(0, offset)
    for found in _CLUSTER.finditer(text, _sure_start(text, offset)):
        if found.end() > offset:
            return found.start(), found.end()
    return offset, len(text)


def floor_boundary(text: str, offset: int) -> int:
    """Return the last cluster boundary at or before ``offset``."""
    return grapheme_bounds(text, offset)[0]


def ceil_boundary(text: str, offset: int) -> int:
    """Return the first cluster boundary at or after ``offset``."""
    start, end = grapheme_bounds(text, offset)
    return start if start >= offset else end


def next_boundary(text: str, offset: int) -> int:
    """Return the first cluster boundary after ``offset``; the end of the text if none."""
    return grapheme_bounds(text, offset)[1]


def previous_boundary(text: str, offset: int) -> int:
    """Return the last cluster boundary before ``offset``; 0 if none."""
    return grapheme_bounds(text, offset - 1)[0] if offset > 0 else 0


def _sure_start(text: str, offset: int) -> int:
    """Return a place at or before ``offset`` that starts a cluster whatever stands before it."""
    while offset > 0:
        if _SURE_START.match(text, offset) and not _PREPEND.match(text, offset - 1):
            return offset
        offset -= 1
    return 0
