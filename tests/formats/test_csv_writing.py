# SPDX-License-Identifier: MIT
"""Our own table: a spreadsheet can use it, and what it holds comes back."""

import csv as standard
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import ProblemsError
from annotator.formats.csv_table import FORMAT, recognises
from annotator.formats.csv_table.layout import COLUMNS, guarded, unguarded
from annotator.formats.format import Layer
from annotator.formats.registry import format_for
from annotator.model.records import Entity, EventFrame, Note, Relation, Span
from tests.formats.exchange import contents, document, exported, read_back, written
from tests.strategies import corpora, examples

GOLDEN = Path(__file__).parent / "golden" / "csv" / "formulas-breaks-and-stretches.csv"
HTS = Span("s1", "ACTOR", ((0, 3),), {"mention": "nominal", "count": 2})
TEXT = '=HTS struck "Idlib",\r\nand Darat.'
RECORDS = (
    Span("s1", "ACTOR", ((1, 4),), {"mention": "nominal"}, "anna"),
    Span("s2", "LOCATION", ((13, 18), (26, 31))),
    Relation("r1", "located", "s1", "s2"),
    Note("n1", "-- look again", "r1"),
)


def golden_items():
    item = document("=d1", TEXT, *RECORDS, annotator="anna", complete=True)
    return [replace(item, info=replace(item.info, title="@home", tags=("a, b",)))]


