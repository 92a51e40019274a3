# SPDX-License-Identifier: MIT
"""The files that texts were taken out of come back byte for byte: on SQLite and PostgreSQL."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from annotator.edits.change import Step
from annotator.errors import NotFoundError
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.records import INFO_ID, DocumentInfo
from annotator.store import bulk
from annotator.store.store import open_store
from annotator.store.tables import raw_sources
from annotator.store.values import KeptSource, NewDocument
from tests.store.projects import add, added, assert_sound, new_document, operation, span, undoing

PAGE = KeptSource("text/html", b"<p>HTS struck Idlib.</p>\r\n\0\xff" * 50, "the article, by hand")


def with_raw(id: str, raw: KeptSource = PAGE) -> NewDocument:
    return replace(new_document(id), raw=raw)


def test_a_raw_source_comes_back_as_it_was_also_after_opening_again(store, location):
    add(store, with_raw("a"), new_document("b"))

    assert store.raw_source("a") == PAGE
    assert store.raw_source("b") is None
    assert_sound(store)
    store.close()
    again = open_store(location, read_only=True)
    assert again.raw_source("a") == PAGE
    again.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=3000), words=st.text("aä حلب'\"\\\n🚀%", max_size=20))
def test_any_bytes_are_kept(store, data, words):
    raw = KeptSource(f"x/{words}", data, words)
    id = new_id()

    store.add_documents([with_raw(id, raw)], actor="anna", gesture=new_id())

    assert store.raw_source(id) == raw
    assert_sound(store)


def test_a_raw_source_is_stored_compressed(store):
    add(store, with_raw("a", KeptSource("text/html", b"a" * 100_000, "")))

    with store.database.reading() as connection:
        assert connection.scalar(select(func.length(raw_sources.c.data))) < 1000


def test_a_document_with_a_raw_source_is_edited_undone_and_logged_like_any_other(store):
    gesture = add(store, with_raw("a"))

    store.commit([added("a", span(0, 3))])
    store.commit(undoing(store, gesture))

    assert store.summaries("anna") == []
    assert store.operations("a")[0].operation.change.kind == "document.add"
    assert store.raw_source("a") == PAGE
    assert_sound(store)


def test_an_import_that_ends_in_an_error_keeps_no_raw_source(store):
    def failing():
        yield with_raw("a")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        store.add_documents(failing(), actor="anna", gesture=new_id())

    with store.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(raw_sources)) == 0


def test_a_removed_document_that_is_imported_again_has_one_raw_source(store):
    text = "HTS struck Idlib."
    document = NewDocument(Document.of("a", text), DocumentInfo(), raw=PAGE)
    add(store, document)
    info = store.info("a")
    removed = replace(info, removed=True)
    store.commit([operation("a", (Step(INFO_ID, info, removed),), layer="")])

    add(store, replace(document, raw=KeptSource("text/html", b"another page", "")))

    assert store.raw_source("a") == PAGE
    assert_sound(store)


def test_a_removed_document_without_a_raw_source_gets_the_one_it_comes_back_with(store):
    add(store, NewDocument(Document.of("a", "HTS struck Idlib."), DocumentInfo()))
    info = store.info("a")
    store.commit([operation("a", (Step(INFO_ID, info, replace(info, removed=True)),), layer="")])

    add(store, NewDocument(Document.of("a", "HTS struck Idlib."), DocumentInfo(), raw=PAGE))

    assert store.raw_source("a") == PAGE
    assert_sound(store)


def test_many_bytes_go_in_in_small_batches(store, monkeypatch):
    monkeypatch.setattr(bulk, "RAW_BYTES", 10)
    steps = []

    store.add_documents(
        [with_raw(f"d{number}") for number in range(3)],
        actor="anna",
        gesture=new_id(),
        progress=lambda done, _: steps.append(done),
    )

    assert steps == [1, 2, 3]
    assert_sound(store)


def test_the_raw_source_of_an_unknown_document_is_not_found(store):
    with pytest.raises(NotFoundError, match="'nowhere'"):
        store.raw_source("nowhere")
