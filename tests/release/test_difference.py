# SPDX-License-Identifier: MIT
import copy

import orjson
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


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"spans": [1]}, r"train\.jsonl:1: spans\[0\]: must be an object"),
        ({"spans": [{}]}, r"train\.jsonl:1: spans\[0\]\.id: must be text"),
        (
            {"spans": [{"id": "s", "label": "ACTOR", "start": "0", "end": 1}]},
            r"spans\[0\]\.start: must be a whole number",
        ),
        ({"id": ["x"]}, r"train\.jsonl:1: id: must be text"),
        ({"spans": None}, "spans: must be a list"),
        ({"id": "unknown"}, "is not in its list once"),
    ],
)
def test_a_broken_line_is_refused_with_its_place(before, tmp_path, change, sentence):
    path = tmp_path / "a" / "out" / "corpus" / "train.jsonl"
    first, *others = path.read_bytes().splitlines()
    line = orjson.dumps({**orjson.loads(first), **change})
    path.write_bytes(b"".join(each + b"\n" for each in (line, *others)))

    with pytest.raises(InputError, match=sentence):
        difference(before, before)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"documents": [1]}, r"documents\[0\]: must be an object"),
        ({"documents": [{"id": ["x"]}]}, r"documents\[0\]\.id: must be text"),
        ({"documents": "abc"}, "documents: must be a list"),
        ({"absent": {"x": "nowhere"}}, "absent.x: must be train, dev, test"),
        ({"format": "another/1"}, "format: "),
    ],
)
def test_a_broken_list_is_refused_with_its_place(before, change, sentence):
    path = before / "manifest.json"
    path.write_bytes(orjson.dumps({**orjson.loads(path.read_bytes()), **change}))

    with pytest.raises(InputError, match=sentence):
        difference(before, before)


def test_true_and_1_differ(tmp_path):
    folders = []
    for name, value in (("a", True), ("b", 1)):
        (tmp_path / name).mkdir()
        lines = articles(3)
        lines[0]["spans"][0]["attributes"] = {"certain": value}
        folders.append(release_of(tmp_path, lines, name))

    found = difference(*folders)

    assert [(each.document, each.id) for each in found.spans] == [("a0000", "s0")]
