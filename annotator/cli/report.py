# SPDX-License-Identifier: MIT
"""The command that writes the reports of a review."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import ProjectPath
from annotator.cli.output import one_line, progress_of, say
from annotator.workspace.reporting import agreement_tables, disagreement_tables, write_report
from annotator.workspace.workspace import Workspace

Target = Annotated[Path, typer.Argument(help="A file that ends in .html, .csv or .json.")]


def report(project: ProjectPath, target: Target) -> None:
    """Write how far annotators agree, what the guideline should settle, and likely errors."""
    workspace = Workspace.open(project, read_only=True)
    try:
        with progress_of("Comparing") as progress:
            agreed = workspace.agreeing.report(progress=progress)
            found = workspace.agreeing.disagreement(progress=progress)
    finally:
        workspace.close()
    tables = (*agreement_tables(agreed), *disagreement_tables(found))
    title = f"Agreement and disagreement in {workspace.name}"
    for path in write_report(title, tables, target, warnings=agreed.warnings):
        say(f"{one_line(str(path))} written")
