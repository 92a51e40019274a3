# SPDX-License-Identifier: MIT
"""The command about a review: how far it is, and accepting by rule."""

from typing import Annotated

import typer

from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import say, say_json, say_table
from annotator.workspace.reviewing import Reviewing, ReviewRow
from annotator.workspace.ruling import RulePreview
from annotator.workspace.workspace import Workspace

Accept = Annotated[
    str, typer.Option("--accept", help="Accept by this rule, such as unanimous or votes-2.")
]
Finish = Annotated[bool, typer.Option("--finish", help="Complete gold where nothing is undecided.")]
Rules = Annotated[bool, typer.Option("--rules", help="Say what each rule would accept.")]


def review(
    project: ProjectPath,
    *,
    accept: Accept = "",
    finish: Finish = False,
    rules: Rules = False,
    as_json: AsJson = False,
) -> None:
    """Say how far the review is; accept by rule what needs no person."""
    workspace = Workspace.open(project, read_only=not (accept or finish))
    previews: tuple[RulePreview, ...] = ()
    try:
        reviewing = workspace.reviewing
        reviewing.prepare()()
        if accept:
            say(f"{reviewing.apply_rule(accept):,} items accepted by {accept}")
        if finish:
            say(f"{_finish(reviewing):,} documents finished")
        previews = reviewing.rules() if rules else ()
        rows = [reviewing.count(row.document) for row in reviewing.documents()]
    finally:
        workspace.close()
    if as_json:
        say_json(
            {
                "documents": [_plain(row) for row in rows],
                "rules": [_rule(each) for each in previews],
            }
        )
        return
    _say(rows, previews)


def _finish(reviewing: Reviewing) -> int:
    count = 0
    for row in reviewing.documents():
        if not row.finished and not reviewing.open(row.document).undecided():
            reviewing.finish(row.document)
            count += 1
    return count


def _say(rows: list[ReviewRow], previews: tuple[RulePreview, ...]) -> None:
    if not rows:
        say("no document was completed by two annotators yet")
        return
    shown = [
        (
            row.document,
            str(row.annotators),
            str(row.undecided),
            str(row.decided),
            str(row.stale),
            "finished" if row.finished else "open",
        )
        for row in rows
    ]
    say_table(("document", "annotators", "undecided", "decided", "stale", "gold"), shown)
    if previews:
        table = [
            (each.rule.id, f"{each.items:,}", f"{each.drawn:,}", each.audit.sentence())
            for each in previews
        ]
        say_table(("rule", "would accept", "left as audit", "audit"), table)


def _plain(row: ReviewRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in ReviewRow.__slots__}


def _rule(each: RulePreview) -> dict[str, object]:
    return {
        "id": each.rule.id,
        "accepts": each.rule.sentence,
        "items": each.items,
        "documents": each.documents,
        "drawn": each.drawn,
        "audited": each.audit.audited,
        "wrong": each.audit.wrong,
        "upper": each.audit.upper,
        "stopped": each.audit.stopped,
    }
