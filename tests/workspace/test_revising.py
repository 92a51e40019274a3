# SPDX-License-Identifier: MIT
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.edit import AddRelation, AddSpan
from annotator.errors import InputError
from annotator.model.records import Relation
from annotator.schema.definition import Example
from annotator.schema.files import parse_schema
from annotator.schema.steps import (
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    Settings,
    Split,
)
from annotator.store.doctor import examine
from annotator.store.store import open_store
from annotator.store.values import NewDocument
from annotator.workspace.events import (
    DocumentsChanged,
    HistoryChanged,
    LayerChanged,
    SchemaChanged,
)
from annotator.workspace.workspace import Workspace
from tests.schema_steps import steps_for
from tests.strategies import annotated_documents, examples

HTS = AddSpan("ACTOR", ((4, 7),), {"actor_type": "rebel_group"})
DARAT = AddSpan("LOCATION", ((25, 35),), {"place_type": "settlement"})


@pytest.fixture
def annotated(workspace):
    """The workspace with an ACTOR and a LOCATION in its first document."""
    id = workspace.documents()[0].id
    workspace.apply(id, HTS)
    workspace.apply(id, DARAT)
    return workspace


def labels_of(workspace):
    id = workspace.documents()[0].id
    return [span.label for span in workspace.layer(id).spans()]


def revise(workspace, *steps):
    workspace.revising.apply(workspace.revising.plan(steps))


def test_revising_rename_takes_spans_along_and_undo_brings_both_back(annotated):
    before = annotated.schema

    revise(annotated, Rename("ACTOR", "AGENT"))

    assert labels_of(annotated) == ["AGENT", "LOCATION"]
    assert "AGENT" in annotated.schema.labels
    annotated.undo()
    assert labels_of(annotated) == ["ACTOR", "LOCATION"]
    assert annotated.schema == before
    annotated.redo()
    assert labels_of(annotated) == ["AGENT", "LOCATION"]
    assert examine(annotated.location).sound


def test_revising_undo_after_the_project_was_opened_again_brings_the_schema_back(annotated):
    before, location = annotated.schema, annotated.location
    revise(annotated, Rename("ACTOR", "AGENT"))
    annotated.close()

    again = Workspace.open(location, annotator="ann")
    again.undo()

    assert again.schema == before
    assert labels_of(again) == ["ACTOR", "LOCATION"]
    again.undo()
    assert labels_of(again) == ["ACTOR"]
    again.close()


def test_revising_plan_counts_and_shows_and_changes_nothing(annotated):
    plan = annotated.revising.plan([Split("LOCATION", "place_type", {"settlement": "TOWN"})])

    step = plan.steps[0]
    assert dict(step.counts) == {"spans changed": 1}
    assert [(e.text, e.before, e.after) for e in step.examples] == [
        ("Darat Izza", "LOCATION", "TOWN")
    ]
    assert labels_of(annotated) == ["ACTOR", "LOCATION"]
    assert "TOWN" not in annotated.schema.labels


def test_revising_plan_shows_what_stands_around_an_example_and_counts_documents(annotated):
    plan = annotated.revising.plan([Rename("LOCATION", "PLACE"), Queue("PLACE", ("TOWN",))])

    text = annotated.document(annotated.documents()[0].id).text
    for step in plan.steps:
        assert step.documents == 1
        example = step.examples[0]
        assert example.left + example.text + example.right in text
        assert example.left
        assert example.right


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            Merge(("ACTOR",), "LOCATION", unfit="drop"),
            "1 span of 'LOCATION' lies exactly over another",
        ),
        (
            Add("seen", "attribute", {"type": "bool", "required": True}, "ACTOR"),
            "2 spans lack 'seen', which is required",
        ),
        (
            Redefine("uses", "relation", [["ACTOR", "ACTOR"]]),
            "1 relation 'uses' is between labels that it no longer links",
        ),
        (Add("seen", "attribute", {"type": "bool"}, "ACTOR"), ""),
        (Rename("ACTOR", "AGENT"), ""),
    ],
)
def test_revising_plan_tells_what_checks_will_find_afterwards(annotated, step, said):
    id = annotated.documents()[0].id
    annotated.apply(id, replace(HTS, fragments=((25, 35),)))
    annotated.apply(id, AddSpan("WEAPON", ((0, 3),)))
    spans = {span.label: span.id for span in annotated.layer(id).spans()}
    annotated.apply(id, AddRelation(Relation("", "uses", spans["ACTOR"], spans["WEAPON"])))

    assert annotated.revising.plan([step]).steps[0].warning == said


