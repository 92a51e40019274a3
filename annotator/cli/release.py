# SPDX-License-Identifier: MIT
"""The commands about releases: make one, tell two apart, score a model on one."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.exchange import FINDINGS, Settings, chosen_settings
from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import one_line, progress_of, say, say_json, say_table
from annotator.workspace.workspace import Workspace

Target = Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an older release.")]
Sizes = Annotated[str, typer.Option("--splits", help="Sizes of train, dev and test.")]
Previous = Annotated[
    Path | None,
    typer.Option("--previous", help="A release whose documents keep their splits."),
]

Resplit = Annotated[
    bool, typer.Option("--resplit", help="Split all documents anew, and list what moved.")
]


def release(
    project: ProjectPath,
    target: Target,
    *,
    layers: Annotated[str, typer.Option("--layers", help="gold, agreed or annotator:NAME.")] = "",
    partial: Annotated[
        bool, typer.Option("--partial", help="Layers that are not complete too, as missing.")
    ] = False,
    splits: Sizes = "80/10/10",
    seed: Annotated[int, typer.Option("--seed", help="Of the splits.")] = 0,
    previous: Previous = None,
    resplit: Resplit = False,
    licence: Annotated[str, typer.Option("--licence", help="Stands in the data card.")] = "",
    title: Annotated[str, typer.Option("--title", help="Stands in the data card.")] = "",
    date: Annotated[str, typer.Option("--date", help="Stands in the data card.")] = "",
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Release a data set: splits, training files, configs, a data card, checksums."""
    from annotator.workspace.releasing import ReleasePlan, parsed_sizes

    plan = ReleasePlan(
        target=target,
        layers=layers,
        partial=partial,
        seed=seed,
        sizes=parsed_sizes(splits),
        licence=licence,
        title=title,
        date=date,
        previous=previous,
        resplit=resplit,
        choices=chosen_settings(settings),
    )
    workspace = Workspace.open(project, read_only=True)
    try:
        with progress_of("Releasing") as report:
            done = workspace.release(plan, progress=report)
    finally:
        workspace.close()
    if as_json:
        say_json(
            {
                "target": str(done.target),
                "layers": done.layers,
                "documents": done.documents,
                "spans": done.spans,
                "left_out": done.left_out,
                "not_shared": dict(sorted(done.not_shared.items())),
                "near_duplicates": [list(cluster) for cluster in done.near_duplicates],
                "moved": done.moved,
                "kept": done.kept,
                "previous": str(done.previous) if done.previous else None,
                "notes": done.notes,
            }
        )
        return
    for line in done.lines():
        say(one_line(line))


def diff_release(
    before: Annotated[Path, typer.Argument(metavar="A", help="A release.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="Another one.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Tell two releases apart; exit code 1 if anything differs."""
    from annotator.workspace.releasing import difference

    found = difference(before, after)
    if as_json:
        say_json(found.to_data())
    else:
        for line in found.lines():
            say(one_line(line))
    if found:
        raise typer.Exit(FINDINGS)


def scores(
    model: Annotated[Path, typer.Argument(metavar="MODEL", help="What `spacy train` has made.")],
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="What to score it on.")],
    *,
    split: Annotated[str, typer.Option("--split", help="train, dev or test.")] = "test",
    as_json: AsJson = False,
) -> None:
    """Score a trained pipeline on a release, label by label."""
    from annotator.workspace.releasing import scores as scores_of

    found = scores_of(model, release, split)
    if as_json:
        say_json([score.to_data() for score in found])
        return
    rows = [
        (score.kind, score.label, _shown(score.precision), _shown(score.recall), _shown(score.f1))
        for score in found
    ]
    say_table(("kind", "label", "precision", "recall", "f1"), rows)


def _shown(value: float | None) -> str:
    return "none" if value is None else f"{value:.4f}"
