# SPDX-License-Identifier: MIT
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.paragraphs import ParagraphIndex
from tests.strategies import texts

BREAKS = ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e")


@given(texts(max_pieces=60), st.sampled_from([8, 13, 64, 4096]))
def test_chunks_and_line_breaks_make_up_the_whole_text(text, longest):
    index = ParagraphIndex(text, longest=longest)
    place = 0

    for chunk in range(len(index)):
        assert text[place : index.starts[chunk]] in ("", *BREAKS)
        assert index.starts[chunk] <= index.ends[chunk]
        assert len(index.text_of(chunk)) <= longest or longest < 64
        place = index.ends[chunk]

    assert place == len(text)


@given(texts(max_pieces=60), st.sampled_from([16, 31, 64]))
def test_a_chunk_never_starts_inside_a_grapheme(text, longest):
    index = ParagraphIndex(text, longest=longest)
    bounds = {found.start() for found in regex.finditer(r"\X", text)} | {len(text)}
    too_long = any(len(found) > longest // 2 for found in regex.findall(r"\X", text))

    inside = [start for start in index.starts if start not in bounds]

    assert not inside or too_long


def test_a_line_of_nothing_but_emoji_families_is_cut_between_families():
    text = "👨\u200d👩\u200d👧" * 3000

    index = ParagraphIndex(text)

    assert len(index) == 4
    assert all(start % 5 == 0 for start in index.starts)


@given(texts(), st.data())
def test_every_place_is_in_the_chunk_that_starts_last_before_it(text, data):
    index = ParagraphIndex(text, longest=16)
    offset = data.draw(st.integers(0, len(text)))

    chunk = index.at(offset)

    assert index.starts[chunk] <= offset
    assert chunk + 1 == len(index) or index.starts[chunk + 1] > offset


def test_an_empty_text_and_a_text_that_ends_in_a_line_break_have_an_empty_last_paragraph():
    assert [ParagraphIndex("").text_of(0)] == [""]
    ends = ParagraphIndex("a\n")
    assert [ends.text_of(chunk) for chunk in range(len(ends))] == ["a", ""]


def test_a_long_paragraph_is_cut_at_white_space_and_its_chunks_share_its_number():
    text = "one two three four five\nsix"

    index = ParagraphIndex(text, longest=10)

    assert [index.text_of(chunk) for chunk in range(len(index))] == [
        "one two ",
        "three ",
        "four five",
        "six",
    ]
    assert list(index.paragraphs) == [0, 0, 0, 1]
    assert index.whole(1) == (0, 2)
    assert index.unbroken(1) == (8, 14)


def test_pieces_of_a_word_longer_than_a_chunk_belong_together_for_the_tokenizer():
    index = ParagraphIndex("a " + "漢" * 25 + " b", longest=10)

    chunk = index.at(15)

    assert "漢" * 25 in index.text[slice(*index.unbroken(chunk))]
