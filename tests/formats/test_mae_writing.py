# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest

from annotator.formats.format import AnyLabel
from annotator.formats.mae import FORMAT
from annotator.model.records import (
    Argument,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
)
from annotator.schema.definition import Schema
from tests.formats.exchange import contents, document, read_back, written

GOLDEN = Path(__file__).parent / "golden" / "mae"
TEXT = "🚀 hit Tel\nOrvan on Monday."


def tags_of(folder: Path, *records, text: str = TEXT) -> list[str]:
    ledger = written(FORMAT, folder / "out", [document("x", text, *records)])
    assert ledger.balanced
    content = (folder / "out" / "x.xml").read_bytes().decode()
    return content.partition("<TAGS>\n")[2].partition("</TAGS>")[0].split("\n")[:-1]


def test_spans_are_written_in_utf_16_units_and_with_their_words(tmp_path):
    tags = tags_of(
        tmp_path,
        Span("a", "WEAPON", ((0, 1),), {"count": 1, "sure": True, "not": None}),
        Span("b", "LOCATION", ((6, 9), (10, 15)), {"comment": '<"&\n'}),
    )

    assert tags == [
        '<WEAPON id="a" spans="0~2" text="🚀" count="1" sure="true" not="" />',
        '<LOCATION id="b" spans="7~10,11~16" text="Tel ... Orvan" '
        'comment="&lt;&quot;&amp;&#10;" />',
    ]


def test_relations_and_labels_are_written_as_links_and_tags_without_a_place(tmp_path):
    tags = tags_of(
        tmp_path,
        Span("a", "WEAPON", ((0, 1),)),
        Span("b", "LOCATION", ((6, 15),)),
        Relation("r", "hit", "a", "b", {"sure": "yes"}),
        Relation("q", "hit", "b", "a", {"source_role": "Goal", "target_role": "Means"}),
        Relation("p", "hit", "b", "a", {"source_role": "Means", "target_role": "Goal"}),
        DocumentLabel("l", "urgent", "very"),
    )

    assert tags[2:] == [
        '<hit id="r" fromID="a" fromText="🚀" toID="b" toText="Tel&#10;Orvan" sure="yes" />',
        '<hit id="q" GoalID="b" GoalText="Tel&#10;Orvan" MeansID="a" MeansText="🚀" />',
        '<hit id="p" fromID="b" fromText="Tel&#10;Orvan" toID="a" toText="🚀" '
        'source_role="Means" target_role="Goal" />',
        '<urgent id="l" spans="-1~-1" text="" value="very" />',
    ]


RECORDS = (
    Span("a", "WEAPON", ((0, 1),)),
    Span("b", "LOCATION", ((6, 15),)),
    EventFrame(
        "e",
        "strike",
        (2, 5),
        (
            Argument("place", "b"),
            Argument("place", "a"),
            Argument("time", "b"),
            Argument("trigger", "b"),
            Argument("reported_by", "a"),
        ),
        modality="claimed",
        time=(19, 25),
        attributes={"sure": "yes"},
        time_value="2024-11-25",
        reported_by="b",
    ),
    EventFrame("f", "strike", (2, 5), (Argument("cause", "e"), Argument("time", "a"))),
    Relation("q", "hit", "e", "f", {"source_role": "Goal", "target_role": "Means"}),
    Relation("p", "hit", "b", "a", {"source_role": "Means", "target_role": "Goal"}),
    Entity("n", ("a", "b"), {"name": "x"}),
    Entity("o", ()),
    Note("m", "one\ttwo\r\nthree", "e"),
    Note("k", ""),
    DocumentLabel("l", "urgent", "very"),
)


def test_all_kinds_of_records_come_back_as_they_were(tmp_path):
    item = document("x", TEXT, *RECORDS, annotator="me")

    written(FORMAT, tmp_path / "out", [item])
    (found,) = read_back(FORMAT, tmp_path / "out")

    def in_order(each):
        return {
            id: (r.__class__, sorted(r.arguments, key=repr)) if hasattr(r, "arguments") else r
            for id, r in contents(each)[2]["me"][0].items()
        }

    assert in_order(found) == in_order(item)
    assert contents(found)[2]["me"][0]["e"].time == (19, 25)
    assert contents(found)[2]["me"][0]["e"].reported_by == "b"
    assert contents(found)[2]["me"][0]["e"].modality == "claimed"


@pytest.mark.parametrize(
    "text",
    ["a]]>b", "a\r\nb\rc\n", '\ufeff<x> & "y"', "\n\n  a \t", "a\u2028b\u0085c", "]]>", "a]]"],
)
def test_any_text_comes_back_as_it_was(tmp_path, text):
    written(FORMAT, tmp_path / "out", [document("x", text)])

    (item,) = read_back(FORMAT, tmp_path / "out")

    assert item.document.text == text


