# SPDX-License-Identifier: MIT
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.interaction import (
    LabelWish,
    RelabelWish,
    State,
    cleared,
    cycled,
    described,
    dragged,
    extended_to,
    focused_on,
    labelled,
    moved,
    placed,
    pressed_on,
    snapped_edge,
    stepped,
    token_selected,
)
from annotator.gui.canvas.layout import Hit
from annotator.gui.canvas.scene import whole_tokens
from annotator.model.records import Span
from annotator.text.graphemes import clusters
from tests.gui.canvas.scenes import marked_scene, scene_of
from tests.strategies import texts

TEXT = "Rebels (HTS) shelled two posts.\n\nThen 💣 fell."


def at(text: str, words: str, inside: int = 0) -> int:
    return text.index(words) + inside


def steps(scene, state, directions, *, unit="token", extend=False):
    for direction in directions:
        state = moved(scene, state, unit, direction, extend=extend)
    return state


def test_right_goes_from_token_to_token_and_over_paragraphs():
    scene = scene_of(TEXT)
    visited = []
    state = State()
    for _ in range(12):
        state = moved(scene, state, "token", 1, extend=False)
        visited.append(TEXT[state.caret : state.caret + 3])

    assert visited == [
        *("(HT", "HTS", ") s", "she", "two", "pos", ".\n\n", "The", "💣 f", "fel", ".", ""),
    ]


def test_left_goes_back_the_same_way():
    scene = scene_of(TEXT)
    there = [steps(scene, State(), [1] * n).caret for n in range(10)]
    back = [steps(scene, State(there[-1], there[-1]), [-1] * n).caret for n in range(10)]

    assert back == there[::-1]


def test_extending_takes_whole_tokens_and_gives_them_back():
    scene = scene_of(TEXT)

    one = steps(scene, State(), [1], extend=True)
    two = steps(scene, State(at(TEXT, "shelled"), at(TEXT, "shelled")), [1, 1], extend=True)
    less = steps(scene, two, [-1], extend=True)

    assert TEXT[slice(*one.selection)] == "Rebels"
    assert TEXT[slice(*two.selection)] == "shelled two"
    assert TEXT[slice(*less.selection)] == "shelled"
    assert not steps(scene, less, [-1], extend=True).has_selection


def test_extending_to_the_left_takes_whole_tokens():
    scene = scene_of(TEXT)
    end = at(TEXT, "posts") + len("posts")

    taken = steps(scene, State(end, end), [-1, -1], extend=True)
    less = steps(scene, taken, [1], extend=True)

    assert TEXT[slice(*taken.selection)] == "two posts"
    assert TEXT[slice(*less.selection)] == "posts"


def test_a_selection_collapses_to_the_side_of_the_step():
    scene = scene_of(TEXT)
    state = State(6, 0)

    assert moved(scene, state, "token", -1, extend=False) == State(0, 0)
    assert moved(scene, state, "grapheme", 1, extend=False) == State(6, 6)


def test_in_a_right_to_left_paragraph_left_goes_on():
    text = "قال المرصد السوري"
    scene = scene_of(text)

    assert moved(scene, State(), "token", -1, extend=False).caret == at(text, "المرصد")
    assert moved(scene, State(3, 3), "grapheme", 1, extend=False).caret == 2


def test_by_graphemes_no_character_is_entered_and_a_line_break_is_one_step():
    text = "a👩\u200d👩\u200d👧e\u0301\r\nb"
    scene = scene_of(text)
    state = State()
    places = [0]
    while places[-1] < len(text):
        state = moved(scene, state, "grapheme", 1, extend=False)
        places.append(state.caret)
    back = [places[-1]]
    while back[-1] > 0:
        state = moved(scene, state, "grapheme", -1, extend=False)
        back.append(state.caret)

    assert places == [0, 1, 6, 8, 10, 11]
    assert back == places[::-1]


@given(texts(), st.data())
def test_the_caret_never_leaves_the_text_nor_enters_a_grapheme(text, data):
    scene = scene_of(text)
    bounds = {
        scene.index.starts[chunk] + place
        for chunk in range(len(scene.index))
        for place in clusters(scene.index.text_of(chunk))
    }
    state = State()
    for _ in range(12):
        state = moved(
            scene,
            state,
            "grapheme",
            data.draw(st.sampled_from([-1, 1])),
            extend=data.draw(st.booleans()),
        )
        assert state.caret in bounds
        assert 0 <= state.anchor <= len(text)


@given(texts(), st.data())
def test_stepping_by_tokens_reaches_both_ends_of_the_text(text, data):
    scene = scene_of(text)
    state = State()
    for _ in range(len(text) + 1):
        forward = -1 if scene.runs_rtl(state.caret) else 1
        state = moved(scene, state, "token", forward, extend=False)
    assert state.caret == len(text)


def test_a_drag_takes_the_tokens_of_both_ends():
    scene = scene_of(TEXT)
    from_, to = at(TEXT, "helled"), at(TEXT, "wo posts")

    forward = dragged(scene, Hit(from_, from_), Hit(to + 1, to), exact=False)
    backward = dragged(scene, Hit(to + 1, to), Hit(from_, from_), exact=False)

    assert TEXT[slice(*forward.selection)] == "shelled two"
    assert forward.caret > forward.anchor
    assert backward.selection == forward.selection
    assert backward.caret < backward.anchor


def test_an_exact_drag_takes_just_what_was_dragged_over():
    scene = scene_of(TEXT)

    state = dragged(scene, Hit(2, 2), Hit(4, 4), exact=True)

    assert TEXT[slice(*state.selection)] == "be"