def rows_at(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(standard.DictReader(stream))


def refusal(path: Path, rows: list[dict[str, str]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = standard.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(ProblemsError) as found:
        read_back(FORMAT, path)
    return str(found.value)


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "x.csv"
    written(FORMAT, path, golden_items())
    return path, rows_at(path)


def test_the_table_is_what_it_always_was(tmp_path):
    written(FORMAT, tmp_path / "x.csv", golden_items())

    assert (tmp_path / "x.csv").read_bytes() == GOLDEN.read_bytes()


def test_a_table_that_was_written_once_is_still_read():
    items = read_back(FORMAT, GOLDEN)

    assert [contents(item) for item in items] == [contents(item) for item in golden_items()]


def test_a_row_for_the_document_the_layer_and_each_record(rows):
    _, found = rows

    assert [row["kind"] for row in found] == [
        *("document", "layer", "span", "span", "relation", "note")
    ]
    assert found[2] == {
        **dict.fromkeys(COLUMNS, ""),
        "document": "'=d1",
        "annotator": "anna",
        "complete": "yes",
        "kind": "span",
        "id": "s1",
        "label": "ACTOR",
        "start": "1",
        "end": "4",
        "surface": "HTS",
        "attributes": '{"mention":"nominal"}',
        "made_by": "anna",
    }
    assert (found[3]["surface"], found[3]["fragments"]) == ("Idlib Darat", "13-18 26-31")


@examples(30)
@given(corpus=corpora(max_documents=3))
def test_no_cell_can_be_run_by_a_spreadsheet(tmp_path_factory, corpus):
    path = tmp_path_factory.mktemp("csv") / "x.csv"

    written(FORMAT, path, [exported(item) for item in corpus])

    cells = [cell for row in rows_at(path) for cell in row.values()]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n＝")]


@given(cell=st.one_of(st.text(max_size=5), st.text("'=+-@\t a", max_size=4)))
def test_a_guarded_cell_comes_back(cell):
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize(("name", "delimiter"), [("x.csv", ","), ("x.tsv", "\t")])
def test_the_suffix_chooses_the_delimiter(tmp_path, name, delimiter):
    written(FORMAT, tmp_path / name, golden_items())

    assert delimiter.join(COLUMNS).encode() in (tmp_path / name).read_bytes()
    assert len(read_back(FORMAT, tmp_path / name)) == 1


@pytest.mark.parametrize("chosen", ["comma", "semicolon", "tab"])
def test_the_delimiter_can_be_chosen_and_is_found_again(tmp_path, chosen):
    path = tmp_path / "x.csv"

    written(FORMAT, path, golden_items(), choices={"delimiter": chosen})

    assert recognises(path.read_bytes())
    assert format_for(path).id == "csv"
    assert [contents(item) for item in read_back(FORMAT, path)] == [
        contents(item) for item in golden_items()
    ]


def test_a_spreadsheet_may_sort_the_rows_and_move_and_add_columns(rows):
    path, found = rows
    found.sort(key=lambda row: row["kind"], reverse=True)
    columns = ["document", "checked", *reversed(COLUMNS[1:])]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = standard.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows({**row, "checked": "x"} for row in found)
    told = []

    items = read_back(FORMAT, path, note=told.append)

    assert [contents(item) for item in items] == [contents(item) for item in golden_items()]
    assert told == ["x.csv: columns that are not read: checked"]


def test_the_rows_of_a_large_table_must_stand_together(tmp_path):
    path = tmp_path / "x.csv"
    items = [document(id, f"HTS struck {id}.", HTS) for id in ("a", "b")]
    written(FORMAT, path, items)
    assert len(read_back(FORMAT, path, max_bytes=path.stat().st_size)) == 2

    lines = path.read_bytes().split(b"\r\n")
    lines.insert(4, lines.pop(5))
    lines.insert(4, lines.pop(3))
    path.write_bytes(b"\r\n".join(lines))

    with pytest.raises(ProblemsError, match="do not stand together; sort by this column"):
        read_back(FORMAT, path, max_bytes=path.stat().st_size)


def test_documents_without_layers_and_layers_without_spans_come_back(tmp_path):
    bare = replace(document("a", "HTS"), layers=())
    empty = document("b", "HTS", annotator="anna")
    several = document("c", "HTS", HTS)
    several = replace(several, layers=(*several.layers, Layer("bassam", (), complete=True)))

    written(FORMAT, tmp_path / "x.csv", [bare, empty, several], annotators=("anna", "bassam"))

    assert [contents(item) for item in read_back(FORMAT, tmp_path / "x.csv")] == [
        contents(item) for item in (bare, empty, several)
    ]


def test_events_and_entities_have_rows_too(tmp_path):
    event = EventFrame("e1", "strike", (4, 10), modality="asserted", time=(0, 3), reported_by="s1")
    item = document("a", "HTS struck.", HTS, event, Entity("n1", ("s1",), {"id": "Q1"}))

    ledger = written(FORMAT, tmp_path / "x.csv", [item])

    assert ledger.balanced
    assert ledger.lost == {}
    assert [contents(one) for one in read_back(FORMAT, tmp_path / "x.csv")] == [contents(item)]


@pytest.mark.parametrize(
    ("row", "cells", "words"),
    [
        (2, {"surface": "HT"}, ":5: start: the file says 'HT', the text has 'HTS' at 1..4"),
        (2, {"start": "x"}, "must be whole numbers"),
        (2, {"end": "400"}, "1..400 is no stretch"),
        (2, {"label": "ARMY"}, "the schema has no label 'ARMY'"),
        (2, {"attributes": "{"}, "attributes: not JSON"),
        (2, {"attributes": '{"a": {}}'}, "attributes.a: must be a number, text"),
        (2, {"attributes": '{"a": 1, "a": 2}'}, "stands twice"),
        (2, {"id": "s2"}, "the id 's2' stands twice in this layer"),
        (2, {"id": "status"}, "is kept for the program"),
        (2, {"complete": "maybe"}, "complete: must be yes or no, not 'maybe'"),
        (2, {"complete": "no"}, "is not what other rows of the layer say"),
        (2, {"kind": "thing"}, "kind: must be one of"),
        (3, {"fragments": "13-18 18-31"}, "in order and may not touch"),
        (3, {"fragments": "13-18 26-30"}, "the file says 'Idlib Darat'"),
        (3, {"fragments": "all"}, "must be parts such as 0-4 9-12"),
        (4, {"to": "s9"}, "to: there is no record 's9' in this layer"),
        (5, {"to": "s9"}, "to: there is no record 's9' in this layer"),
        (0, {"text": TEXT[:20]}, "a spreadsheet may have cut or changed it"),
        (0, {"text": " "}, "must hold at least one visible character"),
        (0, {"kind": "layer"}, "'=d1' has no row of its own"),
        (1, {"kind": "document"}, "'=d1' has 2 rows of its own"),
        (0, {"tags": "east"}, "tags: not JSON"),
        (0, {"meta": "[1]"}, "meta: must be a JSON object"),
    ],
)
def test_what_somebody_broke_in_a_spreadsheet_is_told_with_line_and_column(rows, row, cells, words):
    path, found = rows
    found[row].update(cells)

    told = refusal(path, found)

    assert words in told
    assert told.count(words) == 1


def test_with_only_the_good_ones_a_document_with_a_broken_row_is_left_out(tmp_path):
    path = tmp_path / "x.csv"
    written(FORMAT, path, [document(id, f"HTS struck {id}.", HTS) for id in ("a", "b")])
    lines = path.read_bytes().split(b"\r\n")
    lines[3] = b",".join(lines[3].split(b",")[:9])
    path.write_bytes(b"\r\n".join(lines))
    refused = []

    items = read_back(FORMAT, path, good_only=True, refused=refused.extend)

    assert [item.document.id for item in items] == ["b"]
    assert [problem.line for problem in refused] == [4]
