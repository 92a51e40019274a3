# SPDX-License-Identifier: MIT
"""Wishes that are carried out, and wishes that are refused."""

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.apply import Context, apply, checked_fragments
from annotator.edits.change import folded
from annotator.edits.edit import (
    REMOVE,
    AddRelation,
    AddSpan,
    MoveSpan,
    PutEntity,
    PutEvent,
    PutNote,
    RelabelSpan,
    RemoveRecord,
    SetAttributes,
)
from annotator.errors import EditRefusedError, InputError, NotFoundError, UnknownLabelError
from annotator.model.annotations import Annotations
from annotator.model.records import (
    Argument,
    DocumentInfo,
    Entity,
    EventFrame,
    LayerStatus,
    Note,
    Relation,
    Span,
)
from tests.edits.wishes import CONTEXT, SCHEMA, edit_of, histories, wishes

ARMY = Span("army", "ACTOR", ((0, 11),), {"role": "party"})
ALEPPO = Span("aleppo", "LOCATION", ((33, 39),), {"role": "scene"})
BASE = Annotations({"army": ARMY, "aleppo": ALEPPO})


def after(edit, annotations=BASE, context=CONTEXT):
    return apply(edit, annotations, context).applied_to(annotations)


def only(annotations, kind):
    (record,) = [one for one in annotations.records.values() if isinstance(one, kind)]
    return record


class TestAddingASpan:
    def test_it_gets_an_id_the_defaults_and_who_made_it(self):
        span = only(after(AddSpan("ACTOR", ((0, 11),)), Annotations()), Span)

        assert len(span.id) == 36
        assert span.attributes == {"role": "party"}
        assert span.made_by == "anna"

    def test_given_attributes_win_over_defaults(self):
        span = only(after(AddSpan("ACTOR", ((0, 11),), {"role": "victim"}), Annotations()), Span)

        assert span.attributes == {"role": "victim"}

    def test_the_same_label_at_the_same_place_changes_nothing(self):
        assert apply(AddSpan("ACTOR", ((0, 11),)), BASE, CONTEXT).steps == ()

    def test_another_label_at_the_same_place_is_another_span(self):
        assert len(after(AddSpan("LOCATION", ((0, 11),)))) == 3

    def test_an_unknown_label_is_refused_with_the_known_ones(self):
        with pytest.raises(UnknownLabelError, match="ACTOR, CASUALTY, LOCATION, WEAPON"):
            apply(AddSpan("ACTR", ((0, 1),)), BASE, CONTEXT)

    @pytest.mark.parametrize("place", [(-1, 2), (3, 3), (4, 2), (0, 41), (40, 41)])
    def test_a_place_outside_the_text_is_refused(self, place):
        with pytest.raises(EditRefusedError, match="no stretch of a text of 40"):
            apply(AddSpan("ACTOR", (place,)), BASE, CONTEXT)

    def test_no_place_at_all_is_refused(self):
        with pytest.raises(EditRefusedError):
            apply(AddSpan("ACTOR", ()), BASE, CONTEXT)

    @pytest.mark.parametrize("value", ["\0", "\ud800", float("nan"), 2**64])
    def test_a_value_that_cannot_be_stored_is_refused(self, value):
        with pytest.raises(EditRefusedError, match="cannot be stored"):
            apply(AddSpan("ACTOR", ((0, 1),), {"free": value}), BASE, CONTEXT)


