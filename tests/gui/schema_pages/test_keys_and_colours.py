# SPDX-License-Identifier: MIT
"""The schema editor by keyboard: letters, the way of Tab; and what is told about colours."""

import re
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from annotator.gui.dialogs.schema_editor import SchemaEditor
from annotator.gui.schema_pages.drafting import EVENTS, GROUPS, POLICY, Drafting, Place
from annotator.gui.schema_pages.preview import hard_to_see
from annotator.schema.files import default_schema, parse_schema
from tests.gui.schema_pages.conftest import KIND, NAME, SIZE, SMALL, press

PLACES = [
    *GROUPS,
    Place("label", "A"),
    KIND,
    SIZE,
    NAME,
    Place("relation", "r"),
    Place("event", "hit"),
    Place("role", "who"),
]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_no_two_fields_in_sight_have_the_same_letter(editor, place):
    editor.go_to(place)

    letters = [
        found.group(1).lower()
        for kind in (QAbstractButton, QLabel)
        for widget in editor.findChildren(kind)
        if widget.isVisible() and (found := re.search(r"&(\w)", widget.text()))
    ]

    assert sorted(letters) == sorted(set(letters))


@pytest.mark.parametrize("place", [Place("label", "A"), KIND, SIZE, POLICY], ids=str)
def test_the_letter_of_a_field_goes_to_it(editor, place):
    editor.go_to(place)

    for label in editor.page.findChildren(QLabel):
        found = re.search(r"&(\w)", label.text())
        if not label.isVisible() or found is None:
            continue
        editor.lists.tree.setFocus()
        press(Qt.Key[f"Key_{found.group(1).upper()}"], Qt.KeyboardModifier.AltModifier)

        assert QApplication.focusWidget() is label.buddy(), label.text()


@pytest.mark.parametrize("place", [Place("label", "A"), KIND, POLICY, EVENTS], ids=str)
def test_tab_goes_down_the_lists_then_the_page_then_the_buttons(editor, place):
    editor.go_to(place)
    editor.lists.tree.setFocus()

    walked = []
    while QApplication.focusWidget() not in walked:
        walked.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)

    assert walked[0] is editor.lists.tree
    inside = [one for one in walked if editor.page.isAncestorOf(one)]
    tops = [one.mapTo(editor.page, one.rect().topLeft()).y() for one in inside]
    assert all(above < below + 8 for above, below in pairwise(tops))  # a row is not quite level
    first = walked.index(inside[0]) if inside else len(walked)
    assert all(not editor.lists.isAncestorOf(one) for one in walked[first:])
    assert all(one.accessibleName() or isinstance(one, QAbstractButton) for one in inside)
    lines = [one for one in inside if isinstance(one, QLineEdit)]
    assert bool(lines) == (place in (Place("label", "A"), KIND))


def test_colours_that_are_hard_to_see_or_tell_apart_are_told():
    colours = {"A": "#ffee88", "B": "#2148c7", "C": "#2148c7", "D": "#224ac9"}

    assert hard_to_see("A", colours)[0].startswith("Contrast to white is 1.2")
    assert hard_to_see("B", colours) == [
        "C has the same colour.",
        "D has nearly the same colour.",
    ]


def test_the_colours_of_the_shipped_schema_are_told_nothing_about():
    colours = {name: label.color for name, label in default_schema().labels.items()}

    assert [hard_to_see(name, colours) for name in colours] == [[]] * len(colours)


def test_what_may_only_be_looked_at_takes_no_keys_but_can_be_scrolled(qtbot):
    schema = parse_schema(SMALL, name="small", format="yaml")
    editor = SchemaEditor(Drafting(schema, writable=False), lambda label: None)
    qtbot.addWidget(editor)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()

    for place, key in ((KIND, "values"), (Place("relation", "r"), "pairs")):
        editor.go_to(place)
        field = editor.page.entries[key].field
        (field.focusProxy() or field).setFocus()
        before = field.value()
        assert QApplication.focusWidget() is (field.focusProxy() or field)
        for pressed in (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Space):
            press(pressed)
        assert field.value() == before
    assert editor.drafting.draft.steps == ()
    assert editor.problem == "This project is open for reading only."
