# SPDX-License-Identifier: MIT
"""What checks have worked out about a document, to be used again after the next edit.

A check calls ``subject.kept.of_ground(make, subject)`` and gets what ``make(subject)`` gave, made
once while nothing changed that it looks at. ``make`` may look at nothing else than its method says,
and must be a function that lives on, no lambda: it is the key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from annotator.model.records import Span

S = TypeVar("S")
T = TypeVar("T")
_Singles: TypeAlias = dict[object, dict[int, tuple[Span, Any]]]
_Groups: TypeAlias = dict[tuple[object, ...], tuple[Sequence[Span], Any]]


class Kept:
    """Results by the function that made them. Use it from one thread at a time."""

    __slots__ = ("_before", "_before_singles", "_ground", "_groups", "_layer", "_singles")

    def __init__(self) -> None:
        self._ground: dict[object, Any] = {}
        self._layer: dict[object, Any] = {}
        self._groups: _Groups = {}
        self._before: _Groups = {}
        self._singles: _Singles = {}
        self._before_singles: _Singles = {}

    def next_layer(self) -> None:
        """Forget what depends on the whole layer, and on spans that were not asked for lately."""
        self._layer = {}
        self._before, self._groups = self._groups, {}
        self._before_singles, self._singles = self._singles, {}

    def of_ground(self, make: Callable[[S], T], subject: S) -> T:
        """Return ``make(subject)``, which looks at text, schema, tokens and language alone."""
        if make not in self._ground:
            self._ground[make] = make(subject)
        found: T = self._ground[make]
        return found

    def of_layer(self, make: Callable[[S], T], subject: S) -> T:
        """Return ``make(subject)``, which may look at everything."""
        if make not in self._layer:
            self._layer[make] = make(subject)
        found: T = self._layer[make]
        return found

    def of_each(
        self, make: Callable[[S, Span], T], subject: S, spans: Iterable[Span]
    ) -> Iterator[tuple[Span, T]]:
        """Yield each span with ``make(subject, span)``, which looks at the ground and it alone."""
        known = self._singles.setdefault(make, {})
        before = self._before_singles.get(make, {})
        for span in spans:
            key = id(span)
            kept = known.get(key)
            if kept is None:
                kept = before.get(key) or (span, make(subject, span))
                known[key] = kept  # with its span, so that no other object gets its id
            yield kept

    def of_spans(
        self,
        make: Callable[[S, Sequence[Span]], T],
        subject: S,
        spans: Sequence[Span],
    ) -> T:
        """Return ``make(subject, spans)``, which looks at the ground and these spans alone.

        Spans are the same while they are the same objects in the same order.
        """
        key = (make, *map(id, spans))
        kept = self._groups.get(key)
        if kept is None:
            kept = self._before.get(key)
            if kept is None:
                kept = (spans, make(subject, spans))
            self._groups[key] = kept  # with its spans, so that no other object gets their ids
        found: T = kept[1]
        return found
