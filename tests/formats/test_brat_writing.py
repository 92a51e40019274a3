# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest

from annotator.formats.brat import FORMAT
from annotator.formats.format import AnyLabel
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

GOLDEN = Path(__file__).parent / "golden" / "brat"
TEXT = "Rebels shelled Tel\nOrvan on Monday, the ministry said."


def lines_of(folder: Path, *records, text: str = TEXT, **given) -> list[str]:
    ledger = written(FORMAT, folder / "out", [document("x", text, *records)], **given)
    assert ledger.balanced
    return (folder / "out" / "x.ann").read_bytes().decode().split("\n")[:-1]


def losses_of(folder: Path, *records) -> dict[tuple[str, str], int]:
    return dict(written(FORMAT, folder / "out", [document("x", TEXT, *records)]).lost)


def test_a_document_becomes_its_text_and_its_lines(tmp_path):
    lines = lines_of(
        tmp_path,
        Span("T7", "ACTOR", ((0, 6),), {"mention": "nominal", "sure": True, "size": 3}),
        Span("s", "ACTOR", ((36, 39), (49, 53))),
    )

    assert (tmp_path / "out" / "x.txt").read_bytes() == TEXT.encode()
    assert lines == [
        "T7\tACTOR 0 6\tRebels",
        "T1\tACTOR 36 39;49 53\tthe said",
        "A1\tmention T7 nominal",
        "A2\tsure T7",
        "A3\tsize T7 3",
    ]


def test_a_span_over_a_line_break_is_cut_there_and_comes_back_whole(tmp_path):
    span = Span("T1", "LOCATION", ((15, 24),))

    lines = lines_of(tmp_path, span)
    (item,) = read_back(FORMAT, tmp_path / "out")

    assert lines == ["T1\tLOCATION 15 18;19 24\tTel Orvan"]
    assert item.layers[0].records == (span,)


def test_a_span_that_ends_with_a_line_break_comes_back_and_is_told_of(tmp_path):
    span = Span("T1", "LOCATION", ((15, 19),))

    ledger = written(FORMAT, tmp_path / "out", [document("x", TEXT, span)])
    (item,) = read_back(FORMAT, tmp_path / "out")

    assert item.layers[0].records == (span,)
    assert any("start or end with a line break" in note for note in ledger.notes)


def test_nothing_is_noted_of_what_did_not_happen(tmp_path):
    note = Note("#1", "plain words", "T1")

    ledger = written(
        FORMAT, tmp_path / "out", [document("x", TEXT, Span("T1", "ACTOR", ((0, 6),)), note)]
    )

    assert ledger.notes == ["1 layer not marked complete, written all the same"]


def test_an_event_becomes_a_trigger_and_roles(tmp_path):
    lines = lines_of(
        tmp_path,
        Span("T1", "ACTOR", ((0, 6),)),
        Span("T2", "ACTOR", ((36, 48),)),
        EventFrame(
            "E1",
            "attack",
            (7, 14),
            (Argument("attacker", "T1"), Argument("attacker", "T2")),
            modality="claimed",
            time=(28, 34),
            time_value="2024-11-25",
            reported_by="T2",
        ),
        EventFrame("E2", "attack", (7, 14), (Argument("cause", "E1"),)),
        Relation("R1", "caused_by", "E2", "E1"),
    )

    assert lines == [
        "T1\tACTOR 0 6\tRebels",
        "T2\tACTOR 36 48\tthe ministry",
        "T3\tattack 7 14\tshelled",
        "T4\ttime 28 34\tMonday",
        "E1\tattack:T3 time:T4 reported_by:T2 attacker:T1 attacker:T2",
        "E2\tattack:T3 cause:E1",
        "R1\tcaused_by Arg1:E2 Arg2:E1",
        "A1\tmodality E1 claimed",
        "A2\ttime_value E1 2024-11-25",
    ]


def test_groups_references_and_notes_are_written(tmp_path):
    lines = lines_of(
        tmp_path,
        Span("T1", "ACTOR", ((0, 6),)),
        Span("T2", "ACTOR", ((36, 48),)),
        Entity("e1", ("T1", "T2")),
        Entity("N4", ("T1",), {"resource": "Wiki", "id": "Q1", "text": "the rebels"}),
        Note("m", "one\ttwo\nthree", "T1"),
        Note("#9", "see", "N4"),
    )

    assert lines[2:] == [
        "*\tEquiv T1 T2",
        "N4\tReference T1 Wiki:Q1\tthe rebels",
        "#1\tAnnotatorNotes T1\tone two three",
        "#9\tAnnotatorNotes N4\tsee",
    ]


