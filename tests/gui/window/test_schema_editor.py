# SPDX-License-Identifier: MIT
"""Changing the schema in the window: the editor, what it would do, the change, and its undo."""

from time import sleep

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.edits.edit import AddSpan
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.dialogs.schema_editor import SchemaEditor
from annotator.gui.dialogs.schema_plan import SchemaPlanDialog
from annotator.gui.schema_pages.drafting import Place
from annotator.schema.steps import Redefine, Rename
from tests.gui.window.conftest import ALT, CTRL, SHIFT


@pytest.fixture
def annotated(driver):
    """The window on a document with an ACTOR and a LOCATION."""
    driver.workspace.apply("first", AddSpan("ACTOR", ((0, 3),), {"actor_type": "rebel_group"}))
    driver.workspace.apply("first", AddSpan("LOCATION", ((20, 30),), {}))
    driver.saved()
    return driver


def asked(driver) -> SchemaEditor:
    driver.press(Qt.Key.Key_L, CTRL | SHIFT)
    editor = driver.dialog(SchemaEditor)
    driver.qtbot.waitUntil(lambda: QApplication.focusWidget() is editor.lists.tree)
    return editor


def reviewed(driver) -> SchemaPlanDialog:
    """Ask for the review with its mnemonic, and wait for the plan."""
    driver.press(Qt.Key.Key_R, ALT)
    review = driver.dialog(SchemaPlanDialog)
    driver.qtbot.waitUntil(lambda: bool(review.rows))
    driver.qtbot.waitUntil(lambda: QApplication.activeWindow() is review)
    return review


def typed(driver, text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def without_end(steps, progress):
    """Look at all annotations until that is stopped."""
    while True:
        progress(1, 2)
        sleep(0.005)


def test_a_label_is_renamed_and_gets_another_key_by_keyboard_and_undo_takes_it_back(annotated):
    driver = annotated
    before = driver.workspace.schema
    editor = asked(driver)

    driver.press(Qt.Key.Key_F2)
    typed(driver, "AGENT")
    driver.press(Qt.Key.Key_Return)
    driver.press(Qt.Key.Key_K, ALT)
    typed(driver, "9")
    assert editor.drafting.draft.steps == (
        Rename("ACTOR", "AGENT"),
        Redefine("AGENT", definition={"hotkey": "9"}),
    )
    editor.go_to(Place("attribute", "mention", "AGENT"))
    driver.press(Qt.Key.Key_V, ALT)
    driver.press(Qt.Key.Key_Insert)
    typed(driver, "collective")
    driver.press(Qt.Key.Key_Return)
    review = reviewed(driver)
    assert [row.counts for row in review.rows] == [
        "1 span changed in 1 document",
        "no annotation changes",
        "no annotation changes",
    ]
    example = review.rows[0].examples[0]
    assert (example.text, example.before, example.after) == ("HTS", "ACTOR", "AGENT")
    assert example.right.startswith(" fighters")
    assert not review.problem
    driver.press(Qt.Key.Key_A, ALT)

    driver.qtbot.waitUntil(lambda: "AGENT" in driver.workspace.schema.labels)
    driver.qtbot.waitUntil(lambda: not driver.window.projects.is_busy)
    assert driver.spans("first")[0] == ("AGENT", "HTS")
    assert driver.workspace.schema.key_of("AGENT") == "9"
    assert "collective" in driver.workspace.schema.labels["AGENT"].attributes["mention"].values
    driver.qtbot.waitUntil(lambda: driver.bench.labels.list.item(0, 1).text() == "AGENT")
    assert driver.said.startswith("The schema is changed, with 1 layer.")
    with driver.qtbot.waitActive(driver.window):
        driver.window.activateWindow()
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.said == "Undone: change schema"
    assert driver.workspace.schema == before
    assert driver.spans("first")[0] == ("ACTOR", "HTS")


def test_what_a_removal_would_lose_is_decided_in_the_review(annotated):
    driver = annotated
    editor = asked(driver)
    editor.go_to(Place("label", "ACTOR"))
    driver.press(Qt.Key.Key_Delete)
    review = reviewed(driver)
    assert review.problem == "1 step would lose something. Say what becomes of it."
    assert not review.buttons.button(review.buttons.StandardButton.Ok).isEnabled()

    at = review.all_lost.findText("Make them LOCATION")
    review.all_lost.setCurrentIndex(at)
    review.all_lost.activated.emit(at)
    driver.qtbot.waitUntil(lambda: review.rows[0].title == "Merge label 'ACTOR' into 'LOCATION'")
    assert review.rows[0].lost[0].what == "ACTOR.actor_type = 'rebel_group'"
    at = review.all_lost.findText("Drop these values")
    review.all_lost.setCurrentIndex(at)
    review.all_lost.activated.emit(at)
    driver.qtbot.waitUntil(lambda: not review.problem and not review.is_working)
    driver.press(Qt.Key.Key_A, ALT)

    driver.qtbot.waitUntil(lambda: "ACTOR" not in driver.workspace.schema.labels)
    driver.qtbot.waitUntil(lambda: not driver.window.projects.is_busy)
    assert [label for label, _ in driver.spans("first")] == ["LOCATION", "LOCATION"]


def test_what_is_decided_is_looked_at_before_it_can_be_applied(annotated, monkeypatch):
    driver = annotated
    before = driver.workspace.schema
    editor = asked(driver)
    editor.go_to(Place("label", "ACTOR"))
    driver.press(Qt.Key.Key_Delete)
    review = reviewed(driver)

    def decide(words):
        at = review.all_lost.findText(words)
        review.all_lost.setCurrentIndex(at)
        review.all_lost.activated.emit(at)

    decide("Remove them, with all that hangs on them")
    apply = review.buttons.button(review.buttons.StandardButton.Ok)
    driver.qtbot.waitUntil(lambda: not review.problem and not review.is_working)
    assert apply.isEnabled()
    monkeypatch.setattr(driver.workspace.revising, "plan", without_end)
    decide("Make them LOCATION")
    assert not apply.isEnabled()

    driver.press(Qt.Key.Key_Return)
    driver.press(Qt.Key.Key_A, ALT)
    review.accepted.emit()

    assert review.isVisible()
    assert driver.workspace.schema == before
    assert not driver.window.projects.is_busy


def test_back_from_the_review_changes_nothing_and_keeps_the_steps(annotated):
    driver = annotated
    before = driver.workspace.schema
    editor = asked(driver)
    driver.press(Qt.Key.Key_F2)
    typed(driver, "AGENT")
    reviewed(driver)

    driver.press(Qt.Key.Key_Escape)

    driver.qtbot.waitUntil(lambda: QApplication.activeWindow() is editor)
    assert editor.drafting.draft.steps == (Rename("ACTOR", "AGENT"),)
    assert driver.workspace.schema == before
    editor.drafting.undo()
    editor.reject()
    assert not editor.isVisible()


def test_escape_asks_before_changes_are_given_up(annotated, monkeypatch):
    driver = annotated
    editor = asked(driver)
    driver.press(Qt.Key.Key_F2)
    typed(driver, "AGENT")
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard]
    asked_of = []
    monkeypatch.setattr(
        QMessageBox, "exec", lambda box: asked_of.append(box.text()) or answers.pop(0)
    )

    driver.press(Qt.Key.Key_Escape)
    assert editor.isVisible()
    driver.press(Qt.Key.Key_Escape)

    assert not editor.isVisible()
    assert asked_of == ["1 change is not applied yet."] * 2
    assert "ACTOR" in driver.workspace.schema.labels


