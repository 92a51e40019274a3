# SPDX-License-Identifier: MIT
"""The shapes of files of Label Studio: which are recognised, read as tasks, or refused."""

import json
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.label_studio import FORMAT, recognises
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden" / "label-studio"


def only(path: Path, **given):
    [item] = read_back(FORMAT, path, **given)
    return item


def saved(folder: Path, *tasks, name: str = "x.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(list(tasks)), encoding="utf-8")
    return path


def task(text: str, *results, **more) -> dict:
    return {"data": {"text": text}, "annotations": [{"result": list(results)}], **more}


def region(start: int, end: int, label: str = "LOCATION", **value) -> dict:
    value = {"start": start, "end": end, "labels": [label], **value}
    return {"id": f"{start}-{end}", "type": "labels", "from_name": "l", "value": value}


def refused(path: Path, **given) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as caught:
        read_back(FORMAT, path, **given)
    return [(problem.field, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "the task has no text: its data is empty"),
        ({"image": "https://x.example/1.png"}, "the task has no text, only an address in image"),
        ({"text": "s3://bucket/7.txt"}, "the task has no text, only an address in text"),
        ({"rows": [1]}, "the task has no text: its data has rows"),
    ],
)
def test_a_task_without_text_is_refused(tmp_path, data, message):
    assert refused(saved(tmp_path, {"data": data})) == [("[0]", message)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file holds no tasks"),
        (b"[]", "the file holds no tasks"),
        (b'[{"data": {"text": "fell"}}', "the file ends in the middle of the list"),
        (b'[{"data": {"text": "fell"', "not JSON: the file ends in the middle of a task"),
        (b'[{"data": {"text": "fell"}},]', "a comma stands before the end of the list"),
        (b'[{"data": {"text": "fell"}}] x', "something stands after the end of the list"),
        (b'[{"data": {"text": "fell"}} {}]', "a comma or the end of the list is expected"),
        (b'["fell"]', "a task must be an object, not the text 'fell'"),
        (b'[{"data": 7}]', "data must be an object, not the number 7"),
        (b'[{"data": {"text": "a"}, "data": {"text": "b"}}]', "stands twice"),
        (b"[" * 200 + b"]" * 200, "nested more than 100 deep"),
        (b"\xff\xfe[\0]\0", "this is UTF-16"),
    ],
)
def test_a_file_that_is_no_list_of_tasks_is_refused(tmp_path, content, message):
    path = tmp_path / "x.json"
    path.write_bytes(content)

    assert message in refused(path)[0][1]


@pytest.mark.parametrize(
    ("size", "read", "message"),
    [
        (20_000, ["Tel Arim", "fell"], "a task may have 10,000"),
        (3_000_000, ["Tel Arim"], "the file was not read on from here"),
    ],
)
def test_a_task_beyond_the_limit_is_refused_and_those_before_it_are_read(
    tmp_path, size, read, message
):
    path = saved(tmp_path, task("Tel Arim"), task("x" * size), task("fell"))
    told = []

    items = read_back(FORMAT, path, max_bytes=10_000, good_only=True, refused=told.extend)

    assert [item.document.text for item in items] == read
    assert message in told[0].message


def test_a_file_larger_than_the_limit_of_a_task_is_read(tmp_path):
    path = saved(tmp_path, *(task(f"Tel Arim {number}" + " x" * 500) for number in range(3_000)))

    items = read_back(FORMAT, path, max_bytes=100_000)

    assert path.stat().st_size > 3_000_000
    assert len({item.document.id for item in items}) == 3_000


def test_deeply_nested_data_is_read(tmp_path):
    deep: dict = {}
    for _ in range(30):
        deep = {"a": [deep]}
    made = task("Tel Arim", meta=deep)

    assert only(saved(tmp_path, made)).document.text == "Tel Arim"


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b'[{"id": 1, "annotations": [], "data": {"text": "a"}}]', True),
        (b'[ {"data": {"text": "a"}}, {}]', True),
        (b'{"id": 1, "completions": [], "data": {"text": "a"}}', True),
        (b'{"project": {}, "tasks": [{"data": {}}]}', True),
        (b'[{"text": "a", "annotator": 1, "annotation_id": 2, "lead_time": 1}]', True),
        (b'{"id": 5, "data": {"documentId": "d", "tokens": []}, "results": {}}', False),
        (b'{"id": 5, "data": "a", "label": [[0, 1, "x"]]}', False),
        (b'{"text": "a", "spans": []}', False),
        (b'{"annotation_sets": {}, "text": "a", "offset_type": "p"}', False),
        (b"Tel Arim", False),
    ],
)
def test_files_are_recognised_by_what_their_first_object_holds(head, known):
    assert recognises(head) is known


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_golden_files_are_recognised(path):
    assert recognises(path.read_bytes())


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda tasks: {"project": {"title": "x", "tags": [[1]]}, "tasks": tasks},
        lambda tasks: {"tasks": tasks, "total": 2},
        lambda tasks: tasks,
    ],
)
def test_dumps_of_the_interface_are_unwrapped(tmp_path, wrapped):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(wrapped([task("Tel Arim", region(0, 8)), task("fell")])))

    items = read_back(FORMAT, path)

    assert [item.document.text for item in items] == ["Tel Arim", "fell"]


def test_tasks_on_lines_of_their_own_are_read(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(task("Tel Arim")) + "\n" + json.dumps(task("fell\x85")) + "\n")

    items = read_back(FORMAT, path)

    assert [item.origin for item in items] == ["x.json:1", "x.json:2"]


def test_an_annotation_that_carries_its_task_is_read(tmp_path):
    path = tmp_path / "x.json"
    by = {"completed_by": {"first_name": "Anna", "last_name": "Li", "email": ""}}
    inside = {"id": 4, "data": {"text": "Tel Arim"}}
    path.write_text(json.dumps({"id": 1, "result": [region(0, 8)], "task": inside, **by}))

    item = only(path)

    assert (item.document.id, item.layers[0].annotator) == ("x-4", "Anna Li")
