# SPDX-License-Identifier: MIT
"""The check of everything: gold against its decisions, in an order that stays."""

import pytest

from annotator.review.decisions import Verdict
from annotator.workspace.workspace import Workspace
from tests.workspace.review_projects import line, reviewed_project

STORY = "The [SDF|ACTOR] took [Raqqa|LOCATION]."
OTHER = "The [SDF|ACTOR] took Raqqa."


def unsourced(workspace, annotator="gold"):
    return [
        finding.record
        for layer in workspace.check_all()
        if layer.annotator == annotator
        for finding in layer.findings
        if finding.code == "P01"
    ]


@pytest.fixture
def reviewed(tmp_path):
    workspace = reviewed_project(tmp_path, {"d1": {"ana": STORY, "ben": OTHER}})
    yield workspace
    workspace.close()


def test_gold_that_a_review_made_cites_its_sources(reviewed):
    review = reviewed.reviewing.open("d1")
    for item in review.undecided():
        reviewed.reviewing.decide(item, Verdict.take(0))

    assert len(reviewed.layer("d1", "gold")) == 1
    assert unsourced(reviewed) == []


def test_gold_that_came_from_elsewhere_cites_none(tmp_path):
    workspace = Workspace.create(str(tmp_path / "p.corpus"), annotator="ana")
    (tmp_path / "gold.jsonl").write_bytes(line("d1", "gold", STORY))
    workspace.import_paths([tmp_path / "gold.jsonl"])

    assert unsourced(workspace) == ["T1", "T2"]
    workspace.close()
