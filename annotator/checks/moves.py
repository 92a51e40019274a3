# SPDX-License-Identifier: MIT
"""Fixes of one span: other edges, other values, and none of it."""

from annotator.checks.finding import Fix
from annotator.edits.edit import REMOVE, MoveSpan, RemoveRecord, SetAttributes
from annotator.model.records import Span, Value


def moved(title: str, span: Span, start: int, end: int) -> tuple[Fix, ...]:
    """Return the fix that gives a span other outer edges; none if nothing would be left of it.

    Fragments that lie outside the new edges are dropped; the outermost ones left get the edges.
    """
    inside = [part for part in span.fragments if part[1] > start and part[0] < end]
    if start >= end or not inside:
        return ()
    inside[0] = (start, inside[0][1])
    inside[-1] = (inside[-1][0], end)
    fragments = tuple(inside)
    return () if fragments == span.fragments else (Fix(title, MoveSpan(span.id, fragments)),)


def removed(title: str, record: str) -> tuple[Fix, ...]:
    """Return the fix that removes a record."""
    return (Fix(title, RemoveRecord(record)),)


def with_values(title: str, span: Span, **values: Value | type[REMOVE]) -> Fix:
    """Return the fix that sets attributes of a span, or removes them."""
    return Fix(title, SetAttributes(span.id, values))


def without_outer_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch without the white space at its ends; empty if it is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
