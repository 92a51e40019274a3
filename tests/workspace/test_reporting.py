# SPDX-License-Identifier: MIT
"""The reports of a review say what the layers say, in every kind of file."""

import csv
import json
from dataclasses import replace

import pytest

from annotator.assets import corpora_dir
from annotator.cli.main import Screen, run
from annotator.errors import InputError
from annotator.review.agreement_tables import agreement_tables
from annotator.review.decisions import Verdict
from annotator.review.report_files import csv_text, html_page
from annotator.review.report_tables import CurvePoint, ReportTable, disagreement_tables
from annotator.workspace.reporting import write_report
from annotator.workspace.workspace import Workspace

THREE = corpora_dir() / "three-annotators.jsonl"
SCREEN = Screen(lambda: "no screen", lambda location: 0)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(str(tmp_path / "three.corpus"), annotator="lead")
    made.import_paths([THREE])
    yield made
    made.close()


def table_of(tables, id) -> ReportTable:
    (found,) = [table for table in tables if table.id == id]
    return found


def test_the_report_of_agreement_names_pairs_labels_and_documents(workspace):
    tables = agreement_tables(workspace.agreeing.report())

    pairs = {row[:2] for row in table_of(tables, "pairs").rows}
    assert pairs == {("ana", "ben"), ("ana", "chloe"), ("ben", "chloe")}
    labels = [row[0] for row in table_of(tables, "labels").rows]
    assert sorted(labels) == ["ACTOR", "CASUALTY", "LOCATION", "WEAPON"]
    documents = table_of(tables, "documents")
    assert {place[0] for place in documents.places} == {row[0] for row in documents.rows}
    assert len(documents.rows) == 3


def test_the_confusion_matrix_has_a_row_for_each_column_and_missing_last(workspace):
    table = table_of(agreement_tables(workspace.agreeing.report()), "confusion")

    assert table.columns[1:] == tuple(row[0] for row in table.rows)
    assert table.columns[-1] == "∅ missing"
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(0 <= share <= 1 for row in table.heat for share in row)


def test_a_label_confused_is_in_its_row_and_column(workspace):
    table = table_of(agreement_tables(workspace.agreeing.report()), "confusion")

    counts = {
        (row[0], column): int(cell)
        for row in table.rows
        for column, cell in zip(table.columns[1:], row[1:], strict=True)
    }
    assert counts["LOCATION", "ACTOR"] == 2  # ana and ben against chloe: the cattle market


def test_the_report_of_disagreement_names_what_few_have(workspace):
    reviewing = workspace.reviewing
    for row in reviewing.documents():
        for item in reviewing.open(row.document).undecided():
            reviewing.decide(item, Verdict.take(0), reason="annotator slip")

    tables = disagreement_tables(workspace.agreeing.disagreement())

    decided = sum(len(reviewing.open(row.document).decided) for row in reviewing.documents())
    assert decided >= 51
    assert table_of(tables, "reasons").rows == (("annotator slip", str(decided)),)
    suspects = table_of(tables, "suspects")
    assert suspects.rows
    texts = {row.document: workspace.document(row.document).text for row in reviewing.documents()}
    for row, (document, start, end) in zip(suspects.rows, suspects.places, strict=True):
        assert row[0].endswith(texts[document][start:end])


def test_html_is_one_page_and_nothing_of_a_text_is_markup():
    table = ReportTable("t", "<b>x</b>", "& note", ("a<i>",), (("<script>alert(1)</script>",),))

    page = html_page("<img src=x>", [table])

    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page


def test_a_curve_is_drawn_in_the_page_with_its_values_below_it():
    points = (
        CurvePoint("2026-01", 0.5, 0.4, 0.6),
        CurvePoint("2026-02", None, None, None),
        CurvePoint("<2026-03>", 0.75, 0.7, 0.8),
        CurvePoint("2026-04", 0.8, 0.7, 0.9),
    )
    table = ReportTable("t", "T", "", ("month",), (("2026-01",),), curve=points)

    page = html_page("R", [table])

    assert page.count("<polyline") == 2  # it does not go over the month without a value
    assert "<2026" not in page
    assert "<td>2026-01</td>" in page
    assert "<svg" not in html_page("R", [replace(table, curve=points[:2])])


