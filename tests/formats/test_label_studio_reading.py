# SPDX-License-Identifier: MIT
import json
from collections import Counter
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.format import AnyLabel
from annotator.formats.label_studio import FORMAT, recognises
from annotator.model.records import DocumentLabel, Note, Relation, Span
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


def words(item, place: int = 0) -> list[tuple[str, str]]:
    text = item.document.text
    return [(s.label, s.surface(text)) for s in item.layers[place].records if isinstance(s, Span)]


def of(item, kind, place: int = 0) -> list:
    return [record for record in item.layers[place].records if isinstance(record, kind)]


def refused(path: Path, **given) -> list[tuple[str, str]]:
    with pytest.raises(ProblemsError) as caught:
        read_back(FORMAT, path, **given)
    return [(problem.field, problem.message) for problem in caught.value.problems]


def test_offsets_in_utf_16_units_are_converted_where_only_they_fit():
    notes: list[str] = []

    items = read_back(FORMAT, GOLDEN / "utf_16_offsets_after_emoji.json", note=notes.append)

    found = [("ACTOR", "Nura Brigade"), ("LOCATION", "Tel Arim")]
    assert [words(item) for item in items] == [found, found]
    assert notes == ["the offsets of 2 regions count UTF-16 units and were converted"]


def test_words_that_both_units_reach_are_read_in_the_unit_of_the_others(tmp_path):
    text = "🚀 haha Tel Arim"
    results = [region(3, 5, text="ha"), region(8, 16, text="Tel Arim")]

    item = only(saved(tmp_path, task(text, *results)))

    assert [span.start for span in of(item, Span)] == [2, 7]


def test_offsets_without_words_in_a_text_with_emoji_count_code_points_and_that_is_told(tmp_path):
    notes: list[str] = []

    item = only(saved(tmp_path, task("🚀 Tel Arim", region(2, 10))), note=notes.append)

    assert words(item) == [("LOCATION", "Tel Arim")]
    assert any("their offsets" in note or "its offsets" in note for note in notes)


def test_words_that_are_not_there_are_refused_with_their_place():
    assert [field for field, _ in refused(GOLDEN / "words_that_are_not_there.json")] == [
        "[0].annotations[0].result[0].value",
        "[0].annotations[0].result[1].value",
    ]


def test_words_with_the_line_breaks_of_label_studio_fit(tmp_path):
    item = only(saved(tmp_path, task("Tel\nArim fell", region(0, 8, text="Tel\\nArim"))))

    assert words(item) == [("LOCATION", "Tel\nArim")]


def test_each_person_has_a_layer_of_their_newest_annotation():
    notes: list[str] = []
    path = GOLDEN / "several_annotators_and_per_region_results.json"

    item = only(path, note=notes.append)

    assert [layer.annotator for layer in item.layers] == ["anna@desk.example", "2"]
    assert all(layer.complete for layer in item.layers)
    assert words(item) == [("LOCATION", "Tel Arim"), ("ACTOR", "Nura Brigade")]
    assert "1 older annotation by the same person was left out" in notes
    assert "1 annotation was skipped by its annotator and left out" in notes
    assert "1 draft was left out" in notes
    assert "1 prediction was left out (choose predictions=yes)" in notes
    assert "score of 1 region was left out" in notes


def test_results_about_a_region_become_attributes():
    item = only(GOLDEN / "several_annotators_and_per_region_results.json")

    [_, actor] = of(item, Span)
    assert actor.attributes == {
        "mention": "named",
        "size": "about forty men",
        "fighters": 40,
        "kind": "armed group / brigade",
    }


def test_results_about_no_region_become_document_labels():
    item = only(GOLDEN / "several_annotators_and_per_region_results.json")

    labels = [(label.name, label.value) for label in of(item, DocumentLabel)]
    assert labels == [("attack", "ground"), ("trust", 4)]


def test_relations_follow_their_direction_and_each_label_is_one():
    notes: list[str] = []
    path = GOLDEN / "several_annotators_and_per_region_results.json"

    item = only(path, note=notes.append)

    relations = [(each.type, each.source, each.target) for each in of(item, Relation)]
    assert relations == [
        ("takes", "r2", "r1"),
        ("holds", "r2", "r1"),
        ("relation", "r2", "r1"),
    ]
    assert "1 relation was left out, since one of its ends is no span" in notes


def test_remarks_on_a_region_become_notes():
    [note] = of(only(GOLDEN / "several_annotators_and_per_region_results.json"), Note)

    assert (note.text, note.target) == ("spelled Til Arim elsewhere", "r1")


def test_a_region_of_two_labels_becomes_two_spans():
    item = only(GOLDEN / "several_annotators_and_per_region_results.json")

    assert words(item, 1) == [("ACTOR", "Nura Brigade"), ("WEAPON", "Nura Brigade")]


def test_other_data_and_facts_are_kept():
    info = only(GOLDEN / "several_annotators_and_per_region_results.json").info

    assert info.title == "Tel Arim falls"
    assert info.meta["desk"] == "north"
    assert info.meta["data"]["url"] == "https://wire.example/7"
    assert info.meta["label_studio"]["project"] == 3


