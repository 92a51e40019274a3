# SPDX-License-Identifier: MIT
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.canvas.hints import LETTERS, coded, codes, mnemonics, narrowed

names = st.lists(st.text("abcdef_ Aé1", min_size=1, max_size=8), unique=True, max_size=40)


@given(st.integers(0, 800), st.sampled_from([LETTERS, "abcd", "xy"]))
def test_no_code_begins_another_and_short_ones_come_first(count, letters):
    made = codes(count, letters)
    assert len(made) == min(count, max(len(letters), len(letters) ** 2))
    assert len(set(made)) == len(made)
    assert not any(
        one != other and other.startswith(one) for one in made if len(one) == 1 for other in made
    )
    assert [len(code) for code in made] == sorted(len(code) for code in made)
    assert set("".join(made)) <= set(letters)


@given(st.integers(0, 676))
def test_typing_a_code_leaves_exactly_its_own_place(count):
    places = coded(range(count))
    for code, place in places.items():
        assert narrowed(places, code) == {"": place}


def test_as_many_as_possible_have_one_letter():
    assert [len(code) for code in codes(26)] == [1] * 26
    assert [len(code) for code in codes(27)] == [1] * 25 + [2] * 2
    assert sum(len(code) == 1 for code in codes(78)) == 23


@given(names, st.sets(st.sampled_from("abc")))
def test_letters_of_names_are_unique_and_not_those_taken(names, taken):
    given_letters = mnemonics(names, taken)
    assert len(set(given_letters.values())) == len(given_letters)
    assert not set(given_letters.values()) & taken
    assert set(given_letters) <= set(names)
    assert len(given_letters) == min(len(names), len(LETTERS) - len(taken))


def test_a_name_has_its_first_letter_where_that_is_free():
    letters = mnemonics(["alias_of", "part_of", "affiliated_with", "part_of_total"])
    assert letters == {
        "alias_of": "a",
        "part_of": "p",
        "affiliated_with": "w",
        "part_of_total": "o",
    }
