# SPDX-License-Identifier: MIT
"""`annotator assign` and `annotator review`."""

import json

import pytest

from tests.workspace.review_projects import reviewed_project

BOTH = "[HTS|ACTOR] took [Idlib|LOCATION]."


@pytest.fixture
def project(tmp_path):
    workspace = reviewed_project(
        tmp_path,
        {
            "same": {"anna": BOTH, "ben": BOTH},
            "differs": {"anna": BOTH, "ben": "[HTS|ACTOR] took Idlib."},
        },
    )
    workspace.close()
    return workspace.location


def test_assign_shares_documents_out_and_lists_them(annotator, project):
    done = annotator("assign", project, "--to", "sara, omar", "--each", "2", "--json")

    assert done.code == 0
    assert done.out.startswith("4 assignments made")
    tasks = json.loads(done.out.partition("\n")[2])
    assert {(task["document"], task["annotator"], task["state"]) for task in tasks} == {
        (document, name, "assigned")
        for document in ("same", "differs")
        for name in ("omar", "sara")
    }


def test_assign_with_an_overlap_that_is_no_percentage_is_refused(annotator, project):
    done = annotator("assign", project, "--to", "sara", "--overlap", "some")

    assert done.code == 2
    assert "an overlap is a percentage such as 20%, not 'some'" in done.err


def test_reopening_gives_a_complete_layer_back(annotator, project):
    annotator("assign", project, "same", "--to", "anna", "--not-blind")

    done = annotator("assign", project, "same", "--reopen", "anna")

    assert done.code == 0
    assert "reopened" in done.out


def test_review_accepts_what_is_unanimous_and_finishes_what_is_decided(annotator, project):
    before = json.loads(annotator("review", project, "--json", "--rules").out)
    done = annotator("review", project, "--accept", "unanimous", "--finish")
    after = json.loads(annotator("review", project, "--json").out)

    assert [(row["document"], row["undecided"]) for row in before["documents"]] == [
        ("same", 0),
        ("differs", 1),
    ]
    unanimous = before["rules"][0]
    assert (unanimous["id"], unanimous["items"], unanimous["drawn"]) == ("unanimous", 3, 0)
    assert done.code == 0
    assert "3 items accepted by unanimous\n1 documents finished" in done.out
    assert [row["finished"] for row in after["documents"]] == [True, False]


def test_review_by_a_rule_there_is_not_is_refused(annotator, project):
    done = annotator("review", project, "--accept", "guess")

    assert done.code == 2
    assert "there is no rule 'guess'" in done.err