def test_csv_reads_back_and_no_cell_is_a_formula():
    table = ReportTable("t", "T", "", ("a", "b"), (("=1+1", 'say "x", y\nz'), ("@x", "-3")))

    rows = list(csv.reader(csv_text(table).splitlines(keepends=True)))

    assert rows == [["a", "b"], ["'=1+1", 'say "x", y\nz'], ["'@x", "'-3"]]


def test_a_report_is_written_by_its_suffix(workspace, tmp_path):
    tables = agreement_tables(workspace.agreeing.report())

    (page,) = write_report("R", tables, tmp_path / "r.html")
    (data,) = write_report("R", tables, tmp_path / "r.json")
    files = write_report("R", tables, tmp_path / "r.csv")

    assert "By label" in page.read_text(encoding="utf-8")
    assert len(json.loads(data.read_text(encoding="utf-8"))["pairs"]) == 3
    assert {path.name for path in files} >= {"r-labels.csv", "r-confusion.csv"}
    with pytest.raises(InputError, match=r"r\.docx"):
        write_report("R", tables, tmp_path / "r.docx")


def test_the_command_writes_both_reports(workspace, tmp_path, capsys):
    location = workspace.location
    workspace.close()

    code = run(["report", location, str(tmp_path / "out.json")], SCREEN)

    assert code == 0, capsys.readouterr().err
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert {"labels", "hint-boundaries", "suspects"} <= written.keys()


def test_the_other_measures_are_told_with_their_intervals(workspace):
    tables = workspace.agreeing.further()

    assert [table.id for table in tables] == ["units", "tokens", "attributes", "links"]
    units = {row[0]: row[1] for row in table_of(tables, "units").rows}
    assert {"u-alpha", "|u-alpha", "cu-alpha", "gamma"} <= units.keys()
    assert "[" in units["u-alpha"]
    assert "[" in units["gamma"]
    links = {row[:2]: row[2] for row in table_of(tables, "links").rows}
    assert links["relations", "both ends matched"].startswith("0.9")


def test_tokens_are_compared_by_pair_and_by_all_three(workspace):
    table = table_of(workspace.agreeing.further(), "tokens")

    who = {row[0] for row in table.rows}
    assert who == {"ana and ben", "ana and chloe", "ben and chloe", "ana and ben and chloe"}
    three = [row for row in table.rows if row[0] == "ana and ben and chloe"]
    (every,) = [row for row in three if row[1] == "ACTOR, all tokens"]
    assert "more than two annotators" in every[2]
    assert 0.8 < float(every[4].split()[0]) < 1
    assert "[" in every[4]


def test_attributes_are_compared_on_spans_marked_alike(workspace):
    table = table_of(workspace.agreeing.further(), "attributes")

    rows = {row[:2]: row[2:] for row in table.rows}
    assert rows["ACTOR", "actor_type"][0].startswith("0.9")  # chloe has another army
    assert all("[" in cell for cell in rows["ACTOR", "actor_type"][:3])
    assert int(rows["ACTOR", "actor_type"][3]) > 100


def test_soft_labels_share_out_the_votes_and_know_what_became_gold(workspace):
    reviewing = workspace.reviewing
    row = reviewing.documents()[0]
    item = reviewing.open(row.document).undecided()[0]
    reviewing.decide(item, Verdict.take(0))

    soft = list(workspace.agreeing.soft_labels())

    assert len(soft) > 100
    for one in soft:
        assert sum(answer["share"] for answer in one["answers"]) == pytest.approx(1)
        assert sum(answer["weighted"] for answer in one["answers"]) == pytest.approx(1)
    (decided,) = [one for one in soft if one["item"] == item.id]
    assert [answer["gold"] for answer in decided["answers"]] == [
        number == 0 for number in range(len(item.candidates))
    ]


def test_the_command_writes_soft_labels(workspace, tmp_path):
    location = workspace.location
    workspace.close()
    target = tmp_path / "soft.jsonl"

    assert run(["soft-labels", location, str(target)], SCREEN) == 0

    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert {line["document"] for line in lines} == {
        "drenak-truce",
        "lake-orro-market",
        "mira-pass-wire",
    }


def test_without_two_complete_layers_there_is_nothing_to_measure(tmp_path):
    made = Workspace.create(str(tmp_path / "one.corpus"), annotator="lead")
    made.import_paths([corpora_dir() / "sample.jsonl"])

    assert made.agreeing.further() == ()
    assert list(made.agreeing.soft_labels()) == []
    made.close()
