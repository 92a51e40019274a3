# SPDX-License-Identifier: MIT
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from annotator.gui.canvas.interaction import MoveWish, State
from annotator.gui.canvas.mouse import tooltip_of
from annotator.gui.canvas.parts import cut_out, joined, toggled, without
from annotator.model.fragments import united
from tests.gui.canvas.scenes import marked_scene
from tests.strategies import texts

CONTROL = Qt.KeyboardModifier.ControlModifier
SCENE = marked_scene("[North|LOCATION] and South Kivu fell.")
TEXT = SCENE.text
NORTH = (0, 5)
KIVU = (TEXT.index("Kivu"), TEXT.index("Kivu") + 4)
SOUTH = (TEXT.index("South"), TEXT.index("South") + 5)


def surfaces(outcome) -> list[str]:
    assert isinstance(outcome.wish, MoveWish)
    return [TEXT[start:end] for start, end in outcome.wish.fragments]


def selecting(stretch) -> State:
    return State(stretch[1], stretch[0])


def test_a_selection_is_joined_to_the_span_that_had_the_focus_last():
    outcome = joined(SCENE, selecting(KIVU), "T1")

    assert surfaces(outcome) == ["North", "Kivu"]
    assert outcome.state == State(KIVU[1], KIVU[1], "T1")


def test_without_a_selection_the_token_at_the_caret_is_joined():
    assert surfaces(joined(SCENE, State(KIVU[0] + 1, KIVU[0] + 1), "T1")) == ["North", "Kivu"]


def test_the_focused_span_comes_before_the_last_one():
    scene = marked_scene("[North|LOCATION] and [South|LOCATION] Kivu")

    outcome = joined(scene, State(16, 16, "T2"), "T1")

    assert outcome.wish.span == "T2"


def test_a_stretch_that_touches_makes_one_fragment():
    assert surfaces(joined(SCENE, selecting((5, 9)), "T1")) == ["North", "and"]
    assert surfaces(joined(SCENE, selecting((0, 9)), "T1")) == ["North and"]


def test_what_is_in_the_span_already_changes_nothing():
    outcome = joined(SCENE, selecting(NORTH), "T1")

    assert outcome.wish is None
    assert outcome.said == "That is in the span already."


def test_without_a_span_there_is_nothing_to_join_to():
    assert joined(SCENE, selecting(KIVU), "").said.startswith("Focus a span first")
    assert cut_out(SCENE, selecting(KIVU), "gone").said.startswith("Focus a span first")


def test_a_part_is_cut_out_with_the_white_space_around_it():
    scene = marked_scene("[North and South Kivu|LOCATION] fell")

    outcome = cut_out(scene, State(9, 6), "T1")

    assert [scene.text[start:end] for start, end in outcome.wish.fragments] == [
        "North",
        "South Kivu",
    ]


def test_the_whole_span_is_not_cut_out():
    outcome = cut_out(SCENE, selecting(NORTH), "T1")

    assert outcome.wish is None
    assert "Del removes it" in outcome.said


def test_what_is_not_in_the_span_is_not_cut_out():
    assert cut_out(SCENE, selecting(KIVU), "T1").said == "That is not in the span."


def test_a_toggled_part_is_joined_or_cut_out():
    scene = marked_scene("[North and South|LOCATION] Kivu")

    assert len(toggled(scene, State(9, 6), "T1").wish.fragments) == 2
    assert toggled(scene, State(20, 16), "T1").wish.fragments == ((0, 15), (16, 20))


@given(text=texts(min_pieces=2), data=st.data())
def test_what_was_joined_and_cut_out_again_is_what_it_was_but_for_white_space(text, data):
    bounds = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    parts = united(zip(bounds[::2], bounds[1::2], strict=False))
    start = data.draw(st.integers(0, len(text)))
    stretch = (start, data.draw(st.integers(start, len(text))))

    left = without(text, parts, stretch)

    covered = {place for first, last in parts for place in range(first, last)}
    cut = set(range(*stretch))
    kept = {place for first, last in left for place in range(first, last)}
    assert kept <= covered - cut
    assert all(text[place].isspace() for place in covered - cut - kept)
    assert list(left) == sorted(left)


def test_dragging_with_control_adds_a_part_to_the_focused_span_and_again_takes_it_out(board):
    board.open("[North|LOCATION] and South Kivu fell.")
    board.canvas.focus_span("T1")

    board.drag(KIVU[0], KIVU[1] - 1, CONTROL)

    assert board.annotations.span("T1").fragments == (NORTH, KIVU)
    assert board.canvas.focused_span == "T1"

    board.drag(KIVU[0], KIVU[1] - 1, CONTROL)

    assert board.annotations.span("T1").fragments == (NORTH,)


def test_a_drag_without_control_adds_nothing(board):
    board.open("[North|LOCATION] and South Kivu fell.")
    board.canvas.focus_span("T1")

    board.drag(KIVU[0], KIVU[1] - 1)

    assert board.annotations.span("T1").fragments == (NORTH,)


def test_a_span_the_target_format_does_not_keep_has_a_broken_bar_and_says_why(board):
    board.open("[North|LOCATION] and [South|LOCATION] Kivu fell.")
    whole = board.canvas.grab().toImage()

    board.canvas.set_survival({"T1": "a span of several stretches"})

    assert board.canvas.grab().toImage() != whole
    kept, lost = (board.annotations.span(id) for id in ("T2", "T1"))
    reasons = board.canvas.stage.overlay.survival
    assert "In the target format: a span of several stretches" in tooltip_of([lost], reasons)
    assert "In the target format" not in tooltip_of([kept], reasons)

    board.canvas.set_survival({})

    assert board.canvas.grab().toImage() == whole


def test_the_reason_is_said_when_the_span_gets_the_focus(board):
    board.open("[North|LOCATION] and South Kivu fell.")
    board.canvas.set_survival({"T1": "it cuts through a token"})
    said = []
    board.canvas.announced.connect(said.append)

    board.canvas.next_span(1)

    assert said == ["LOCATION: North (it cuts through a token)"]