def test_paths_in_html_lead_to_the_text_of_the_page():
    item = only(GOLDEN / "html_with_xpath_offsets.json")

    assert item.document.text == (
        "Tel Arim falls\nThe Nura\xa0Brigade said\nit took  the town 🚀 with mortars.\ndead\n12"
    )
    assert words(item) == [
        ("LOCATION", "Tel Arim"),
        ("ACTOR", "Nura\xa0Brigade"),
        ("WEAPON", "mortars"),
        ("CASUALTY", "12"),
        ("ACTOR", "said\nit took"),
    ]
    assert item.raw.media_type == "text/html"
    assert item.raw.data.startswith(b"<html>")


def test_offsets_in_the_whole_page_are_taken_where_paths_lead_nowhere(tmp_path):
    value = {
        "start": "/div[9]/text()[1]",
        "end": "/div[9]/text()[1]",
        "startOffset": 0,
        "endOffset": 4,
        "globalOffsets": {"start": 4, "end": 12},
        "text": "Tel Arim",
        "hypertextlabels": ["LOCATION"],
    }
    result = {"id": "a", "type": "hypertextlabels", "value": value}

    item = only(saved(tmp_path, task("<p>now<br>Tel Arim</p>", result)))

    assert item.document.text == "now\nTel Arim"
    assert words(item) == [("LOCATION", "Tel Arim")]


def test_paths_that_lead_nowhere_are_refused(tmp_path):
    value = {
        "start": "/p[2]",
        "end": "/p[2]",
        "startOffset": 0,
        "endOffset": 1,
        "labels": ["ACTOR"],
    }
    result = {"id": "a", "type": "hypertextlabels", "value": value}

    [(_, message)] = refused(saved(tmp_path, task("<p>fell</p>", result)))

    assert message == "'/p[2]' to '/p[2]' is no place in the text"


def test_offsets_in_utterances_lead_to_the_text_of_the_dialogue():
    item = only(GOLDEN / "dialogue_with_offsets_in_utterances.json")

    assert item.document.text == (
        "Reporter: Who took Tel Arim?\nResident: The 🚀 Nura Brigade.\nSince when?"
    )
    assert words(item) == [
        ("LOCATION", "Tel Arim"),
        ("ACTOR", "Nura Brigade"),
        ("ACTOR", "Nura Brigade.\nSince"),
    ]


def test_json_min_gives_one_document_with_a_layer_for_each_annotator():
    item = only(GOLDEN / "json_min_with_two_annotators.json")

    assert [layer.annotator for layer in item.layers] == ["anna@desk.example", "2"]
    assert [words(item, 0), words(item, 1)] == [
        [("LOCATION", "Tel Arim")],
        [("ACTOR", "Tel Arim")],
    ]
    assert [of(item, DocumentLabel, place)[0].value for place in (0, 1)] == [
        "ground",
        ("ground", "air"),
    ]
    assert item.info.meta["data"] == {"source": "wire"}


def test_completions_of_old_versions_are_annotations():
    item = only(GOLDEN / "old_completions.json")

    assert item.layers[0].annotator == "ben@desk.example"
    assert words(item) == [("LOCATION", "Tel Arim")]


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


def test_predictions_become_layers_where_nobody_has_annotated(tmp_path):
    prediction = {"model_version": "ner-2", "result": [region(0, 8)]}
    path = saved(tmp_path, {"data": {"text": "Tel Arim"}, "predictions": [prediction]})

    layer = only(path).layers[0]

    assert (layer.annotator, layer.complete) == ("ner-2", False)
    assert only(path, choices={"predictions": "no"}).layers == ()


def test_the_text_is_the_one_at_which_the_regions_fit(tmp_path):
    data = {"text": "A summary.", "article": "Tel Arim fell.", "id": "x"}
    made = {"data": data, "annotations": [{"result": [region(0, 8, text="Tel Arim")]}]}

    assert only(saved(tmp_path, made)).document.text == "Tel Arim fell."


def test_the_chosen_key_is_the_text(tmp_path):
    path = saved(tmp_path, {"data": {"text": "A summary.", "article": "Tel Arim fell."}})

    assert only(path, choices={"text_key": "article"}).document.text == "Tel Arim fell."
    assert "its data has no 'body'" in refused(path, choices={"text_key": "body"})[0][1]


def test_a_label_config_beside_the_file_says_what_is_the_text(tmp_path):
    config = '<View><Text name="t" value="$body"/><Image name="i" value="$picture"/></View>'
    (tmp_path / "label_config.xml").write_text(config)
    picture = {"id": "p", "type": "choices", "to_name": "i", "value": {"choices": ["sharp"]}}
    data = {"text": "A longer summary.", "body": "Tel Arim", "picture": "https://x.example/1.png"}
    notes: list[str] = []

    item = only(
        saved(tmp_path, {"data": data, "annotations": [{"result": [picture]}]}), note=notes.append
    )

    assert item.document.text == "Tel Arim"
    assert notes == [
        "the label config label_config.xml was used",
        "1 result of type choices is about no text and was left out",
    ]


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


def spans_in(items) -> Counter:
    return Counter(
        record.label
        for item in items
        for layer in item.layers
        for record in layer.records
        if isinstance(record, Span)
    )


def test_labels_that_the_schema_lacks_are_one_problem_each(tmp_path):
    results = [region(0, 3, "PERSON"), region(4, 8, "PERSON")]
    path = saved(tmp_path, task("Tel Arim", *results))

    [(_, message)] = refused(path)

    assert "'PERSON' (2 spans)" in message
    assert spans_in(read_back(FORMAT, path, accepted=AnyLabel())) == {"PERSON": 2}
