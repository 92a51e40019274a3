# SPDX-License-Identifier: MIT
import json

import pytest

from tests.release.projects import articles, project


@pytest.fixture
def location(tmp_path):
    workspace = project(tmp_path, articles(10))
    workspace.close()
    return workspace.location


def test_a_release_is_made_and_told_of(annotator, location, tmp_path):
    done = annotator("release", location, str(tmp_path / "out"), "--licence", "CC BY 4.0")

    assert done.code == 0
    assert "train: 8 documents" in done.out
    assert (tmp_path / "out" / "SHA256SUMS").exists()


def test_a_release_is_told_of_in_json(annotator, location, tmp_path):
    done = annotator("release", location, str(tmp_path / "out"), "--splits", "50/25/25", "--json")

    found = json.loads(done.out)
    assert sum(found["documents"].values()) == 10
    assert found["layers"] == "annotator:ana"


def test_two_releases_that_differ_end_with_1(annotator, location, tmp_path):
    annotator("release", location, str(tmp_path / "a"))
    annotator(
        "release", location, str(tmp_path / "b"), "--seed", "9", "--previous", str(tmp_path / "a")
    )
    same = annotator("diff-release", str(tmp_path / "a"), str(tmp_path / "b"))
    moved = tmp_path / "apart"
    moved.mkdir()
    annotator("release", location, str(moved / "c"), "--seed", "9", "--splits", "40/30/30")
    other = annotator("diff-release", str(tmp_path / "a"), str(moved / "c"))

    assert same.code == 0
    assert other.code == 1
    assert "document moved: " in other.out


def test_what_cannot_be_released_is_said_in_a_sentence(annotator, location, tmp_path):
    for arguments, sentence in (
        (("--layers", "gold"), "there is no layer called 'gold' yet"),
        (("--splits", "1/2"), "splits are written as 80/10/10"),
        (("--set", "x=1"), "there is nothing to choose called 'x'"),
    ):
        done = annotator("release", location, str(tmp_path / "out"), *arguments)

        assert done.code == 2
        assert sentence in done.err
    assert not (tmp_path / "out").exists()


def test_a_model_that_is_none_is_refused(annotator, location, tmp_path):
    annotator("release", location, str(tmp_path / "out"))

    done = annotator("scores", str(tmp_path), str(tmp_path / "out"))

    assert done.code == 2
    assert "holds no trained pipeline" in done.err
