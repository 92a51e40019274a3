# SPDX-License-Identifier: MIT
"""Likely errors in finished gold: spans that may be wrong, and places that may have been missed.

Two signals need no training: how the same string is labelled elsewhere, and how many annotators
gave what is now gold. A third is a second reader: a model that was trained on the other documents
of gold, and says what it would mark in this one. They are brought together by rank (Borda), since
none is the probability of an error, or by weights that were learned from what people decided
(``suspicion_weights``).
Source of the signals: Klie, Webber and Gurevych 2023, "Annotation error detection".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from annotator.model.records import Span
from annotator.review.strings import Covered, Strings, Words, string_of

BLANK = ""
"""Stands for "not labelled" where labels are counted."""
NO_OPINION = 0.5
LIKELY = 0.5
"""From this probability on, what only the second reader marks is a place to look at."""
Guesses: TypeAlias = Mapping[tuple[int, int, str], float]
"""How likely the second reader would mark (start, end, label) in a document; 0 if not there."""
Weigh: TypeAlias = Callable[["Suspect"], float]


class Fault(StrEnum):
    """What may be wrong: a span of the gold layer, or that there is none."""

    WRONG = "wrong"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Votes:
    """How many of those who completed the document gave a span: ``given`` of ``asked``."""

    given: int
    asked: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A place where some annotators had a span, and gold has none."""

    start: int
    end: int
    label: str
    votes: Votes


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """The gold spans of a document; ``votes`` by span id, for those that annotators voted on.

    ``asked`` annotators completed it, so a place that is not among ``refused`` was left blank by
    all of them; 0 if nobody did. ``guesses`` is None for a document that the second reader has not
    read.
    """

    id: str
    text: str
    spans: tuple[Span, ...]
    votes: Mapping[str, Votes] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    guesses: Guesses | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Suspect:
    """A place to look at again. ``rank`` is 0 (least) to 1 (most suspicious); no probability.

    ``label`` is that of the gold span, or the likeliest one for a missed place. ``uses`` counts how
    the string is labelled in all of gold (``BLANK``: not labelled), most frequent first. ``read``
    is how likely the second reader marks it so, None if it has not read the document.
    """

    document: str
    start: int
    end: int
    fault: Fault
    label: str
    surface: str
    uses: tuple[tuple[str, int], ...]
    votes: Votes | None
    record: str = ""
    rank: float = 0.0
    read: float | None = None


def suspects(
    documents: Callable[[], Iterable[GoldDocument]], weigh: Weigh | None = None
) -> list[Suspect]:
    """Return every gold span and every unlabelled use of a labelled string, worst first.

    ``documents`` is called three times, and gives the same each time. ``weigh`` gives the rank of
    a suspect, 0 to 1; without it the signals are brought together by rank. Equal ranks are in the
    order of documents and places.
    """
    uses = string_uses(documents)
    known = Strings.of(uses)
    found: list[Suspect] = []
    for document in documents():
        found.extend(_of_document(document, uses, known))
    if weigh is None:
        return _worst_first(_ranked(found))
    return _worst_first([replace(one, rank=weigh(one)) for one in found])


def string_uses(
    documents: Callable[[], Iterable[GoldDocument]],
) -> dict[Words, Counter[str]]:
    """Return how often each labelled string has which label, and how often none (``BLANK``)."""
    uses: dict[Words, Counter[str]] = {}
    for document in documents():
        for span in document.spans:
            string = string_of(span.surface(document.text))
            if string:
                uses.setdefault(string, Counter())[span.label] += 1
    known = Strings.of(uses)
    for document in documents():
        covered = Covered(document.spans)
        for string, start, end in known.places(document.text):
            if not covered.overlaps(start, end):
                uses[string][BLANK] += 1
    return uses


