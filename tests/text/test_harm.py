# SPDX-License-Identifier: MIT
"""Numbers of people harmed, as English texts say them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.harm import harmed


def read(text):
    return [(text[one.start : one.phrase_end], one.outcome) for one in harmed(text)]


@pytest.mark.parametrize(
    ("text", "phrase", "outcome"),
    [
        ("80 HTS militants were killed", "80 HTS militants", "killed"),
        ("at least 153 were killed in the clashes", "at least 153", "killed"),
        ("12 people in the village were reportedly killed", "12 people", "killed"),
        ("More than 300 people have been killed since", "More than 300 people", "killed"),
        ("1,212 residents who were killed in the siege", "1,212 residents", "killed"),
        ("19 members of the Kurdish-led army died", "19 members of the Kurdish-led army", "killed"),
        ("Three deminers lost their lives", "Three deminers", "killed"),
        ("killing at least 47 people in the deadliest raid", "at least 47 people", "killed"),
        ("Sunday killed one U.S. soldier and", "one U.S. soldier", "killed"),
        ("had killed more than 20 of his men", "more than 20 of his men", "killed"),
        ("a death toll of 9", "9", "killed"),
        ("the death toll rose to 53 on Friday", "53", "killed"),
        ("the deaths of three reporters", "three reporters", "killed"),
        ("five policemen killed in the ambush", "five policemen", "killed"),
        ("two soldiers wounded.", "two soldiers", "injured"),
        ("6–8 soldiers were hurt", "6–8 soldiers", "injured"),
        ("between 20 and 30 civilians were injured", "between 20 and 30 civilians", "injured"),
        ("20 people were killed or wounded", "20 people", "killed_or_injured"),
        ("killing or wounding 50, sources said", "50", "killed_or_injured"),
        ("12 casualties", "12", "killed_or_injured"),
        ("two drivers are still missing", "two drivers", "missing"),
        ("abducting two drivers", "two drivers", "abducted"),
        ("and captured six others.", "six others", "captured"),
        ("Four policemen surrendered and left", "Four policemen", "surrendered"),
    ],
)  # fmt: skip
def test_a_number_of_people_harmed_is_found_with_its_noun_and_outcome(text, phrase, outcome):
    assert read(text) == [(phrase, outcome)]


def test_two_numbers_with_two_outcomes_are_two():
    assert read("12 dead and 30 wounded") == [("12", "killed"), ("30", "injured")]
    assert read("it killed three and wounded ten") == [("three", "killed"), ("ten", "injured")]


def test_a_list_after_a_number_goes_with_it():
    text = "at least 153 were killed in 2 towns: 80 militants, 54 soldiers, and 19 others. 7 fled"

    assert [phrase for phrase, _ in read(text)] == [
        "at least 153",
        "80 militants",
        "54 soldiers",
        "19 others",
    ]
    assert read("five were hurt, among them two boys") == [
        ("five", "injured"),
        ("two boys", "injured"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No one was killed",
        "one of the soldiers was killed",
        "Two villages were hit and nobody died",
        "Two T-72 tanks were hit, and the crew died",
        "killed by 3 missiles",
        "three rockets killed them",
        "three rockets that killed",
        "wounded two days later",
        "he died at 14:05",
        "a two-day battle killed many",
        "12 vehicles were captured",
        "they captured 3 villages",
        "3 camels died",
        "the 3rd Brigade was killed",
        "31,000 tonnes of wheat",
        "In 2019 they signed",
    ],
)
def test_numbers_of_other_things_are_not_found(text):
    assert read(text) == []


def test_of_a_range_and_a_time_the_people_are_found():
    assert read("In two hours five people died") == [("five people", "killed")]


PIECES = ["12", " ", "killed", "were", "and", "at least", ",", ".", "men", "ten", "\n"]


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_what_is_found_lies_in_the_text_and_in_order(text):
    found = list(harmed(text))

    assert all(0 <= one.start < one.end <= one.phrase_end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def test_a_text_of_many_words_and_numbers_takes_no_time():
    began = time.process_time()

    list(harmed("12 " + "men and women of the town of " * 2_000 + "were killed. " + "9 " * 5_000))

    assert time.process_time() - began < 5
