# SPDX-License-Identifier: MIT
"""The mapping table: what names become, by mouse and by keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.bridge.names import (
    ADD,
    KEEP,
    LABEL,
    LEAVE_OUT,
    UNDECIDED,
    Decision,
    Doing,
    NameRow,
    settled,
)
from annotator.gui.widgets.name_table import BECOMES, NAME, NameTable

SCHEMA = ("ACTOR", "LOCATION")


def unknown(name, **facts):
    return NameRow(LABEL, name, 1, known=False, names=SCHEMA, **facts)


@pytest.fixture
def table(qtbot):
    made = NameTable()
    qtbot.addWidget(made)
    made.resize(700, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


def texts(menu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_an_unknown_name_may_become_what_the_schema_has_or_nothing_or_new(table):
    table.names.set_rows([unknown("R&D")])

    menu = table.open_menu(0)

    assert texts(menu) == ["ACTOR", "LOCATION", "Leave out", "Add to the schema"]
    menu.close()


def test_a_known_name_may_stay_as_it_is_and_is_not_added_again(table):
    table.names.set_rows([NameRow(LABEL, "ACTOR", 1, names=SCHEMA)])

    menu = table.open_menu(0)

    assert texts(menu) == ["As it is", "LOCATION", "Leave out"]
    assert menu.actions()[0].isChecked()
    menu.close()


def test_a_name_that_no_schema_may_have_is_not_offered_to_be_added(table):
    table.names.set_rows([unknown(" x", unfit="It cannot be added: it starts with white space.")])

    menu = table.open_menu(0)

    assert "Add to the schema" not in texts(menu)
    assert not menu.actions()[-1].isEnabled()
    assert "white space" in menu.actions()[-1].text()
    menu.close()


def test_a_proposal_is_chosen_and_said_to_be_one(table):
    table.names.set_rows([unknown("actor", proposed="ACTOR")])

    index = table.names.index(0, BECOMES)

    assert index.data() == "ACTOR"
    assert "proposed" in index.data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert table.names.undecided() == []


def test_what_is_chosen_holds_for_all_rows_that_are_selected_and_fit(table):
    fit = [unknown("A"), unknown("B"), NameRow(LABEL, "ACTOR", 1, names=SCHEMA)]
    table.names.set_rows(fit)
    table.selectAll()

    menu = table.open_menu(1)
    next(one for one in menu.actions() if one.text() == "Add to the schema").trigger()
    menu.close()

    assert list(table.names.settled().values()) == [ADD, ADD, KEEP]


def test_after_a_choice_the_next_undecided_name_is_at_hand(table):
    table.names.set_rows([unknown("A"), unknown("B", proposed="ACTOR"), unknown("C")])
    assert table.currentIndex().row() == 0

    menu = table.open_menu(0)
    menu.actions()[0].trigger()
    menu.close()

    assert table.currentIndex().row() == 2


def test_a_click_on_what_a_name_becomes_opens_the_choice_and_one_on_the_name_does_not(table):
    table.names.set_rows([unknown("A")])
    name = table.visualRect(table.names.index(0, NAME)).center()
    becomes = table.visualRect(table.names.index(0, BECOMES)).center()

    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(name))
    assert QApplication.activePopupWidget() is None
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(becomes))

    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_F2])
def test_the_choice_opens_with_a_key_and_escape_leaves_everything(table, key):
    table.names.set_rows([unknown("A")])

    QTest.keyClick(table, key)
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, Qt.Key.Key_Escape)

    assert table.names.settled() == {(LABEL, "A"): UNDECIDED}


def test_markup_and_line_breaks_in_names_are_shown_on_one_line_as_they_are(table):
    table.names.set_rows([unknown("<b>x</b>\ny", examples=("a\tb",))])

    assert table.names.index(0, NAME).data() == "<b>x</b> y"
    assert "<b>" not in table.names.index(0, NAME).data(int(Qt.ItemDataRole.ToolTipRole))


names = st.text(max_size=5)
decisions = st.one_of(
    st.sampled_from([UNDECIDED, KEEP, LEAVE_OUT, ADD]),
    names.map(lambda name: Decision(Doing.RENAME, name)),
)
name_rows = st.builds(
    NameRow,
    st.just(LABEL),
    names,
    st.integers(1, 9),
    known=st.booleans(),
    names=st.lists(names, unique=True).map(tuple),
    unfit=st.sampled_from(["", "It cannot be added."]),
)


@given(
    st.lists(name_rows, unique_by=lambda row: row.key),
    st.dictionaries(st.tuples(st.just(LABEL), names), decisions),
)
def test_whatever_a_file_decides_each_name_becomes_only_what_it_can(rows, given):
    found = settled(rows, given)

    assert list(found) == [row.key for row in rows]
    for row in rows:
        decision = found[row.key]
        assert decision == row.at_first or decision == given[row.key]
        assert decision in (UNDECIDED, row.at_first) or row.takes(decision)
        if decision.doing is Doing.RENAME and decision != row.at_first:
            assert decision.name in row.names
        if decision.doing is Doing.ADD:
            assert not row.known
            assert not row.unfit
