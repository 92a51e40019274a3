# SPDX-License-Identifier: MIT
"""What spans do to each other: cover the same, cross, or lie in one another.

Each is found in one pass from left to right, so that a thousand spans cost a thousand steps. A
discontinuous span counts from its start to its end, but not for a span that lies in its gap.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from annotator.checks.check import Found, LayerCheck, Rule, Subject, in_each_group
from annotator.checks.finding import Severity
from annotator.checks.moves import moved, removed
from annotator.checks.places import is_inside
from annotator.model.annotations import in_text_order
from annotator.model.records import Span
from annotator.schema.names import bare, shown


@dataclass(slots=True)
class _Open:
    """The spans that the pass is inside of, by their ends, the nearest end first."""

    ends: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def close_before(self, offset: int) -> None:
        ended = bisect_right(self.ends, offset)
        del self.ends[:ended], self.spans[:ended]

    def add(self, span: Span) -> None:
        place = bisect_left(self.ends, span.end)
        self.ends.insert(place, span.end)
        self.spans.insert(place, span)

    def ending_inside(self, span: Span) -> Iterator[Span]:
        """Yield those that end before ``span`` does; since they start before it, they cross."""
        return (self.spans[place] for place in range(bisect_left(self.ends, span.end)))

    def around(self, span: Span) -> Iterator[Span]:
        """Yield those that end with ``span`` or after it, the shortest first."""
        places = range(bisect_left(self.ends, span.end), len(self.spans))
        return (self.spans[place] for place in places)


def spans_in_order(subject: Subject) -> list[Span]:
    """Return the spans that lie in the text, outer before inner."""
    return subject.kept.of_layer(_in_order, subject)


def _in_order(subject: Subject) -> list[Span]:
    return in_text_order([span for span in subject.spans() if is_inside(subject, span)])


@dataclass(frozen=True, slots=True)
class _Extents:
    """The spans in order, where each starts, and how far those up to each reach."""

    spans: list[Span]
    starts: list[int]
    reach: list[int]


def _extents(subject: Subject) -> _Extents:
    spans = spans_in_order(subject)
    ends = [max(end for _, end in span.fragments) if len(span.fragments) > 1
            else span.fragments[0][1] for span in spans]  # fmt: skip
    return _Extents(spans, [span.fragments[0][0] for span in spans], list(accumulate(ends, max)))


def spans_over(subject: Subject, start: int, end: int) -> list[Span]:
    """Return the spans that lie over some of a stretch, in order.

    A discontinuous span counts from its start to its end.
    """
    known = subject.kept.of_layer(_extents, subject)
    last = bisect_left(known.starts, end)
    first = last
    while first > 0 and known.reach[first - 1] > start:
        first -= 1
    return [span for span in known.spans[first:last] if span.end > start]


def _clusters(subject: Subject) -> list[list[Span]]:
    """Return the spans in order in groups of those that overlap, directly or by way of others."""
    known = subject.kept.of_layer(_extents, subject)
    found: list[list[Span]] = []
    first = 0
    for place in range(1, len(known.spans) + 1):
        if place < len(known.spans) and known.starts[place] < known.reach[place - 1]:
            continue
        if place - first > 1:
            found.append(known.spans[first:place])
        first = place
    return found


def _share_characters(one: Span, other: Span) -> bool:
    return any(
        start < other_end and other_start < end
        for start, end in one.fragments
        for other_start, other_end in other.fragments
    )


def _named(subject: Subject, span: Span) -> str:
    return f"{bare(span.label)} {shown(span.surface(subject.text))}"


def _identical(subject: Subject, spans: Sequence[Span]) -> Iterator[Found]:
    first_at: dict[tuple[tuple[int, int], ...], Span] = {}
    for span in spans:
        first = first_at.setdefault(span.fragments, span)
        if first is span:
            continue
        if first.label == span.label:
            message = f"{_named(subject, span)} stands here twice"
            fixes = removed("Remove one of them", span.id)
        else:
            message = f"{_named(subject, span)} is also {bare(first.label)}"
            fixes = (
                *removed(f"Remove {bare(span.label)}", span.id),
                *removed(f"Remove {bare(first.label)}", first.id),
            )
        yield Found(message, span.start, span.end, fixes, span.id)


def _crossing(subject: Subject, spans: Sequence[Span]) -> Iterator[Found]:
    open_spans = _Open()
    for span in spans:
        open_spans.close_before(span.start)
        crossed = (one for one in open_spans.ending_inside(span) if _share_characters(one, span))
        first = next(crossed, None)
        if first is not None:
            yield _crossing_found(subject, first, span)
        open_spans.add(span)


def _crossing_found(subject: Subject, first: Span, second: Span) -> Found:
    message = f"{_named(subject, second)} crosses {_named(subject, first)}"
    said = shown(first.surface(subject.text))
    end = first.end
    while end < second.end and subject.text[end].isspace():
        end += 1
    fixes = (
        *moved(f"Start after {said}", second, end, second.end),
        *moved(f"Take in all of {said}", second, first.start, second.end),
        *removed("Remove the span", second.id),
    )
    return Found(message, second.start, second.end, fixes, second.id)


def _nested_same(subject: Subject, spans: Sequence[Span]) -> Iterator[Found]:
    by_label: dict[str, _Open] = {}
    for span in spans:
        open_spans = by_label.setdefault(span.label, _Open())
        open_spans.close_before(span.start)
        outer = _nearest_around(open_spans, span)
        if outer is not None:
            yield _nested_found(subject, outer, span)
        open_spans.add(span)


def _nested_other(subject: Subject, spans: Sequence[Span]) -> Iterator[Found]:
    open_spans = _Open()
    for span in spans:
        open_spans.close_before(span.start)
        outer = _nearest_around(open_spans, span, but_label=span.label)
        if outer is not None:
            yield _nested_found(subject, outer, span)
        open_spans.add(span)


def _nearest_around(open_spans: _Open, span: Span, *, but_label: str = "") -> Span | None:
    for outer in open_spans.around(span):
        if outer.label == but_label or outer.fragments == span.fragments:
            continue
        if _share_characters(outer, span):
            return outer
    return None


def _nested_found(subject: Subject, outer: Span, inner: Span) -> Found:
    message = f"{_named(subject, inner)} lies in {_named(subject, outer)}"
    fixes = (
        *removed("Remove the inner span", inner.id),
        *removed("Remove the outer span", outer.id),
    )
    return Found(message, inner.start, inner.end, fixes, inner.id)


OVERLAP_CHECKS = (
    LayerCheck(
        Rule(
            "N01",
            Severity.ERROR,
            "No two spans cover exactly the same characters.",
            "remove one of them",
            policy="nesting.identical_range",
        ),
        in_each_group(_clusters, _identical),
    ),
    LayerCheck(
        Rule(
            "N02",
            Severity.ERROR,
            "Spans do not cross: of two that overlap, one lies in the other.",
            "start after the other, take it in, or remove the span",
            policy="nesting.crossing",
        ),
        in_each_group(_clusters, _crossing),
    ),
    LayerCheck(
        Rule(
            "N03",
            Severity.WARNING,
            "A span does not lie in one of the same label.",
            "remove one of them",
            policy="nesting.same_label",
        ),
        in_each_group(_clusters, _nested_same),
    ),
    LayerCheck(
        Rule(
            "N04",
            Severity.WARNING,
            "A span does not lie in one of another label.",
            "remove one of them",
            policy="nesting.different_label",
        ),
        in_each_group(_clusters, _nested_other),
    ),
)
