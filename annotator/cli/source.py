# SPDX-License-Identifier: MIT
"""The command that says what a document's text was taken out of, and gives that file back."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.options import AsJson, ProjectPath
from annotator.cli.output import one_line, say, say_json
from annotator.errors import InputError
from annotator.workspace.raw_sources import RawSource, write_raw_source
from annotator.workspace.workspace import Workspace


def source(
    project: ProjectPath,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id.")],
    target: Annotated[
        Path | None, typer.Argument(metavar="[TARGET]", help="Write the file here.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what a document's text was taken out of, and write that file as it was."""
    workspace = Workspace.open(project, read_only=True)
    try:
        raw = workspace.raw_source(document)
        location = workspace.location
    finally:
        workspace.close()
    if raw is not None and target is not None:
        write_raw_source(raw, target, project=location)
    if as_json:
        say_json(None if raw is None else _described(raw))
    else:
        say(_sentences(document, raw))
    if raw is None and target is not None:
        raise InputError(f"{target} was not written: there is no raw source")
    if target is not None and not as_json:
        say(one_line(f"wrote {target}"))


def _described(raw: RawSource) -> dict[str, object]:
    return {
        "media_type": raw.media_type,
        "bytes": len(raw.data),
        "sha256": raw.sha256,
        "extracted": raw.extracted,
    }


def _sentences(document: str, raw: RawSource | None) -> str:
    if raw is None:
        return one_line(
            f"{document}: no raw source is kept; the text came as it is, from a file of text or of "
            "annotations"
        )
    kept = f"{document}: {raw.media_type}, {len(raw.data):,} bytes, SHA-256 {raw.sha256}"
    return f"{one_line(kept)}\n{one_line(raw.extracted)}"