def test_revising_values_that_would_be_lost_are_listed_and_refused_until_said(annotated):
    values = {"values": ["country", "other"]}
    silent = annotated.revising.plan([Redefine("place_type", "attribute", values, "LOCATION")])

    with pytest.raises(InputError, match=r"1 × LOCATION\.place_type = 'settlement'"):
        annotated.revising.apply(silent)

    mapped = Redefine("place_type", "attribute", values, "LOCATION", {"settlement": "other"})
    revise(annotated, mapped)
    id = annotated.documents()[0].id
    found = [span.attributes.get("place_type") for span in annotated.layer(id).spans()]
    assert found == [None, "other"]


def test_revising_remove_in_use_is_refused_and_with_drop_takes_the_spans(annotated):
    with pytest.raises(InputError, match="1 × 'ACTOR'"):
        revise(annotated, Remove("ACTOR"))

    revise(annotated, Remove("ACTOR", held="drop"))

    assert labels_of(annotated) == ["LOCATION"]
    annotated.undo()
    assert sorted(labels_of(annotated)) == ["ACTOR", "LOCATION"]


def test_revising_queue_puts_a_note_on_each_span_for_a_person(annotated):
    revise(annotated, Queue("LOCATION", ("TOWN", "LOCATION"), "town or not?"))

    id = annotated.documents()[0].id
    layer = annotated.layer(id)
    assert [(layer.span(note.target).label, note.text) for note in layer.notes()] == [
        ("LOCATION", "town or not?")
    ]


def test_revising_a_step_that_touches_no_annotation_is_an_act_of_its_own(annotated):
    before = annotated.schema

    revise(annotated, Add("VEHICLE"))

    assert annotated.undo_kind == "schema.revise"
    annotated.undo()
    assert annotated.schema == before
    assert len(labels_of(annotated)) == 2


def test_revising_set_keeps_annotations_and_is_undone(annotated):
    before = annotated.schema
    other = before.model_copy(update={"note": "other"})

    assert annotated.revising.set(other)

    assert annotated.schema == other
    assert not annotated.revising.set(other)
    annotated.undo()
    assert annotated.schema == before


ANOTHER = Add("VEHICLE", definition={"description": "What carries people."})


@pytest.mark.parametrize(
    "act",
    [
        lambda workspace: workspace.revising.set(workspace.schema.model_copy(update={"note": "o"})),
        lambda workspace: revise(workspace, ANOTHER),
        lambda workspace: workspace.guiding.accept("ACTOR", Example(span="HTS")),
    ],
    ids=["set", "apply", "example"],
)
def test_revising_that_changes_no_layer_has_no_document_read_again(annotated, act):
    seen = []
    annotated.events.subscribe(lambda event: seen.append(type(event)))
    for do in (lambda: act(annotated), annotated.undo, annotated.redo):
        seen.clear()
        do()
        assert {SchemaChanged, HistoryChanged} <= set(seen)
        assert not {DocumentsChanged, LayerChanged} & set(seen)


def test_revising_layers_has_documents_read_again_there_and_back(annotated):
    seen = []
    annotated.events.subscribe(lambda event: seen.append(type(event)))
    plan = annotated.revising.plan([Rename("ACTOR", "AGENT")])
    for do in (lambda: annotated.revising.apply(plan), annotated.undo, annotated.redo):
        seen.clear()
        do()
        assert {SchemaChanged, LayerChanged, DocumentsChanged, HistoryChanged} <= set(seen)


