# SPDX-License-Identifier: MIT
"""Imports are whole or not at all, and can be undone: on SQLite and on PostgreSQL."""

from dataclasses import replace

import pytest

from annotator.errors import (
    AnnotatorError,
    InputError,
    OffsetError,
)
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.records import DocumentInfo, LayerStatus, Note, Span
from annotator.store.values import NewDocument
from tests.store.projects import (
    SEED,
    add,
    added,
    assert_sound,
    new_document,
    span,
    undoing,
)


def test_a_bulk_import_writes_the_rows_that_commits_would(store):
    in_bulk = new_document("bulk", complete=True)
    add(
        store,
        in_bulk,
        replace(in_bulk, document=Document.of("single", in_bulk.document.text), layers=()),
    )
    records = (*in_bulk.layers[0][1], LayerStatus(complete=True))

    store.commit([added("single", *records, kind="layer.import")])

    assert store.annotations("single", "anna") == store.annotations("bulk", "anna")
    bulk, single = store.summaries("anna")
    assert (single.spans, single.complete, single.layers) == (
        bulk.spans,
        bulk.complete,
        bulk.layers,
    )
    changes = [store.operations(id)[-1].operation.change for id in ("bulk", "single")]
    assert changes[0] == changes[1]
    assert_sound(store)


@pytest.mark.parametrize("fragments", [((0, 400),), ((5, 5),), ((-1, 2),), ()])
def test_a_span_outside_of_the_text_is_refused_at_the_door(store, fragments):
    add(store, new_document("a"))
    wrong = Span("s", "ACTOR", fragments)

    with pytest.raises(OffsetError):
        store.commit([added("a", wrong)])
    with pytest.raises(OffsetError):
        add(
            store,
            NewDocument(Document.of("b", "short"), DocumentInfo(), (("anna", (wrong,), False),)),
        )

    assert [summary.id for summary in store.summaries("anna")] == ["a"]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_no_database_keeps_is_refused_with_its_place(store, text):
    unstorable = NewDocument(Document("x", text, "0" * 64), DocumentInfo())

    with pytest.raises(AnnotatorError, match="character 1 is"):
        add(store, unstorable)
    add(store, new_document("a"))
    with pytest.raises(InputError, match="cannot be stored"):
        store.commit([added("a", Note("n", text))])

    assert len(store.annotations("a", "anna")) == 3


def test_a_document_with_another_hash_than_its_text_is_refused(store):
    with pytest.raises(InputError, match="hash"):
        add(store, NewDocument(Document("x", "text", "0" * 64), DocumentInfo()))

    assert store.summaries("anna", removed=True) == []


def test_a_failure_in_the_middle_of_an_import_leaves_nothing(store):
    def documents():
        for number in range(600):
            yield new_document(f"d{number}")
        raise InputError("line 601 is no JSON")

    with pytest.raises(InputError, match="line 601"):
        store.add_documents(documents(), actor="anna", gesture=new_id())

    assert store.summaries("anna", removed=True) == []
    add(store, new_document("d1"))
    assert_sound(store)


def test_an_id_that_is_taken_is_refused_whether_before_or_in_the_same_import(store):
    add(store, new_document("a"))

    with pytest.raises(InputError, match="'a' is taken"):
        add(store, new_document("b"), new_document("a", "Another text."))
    with pytest.raises(InputError, match="same id"):
        add(store, new_document("c"), new_document("c"))

    assert [summary.id for summary in store.summaries("anna")] == ["a"]


def test_undoing_an_import_takes_its_documents_away_and_redo_brings_them_back(store):
    add(store, new_document("before"))
    gesture = add(store, new_document("a", complete=True), new_document("b"))
    wanted = store.annotations("a", "anna").records

    undo = undoing(store, gesture)
    store.commit(undo)

    assert [summary.id for summary in store.summaries("anna")] == ["before"]
    assert [stored.document.id for stored in store.export_rows()] == ["before"]
    assert store.existing_ids(["a", "b", "before"]) == {"before"}
    assert store.info("a") == DocumentInfo(removed=True)
    assert_sound(store)

    store.commit(undoing(store, gesture, redo=True))

    assert [summary.id for summary in store.summaries("anna")] == ["before", "a", "b"]
    assert store.annotations("a", "anna").records == wanted
    assert store.summaries("anna")[1].complete
    assert_sound(store)


def test_importing_what_was_removed_brings_it_back_with_the_new_annotations(store):
    gesture = add(store, new_document("a"))
    store.commit(undoing(store, gesture))

    add(store, new_document("a", title="Second import", complete=True))

    assert [(s.id, s.title, s.complete) for s in store.summaries("anna")] == [
        ("a", "Second import", True)
    ]
    assert_sound(store)


def test_importing_over_a_removed_document_of_another_text_is_refused(store):
    store.commit(undoing(store, add(store, new_document("a"))))

    with pytest.raises(InputError, match="taken"):
        add(store, new_document("a", "Another text."))


def test_operations_after_an_import_belong_to_its_transaction(store):
    add(store, new_document("a"))
    gesture = new_id()
    late = added("a", span(0, 3), layer="bassam", gesture=gesture)

    store.add_documents([new_document("b")], actor="anna", gesture=gesture, then=lambda: [late])

    assert len(store.annotations("a", "bassam")) == 1
    assert len(store.gesture(gesture)) == 3
    assert_sound(store)


def test_an_import_stopped_by_its_progress_leaves_nothing(store):
    def stop(done, total):
        raise InputError("stopped")

    with pytest.raises(InputError, match="stopped"):
        store.add_documents([new_document("a", SEED)], actor="x", gesture=new_id(), progress=stop)

    assert store.summaries("anna", removed=True) == []
