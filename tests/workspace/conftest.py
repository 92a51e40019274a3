# SPDX-License-Identifier: MIT
import pytest

from annotator.workspace.workspace import Workspace


@pytest.fixture
def project(tmp_path):
    """The path of a project with three documents of different scripts."""
    path = str(tmp_path / "p.corpus")
    (tmp_path / "one.txt").write_text("The HTS militants struck Darat Izza.\n", "utf-8")
    (tmp_path / "two.txt").write_text("قال الجيش إن 12 جنديا قتلوا في حلب.\n", "utf-8")
    (tmp_path / "three.txt").write_text("Shelling 💣 hit Idlib.\r\nNo more.", "utf-8", newline="")
    workspace = Workspace.create(path, annotator="ann")
    workspace.import_paths([tmp_path / f"{name}.txt" for name in ("one", "two", "three")])
    workspace.close()
    return path


@pytest.fixture
def workspace(project):
    workspace = Workspace.open(project, annotator="ann")
    yield workspace
    workspace.close()
