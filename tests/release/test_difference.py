# SPDX-License-Identifier: MIT
import copy

import pytest

from annotator.errors import InputError
from annotator.workspace.releasing import difference
from tests.release.projects import articles, project, released


def release_of(folder, lines, name):
    workspace = project(folder, lines, name=name)
    released(workspace, folder / name / "out")
    workspace.close()
    return folder / name / "out"


@pytest.fixture
def before(tmp_path):
    (tmp_path / "a").mkdir()
    return release_of(tmp_path, articles(12), "a")


def test_the_same_release_does_not_differ(before):
    assert not difference(before, before)


def test_documents_and_spans_that_came_went_and_changed_are_named(before, tmp_path):
    lines = copy.deepcopy(articles(13)[1:])
    lines[0]["spans"][0]["label"] = "WEAPON"
    gone = lines[1]["spans"].pop(2)
    lines[2]["spans"].append({"id": "new", "start": 0, "end": 3, "label": "CASUALTY"})
    lines[3]["spans"][0]["id"] = "renamed"
    lines[4]["meta"] = {"title": "Another"}
    (tmp_path / "b").mkdir()

    found = difference(before, release_of(tmp_path, lines, "b"))

    assert found.added == ["a0012"]
    assert found.removed == ["a0000"]
    assert found.changed == ["a0005"]
    inside = [each for each in found.spans if each.document not in ("a0000", "a0012")]
    assert [(each.document, each.id) for each in inside] == [
        ("a0001", "s0"),
        ("a0002", gone["id"]),
        ("a0003", "new"),
    ]
    assert "became WEAPON" in str(inside[0])
    assert inside[1].after is None
    assert inside[2].before is None


def test_a_folder_that_is_no_release_is_refused(before, tmp_path):
    with pytest.raises(InputError, match="is no release"):
        difference(before, tmp_path)
