# SPDX-License-Identifier: MIT
import json
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats import doccano
from annotator.formats.format import AnyLabel
from annotator.formats.registry import format_for
from annotator.model.records import DocumentLabel, Note, Relation, Span
from tests.formats.exchange import document, read_back, written

GOLDEN = Path(__file__).parent / "golden" / "doccano"
DATA = Path(__file__).parents[3] / "shared" / "data"


def read(*paths: Path, **given):
    return read_back(doccano.FORMAT, *paths, **{"accepted": AnyLabel(), **given})


def spans_of(item, annotator="me"):
    layer = next((layer for layer in item.layers if layer.annotator == annotator), None)
    records = layer.records if layer else ()
    return [
        (span.surface(item.document.text), span.label) for span in records if isinstance(span, Span)
    ]


def lines(path: Path, *rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def refused(*paths: Path, **given) -> str:
    with pytest.raises(ProblemsError) as found:
        read(*paths, **given)
    return str(found.value)


def test_a_record_is_not_broken_at_signs_that_end_a_line_elsewhere():
    (item,) = read(GOLDEN / "next_line_sign_inside_a_text.jsonl")

    assert spans_of(item) == [
        ("Rebels", "ACTOR"),
        ("Mabiri", "LOCATION"),
        ("Two villages", "LOCATION"),
    ]
    assert item.document.id == "next_line_sign_inside_a_text-7"


def test_old_exports_give_a_layer_for_each_user_and_number_their_labels():
    first, second = read(GOLDEN / "old_export_with_data_and_users.jsonl")

    assert spans_of(first, "1") == [("drone", "3")]
    assert spans_of(first, "2") == [("Dogu", "4")]
    assert first.info.source == "Sahel Wire"
    assert second.layers == ()
    assert second.info.meta == {"annotation_approver": "ana"}


def test_objects_over_several_lines_are_read_with_relations_and_comments():
    first, second = read(GOLDEN / "objects_over_several_lines.jsonl")

    assert spans_of(first) == [("Sons of the River", "ACTOR"), ("Mabiri", "LOCATION")]
    relation = next(each for each in first.layers[0].records if isinstance(each, Relation))
    assert (relation.type, relation.source, relation.target) == ("controls", "s1", "s2")
    assert [n.text for n in first.layers[0].records if isinstance(n, Note)] == ["check the name"]
    assert spans_of(second) == [("Dogu", "LOCATION")]
    assert second.origin == "objects_over_several_lines.jsonl:29"


def test_categories_become_labels_of_the_document():
    first, second = read(GOLDEN / "list_of_categories.json")

    assert [(label.name, label.value) for label in first.layers[0].records] == [
        ("attack", True),
        ("night", True),
    ]
    assert all(isinstance(label, DocumentLabel) for label in first.layers[0].records)
    assert second.layers == ()


def test_a_broken_object_in_a_list_is_named_with_its_line(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('[\n{"text": "fine", "label": []},\n{"text": }\n]', encoding="utf-8")

    assert "x.json:3: not JSON" in refused(path)


def test_something_that_is_no_object_in_a_list_is_named_with_its_line(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('[{"text": "fine", "label": []},\n17]', encoding="utf-8")

    assert "line 2: an object is expected, found '17]'" in refused(path)


def test_all_that_is_wrong_with_a_record_is_told(tmp_path):
    path = lines(
        tmp_path / "x.jsonl",
        {"text": "Dogu", "label": [[0, 9, "A"], [3, 1, "A"], [0, "1", "A"], [0, 1], [0, 1, None]]},
        {"label": [[0, 1, "A"]]},
        {"text": "x", "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "r"}]},
        {"text": "x", "cats": "war"},
    )

    said = refused(path)

    for part in (
        "x.jsonl:1: label[0]: 0..9 is no stretch of a text of 4 characters",
        "x.jsonl:1: label[1]: the start, 3, must be less than the end, 1",
        "x.jsonl:1: label[2]: start and end must be whole numbers, not 0 and '1'",
        "x.jsonl:1: label[3]: must be [start, end, label], not 2 values",
        "x.jsonl:1: label[4].label: must be the name of a label, not null",
        "x.jsonl:2: text: is missing",
        "x.jsonl:3: relations[0].from_id: there is no span with the id 1",
        "x.jsonl:4: cats: must be a list",
    ):
        assert part in said


def test_labels_that_the_schema_lacks_are_listed_with_their_place(tmp_path):
    path = lines(tmp_path / "x.jsonl", {"text": "Dogu", "label": [[0, 4, "TOWN"]]})

    with pytest.raises(ProblemsError, match=r"label\[0\]\.label: the schema has no label 'TOWN'"):
        read_back(doccano.FORMAT, path)


def test_pictures_are_refused_by_name(tmp_path):
    path = lines(tmp_path / "x.jsonl", {"filename": "a.png", "label": ["tank"]})

    assert "this record is about a picture or a recording" in refused(path)


def test_files_named_after_annotators_become_layers_of_the_documents_they_share(tmp_path):
    for name, label in (("ana", "ACTOR"), ("ben", "LOCATION")):
        rows = [{"id": 1, "text": "Dogu", "label": [[0, 4, label]]}]
        rows += [{"id": 2, "text": "Mabiri", "label": []}] if name == "ben" else []
        lines(tmp_path / f"{name}.jsonl", *rows)

    first, second = read(tmp_path)

    assert first.document.id == "1"
    assert spans_of(first, "ana") == [("Dogu", "ACTOR")]
    assert spans_of(first, "ben") == [("Dogu", "LOCATION")]
    assert (second.document.id, second.layers) == ("2", ())


def test_files_of_different_projects_are_kept_apart_although_their_ids_are_the_same(tmp_path):
    lines(tmp_path / "one.jsonl", {"id": 1, "text": "Dogu", "label": [[0, 4, "ACTOR"]]})
    lines(tmp_path / "two.jsonl", {"id": 1, "text": "Mabiri", "label": []})

    assert [item.document.id for item in read(tmp_path)] == ["one-1", "two-1"]
    assert "differs from that at" in refused(tmp_path, choices={"layers": "files"})


def test_another_key_for_the_text_may_be_named(tmp_path):
    path = lines(tmp_path / "x.jsonl", {"body": "Dogu", "tags_": [[0, 4, "ACTOR"]]})

    (item,) = read(path, choices={"text_key": "body", "label_key": "tags_"})

    assert spans_of(item) == [("Dogu", "ACTOR")]
    assert item.info.meta == {}


def test_a_long_file_is_recognised_though_its_first_object_is_cut_off(tmp_path):
    rows = {"id": 1, "text": "x" * 100_000, "label": [[0, 1, "A"]]}
    path = lines(tmp_path / "x.jsonl", rows)

    assert format_for(path).id == "doccano"


def test_what_is_written_has_the_ids_that_its_relations_name(tmp_path):
    spans = (Span("a", "ACTOR", ((0, 4),)), Span("b", "LOCATION", ((5, 9),)))
    item = document("d", "Sons Dogu", *spans, Relation("r", "controls", "a", "b"))

    ledger = written(doccano.FORMAT, tmp_path / "x.jsonl", [item])
    line = json.loads((tmp_path / "x.jsonl").read_text())

    assert ledger.balanced
    assert [entity["id"] for entity in line["entities"]] == [0, 1]
    assert line["relations"] == [{"id": 0, "from_id": 0, "to_id": 1, "type": "controls"}]


@pytest.mark.parametrize(
    ("path", "documents", "spans", "relations"),
    [
        ("doccano-spanish/sample.jsonl", 49, 86, 0),
        ("doccano-transformer/labeling/labeling.jsonl", 2, 16, 0),
        ("doccano-transformer/labeling/labeling_text_label.jsonl", 2, 11, 0),
        ("doccano-own/data_export/pipeline/examples/relation_extraction/example.jsonl", 1, 4, 3),
        ("doccano-own/data_export/pipeline/examples/intent_detection/example.jsonl", 2, 3, 0),
        ("doccano-own/data_import/tests/data/intent/example.jsonl", 4, 2, 0),
    ],
)
def test_real_files_give_their_documents_and_spans(path, documents, spans, relations):
    if not DATA.exists():
        pytest.skip("the real files in ../shared are not here")

    items = read(DATA / path, good_only=True)

    kinds = [type(record) for item in items for layer in item.layers for record in layer.records]
    assert len(items) == documents
    assert kinds.count(Span) == spans
    assert kinds.count(Relation) == relations
