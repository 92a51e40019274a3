# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.edits.edit import REMOVE
from annotator.gui.panels.attributes import AttributesPanel, Form
from annotator.schema.attribute import Attribute

ATTRIBUTES = {
    "outcome": Attribute(type="enum", values=["killed", "injured"], required=True),
    "qualifier": Attribute(type="enum", values=["exact", "vague"], default="exact"),
    "count": Attribute(type="int", min=0, max=100, required_if="qualifier != 'vague'"),
    "flags": Attribute(type="multi_enum", values=["women", "children"]),
    "wikidata": Attribute(type="string", pattern="^Q[0-9]+$"),
    "sure": Attribute(type="bool"),
    "share": Attribute(type="float", min=0, max=1),
}


def form(**values) -> Form:
    return Form("s1", "CASUALTY", "#9333ea", "three <b>men</b>", ATTRIBUTES, values)


class Stage:
    """The panel, with what it asked for."""

    def __init__(self, qtbot):
        self.panel = AttributesPanel()
        self.changes = []
        self.left = 0
        self.panel.changed.connect(lambda *change: self.changes.append(change))
        self.panel.leave_requested.connect(self.leave)
        qtbot.addWidget(self.panel)
        self.panel.resize(300, 500)
        with qtbot.waitActive(self.panel):
            self.panel.show()
            self.panel.activateWindow()

    def leave(self):
        self.left += 1

    def row(self, name):
        return next(row for row in self.panel.rows if row.name == name)

    def type_into(self, name, text, *, enter=True):
        field = self.row(name).field
        field.setFocus(Qt.FocusReason.TabFocusReason)
        line = field.lineEdit() if hasattr(field, "lineEdit") else field
        line.selectAll()
        if text:
            QTest.keyClicks(line, text)
        else:
            QTest.keyClick(line, Qt.Key.Key_Delete)
        if enter:
            QTest.keyClick(line, Qt.Key.Key_Return)


@pytest.fixture
def stage(qtbot):
    return Stage(qtbot)


def test_values_are_shown_as_they_are_typed(stage):
    stage.panel.show_form(form(outcome="killed", count=3, sure=True, flags=("children",)))

    assert stage.row("outcome").field.text() == "killed"
    assert stage.row("count").field.text() == "3"
    assert stage.row("sure").field.text() == "yes"
    assert stage.row("flags").field.value() == ("children",)
    assert stage.changes == []


def test_what_is_required_and_missing_is_named(stage):
    stage.panel.show_form(form(qualifier="exact"))
    assert stage.panel.missing() == ["outcome", "count"]

    stage.panel.show_form(form(qualifier="vague", outcome="killed"))
    assert stage.panel.missing() == []


def test_the_keyboard_enters_at_the_first_missing_value(stage):
    stage.panel.show_form(form(outcome="killed", qualifier="exact"))

    stage.panel.enter()

    assert stage.row("count").field.hasFocus()


def test_enter_stores_a_value_and_goes_to_the_next_field(stage):
    stage.panel.show_form(form())

    stage.type_into("outcome", "inj")

    assert stage.changes == [("s1", "outcome", "injured")]
    assert stage.panel.isAncestorOf(stage.panel.focusWidget())
    assert stage.row("qualifier").isAncestorOf(stage.panel.focusWidget())


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("count", "12", 12), ("sure", "n", False), ("share", "0.5", 0.5), ("wikidata", "Q12", "Q12")],
)
def test_a_typed_value_is_stored_in_its_type(stage, name, typed, value):
    stage.panel.show_form(form())

    stage.type_into(name, typed)

    assert stage.changes == [("s1", name, value)]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("count", "many"), ("count", "101"), ("wikidata", "12"), ("outcome", "zzz"), ("share", "2")],
)
def test_a_wrong_value_is_said_and_not_stored(stage, name, typed):
    stage.panel.show_form(form())

    stage.type_into(name, typed)

    assert stage.changes == []
    assert stage.row(name).message.isVisible()
    assert stage.row(name).message.text()
    assert stage.row(name).isAncestorOf(stage.panel.focusWidget())


