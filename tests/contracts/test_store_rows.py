# SPDX-License-Identifier: MIT
"""What goes into a project comes out of it: on SQLite and on PostgreSQL."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.edits.change import Step
from annotator.errors import (
    ConflictError,
    NotFoundError,
    StoreError,
)
from annotator.model.ids import new_id
from annotator.model.records import INFO_ID, STATUS_ID, DocumentInfo, from_data
from annotator.store.store import open_store
from annotator.store.values import NewDocument
from tests.store.projects import (
    add,
    added,
    assert_sound,
    new_document,
    new_project,
    operation,
    span,
    undoing,
)
from tests.strategies import corpora

SHARED = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def test_a_project_opened_again_is_the_one_that_was_made(location):
    made = new_project(location, name="Syria 2024", language="ar", schema_text='{"labels": {}}')
    before = made.project()
    made.close()

    opened = open_store(location)
    after = opened.project()
    opened.close()

    assert after == before
    assert (after.name, after.language, after.schema) == ("Syria 2024", "ar", '{"labels": {}}')
    assert after.schema_revision == 1


def test_making_a_project_where_there_is_one_is_refused_and_leaves_it(location):
    first = new_project(location, name="first")
    first.close()

    with pytest.raises(StoreError, match="already"):
        new_project(location, name="second")

    again = open_store(location)
    assert again.project().name == "first"
    again.close()


def test_a_saved_schema_is_the_next_revision_and_the_same_again_is_none(store):
    store.save_schema('{"a": 1}', "anna")
    store.save_schema('{"a": 1}', "anna")

    assert (store.project().schema, store.project().schema_revision) == ('{"a": 1}', 2)
    assert_sound(store)


@SHARED
@given(corpus=corpora())
def test_documents_come_back_as_they_were_added(store, corpus):
    taken = store.existing_ids([item.document.id for item in corpus])
    fresh = [item for item in corpus if item.document.id not in taken]
    new = [NewDocument(item.document, item.info, item.layers, own=item.own) for item in fresh]

    store.add_documents(new, actor="anna", gesture=new_id())

    by_id = {stored.document.id: stored for stored in store.export_rows()}
    for item in fresh:
        assert store.document(item.document.id) == item.document
        assert store.info(item.document.id) == item.info
        exported = by_id[item.document.id]
        assert (exported.document, exported.info) == (item.document, item.info)
        assert tuple(from_data(data) for data in exported.own) == item.own
        layers = {layer.annotator: layer for layer in exported.layers}
        for annotator, records, complete in item.layers:
            stored = store.annotations(item.document.id, annotator)
            assert tuple(r for r in stored.records.values() if r.id != STATUS_ID) == records
            assert stored.complete == complete
            if records or complete:
                assert layers[annotator].records() == records
                assert layers[annotator].complete == complete
    assert_sound(store)


def test_a_summary_counts_the_spans_and_the_complete_layers(store):
    add(store, new_document("a", complete=True, title="First"), new_document("b"))
    store.commit([added("a", span(0, 3), layer="bassam", actor="bassam")])

    first, second = store.summaries("anna")

    assert (first.id, first.title, first.spans, first.complete) == ("a", "First", 3, True)
    assert (first.layers, first.complete_layers, first.length) == (
        2,
        1,
        len("HTS struck Darat Izza with 12 rockets."),
    )
    assert (second.spans, second.complete, second.complete_layers) == (3, False, 0)
    assert [summary.spans for summary in store.summaries("bassam")] == [1, 0]
    assert store.annotators() == ("anna", "bassam")
    assert [(layer.annotator, layer.spans) for layer in store.layers("a")] == [
        ("anna", 3),
        ("bassam", 1),
    ]
    assert store.label_counts("anna") == {"ACTOR": 2, "LOCATION": 2, "WEAPON": 2}


def test_an_edit_changes_the_record_and_keeps_its_place_in_the_order(store):
    add(store, new_document("a"))
    first = next(store.annotations("a", "anna").spans())
    relabelled = replace(first, label="WEAPON")

    store.commit([operation("a", (Step(first.id, first, relabelled),), kind="span.relabel")])

    after = store.annotations("a", "anna")
    assert next(iter(after.records)) == first.id
    assert after.span(first.id) == relabelled
    assert store.label_counts("anna") == {"WEAPON": 2, "LOCATION": 1}
    assert_sound(store)


def test_committing_the_same_operation_twice_writes_it_once(store):
    add(store, new_document("a"))
    first, second = added("a", span(0, 3)), added("a", span(4, 10))
    store.commit([first])

    store.commit([first, second])
    store.commit([first, second])

    assert len(store.annotations("a", "anna")) == 5
    assert [entry.operation.id for entry in store.operations("a")][-2:] == [first.id, second.id]
    assert_sound(store)


def test_a_step_that_does_not_fit_is_a_conflict_and_nothing_of_the_commit_is_kept(store):
    add(store, new_document("a"))
    first = next(store.annotations("a", "anna").spans())
    theirs = replace(first, label="WEAPON")
    store.commit([operation("a", (Step(first.id, first, theirs),))])
    before = store.operations("a")

    mine = operation("a", (Step(first.id, first, replace(first, label="CASUALTY")),))
    with pytest.raises(ConflictError) as caught:
        store.commit([added("a", span(0, 2)), mine])

    assert (caught.value.record, caught.value.document) == (first.id, "a")
    assert store.operations("a") == before
    assert store.annotations("a", "anna").span(first.id) == theirs


def test_adding_a_record_that_is_there_and_removing_one_that_is_not_are_conflicts(store):
    add(store, new_document("a"))
    first = next(store.annotations("a", "anna").spans())

    with pytest.raises(ConflictError):
        store.commit([added("a", replace(first, label="WEAPON"))])
    with pytest.raises(ConflictError):
        store.commit([operation("a", (Step("gone", span(0, 2, id="gone"), None),))])


def test_several_operations_on_one_record_in_one_commit_add_up(store):
    add(store, new_document("a"))
    one = span(0, 3, id="s1")
    two, three = replace(one, label="WEAPON"), replace(one, label="LOCATION")

    store.commit(
        [
            added("a", one),
            operation("a", (Step("s1", one, two),)),
            operation("a", (Step("s1", two, None),)),
            added("a", three),
        ]
    )

    assert store.annotations("a", "anna").span("s1") == three
    assert_sound(store)


def test_an_operation_on_an_unknown_document_is_refused(store):
    with pytest.raises(NotFoundError, match="document 'nowhere'"):
        store.commit([added("nowhere", span(0, 1))])


def test_removing_a_document_hides_it_and_bringing_it_back_shows_it(store):
    add(store, new_document("a"), new_document("b"))
    info = store.info("a")
    removed = replace(info, removed=True)

    store.commit(
        [operation("a", (Step(INFO_ID, info, removed),), layer="", kind="document.remove")]
    )

    assert [summary.id for summary in store.summaries("anna")] == ["b"]
    assert [summary.id for summary in store.summaries("anna", removed=True)] == ["a", "b"]
    assert store.label_counts("anna")["ACTOR"] == 1

    store.commit(
        [operation("a", (Step(INFO_ID, removed, info),), layer="", kind="document.restore")]
    )

    assert [summary.id for summary in store.summaries("anna")] == ["a", "b"]
    assert_sound(store)


def test_the_list_shows_what_the_info_record_says(store):
    add(store, new_document("a"))
    info = store.info("a")
    other = DocumentInfo(
        title="حلب", source="SANA", date="2024-11-27", language="ar", tags=("a, b", "x")
    )

    store.commit([operation("a", (Step(INFO_ID, info, other),), layer="", kind="document.edit")])

    (summary,) = store.summaries("anna")
    assert (summary.title, summary.source, summary.date) == ("حلب", "SANA", "2024-11-27")
    assert (summary.language, summary.tags) == ("ar", ("a, b", "x"))
    assert store.info("a") == other


def test_gestures_are_those_of_one_person_in_order_with_all_their_operations(store):
    imported = add(store, new_document("a"), new_document("b"))
    mine = added("a", span(0, 3))
    theirs = added("b", span(0, 3), layer="bassam", actor="bassam")
    leader = added("a", span(4, 10))
    follower = added("b", span(4, 10), gesture=leader.id)
    store.commit([mine])
    store.commit([theirs])
    store.commit([leader, follower])
    store.commit(undoing(store, leader.id))

    gestures = store.gestures_of("anna")

    assert [gesture.id for gesture in gestures[:3]] == [imported, mine.id, leader.id]
    assert gestures[3].undoes == leader.id
    assert [g.id for g in store.gestures_of("bassam")] == [theirs.id]
    assert [entry.operation for entry in store.gesture(leader.id)] == [leader, follower]
    assert len(store.gesture(imported)) == 4
    assert store.gesture("unknown") == []


def test_a_gesture_that_none_of_its_operations_names_is_a_bug(store):
    add(store, new_document("a"))

    with pytest.raises(ValueError, match="gesture"):
        store.commit([added("a", span(0, 3), gesture="not-an-operation")])


def test_the_log_counts_within_the_document_and_chains_its_hashes(store):
    add(store, new_document("a"), new_document("b"))
    store.commit([added("a", span(0, 3)), added("b", span(0, 3)), added("a", span(4, 6))])

    log = store.operations("a")

    assert [entry.number for entry in log] == [1, 2, 3, 4]
    assert sorted(entry.sequence for entry in log) == [entry.sequence for entry in log]
    assert len({entry.hash for entry in log}) == 4
    assert store.last_sequence() == max(e.sequence for id in "ab" for e in store.operations(id))


def test_the_hashes_of_documents_are_those_of_their_texts(store):
    add(store, new_document("a"), new_document("b", "Other."))

    assert store.hashes() == {id: store.document(id).sha256 for id in ("a", "b")}


def test_unknown_documents_are_named(store):
    for ask in (store.document, store.info, store.operations, store.layers):
        with pytest.raises(NotFoundError, match="'nowhere'"):
            ask("nowhere")
    with pytest.raises(NotFoundError):
        store.annotations("nowhere", "anna")
