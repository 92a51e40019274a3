# SPDX-License-Identifier: MIT
"""Wishes about anything but spans: relations, events, notes, the status and the document."""

import pytest

from annotator.edits.apply import apply
from annotator.edits.edit import (
    AddRelation,
    EditDocument,
    PutDocumentLabel,
    PutEntity,
    PutEvent,
    PutNote,
    SetComplete,
)
from annotator.errors import EditRefusedError, NotFoundError
from annotator.model.annotations import Annotations
from annotator.model.records import (
    INFO_ID,
    STATUS_ID,
    Argument,
    DocumentInfo,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Relation,
    Span,
)
from tests.edits.wishes import CONTEXT

ARMY = Span("army", "ACTOR", ((0, 11),), {"role": "party"})
ALEPPO = Span("aleppo", "LOCATION", ((33, 39),), {"role": "scene"})
BASE = Annotations({"army": ARMY, "aleppo": ALEPPO})


def after(edit, annotations=BASE, context=CONTEXT):
    return apply(edit, annotations, context).applied_to(annotations)


def only(annotations, kind):
    (record,) = [one for one in annotations.records.values() if isinstance(one, kind)]
    return record


class TestOtherRecords:
    def test_a_relation_gets_an_id_and_who_made_it(self):
        relation = only(after(AddRelation(Relation("", "at", "army", "aleppo"))), Relation)

        assert len(relation.id) == 36
        assert relation.made_by == "anna"

    def test_who_made_it_first_is_kept(self):
        bobs = Relation("r", "at", "army", "aleppo", made_by="bob")

        assert after(AddRelation(bobs)).get("r") == bobs

    @pytest.mark.parametrize(
        "edit",
        [
            AddRelation(Relation("", "at", "absent", "army")),
            AddRelation(Relation("", "at", "army", "absent")),
            PutEvent(EventFrame("", "attack", (0, 3), (Argument("a", "absent"),))),
            PutEntity(Entity("", ("absent",))),
            PutNote(Note("", "x", "absent")),
        ],
    )
    def test_an_end_that_is_not_there_is_refused(self, edit):
        with pytest.raises(NotFoundError, match="absent"):
            apply(edit, BASE, CONTEXT)

    @pytest.mark.parametrize("place", [(-1, 2), (3, 3), (0, 41)])
    def test_an_event_outside_the_text_is_refused(self, place):
        with pytest.raises(EditRefusedError):
            apply(PutEvent(EventFrame("", "attack", place)), BASE, CONTEXT)
        with pytest.raises(EditRefusedError):
            apply(PutEvent(EventFrame("", "attack", (0, 3), time=place)), BASE, CONTEXT)

    def test_an_entity_only_groups_spans(self):
        noted = after(PutNote(Note("m", "x")))

        with pytest.raises(NotFoundError):
            apply(PutEntity(Entity("", ("m",))), noted, CONTEXT)

    def test_putting_a_record_again_replaces_it(self):
        first = after(PutNote(Note("m", "x")))

        assert after(PutNote(Note("m", "y", made_by="anna")), first).get("m").text == "y"
        assert apply(PutNote(Note("m", "x", made_by="anna")), first, CONTEXT).steps == ()

    @pytest.mark.parametrize("id", ["army", STATUS_ID, INFO_ID])
    @pytest.mark.parametrize(
        "make",
        [
            lambda id: AddRelation(Relation(id, "at", "army", "aleppo")),
            lambda id: PutEvent(EventFrame(id, "attack", (0, 3))),
            lambda id: PutEntity(Entity(id, ("army",))),
            lambda id: PutDocumentLabel(DocumentLabel(id, "topic")),
            lambda id: PutNote(Note(id, "x")),
        ],
    )
    def test_an_id_that_belongs_to_another_kind_is_refused(self, id, make):
        with pytest.raises(EditRefusedError, match="already belongs"):
            apply(make(id), BASE, CONTEXT)


class TestCompleting:
    def test_it_goes_to_and_fro(self):
        done = after(SetComplete(complete=True))

        assert done.complete
        assert not after(SetComplete(complete=False), done).complete

    def test_what_it_is_already_changes_nothing(self):
        assert apply(SetComplete(complete=False), BASE, CONTEXT).steps == ()

    def test_the_kind_says_which_way_it_went(self):
        change = apply(SetComplete(complete=True), BASE, CONTEXT)
        done = change.applied_to(BASE)

        assert change.kind == "layer.complete"
        assert apply(SetComplete(complete=False), done, CONTEXT).kind == "layer.reopen"


class TestEditingTheDocument:
    @pytest.mark.parametrize(
        ("values", "kind"),
        [
            ({"title": "T"}, "document.rename"),
            ({"tags": ("a",)}, "document.tag"),
            ({"removed": True}, "document.remove"),
            ({"title": "T", "source": "S"}, "document.edit"),
            ({"meta": {"a": [1]}}, "document.edit"),
        ],
    )
    def test_each_field_can_be_changed_and_names_its_kind(self, values, kind):
        change = apply(EditDocument(values), Annotations(), CONTEXT)

        assert change.kind == kind
        assert change.applied_to(Annotations()).info == DocumentInfo(**values)

    def test_bringing_a_document_back_has_its_own_kind(self):
        gone = after(EditDocument({"removed": True}), Annotations())

        assert apply(EditDocument({"removed": False}), gone, CONTEXT).kind == "document.restore"

    def test_tags_given_as_a_list_are_kept_as_a_tuple(self):
        assert after(EditDocument({"tags": ["a", "b"]}), Annotations()).info.tags == ("a", "b")

    @pytest.mark.parametrize(
        "values",
        [
            {"id": "x"},
            {"text": "x"},
            {"title": 3},
            {"tags": "abc"},
            {"tags": [1]},
            {"removed": 1},
            {"meta": []},
            {"meta": {"a": {1, 2}}},
            {"title": "\0"},
        ],
    )
    def test_what_a_document_does_not_have_or_cannot_hold_is_refused(self, values):
        with pytest.raises(EditRefusedError):
            apply(EditDocument(values), Annotations(), CONTEXT)

    def test_the_same_values_change_nothing(self):
        named = after(EditDocument({"title": "T"}), Annotations())

        assert apply(EditDocument({"title": "T"}), named, CONTEXT).steps == ()
