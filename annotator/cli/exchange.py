# SPDX-License-Identifier: MIT
"""The commands that bring files in and write them out."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import AnnotatorName, AsJson, ProjectPath
from annotator.cli.output import complain, one_line, progress_of, say, say_json, say_table
from annotator.errors import InputError
from annotator.workspace.exporting import Target, described, known_formats
from annotator.workspace.intake import MAX_DOCUMENT_BYTES, Wishes
from annotator.workspace.mapping_files import name_map, save_map
from annotator.workspace.previewing import ImportPreview
from annotator.workspace.workspace import Workspace

FINDINGS = 1
_SHOWN_PROBLEMS = 100

Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A choice of the format; see `formats`."),
]

Renamings = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="OLD=NEW",
        help="A label as the schema calls it; OLD= leaves it out; "
        "relation:OLD=NEW and event:OLD=NEW for those.",
    ),
]
MappingFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE", help="A saved mapping.")
]
SavedMapping = Annotated[
    Path | None, typer.Option("--save-mapping", metavar="FILE", help="Save the mapping here.")
]
NewLabels = Annotated[
    str, typer.Option("--new-labels", help="refuse, or add: put them into the schema.")
]
GoodOnly = Annotated[bool, typer.Option("--good-only", help="Leave out documents with problems.")]
Preview = Annotated[bool, typer.Option("--preview", help="Say what would come; change nothing.")]


def import_(
    project: ProjectPath,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    *,
    format: Annotated[str, typer.Option("--format", help="See `formats`; else by content.")] = "",
    annotator: AnnotatorName = "",
    map: Renamings = None,  # noqa: A002 - the option is called so
    mapping: MappingFile = None,
    save_mapping: SavedMapping = None,
    new_labels: NewLabels = "refuse",
    good_only: GoodOnly = False,
    preview: Preview = False,
    settings: Settings = None,
    max_bytes: Annotated[
        int, typer.Option("--max-bytes", min=1, help="The largest document to take.")
    ] = MAX_DOCUMENT_BYTES,
) -> None:
    """Import files; all of them or, when anything is wrong, none."""
    names = name_map(map or (), mapping)
    wishes = Wishes(
        format=format,
        annotator=annotator,
        max_bytes=max_bytes,
        names=names,
        new_labels=new_labels,
        good_only=good_only,
        choices=chosen_settings(settings),
    )
    workspace = Workspace.open(project, read_only=preview)
    try:
        if preview:
            with progress_of("Reading") as report:
                found = workspace.preview_import(paths, wishes, progress=report)
        else:
            with progress_of("Importing") as report:
                done = workspace.import_paths(paths, wishes, progress=report)
    finally:
        workspace.close()
    if save_mapping is not None:
        save_map(names, save_mapping)
    if preview:
        _say_preview(found)
        return
    for line in done.lines():
        say(one_line(line))
    if done.refused:
        raise typer.Exit(FINDINGS)


def _say_preview(found: ImportPreview) -> None:
    for format, files in found.formats:
        say(one_line(f"{format.id}: {files:,} file{'s' if files != 1 else ''}"))
    say(f"{found.documents:,} documents, {found.layers:,} layers, {found.spans:,} spans")
    rows = [
        (
            name,
            f"{count:,}",
            "new" if name in found.unknown else "",
            found.proposed.get(name, ""),
            " | ".join(found.examples.get(name, [])),
        )
        for name, count in found.labels.most_common()
    ]
    if rows:
        say_table(("label", "spans", "", "like", "examples"), rows)
    for what, counts in (("relation", found.relations), ("event", found.events)):
        for name, count in counts.most_common():
            say(one_line(f"{what} {name}: {count:,}"))
    for note in found.notes:
        say(one_line(note))
    for problem in found.problems[:_SHOWN_PROBLEMS]:
        complain(str(problem))
    if found.problems:
        more = len(found.problems) - _SHOWN_PROBLEMS
        if more > 0:
            complain(f"and {more:,} more problems")
        raise typer.Exit(FINDINGS)


def export(
    project: ProjectPath,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="File or folder to write.")],
    *,
    format: Annotated[str, typer.Option("--format", help="See `formats`.")],
    annotator: AnnotatorName = "",
    complete_only: Annotated[
        bool, typer.Option("--complete-only", help="Leave out layers that are not complete.")
    ] = False,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Say what would be lost; write nothing.")
    ] = False,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Export a data set and print what became of every span."""
    wish = Target(target, format, annotator, "", complete_only, chosen_settings(settings))
    workspace = Workspace.open(project, read_only=True)
    try:
        with progress_of("Exporting") as report:
            work = workspace.rehearse_export if rehearse else workspace.export
            ledger = work(wish, progress=report)
    finally:
        workspace.close()
    if as_json:
        say_json(ledger.to_data())
    else:
        say(ledger.as_text())


def chosen_settings(settings: list[str] | None) -> dict[str, str]:
    """Return the choices given as NAME=VALUE; InputError for anything else."""
    found: dict[str, str] = {}
    for setting in settings or ():
        name, sign, value = setting.partition("=")
        if not sign or not name:
            raise InputError(f"--set takes NAME=VALUE, not {setting!r}")
        found[name] = value
    return found


def formats(*, as_json: AsJson = False) -> None:
    """List the formats that can be read or written, and what each loses."""
    known = known_formats()
    if as_json:
        say_json([described(format) for format in known])
        return
    rows = [
        (
            format.id,
            format.name,
            "yes" if format.read else "no",
            "yes" if format.write else "no",
            " ".join(format.suffixes),
            " ".join(choice.name for choice in (*format.reading, *format.writing)),
            ", ".join(sorted(loss.value for loss in format.loses)) or "nothing",
        )
        for format in known
    ]
    say_table(("id", "name", "import", "export", "suffixes", "choices", "loses"), rows)
