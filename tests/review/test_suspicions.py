# SPDX-License-Identifier: MIT
"""Likely errors in gold come first: what is labelled otherwise elsewhere, and what few gave."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.records import Span
from annotator.review.strings import Strings, string_of
from annotator.review.suspicions import (
    BLANK,
    Fault,
    GoldDocument,
    Refused,
    Votes,
    suspects,
)


def gold(id, text, *marks, **more):
    spans = []
    for number, (words, label) in enumerate(marks):
        start = text.index(words)
        spans.append(Span(f"s{number}", label, ((start, start + len(words)),)))
    return GoldDocument(id, text, tuple(spans), **more)


def test_the_one_use_labelled_otherwise_is_the_most_suspicious():
    documents = [gold(f"d{n}", "Stane fell.", ("Stane", "LOCATION")) for n in range(9)]
    documents.append(gold("odd", "Stane fell.", ("Stane", "ACTOR")))

    first = suspects(lambda: documents)[0]

    assert (first.document, first.fault, first.label) == ("odd", Fault.WRONG, "ACTOR")
    assert first.uses == (("LOCATION", 9), ("ACTOR", 1))


def test_a_use_left_blank_is_told_as_missed_with_its_place():
    documents = [gold(f"d{n}", "Stane fell.", ("Stane", "LOCATION")) for n in range(9)]
    documents.append(gold("blank", "They left STANE at dawn."))

    first = suspects(lambda: documents)[0]

    assert (first.document, first.fault, first.label) == ("blank", Fault.MISSED, "LOCATION")
    assert (first.start, first.end, first.surface) == (10, 15, "STANE")
    assert dict(first.uses) == {"LOCATION": 9, BLANK: 1}


def test_a_part_of_a_word_is_no_use_of_a_string():
    documents = [gold("a", "Stane fell.", ("Stane", "LOCATION")), gold("b", "Stanely stayed.")]

    assert [one.document for one in suspects(lambda: documents)] == ["a"]


def test_a_span_most_did_not_give_comes_before_one_all_gave():
    document = gold(
        "d",
        "The army shelled Stane.",
        ("army", "ACTOR"),
        ("Stane", "LOCATION"),
        votes={"s0": Votes(3, 3), "s1": Votes(1, 3)},
    )

    assert [one.label for one in suspects(lambda: [document])] == ["LOCATION", "ACTOR"]


def test_what_two_of_three_gave_and_gold_refused_is_told_as_missed():
    document = gold("d", "The garrison left.", refused=(Refused(4, 12, "ACTOR", Votes(2, 3)),))

    (one,) = suspects(lambda: [document])

    assert (one.fault, one.label, one.surface, one.votes) == (
        Fault.MISSED,
        "ACTOR",
        "garrison",
        Votes(2, 3),
    )


@given(st.permutations(range(4)))
def test_the_order_of_documents_never_matters(order):
    documents = [
        gold("a", "Stane fell.", ("Stane", "LOCATION")),
        gold("b", "Stane fell.", ("Stane", "ACTOR")),
        gold("c", "Nothing at Stane."),
        gold("d", "The army left.", ("army", "ACTOR")),
    ]

    assert suspects(lambda: [documents[n] for n in order]) == suspects(lambda: documents)


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=12))
def test_the_longest_string_is_found_and_places_never_overlap(words):
    text = " ".join(words)
    known = Strings.of([("a",), ("a", "b"), ("b", "c", "d")])

    found = list(known.places(text))

    assert all(string_of(text[start:end]) == string for string, start, end in found)
    assert all(one[2] <= two[1] for one, two in pairwise(found))
    if "a b" in text:
        assert ("a", "b") in [string for string, _, _ in found]


def test_what_the_second_reader_would_not_mark_is_more_suspicious():
    text = "Stane and Velin fell."
    marks = ("Stane", "ACTOR"), ("Velin", "ACTOR")
    document = gold("d", text, *marks, guesses={(0, 5, "ACTOR"): 0.9, (10, 15, "ACTOR"): 0.1})

    first, second = suspects(lambda: [document])

    assert (first.surface, first.read) == ("Velin", 0.1)
    assert second.read == 0.9


def test_a_place_that_only_the_second_reader_marks_is_told_as_missed():
    guesses = {(10, 15, "ACTOR"): 0.8, (16, 20, "ACTOR"): 0.3, (0, 3, "ACTOR"): 0.9}
    document = gold("d", "Stane and Velin fell.", ("Stane", "ACTOR"), guesses=guesses)

    found = [one for one in suspects(lambda: [document]) if one.fault is Fault.MISSED]

    assert [(one.surface, one.label, one.read) for one in found] == [("Velin", "ACTOR", 0.8)]


def test_learned_weights_take_the_place_of_ranks():
    document = gold("d", "Stane and Velin fell.", ("Stane", "ACTOR"), ("Velin", "WEAPON"))

    found = suspects(lambda: [document], lambda one: 0.9 if one.label == "WEAPON" else 0.2)

    assert [(one.surface, one.rank) for one in found] == [("Velin", 0.9), ("Stane", 0.2)]
