# SPDX-License-Identifier: MIT
"""The items of a document: worked examples, and that no order matters."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotations import Annotations
from annotator.model.records import Relation, Span
from annotator.review.item import Kind
from annotator.review.items import items_of
from annotator.review.matching import match


def layer(*records):
    return Annotations({record.id: record for record in records})


def spans(*places, **attributes):
    return layer(
        *(
            Span(f"s{n}", label, ((start, end),), attributes)
            for n, (start, end, label) in enumerate(places)
        )
    )


def told(items):
    return [(item.start, item.end, sorted(item.kinds)) for item in items]


def test_items_of_three_annotators_say_how_they_differ():
    one = spans((0, 10, "ACTOR"), (20, 26, "LOCATION"), (40, 48, "WEAPON"), (60, 64, "CASUALTY"))
    two = spans((0, 10, "ACTOR"), (20, 32, "LOCATION"), (40, 48, "ACTOR"))
    three = spans((0, 10, "ACTOR"), (20, 26, "LOCATION"), (40, 48, "WEAPON"))

    items = items_of("d", {"ann1": one, "ann2": two, "ann3": three})

    assert told(items) == [
        (0, 10, []),
        (20, 32, [Kind.BOUNDARY]),
        (40, 48, [Kind.LABEL]),
        (60, 64, [Kind.MISSING]),
    ]
    assert [c.annotators for c in items[1].candidates] == [("ann1", "ann3"), ("ann2",)]
    assert [(len(c.records), c.annotators) for c in items[3].candidates] == [
        (0, ("ann2", "ann3")),
        (1, ("ann1",)),
    ]


def test_items_where_one_marked_two_spans_in_one_are_a_group():
    items = items_of(
        "d", {"a": spans((0, 30, "ACTOR")), "b": spans((0, 20, "ACTOR"), (22, 25, "ACTOR"))}
    )

    assert told(items) == [(0, 30, [Kind.BOUNDARY]), (22, 25, [Kind.MISSING])]
    assert items[0].group == items[1].group


def test_items_of_spans_that_touch_are_apart():
    items = items_of("d", {"a": spans((0, 5, "ACTOR")), "b": spans((5, 10, "ACTOR"))})

    assert told(items) == [(0, 5, [Kind.MISSING]), (5, 10, [Kind.MISSING])]
    assert items[0].group != items[1].group


def test_items_of_three_who_nest_differently_join_the_likest():
    nested = (0, 20, "LOCATION"), (0, 5, "ACTOR")
    items = items_of(
        "d",
        {
            "a": spans(*nested),
            "b": spans((0, 18, "LOCATION"), (0, 5, "ACTOR")),
            "c": spans(nested[0]),
        },
    )

    assert told(items) == [(0, 5, [Kind.MISSING]), (0, 20, [Kind.BOUNDARY])]


def test_items_of_discontinuous_spans_overlap_where_characters_are_shared():
    apart = layer(Span("s", "CASUALTY", ((0, 5), (20, 25))))
    inside = spans((8, 12, "CASUALTY"))

    assert [item.kinds for item in items_of("d", {"a": apart, "b": inside})] == [
        {Kind.MISSING},
        {Kind.MISSING},
    ]


def test_items_of_spans_with_other_attributes_say_so():
    one, two = spans((0, 5, "ACTOR"), side="state"), spans((0, 5, "ACTOR"), side="rebel")

    (item,) = items_of("d", {"a": one, "b": two})

    assert item.kinds == {Kind.ATTRIBUTE}
    assert len(item.candidates) == 2


def linked(type, source="s0", target="s1"):
    marked = spans((0, 5, "ACTOR"), (10, 15, "WEAPON"))
    return layer(*marked.records.values(), Relation("r", type, source, target))


def test_items_of_relations_follow_their_ends():
    same = items_of("d", {"a": linked("USES"), "b": linked("USES")})
    other = items_of("d", {"a": linked("USES"), "b": linked("HAS")})
    turned = items_of("d", {"a": linked("USES"), "b": linked("USES", "s1", "s0")})
    alone = items_of("d", {"a": linked("USES"), "b": spans((0, 5, "ACTOR"), (10, 15, "WEAPON"))})

    assert told(same)[-1] == (0, 15, [])
    assert told(other)[-1] == (0, 15, [Kind.RELATION])
    assert told(turned)[-1] == (0, 15, [Kind.RELATION])
    assert told(alone)[-1] == (0, 15, [Kind.MISSING, Kind.RELATION])


def test_item_id_changes_with_content_only():
    before = items_of("d", {"a": spans((0, 5, "ACTOR")), "b": spans((0, 5, "ACTOR"))})
    renamed = layer(Span("other", "ACTOR", ((0, 5),), made_by="somebody"))
    longer = spans((0, 6, "ACTOR"))

    assert items_of("d", {"a": renamed, "b": spans((0, 5, "ACTOR"))})[0].id == before[0].id
    assert items_of("d", {"a": longer, "b": spans((0, 5, "ACTOR"))})[0].id != before[0].id
    assert items_of("e", {"a": spans((0, 5, "ACTOR")), "b": spans((0, 5, "ACTOR"))})[0] != before[0]


marks = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6), st.sampled_from("AB")).map(
        lambda one: (((one[0], one[0] + one[1]),), one[2])
    ),
    max_size=6,
)


@given(marks, marks)
def test_matching_is_the_same_whoever_comes_first(one, other):
    there, back = match(one, other), match(other, one)

    assert {(b, a) for a, b in back.pairs} == set(there.pairs)
    assert (back.only_one, back.only_other) == (there.only_other, there.only_one)


@given(marks, marks, st.randoms(use_true_random=False))
def test_matching_is_the_same_in_any_order(one, other, random):
    shuffled = random.sample(one, len(one)), random.sample(other, len(other))

    assert match(*shuffled) == match(one, other)


@given(st.lists(marks, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_items_hold_each_mark_once_and_do_not_depend_on_order(theirs, random):
    layers = {
        f"a{n}": layer(*(Span(f"s{i}", label, place) for i, (place, label) in enumerate(found)))
        for n, found in enumerate(theirs)
    }
    turned = {
        name: layer(*random.sample(list(one.records.values()), len(one)))
        for name, one in reversed(layers.items())
    }

    items = items_of("d", layers)

    assert [item.id for item in items] == [item.id for item in items_of("d", turned)]
    held = [
        (v.annotator, r.fragments, r.label) for i in items for v in i.versions for r in v.records
    ]
    assert len(held) == len(set(held)) == sum(len(set(found)) for found in theirs)
    assert all([v.annotator for v in item.versions] == sorted(layers) for item in items)
