# SPDX-License-Identifier: MIT
"""The command that writes the reports of a review."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import ProjectPath
from annotator.cli.output import one_line, progress_of, say
from annotator.errors import InputError
from annotator.workspace.reporting import agreement_tables, disagreement_tables, write_report
from annotator.workspace.workspace import Workspace

SoftTarget = Annotated[Path, typer.Argument(help="A file that ends in .jsonl.")]

Target = Annotated[Path, typer.Argument(help="A file that ends in .html, .csv or .json.")]
SecondReader = Annotated[
    bool,
    typer.Option(
        "--second-reader",
        help="Have gold read by models trained on the rest of it, to rank likely errors; minutes.",
    ),
]


def report(project: ProjectPath, target: Target, *, second_reader: SecondReader = False) -> None:
    """Write how far annotators agree, what the guideline should settle, and likely errors."""
    workspace = Workspace.open(project, read_only=True)
    try:
        if second_reader:
            with progress_of("Reading gold again") as progress:
                if not workspace.agreeing.read_again(progress=progress):
                    raise InputError("a second reader needs at least four documents in gold")
        with progress_of("Comparing") as progress:
            agreed = workspace.agreeing.report(progress=progress)
            further = workspace.agreeing.further(progress=progress)
            found = workspace.agreeing.disagreement(progress=progress)
    finally:
        workspace.close()
    tables = (*agreement_tables(agreed), *further, *disagreement_tables(found))
    title = f"Agreement and disagreement in {workspace.name}"
    for path in write_report(title, tables, target, warnings=agreed.warnings):
        say(f"{one_line(str(path))} written")


def soft_labels(project: ProjectPath, target: SoftTarget) -> None:
    """Write what annotators said at each place as shares and likelihoods, a JSON line each."""
    import orjson

    workspace = Workspace.open(project, read_only=True)
    count = 0
    try:
        with progress_of("Comparing") as progress, target.open("wb") as stream:
            for item in workspace.agreeing.soft_labels(progress=progress):
                stream.write(orjson.dumps(item) + b"\n")
                count += 1
    finally:
        workspace.close()
    say(f"{count:,} items written to {one_line(str(target))}")