def test_a_project_that_is_only_read_can_be_looked_at(driver, location):
    driver.window.projects.open_location(location, read_only=True)
    driver.qtbot.waitUntil(lambda: driver.project is not None and driver.workspace.read_only)
    driver.qtbot.waitUntil(lambda: not driver.window.projects.is_busy)

    driver.window.commands["project.schema"].trigger()
    editor = driver.dialog(SchemaEditor)

    assert editor.page.title.text() == "Label ACTOR"
    assert editor.page.entries["name"].field.isReadOnly()
    editor.lists.tree.setFocus()
    driver.press(Qt.Key.Key_Delete)
    assert editor.drafting.draft.steps == ()
    editor.reject()
    assert not editor.isVisible()


def test_closing_the_project_lets_go_of_the_editor(driver):
    editor = asked(driver)

    driver.window.projects.close_project()

    assert driver.project is None
    assert not editor.isVisible()


def test_a_look_at_all_annotations_can_be_stopped_and_the_steps_stay(annotated, monkeypatch):
    driver = annotated
    monkeypatch.setattr(driver.workspace.revising, "plan", without_end)
    editor = asked(driver)
    driver.press(Qt.Key.Key_F2)
    typed(driver, "AGENT")
    driver.press(Qt.Key.Key_R, ALT)
    review = driver.dialog(SchemaPlanDialog)
    driver.qtbot.waitUntil(review.strip.isVisible)
    assert not review.buttons.button(review.buttons.StandardButton.Ok).isEnabled()

    review.strip.cancel.click()

    driver.qtbot.waitUntil(lambda: driver.project.schema_changing._review is None)
    assert editor.isVisible()
    assert editor.drafting.draft.steps == (Rename("ACTOR", "AGENT"),)


def test_a_schema_that_was_changed_meanwhile_is_not_changed_and_can_be_reviewed_anew(annotated):
    driver = annotated
    editor = asked(driver)
    driver.press(Qt.Key.Key_F2)
    typed(driver, "AGENT")
    reviewed(driver)
    revising = driver.workspace.revising
    revising.apply(revising.plan([Rename("LOCATION", "PLACE")]))

    driver.press(Qt.Key.Key_A, ALT)

    report = driver.dialog(ReportDialog)
    assert "another one by now" in report.sentence + report.text
    report.close()
    assert "ACTOR" in driver.workspace.schema.labels
    driver.qtbot.waitUntil(lambda: editor.isVisible() and not driver.window.projects.is_busy)
    editor.activateWindow()
    driver.qtbot.waitUntil(lambda: QApplication.activeWindow() is editor)
    reviewed(driver)
    driver.press(Qt.Key.Key_A, ALT)
    driver.qtbot.waitUntil(lambda: list(driver.workspace.schema.labels)[:2] == ["AGENT", "PLACE"])
    driver.qtbot.waitUntil(lambda: not driver.window.projects.is_busy)