def test_a_wrong_value_is_said_while_typing(stage):
    stage.panel.show_form(form())

    stage.type_into("count", "1x", enter=False)

    assert "whole number" in stage.row("count").message.text()


def test_a_choice_is_judged_when_it_is_done_not_letter_by_letter(stage):
    stage.panel.show_form(form())

    stage.type_into("outcome", "kil", enter=False)
    assert not stage.row("outcome").message.isVisible()
    assert not stage.row("outcome").field.property("role")

    stage.type_into("outcome", "zzz", enter=False)
    assert not stage.row("outcome").message.isVisible()
    stage.row("wikidata").field.setFocus()
    assert stage.row("outcome").message.isVisible()

    stage.type_into("outcome", "killed", enter=False)
    assert not stage.row("outcome").message.isVisible()


def test_an_emptied_field_removes_the_value(stage):
    stage.panel.show_form(form(count=3))

    stage.type_into("count", "")

    assert stage.changes == [("s1", "count", REMOVE)]


def test_entering_an_unchanged_value_stores_nothing(stage):
    stage.panel.show_form(form(count=3))

    stage.type_into("count", "3")

    assert stage.changes == []


def test_leaving_a_field_stores_what_is_typed(stage):
    stage.panel.show_form(form())
    stage.type_into("count", "7", enter=False)

    stage.row("wikidata").field.setFocus()

    assert stage.changes == [("s1", "count", 7)]


def test_ticking_a_box_stores_all_that_are_ticked(stage):
    stage.panel.show_form(form(flags=("women",)))

    stage.row("flags").field.boxes["children"].click()

    assert stage.changes == [("s1", "flags", ("women", "children"))]


def test_unticking_the_last_box_removes_the_value(stage):
    stage.panel.show_form(form(flags=("women",)))

    stage.row("flags").field.boxes["women"].click()

    assert stage.changes == [("s1", "flags", REMOVE)]


def test_escape_drops_what_is_typed_and_goes_back_to_the_text(stage):
    stage.panel.show_form(form(count=3))
    stage.type_into("count", "99", enter=False)

    QTest.keyClick(stage.row("count").field, Qt.Key.Key_Escape)

    assert stage.row("count").field.text() == "3"
    assert stage.left == 1
    assert stage.changes == []


def test_enter_in_the_last_field_goes_back_to_the_text(stage):
    stage.panel.show_form(form())

    stage.type_into("share", "1")

    assert stage.left == 1


def test_a_change_from_elsewhere_leaves_what_is_being_typed(stage):
    stage.panel.show_form(form())
    stage.type_into("count", "4", enter=False)

    stage.panel.show_form(form(outcome="killed"))

    assert stage.row("count").field.text() == "4"
    assert stage.row("outcome").field.text() == "killed"


def test_another_span_never_gets_what_was_typed_for_the_first(stage):
    stage.panel.show_form(form(count=1))
    stage.type_into("count", "x", enter=False)

    stage.panel.show_form(Form("s2", "CASUALTY", "#9333ea", "two", ATTRIBUTES, {"count": 2}))
    stage.panel.commit()

    assert stage.row("count").field.text() == "2"
    assert stage.changes == []


def test_a_project_for_reading_takes_no_value(stage):
    reading = Form("s1", "X", "#9333ea", "x", ATTRIBUTES, {"count": 3}, writable=False)
    stage.panel.show_form(reading)

    QTest.keyClicks(stage.row("count").field, "4")

    assert stage.row("count").field.text() == "3"
    assert not stage.row("outcome").field.isEnabled()


def test_without_a_span_nothing_is_shown(stage):
    stage.panel.show_form(form())

    stage.panel.show_form(None)

    assert stage.panel.rows == []
