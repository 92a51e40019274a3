# SPDX-License-Identifier: MIT
"""Undo and redo as the log gives them."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.edits.history import Gesture, UndoStack, undo_stack


def _gesture(number: int, kind: str, back: int) -> Gesture:
    earlier = f"g{number - back}" if number >= back else f"of an older log {back}"
    link = {} if kind == "span.add" else {"undoes" if kind == "undo" else "redoes": earlier}
    return Gesture(f"g{number}", kind, **link)


any_logs = st.lists(
    st.tuples(st.sampled_from(["span.add", "undo", "redo"]), st.integers(1, 4)), max_size=12
).map(lambda made: [_gesture(number, *one) for number, one in enumerate(made)])
"""Gestures in any order, also such as no window would write."""


@st.composite
def sessions(draw: st.DrawFn) -> list[Gesture]:
    """What a person does: new acts, undo and redo, in any order that the stacks allow."""
    log: list[Gesture] = []
    for number in range(draw(st.integers(0, 20))):
        stack = undo_stack(log)
        choice = draw(st.sampled_from(["do", "undo", "redo"]))
        if choice == "undo" and stack.undo:
            log.append(Gesture(f"g{number}", "undo", undoes=stack.undo[-1]))
        elif choice == "redo" and stack.redo:
            log.append(Gesture(f"g{number}", "redo", redoes=stack.redo[-1]))
        else:
            log.append(Gesture(f"g{number}", "span.add"))
    return log


@given(st.one_of(any_logs, sessions()))
def test_the_stacks_can_be_kept_up_one_gesture_at_a_time(log):
    stack = UndoStack()
    for gesture in log:
        stack = stack.after(gesture)

    assert stack == undo_stack(log)


@given(sessions())
def test_nothing_can_be_both_undone_and_redone(log):
    stack = undo_stack(log)

    assert not set(stack.undo) & set(stack.redo)


@given(sessions())
def test_undoing_everything_and_redoing_it_gives_the_same_stack(log):
    stack = start = undo_stack([*log, Gesture("new", "span.add")])
    for id in reversed(start.undo):
        assert stack.undo[-1] == id
        stack = stack.after(Gesture(f"undo {id}", "undo", undoes=id))
    assert stack == UndoStack((), tuple(reversed(start.undo)))

    for id in start.undo:
        assert stack.redo[-1] == id
        stack = stack.after(Gesture(f"redo {id}", "redo", redoes=id))
    assert stack == start


def test_a_new_act_forgets_what_could_be_redone():
    log = [Gesture("g1", "span.add"), Gesture("g2", "undo", undoes="g1"), Gesture("g3", "span.add")]

    assert undo_stack(log) == UndoStack(("g3",), ())


def test_the_stacks_name_the_original_gesture_after_undo_and_redo():
    log = [
        Gesture("g1", "span.add"),
        Gesture("g2", "undo", undoes="g1"),
        Gesture("g3", "redo", redoes="g1"),
    ]

    assert undo_stack(log) == UndoStack(("g1",), ())


def test_an_empty_log_has_nothing_to_undo():
    assert undo_stack([]) == UndoStack()
