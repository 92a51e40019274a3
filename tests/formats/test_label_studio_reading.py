# SPDX-License-Identifier: MIT
import json
from collections import Counter
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.format import AnyLabel
from annotator.formats.label_studio import FORMAT
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
