# SPDX-License-Identifier: MIT
"""Changes: carried out, taken back, folded and written down."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.change import Change, Step, difference, folded
from annotator.errors import ConflictError
from annotator.model.annotations import Annotations
from annotator.model.records import Note, Record, Span, identical
from tests.edits.wishes import histories
from tests.strategies import layers

SPAN = Span("s", "ACTOR", ((0, 3),), {"a": 1})
ADDED = Change("span.add", (Step("s", None, SPAN),))


def same(one: Annotations, other: Annotations) -> bool:
    return one.records.keys() == other.records.keys() and all(
        identical(record, other.records[id]) for id, record in one.records.items()
    )


def snapshots(changes: tuple[Change, ...]) -> list[Annotations]:
    states = [Annotations()]
    for change in changes:
        states.append(change.applied_to(states[-1]))
    return states


@given(histories)
def test_folding_the_log_gives_the_state(changes):
    state = snapshots(changes)[-1]

    assert folded(changes) == state
    assert list(folded(changes).records) == list(state.records)
    assert state.version == len(changes)


@given(histories)
def test_undoing_each_change_from_the_last_leads_back_through_every_state(changes):
    states = snapshots(changes)
    state = states[-1]

    for change, before in zip(reversed(changes), reversed(states[:-1]), strict=True):
        state = change.inverted().applied_to(state)
        assert same(state, before)


@given(histories)
def test_a_change_inverted_twice_is_the_change(changes):
    assert all(change.inverted().inverted() == change for change in changes)


@given(histories)
def test_a_change_comes_back_from_the_bytes_of_its_plain_form(changes):
    for change in changes:
        back = Change.from_data(orjson.loads(orjson.dumps(change.to_data())))

        assert back == change
        assert all(
            identical(step.after, kept.after) and identical(step.before, kept.before)
            for step, kept in zip(back.steps, change.steps, strict=True)
        )


@given(histories, histories)
def test_the_difference_of_two_states_leads_from_one_to_the_other(one, other):
    old, new = folded(one), folded(other)

    assert same(difference("layer.jump", old, new).applied_to(old), new)


@given(histories)
def test_a_state_does_not_differ_from_itself(changes):
    state = folded(changes)

    assert difference("layer.jump", state, Annotations(dict(state.records))).steps == ()


@given(layers("Aleppo and Idlib"))
def test_carrying_out_a_change_leaves_the_old_snapshot_as_it_was(made: tuple[Record, ...]):
    old = Annotations({record.id: record for record in made})
    kept = dict(old.records)
    change = difference("layer.clear", old, Annotations())

    change.applied_to(old)

    assert old.records == kept


def test_a_change_whose_before_is_gone_is_a_conflict():
    moved = Change("span.move", (Step("s", SPAN, Span("s", "ACTOR", ((0, 4),))),))

    with pytest.raises(ConflictError) as caught:
        moved.applied_to(Annotations())
    assert caught.value.record == "s"


def test_creating_what_is_already_there_is_a_conflict():
    with pytest.raises(ConflictError):
        ADDED.applied_to(ADDED.applied_to(Annotations()))


def test_undoing_over_somebody_elses_change_is_a_conflict():
    mine = ADDED.applied_to(Annotations())
    theirs = Change("span.move", (Step("s", SPAN, Span("s", "ACTOR", ((0, 4),))),))

    with pytest.raises(ConflictError):
        ADDED.inverted().applied_to(theirs.applied_to(mine))


def test_a_conflict_in_a_later_step_keeps_the_snapshot():
    state = ADDED.applied_to(Annotations())
    note = Note("m", "x")
    half = Change("many", (Step("m", None, note), Step("s", None, SPAN)))

    with pytest.raises(ConflictError):
        half.applied_to(state)
    assert state.records == {"s": SPAN}


def test_a_before_that_only_looks_equal_is_a_conflict():
    truth = Span("s", "ACTOR", ((0, 3),), {"a": True})
    state = Annotations({"s": truth})

    with pytest.raises(ConflictError):
        ADDED.inverted().applied_to(state)


def test_a_value_that_only_changes_its_type_is_a_difference():
    truth = Annotations({"s": Span("s", "ACTOR", ((0, 3),), {"a": True})})

    assert len(difference("x", Annotations({"s": SPAN}), truth).steps) == 1


def test_a_step_from_nothing_to_nothing_changes_nothing():
    assert Change("x", (Step("s", None, None),)).applied_to(Annotations()).records == {}


def test_folding_a_log_with_a_change_left_out_is_a_conflict():
    moved = Change("span.move", (Step("s", SPAN, Span("s", "ACTOR", ((0, 4),))),))

    with pytest.raises(ConflictError):
        folded([moved])


@given(histories, st.integers(0, 5))
def test_folding_the_beginning_of_a_log_gives_the_state_of_that_moment(changes, length):
    beginning = changes[:length]

    assert folded(beginning) == snapshots(changes)[len(beginning)]


def test_folding_nothing_gives_nothing():
    assert folded([]) == Annotations()
