# SPDX-License-Identifier: MIT
"""Exports to where nothing should be written: refused in a sentence, and nothing is touched."""

import os

import pytest

from annotator.assets import corpora_dir

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def project(annotator, tmp_path):
    path = tmp_path / "p.corpus"
    assert annotator("new", path).code == 0
    assert annotator("import", path, corpora_dir() / "sample.jsonl").code == 0
    return path


def refused(annotator, project, target, format="jsonl") -> str:
    done = annotator("export", project, target, "--format", format)

    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert not [path for path in project.parent.iterdir() if path.name.startswith(".annotator")]
    return done.err


def test_no_project_and_nothing_that_belongs_to_one_is_replaced(annotator, project, tmp_path):
    other = tmp_path / "other.corpus"
    annotator("new", other)
    (tmp_path / "link.jsonl").symlink_to(other)
    (tmp_path / "hard.jsonl").hardlink_to(other)
    before = project.read_bytes(), other.read_bytes()
    beside = [project.with_name(project.name + end) for end in ("-wal", "-shm", ".lock")]

    for target in (project, other, tmp_path / "link.jsonl", tmp_path / "hard.jsonl", *beside):
        assert "choose another target" in refused(annotator, project, target)

    assert (project.read_bytes(), other.read_bytes()) == before
    assert annotator("doctor", project).code == 0


def test_folders_pipes_and_devices_are_no_targets(annotator, project, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "taken").write_text("kept")

    assert "is a folder" in refused(annotator, project, tmp_path)
    assert "no ordinary file" in refused(annotator, project, tmp_path / "pipe")
    assert "no ordinary file" in refused(annotator, project, "/dev/null")
    assert "points back to itself" in refused(annotator, project, tmp_path / "loop")
    assert "no folder" in refused(annotator, project, tmp_path / "absent" / "x.jsonl")
    assert "no folder" in refused(annotator, project, tmp_path / "taken" / "x.jsonl")
    for target in ("taken", "pipe", "loop"):
        refused(annotator, project, tmp_path / target, "spacy")
    assert (tmp_path / "taken").read_text() == "kept"


def test_a_link_stays_a_link_and_what_it_points_to_is_replaced(annotator, project, tmp_path):
    real = tmp_path / "real.jsonl"
    real.write_text("old")
    (tmp_path / "link.jsonl").symlink_to(real)

    done = annotator("export", project, tmp_path / "link.jsonl", "--format", "jsonl")

    assert done.code == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert real.read_text().startswith('{"id":')
