# SPDX-License-Identifier: MIT
import pytest
from hypothesis import given
from PySide6.QtGui import QTextLayout

from annotator.gui.canvas.shown import has_rtl, hidden, runs_rtl, shown
from tests.strategies import texts


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(texts())
def test_qt_keeps_every_character_of_what_is_shown(qapp, text):
    found = shown(text)

    assert len(found) == len(text)
    assert units(found) == units(text)
    assert QTextLayout(found).text() == found


@pytest.mark.parametrize("first", ["\ufeff", "\ufffe", "\uffff", "\ufdd0", "\x01", "\x9f"])
def test_a_character_that_qt_would_lose_at_the_start_is_replaced(qapp, first):
    found = shown(first + "ab")

    assert QTextLayout(found).text() == found
    assert found[1:] == "ab"


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e")
def test_commands_that_reorder_text_have_no_effect_and_a_mark(control):
    text = f"a{control}b"

    assert control not in shown(text)
    assert hidden(text) == [1]


def test_marks_stand_where_something_cannot_be_seen():
    assert hidden("zero\u200bwidth") == [4]
    assert hidden("soft\u00adhyphen") == [4]
    assert hidden("x\U000e0041\U000e0042y") == [1]


def test_joiners_that_belong_to_the_writing_have_no_mark():
    assert hidden("می\u200cخواهم") == []
    assert hidden("👩\u200d👧") == []
    assert hidden("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f") == []
    assert hidden("plain") == []


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("plain", False),
        ("قال the", True),
        ("the قال", False),
        ("«قال»", True),
        ("123 קרב", True),
        ("", False),
        ("...", False),
        ("Привет قال", False),
    ],
)
def test_a_paragraph_runs_as_its_first_strong_letter_does(text, rtl):
    assert runs_rtl(text) is rtl


def test_text_without_right_to_left_letters_is_known_to_have_none():
    assert has_rtl("the حلب")
    assert not has_rtl("Hay’at 💣")
