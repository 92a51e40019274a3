# SPDX-License-Identifier: MIT
"""The guideline beside the text, in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.edits.edit import AddSpan, SetComplete
from annotator.schema.steps import Redefine, Rename
from tests.gui.window.conftest import CTRL, SHIFT

Key = Qt.Key


def texts(driver):
    rows = driver.bench.guideline.list
    return [rows.item(number).text() for number in range(rows.count())]


def shows(driver, label):
    driver.qtbot.waitUntil(lambda: driver.bench.guideline.label == label)


@pytest.fixture
def annotated(driver):
    """The window with spans in three documents, of which the second one is complete."""
    for id, words, label in (
        ("first", "HTS", "ACTOR"),
        ("first", "Darat Izza", "LOCATION"),
        ("second", "army", "ACTOR"),
        ("third", "Aleppo", "LOCATION"),
    ):
        start = driver.workspace.document(id).text.index(words)
        driver.workspace.apply(id, AddSpan(label, ((start, start + len(words)),)))
    driver.workspace.apply("second", SetComplete(complete=True))
    driver.project.opened.open("first")
    return driver


def test_it_follows_the_focused_span_and_the_label_in_the_list(annotated):
    shows(annotated, "ACTOR")
    annotated.press(Key.Key_BracketRight, times=2)
    shows(annotated, "LOCATION")
    annotated.press(Key.Key_Escape)

    annotated.press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    annotated.press(Key.Key_Down)

    shows(annotated, "WEAPON")
    assert "weapon" in annotated.bench.guideline.text.toPlainText()


def test_examples_come_from_complete_documents_and_enter_goes_there(annotated):
    annotated.qtbot.waitUntil(lambda: "The army shelled Idlib again." in texts(annotated))
    panel = annotated.bench.guideline
    panel.list.setFocus()
    panel.list.setCurrentRow(texts(annotated).index("The army shelled Idlib again."))

    annotated.press(Key.Key_Return)

    assert annotated.id == "second"
    assert QApplication.focusWidget() is annotated.canvas
    span = annotated.workspace.layer("second").span(annotated.canvas.focused_span)
    assert span.label == "ACTOR"


def test_completing_a_document_brings_its_examples(annotated):
    annotated.press(Key.Key_BracketRight, times=2)
    shows(annotated, "LOCATION")
    annotated.qtbot.waitUntil(lambda: texts(annotated) == ["No examples yet."])

    annotated.workspace.apply("third", SetComplete(complete=True))

    annotated.qtbot.waitUntil(
        lambda: any("near Aleppo" in text for text in texts(annotated)), timeout=10_000
    )


def test_an_edit_of_an_incomplete_document_looks_nothing_up(annotated):
    guiding = annotated.project.guiding
    annotated.qtbot.waitUntil(lambda: "From your complete documents" in texts(annotated))
    started = []
    guiding._looking.start = lambda *_: started.append(1)

    annotated.select("Monday")
    annotated.press(Key.Key_1)
    annotated.qtbot.wait(1_200)

    assert started == []


def test_the_focused_span_becomes_an_example_and_undo_takes_it_out(annotated):
    annotated.press(Key.Key_BracketRight)
    shows(annotated, "ACTOR")

    annotated.press(Key.Key_X, CTRL | SHIFT)

    assert "“HTS” is an example of ACTOR now" in annotated.said
    assert texts(annotated)[:2] == [
        "Accepted examples",
        "HTS fighters struck Darat Izza on Monday.",
    ]
    annotated.press(Key.Key_X, CTRL | SHIFT)
    assert "ACTOR has this example already" in annotated.said
    annotated.press(Key.Key_Z, CTRL)
    annotated.qtbot.waitUntil(lambda: "Accepted examples" not in texts(annotated))


def test_it_is_hidden_and_shown_by_a_key_and_stays_so(start, location):
    driver = start(location)
    assert driver.bench.guideline.isVisible()

    driver.press(Key.Key_G, CTRL | SHIFT)

    assert not driver.bench.guideline.isVisible()
    assert QApplication.focusWidget() is driver.canvas
    driver.quit()
    again = start(location)
    again.window.resize(1280, 800)
    QApplication.processEvents()
    assert not again.bench.guideline.isVisible()
    for _ in range(len(again.bench.panels()) + 1):
        again.press(Key.Key_F6)
        assert not again.bench.guideline.isVisible()
    again.press(Key.Key_G, CTRL | SHIFT)
    assert again.bench.guideline.isVisible()
    shows(again, "ACTOR")


def test_where_there_is_little_room_the_key_brings_its_tab_to_the_front(driver):
    driver.window.resize(640, 400)
    QApplication.processEvents()

    driver.press(Key.Key_G, CTRL | SHIFT)
    assert driver.bench.shown_pane() == "guideline"

    driver.press(Key.Key_G, CTRL | SHIFT)
    assert driver.bench.shown_pane() == "attributes"


def test_it_is_read_by_the_keyboard(driver):
    driver.press(Key.Key_7, Qt.KeyboardModifier.AltModifier)
    panel = driver.bench.guideline
    assert QApplication.focusWidget() is panel.text

    driver.press(Key.Key_Tab)
    assert QApplication.focusWidget() is panel.list

    driver.press(Key.Key_Escape)
    assert QApplication.focusWidget() is driver.canvas


def test_a_change_of_the_schema_is_shown_at_once(annotated):
    annotated.press(Key.Key_BracketRight)
    shows(annotated, "ACTOR")
    revising = annotated.workspace.revising
    steps = [Redefine("ACTOR", definition={"guideline": "<b>**Anew**</b>"}), Rename("ACTOR", "WHO")]

    revising.apply(revising.plan(steps))

    shows(annotated, "WHO")
    assert "<b>Anew</b>" in annotated.bench.guideline.text.toPlainText()


def test_closing_the_project_leaves_it_empty(annotated):
    annotated.press(Key.Key_W, CTRL)

    assert annotated.bench.guideline.label == ""