def _of_document(
    document: GoldDocument, uses: Mapping[Words, Counter[str]], known: Strings
) -> list[Suspect]:
    found = [_of_span(document, span, uses) for span in document.spans]
    covered = Covered(document.spans)
    refused = {(one.start, one.end): one for one in document.refused}
    for string, start, end in known.places(document.text):
        if covered.overlaps(start, end):
            continue
        one = refused.pop((start, end), None)
        found.append(_missed(document, (start, end), _most(uses[string]), string, uses, one))
    for (start, end), one in refused.items():
        string = string_of(document.text[start:end])
        found.append(_missed(document, (start, end), one.label, string, uses, one))
    places = {(one.start, one.end) for one in found}
    for (start, end, label), likely in (document.guesses or {}).items():
        if likely >= LIKELY and (start, end) not in places and not covered.overlaps(start, end):
            string = string_of(document.text[start:end])
            found.append(_missed(document, (start, end), label, string, uses, None))
    return found


def _of_span(document: GoldDocument, span: Span, uses: Mapping[Words, Counter[str]]) -> Suspect:
    surface = span.surface(document.text)
    counts = uses.get(string_of(surface), Counter({span.label: 1}))
    return Suspect(
        document.id,
        span.start,
        span.end,
        Fault.WRONG,
        span.label,
        surface,
        _by_count(counts),
        document.votes.get(span.id),
        span.id,
        read=_read(document, span.start, span.end, span.label),
    )


def _missed(
    document: GoldDocument,
    place: tuple[int, int],
    label: str,
    string: Words,
    uses: Mapping[Words, Counter[str]],
    refused: Refused | None,
) -> Suspect:
    start, end = place
    counts = uses.get(string, Counter())
    return Suspect(
        document.id,
        start,
        end,
        Fault.MISSED,
        label,
        document.text[start:end],
        _by_count(counts),
        refused.votes if refused is not None else _nobody(document),
        read=_read(document, start, end, label),
    )


def _nobody(document: GoldDocument) -> Votes | None:
    return Votes(0, document.asked) if document.asked else None


def _read(document: GoldDocument, start: int, end: int, label: str) -> float | None:
    return None if document.guesses is None else document.guesses.get((start, end, label), 0.0)


def _by_count(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda use: (-use[1], use[0])))


def _most(counts: Counter[str]) -> str:
    return min((-count, label) for label, count in counts.items() if label != BLANK)[1]


def by_string(suspect: Suspect) -> float:
    """Return how suspicious a place is by the other uses of its string, from 0 to 1.

    The share of the other uses that say otherwise, drawn to one half where there are few.
    """
    counts = dict(suspect.uses)
    total = sum(counts.values())
    said = BLANK if suspect.fault is Fault.MISSED else suspect.label
    others = max(0, total - 1)
    same = max(0, counts.get(said, 0) - 1)
    return 1 - (same + NO_OPINION) / (others + 1)


def by_votes(suspect: Suspect) -> float:
    """Return how suspicious a place is by annotators' votes, 0 to 1; .5 if nobody was asked."""
    if suspect.votes is None:
        return NO_OPINION
    share = (suspect.votes.given + NO_OPINION) / (suspect.votes.asked + 1)
    return share if suspect.fault is Fault.MISSED else 1 - share


def by_reader(suspect: Suspect) -> float:
    """Return how suspicious a place is by the second reader, 0 to 1; .5 if it has not read it."""
    if suspect.read is None:
        return NO_OPINION
    return suspect.read if suspect.fault is Fault.MISSED else 1 - suspect.read


SIGNALS = (by_string, by_votes, by_reader)


def _ranked(found: Sequence[Suspect]) -> list[Suspect]:
    """Return the suspects with their mean rank; a signal that has nothing to say of any is out."""
    signals = [[signal(one) for one in found] for signal in SIGNALS]
    ranks = [_ranks(values) for values in signals if len(set(values)) > 1]
    most = max(1, len(ranks) * (len(found) - 1))
    return [
        replace(one, rank=sum(each[place] for each in ranks) / most)
        for place, one in enumerate(found)
    ]


def _worst_first(found: Sequence[Suspect]) -> list[Suspect]:
    return sorted(found, key=lambda one: (-one.rank, one.document, one.start, one.end))


def _ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value from 0; equal ones share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for place in order[at:end]:
            ranks[place] = (at + end - 1) / 2
        at = end
    return ranks
