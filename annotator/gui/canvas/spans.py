# SPDX-License-Identifier: MIT
"""The spans of one layer, found by place; no Qt, so that it can be built in any thread."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from annotator.model.records import Span

Order = tuple[int, int, str, str]


def order(span: Span) -> Order:
    """Return what sorts spans into text order: by start, the outer before the inner."""
    return (span.start, -span.end, span.label, span.id)


class SpanIndex:
    """Finds the spans that touch a stretch of the text, and the one before or after another.

    Spans are kept in classes by length (up to 1, 2, 4, 8 ... characters), each sorted by start, so
    that one very long span does not make every search long. A hundred thousand spans are fine.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        sizes: dict[int, list[Span]] = {}
        for span in spans:
            sizes.setdefault(_size(span), []).append(span)
        self._classes = {size: _Class(found) for size, found in sizes.items()}

    def __len__(self) -> int:
        return sum(len(found.spans) for found in self._classes.values())

    def __iter__(self) -> Iterator[Span]:
        """Yield all spans, in no order."""
        for found in self._classes.values():
            yield from found.spans

    def add(self, span: Span) -> None:
        """Take one more span in."""
        self._classes.setdefault(_size(span), _Class([])).add(span)

    def remove(self, span: Span) -> None:
        """Take a span out; one that is not there is passed over."""
        found = self._classes.get(_size(span))
        if found is not None:
            found.remove(span)

    def touching(self, start: int, end: int) -> list[Span]:
        """Return the spans with a character in ``text[start:end]``, in text order.

        A discontinuous span counts from its first to its last character. An empty stretch gives
        the spans around it and those that start or end there.
        """
        low, high = (start, end) if end > start else (start - 1, end + 1)
        hits: list[Span] = []
        for size, found in self._classes.items():
            hits += found.between(low - (1 << size), high, low)
        hits.sort(key=order)
        return hits

    def after(self, key: Order) -> Span | None:
        """Return the first span, in text order, after ``key``; see ``order``."""
        found = (spans.after(key) for spans in self._classes.values())
        return min((span for span in found if span is not None), key=order, default=None)

    def before(self, key: Order) -> Span | None:
        """Return the last span, in text order, before ``key``; see ``order``."""
        found = (spans.before(key) for spans in self._classes.values())
        return max((span for span in found if span is not None), key=order, default=None)


def _size(span: Span) -> int:
    return (span.end - span.start).bit_length()


class _Class:
    """Spans of about one length, sorted."""

    __slots__ = ("spans", "starts")

    def __init__(self, spans: list[Span]) -> None:
        self.spans = sorted(spans, key=order)
        self.starts = array("q", (span.fragments[0][0] for span in self.spans))

    def add(self, span: Span) -> None:
        place = self._place(order(span))
        self.spans.insert(place, span)
        self.starts.insert(place, span.start)

    def remove(self, span: Span) -> None:
        place = self._place(order(span))
        if place < len(self.spans) and self.spans[place].id == span.id:
            del self.spans[place]
            del self.starts[place]

    def between(self, low: int, high: int, ends_after: int) -> list[Span]:
        first, last = bisect_left(self.starts, low), bisect_left(self.starts, high)
        return [span for span in self.spans[first:last] if span.end > ends_after]

    def after(self, key: Order) -> Span | None:
        place = self._place(key)
        if place < len(self.spans) and order(self.spans[place]) == key:
            place += 1
        return self.spans[place] if place < len(self.spans) else None

    def before(self, key: Order) -> Span | None:
        place = self._place(key) - 1
        return self.spans[place] if place >= 0 else None

    def _place(self, key: Order) -> int:
        first, last = bisect_left(self.starts, key[0]), bisect_right(self.starts, key[0])
        return bisect_left(self.spans, key, first, last, key=order)
