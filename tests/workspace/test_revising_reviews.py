# SPDX-License-Identifier: MIT
"""Decisions of a review after a change of the schema: the change alone makes none of them stale."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.edit import AddRelation, AddSpan, SetComplete
from annotator.errors import InputError
from annotator.model.annotations import GOLD
from annotator.model.records import Relation
from annotator.review.decisions import Verdict, fold
from annotator.schema.steps import Merge, Queue, Redefine, Remove, Rename, Split
from annotator.store.doctor import examine
from annotator.workspace.workspace import Workspace
from tests.schema_steps import steps_for
from tests.strategies import examples
from tests.workspace.review_projects import reviewed_project, spans_of

LAYERS = {
    "d1": {
        "ann": "[HTS|ACTOR role=party] struck [Darat Izza|LOCATION] with [rockets|WEAPON].",
        "ben": "[HTS|LOCATION] struck [Darat|LOCATION] Izza with [rockets|WEAPON].",
    },
    "d2": {"ann": "[Police|ACTOR] came.", "ben": "Police came."},
}


def decided_project(tmp_path):
    """A project in which everything that differs has been decided, and d1 is finished."""
    workspace = reviewed_project(tmp_path, LAYERS)
    for document in LAYERS:
        for item in workspace.reviewing.open(document).undecided():
            if item.start == 0:
                workspace.reviewing.suggestion(item)
            workspace.reviewing.decide(item, Verdict.take(0), flag=item.start == 0)
    workspace.reviewing.finish("d1")
    assert not any(workspace.reviewing.open(document).stale for document in LAYERS)
    return workspace


@pytest.fixture
def decided(tmp_path):
    workspace = decided_project(tmp_path)
    yield workspace
    workspace.close()


def standing_of(workspace):
    """How many decisions hold and how many are stale in each document."""
    found = {}
    for document in LAYERS:
        review = workspace.reviewing.open(document)
        found[document] = (len(review.decided), len(review.stale), len(review.undecided()))
    return found


def assert_gold_follows_from_decisions(workspace):
    for document in LAYERS:
        decisions = list(workspace.layer(document, "").decisions())
        gold = workspace.layer(document, GOLD)
        made = {id: record for id, record in gold.records.items() if record.kind != "status"}
        assert fold(decisions) == {id: r for id, r in made.items() if r.kind != "note"}


def revise(workspace, *steps):
    workspace.revising.apply(workspace.revising.plan(steps))


STEPS = {
    "rename a label": [Rename("ACTOR", "AGENT")],
    "rename an attribute": [Rename("role", "part", "attribute", "ACTOR")],
    "swap two labels": [
        Rename("ACTOR", "X"),
        Rename("LOCATION", "ACTOR"),
        Rename("X", "LOCATION"),
    ],
    "merge labels": [Merge(("WEAPON",), "CASUALTY", unfit="drop")],
    "drop an attribute": [Remove("role", "attribute", "ACTOR", held="drop")],
    "map values": [
        Redefine(
            "role",
            "attribute",
            {"values": ["side", "other"], "default": "side"},
            "ACTOR",
            {"party": "side"},
            "drop",
        )
    ],
    "split by value": [Split("ACTOR", "role", {"party": "PARTY"})],
    "ask a person": [Queue("ACTOR", ("PERSON", "GROUP"))],
}


@pytest.mark.parametrize("steps", STEPS.values(), ids=STEPS)
def test_decisions_hold_after_a_change_and_after_it_is_undone_and_done_again(decided, steps):
    before = standing_of(decided)
    layers = {id: dict(decided.layer(id, "").records) for id in LAYERS}

    revise(decided, *steps)

    assert standing_of(decided) == before
    assert_gold_follows_from_decisions(decided)
    after = {id: dict(decided.layer(id, "").records) for id in LAYERS}
    decided.undo()
    assert standing_of(decided) == before
    assert {id: dict(decided.layer(id, "").records) for id in LAYERS} == layers
    decided.redo()
    assert standing_of(decided) == before
    assert {id: dict(decided.layer(id, "").records) for id in LAYERS} == after
    assert examine(decided.location).sound


@examples(4)
@given(data=st.data())
def test_after_any_steps_gold_follows_from_decisions_and_undo_brings_all_back(
    data, tmp_path_factory
):
    workspace = decided_project(tmp_path_factory.mktemp("reviews"))
    try:
        before = standing_of(workspace)
        done = 0
        for _ in range(4):
            with suppress(InputError):
                revise(workspace, data.draw(steps_for(workspace.schema)))
                done += 1
            assert_gold_follows_from_decisions(workspace)
        assert examine(workspace.location).sound
        for _ in range(done):
            workspace.undo()
        assert standing_of(workspace) == before
        assert_gold_follows_from_decisions(workspace)
    finally:
        workspace.close()


def test_what_was_decided_stays_as_it_was_but_for_the_names(decided):
    (was,) = decided.layer("d2", "").decisions()

    revise(decided, Rename("ACTOR", "AGENT"))

    (now,) = decided.layer("d2", "").decisions()
    kept = ("id", "start", "end", "outcome", "chosen", "method", "by", "flag", "ms", "reason")
    assert [getattr(now, name) for name in kept] == [getattr(was, name) for name in kept]
    assert [record.label for record in now.result] == ["AGENT"]
    assert now.item != was.item
    assert spans_of(decided, "d2") == {("AGENT", "Police")}


def test_a_decision_that_was_stale_before_stays_stale(decided, tmp_path):
    location = decided.location
    decided.close()
    ben = Workspace.open(location, annotator="ben")
    ben.apply("d2", SetComplete(complete=False))
    ben.apply("d2", AddSpan("ACTOR", ((0, 6),)))
    ben.apply("d2", SetComplete(complete=True))
    ben.close()
    again = Workspace.open(location, annotator="lead")
    assert standing_of(again)["d2"][1] == 1

    revise(again, Rename("ACTOR", "AGENT"))

    assert standing_of(again)["d2"][1] == 1
    again.close()


def test_a_suggestion_that_was_taken_does_not_become_one_that_was_overridden(decided):
    before = decided.reviewing.overrides()
    assert before.shown > 0

    revise(decided, Rename("ACTOR", "AGENT"))
    location = decided.location
    decided.close()
    again = Workspace.open(location, annotator="lead")
    again.reviewing.prepare()()

    assert again.reviewing.overrides() == before
    again.close()


def test_what_is_removed_goes_from_decisions_and_gold_alike(decided):
    revise(decided, Remove("WEAPON", held="drop"), Remove("ACTOR", held="drop"))

    assert_gold_follows_from_decisions(decided)
    assert spans_of(decided, "d2") == set()
    decided.undo()
    assert spans_of(decided, "d2") == {("ACTOR", "Police")}
    assert_gold_follows_from_decisions(decided)


def test_decisions_about_relations_follow_too(tmp_path):
    workspace = reviewed_project(
        tmp_path,
        {"d1": dict.fromkeys(("ann", "ben"), "[HTS|ACTOR] in [Idlib|LOCATION].")},
    )
    location = workspace.location
    workspace.close()
    ann = Workspace.open(location, annotator="ann")
    one, two = (span.id for span in ann.layer("d1").spans())
    ann.apply("d1", AddRelation(Relation("", "located_in", one, two)))
    ann.close()
    lead = Workspace.open(location, annotator="lead")
    review = lead.reviewing.open("d1")
    for item in review.items:
        lead.reviewing.decide(item, Verdict.take(0 if item.is_agreed else _with_relation(item)))
    decided = len(lead.reviewing.open("d1").decided)

    revise(lead, Rename("located_in", "is_in", "relation"), Rename("ACTOR", "AGENT"))

    review = lead.reviewing.open("d1")
    assert (len(review.decided), review.stale) == (decided, {})
    assert [r.type for r in lead.layer("d1", GOLD).relations()] == ["is_in"]
    lead.close()


def _with_relation(item):
    places = enumerate(item.candidates)
    return next(n for n, c in places if any(isinstance(r, Relation) for r in c.records))
