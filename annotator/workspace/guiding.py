# SPDX-License-Identifier: MIT
"""What stands beside a label's guideline: accepted examples from the corpus, and flagged cases.

Gold has what was accepted; where it has none of a label, the person's own complete documents have.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from annotator.errors import EditRefusedError, NotFoundError
from annotator.model.annotations import GOLD
from annotator.schema.definition import Example, Schema
from annotator.store import examples as stored
from annotator.store.examples import FrequentString, SpanPlace, Whose
from annotator.store.session import Store
from annotator.text.graphemes import ceil_boundary, floor_boundary
from annotator.workspace.assigning import kept_from
from annotator.workspace.door import Door
from annotator.workspace.revising import Revising
from annotator.workspace.tasks import Progress

SHOWN = 8
LOOKED_AT = 200
AROUND = 48
LONGEST_SPAN = 200
OWN = "own"
_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CorpusExample:
    """A span of the corpus in its words; ``count`` spans of the label cover the same string."""

    document: str
    title: str
    start: int
    end: int
    words: Example
    count: int = 1


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the corpus has to say about a label.

    ``source`` is whose spans ``examples`` are: ``gold``, ``own``, or empty if there are none.
    ``flagged`` are the cases that a review has flagged for the guideline; their notes say why.
    """

    label: str
    source: str = ""
    examples: tuple[CorpusExample, ...] = ()
    flagged: tuple[CorpusExample, ...] = ()


class Host(Protocol):
    """What holds the schema."""

    schema: Schema


class Guiding:
    """Finds examples of labels, and puts them into the schema; the latter on the editing thread."""

    def __init__(self, host: Host, door: Door, revising: Revising) -> None:
        self._host = host
        self._door = door
        self._revising = revising

    def guidance(self, label: str) -> Callable[[Progress], Guidance]:
        """Return work, for any thread, that finds what the corpus says about a label.

        Only what is stored counts, and nothing that is hidden from this person for now.
        """
        store, me = self._door.store, self._door.actor
        return lambda progress: _guidance(store, label, me, progress)

    def example_of(self, document: str, span: str) -> tuple[str, Example]:
        """Return a span of this person's layer as an example, with its label; NotFoundError."""
        found = self._door.live.layer(document, self._door.actor).span(span)
        if found is None:
            raise NotFoundError("span", span)
        text = self._door.live.document(document).text
        return found.label, in_words(text, found.start, found.end)

    def accept(self, label: str, example: Example) -> int:
        """Add an example to a label of the schema, as an act that undo takes back.

        Returns how many the label has now.
        EditRefusedError if it is there already, the label is not, or the span is too long.
        """
        there = self._examples_of(label)
        if any(_same(example, other) for other in there):
            raise EditRefusedError(f"{label} has this example already")
        if len(example.span) > LONGEST_SPAN:
            raise EditRefusedError(f"an example has at most {LONGEST_SPAN} characters")
        return self._put(label, (*there, example))

    def withdraw(self, label: str, place: int) -> int:
        """Take an example out of the schema by its place; NotFoundError if there is none.

        Returns how many the label has left.
        """
        there = self._examples_of(label)
        if not 0 <= place < len(there):
            raise NotFoundError("example", str(place + 1))
        return self._put(label, (*there[:place], *there[place + 1 :]))

    def _examples_of(self, label: str) -> tuple[Example, ...]:
        found = self._host.schema.labels.get(label)
        if found is None:
            raise EditRefusedError(f"the schema has no label {label!r}")
        return found.examples

    def _put(self, label: str, examples: Sequence[Example]) -> int:
        schema = self._host.schema
        new = schema.labels[label].model_copy(update={"examples": tuple(examples)})
        labels = {**schema.labels, label: new}
        self._revising.set(schema.model_copy(update={"labels": labels}))
        return len(examples)


def in_words(text: str, start: int, end: int, note: str = "") -> Example:
    """Return a place of a text with the words around it, of the same paragraph.

    White space becomes single blanks; ``…`` stands for words that are left out, of the span too if
    it is longer than any example.
    """
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    cut_before, cut_after = start > AROUND, end + AROUND < len(text)
    breaks = list(_BREAK.finditer(before))
    if breaks:
        before, cut_before = before[breaks[-1].end() :], False
    found = _BREAK.search(after)
    if found:
        after, cut_after = after[: found.start()], False
    if cut_before:
        before = "…" + before[_word_start(before) :]
    if cut_after:
        after = after[: _word_end(after)] + "…"
    blank = _SPACE.sub
    words = blank(" ", text[start:end]).strip()
    if len(words) > LONGEST_SPAN:
        words = words[: floor_boundary(words, LONGEST_SPAN)] + "…"
    return Example(before=blank(" ", before), span=words or "…", after=blank(" ", after), note=note)