def test_a_text_that_no_xml_may_hold_is_counted_as_lost(tmp_path):
    span = Span("a", "X", ((0, 1),), {"b": "c"})

    ledger = written(FORMAT, tmp_path / "out", [document("x", "a\x1b", span)])

    reason = "the text holds U+001B, which no XML may hold"
    assert ledger.balanced
    assert ledger.lost["document", reason] == 1
    assert [loss.reason for loss in ledger.losses] == [f"the document: {reason}"]
    assert not (tmp_path / "out" / "x.xml").exists()


def test_control_characters_in_values_are_replaced_and_told_of(tmp_path):
    ledger = written(
        FORMAT, tmp_path / "out", [document("x", "a", Span("a", "X", ((0, 1),), {"b": "\x01c"}))]
    )

    (item,) = read_back(FORMAT, tmp_path / "out", accepted=AnyLabel())

    assert item.layers[0].records[0].attributes == {"b": "\ufffdc"}
    assert any(note.startswith("1 values and notes had control") for note in ledger.notes)


def test_names_that_xml_has_no_place_for_are_changed_and_stay_different(tmp_path):
    items = [
        document(
            "x",
            "abc",
            Span("1", "armed group", ((0, 1),), {"id": "x", "wikiID": "Q1"}),
            Span("2", "armed_group", ((1, 2),)),
            Span("3", "7th", ((2, 3),)),
        )
    ]

    ledger = written(FORMAT, tmp_path / "out", items)
    (found,) = read_back(FORMAT, tmp_path / "out", accepted=AnyLabel())

    spans = found.layers[0].records
    assert [span.label for span in spans] == ["armed_group", "armed_group-2", "_7th"]
    assert spans[0].attributes == {"id-2": "x", "wikiID_": "Q1"}
    assert sum("is written as" in note for note in ledger.notes) == 5


@pytest.mark.parametrize(
    "name",
    [
        "stretches_links_and_tags_of_the_document.xml",
        "events_groups_and_notes.xml",
        "emoji_counted_in_utf16.xml",
    ],
)
def test_what_came_from_mae_goes_back_and_comes_again_the_same(tmp_path, name):
    (first,) = read_back(FORMAT, GOLDEN / name, accepted=AnyLabel())

    written(FORMAT, tmp_path / "out", [first])
    (second,) = read_back(FORMAT, tmp_path / "out", accepted=AnyLabel())

    def plain(item):
        records = contents(item)[2]["me"][0].values()
        return sorted(
            (
                r
                for r in records
                if not isinstance(r, DocumentLabel) or r.value not in (True, "true")
            ),
            key=repr,
        )

    assert plain(second) == plain(first)


def test_the_dtd_defines_what_the_schema_does(tmp_path):
    schema = Schema.model_validate(
        {
            "schema": "small/1",
            "labels": {"ACTOR": {"attributes": {"side": {"type": "enum", "values": ["A", "B"]}}}},
            "any_span": {"sure": {"type": "bool"}, "comment": {"type": "string"}},
            "relations": {"part_of": [["ACTOR", "ACTOR"]]},
            "events": {"types": ["attack"], "roles": {"attacker": ["ACTOR"]}},
        }
    )

    written(FORMAT, tmp_path / "out", [document("x", "a")], schema=schema)

    assert "<small_1>" in (tmp_path / "out" / "x.xml").read_text()
    assert (tmp_path / "out" / "small_1.dtd").read_text().split("\n") == [
        '<!ENTITY name "small_1">',
        "",
        "<!ELEMENT ACTOR ( #PCDATA ) >",
        '<!ATTLIST ACTOR side ( A | B ) #IMPLIED "" >',
        '<!ATTLIST ACTOR sure ( true | false ) #IMPLIED "" >',
        '<!ATTLIST ACTOR comment CDATA "" >',
        "",
        "<!ELEMENT part_of EMPTY >",
        '<!ATTLIST part_of arg0 IDREF prefix="from" #IMPLIED>',
        '<!ATTLIST part_of arg1 IDREF prefix="to" #IMPLIED>',
        "",
        "<!ELEMENT trigger ( #PCDATA ) >",
        "",
        "<!ELEMENT time ( #PCDATA ) >",
        "",
        "<!ELEMENT attack EMPTY >",
        '<!ATTLIST attack arg0 IDREF prefix="trigger" #IMPLIED>',
        '<!ATTLIST attack arg1 IDREF prefix="time" #IMPLIED>',
        '<!ATTLIST attack arg2 IDREF prefix="reported_by" #IMPLIED>',
        '<!ATTLIST attack arg3 IDREF prefix="attacker" #IMPLIED>',
        '<!ATTLIST attack modality CDATA "" >',
        '<!ATTLIST attack time_value CDATA "" >',
        "",
    ]
