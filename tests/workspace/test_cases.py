# SPDX-License-Identifier: MIT
"""Identical cases are found without opening documents that cannot hold them."""

import pytest

from annotator.edits.edit import SetComplete
from annotator.schema.steps import Rename
from annotator.workspace.reviewing import Verdict
from annotator.workspace.workspace import Workspace
from tests.workspace.review_projects import line, reviewed_project

SAME = {"anna": "[Aleppo|LOCATION] fell.", "ben": "Aleppo fell."}
OTHER = {"anna": "[Idlib|LOCATION] fell.", "ben": "Idlib fell."}


@pytest.fixture
def workspace(tmp_path):
    made = reviewed_project(
        tmp_path, {"a": SAME, "b": OTHER, "c": SAME, "d": OTHER, "e": SAME, "f": OTHER}
    )
    yield made
    made.close()


def documents_of(reviewing, id):
    return [case.item.document for case in reviewing.identical(reviewing.open(id).items[0])]


def test_cases_are_found_whether_or_not_the_project_was_read(workspace):
    reviewing = workspace.reviewing
    assert reviewing.unread() == 6
    assert documents_of(reviewing, "c") == ["c", "a", "e"]
    assert reviewing.unread() == 0

    again = Workspace.open(workspace.location, annotator="x", read_only=True)
    again.reviewing.prepare()()
    assert again.reviewing.unread() == 0
    assert documents_of(again.reviewing, "c") == ["c", "a", "e"]
    again.close()


def test_only_documents_that_may_hold_a_case_are_opened(workspace, monkeypatch):
    reviewing = workspace.reviewing
    reviewing.prepare()()
    item = reviewing.open("a").items[0]
    opened = []
    really = reviewing.reviews.open

    def noted(id):
        opened.append(id)
        return really(id)

    monkeypatch.setattr(reviewing.reviews, "open", noted)

    reviewing.identical(item)

    assert opened == ["a", "c", "e"]


def test_a_decision_takes_a_case_out_and_undo_brings_it_back(workspace):
    reviewing = workspace.reviewing
    reviewing.prepare()()
    first = reviewing.open("a").items[0]
    pairs = [(case.item, Verdict.take(0)) for case in reviewing.identical(first)[1:]]

    reviewing.decide_all(pairs)
    assert documents_of(reviewing, "a") == ["a"]
    assert reviewing.unread() == 0
    workspace.undo()

    assert documents_of(reviewing, "a") == ["a", "c", "e"]


def test_a_layer_that_changes_after_it_was_read_is_looked_at_again(workspace, tmp_path):
    reviewing = workspace.reviewing
    take = reviewing.prepare()
    ben = [
        line("b", "ben", "[Idlib|ACTOR] fell."),
        line("g", "anna", SAME["anna"]),
        line("g", "ben", SAME["ben"]),
    ]
    more = tmp_path / "more.jsonl"
    more.write_bytes(b"\n".join(ben[1:]))
    workspace.import_paths([more])
    take()

    assert documents_of(reviewing, "a") == ["a", "c", "e", "g"]


def test_the_persons_own_layer_that_becomes_complete_is_another_case(tmp_path):
    lead = reviewed_project(tmp_path, {"a": SAME, "c": SAME})
    reviewing = lead.reviewing
    reviewing.prepare()()
    assert documents_of(reviewing, "a") == ["a", "c"]

    lead.apply("c", SetComplete(True))

    assert documents_of(reviewing, "a") == ["a"]
    lead.close()


def test_what_was_gathered_before_the_schema_took_all_layers_along_is_not_taken(workspace):
    reviewing = workspace.reviewing
    take = reviewing.prepare()
    revising = workspace.revising
    revising.apply(revising.plan([Rename("LOCATION", "PLACE")]))
    take()

    assert documents_of(reviewing, "a") == ["a", "c", "e"]


@pytest.mark.parametrize("was_prepared", [False, True])
def test_after_an_import_all_is_read_again_once(workspace, tmp_path, was_prepared):
    reviewing = workspace.reviewing
    if was_prepared:
        reviewing.prepare()()
    more = tmp_path / "more.jsonl"
    more.write_bytes(b"\n".join(line("g", name, SAME[name]) for name in SAME))
    workspace.import_paths([more])
    assert reviewing.unread() == 7

    reviewing.prepare()()

    assert reviewing.unread() == 0
    assert documents_of(reviewing, "a") == ["a", "c", "e", "g"]


def test_a_layer_that_changed_after_one_gathering_is_read_in_the_next(workspace):
    reviewing = workspace.reviewing
    reviewing.prepare()()
    workspace.apply("c", SetComplete(True))
    workspace.flush(10)
    assert reviewing.unread() == 1
    late = reviewing.prepare()

    workspace.undo()
    late()
    assert reviewing.unread() == 1
    workspace.flush(10)
    reviewing.prepare()()

    assert reviewing.unread() == 0
    assert documents_of(reviewing, "a") == ["a", "c", "e"]
