# SPDX-License-Identifier: MIT
"""Before many items are decided at once, it is seen how many and with which answer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from annotator.gui.dialogs.accept_by_rule import AcceptByRuleDialog, RuleRow
from annotator.gui.dialogs.identical_cases import Answer, IdenticalCasesDialog
from annotator.review.item import Item
from annotator.workspace.reviews import Case

Key = Qt.Key
OK = QDialogButtonBox.StandardButton.Ok


def case(id, document):
    item = Item(id, document, frozenset(), 0, 5, (), (), id)
    return Case(item, "in <b>", "Stane", " on Friday")


CASES = [case("a", "one"), case("b", "one"), case("c", "two")]
ANSWERS = [
    Answer(("1", "3"), "LOCATION Stane"),
    Answer(("2",), "ACTOR Stane"),
    Answer(("0", "X"), "nothing"),
]


@pytest.fixture
def shown(qtbot):
    def show(dialog):
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return show


@pytest.fixture
def cases(shown):
    return shown(IdenticalCasesDialog(ANSWERS, 0, CASES))


def press(dialog, key):
    QTest.keyClick(dialog.focusWidget(), key)


def test_the_number_of_cases_stands_above_them_and_on_the_button(cases):
    assert cases.counts.text().startswith("One answer for 3 identical cases in 2 documents.")
    assert cases.buttons.button(OK).text() == "&Decide 3"


def test_a_case_taken_out_is_not_counted_and_not_decided(cases):
    press(cases, Key.Key_Down)
    press(cases, Key.Key_Down)
    press(cases, Key.Key_Space)

    assert [item.id for item in cases.result_value()] == ["a", "b"]
    assert cases.counts.text().startswith("One answer for 2 identical cases in 1 document.")
    assert cases.buttons.button(OK).text() == "&Decide 2"


def test_without_any_case_there_is_nothing_to_accept(cases):
    for key in (Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Down, Key.Key_Space):
        press(cases, key)

    assert cases.result_value() == ()
    assert not cases.buttons.button(OK).isEnabled()
    press(cases, Key.Key_Space)
    assert cases.buttons.button(OK).isEnabled()


@pytest.mark.parametrize(
    ("key", "place"),
    [(Key.Key_1, 0), (Key.Key_2, 1), (Key.Key_3, 0), (Key.Key_0, 2), (Key.Key_X, 2)],
)
def test_the_keys_of_the_rows_choose_the_answer(cases, key, place):
    press(cases, key)

    assert cases.answer == place
    assert [choice.chosen for choice in cases.keys.choices] == [n == place for n in range(3)]
    assert cases.list.currentRow() == 0


def test_a_digit_that_is_no_row_chooses_nothing(cases):
    press(cases, Key.Key_2)
    press(cases, Key.Key_9)

    assert cases.answer == 1


def test_what_stands_in_the_text_is_no_markup(cases):
    assert cases.list.item(0).text() == "…in <b>[Stane] on Friday…"


RULES = [
    RuleRow("unanimous", "All have the same", "3 items", "not audited yet", ("…[HTS]…",), True),
    RuleRow("votes-2", "Two have the same", "0 items", "not audited yet", (), False),
]


@pytest.fixture
def rules(shown):
    return shown(AcceptByRuleDialog(RULES))


def test_a_rule_shows_what_it_would_accept_before_it_can(rules):
    assert rules.result_value() == "unanimous"
    assert rules.examples.text() == "…[HTS]…"
    assert rules.buttons.button(OK).isEnabled()


def test_a_rule_that_accepts_nothing_cannot_be_taken(rules):
    rules.list.setFocus()
    press(rules, Key.Key_Down)

    assert rules.result_value() == "votes-2"
    assert not rules.buttons.button(OK).isEnabled()
    assert "accepts nothing" in rules.problem
    press(rules, Key.Key_Return)
    assert rules.isVisible()


def test_enter_takes_a_rule(rules, qtbot):
    rules.list.setFocus()

    with qtbot.waitSignal(rules.accepted):
        press(rules, Key.Key_Return)


def test_without_rules_there_is_nothing_to_take(shown):
    empty = shown(AcceptByRuleDialog([]))

    assert empty.result_value() == ""
