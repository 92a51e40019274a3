# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest

from annotator.gui.bridge.rows import ExampleRow, GuidelineText
from annotator.gui.panels.guideline import GuidelinePanel
from annotator.gui.widgets.context_rows import CONTEXT_ROLE

ACTOR = GuidelineText("ACTOR", "#2148c7", "#dfe4f6", "Only **the name**.")
ROWS = (
    ExampleRow("schema", "of ", "HTS", " said", "The name alone.", place=0),
    ExampleRow("gold", "", "Free Halden", " said", "2 times", "d1", 0, 11),
    ExampleRow("flagged", "the ", "<b>opposition</b>", "", "gap", "d2", 4, 21),
)


@pytest.fixture
def panel(qtbot):
    panel = GuidelinePanel()
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    panel.show()
    panel.show_text(ACTOR)
    panel.show_examples(ROWS, is_all=True)
    return panel


def shown(panel):
    return [panel.list.item(number).text() for number in range(panel.list.count())]


def go_to(panel, row):
    panel.list.setFocus()
    panel.list.setCurrentRow(shown(panel).index(row))


def test_examples_are_listed_by_where_they_come_from(panel):
    assert shown(panel) == [
        "Accepted examples",
        "of HTS said",
        "From gold",
        "Free Halden said",
        "Flagged in the review",
        "the <b>opposition</b>",
    ]


def test_a_screen_reader_hears_the_label_the_span_and_the_note(panel):
    role = Qt.ItemDataRole.AccessibleTextRole

    assert panel.text.accessibleName() == "Guideline of ACTOR"
    assert panel.list.item(1).data(role) == "HTS, in: of HTS said The name alone."


@pytest.mark.parametrize(
    ("row", "key", "expected"),
    [
        ("Free Halden said", Qt.Key.Key_Return, ("go", 1)),
        ("Free Halden said", Qt.Key.Key_A, ("accept", 1)),
        ("Free Halden said", Qt.Key.Key_Delete, None),
        ("the <b>opposition</b>", Qt.Key.Key_Return, ("go", 2)),
        ("of HTS said", Qt.Key.Key_Delete, ("remove", 0)),
        ("of HTS said", Qt.Key.Key_Return, None),
        ("of HTS said", Qt.Key.Key_A, None),
    ],
)
def test_a_key_asks_for_what_an_example_can_do(panel, row, key, expected):
    asked = []
    panel.go_requested.connect(lambda place: asked.append(("go", place)))
    panel.accept_requested.connect(lambda place: asked.append(("accept", place)))
    panel.remove_requested.connect(lambda place: asked.append(("remove", place)))
    go_to(panel, row)

    QTest.keyClick(panel.list, key)

    assert asked == ([expected] if expected else [])


def test_the_menu_offers_the_same(panel):
    go_to(panel, "Free Halden said")
    assert [a.text() for a in panel.menu().actions()] == ["Go there", "Accept for the guideline"]
    go_to(panel, "of HTS said")
    assert [a.text() for a in panel.menu().actions()] == ["Take out of the guideline"]


def test_the_row_at_hand_stays_at_hand_when_examples_come_anew(panel):
    go_to(panel, "Free Halden said")

    panel.show_examples(ROWS[1:], is_all=True)

    assert panel.current in (0, 1)
    assert panel.list.currentItem().flags() & Qt.ItemFlag.ItemIsSelectable


def test_while_examples_are_looked_for_it_says_so(panel):
    panel.show_examples([], is_all=False)
    assert shown(panel) == ["Looking for examples…"]

    panel.show_examples([], is_all=True)
    assert shown(panel) == ["No examples yet."]


def test_a_row_is_as_high_as_its_words_take_and_the_span_is_marked_in_the_right_place(panel):
    long = ExampleRow("gold", "\U0001f54a word " * 20, "HTS", " word" * 20, "note", "d1", 0, 3)
    panel.show_examples([*ROWS, long], is_all=True)
    heights = [
        panel.list.sizeHintForRow(number)
        for number in range(panel.list.count())
        if panel.list.item(number).data(CONTEXT_ROLE)
    ]

    assert max(heights) > 3 * min(heights)
    panel.resize(QSize(600, 500))
    wide = panel.list.sizeHintForRow(4)
    assert wide < max(heights)
    panel.grab()


def test_without_a_label_it_says_how_to_get_one(panel):
    panel.show_text(None)

    assert panel.note.isVisible()
    assert not panel.halves.isVisible()
    assert panel.label == ""