class TestFragments:
    @given(st.sets(st.integers(0, 30), min_size=2, max_size=8))
    def test_fragments_in_order_that_do_not_touch_are_kept(self, bounds):
        ordered = sorted(bounds)[: len(bounds) // 2 * 2]
        fragments = tuple(zip(ordered[::2], ordered[1::2], strict=True))

        assert checked_fragments(fragments, 30) == fragments
        assert checked_fragments(tuple(reversed(fragments)), 30) == fragments

    @given(
        st.lists(
            st.tuples(st.integers(0, 29), st.integers(1, 9)).map(
                lambda pair: (pair[0], min(30, sum(pair)))
            ),
            min_size=1,
            max_size=5,
        )
    )
    def test_united_fragments_cover_the_same_characters_and_do_not_touch(self, fragments):
        united = checked_fragments(tuple(fragments), 30)

        covered = {place for start, end in fragments for place in range(start, end)}
        assert {place for start, end in united for place in range(start, end)} == covered
        assert all(one[1] < other[0] for one, other in pairwise(united))


class TestRelabelling:
    def test_values_that_fit_the_new_label_are_kept(self):
        sized = after(SetAttributes("army", {"size": 5}))

        span = after(RelabelSpan("army", "LOCATION"), sized).span("army")

        assert span.attributes == {"role": "scene", "size": 5}

    def test_values_that_do_not_fit_the_new_label_are_dropped(self):
        sized = after(SetAttributes("army", {"size": 50, "name": "SAA", "sure": True}))

        span = after(RelabelSpan("army", "LOCATION"), sized).span("army")

        assert span.attributes == {"role": "scene", "sure": True}

    def test_the_same_label_changes_nothing(self):
        assert apply(RelabelSpan("army", "ACTOR"), BASE, CONTEXT).steps == ()

    def test_an_unknown_label_or_span_is_refused(self):
        with pytest.raises(UnknownLabelError):
            apply(RelabelSpan("army", "X"), BASE, CONTEXT)
        with pytest.raises(NotFoundError):
            apply(RelabelSpan("absent", "ACTOR"), BASE, CONTEXT)


class TestMoving:
    def test_it_changes_the_place_and_nothing_else(self):
        assert after(MoveSpan("army", ((7, 11),))).span("army") == replace(
            ARMY, fragments=((7, 11),)
        )

    def test_to_where_it_is_changes_nothing(self):
        assert apply(MoveSpan("army", ((0, 5), (5, 11))), BASE, CONTEXT).steps == ()

    def test_outside_the_text_is_refused(self):
        with pytest.raises(EditRefusedError):
            apply(MoveSpan("army", ((0, 99),)), BASE, CONTEXT)

    def test_a_record_that_is_no_span_is_refused(self):
        noted = after(PutNote(Note("m", "x")))

        with pytest.raises(NotFoundError):
            apply(MoveSpan("m", ((0, 1),)), noted, CONTEXT)


class TestSettingAttributes:
    def test_a_value_of_another_type_is_a_change_even_if_it_looks_equal(self):
        odd = Annotations({"army": replace(ARMY, attributes={"size": True})})

        span = after(SetAttributes("army", {"size": 1}), odd).span("army")

        assert span.attributes["size"] is not True

    def test_remove_takes_the_attribute_away(self):
        assert after(SetAttributes("army", {"role": REMOVE})).span("army").attributes == {}

    def test_removing_what_is_not_set_changes_nothing(self):
        assert apply(SetAttributes("army", {"size": REMOVE}), BASE, CONTEXT).steps == ()

    def test_none_is_kept_as_a_value(self):
        assert after(SetAttributes("army", {"size": None})).span("army").attributes == {
            "role": "party",
            "size": None,
        }

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"rol": "party"}, "ACTOR has no attribute 'rol'"),
            ({"role": "partyy"}, "did you mean 'party'"),
            ({"size": 101}, "above 100"),
            ({"size": True}, "whole number"),
            ({"name": "abcdef"}, "at most 5"),
        ],
    )
    def test_what_the_schema_does_not_allow_is_refused(self, values, said):
        with pytest.raises(EditRefusedError, match=said):
            apply(SetAttributes("army", values), BASE, CONTEXT)

    def test_one_bad_value_refuses_them_all(self):
        with pytest.raises(EditRefusedError):
            apply(SetAttributes("army", {"size": 5, "role": "x"}), BASE, CONTEXT)

    def test_a_record_without_attributes_is_refused(self):
        noted = after(PutNote(Note("m", "x")))

        with pytest.raises(NotFoundError):
            apply(SetAttributes("m", {"a": 1}), noted, CONTEXT)

    def test_relations_take_any_attribute_that_can_be_stored(self):
        linked = after(AddRelation(Relation("r", "at", "army", "aleppo")))

        change = apply(SetAttributes("r", {"since": 2016}), linked, CONTEXT)

        assert change.kind == "relation.attributes"
        assert change.applied_to(linked).get("r").attributes == {"since": 2016}
        with pytest.raises(EditRefusedError):
            apply(SetAttributes("r", {"since": float("inf")}), linked, CONTEXT)


