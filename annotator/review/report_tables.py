# SPDX-License-Identifier: MIT
"""Reports as tables, for a page, a file, a screen; and the report of disagreement as tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.review.guideline_hints import Example, Habit, Hint, Hints
from annotator.review.suspicions import BLANK, Fault, Suspect
from annotator.review.value import Value

MISSING = "∅ missing"
Place = tuple[str, int, int]
"""A document's id, and a stretch of its text (code points)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked about a number: the places behind it.

    ``kind`` is "label" (``one`` the label of the first annotator, ``other`` that of the other,
    ``MISSING`` for none), "string" (``one``, case folded) or "pair" (their names).
    """

    kind: Literal["label", "string", "pair"]
    one: str
    other: str = ""

    @property
    def words(self) -> str:
        """What is asked, as a title."""
        if self.kind == "string":
            return f"Differences about “{self.one}”"
        if self.kind == "pair":
            return f"Differences of {self.one} and {self.other}"
        return self.one if self.one == self.other else f"{self.one} against {self.other}"


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One point of a curve: what stands below it, its value (0..1) and the interval of that."""

    name: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table: ``id`` is short and names its file; ``note`` defines what is in it.

    ``places`` has the place each row leads to, None where it leads nowhere; empty if none does.
    ``heat`` has a share (0..1) for each cell of a row but the first, to colour it by; empty: plain.
    ``questions`` has for each cell what may be asked about it, or None; ``curve`` is to be drawn.
    """

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[Place | None, ...] = ()
    heat: tuple[tuple[float, ...], ...] = ()
    questions: tuple[tuple[Question | None, ...], ...] = ()
    curve: tuple[CurvePoint, ...] = ()


def in_words(value: Value) -> str:
    """Return a value as it is shown: three decimals and its interval, or why there is none."""
    if value.value is None:
        return f"not defined: {value.reason}"
    words = f"{value.value:.3f}"
    if value.low is not None and value.high is not None:
        words += f" [{value.low:.3f}, {value.high:.3f}]"
    return words


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a guideline should settle, what may be wrong in gold, and how decisions came about.

    ``reasons`` and ``methods`` count decisions; ``inconsistent`` has for each string with several
    labels in gold how often it has which (``BLANK``: none).
    """

    hints: Hints
    suspects: Sequence[Suspect]
    inconsistent: Sequence[tuple[str, tuple[tuple[str, int], ...]]]
    reasons: Mapping[str, int]
    methods: Mapping[str, int]
    lessons: int = 0
    was_read: bool = False


def disagreement_tables(found: Disagreement) -> tuple[ReportTable, ...]:
    """Return the tables of the report of disagreement."""
    return (
        _hints("hint-labels", "Labels to say more about", "label", found.hints.labels),
        _hints("hint-strings", "Strings to say more about", "string", found.hints.strings),
        _habits(found.hints.boundaries),
        _inconsistent(found.inconsistent),
        _suspects(found),
        _counts("reasons", "Decisions by reason", "reason", found.reasons),
        _counts("methods", "Decisions by method", "method", found.methods),
    )


def _hints(id: str, title: str, what: str, hints: Iterable[Hint]) -> ReportTable:
    rows, places = [], []
    for hint in hints:
        example = hint.differing[0] if hint.differing else None
        rows.append(
            (
                hint.about,
                f"{hint.disagreed:,} of {hint.items:,}",
                f"{hint.documents:,}",
                f"{hint.lift:.1f}",
                f"{100 * hint.mass:.0f} %",
                _example(example),
            )
        )
        places.append(None if example is None else (example.document, example.start, example.end))
    note = (
        "Disagreed on more than the rest, by the lower 95 % bound, in at least three documents. "
        "Lift: that share over the share of all; mass: its part of all disagreement."
    )
    columns = (what, "differ", "documents", "lift", "mass", "example")
    return ReportTable(id, title, note, columns, tuple(rows), tuple(places))


def _habits(habits: Iterable[Habit]) -> ReportTable:
    rows, places = [], []
    for habit in habits:
        first = habit.examples[0]
        rows.append(
            (
                habit.words,
                habit.side,
                ", ".join(f"{name} {count}" for name, count in sorted(habit.inside.items())),
                ", ".join(f"{name} {count}" for name, count in sorted(habit.outside.items())),
                f"{habit.decided_in} in, {habit.decided_out} out",
                _example(first),
            )
        )
        places.append((first.document, first.start, first.end))
    columns = ("words", "edge", "left in by", "left out by", "decided", "example")
    note = "Words at the edge of spans that some leave in and others leave out."
    return ReportTable(
        "hint-boundaries", "Boundaries to say more about", note, columns, tuple(rows), tuple(places)
    )


def _inconsistent(found: Iterable[tuple[str, tuple[tuple[str, int], ...]]]) -> ReportTable:
    rows = tuple((string, _uses(uses)) for string, uses in found)
    note = "Strings that have several labels in gold, with how often each."
    columns = ("string", "uses")
    return ReportTable("inconsistent", "Labelled differently in gold", note, columns, rows)


_READER = "how likely a model that knows only other documents would mark it"


def _suspects(found: Disagreement) -> ReportTable:
    rows, places = [], []
    for one in found.suspects:
        votes = "" if one.votes is None else f"{one.votes.given} of {one.votes.asked}"
        kind = "may be wrong" if one.fault is Fault.WRONG else "may be missed"
        read = "" if one.read is None else f"{100 * one.read:.0f} %"
        row = (f"{one.label} {one.surface}", kind, _uses(one.uses), votes, read, one.document)
        rows.append(row)
        places.append((one.document, one.start, one.end))
    signs = "how the same string is labelled elsewhere and votes"
    if found.was_read:
        signs = f"how the same string is labelled elsewhere, votes, and {_READER}"
    how = "no probability."
    if found.lessons:
        how = f"weighed as {found.lessons:,} versions that were decided by hand have it."
    note = f"Ranked by {signs}; {how}"
    columns = ("gold", "why", "uses of the string", "votes", "second reader", "document")
    return ReportTable(
        "suspects", "Places in gold to look at again", note, columns, tuple(rows), tuple(places)
    )


def _counts(id: str, title: str, what: str, counts: Mapping[str, int]) -> ReportTable:
    order = sorted(counts.items(), key=lambda both: (-both[1], both[0]))
    rows = tuple((name or "none given", f"{count:,}") for name, count in order)
    return ReportTable(id, title, "", (what, "decisions"), rows)


def _uses(uses: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{'blank' if label == BLANK else label} {count:,}" for label, count in uses)


def _example(example: Example | None) -> str:
    if example is None:
        return ""
    said = "; ".join(f"{name}: {words or 'nothing'}" for name, words in example.versions)
    text = f"…{example.before}[{example.surface}]{example.after}…"
    return f"{' '.join(text.split())} ({said})"
