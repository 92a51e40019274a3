# SPDX-License-Identifier: MIT
"""Edges of the focused span, moved by keys or dragged."""

import pytest

from annotator.gui.canvas.interaction import (
    MoveWish,
    RemoveWish,
    State,
    edge_moved,
    edge_placed,
    moved_edge,
    removed,
    snapped_edge,
)
from annotator.model.records import Span
from tests.gui.canvas.scenes import marked_scene, scene_of


@pytest.mark.parametrize(
    ("edge", "direction", "surface"),
    [
        ("end", 1, "army base of"),
        ("end", -1, "army"),
        ("start", 1, "base"),
        ("start", -1, "the army base"),
    ],
)
def test_an_edge_moves_by_a_token(edge, direction, surface):
    scene = marked_scene("near the [army base|LOCATION] of Idlib")

    outcome = edge_moved(scene, State(0, 0, "T1"), edge, direction, unit="token")

    ((start, end),) = outcome.wish.fragments
    assert scene.text[start:end] == surface


def test_an_edge_moves_by_a_grapheme():
    scene = marked_scene("the [army|LOCATION] base")
    state = State(0, 0, "T1")

    longer = edge_moved(scene, state, "end", 1, unit="grapheme").wish
    shorter = edge_moved(scene, state, "start", 1, unit="grapheme").wish

    assert longer == MoveWish("T1", ((4, 9),))
    assert shorter == MoveWish("T1", ((5, 8),))


def test_a_move_that_would_leave_nothing_is_refused_with_a_sentence():
    scene = marked_scene("the [army|LOCATION] base")
    state = State(0, 0, "T1")

    for edge, direction in (("end", -1), ("start", 1)):
        outcome = edge_moved(scene, state, edge, direction, unit="token")
        assert outcome.wish is None
        assert "at least one character" in outcome.said


def test_an_edge_at_the_end_of_the_text_says_that_it_goes_no_further():
    scene = marked_scene("the [army|LOCATION]")

    outcome = edge_moved(scene, State(0, 0, "T1"), "end", 1, unit="token")

    assert outcome.wish is None
    assert outcome.said


def test_in_a_right_to_left_paragraph_an_edge_moves_as_it_looks():
    text = "قال المرصد السوري أمس"
    start, end = text.index("المرصد"), text.index(" السوري")
    scene = scene_of(text, [Span("a", "ACTOR", ((start, end),))])

    outcome = edge_moved(scene, State(0, 0, "a"), "end", -1, unit="token")

    assert outcome.wish.fragments == ((start, text.index(" أمس")),)


def test_edges_of_a_discontinuous_span_move_its_outer_fragments():
    fragments = ((0, 4), (9, 12))

    assert moved_edge(fragments, "end", 20) == ((0, 4), (9, 20))
    assert moved_edge(fragments, "start", 2) == ((2, 4), (9, 12))
    assert moved_edge(fragments, "end", 9) is None
    assert moved_edge(fragments, "start", 4) is None


def test_without_a_focused_span_there_is_nothing_to_move_or_remove():
    scene = scene_of("Rebels shelled")

    for outcome in (
        edge_moved(scene, State(), "end", 1, unit="token"),
        edge_placed(scene, State(), "end", 3),
        removed(scene, State()),
    ):
        assert outcome.wish is None
        assert outcome.said


def test_removing_wishes_for_the_focused_span_to_go():
    scene = marked_scene("the [army|LOCATION]")

    assert removed(scene, State(0, 0, "T1")).wish == RemoveWish("T1")


def test_a_dragged_edge_snaps_to_the_token_under_it():
    scene = scene_of("one two three")

    assert snapped_edge(scene, "end", 5, exact=False) == 7
    assert snapped_edge(scene, "end", 4, exact=False) == 3
    assert snapped_edge(scene, "end", 3, exact=False) == 3
    assert snapped_edge(scene, "start", 5, exact=False) == 4
    assert snapped_edge(scene, "start", 3, exact=False) == 4
    assert snapped_edge(scene, "end", 5, exact=True) == 5
