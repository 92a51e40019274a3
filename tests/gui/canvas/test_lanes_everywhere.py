# SPDX-License-Identifier: MIT
"""All versions at once: every row's spans are there, named by label and row."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.lanes_everywhere import everywhere, label_and_owner
from annotator.model.annotations import Annotations
from annotator.model.records import Decision, Relation, Span
from annotator.review.decisions import Circumstances, Verdict, decision_of
from annotator.review.items import items_of

TEXT = "The Karsovan army shelled Stane on Friday."
LANES = ("ben", "ana")


def span(words, label="ACTOR"):
    start = TEXT.index(words)
    return Span(words + label, label, ((start, start + len(words)),))


def items(ana, ben):
    layers = {"ana": ana, "ben": ben}
    return items_of(
        "d", {name: Annotations({one.id: one for one in made}) for name, made in layers.items()}
    )


def named(annotations):
    return {(one.label, TEXT[one.start : one.end]) for one in annotations.spans()}


def decided(item, verdict: Verdict) -> dict[str, Decision]:
    return {item.id: decision_of(item, verdict, Circumstances(), ends={}, kept=[])}


def test_each_version_is_named_by_its_label_and_the_rows_that_have_it():
    found = items([span("Karsovan army")], [span("The Karsovan army", "LOCATION")])

    assert named(everywhere(found, LANES, {})) == {
        ("ACTOR · 2", "Karsovan army"),
        ("LOCATION · 1", "The Karsovan army"),
    }


def test_a_row_that_has_nothing_says_so_at_the_place_of_the_others():
    found = items([span("Stane", "LOCATION")], [])

    assert named(everywhere(found, LANES, {})) == {
        ("LOCATION · 2", "Stane"),
        ("nothing · 1", "Stane"),
    }


def test_what_all_have_is_shown_once_under_its_own_label():
    found = items([span("Stane", "LOCATION")], [span("Stane", "LOCATION")])

    assert named(everywhere(found, LANES, {})) == {("LOCATION", "Stane")}


def test_a_decided_item_shows_what_became_gold():
    (item,) = items([span("Stane", "LOCATION")], [])

    taken = everywhere([item], LANES, decided(item, Verdict.take(0)))
    none = everywhere([item], LANES, decided(item, Verdict.none()))

    assert {len(named(taken)), len(named(none))} == {1}
    assert named(none) == {("nothing · ✓", "Stane")}
    assert named(everywhere([item], LANES, decided(item, Verdict.custom(span("army"))))) == {
        ("ACTOR · ✓", "army")
    }


def test_links_have_no_place_in_the_text():
    spans = [span("army"), span("Stane", "LOCATION")]
    link = Relation("r", "located_in", spans[0].id, spans[1].id)

    found = everywhere(items([*spans, link], spans), LANES, {})

    assert named(found) == {("ACTOR", "army"), ("LOCATION", "Stane")}


def test_a_plain_label_has_no_owner():
    assert label_and_owner("ACTOR") == ("ACTOR", "")
    assert label_and_owner("ACTOR · 1 3") == ("ACTOR", "1 3")


PLACES = st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(("ACTOR", "WEAPON")))


@given(st.lists(PLACES, max_size=5), st.lists(PLACES, max_size=5))
def test_every_span_of_every_row_is_shown_and_no_other(ana, ben):
    def layer(places):
        marks = {(start, start + length, label) for start, length, label in places}
        return [Span(f"{mark}", mark[2], ((mark[0], mark[1]),)) for mark in marks]

    made = {"ana": layer(ana), "ben": layer(ben)}
    shown = everywhere(items(made["ana"], made["ben"]), LANES, {})

    for row, name in enumerate(LANES, start=1):
        theirs = set()
        for one in shown.spans():
            label, owner = label_and_owner(one.label)
            if label != "nothing" and (not owner or str(row) in owner.split()):
                theirs.add((label, one.start, one.end))
        assert theirs == {(one.label, one.start, one.end) for one in made[name]}
