# SPDX-License-Identifier: MIT
"""Changes of the schema of a project at work, in every kind of store."""

from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import ConflictError, InputError
from annotator.review.decisions import Verdict
from annotator.schema.definition import Example
from annotator.schema.steps import Merge, Queue, Redefine, Remove, Rename, Settings, Split
from annotator.store.doctor import examine
from annotator.store.store import open_store
from annotator.store.values import NewDocument
from annotator.workspace.tasks import no_progress
from annotator.workspace.workspace import Workspace
from tests.contracts.conftest import fresh_location
from tests.schema_steps import steps_for
from tests.strategies import annotated_documents, examples
from tests.workspace.review_projects import line

LAYERS = {
    "d1": "[HTS|ACTOR role=party] struck [Darat Izza|LOCATION place_type=settlement].",
    "d2": "[HTS|ACTOR role=victim] left [Syria|LOCATION place_type=country].",
}


@pytest.fixture
def project(location, tmp_path):
    """Where a project lies whose two annotators agree, with gold."""
    source = tmp_path / "layers.jsonl"
    lines = [line(id, name, text) for id, text in LAYERS.items() for name in ("ann", "ben")]
    source.write_bytes(b"\n".join(lines))
    workspace = Workspace.create(location, annotator="lead", name="News")
    workspace.import_paths([source])
    for document in LAYERS:
        for item in workspace.reviewing.open(document).items:
            workspace.reviewing.decide(item, Verdict.take(0))
        workspace.reviewing.finish(document)
    workspace.close()
    return location


@pytest.fixture
def workspace(project):
    workspace = Workspace.open(project, annotator="lead")
    yield workspace
    workspace.close()


def state_of(workspace):
    """The schema, and every record of every layer."""
    assert workspace.flush(30)
    layers = {
        (row.id, annotator): dict(workspace.layer(row.id, annotator).records)
        for row in workspace.documents()
        for annotator in ("", *workspace.annotators())
    }
    return workspace.schema, layers


def labels_of(workspace, annotator="ann"):
    return sorted(span.label for id in LAYERS for span in workspace.layer(id, annotator).spans())


def revise(workspace, *steps):
    return workspace.revising.apply(workspace.revising.plan(steps))


CHANGES = {
    "rename": [Rename("ACTOR", "AGENT"), Rename("role", "part", "attribute", "AGENT")],
    "merge": [Merge(("ACTOR",), "LOCATION", unfit="drop")],
    "split": [Split("LOCATION", "place_type", {"settlement": "TOWN", "country": "COUNTRY"})],
    "queue": [Queue("LOCATION", ("TOWN", "AREA"), "town or area?")],
    "remove": [Remove("LOCATION", held="drop")],
    "values": [
        Redefine(
            "role",
            "attribute",
            {"values": ["side", "hurt"], "default": "side"},
            "ACTOR",
            {"party": "side", "victim": "hurt"},
            "drop",
        )
    ],
    "setting": [Settings({"span_policy": {"pronouns": True}})],
}


@pytest.mark.parametrize("steps", CHANGES.values(), ids=CHANGES)
def test_a_change_its_undo_and_redo_give_sound_projects(workspace, project, steps):
    before = state_of(workspace)

    revise(workspace, *steps)

    after = state_of(workspace)
    assert after != before
    assert examine(project).sound
    workspace.undo()
    assert state_of(workspace) == before
    workspace.redo()
    assert state_of(workspace) == after
    assert examine(project).sound


def test_a_change_is_there_when_the_project_is_opened_again_and_can_be_undone(workspace, project):
    before = state_of(workspace)
    revise(workspace, *CHANGES["rename"])
    after = state_of(workspace)
    workspace.close()

    again = Workspace.open(project, annotator="lead")

    assert state_of(again) == after
    assert labels_of(again) == ["AGENT", "AGENT", "LOCATION", "LOCATION"]
    assert all(not again.reviewing.open(id).stale for id in LAYERS)
    again.undo()
    assert state_of(again) == before
    again.close()


def test_the_plan_counts_what_the_change_then_does(workspace):
    plan = workspace.revising.plan(CHANGES["split"])

    assert dict(plan.steps[0].counts) == {"spans changed": 6, "decisions changed": 2}
    assert workspace.revising.apply(plan) == 8
    assert labels_of(workspace) == ["ACTOR", "ACTOR", "COUNTRY", "TOWN"]


def test_a_plan_that_would_lose_something_changes_nothing(workspace):
    before = state_of(workspace)

    with pytest.raises(InputError, match="would lose"):
        revise(workspace, Remove("LOCATION"))

    assert state_of(workspace) == before


def test_undo_over_what_somebody_has_changed_since_is_a_conflict_and_changes_nothing(
    workspace, project
):
    from annotator.edits.edit import RemoveRecord

    revise(workspace, *CHANGES["rename"])
    workspace.close()
    ann = Workspace.open(project, annotator="ann")
    span = next(ann.layer("d1").spans())
    ann.apply("d1", RemoveRecord(span.id))
    ann.close()
    lead = Workspace.open(project, annotator="lead")
    before = state_of(lead)

    with pytest.raises(ConflictError):
        lead.undo()

    assert state_of(lead) == before
    assert examine(project).sound
    lead.close()


def test_examples_of_a_label_are_the_same_in_every_store(workspace):
    found = workspace.guiding.guidance("ACTOR")(no_progress)

    assert found.source == "gold"
    assert [(e.document, e.words, e.count) for e in found.examples] == [
        ("d1", Example(span="HTS", after=" struck Darat Izza."), 2)
    ]
    workspace.guiding.accept("ACTOR", found.examples[0].words)
    workspace.undo()
    assert workspace.schema.labels["ACTOR"].examples == ()


def test_every_version_of_the_schema_is_kept(workspace):
    first = workspace.schema
    revise(workspace, Rename("ACTOR", "AGENT"))
    workspace.revising.set(first)

    versions = workspace.revising.versions()

    assert [each.revision for each in versions] == [3, 2, 1]
    assert versions[0].text == versions[2].text


@examples(1)
@given(data=st.data())
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_random_steps_and_their_undo_give_back_the_same_state(kind, data, tmp_path_factory):
    with fresh_location(kind, tmp_path_factory.mktemp("steps")) as location:
        Workspace.create(location, annotator="ann", name="News").close()
        each = data.draw(annotated_documents())
        store = open_store(location)
        store.add_documents(
            [NewDocument(each.document, each.info, each.layers)], actor="ann", gesture="import"
        )
        store.close()
        workspace = Workspace.open(location, annotator="ann")
        try:
            states = [state_of(workspace)]
            for _ in range(12):
                with suppress(InputError):
                    revise(workspace, data.draw(steps_for(workspace.schema)))
                    states.append(state_of(workspace))
            for after, before in pairwise(reversed(states)):
                assert state_of(workspace) == after
                workspace.undo()
                assert state_of(workspace) == before
            assert examine(location).sound
        finally:
            workspace.close()
