# SPDX-License-Identifier: MIT
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.assist.tokenizer import blank_pipeline, load_tokenizer, tokenizer_language
from annotator.text.tokens import TokenBoundaries
from tests.strategies import examples, texts

LANGUAGES = ("en", "ar", "xx")
PARAGRAPH = re.compile(r"[^\n\r\u0085\u2028\u2029]+")


def words(text: str, tokens: TokenBoundaries) -> list[str]:
    return [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


def test_tokens_are_those_of_spacy_without_white_space():
    text = "HTS  struck\n\nU.S.-made AK-47s."

    assert words(text, load_tokenizer("en")(text)) == [
        "HTS",
        "struck",
        "U.S.-made",
        "AK-47s",
        ".",
    ]


@pytest.mark.parametrize("text", ["", " ", "\r\n\t\u00a0"])
def test_white_space_has_no_tokens(text):
    assert len(load_tokenizer("en")(text)) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@examples(60)
@given(text=texts())
def test_a_paragraph_has_the_tokens_it_has_in_the_whole_document(language, text):
    split = load_tokenizer(language)
    whole = split(text)

    apart = [
        (start + paragraph.start(), end + paragraph.start())
        for paragraph in PARAGRAPH.finditer(text)
        for tokens in [split(paragraph[0])]
        for start, end in zip(tokens.starts, tokens.ends, strict=True)
    ]

    assert apart == list(zip(whole.starts, whole.ends, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@examples(40)
@given(text=texts())
def test_tokens_cover_all_that_is_no_white_space(language, text):
    tokens = load_tokenizer(language)(text)

    covered = set()
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        covered.update(range(start, end))

    assert {place for place, character in enumerate(text) if not character.isspace()} <= covered


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("ar", "ar"),
        ("no", "nb"),
        ("uk", "uk"),
        ("ckb", "xx"),
        ("tlh", "xx"),
        ("", "xx"),
        ("..attrs", "xx"),
        ("/etc", "xx"),
    ],
)
def test_the_language_of_the_tokenizer(code, used):
    assert tokenizer_language(code) == used
    assert blank_pipeline(code).lang == used


def test_codes_that_share_a_tokenizer_get_the_same_one():
    assert load_tokenizer("en-GB") is load_tokenizer("en")
    assert load_tokenizer("tlh") is load_tokenizer("xx")


def test_languages_that_need_another_library_fall_back():
    pytest.importorskip("spacy")
    for code in ("ja", "ko", "th", "vi"):
        assert tokenizer_language(code) in (code, "xx")
        assert words("a b", load_tokenizer(code)("a b")) == ["a", "b"]


@given(text=st.text(max_size=50))
def test_any_text_can_be_split(text):
    tokens = load_tokenizer("en")(text.encode("utf-8", "replace").decode())

    assert list(tokens.starts) == sorted(tokens.starts)
