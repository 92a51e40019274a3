# SPDX-License-Identifier: MIT
"""Gold is read again by models that do not know what they read."""

from annotator.cli.main import Screen, run
from annotator.review.decisions import Verdict
from annotator.review.report_tables import disagreement_tables
from tests.workspace.review_projects import reviewed_project

SCREEN = Screen(lambda: "no screen", lambda location: 0)


def label(number):
    return "LOCATION" if number else "ACTOR"


def project(folder, count):
    """Gold of so many short documents; the place in the last one is taken for an actor."""
    places = ("Stane", "Velin", "Karsova", "Drenak", "Mabiri")
    documents = {
        f"d{number}": {
            "ana": f"Rebels took [{places[number % 5]}|{label(number)}] at dawn.",
            "ben": f"Rebels took {places[number % 5]} at dawn.",
        }
        for number in range(count)
    }
    workspace = reviewed_project(folder, documents)
    for row in workspace.reviewing.documents():
        for item in workspace.reviewing.open(row.document).undecided():
            mine = next(n for n, each in enumerate(item.candidates) if each.records)
            workspace.reviewing.decide(item, Verdict.take(mine))
    return workspace


def suspects(workspace):
    tables = disagreement_tables(workspace.agreeing.disagreement())
    return next(table for table in tables if table.id == "suspects")


def test_the_second_readers_account_stands_beside_each_suspect(tmp_path):
    workspace = project(tmp_path, 8)
    before = suspects(workspace)
    told = []

    assert workspace.agreeing.read_again(progress=lambda *done: told.append(done))
    after = suspects(workspace)

    column = before.columns.index("second reader")
    assert {row[column] for row in before.rows} == {""}
    assert all(row[column].endswith("%") for row in after.rows)
    assert after.rows[0][0] == "ACTOR Stane"
    assert "a model that knows only other documents" in after.note
    assert told[-1] == (4, 4)
    workspace.close()


def test_too_little_gold_is_refused_by_the_command(tmp_path, capsys):
    workspace = project(tmp_path, 3)
    location = workspace.location
    workspace.close()

    code = run(["report", location, str(tmp_path / "r.json"), "--second-reader"], SCREEN)

    assert code != 0
    assert "at least four documents in gold" in capsys.readouterr().err
    assert not (tmp_path / "r.json").exists()
