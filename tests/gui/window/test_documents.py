# SPDX-License-Identifier: MIT
"""What happens to documents: completed, renamed, tagged, removed, found, jumped back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.dialogs.ask_line import AskLineDialog
from annotator.gui.dialogs.find_in_project import FindInProjectDialog
from tests.gui.window.conftest import CTRL, NOTHING, SHIFT


def test_control_enter_completes_and_opens_the_next_incomplete_one(driver):
    driver.press(Qt.Key.Key_Return, CTRL)

    assert driver.id == "second"
    assert driver.said == "Complete."
    assert driver.workspace.layer("first").complete
    assert driver.bench.documents.progress_text == "1 of 3 complete"


def test_completing_the_last_one_says_that_all_are(driver):
    driver.press(Qt.Key.Key_Return, CTRL)
    driver.press(Qt.Key.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    driver.press(Qt.Key.Key_Return, CTRL)

    assert driver.said == "Complete. All documents are complete."
    assert driver.bench.documents.progress_text == "3 of 3 complete"


def test_completing_with_errors_says_how_many(driver):
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)

    driver.press(Qt.Key.Key_Return, CTRL)

    assert driver.said == "Complete, with 1 error left."


def test_undo_goes_back_to_the_document_it_touched(driver):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.press(Qt.Key.Key_PageDown, CTRL)
    driver.press(Qt.Key.Key_PageDown, CTRL)
    assert driver.id == "third"

    driver.press(Qt.Key.Key_Z, CTRL)

    assert driver.id == "first"
    assert driver.spans() == []
    driver.press(Qt.Key.Key_PageDown, CTRL)
    driver.press(Qt.Key.Key_Y, CTRL)
    assert driver.id == "first"
    assert driver.spans() == [("ACTOR", "HTS")]
    assert driver.bench.attributes.form.surface == "HTS"


def test_renaming_shows_the_title_everywhere_and_can_be_undone(driver):
    driver.press(Qt.Key.Key_F2)
    dialog = driver.dialog(AskLineDialog)
    dialog.line.setText("<i>Truce</i>")
    dialog.accept()

    assert driver.bench.documents.model.row("first").title == "<i>Truce</i>"
    assert driver.window.windowTitle() == "<i>Truce</i> – News"

    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.bench.documents.model.row("first").title == "The first <b>article</b>"


def test_tags_are_given_to_all_documents_that_are_chosen(driver):
    panel = driver.bench.documents
    panel.list.setFocus()
    panel.list.selectAll()
    driver.press(Qt.Key.Key_T, CTRL)
    dialog = driver.dialog(AskLineDialog)

    dialog.line.setText(" idlib ,  truce, idlib")
    dialog.accept()

    assert [driver.workspace.info(id).tags for id in ("first", "third")] == [("idlib", "truce")] * 2
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.workspace.info("third").tags == ()


def test_delete_in_the_list_removes_without_asking_and_undo_brings_it_back(driver):
    driver.bench.documents.list.setFocus()

    driver.press(Qt.Key.Key_Delete)

    assert driver.said == "Removed. Ctrl+Z brings it back."
    assert driver.id == "second"
    assert driver.bench.documents.progress_text == "0 of 2 complete"

    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.bench.documents.progress_text == "0 of 3 complete"
    assert driver.id == "first"


def test_several_documents_are_removed_and_brought_back_at_once(driver):
    panel = driver.bench.documents
    panel.list.setFocus()
    panel.list.selectAll()

    driver.press(Qt.Key.Key_Delete)
    assert driver.bench.documents.progress_text == "No documents yet"
    assert driver.id == ""

    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.bench.documents.progress_text == "0 of 3 complete"


def everywhere(driver) -> dict[str, int]:
    """How often the panel says that each label is used in the project."""
    rows = driver.project.opened.counts.rows(driver.workspace.schema)
    return {row.label: row.everywhere for row in rows if row.everywhere}


@pytest.mark.parametrize("one", [True, False])
def test_the_counts_of_labels_follow_documents_that_go_and_come_back_before_it_is_saved(
    driver, one
):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.saved()
    panel = driver.bench.documents
    panel.list.setFocus()
    if not one:
        panel.list.selectAll()

    with driver.workspace._store.database.writing():  # nothing is stored meanwhile
        driver.press(Qt.Key.Key_Delete)
        assert everywhere(driver) == {}
        driver.press(Qt.Key.Key_Z, CTRL)
        assert everywhere(driver) == {"ACTOR": 1}
        driver.press(Qt.Key.Key_Y, CTRL)
        assert everywhere(driver) == {}


def test_find_steps_through_the_matches_of_the_document(driver):
    driver.press(Qt.Key.Key_F, CTRL)
    driver.write("ed")
    assert driver.bench.find_bar.count.text() == "1 of 1"

    driver.bench.find_bar.line.setText("R")
    driver.press(Qt.Key.Key_F3)
    first = driver.canvas.selection
    driver.press(Qt.Key.Key_F3)
    driver.press(Qt.Key.Key_F3, SHIFT)

    assert driver.canvas.selection == first
    driver.press(Qt.Key.Key_Escape)
    assert driver.canvas.hasFocus()
    assert not driver.bench.find_bar.isVisible()


def test_find_in_all_documents_goes_to_the_place(driver, qtbot):
    driver.press(Qt.Key.Key_F, CTRL | SHIFT)
    dialog = driver.dialog(FindInProjectDialog)
    QTest.keyClicks(dialog.line, "truce")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.note.text() == "1 hit in 1 document")

    QTest.keyClick(dialog.line, Qt.Key.Key_Return)

    assert driver.id == "third"
    start, end = driver.canvas.selection
    assert driver.workspace.document("third").text[start:end] == "truce"
    assert not dialog.isVisible()

    driver.canvas.set_caret(0)
    driver.window.commands["edit.find_in_project"].trigger()
    assert dialog.isVisible()
    assert dialog.line.text() == "truce"
    assert dialog.tree.topLevelItem(0).childCount() == 1


def test_problems_appear_while_working_and_can_be_walked(driver, qtbot):
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)
    problems = driver.bench.problems.list
    qtbot.waitUntil(lambda: problems.count() > 1)
    assert "counts people" in problems.item(0).text()
    assert "category" in problems.item(1).text()
    driver.press(Qt.Key.Key_Escape)

    driver.press(Qt.Key.Key_F8)
    assert "counts people" in driver.said
    driver.press(Qt.Key.Key_F8)

    assert driver.bench.attributes.form.surface == "mortar"
    assert "category" in driver.said


def test_a_problem_with_a_fix_is_mended_by_one_key_and_one_undo(driver, qtbot):
    driver.project.opened.open("third")
    driver.select("A truce")
    driver.press(Qt.Key.Key_1)
    driver.press(Qt.Key.Key_Z, CTRL)  # without "A" it has no problem
    driver.project.opened.check()
    found = driver.project.opened.findings
    single = [place for place, one in enumerate(found) if len(one.fixes) == 1]
    driver.bench.problems.go_to(single[0])

    driver.press(Qt.Key.Key_Period, CTRL)

    assert driver.spans() == [("ACTOR", "truce")]
    assert driver.said.startswith("Fixed: ")
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.spans() == [("ACTOR", "A truce")]


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_Period, CTRL), (Qt.Key.Key_F9, NOTHING)]
)
def test_a_problem_with_several_fixes_and_none_likelier_offers_them_and_carries_out_none(
    driver, key, modifiers
):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    found = driver.project.opened.check()
    several = [place for place, one in enumerate(found) if len(one.fixes) > 1]
    driver.bench.problems.go_to(several[0])
    before = driver.workspace.layer(driver.id)

    driver.press(key, modifiers)

    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()][2:] == [
        fix.title for fix in found[several[0]].fixes
    ]
    assert driver.workspace.layer(driver.id) is before
    menu.actions()[3].trigger()
    menu.close()
    span = next(iter(driver.workspace.layer(driver.id).spans()))
    assert span.attributes["actor_type"] == "state_military"


def test_history_says_who_did_what_and_jumps_back_as_a_new_change(driver, qtbot):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)
    driver.bench.go_to_pane("history")
    history = driver.bench.history
    qtbot.waitUntil(lambda: history.list.count() >= 3)
    assert "mortar" in history.list.item(0).text()
    assert "anna" in history.list.item(0).text()

    history.list.setCurrentRow(1)
    driver.press(Qt.Key.Key_Return)

    assert driver.spans() == [("ACTOR", "HTS")]
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_Z, CTRL)
    assert sorted(driver.spans()) == [("ACTOR", "HTS"), ("WEAPON", "mortar")]


def test_the_caret_is_where_it_was_when_one_comes_back_to_a_document(driver):
    driver.canvas.set_caret(12)
    driver.press(Qt.Key.Key_PageDown, CTRL)
    driver.press(Qt.Key.Key_PageUp, CTRL)

    assert driver.canvas.caret == 12


def test_what_is_typed_into_an_attribute_is_kept_when_another_document_opens(driver):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    row = next(row for row in driver.bench.attributes.rows if row.name == "canonical_name")
    row.field.setFocus()
    driver.write("Hayat Tahrir al-Sham")

    driver.press(Qt.Key.Key_PageDown, CTRL)

    span = next(iter(driver.workspace.layer("first").spans()))
    assert span.attributes["canonical_name"] == "Hayat Tahrir al-Sham"
