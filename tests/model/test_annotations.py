# SPDX-License-Identifier: MIT
"""Snapshots of a layer, documents and ids."""

from hashlib import sha256
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotations import Annotations, in_text_order
from annotator.model.document import Document, text_hash
from annotator.model.ids import new_id
from annotator.model.records import (
    INFO_ID,
    STATUS_ID,
    DocumentInfo,
    EventFrame,
    LayerStatus,
    Note,
    Relation,
    Span,
)
from tests.strategies import layers, texts

SPAN = Span("s", "ACTOR", ((0, 3),))
NOTE = Note("m", "look again")


def annotations(*records):
    return Annotations({record.id: record for record in records})


@given(texts().flatmap(layers))
def test_records_are_given_out_by_kind_and_in_order(made):
    layer = annotations(*made)

    assert list(layer.spans()) == [record for record in made if isinstance(record, Span)]
    assert list(layer.relations()) == [record for record in made if isinstance(record, Relation)]
    assert list(layer.events()) == [record for record in made if isinstance(record, EventFrame)]
    assert list(layer.notes()) == [record for record in made if isinstance(record, Note)]
    assert len(layer) == len(made)


def test_only_a_span_is_found_as_a_span():
    layer = annotations(SPAN, NOTE)

    assert layer.span("s") == SPAN
    assert layer.span("m") is None
    assert layer.span("absent") is None
    assert layer.get("m") == NOTE
    assert layer.get("absent") is None


def test_a_layer_without_a_status_is_not_complete():
    assert not Annotations().complete
    assert not annotations(LayerStatus(complete=False)).complete
    assert annotations(LayerStatus(complete=True)).complete


def test_a_record_that_has_taken_the_id_of_the_status_does_not_complete_the_layer():
    assert not annotations(Span(STATUS_ID, "ACTOR", ((0, 1),))).complete


def test_a_layer_without_info_has_an_empty_one():
    assert Annotations().info == DocumentInfo()
    assert annotations(DocumentInfo(title="T")).info.title == "T"
    assert annotations(Span(INFO_ID, "ACTOR", ((0, 1),))).info == DocumentInfo()


@given(texts().flatmap(lambda text: layers(text, discontinuous=False)))
def test_in_text_order_an_outer_span_comes_before_an_inner_one(made):
    ordered = in_text_order([record for record in made if isinstance(record, Span)])

    for before, after in pairwise(ordered):
        assert before.start <= after.start
        if before.start == after.start:
            assert before.end >= after.end


@given(texts())
def test_the_hash_of_a_document_is_that_of_its_utf_8(text):
    document = Document.of("d", text)

    assert document.sha256 == text_hash(text) == sha256(text.encode()).hexdigest()
    assert document.text == text


@given(st.integers(2, 50))
def test_new_ids_differ_and_sort_by_time(count):
    ids = [new_id() for _ in range(count)]

    assert sorted(ids) == ids
    assert len(set(ids)) == count
    assert {len(id) for id in ids} == {36}
    assert {id[14] for id in ids} == {"7"}
