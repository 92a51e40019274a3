# SPDX-License-Identifier: MIT
import pytest

from tests.marked import marked


def test_marked_text_gives_text_and_spans():
    text, (hts, place) = marked("[HTS|ACTOR] struck [Darat Izza|LOCATION].")

    assert text == "HTS struck Darat Izza."
    assert (hts.id, hts.label, hts.fragments) == ("T1", "ACTOR", ((0, 3),))
    assert (place.id, place.surface(text)) == ("T2", "Darat Izza")


def test_marked_text_may_nest_and_carry_attributes():
    text, (outer, inner) = marked("[[حلب|LOCATION role=target] base|ACTOR count=3]")

    assert (outer.surface(text), inner.surface(text)) == ("حلب base", "حلب")
    assert (outer.attributes, inner.attributes) == ({"count": 3}, {"role": "target"})


def test_marks_after_a_backslash_are_text():
    assert marked(r"a \[b\] | c")[0] == "a [b] | c"


@pytest.mark.parametrize("source", ["[a", "a]", "[a]"])
def test_marks_that_do_not_match_are_an_error(source):
    with pytest.raises(ValueError, match=r"bracket|substring"):
        marked(source)
