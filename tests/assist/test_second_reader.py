# SPDX-License-Identifier: MIT
"""A model that knows some documents says what it would mark in others."""

from annotator.assist.second_reader import Fold, read_unseen
from tests.marked import marked


def learned(source):
    text, spans = marked(source)
    return text, tuple((span.start, span.end, span.label) for span in spans)


DOCUMENTS = (
    tuple(
        learned(f"Yesterday [{actor}|ACTOR] took [{place}|LOCATION] at dawn.")
        for actor, place in (("rebels", "Stane"), ("rebels", "Velin"), ("troops", "Stane"))
    )
    * 3
)


def test_what_it_was_taught_it_finds_with_offsets_in_code_points():
    (found,) = read_unseen(
        Fold("en", DOCUMENTS, ("\U0001f600 Yesterday rebels took Velin at dawn.",))
    )

    assert found[12, 18, "ACTOR"] > 0.5
    assert found[24, 29, "LOCATION"] > 0.5
    assert all(0 < likely <= 1 for likely in found.values())


def test_without_anything_marked_it_says_nothing():
    assert read_unseen(Fold("en", (("Nothing here.", ()),), ("Stane fell.", ""))) == [{}, {}]
