# SPDX-License-Identifier: MIT
"""The rows of an item say who has what, and all show the same words."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.lanes import Marks, board, candidate_of, said_of, summary
from annotator.model.annotations import Annotations
from annotator.model.records import Relation, Span
from annotator.review.items import items_of

TEXT = "First paragraph.\nThe Karsovan army shelled Stane \U0001f54a on Friday.\nAnother one."
NAMES = {"ana": "ana", "ben": "ben"}


def nothing(annotator, id):
    del annotator, id
    return ""


def span(words, label="ACTOR", **attributes):
    start = TEXT.index(words)
    return Span(words, label, ((start, start + len(words)),), attributes)


def items(ana, ben):
    layers = {
        "ana": Annotations({one.id: one for one in ana}),
        "ben": Annotations({one.id: one for one in ben}),
    }
    return items_of("d", layers)


def rows_of(item, **marks):
    return board(TEXT, item, ("ben", "ana"), NAMES, Marks(**marks))


def test_each_row_marks_what_its_annotator_has_in_the_order_of_lanes():
    (item,) = items([span("Karsovan army")], [span("The Karsovan army")])

    found = rows_of(item)

    assert [(lane.key, lane.name) for lane in found.lanes] == [("1", "ben"), ("2", "ana")]
    marked = [found.words[p.start : p.end] for lane in found.lanes for p in lane.pieces]
    assert marked == ["The Karsovan army", "Karsovan army"]


def test_the_words_are_of_one_paragraph():
    (item,) = items([span("Stane", "LOCATION")], [])

    words = rows_of(item).words

    assert words.startswith("The")
    assert "Another" not in words


def test_who_marked_nothing_says_so():
    (item,) = items([span("Stane", "LOCATION")], [])

    (ben, ana) = rows_of(item).lanes

    assert (ben.pieces, ben.note) == ((), "nothing")
    assert ana.note == "LOCATION"


def test_values_that_differ_are_named_and_others_are_not():
    ana = span("army", actor_type="rebel_group", mention="named")
    ben = span("army", actor_type="media", mention="named")
    (item,) = items([ana], [ben])

    notes = [lane.note for lane in rows_of(item).lanes]

    assert notes == ["ACTOR, actor_type media", "ACTOR, actor_type rebel_group"]


def test_an_item_in_words_has_the_votes_first():
    (item,) = items([span("Stane", "LOCATION")], [span("Stane", "ACTOR")])

    words = summary(TEXT, item, NAMES, (1, 2), nothing)

    assert words.startswith("1 of 2: ")
    assert "LOCATION Stane" in words
    assert words.endswith("1 of 2 that overlap")


def test_a_link_says_what_it_links():
    spans = [span("army"), span("Stane", "LOCATION")]
    link = Relation("r", "located_in", "army", "Stane")
    found = items([*spans, link], spans)
    (item,) = [one for one in found if not one.is_agreed]
    index = candidate_of(item, "ana")

    words = said_of(item.candidates[index], TEXT, lambda annotator, id: id)

    assert words == "located_in: army → Stane"


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 12), st.integers(-3, 3))
def test_pieces_lie_in_the_words_and_show_the_text_wherever_the_spans_are(start, length, moved):
    end = min(len(TEXT), start + length)
    other = (max(0, min(start + moved, end - 1)), end)
    ana = Span("a", "ACTOR", ((start, end),))
    ben = Span("b", "ACTOR", (other,))

    for item in items([ana], [ben]):
        found = rows_of(item)
        for lane in found.lanes:
            for piece in lane.pieces:
                assert 0 <= piece.start < piece.end <= len(found.words)
        low, high = found.active
        shown = TEXT[item.start : item.end].replace("\n", " ")
        assert found.words[low:high] == shown