def _word_start(before: str) -> int:
    """Return where the first whole word of a cut text starts.

    A script without blanks, or a very long word, is cut between two characters as one sees them.
    """
    found = _SPACE.search(before)
    is_near = found is not None and found.end() <= len(before) // 2
    return found.end() if found is not None and is_near else ceil_boundary(before, 1)


def _word_end(after: str) -> int:
    """Return where the last whole word of a cut text ends; as ``_word_start``."""
    place = max((found.start() for found in _SPACE.finditer(after)), default=0)
    return place if place >= len(after) // 2 else floor_boundary(after, len(after) - 1)


def diverse(strings: Sequence[FrequentString], limit: int) -> list[FrequentString]:
    """Return the most frequent strings that differ, the most frequent first.

    Strings that differ only in case or white space are one. Those whose words another one has as
    well come only where there is room for them.
    """
    merged: dict[str, list[FrequentString]] = {}
    for each in strings:
        merged.setdefault(_folded(each.surface), []).append(each)
    ordered = sorted((_joined(same) for same in merged.values()), key=_rank)
    chosen: list[FrequentString] = []
    similar: list[FrequentString] = []
    seen: list[frozenset[str]] = []
    for each in ordered:
        words = frozenset(_folded(each.surface).split())
        if any(words <= other or words >= other for other in seen):
            similar.append(each)
        else:
            chosen.append(each)
            seen.append(words)
        if len(chosen) == limit:
            return chosen
    return sorted((*chosen, *similar[: limit - len(chosen)]), key=_rank)


def _rank(string: FrequentString) -> tuple[int, int, str]:
    return -string.count, string.first_document, string.surface


def _joined(same: Sequence[FrequentString]) -> FrequentString:
    """Return strings that are one, in their most frequent form, with all of their spans."""
    return replace(min(same, key=_rank), count=sum(each.count for each in same))


def _folded(surface: str) -> str:
    return " ".join(surface.casefold().split())


def _guidance(store: Store, label: str, me: str, progress: Progress) -> Guidance:
    progress(0, 3)
    hidden = kept_from(me, store.assignments(), lambda: store.completed_by(me))
    sources = [(OWN, Whose(me, only_complete=True))]
    if len(hidden) <= stored.MOST_LEFT_OUT:
        sources.insert(0, (GOLD, Whose(GOLD, left_out=hidden)))
    progress(1, 3)
    source, found = "", tuple[CorpusExample, ...]()
    for name, whose in sources:
        found = found or _examples(store, label, whose, progress)
        source = source or (name if found else "")
    progress(2, 3)
    return Guidance(label, source, found, tuple(_flagged(store, label, hidden)))


def _examples(
    store: Store, label: str, whose: Whose, progress: Progress
) -> tuple[CorpusExample, ...]:
    with store.database.reading() as connection:
        strings = stored.frequent_strings(connection, label, whose, limit=LOOKED_AT)
        progress(1, 3)
        used: set[int] = set()
        places: list[tuple[FrequentString, SpanPlace]] = []
        for string in diverse(strings, SHOWN):
            keys = (string.first_document, string.last_document)
            key = next((key for key in keys if key not in used), keys[0])
            used.add(key)
            place = stored.place_of(connection, label, whose, string.surface, key)
            if place is not None:
                places.append((string, place))
    return tuple(_example(place, count=string.count) for string, place in places)


def _flagged(store: Store, label: str, hidden: Collection[str]) -> Iterator[CorpusExample]:
    with store.database.reading() as connection:
        found = stored.flagged_places(connection, label, hidden)
        for _, (place, decision) in zip(range(SHOWN), found, strict=False):
            parts = (decision.reason, decision.note)
            yield _example(place, note=": ".join(part for part in parts if part))


def _example(place: SpanPlace, *, note: str = "", count: int = 1) -> CorpusExample:
    words = in_words(place.text, place.start, place.end, note)
    return CorpusExample(place.document, place.title, place.start, place.end, words, count)


def _same(one: Example, other: Example) -> bool:
    return (one.before, one.span, one.after) == (other.before, other.span, other.after)
