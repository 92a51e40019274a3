# SPDX-License-Identifier: MIT
import json
from dataclasses import replace

from lxml import etree

from annotator.formats.format import ExportedDocument, Layer
from annotator.formats.label_studio import FORMAT
from annotator.model.document import Document
from annotator.model.records import (
    Argument,
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
)
from tests.formats.exchange import contents, document, read_back, schema, written
from tests.marked import marked

TEXT, (ACTOR, PLACE) = marked("🚀 [Nura Brigade|ACTOR] took [Tel Arim|LOCATION]")


def tasks_in(path):
    return json.loads(path.read_bytes())


def test_a_region_has_its_words_and_counts_code_points(tmp_path):
    path = tmp_path / "x.json"

    written(FORMAT, path, [document("d", TEXT, ACTOR)])

    [task] = tasks_in(path)
    [region] = task["annotations"][0]["result"]
    assert task["data"] == {"text": TEXT}
    assert region["value"] == {
        "start": 2,
        "end": 14,
        "text": "Nura Brigade",
        "labels": ["ACTOR"],
    }
    assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")


def test_every_annotator_has_an_annotation_of_the_task(tmp_path):
    layers = (Layer("anna", (ACTOR,), complete=True), Layer("ben", (), complete=False))
    item = ExportedDocument(Document.of("d", TEXT), DocumentInfo(language="en"), layers)
    path = tmp_path / "x.json"

    written(FORMAT, path, [item], annotators=("anna", "ben"))

    [back] = read_back(FORMAT, path)
    assert contents(back) == contents(replace(item, info=back.info))
    assert [each.get("completed_by") for each in tasks_in(path)[0]["annotations"]] == [None, None]


def test_annotators_are_written_as_emails_if_that_is_chosen(tmp_path):
    path = tmp_path / "x.json"

    written(FORMAT, path, [document("d", TEXT, ACTOR)], choices={"completed_by": "email"})

    assert tasks_in(path)[0]["annotations"][0]["completed_by"] == {"email": "ann"}


def test_attributes_are_results_about_the_region_and_keep_their_types(tmp_path):
    attributes = {
        "mention": "named",
        "sure": True,
        "count": 3,
        "names": ("NB",),
        "unknown": None,
        "none": (),
        "said": "3",
    }
    path = tmp_path / "x.json"

    ledger = written(FORMAT, path, [document("d", TEXT, replace(ACTOR, attributes=attributes))])

    results = tasks_in(path)[0]["annotations"][0]["result"]
    shown = {each["from_name"]: each["type"] for each in results}
    assert shown == {
        "label": "labels",
        "mention": "choices",
        "sure": "choices",
        "count": "number",
        "names": "textarea",
        "said": "textarea",
    }
    assert len({each["id"] for each in results}) == 1
    [back] = read_back(FORMAT, path)
    found = back.layers[0].records[0].attributes
    assert found == attributes
    assert {name: type(value) for name, value in found.items()} == {
        name: type(value) for name, value in attributes.items()
    }
    assert ledger.balanced


def test_what_was_changed_in_label_studio_counts_and_not_what_was_exported(tmp_path):
    path = tmp_path / "x.json"
    attributes = {"sure": True, "names": ("NB",)}
    written(FORMAT, path, [document("d", TEXT, replace(ACTOR, attributes=attributes))])
    tasks = tasks_in(path)
    results = tasks[0]["annotations"][0]["result"]
    for each in results:
        if each["from_name"] == "sure":
            each["value"]["choices"] = ["false"]
    tasks[0]["annotations"][0]["result"] = [e for e in results if e["from_name"] != "names"]
    path.write_text(json.dumps(tasks))

    [back] = read_back(FORMAT, path)

    assert back.layers[0].records[0].attributes == {"sure": "false"}


def test_a_span_of_several_stretches_is_a_region_for_each_and_comes_back(tmp_path):
    span = Span("T1", "ACTOR", ((2, 6), (7, 14)), {"mention": "named"})
    path = tmp_path / "x.json"

    written(FORMAT, path, [document("d", TEXT, span)])

    results = tasks_in(path)[0]["annotations"][0]["result"]
    regions = [each for each in results if each["type"] == "labels"]
    assert [each["value"]["text"] for each in regions] == ["Nura", "Brigade"]
    [back] = read_back(FORMAT, path)
    assert back.layers[0].records == (span,)


def test_relations_labels_and_notes_come_back(tmp_path):
    records = (
        ACTOR,
        PLACE,
        Relation("r", "takes", "T1", "T2", {"sure": True}),
        DocumentLabel("l", "attack", ("air", "ground")),
        DocumentLabel("m", "sure", value=True),
        Note("n", "ask the desk", "T1"),
        Note("o", "first\nsecond", "r"),
        Note("p", "", ""),
    )
    item = document("d", TEXT, *records)
    path = tmp_path / "x.json"

    ledger = written(FORMAT, path, [item])

    [back] = read_back(FORMAT, path)
    assert contents(back)[2]["ann"][0] == contents(item)[2]["ann"][0]
    assert not ledger.lost


def test_events_and_entities_are_in_the_ledger(tmp_path):
    event = EventFrame("e", "attack", (2, 6), (Argument("agent", "T1"),), attributes={"a": 1})
    entity = Entity("n", ("T1",))
    relation = Relation("r", "causes", "e", "T1")
    path = tmp_path / "x.json"

    ledger = written(FORMAT, path, [document("d", TEXT, ACTOR, event, entity, relation)])

    assert dict(ledger.lost) == {
        ("event", "the format has no events"): 1,
        ("attribute", "of a event"): 1,
        ("entity", "the format has no entities"): 1,
        ("relation", "one of its ends is not written"): 1,
    }
    assert ledger.balanced


def test_the_label_config_beside_the_file_has_the_labels_and_attributes_of_the_schema(tmp_path):
    path = tmp_path / "x.json"

    ledger = written(FORMAT, path, [document("d", TEXT, ACTOR)])

    place = tmp_path / "x.config.xml"
    root = etree.fromstring(place.read_bytes())
    assert [each.get("value") for each in root.find("Labels")] == list(schema().labels)
    names = [each.get("name") for each in root.iter() if each.get("name")]
    assert len(names) == len(set(names))
    assert {"label", "text", "mention"} <= set(names)
    assert [file.path for file in ledger.files] == [str(path), str(place)]


def test_a_config_of_somebody_else_is_left_as_it_is(tmp_path):
    (tmp_path / "x.config.xml").write_text("<View/>")

    ledger = written(FORMAT, tmp_path / "x.json", [document("d", TEXT, ACTOR)])

    assert (tmp_path / "x.config.xml").read_text() == "<View/>"
    assert any("x.config.xml is there" in note for note in ledger.notes)
