# SPDX-License-Identifier: MIT
"""The command that says who annotates what."""

from collections.abc import Sequence
from typing import Annotated

import typer

from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import one_line, say, say_json, say_table
from annotator.errors import InputError
from annotator.model.records import Assignment
from annotator.review.sharing import shared_out
from annotator.workspace.assigning import Task
from annotator.workspace.workspace import Workspace

Documents = Annotated[
    list[str] | None, typer.Argument(metavar="DOCUMENT", help="Ids; all documents if none.")
]
People = Annotated[str, typer.Option("--to", help="Names, with commas between them.")]
PerDocument = Annotated[int, typer.Option("--each", help="How many people for a document.")]
Overlap = Annotated[
    str, typer.Option("--overlap", help="Share of documents that two annotate, such as 20%.")
]
Seed = Annotated[int, typer.Option("--seed", help="Of the draw.")]
Role = Annotated[str, typer.Option("--role", help="annotator or adjudicator.")]
Due = Annotated[str, typer.Option("--due", help="A date, such as 2026-12-01.")]
Seeing = Annotated[bool, typer.Option("--not-blind", help="They may see others' work.")]
Second = Annotated[bool, typer.Option("--second-opinion", help="Say so in the assignment.")]
Reopen = Annotated[str, typer.Option("--reopen", help="Give this person's complete layers back.")]
Withdraw = Annotated[str, typer.Option("--withdraw", help="Take this person's assignments back.")]


def assign(
    project: ProjectPath,
    documents: Documents = None,
    *,
    to: People = "",
    each: PerDocument = 1,
    overlap: Overlap = "",
    seed: Seed = 0,
    role: Role = "annotator",
    due: Due = "",
    not_blind: Seeing = False,
    second_opinion: Second = False,
    reopen: Reopen = "",
    withdraw: Withdraw = "",
    as_json: AsJson = False,
) -> None:
    """Assign documents to people, or list who has what.

    Several people share the documents out evenly: --each says how many annotate a document.
    """
    workspace = Workspace.open(project, read_only=not (to or reopen or withdraw))
    try:
        chosen = documents or [row.id for row in workspace.documents()]
        if to:
            why = "second opinion" if second_opinion else ""
            pattern = Assignment("", "", role=role, due=due, blind=not not_blind, why=why)
            shares = shared_out(
                chosen, _names(to), per_document=each, overlap=_share(overlap), seed=seed
            )
            count = workspace.assigning.share_out(shares, pattern)
            say(f"{count:,} assignments made")
        for id in chosen if reopen else ():
            workspace.assigning.reopen(id, reopen)
        for id in chosen if withdraw else ():
            workspace.assigning.withdraw(id, withdraw)
        tasks = [task for task in workspace.assigning.tasks() if task.document in set(chosen)]
    finally:
        workspace.close()
    if as_json:
        say_json([_plain(task) for task in tasks])
    else:
        _say_tasks(tasks)


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()]


def _share(given: str) -> float:
    number = given.strip().removesuffix("%")
    if not number:
        return 0.0
    try:
        return float(number) / 100
    except ValueError:
        raise InputError(f"an overlap is a percentage such as 20%, not {given!r}") from None


def _plain(task: Task) -> dict[str, object]:
    assignment = task.assignment
    return {
        "document": task.document,
        "annotator": assignment.annotator,
        "role": assignment.role,
        "state": task.state,
        "due": assignment.due,
        "blind": assignment.blind,
        "group": assignment.group,
        "why": assignment.why,
    }


def _say_tasks(tasks: Sequence[Task]) -> None:
    if not tasks:
        say("nothing is assigned")
        return
    rows = [
        (
            one_line(task.document),
            task.assignment.annotator,
            task.assignment.role,
            task.state,
            task.assignment.due or "-",
            task.assignment.why or task.assignment.group or "-",
        )
        for task in tasks
    ]
    say_table(("document", "person", "role", "state", "due", "why"), rows)
