# SPDX-License-Identifier: MIT
"""The command that says what is not consistent over the whole corpus."""

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from annotator.checks.corpus_findings import Inconsistency
from annotator.checks.finding import Severity
from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import one_line, progress_of, say, say_json
from annotator.errors import NotFoundError
from annotator.workspace.consistency import EVERYBODY, Place
from annotator.workspace.workspace import Workspace

FINDINGS = 1
SHOWN = 3


def consistency(
    project: ProjectPath,
    *,
    annotator: Annotated[
        str,
        typer.Option("--annotator", help="Whose layer, gold is one; else all but gold."),
    ] = EVERYBODY,
    places: Annotated[
        int, typer.Option("--places", min=0, help="So many places of each; JSON has them all.")
    ] = SHOWN,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say which strings have several labels or boundaries, or stand blank, over all documents.

    The exit code is as that of check: 1 for errors, which only a schema makes of these findings,
    with --strict for warnings too.
    """
    workspace = Workspace.open(project, read_only=True)
    most = sys.maxsize if as_json else places
    try:
        if annotator and annotator not in workspace.annotators():
            raise NotFoundError("annotator", annotator)
        work = workspace.consistency.asked(annotator)
        with progress_of("Comparing") as progress:
            found = work(progress)
            rows = []
            for number, one in enumerate(found.findings, start=1):
                rows.append((one, workspace.consistency.places(one, most=most) if most else ()))
                progress(number, len(found.findings))
    finally:
        workspace.close()
    if as_json:
        say_json({"layers": found.layers, "findings": [_data(one, each) for one, each in rows]})
    else:
        for one, each in rows:
            _say(one, each)
        findings = "1 finding" if len(rows) == 1 else f"{len(rows):,} findings"
        layers = "1 layer" if found.layers == 1 else f"{found.layers:,} layers"
        say(f"{findings} in {layers}" if rows else "nothing found")
    enough = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(one.severity in enough for one in found.findings):
        raise typer.Exit(FINDINGS)


def _say(finding: Inconsistency, places: Sequence[Place]) -> None:
    say(one_line(f"{finding.severity} {finding.code}: {finding.message}"))
    for place in places:
        spot = place.spot
        where = f"{spot.document} [{spot.layer}]:{spot.start}-{spot.end}"
        what = spot.label or "blank"
        words = " ".join(f"{place.before}[{place.words}]{place.after}".split())
        say(one_line(f"    {where}: {what}: {words}"))
    more = finding.places - len(places)
    if places and more > 0:
        say(f"    and {more:,} more")


def _data(finding: Inconsistency, places: Sequence[Place]) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "likelihood": round(finding.likelihood, 4),
        "surface": finding.surface,
        "forms": list(finding.forms),
        "labels": dict(finding.labels),
        "blank": finding.blanks,
        "wanted": finding.wanted,
        "message": finding.message,
        "places": [
            {
                "document": place.spot.document,
                "annotator": place.spot.layer,
                "span": place.spot.span,
                "label": place.spot.label,
                "start": place.spot.start,
                "end": place.spot.end,
                "before": place.before,
                "text": place.words,
                "after": place.after,
                "mended": [place.spot.new_start, place.spot.new_end],
            }
            for place in places
        ],
    }
