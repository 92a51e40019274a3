# SPDX-License-Identifier: MIT
"""The sample project, made of the articles that come with the program."""

from pathlib import Path

from annotator.assets import corpora_dir
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace

SAMPLE_NAME = "sample.corpus"


def sample_path(folder: Path) -> Path:
    """Return where the sample project lies in a folder."""
    return folder / SAMPLE_NAME


def open_or_create_sample(folder: Path, *, annotator: str = "") -> Workspace:
    """Open the sample project in a folder, making both first if they are not there.

    The annotations that come with the articles go into the person's own layer.
    """
    path = sample_path(folder)
    if path.exists():
        return Workspace.open(str(path), annotator=annotator)
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace.create(str(path), annotator=annotator, name="Sample articles")
    workspace.import_paths([corpora_dir() / "sample.jsonl"], Wishes(format="jsonl"))
    return workspace
