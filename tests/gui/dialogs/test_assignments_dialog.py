# SPDX-License-Identifier: MIT
"""Who annotates what is set cell by cell or by a rule, and seen before it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialogButtonBox

from annotator.errors import InputError
from annotator.gui.dialogs.assignments import AssignmentsDialog, Rearrangement
from annotator.gui.widgets.assignment_table import (
    COUNT,
    FIRST_PERSON,
    AssignableRow,
    AssignmentsModel,
)

Key = Qt.Key
OK = QDialogButtonBox.StandardButton.Ok
ROWS = [AssignableRow("a", "Drenak"), AssignableRow("b", ""), AssignableRow("c", "<i>Velin</i>")]
HELD = {("a", "ana"): "complete", ("b", "ben"): "assigned"}


@pytest.fixture
def asked():
    return []


@pytest.fixture
def dialog(qtbot, asked):
    def share_out(rule):
        asked.append(rule)
        if rule.per_document > len(rule.people):
            raise InputError("5 people are wanted for a document, and there are 2")
        return dict.fromkeys(rule.documents, rule.people[: rule.per_document])

    made = AssignmentsDialog(ROWS, ["ana", "ben"], HELD, share_out)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def texts(dialog):
    grid = dialog.table.grid
    return [
        [grid.data(grid.index(row, column)) for column in range(grid.columnCount())]
        for row in range(grid.rowCount())
    ]


def can_assign(dialog):
    return dialog.buttons.button(OK).isEnabled()


def test_the_table_says_who_has_what_and_how_far_it_is(dialog):
    assert texts(dialog) == [
        ["Drenak", "1", "complete", ""],
        ["b", "1", "", "assigned"],
        ["<i>Velin</i>", "–", "", ""],
    ]
    assert not can_assign(dialog)
    assert dialog.summary.text().endswith("Then: ana 1, ben 1")


def test_space_assigns_and_takes_back_and_space_again_leaves_it(dialog):
    table = dialog.table
    table.setFocus()
    table.setCurrentIndex(table.grid.index(2, FIRST_PERSON))
    QTest.keyClick(table, Key.Key_Space)
    QTest.keyClick(table, Key.Key_Up)
    QTest.keyClick(table, Key.Key_Right)
    QTest.keyClick(table, Key.Key_Space)

    assert texts(dialog)[1:] == [["b", "–", "", "taken back"], ["<i>Velin</i>", "1", "new", ""]]
    assert dialog.summary.text() == "1 new assignment, 1 taken back. Then: ana 2, ben 0"
    assert dialog.result_value() == Rearrangement({"c": ["ana"]}, (("b", "ben"),), "", blind=True)
    assert can_assign(dialog)

    QTest.keyClick(table, Key.Key_Space)
    assert dialog.result_value().withdrawn == ()


def test_a_click_turns_a_cell_and_not_a_title(dialog):
    table = dialog.table
    for column in (FIRST_PERSON + 1, 0, COUNT):
        place = table.visualRect(table.grid.index(0, column)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert dialog.result_value().added == {"a": ["ben"]}


def test_the_rule_shares_out_what_nobody_has_and_is_seen_first(dialog, asked):
    dialog.each.setValue(2)
    dialog.overlap.setValue(25)
    dialog.seed.setValue(9)
    dialog.share.click()

    (rule,) = asked
    assert (rule.documents, rule.people) == (("c",), ("ana", "ben"))
    assert (rule.per_document, rule.overlap, rule.seed) == (2, 0.25, 9)
    assert texts(dialog)[2] == ["<i>Velin</i>", "2", "new", "new"]
    assert dialog.result_value().added == {"c": ["ana", "ben"]}
    assert dialog.result_value().overlap == set()
    dialog.each.setValue(1)
    assert dialog.result_value().overlap == {"c"}


def test_the_rule_for_all_documents_adds_only_what_is_not_there(dialog):
    dialog.which.setCurrentIndex(1)
    dialog.share.click()

    assert dialog.result_value().added == {"b": ["ana"], "c": ["ana"]}
    assert dialog.result_value().withdrawn == ()


def test_a_rule_that_cannot_be_is_refused_in_words(dialog):
    dialog.each.setValue(5)
    dialog.share.click()

    assert dialog.problem == "5 people are wanted for a document, and there are 2."
    assert not can_assign(dialog)
    assert dialog.result_value().added == {}


def test_people_are_added_by_name_and_who_has_something_stays(dialog):
    dialog.people.setFocus()
    dialog.people.setText("chloe, ana,, chloe")
    QTest.keyClick(dialog.people, Key.Key_Tab)

    assert dialog.table.grid.people == ("chloe", "ana", "ben")
    assert dialog.isVisible()


def test_a_date_must_be_one(dialog):
    dialog.table.grid.turn(dialog.table.grid.index(2, FIRST_PERSON))
    dialog.due.setText("tomorrow")
    assert "2026-12-31" in dialog.problem
    assert not can_assign(dialog)

    dialog.due.setText("2031-04-01")
    assert can_assign(dialog)
    assert dialog.result_value().due == "2031-04-01"


IDS = st.sampled_from("abc")
NAMES = st.sampled_from(("ana", "ben", "chloe"))
CELLS = st.tuples(IDS, NAMES)


@given(st.dictionaries(CELLS, st.just("assigned")), st.lists(CELLS, max_size=12))
def test_what_is_to_be_otherwise_leads_to_what_the_table_shows(held, turned):
    model = AssignmentsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_grid(ROWS, ("ana", "ben", "chloe"), held)
    for id, name in turned:
        row = [each.id for each in ROWS].index(id)
        model.turn(model.index(row, FIRST_PERSON + model.people.index(name)))

    after = set(held)
    for cell in turned:
        after ^= {cell}
    added = {(id, name) for id, names in model.added().items() for name in names}
    assert (set(held) | added) - set(model.withdrawn()) == after
    assert not added & set(held)
    for name, count in model.loads().items():
        assert count == sum(cell[1] == name for cell in after)
