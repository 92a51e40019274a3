# SPDX-License-Identifier: MIT
"""The report of agreement as tables."""

from collections.abc import Iterator

from annotator.review.f1 import Measure
from annotator.review.report import AgreementReport
from annotator.review.report_tables import MISSING, CurvePoint, Question, ReportTable, in_words

MEASURES = {
    Measure.STRICT: "same place and label",
    Measure.EXACT: "same place, any label",
    Measure.PARTIAL: "same place, any label; overlap counts half",
    Measure.TYPE: "same label where they overlap",
}
_PAIR = 2


def agreement_tables(report: AgreementReport) -> tuple[ReportTable, ...]:
    """Return the tables of the report of agreement, the most asked for first."""
    return (
        _summary(report),
        _labels(report),
        _pairs(report),
        *_grid(report),
        _confusion(report),
        _kinds(report),
        _documents(report),
        _strings(report),
        _time(report),
        _own(report),
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
    note = (
        "Documents that both completed; in those that are both empty nobody marked anything. "
        "Enter shows where two differ."
    )
    questions = tuple(
        (Question("pair", pair.one, pair.other),) * len(columns) for pair in report.pairs
    )
    return ReportTable("pairs", "By pair of annotators", note, columns, rows, questions=questions)


def _grid(report: AgreementReport) -> Iterator[ReportTable]:
    """Yield annotators against annotators, if there are more than two."""
    names = report.annotators
    if len(names) <= _PAIR:
        return
    found = {(pair.one, pair.other): pair.f1[Measure.STRICT].value for pair in report.pairs}
    rows, heat, questions = [], [], []
    for row in names:
        pairs = [(min(row, column), max(row, column)) for column in names]
        values = [found.get(pair) for pair in pairs]
        rows.append((row, *("" if value is None else f"{value:.3f}" for value in values)))
        heat.append(tuple(value or 0.0 for value in values))
        asked = [Question("pair", *pair) if pair in found else None for pair in pairs]
        questions.append((None, *asked))
    note = (
        "Strict F1; the stronger the colour, the more they agree. "
        "Enter on a number shows where two differ."
    )
    yield ReportTable(
        "grid",
        "Annotators against annotators",
        note,
        ("", *names),
        tuple(rows),
        heat=tuple(heat),
        questions=tuple(questions),
    )


def _confusion(report: AgreementReport) -> ReportTable:
    names = [each.label for each in report.labels]
    names = [*sorted(names)[: max(0, len(report.confusion) - 1)], MISSING]
    rows, heat = [], []
    for name, counts in zip(names, report.confusion, strict=False):
        total = max(1, sum(counts))
        rows.append((name, *(f"{count:,}" for count in counts)))
        heat.append(tuple(count / total for count in counts))
    note = (
        "Rows: the annotator who comes first by name; columns: the other. Matched by overlap. "
        "Enter on a number shows its places."
    )
    questions = tuple(
        (None, *(Question("label", row, column) if count else None for column, count in cells))
        for row, counts in zip(names, report.confusion, strict=False)
        for cells in (list(zip(names, counts, strict=False)),)
    )
    return ReportTable(
        "confusion",
        "Labels against labels",
        note,
        ("", *names),
        tuple(rows),
        heat=tuple(heat),
        questions=questions,
    )


def _kinds(report: AgreementReport) -> ReportTable:
    kinds = {
        "missing": "only one marked it",
        "boundary": "other boundaries",
        "label": "another label",
        "boundary_and_label": "other boundaries and another label",
    }
    rows = tuple(
        (words, f"{getattr(report.kinds, name):,}", in_words(report.kind_shares[name]))
        for name, words in kinds.items()
    )
    note = "Counted once for each pair of annotators; shares are of all differences."
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
        "However they are written, in small or capital letters; spans of both annotators are "
        "counted. Enter shows the places.",
        ("string", "differences", "compared"),
        rows,
        questions=tuple((Question("string", each.surface),) * 3 for each in report.worst_strings),
    )


def _time(report: AgreementReport) -> ReportTable:
    rows = tuple((month, in_words(value)) for month, value in report.over_time)
    return ReportTable(
        "time",
        "Over time",
        "Strict F1 by the month of completion, with its 95 % interval.",
        ("month", "strict F1"),
        rows,
        curve=tuple(
            CurvePoint(month, value.value, value.low, value.high)
            for month, value in report.over_time
        ),
    )


def _own(report: AgreementReport) -> ReportTable:
    rows = tuple(
        (each.annotator, in_words(each.strict), in_words(each.partial), f"{each.texts:,}")
        for each in report.own
    )
    note = (
        "Texts that the same annotator completed twice. For this, import some documents once more "
        "under other ids and have them annotated again."
    )
    columns = ("annotator", "strict F1", "partial F1", "texts")
    return ReportTable("self", "Annotators with themselves", note, columns, rows)