class TestRemoving:
    def test_everything_that_hangs_on_it_goes_along_and_comes_back(self):
        full = BASE
        for edit in (
            AddRelation(Relation("r1", "at", "army", "aleppo")),
            AddRelation(Relation("r2", "about", "r1", "aleppo")),
            PutEvent(
                EventFrame("e", "attack", (0, 3), (Argument("a", "army"), Argument("p", "aleppo")))
            ),
            PutEntity(Entity("n", ("army",))),
            PutNote(Note("m1", "which one?", "army")),
            PutNote(Note("m2", "why?", "r2")),
            PutNote(Note("m3", "fine")),
        ):
            full = after(edit, full)

        change = apply(RemoveRecord("army"), full, CONTEXT)
        left = change.applied_to(full)

        assert set(left.records) == {"aleppo", "e", "n", "m3"}
        assert left.get("e").arguments == (Argument("p", "aleppo"),)
        assert left.get("n").mentions == ()
        assert change.inverted().applied_to(left).records == full.records

    def test_what_does_not_hang_on_it_is_not_touched(self):
        linked = after(PutEntity(Entity("n", ("aleppo",))))

        assert len(apply(RemoveRecord("army"), linked, CONTEXT).steps) == 1

    def test_relations_in_a_circle_go_all(self):
        circle = Annotations(
            {
                "army": ARMY,
                "r1": Relation("r1", "x", "r2", "army"),
                "r2": Relation("r2", "x", "r1", "r1"),
            }
        )

        assert after(RemoveRecord("army"), circle).records == {}

    def test_what_is_not_there_cannot_be_removed(self):
        with pytest.raises(NotFoundError):
            apply(RemoveRecord("absent"), BASE, CONTEXT)

    @pytest.mark.parametrize("record", [LayerStatus(complete=True), DocumentInfo(title="T")])
    def test_the_status_and_the_info_cannot_be_removed(self, record):
        with pytest.raises(EditRefusedError):
            apply(RemoveRecord(record.id), Annotations({record.id: record}), CONTEXT)


@given(histories, wishes)
def test_a_wish_leaves_the_snapshot_as_it_was_refused_or_not(changes, wish):
    annotations = folded(changes)
    kept = dict(annotations.records)

    with suppress(InputError):
        apply(edit_of(wish, annotations), annotations, CONTEXT)

    assert annotations.records == kept


@given(histories)
def test_no_end_ever_dangles_and_no_place_leaves_the_text(changes):
    annotations = folded(changes)

    for record in annotations.records.values():
        for id in ends_of(record):
            assert annotations.get(id) is not None
        if isinstance(record, Span):
            assert checked_fragments(record.fragments, CONTEXT.length) == record.fragments
            assert record.label in SCHEMA.labels


def ends_of(record):
    if isinstance(record, Relation):
        return (record.source, record.target)
    if isinstance(record, EventFrame):
        return tuple(argument.target for argument in record.arguments)
    if isinstance(record, Entity):
        return record.mentions
    return (record.target,) if isinstance(record, Note) and record.target else ()


def test_nobody_needs_to_be_named_as_the_actor():
    span = only(after(AddSpan("WEAPON", ((0, 1),)), Annotations(), Context(40, SCHEMA)), Span)

    assert span.made_by == ""
