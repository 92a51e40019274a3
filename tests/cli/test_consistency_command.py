# SPDX-License-Identifier: MIT
"""What ``annotator consistency`` prints."""

import json

import pytest

from annotator.cli.main import Screen, run
from annotator.workspace.workspace import Workspace

NO_SCREEN = Screen(lambda: "no screen", lambda location: 0)
TEXT = "Idlib fell.\nIdlib rose and Idlib spoke."


@pytest.fixture
def project(tmp_path):
    def made(*labels, annotator="ann"):
        starts = (0, 12, 27)
        spans = [
            {"id": f"s{start}", "start": start, "end": start + 5, "label": label}
            for start, label in zip(starts, labels, strict=True)
            if label
        ]
        data = {"id": "d", "text": TEXT, "annotator": annotator, "spans": spans}
        (tmp_path / "d.jsonl").write_text(json.dumps(data), "utf-8")
        location = str(tmp_path / "p.corpus")
        workspace = Workspace.create(location, annotator="ann")
        workspace.import_paths([tmp_path / "d.jsonl"])
        workspace.close()
        return location

    return made


def test_findings_are_printed_with_counts_and_places(project, capsys):
    location = project("LOCATION", "LOCATION", "")

    assert run(["consistency", location], NO_SCREEN) == 0

    assert capsys.readouterr().out.splitlines() == [
        "warning K03: 'Idlib' is LOCATION twice, blank once",
        "    d [ann]:27-32: blank: Idlib fell. Idlib rose and [Idlib] spoke.",
        "1 finding in 1 layer",
    ]


def test_json_has_every_place(project, capsys):
    location = project("LOCATION", "ACTOR", "")

    run(["consistency", location, "--json", "--places", "0"], NO_SCREEN)

    data = json.loads(capsys.readouterr().out)
    labels, blanks = data["findings"][::-1]
    assert (labels["labels"], labels["blank"]) == ({"ACTOR": 1, "LOCATION": 1}, 1)
    assert [(place["start"], place["label"]) for place in labels["places"]] == [
        (0, "LOCATION"),
        (12, "ACTOR"),
    ]
    assert [place["text"] for place in blanks["places"]] == ["Idlib"]


def test_only_the_layer_that_is_named_is_looked_at(project, capsys):
    location = project("LOCATION", "LOCATION", "", annotator="gold")

    assert run(["consistency", location], NO_SCREEN) == 0
    assert run(["consistency", location, "--annotator", "gold", "--strict"], NO_SCREEN) == 1
    assert capsys.readouterr().out.startswith("nothing found\n")


def test_hints_alone_are_no_reason_to_fail(project, capsys):
    location = project("LOCATION", "", "")

    assert run(["consistency", location, "--places", "1", "--strict"], NO_SCREEN) == 0

    assert "    and 1 more" in capsys.readouterr().out


def test_an_annotator_there_is_not_is_refused(project, capsys):
    assert run(["consistency", project("LOCATION", "", ""), "--annotator", "nan"], NO_SCREEN) == 2

    assert "nan" in capsys.readouterr().err
