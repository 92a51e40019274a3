# SPDX-License-Identifier: MIT
"""The command that shows a project's schema, and changes it with all annotations."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from annotator.checks.schema_files import read_checked_schema
from annotator.cli.options import AnnotatorName, AsJson, ProjectPath
from annotator.cli.output import one_line, progress_of, say, say_json, say_table
from annotator.errors import InputError
from annotator.schema.files import schema_text
from annotator.schema.step_files import read_steps
from annotator.workspace.revising import RevisionPlan
from annotator.workspace.workspace import Workspace

FINDINGS = 1
ACTIONS = ("show", "set", "plan", "apply")


def schema(
    project: ProjectPath,
    action: Annotated[str, typer.Argument(metavar="show|set|plan|apply")] = "show",
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A schema for set; steps for plan and apply."),
    ] = None,
    *,
    annotator: AnnotatorName = "",
    as_json: AsJson = False,
) -> None:
    """Show the schema, set another one, or plan and apply steps that carry annotations along.

    plan exits with 1 when something would be lost that no step says to drop.
    """
    if action not in ACTIONS:
        raise InputError(f"{action!r} is none of {', '.join(ACTIONS)}")
    if action == "show":
        if file is not None:
            raise InputError("show takes no file; set takes one")
        _show(project, as_json=as_json)
        return
    if file is None:
        raise InputError(f"{action} needs a file; see docs/schema-changes.md")
    workspace = Workspace.open(project, annotator=annotator, read_only=action == "plan")
    try:
        if action == "set":
            _set(workspace, file, as_json=as_json)
        else:
            _revise(workspace, file, apply=action == "apply", as_json=as_json)
    finally:
        workspace.close()


def _show(project: str, *, as_json: bool) -> None:
    workspace = Workspace.open(project, read_only=True)
    try:
        versions = workspace.revising.versions()
        schema = workspace.schema
    finally:
        workspace.close()
    if as_json:
        made = [
            {"revision": each.revision, "made_at": each.made_at.isoformat(), "actor": each.actor}
            for each in versions
        ]
        say_json({"schema": orjson.loads(schema_text(schema)), "versions": made})
        return
    say(one_line(f"{schema.name}, revision {versions[0].revision}"))
    say_table(
        ("key", "label", "attributes"),
        [
            (schema.key_of(name), name, ", ".join(label.attributes))
            for name, label in schema.labels.items()
        ],
    )
    for name, pairs in schema.relations.items():
        ends = ", ".join(f"{source} -> {target}" for source, target in pairs)
        say(one_line(f"relation {name}: {ends}"))
    if schema.events.types:
        say(one_line(f"events: {', '.join(schema.events.types)}"))
    say_table(
        ("revision", "made", "by"),
        [
            (str(each.revision), each.made_at.isoformat(timespec="seconds"), each.actor)
            for each in versions
        ],
    )


def _set(workspace: Workspace, file: Path, *, as_json: bool) -> None:
    changed = workspace.revising.set(read_checked_schema(file))
    if as_json:
        say_json({"changed": changed, "labels": list(workspace.schema.labels)})
    elif changed:
        say("the schema is set; annotations stay as they are, and check says what does not fit")
    else:
        say("the project has this schema already")


def _revise(workspace: Workspace, file: Path, *, apply: bool, as_json: bool) -> None:
    steps = read_steps(file)
    with progress_of("Planning") as report:
        plan = workspace.revising.plan(steps, report)
    layers = 0
    if apply:
        with progress_of("Changing") as report:
            layers = workspace.revising.apply(plan, report)
    if as_json:
        say_json({**plan.to_data(), "applied": apply, "layers": layers})
    else:
        _say_plan(plan, apply=apply)
    if plan.refused:
        raise typer.Exit(FINDINGS)


def _say_plan(plan: RevisionPlan, *, apply: bool) -> None:
    for line in plan.as_text().split("\n"):
        say(one_line(line))
    if apply:
        say("done; undo in the window takes it back")
    elif not plan.refused:
        say("nothing has changed yet; apply carries it out")
