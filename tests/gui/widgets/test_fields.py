# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.gui.widgets.fields import ChecksField, ChoiceField, TextField

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
