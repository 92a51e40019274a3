# SPDX-License-Identifier: MIT
"""The commands about several annotators: how far they agree."""

from collections.abc import Iterable, Sequence

from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import one_line, progress_of, say, say_json, say_table
from annotator.review.f1 import Measure
from annotator.review.report import AgreementReport
from annotator.review.value import Value
from annotator.workspace.workspace import Workspace


def agreement(project: ProjectPath, *, as_json: AsJson = False) -> None:
    """Say how far the annotators agree on spans, and on what they do not."""
    workspace = Workspace.open(project, read_only=True)
    try:
        with progress_of("Comparing") as progress:
            report = workspace.agreeing.report(progress=progress)
    finally:
        workspace.close()
    if as_json:
        say_json(report.to_data())
        return
    for warning in report.warnings:
        say(one_line(warning))
    if report.pairs or report.own:
        _say_report(report)


def _say_report(report: AgreementReport) -> None:
    say(f"{report.documents:,} documents that at least two completed")
    measures = tuple(Measure)
    rows = [
        (
            f"{pair.one} and {pair.other}",
            f"{pair.documents:,}",
            *_cells(pair.f1[m] for m in measures),
        )
        for pair in report.pairs
    ]
    rows.append(("all pairs", f"{report.documents:,}", *_cells(report.micro[m] for m in measures)))
    _say_part("F1 by pair", ("annotators", "documents", *map(str, measures)), rows)
    labels = [
        (each.label, f"{each.spans:,}", *_cells((each.strict, each.partial)))
        for each in report.labels
    ]
    _say_part("F1 by label", ("label", "spans", "strict", "partial"), labels)
    own = [
        (each.annotator, f"{each.texts:,}", *_cells((each.strict, each.partial)))
        for each in report.own
    ]
    _say_part("With themselves", ("annotator", "texts", "strict", "partial"), own)
    kinds = report.kinds
    differences = [
        ("only one marked it", f"{kinds.missing:,}"),
        ("other boundaries", f"{kinds.boundary:,}"),
        ("another label", f"{kinds.label:,}"),
        ("both", f"{kinds.boundary_and_label:,}"),
    ]
    _say_part("Differences", ("kind", "count"), differences)
    worst = [
        (each.surface, f"{each.differences:,}", f"{each.compared:,}")
        for each in report.worst_strings[:10]
    ]
    _say_part("Most disagreed on", ("string", "differences", "of"), worst)
    documents = [
        (each.document, _shown(each.strict), f"{each.differences:,}")
        for each in report.worst_documents[:10]
    ]
    _say_part("Least agreement", ("document", "strict F1", "differences"), documents)


def _say_part(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if rows:
        say(f"\n{title}")
        say_table(header, rows)


def _cells(values: Iterable[Value]) -> tuple[str, ...]:
    return tuple(_shown(value) for value in values)


def _shown(value: Value) -> str:
    """Return a value with its interval; why, where there is none."""
    if value.value is None:
        return f"none: {value.reason}"
    if value.low is None or value.high is None:
        return f"{value.value:.3f}"
    return f"{value.value:.3f} ({value.low:.3f} to {value.high:.3f})"
