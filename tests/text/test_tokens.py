# SPDX-License-Identifier: MIT
import re

from hypothesis import given
from hypothesis import strategies as st

from annotator.text.paragraphs import ParagraphIndex
from annotator.text.tokens import LazyTokens, TokenBoundaries
from tests.strategies import texts

TEXT = "Hay’at struck (HTS) at  Idlib."


def words(text: str) -> TokenBoundaries:
    return TokenBoundaries.of(found.span() for found in re.finditer(r"\w+|[^\w\s]", text))


def shown(stretch: tuple[int, int] | None) -> str | None:
    return None if stretch is None else TEXT[slice(*stretch)]


def test_a_selection_grows_to_the_tokens_it_touches():
    tokens = words(TEXT)
    start = TEXT.index("truck")

    assert shown(tokens.covering(start, start + 8)) == "struck (HTS"


def test_white_space_at_the_ends_of_a_selection_is_dropped():
    tokens = words(TEXT)
    start = TEXT.index(" at")

    assert shown(tokens.covering(start, TEXT.index("Idlib"))) == "at"


def test_a_selection_of_white_space_takes_nothing():
    space = TEXT.index("  Idlib")

    assert words(TEXT).covering(space, space + 2) is None


def test_a_caret_takes_the_token_around_it_else_the_one_that_ends_there():
    tokens = words(TEXT)

    assert shown(tokens.covering(*(TEXT.index("HTS") + 1,) * 2)) == "HTS"
    assert shown(tokens.covering(*(TEXT.index("  Idlib"),) * 2)) == "at"


@given(texts(max_pieces=40), st.data())
def test_tokens_asked_for_paragraph_by_paragraph_are_those_of_the_whole_text(text, data):
    whole = words(text)
    lazy = LazyTokens(ParagraphIndex(text, longest=4096), lambda: words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    assert lazy.next_start(start) == (whole.next_start(start) or len(text))
    assert lazy.previous_end(start) == (whole.previous_end(start) or 0)
    assert lazy.next_end(start) == (whole.next_end(start) or len(text))
    assert lazy.previous_start(end) == (whole.previous_start(end) or 0)
    if start < end:
        assert lazy.covering(start, end) == whole.covering(start, end)


def test_the_tokenizer_is_not_loaded_before_a_token_is_asked_for():
    loaded = []

    def load():
        loaded.append(1)
        return words

    tokens = LazyTokens(ParagraphIndex(TEXT), load)
    assert loaded == []

    tokens.token_at(0)
    tokens.token_at(9)
    assert loaded == [1]


def test_boundaries_know_their_starts_and_ends():
    tokens = words("ab cd")

    assert tokens.is_start(3)
    assert not tokens.is_start(2)
    assert tokens.is_end(2)
    assert not tokens.is_end(4)
    assert tokens.at(2) is None
    assert tokens.shifted(10).at(13) == (13, 15)
    assert len(tokens) == 2
