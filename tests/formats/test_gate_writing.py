# SPDX-License-Identifier: MIT
import re

from annotator.formats.format import ExportedDocument, Layer
from annotator.formats.gate import FORMAT
from annotator.model.document import Document
from annotator.model.records import DocumentInfo, DocumentLabel, EventFrame, Note, Relation, Span
from tests.formats.exchange import contents, document, read_back, written
from tests.marked import marked

TEXT, (ACTOR, PLACE) = marked(
    "🚀 [Nura Brigade|ACTOR] & <x> took [Tel Arim|LOCATION role=target]\r"
)


def test_node_ids_count_utf_16_units_as_java_does(tmp_path):
    written(FORMAT, tmp_path / "x", [document("d", TEXT, ACTOR, PLACE)])

    data = (tmp_path / "x" / "d.xml").read_text(encoding="utf-8")
    assert '🚀 <Node id="3"/>Nura Brigade<Node id="15"/> &amp; &lt;x&gt; took' in data
    assert re.search(r'Type="ACTOR" StartNode="3" EndNode="15"', data)


def test_every_annotator_has_a_set_in_the_file_of_the_document(tmp_path):
    layers = (Layer("anna", (ACTOR,), complete=True), Layer("ben", (PLACE,), complete=False))
    item = ExportedDocument(
        Document.of("d/1", TEXT), DocumentInfo(title="t", language="en"), layers
    )

    written(FORMAT, tmp_path / "x", [item], annotators=("anna", "ben"))

    [back] = read_back(FORMAT, tmp_path / "x")
    assert [path.name for path in (tmp_path / "x").glob("*.xml")] == ["d%2F1.xml"]
    assert back.document == item.document
    assert {layer.annotator: layer.complete for layer in back.layers} == {
        "anna": True,
        "ben": False,
    }


def test_relations_labels_and_notes_come_back(tmp_path):
    records = (
        ACTOR,
        PLACE,
        Relation("r", "targets", "T1", "T2", {"sure": True}),
        DocumentLabel("l", "kind", ("air", "ground")),
        Note("n", "ask the desk\x1b", "r"),
    )

    ledger = written(FORMAT, tmp_path / "x", [document("d", TEXT, *records)])

    [back] = read_back(FORMAT, tmp_path / "x")
    _, _, layers = contents(back)
    kept = layers["ann"][0]
    assert [record.kind for record in kept.values()] == [
        "span",
        "span",
        "relation",
        "label",
        "note",
    ]
    relation, label, note = list(kept.values())[2:]
    assert relation.attributes == {"sure": True}
    assert label.value == ("air", "ground")
    assert (note.text, note.target) == ("ask the desk\x1b", relation.id)
    assert ledger.balanced
    assert not ledger.lost


def test_what_the_format_has_no_place_for_is_in_the_ledger(tmp_path):
    parts = Span("T9", "ACTOR", ((2, 6), (7, 9)), {"mention": "named"})
    event = EventFrame("e", "attack", (2, 6))

    ledger = written(FORMAT, tmp_path / "x", [document("d", TEXT, parts, event)])

    assert dict(ledger.lost) == {
        ("span", "it has several stretches"): 1,
        ("attribute", "of a span that is not written"): 1,
        ("event", "the format has no events"): 1,
    }
    assert ledger.balanced


def test_a_text_with_control_characters_is_lost_and_told(tmp_path):
    ledger = written(FORMAT, tmp_path / "x", [document("d", "page\x0c one", ACTOR)])

    assert ledger.lost["document", "the text has U+000C, which XML cannot hold"] == 1
    assert ledger.balanced
    assert list((tmp_path / "x").glob("*.xml")) == []
