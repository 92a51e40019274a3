# SPDX-License-Identifier: MIT
"""The agreement of a project's annotators: what is compared, edits, and the packed copy."""

import json

import pytest

from annotator.assets import corpora_dir
from annotator.cli.main import Screen, run
from annotator.edits.edit import AddSpan, RemoveRecord, SetComplete
from annotator.review.agreement_tables import agreement_tables
from annotator.review.f1 import Measure
from annotator.review.report_tables import MISSING, Question
from annotator.review.value import NO_DOCUMENTS
from annotator.workspace import comparing
from annotator.workspace.workspace import Workspace

TEXT = "Fighters shelled Idlib with mortars on Monday."


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return the location of a project with two documents, and where its cache is."""
    monkeypatch.setenv("ANNOTATOR_CACHE_DIR", str(tmp_path / "cache"))
    location = str(tmp_path / "p.corpus")
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"{TEXT} {name}", "utf-8")
    workspace = Workspace.create(location, annotator="ana")
    workspace.import_paths([tmp_path / "one.txt", tmp_path / "two.txt"])
    workspace.close()
    return location


def annotate(location, annotator, number, *spans, complete=True):
    workspace = Workspace.open(location, annotator=annotator)
    id = workspace.documents()[number].id
    for start, end, label in spans:
        workspace.apply(id, AddSpan(label, ((start, end),)))
    if complete:
        workspace.apply(id, SetComplete(True))
    workspace.close()


def report_of(location):
    workspace = Workspace.open(location, read_only=True)
    try:
        return workspace.agreeing.report()
    finally:
        workspace.close()


def test_agreement_compares_documents_that_both_completed_only(project):
    annotate(project, "ana", 0, (0, 8, "ACTOR"), (17, 22, "LOCATION"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"))
    annotate(project, "ana", 1, (0, 8, "ACTOR"))
    annotate(project, "ben", 1, (17, 22, "LOCATION"), complete=False)

    report = report_of(project)

    assert report.documents == 1
    assert report.micro[Measure.STRICT].value == pytest.approx(2 / 3)  # 2 * 1 / (2 + 1)
    assert [each.surface for each in report.worst_strings] == ["idlib"]


def test_agreement_of_a_layer_that_is_not_complete_is_undefined(project):
    annotate(project, "ana", 0, (0, 8, "ACTOR"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"), complete=False)

    assert report_of(project).micro[Measure.STRICT].reason == NO_DOCUMENTS


def test_agreement_after_edits_is_that_of_a_new_count(project, tmp_path):
    annotate(project, "ana", 0, (0, 8, "ACTOR"))
    annotate(project, "ana", 1, (17, 22, "LOCATION"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"))
    annotate(project, "ben", 1, (17, 22, "LOCATION"))
    workspace = Workspace.open(project, annotator="ben")
    first, second = (document.id for document in workspace.documents())
    seen = [workspace.agreeing.report()]

    span = next(workspace.layer(first).spans())
    workspace.apply(first, RemoveRecord(span.id))
    seen.append(workspace.agreeing.report())
    workspace.apply(first, AddSpan("ACTOR", ((0, 10),)))
    seen.append(workspace.agreeing.report())
    workspace.apply(second, AddSpan("WEAPON", ((28, 35),)))
    seen.append(workspace.agreeing.report())
    workspace.apply(second, SetComplete(False))
    seen.append(workspace.agreeing.report())
    workspace.close()

    assert [report.micro[Measure.STRICT].value for report in seen] == pytest.approx(
        [1.0, 2 / 3, 1 / 2, 2 / 5, 0.0]
    )
    anew = report_of(project)
    assert (anew.kinds, anew.documents) == (seen[-1].kinds, seen[-1].documents)
    assert anew.micro[Measure.PARTIAL].value == seen[-1].micro[Measure.PARTIAL].value


def test_agreement_is_the_same_with_the_packed_copy_without_and_with_a_broken_one(project):
    annotate(project, "ana", 0, (0, 8, "ACTOR"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"), (17, 22, "LOCATION"))
    workspace = Workspace.open(project, read_only=True)
    path = comparing.cache_file(workspace._store.project().id)
    workspace.close()

    first = report_of(project)
    assert path.exists()
    again = report_of(project)
    path.write_bytes(path.read_bytes()[:200])
    broken = report_of(project)

    assert first == again == broken


def test_agreement_reads_anew_what_changed_after_the_packed_copy_was_written(project):
    annotate(project, "ana", 0, (0, 8, "ACTOR"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"))
    before = report_of(project)

    annotate(project, "ben", 0, (17, 22, "LOCATION"))

    assert before.micro[Measure.STRICT].value == 1.0
    assert report_of(project).micro[Measure.STRICT].value == pytest.approx(2 / 3)


def test_agreement_leaves_the_gold_layer_out(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_CACHE_DIR", str(tmp_path / "cache"))
    span = {"id": "s", "start": 0, "end": 8, "label": "ACTOR"}
    line = {"id": "d", "text": TEXT, "complete": True, "spans": [span]}
    lines = [json.dumps({**line, "annotator": name}) for name in ("ana", "ben", "gold")]
    (tmp_path / "three.jsonl").write_text("\n".join(lines), "utf-8")
    location = str(tmp_path / "p.corpus")
    workspace = Workspace.create(location, annotator="ana")
    workspace.import_paths([tmp_path / "three.jsonl"])
    workspace.close()

    assert report_of(location).annotators == ("ana", "ben")


def test_agreement_command_prints_a_table_and_json(project, capsys):
    annotate(project, "ana", 0, (0, 8, "ACTOR"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"), (17, 22, "LOCATION"))
    screen = Screen(lambda: "no screen", lambda location: 0)

    assert run(["agreement", project], screen) == 0
    table = capsys.readouterr().out
    assert run(["agreement", project, "--json"], screen) == 0
    data = capsys.readouterr().out

    assert "ana and ben" in table
    assert "0.667" in table
    assert '"strict"' in data


def test_a_text_completed_twice_by_the_same_annotator_shows_agreement_with_oneself(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("ANNOTATOR_CACHE_DIR", str(tmp_path / "cache"))
    first = [{"id": "s", "start": 0, "end": 8, "label": "ACTOR"}]
    second = [*first, {"id": "t", "start": 17, "end": 22, "label": "LOCATION"}]
    lines = [
        {"id": id, "text": TEXT, "annotator": name, "complete": True, "spans": spans}
        for id, name, spans in (("d", "ana", first), ("d-again", "ana", second))
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    location = str(tmp_path / "p.corpus")
    workspace = Workspace.create(location, annotator="ana")
    workspace.import_paths([tmp_path / "x.jsonl"])
    before = workspace.agreeing.report().own
    span = next(s for s in workspace.layer("d-again").spans() if s.label == "LOCATION")
    workspace.apply("d-again", RemoveRecord(span.id))
    after = workspace.agreeing.report().own
    workspace.close()
    screen = Screen(lambda: "no screen", lambda location: 0)
    assert run(["agreement", location, "--json"], screen) == 0

    assert [(each.annotator, each.texts) for each in before] == [("ana", 1)]
    assert before[0].strict.value == pytest.approx(2 / 3)  # 2 * 1 / (1 + 2)
    assert before[0].strict.low is not None
    assert [each.strict.value for each in after] == [1.0]
    told = json.loads(capsys.readouterr().out)["self_agreement"]
    assert [(each["annotator"], each["strict"]["value"]) for each in told] == [("ana", 1.0)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (Question("label", "LOCATION", MISSING), [(17, 22)]),
        (Question("label", "ACTOR", "ACTOR"), [(0, 8)]),
        (Question("label", "WEAPON", "ACTOR"), []),
        (Question("string", "idlib"), [(17, 22)]),
        (Question("string", "fighters"), []),
        (Question("pair", "ana", "ben"), [(17, 22), (28, 35)]),
        (Question("pair", "ana", "cyd"), []),
    ],
)
def test_the_places_behind_a_number_are_those_that_it_counts(project, question, expected):
    annotate(project, "ana", 0, (0, 8, "ACTOR"), (17, 22, "LOCATION"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"), (28, 35, "WEAPON"))
    workspace = Workspace.open(project, annotator="ben")

    table = workspace.agreeing.places(question)

    document = workspace.documents()[0].id
    assert table.places == tuple((document, *place) for place in expected)
    assert table.title.endswith(f": {len(expected)}")
    for row, (_, start, end) in zip(table.rows, table.places, strict=True):
        assert f"[{TEXT[start:end]}]" in row[1]
    workspace.close()


def test_the_places_behind_a_number_are_those_of_this_moment(project):
    annotate(project, "ana", 0, (0, 8, "ACTOR"))
    annotate(project, "ben", 0, (0, 8, "ACTOR"))
    annotate(project, "ana", 1, (0, 8, "ACTOR"))
    annotate(project, "ben", 1)
    workspace = Workspace.open(project, annotator="ben")
    first, second = (document.id for document in workspace.documents())
    question = Question("label", "ACTOR", MISSING)
    before = workspace.agreeing.places(question).places

    workspace.apply(first, RemoveRecord(next(workspace.layer(first).spans()).id))
    after = workspace.agreeing.places(question).places
    workspace.close()

    assert before == ((second, 0, 8),)
    assert after == ((first, 0, 8), (second, 0, 8))


def test_each_number_of_the_matrix_has_as_many_places_as_it_says(tmp_path):
    workspace = Workspace.create(str(tmp_path / "three.corpus"), annotator="lead")
    workspace.import_paths([corpora_dir() / "three-annotators.jsonl"])
    tables = agreement_tables(workspace.agreeing.report())
    asked = [
        (cell, question)
        for table in tables
        if table.id == "confusion"
        for row, questions in zip(table.rows, table.questions, strict=True)
        for cell, question in zip(row, questions, strict=True)
        if question is not None
    ]

    counted = [workspace.agreeing.places(question).title for _, question in asked]

    assert asked
    assert [title.rpartition(": ")[2] for title in counted] == [cell for cell, _ in asked]
    workspace.close()