def test_a_drag_over_white_space_takes_nothing():
    text = "one    two"

    state = dragged(scene_of(text), Hit(4, 4), Hit(6, 6), exact=False)

    assert not state.has_selection


def test_shift_and_a_press_extend_from_where_the_selection_began():
    scene = scene_of(TEXT)
    to = at(TEXT, "two")

    state = extended_to(scene, State(3, 0), Hit(to, to), exact=False)

    assert TEXT[slice(*state.selection)] == "Rebels (HTS) shelled two"


def test_a_double_click_takes_the_token():
    state = token_selected(scene_of(TEXT), at(TEXT, "HTS", 1))

    assert TEXT[slice(*state.selection)] == "HTS"
    assert not token_selected(scene_of("a   b"), 2).has_selection


def test_a_label_goes_to_the_selection_without_its_outer_white_space():
    scene = marked_scene("[Rebels|ACTOR] shelled two posts")
    text = scene.text

    outcome = labelled(scene, State(at(text, "posts"), at(text, " two"), "T1"), "WEAPON")

    assert outcome.wish == LabelWish("WEAPON", ((at(text, "two"), at(text, "two") + 3),))


def test_a_label_goes_to_the_focused_span_when_nothing_is_selected():
    scene = marked_scene("[Rebels|ACTOR] shelled")

    assert labelled(scene, State(0, 0, "T1"), "WEAPON").wish == RelabelWish("T1", "WEAPON")
    again = labelled(scene, State(0, 0, "T1"), "ACTOR")
    assert again.wish is None
    assert again.said


def test_a_label_goes_to_the_token_at_the_caret_when_nothing_is_focused():
    scene = scene_of(TEXT)
    inside, after = at(TEXT, "shelled", 2), at(TEXT, " two")

    assert labelled(scene, State(inside, inside), "X").wish == LabelWish(
        "X", ((at(TEXT, "shelled"), after),)
    )
    assert labelled(scene, State(after, after), "X").wish == LabelWish(
        "X", ((at(TEXT, "shelled"), after),)
    )


def test_a_label_on_nothing_says_so():
    scene = scene_of("a   b")

    on_space = labelled(scene, State(3, 3), "X")
    over_space = labelled(scene, State(4, 1), "X")

    assert on_space.wish is None
    assert on_space.said
    assert over_space.wish is None
    assert over_space.said


def test_next_and_previous_visit_the_spans_outer_ones_first():
    scene = marked_scene("a [[80 [HTS|ACTOR] fighters|ACTOR] died|CASUALTY] in [Idlib|LOCATION]")
    state, seen = State(), []
    for _ in range(4):
        state = stepped(scene, state, 1).state
        seen.append(state.focused)
    end = stepped(scene, state, 1)
    back = stepped(scene, state, -1).state

    assert seen == ["T1", "T2", "T3", "T4"]
    assert end.state == state
    assert end.said
    assert back.focused == "T3"
    assert back.caret == scene.span("T3").end


def test_next_starts_from_the_caret_when_nothing_is_focused():
    scene = marked_scene("[a|X] b [c|X] d")

    assert stepped(scene, State(2, 2), 1).state.focused == "T2"
    assert stepped(scene, State(2, 2), -1).state.focused == "T1"


def test_cycling_goes_from_the_innermost_outwards_and_around():
    scene = marked_scene("[[80 [HTS|ACTOR] fighters|ACTOR] died|CASUALTY]")
    inside = at(scene.text, "HTS", 1)
    state, seen = State(inside, inside), []
    for _ in range(4):
        state = cycled(scene, state).state
        seen.append(state.focused)

    assert seen == ["T3", "T2", "T1", "T3"]
    assert state.caret == inside
    assert cycled(scene_of("a"), State()).said


def test_moving_the_caret_and_clearing_take_the_focus_away():
    scene = marked_scene("[Rebels|ACTOR] shelled")
    focused = focused_on(scene, State(), "T1").state

    assert focused == State(6, 6, "T1")
    assert moved(scene, focused, "token", 1, extend=False).focused == ""
    assert cleared(State(3, 1, "T1")) == State(3, 3)
    assert placed(focused, 2, extend=False) == State(2, 2)


def test_a_press_focuses_the_span_and_leaves_the_caret_where_it_was_pressed():
    scene = marked_scene("[Rebels|ACTOR] shelled")

    assert pressed_on(scene, State(), "T1", 3).state == State(3, 3, "T1")
    assert pressed_on(scene, State(), "", 3).state == State(3, 3)


def test_what_is_said_of_a_span_is_short_and_has_no_controls():
    text = "\x1b[31m" + "very long name " * 20
    span = Span("a", "ACTOR", ((0, len(text)),))

    said = described(span, text)

    assert said.startswith("ACTOR: ␛[31mvery long")
    assert len(said) < 100
    assert "\x1b" not in said


def test_a_span_that_is_gone_cannot_be_focused():
    state = replace(State(), focused="gone")

    assert focused_on(scene_of(TEXT), state, "gone").state.focused == ""


def test_tokens_that_cut_an_emoji_are_taken_together():
    text = "a 👩\u200d👩\u200d👧 b"
    scene = scene_of(text)

    assert whole_tokens(scene, 2, 3) == (2, 7)
    assert token_selected(scene, 4).selection == (2, 7)
    assert steps(scene, State(2, 2), [1], extend=True).selection == (2, 7)
    assert steps(scene, State(), [1, 1]).caret == 8
    assert snapped_edge(scene, "end", 5, exact=False) == 7
