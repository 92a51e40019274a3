# SPDX-License-Identifier: MIT
from collections import Counter
from pathlib import Path

import pytest

from annotator.errors import ProblemsError
from annotator.formats.format import AnyLabel
from annotator.formats.gate import FORMAT
from annotator.model.records import Relation, Span
from tests.formats.exchange import read_back

GOLDEN = Path(__file__).parent / "golden" / "gate"
DATA = Path(__file__).parents[3] / "shared" / "data"


def real(name: str) -> Path:
    if not (DATA / name).is_dir():
        pytest.skip(f"../shared/data/{name} is not here")
    return DATA / name


def only(path: Path, **given):
    [item] = read_back(FORMAT, path, **given)
    return item


def words(item, layer):
    return [
        (span.label, span.surface(item.document.text))
        for span in layer.records
        if isinstance(span, Span)
    ]


def labels_in(items) -> Counter:
    return Counter(
        record.label
        for item in items
        for layer in item.layers
        for record in layer.records
        if isinstance(record, Span)
    )


def refused(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(ProblemsError) as caught:
        read_back(FORMAT, path)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_nodes_after_emoji_stand_where_the_file_has_them():
    item = only(GOLDEN / "emoji_before_nodes.xml")

    [layer] = item.layers
    assert layer.annotator == "anna"
    assert words(item, layer) == [("ACTOR", "Nura Brigade"), ("LOCATION", "Tel Arim")]
    assert item.document.text == "🚀🚀 Nura Brigade & <allies> shelled Tel Arim."


def test_features_keep_the_types_of_java():
    span = only(GOLDEN / "emoji_before_nodes.xml").layers[0].records[0]

    assert span.attributes == {
        "mention": "named",
        "fighters": 40,
        "certain": False,
        "aliases": ("NB", "the brigade"),
    }
    assert span.attributes["certain"] is False


def test_relations_between_two_spans_are_kept_and_others_told():
    notes: list[str] = []

    layer = only(GOLDEN / "emoji_before_nodes.xml", note=notes.append).layers[0]

    [relation] = [record for record in layer.records if isinstance(record, Relation)]
    assert (relation.type, relation.source, relation.target) == ("targets", "2", "3")
    assert relation.attributes == {"weight": 0.5}
    assert "1 relation does not have two members and was left out" in notes


def test_whatever_is_left_out_is_told_with_its_number():
    notes: list[str] = []

    only(GOLDEN / "emoji_before_nodes.xml", note=notes.append)

    assert "1 annotation of type Token was left out (choose types)" in notes
    assert "1 annotation of the set Original markups was left out (choose sets)" in notes
    assert "1 annotation of type LOCATION covers no character and was left out" in notes


def test_chosen_sets_and_types_are_taken():
    item = only(
        GOLDEN / "emoji_before_nodes.xml",
        choices={"sets": "default, Original markups", "types": "*"},
        accepted=AnyLabel(),
    )

    assert {
        layer.annotator: [label for label, _ in words(item, layer)] for layer in item.layers
    } == {
        "me": ["Token"],
        "Original markups": ["p"],
    }


def test_maps_and_references_in_java_objects_become_plain_values():
    info = only(GOLDEN / "emoji_before_nodes.xml").info

    assert info.meta == {"desks": {"first": ["Delta", 2], "again": ["Delta", 2]}}
    assert info.source == "created from String"


def test_control_characters_of_xml_1_1_are_kept():
    item = only(GOLDEN / "control_characters_in_xml_1_1.xml")

    assert item.document.text == "Page 1\x0cTel Arim fell.\r"
    assert words(item, item.layers[0]) == [("LOCATION", "Tel Arim")]


def test_every_wrong_annotation_is_a_problem_with_its_line():
    assert refused(GOLDEN / "node_that_is_not_there.xml") == [
        (7, "EndNode is '9', and the text has no such node"),
        (9, "Id must be a number, not 'one'"),
        (11, "Type is missing"),
        (13, "the start, 8, must be less than the end, 0"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<other/>", "no GATE document"),
        (b"<GateDocument><TextWithNodes> </TextWithNodes></GateDocument>", "no text"),
        (b"<GateDocument><Extra/></GateDocument>", "'Extra' is no part of a GATE document"),
        (
            b"<GateDocument><TextWithNodes>a<b/>c</TextWithNodes></GateDocument>",
            "only empty Node elements",
        ),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><GateDocument/>', "DOCTYPE"),
        (b"<GateDocument>", "not XML"),
    ],
)
def test_a_file_that_is_no_gate_document_is_refused(tmp_path, data, message):
    path = tmp_path / "x.xml"
    path.write_bytes(data)

    [(_, told)] = refused(path)

    assert message in told


def test_a_java_object_that_refers_to_itself_without_end_is_kept_as_xml(tmp_path):
    wrapped = (
        "<gate.corpora.ObjectWrapper>"
        '<value class="list"><list reference="../../value"/></value></gate.corpora.ObjectWrapper>'
    )
    path = tmp_path / "x.xml"
    path.write_text(
        "<GateDocument><GateDocumentFeatures><Feature><Name>loop</Name>"
        f'<Value className="gate.corpora.ObjectWrapper"><![CDATA[{wrapped}]]></Value>'
        "</Feature></GateDocumentFeatures><TextWithNodes>fell</TextWithNodes></GateDocument>"
    )
    notes: list[str] = []

    item = only(path, note=notes.append)

    assert item.info.meta == {"loop": wrapped}
    assert notes == ["1 feature holds a Java object that cannot be read, and was kept as XML"]


def test_collections_of_old_versions_become_lists(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(
        "<GateDocument><GateDocumentFeatures><Feature><Name>years</Name>"
        '<Value className="java.util.ArrayList" itemClassName="java.lang.Integer">2023;2024</Value>'
        "</Feature></GateDocumentFeatures><TextWithNodes>fell</TextWithNodes></GateDocument>"
    )

    assert only(path).info.meta == {"years": [2023, 2024]}


def test_the_broad_twitter_corpus_gives_all_its_annotations():
    items = read_back(
        FORMAT, real("gate-btc"), accepted=AnyLabel(), choices={"sets": "*", "types": "*"}
    )

    assert len(items) == 50
    assert labels_in(items).total() == 1977


def test_the_broad_twitter_corpus_gives_what_people_annotated_by_default():
    items = read_back(FORMAT, real("gate-btc"), accepted=AnyLabel())

    found = labels_in(items)
    assert found["Person"] + found["Location"] + found["Organization"] == 153
    assert found.total() == 219  # and 1,758 tokens, spaces, sentences and splits
    assert {layer.annotator for item in items for layer in item.layers} == {
        "Key",
        "crowdResults",
        "maxRecall",
        "merged",
    }


def test_the_files_of_gatenlp_give_all_annotations_that_cover_anything():
    items = read_back(
        FORMAT, real("gate-python"), accepted=AnyLabel(), choices={"sets": "*", "types": "*"}
    )

    assert len(items) == 5
    assert labels_in(items).total() == 37  # and 3 that cover no character
