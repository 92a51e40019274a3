# SPDX-License-Identifier: MIT
"""The reports of agreement and of disagreement as tables: for a page, a file, a screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.review.f1 import Measure
from annotator.review.guideline_hints import Example, Habit, Hint, Hints
from annotator.review.report import AgreementReport
from annotator.review.suspicions import BLANK, Fault, Suspect
from annotator.review.value import Value

MEASURES = {
    Measure.STRICT: "same place and label",
    Measure.EXACT: "same place, any label",
    Measure.PARTIAL: "same place, any label; overlap counts half",
    Measure.TYPE: "same label where they overlap",
}
MISSING = "∅ missing"
Place = tuple[str, int, int]
"""A document's id, and a stretch of its text (code points)."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table: ``id`` is short and names its file; ``note`` defines what is in it.

    ``places`` has the place each row leads to, None where it leads nowhere; empty if none does.
    ``heat`` has a share (0..1) for each cell of a row but the first, to colour it by; empty: plain.
    """

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[Place | None, ...] = ()
    heat: tuple[tuple[float, ...], ...] = ()


def in_words(value: Value) -> str:
    """Return a value as it is shown: three decimals and its interval, or why there is none."""
    if value.value is None:
        return f"not defined: {value.reason}"
    words = f"{value.value:.3f}"
    if value.low is not None and value.high is not None:
        words += f" [{value.low:.3f}, {value.high:.3f}]"
    return words


def agreement_tables(report: AgreementReport) -> tuple[ReportTable, ...]:
    """Return the tables of the report of agreement, the most asked for first."""
    return (
        _summary(report),
        _labels(report),
        _pairs(report),
        _confusion(report),
        _kinds(report),
        _documents(report),
        _strings(report),
        _time(report),
    )


def _summary(report: AgreementReport) -> ReportTable:
    rows = [
        (f"{measure} F1", in_words(report.micro[measure]), words)
        for measure, words in MEASURES.items()
    ]
    deviation = report.team.deviation
    spread = "" if deviation is None else f", deviation {deviation:.3f}"
    rows += [
        ("mean of pairs", in_words(report.team.mean) + spread, "strict F1 of each two, averaged"),
        ("worst pair", " and ".join(report.team.worst) or "none", "of strict F1"),
        ("mean of labels", in_words(report.macro_label), "strict F1 of each label, averaged"),
        ("mean of documents", in_words(report.macro_document), "without those where all is empty"),
    ]
    note = (
        f"{report.documents:,} documents that at least two completed, "
        f"by {', '.join(report.annotators) or 'nobody'}. In brackets: 95 % interval, bootstrap "
        "over documents."
    )
    return ReportTable(
        "summary", "Agreement on spans", note, ("measure", "F1", "what counts"), tuple(rows)
    )


def _labels(report: AgreementReport) -> ReportTable:
    rows = tuple(
        (each.label, in_words(each.strict), in_words(each.partial), f"{each.spans:,}")
        for each in report.labels
    )
    note = "All pairs together; spans are those of both annotators of every pair."
    return ReportTable(
        "labels", "By label", note, ("label", "strict F1", "partial F1", "spans"), rows
    )


def _pairs(report: AgreementReport) -> ReportTable:
    rows = tuple(
        (
            pair.one,
            pair.other,
            in_words(pair.f1[Measure.STRICT]),
            in_words(pair.f1[Measure.PARTIAL]),
            f"{pair.documents:,}",
            f"{pair.both_empty:,}",
        )
        for pair in report.pairs
    )
    columns = ("annotator", "annotator", "strict F1", "partial F1", "documents", "both empty")
    note = "Documents that both completed; in those that are both empty nobody marked anything."
    return ReportTable("pairs", "By pair of annotators", note, columns, rows)


def _confusion(report: AgreementReport) -> ReportTable:
    names = [each.label for each in report.labels]
    names = [*sorted(names)[: max(0, len(report.confusion) - 1)], MISSING]
    rows, heat = [], []
    for name, counts in zip(names, report.confusion, strict=False):
        total = max(1, sum(counts))
        rows.append((name, *(f"{count:,}" for count in counts)))
        heat.append(tuple(count / total for count in counts))
    note = "Rows: the annotator who comes first by name; columns: the other. Matched by overlap."
    return ReportTable(
        "confusion",
        "Labels against labels",
        note,
        ("", *names),
        tuple(rows),
        heat=tuple(heat),
    )


def _kinds(report: AgreementReport) -> ReportTable:
    kinds = report.kinds
    counted = (
        ("only one marked it", kinds.missing),
        ("other boundaries", kinds.boundary),
        ("another label", kinds.label),
        ("other boundaries and another label", kinds.boundary_and_label),
    )
    total = max(1, sum(count for _, count in counted))
    rows = tuple((name, f"{count:,}", f"{100 * count / total:.0f} %") for name, count in counted)
    note = "Counted once for each pair of annotators."
    return ReportTable("kinds", "How they differ", note, ("kind", "times", "share"), rows)


def _documents(report: AgreementReport) -> ReportTable:
    worst = report.worst_documents
    rows = tuple((each.document, in_words(each.strict), f"{each.differences:,}") for each in worst)
    return ReportTable(
        "documents",
        "Documents with most differences",
        "Enter opens the document.",
        ("document", "strict F1", "differences"),
        rows,
        tuple((each.document, 0, 0) for each in worst),
    )


def _strings(report: AgreementReport) -> ReportTable:
    rows = tuple(
        (each.surface, f"{each.differences:,}", f"{each.compared:,}")
        for each in report.worst_strings
    )
    return ReportTable(
        "strings",
        "Strings with most differences",
        "However they are written, in small or capital letters.",
        ("string", "differences", "compared"),
        rows,
    )


def _time(report: AgreementReport) -> ReportTable:
    rows = tuple((month, in_words(value)) for month, value in report.over_time)
    return ReportTable(
        "time", "Over time", "By the month of completion.", ("month", "strict F1"), rows
    )


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