def test_what_brat_cannot_hold_is_counted_with_its_reason(tmp_path):
    lost = losses_of(
        tmp_path,
        Span("T1", "ACTOR", ((0, 6),), {"a": None, "b": "", "c": ()}),
        Entity("e1", ("T1",), {"name": "x"}),
        Entity("e2", (), {"name": "x"}),
        DocumentLabel("l", "urgent"),
        Note("m", "about the document"),
        Relation("R1", "near", "T1", "e1"),
    )

    assert lost == {
        ("attribute", "the value is empty or unknown, which brat cannot say"): 3,
        ("attribute", "of an entity: brat's groups have none"): 1,
        ("attribute", "of an entity that is not written"): 1,
        ("entity", "it has no mentions"): 1,
        ("label", "brat has no labels of documents"): 1,
        ("note", "it is about the document or a group, which brat lacks"): 1,
        ("relation", "an end is something that brat has no id for"): 1,
    }


def test_names_with_blanks_and_colons_are_changed_and_stay_different(tmp_path):
    items = [
        document(
            "x",
            TEXT,
            Span("T1", "armed group", ((0, 6),)),
            Span("T2", "armed_group", ((7, 14),)),
            Span("T3", "armed:group", ((15, 18),)),
        )
    ]

    ledger = written(FORMAT, tmp_path / "out", items)

    assert (tmp_path / "out" / "x.ann").read_text().split("\n")[:3] == [
        "T1\tarmed_group 0 6\tRebels",
        "T2\tarmed_group-2 7 14\tshelled",
        "T3\tarmed_group-3 15 18\tTel",
    ]
    assert sum("is written as" in note for note in ledger.notes) == 3


@pytest.mark.parametrize(
    "name", ["events_before_their_triggers.ann", "nested_identical_and_discontinuous.ann"]
)
def test_what_came_from_brat_goes_back_and_comes_again_the_same(tmp_path, name):
    (first,) = read_back(FORMAT, GOLDEN / name, accepted=AnyLabel())

    written(FORMAT, tmp_path / "out", [first])
    (second,) = read_back(FORMAT, tmp_path / "out", accepted=AnyLabel())

    def plain(item):
        return [
            record
            for record in contents(item)[2]["me"][0].values()
            if not isinstance(record, Note | Entity)
        ]

    assert sorted(plain(second), key=repr) == sorted(plain(first), key=repr)


def test_several_annotators_have_folders_that_come_back_as_layers(tmp_path):
    items = [
        document("x", TEXT, Span("T1", "ACTOR", ((0, 6),)), annotator="anna"),
        document("x", TEXT, annotator="ben"),
    ]
    item = type(items[0])(items[0].document, items[0].info, (*items[0].layers, *items[1].layers))

    written(FORMAT, tmp_path / "out", [item], annotators=("anna", "ben"))
    (found,) = read_back(FORMAT, tmp_path / "out")

    assert sorted(layer.annotator for layer in found.layers) == ["anna", "ben"]
    assert found.document.id == "x"


@pytest.mark.parametrize(
    "text", ["\ufeffOrvan", "GIF8 is a picture, Orvan", "a\r\nb\rc\u2028d\x1be"]
)
def test_any_text_comes_back_as_it_was(tmp_path, text):
    written(FORMAT, tmp_path / "out", [document("x", text)])

    (item,) = read_back(FORMAT, tmp_path / "out")

    assert item.document.text == text


def test_the_configuration_defines_what_the_schema_does(tmp_path):
    schema = Schema.model_validate(
        {
            "schema": "small",
            "labels": {
                "ACTOR": {"attributes": {"side": {"type": "enum", "values": ["A", "B"]}}},
                "armed group": {},
            },
            "any_span": {"sure": {"type": "bool"}},
            "relations": {"part_of": [["ACTOR", "ACTOR"]]},
            "events": {
                "types": ["attack"],
                "roles": {"attacker": ["ACTOR"]},
                "modality": ["claimed"],
            },
        }
    )

    written(FORMAT, tmp_path / "out", [], schema=schema)

    conf = (tmp_path / "out" / "annotation.conf").read_text()
    assert conf.split("\n") == [
        "[entities]",
        "# left out, since brat takes A-Z a-z 0-9 - _ here: 'armed group'",
        "ACTOR",
        "time",
        "",
        "[relations]",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        "Equiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive",
        "part_of\tArg1:ACTOR, Arg2:ACTOR",
        "",
        "[events]",
        "attack\tattacker*:ACTOR, time?:time, reported_by?:<ENTITY>",
        "",
        "[attributes]",
        "side\tArg:ACTOR, Value:A|B",
        "sure\tArg:ACTOR",
        "modality\tArg:<EVENT>, Value:claimed",
        "",
    ]
