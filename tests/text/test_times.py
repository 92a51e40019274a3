# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.times import time_value, times_in

WORDS = st.sampled_from(["may", "May", "Monday", "3", "2019", "the", "morning", "\n", "1820-01-02"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("struck on Wednesday morning.", ["Wednesday morning"]),
        ("the 2019 agreement, 12019 men", ["2019"]),
        ("on Monday, 3 March 2021 it", ["Monday, 3 March 2021"]),
        ("it may be that May 5, 2020 was", ["May 5, 2020"]),
        ("seen 2020-01-02 and yesterday", ["2020-01-02", "yesterday"]),
        ("last week on Jan. 3", ["last week", "Jan. 3"]),
        ("no time at all in Mondays", []),
    ],
)
def test_times_are_found_where_the_text_names_them(text, found):
    assert [text[start:end] for start, end in times_in(text)] == found


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_times_lie_in_the_text_in_order_and_apart(text):
    last = 0
    for start, end in times_in(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end


@pytest.mark.parametrize(
    ("words", "value"),
    [("2019", "2019"), ("2020-01-02", "2020-01-02"), ("Wednesday morning", ""), ("12019", "")],
)
def test_only_a_year_or_a_date_is_a_value_already(words, value):
    assert time_value(words) == value