def test_revising_makes_a_backup_before_it_changes_anything(annotated, tmp_path):
    revise(annotated, Rename("ACTOR", "AGENT"))

    backup = max((tmp_path / "p.corpus.backups").glob("*-schema.corpus"), default=None)
    assert backup is not None
    with sqlite3.connect(backup) as connection:
        found = connection.execute("SELECT label FROM records WHERE kind = 'span' ORDER BY label")
        assert [row[0] for row in found] == ["ACTOR", "LOCATION"]


def test_revising_apply_that_changes_no_annotation_says_so(annotated):
    assert annotated.revising.apply(annotated.revising.plan([ANOTHER])) == 0

    rename = annotated.revising.plan([Rename("ACTOR", "AGENT")])
    assert annotated.revising.apply(rename) == 1


@pytest.mark.parametrize(
    "step",
    [
        Rename("ACTOR", "AGENT"),
        Add("AGENT", definition={"attributes": {"actor_type": {"type": "string"}}}),
    ],
)
def test_revising_undo_that_would_orphan_what_another_person_made_since_is_refused(annotated, step):
    location = annotated.location
    id = annotated.documents()[0].id
    revise(annotated, step)
    schema, labels = annotated.schema, labels_of(annotated)
    annotated.close()
    ben = Workspace.open(location, annotator="ben")
    ben.apply(id, AddSpan("AGENT", ((8, 17),), {"actor_type": "rebel_group"}))
    ben.close()

    ann = Workspace.open(location, annotator="ann")
    with pytest.raises(InputError, match=f"ben has used 'AGENT' for a span in document '{id}'"):
        ann.undo()

    assert (ann.schema, labels_of(ann)) == (schema, labels)
    assert [span.label for span in ann.layer(id, "ben").spans()] == ["AGENT"]
    ann.close()
    assert examine(location).sound


def test_revising_undo_of_a_label_is_free_while_only_older_spans_have_it(annotated):
    text = '{"schema": "places/1", "labels": {"LOCATION": {}}}'
    without = parse_schema(text, name="the schema", format="json")
    annotated.revising.set(without)
    revise(annotated, Add("ACTOR", definition={"description": "Who acts."}))

    annotated.undo()

    assert annotated.schema == without
    assert labels_of(annotated) == ["ACTOR", "LOCATION"]


def test_revising_plan_made_before_another_schema_is_refused(annotated):
    plan = annotated.revising.plan([Rename("ACTOR", "AGENT")])
    revise(annotated, Rename("LOCATION", "PLACE"))

    with pytest.raises(InputError, match="another one by now"):
        annotated.revising.apply(plan)

    assert labels_of(annotated) == ["ACTOR", "PLACE"]


def state_of(workspace):
    layers = {
        (row.id, annotator): dict(workspace.layer(row.id, annotator).records)
        for row in workspace.documents()
        for annotator in ("", *workspace.annotators())
    }
    return workspace.schema, layers


@examples(1)
@given(data=st.data())
def test_revising_forty_random_steps_and_their_undo_give_back_the_same_state(
    data, tmp_path_factory
):
    path = str(tmp_path_factory.mktemp("revising") / "p.corpus")
    Workspace.create(path, annotator="ann").close()
    each = data.draw(annotated_documents())
    store = open_store(path)
    store.add_documents(
        [NewDocument(each.document, each.info, each.layers)], actor="ann", gesture="import"
    )
    store.close()
    workspace = Workspace.open(path, annotator="ann")
    try:
        states = [state_of(workspace)]
        while len(states) <= 40:
            step = data.draw(steps_for(workspace.schema))
            try:
                revise(workspace, step)
            except InputError:
                step = Settings({"note": f"step {len(states)}"})
                revise(workspace, step)
            states.append(state_of(workspace))
        assert examine(path).sound
        for before in reversed(states[:-1]):
            workspace.undo()
            assert state_of(workspace) == before
        for after in states[1:]:
            workspace.redo()
            assert state_of(workspace) == after
        assert examine(path).sound
    finally:
        workspace.close()
