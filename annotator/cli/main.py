# SPDX-License-Identifier: MIT
"""The commands: parse, call the workspace, print.

Exit code 0 is fine, 1 means findings, 2 bad input, bad usage or a machine in the way.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from annotator import __version__
from annotator.checks.finding import Severity
from annotator.checks.schema_files import read_checked_schema
from annotator.cli import (
    adjudicate,
    assigning,
    consistency,
    exchange,
    release,
    report,
    review,
    source,
)
from annotator.cli import schema as schema_command
from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import (
    OutputError,
    complain,
    finish_output,
    one_line,
    progress_of,
    say,
    say_json,
    say_table,
)
from annotator.errors import AnnotatorError, CancelledError
from annotator.workspace.exporting import Target
from annotator.workspace.workspace import Workspace

FINDINGS = 1
REFUSED = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Screen:
    """The window, given from outside: why there can be none (empty if it can), and its opening."""

    missing: Callable[[], str]
    open: Callable[[str], int]


app = typer.Typer(
    name="annotator",
    help="Annotate news articles about armed conflict and export training corpora.\n\n"
    "`annotator [PROJECT]` opens the window.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def new(
    project: ProjectPath,
    *,
    schema: Annotated[Path | None, typer.Option("--schema", help="YAML or JSON file.")] = None,
    language: Annotated[str, typer.Option("--language", help="Such as en, ar, uk.")] = "en",
    name: Annotated[str, typer.Option("--name", help="Shown in the window.")] = "",
) -> None:
    """Make a new project."""
    chosen = read_checked_schema(schema) if schema else None
    workspace = Workspace.create(project, name=name, language=language, schema=chosen)
    labels = ", ".join(workspace.schema.labels)
    workspace.close()
    say(f"{project}: new project, language {language}, labels {labels}")


app.command(name="import")(exchange.import_)
app.command()(exchange.export)


@app.command()
def check(
    project: ProjectPath,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check every layer against the schema; exit code 1 when there is an error.

    Findings come by document, annotator and place. With --strict a warning is enough for exit code
    1; an information never is. docs/checks.md lists the codes.
    """
    workspace = Workspace.open(project, read_only=True)
    rows: list[dict[str, object]] = []
    try:
        with progress_of("Checking") as report:
            for layer in workspace.check_all(report):
                rows.extend(
                    {
                        "document": layer.document,
                        "annotator": layer.annotator,
                        "code": finding.code,
                        "severity": finding.severity.value,
                        "start": finding.start,
                        "end": finding.end,
                        "record": finding.record,
                        "text": layer.text[finding.start : finding.end],
                        "message": finding.message,
                    }
                    for finding in layer.findings
                )
    finally:
        workspace.close()
    if as_json:
        say_json({"findings": rows})
    else:
        _say_findings(rows)
    enough = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(row["severity"] in enough for row in rows):
        raise typer.Exit(FINDINGS)


def _say_findings(rows: list[dict[str, object]]) -> None:
    for row in rows:
        who = f" [{row['annotator']}]" if row["annotator"] else ""
        place = f"{row['document']}{who}:{row['start']}-{row['end']}"
        say(one_line(f"{place}: {row['severity']} {row['code']}: {row['message']}"))
    counts = [
        f"{sum(1 for row in rows if row['severity'] == severity):,} {severity.value}"
        for severity in Severity
    ]
    noun = "finding" if len(rows) == 1 else "findings"
    say(f"{len(rows):,} {noun} ({', '.join(counts)})" if rows else "nothing found")


@app.command()
def doctor(
    project: ProjectPath,
    *,
    repair: Annotated[bool, typer.Option("--repair", help="Restore what can be.")] = False,
    as_json: AsJson = False,
) -> None:
    """Examine what is stored, and repair it if asked; exit code 1 when something is wrong."""
    from annotator.workspace.doctoring import examine_project, repair_project

    with progress_of("Examining") as report:
        work = repair_project if repair else examine_project
        diagnosis = work(project, report)
    if as_json:
        say_json(diagnosis.to_data())
    else:
        say(diagnosis.as_text())
    if not diagnosis.sound:
        raise typer.Exit(FINDINGS)


@app.command()
def documents(project: ProjectPath, *, as_json: AsJson = False) -> None:
    """List the documents."""
    workspace = Workspace.open(project, read_only=True)
    try:
        summaries = workspace.documents()
    finally:
        workspace.close()
    if as_json:
        say_json(
            [
                {
                    "id": summary.id,
                    "title": summary.title,
                    "source": summary.source,
                    "date": summary.date,
                    "language": summary.language,
                    "tags": list(summary.tags),
                    "length": summary.length,
                    "layers": summary.layers,
                    "complete_layers": summary.complete_layers,
                    "spans": summary.all_spans,
                    "complete": summary.complete,
                }
                for summary in summaries
            ]
        )
        return
    header = ("id", "characters", "spans", "layers", "complete", "title")
    say_table(
        header,
        [
            (
                summary.id,
                f"{summary.length:,}",
                f"{summary.all_spans:,}",
                str(summary.layers),
                f"{summary.complete_layers} of {summary.layers}",
                summary.title,
            )
            for summary in summaries
        ],
    )


app.command()(consistency.consistency)
app.command()(exchange.formats)
app.command()(release.release)
app.command(name="diff-release")(release.diff_release)
app.command()(release.scores)
app.command()(review.agreement)
app.command()(report.report)
app.command(name="soft-labels")(report.soft_labels)
app.command()(assigning.assign)
app.command()(adjudicate.review)
app.command()(source.source)
app.command(name="schema")(schema_command.schema)


@app.command()
def sample(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to put it.")] = Path(
        "sample"
    ),
    *,
    headless: Annotated[bool, typer.Option("--headless", help="Open no window.")] = False,
) -> None:
    """Make the sample project and open it; without a screen: import, check and export it."""
    from annotator.workspace.sample import open_or_create_sample, sample_path

    screen: Screen = context.obj
    reason = "" if headless else screen.missing()
    workspace = open_or_create_sample(folder)
    if not headless and not reason:
        workspace.close()
        raise typer.Exit(screen.open(str(sample_path(folder))))
    if reason:
        say(f"No window: {reason}. The same job without one:")
    try:
        say(f"{len(workspace.documents())} documents in {workspace.location}")
        rows = [finding for layer in workspace.check_all() for finding in layer.findings]
        say(f"checked: {len(rows)} finding{'s' if len(rows) != 1 else ''}")
        for name, format in (("sample.jsonl", "jsonl"), ("sample.spacy", "spacy")):
            ledger = workspace.export(Target(folder / name, format))
            say(ledger.as_text())
    finally:
        workspace.close()


def _version(asked: bool) -> None:  # noqa: FBT001 - typer gives it
    if asked:
        say(f"annotator {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Annotate news articles about armed conflict and export training corpora.

    `annotator [PROJECT]` opens the window.
    """
    del version


def run(arguments: list[str], screen: Screen) -> int:
    """Run one command and return its exit code; our errors become sentences on stderr."""
    try:
        code = _run(arguments, screen)
        finish_output(sys.stdout)
    except OutputError as error:
        if not error.gone:
            complain(str(error))
        return REFUSED
    except AnnotatorError as error:
        complain(str(error))
        return REFUSED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        complain(f"{place}{(error.strerror or type(error).__name__).lower()}")
        return REFUSED
    return code


def _run(arguments: list[str], screen: Screen) -> int:
    try:
        app(arguments, prog_name="annotator", obj=screen)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            raise CancelledError from None
        return ended.code if isinstance(ended.code, int) else REFUSED
    return 0
