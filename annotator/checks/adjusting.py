# SPDX-License-Identifier: MIT
"""What a project's rules about edges leave out of a new span: the, a title, 's, quotes.

There is no second reading of the rules: what is left out is what the fixes of their checks leave
out, as far as the schema has the checks on.
"""

from collections.abc import Iterator

from annotator.checks.check import SpanCheck, Subject
from annotator.checks.registry import CHECKS
from annotator.edits.apply import Context, apply
from annotator.edits.edit import MoveSpan
from annotator.model.annotations import Annotations
from annotator.model.records import Span

EDGE_CODES = frozenset({"O04", "B01", "B02", "B04", "B05"})
"""White space, determiners, possessives, titles and punctuation at the edges of a span."""

_MOST_STEPS = 20


def adjusted(subject: Subject, span: Span) -> Span:
    """Return the span without what does not belong to its edges; itself where all does.

    Nothing is ever taken in, and nothing is left out if the same span would be there twice.
    """
    if not subject.schema.span_policy.adjust_edges:
        return span
    now = span
    for _ in range(_MOST_STEPS):
        smaller = next(_smaller(subject, now), None)
        if smaller is None:
            break
        now = smaller
    return span if _is_there(subject.annotations, now) else now


def left_out(text: str, before: Span, after: Span) -> tuple[str, ...]:
    """Return the words that lie in one span but before or after the other, in order."""
    sides = (text[before.start : after.start], text[after.end : before.end])
    return tuple(side.strip() for side in sides if side.strip())


def _smaller(subject: Subject, span: Span) -> Iterator[Span]:
    for check in CHECKS:
        if not isinstance(check, SpanCheck) or check.rule.code not in EDGE_CODES:
            continue
        if check.rule.severity_in(subject.schema) is None:
            continue
        for found in check.find(subject, span):
            for fix in found.fixes[:1]:
                if isinstance(fix.edit, MoveSpan):
                    yield from _inside(subject, span, fix.edit)


def _inside(subject: Subject, span: Span, edit: MoveSpan) -> Iterator[Span]:
    context = Context(len(subject.text), subject.schema)
    change = apply(edit, Annotations({span.id: span}), context)
    for step in change.steps:
        after = step.after
        if isinstance(after, Span) and span.start <= after.start and after.end <= span.end:
            yield after


def _is_there(annotations: Annotations, span: Span) -> bool:
    return any(
        other.id != span.id and (other.label, other.fragments) == (span.label, span.fragments)
        for other in annotations.spans()
    )
