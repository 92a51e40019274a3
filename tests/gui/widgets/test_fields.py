# SPDX-License-Identifier: MIT
import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from annotator.gui.schema_pages.fields import LongField
from annotator.gui.widgets.fields import ChecksField, ChoiceField, TextField

ALT = Qt.KeyboardModifier.AltModifier
VALUES = ("state_military", "rebel_group", "military_position", "other")


@pytest.fixture
def shown(qtbot):
    page = QWidget()
    elsewhere = QLineEdit()
    elsewhere.setObjectName("elsewhere")
    QVBoxLayout(page)
    qtbot.addWidget(page)

    def show(field):
        page.layout().addWidget(field)
        page.layout().addWidget(elsewhere)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        field.setFocus()
        return field

    return show


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rebel_group", "rebel_group"),
        ("REBEL_GROUP", "rebel_group"),
        ("reb", "rebel_group"),
        ("mil", "military_position"),
        ("_mil", "state_military"),
        ("nonsense", "nonsense"),
        ("", ""),
    ],
)
def test_typing_a_part_of_a_value_and_enter_chooses_it(shown, qtbot, typed, meant):
    field = shown(ChoiceField(VALUES))
    if typed:
        QTest.keyClicks(field.lineEdit(), typed)

    with qtbot.waitSignal(field.entered):
        QTest.keyClick(field.lineEdit(), Qt.Key.Key_Return)

    assert field.text() == meant


def test_the_arrows_choose_the_next_value(shown):
    field = shown(ChoiceField(VALUES))
    field.setText("state_military")

    QTest.keyClick(field, Qt.Key.Key_Down)

    assert field.text() == "rebel_group"


def test_the_wheel_changes_nothing(shown):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    field = shown(ChoiceField(VALUES))
    field.setText("rebel_group")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )

    field.wheelEvent(event)

    assert field.text() == "rebel_group"
    assert not event.isAccepted()


@pytest.mark.parametrize("make", [TextField, lambda: ChoiceField(VALUES)])
def test_going_elsewhere_says_so(shown, qtbot, make):
    field = shown(make())

    with qtbot.waitSignal(field.left):
        field.window().findChild(QLineEdit, "elsewhere").setFocus()


def test_keypad_enter_is_enter(shown, qtbot):
    field = shown(TextField())

    with qtbot.waitSignal(field.entered):
        QTest.keyClick(field, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)


def test_ticks_are_given_in_the_order_of_the_schema(shown, qtbot):
    field = shown(ChecksField(VALUES))
    field.boxes["other"].setChecked(True)

    with qtbot.waitSignal(field.changed) as changed:
        field.boxes["rebel_group"].click()

    assert changed.args[0] == ("rebel_group", "other")
    assert field.value() == ("rebel_group", "other")


@pytest.mark.skipif(sys.platform == "darwin", reason="Alt writes letters there")
@pytest.mark.parametrize("modifiers", [ALT, ALT | Qt.KeyboardModifier.ShiftModifier])
def test_alt_with_a_letter_is_no_text_even_if_no_command_takes_it(qtbot, modifiers):
    line, text = TextField(), LongField(80)
    line.setText("12")
    text.put("12")

    for field in (line, text):
        qtbot.addWidget(field)
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_9, modifiers, "9"))

    assert (line.text(), text.value()) == ("12", "12")


@pytest.mark.parametrize(
    "modifiers", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.GroupSwitchModifier]
)
def test_letters_and_those_of_another_level_of_the_keyboard_are_text(qtbot, modifiers):
    field = TextField()
    qtbot.addWidget(field)

    QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_E, modifiers, "é"))

    assert field.text() == "é"
