# SPDX-License-Identifier: MIT
"""What keys mean in a review, and that others mean nothing."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from annotator.gui.session.review_keys import Do, Label, Move, Take, act_of

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def meant(key, held=NONE):
    return act_of(QKeyEvent(QEvent.Type.KeyPress, key, held))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Space", "suggested"),
        ("0", "none"),
        ("X", "none"),
        ("A", "rules"),
        ("B", "both"),
        ("E", "edit"),
        ("F", "flag"),
        ("R", "reason"),
        ("C", "note"),
        ("Tab", "next"),
        ("J", "next"),
        ("N", "next"),
        ("Backtab", "previous"),
        ("K", "previous"),
        ("H", "names"),
        ("S", "hide"),
        ("L", "everywhere"),
        ("V", "beside"),
        ("W", "withdraw"),
        ("Escape", "back"),
        ("Slash", "filter"),
    ],
)
def test_a_plain_key_is_an_act(key, name):
    assert meant(Key[f"Key_{key}"]) == Do(name)


def test_digits_take_rows_and_with_control_give_labels():
    for digit in range(1, 10):
        key = Key(Key.Key_0 + digit)
        assert meant(key) == meant(key, KEYPAD) == Take(digit)
        assert meant(key, CTRL) == Label(str(digit))


def test_control_makes_of_keys_what_is_for_many_or_for_the_whole():
    assert meant(Key.Key_Space, CTRL) == Do("identical")
    assert meant(Key.Key_Z, CTRL) == Do("undo")
    assert meant(Key.Key_Return, CTRL) == meant(Key.Key_Enter, CTRL | KEYPAD) == Do("finish")
    assert meant(Key.Key_Tab, SHIFT) == Do("previous")


def test_arrows_move_the_end_with_shift_and_the_start_with_alt():
    assert meant(Key.Key_Right, SHIFT) == Move("end", 1, "token")
    assert meant(Key.Key_Left, ALT) == Move("start", -1, "token")
    assert meant(Key.Key_Left, SHIFT | CTRL) == Move("end", -1, "grapheme")
    assert meant(Key.Key_Right, ALT | CTRL) == Move("start", 1, "grapheme")


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Key.Key_Left, NONE),
        (Key.Key_Right, ALT | SHIFT),
        (Key.Key_L, CTRL),
        (Key.Key_R, CTRL | SHIFT),
        (Key.Key_1, ALT),
        (Key.Key_1, SHIFT),
        (Key.Key_Return, NONE),
        (Key.Key_Q, NONE),
        (Key.Key_F1, NONE),
    ],
)
def test_other_keys_are_left_to_the_window(key, held):
    assert meant(key, held) is None
