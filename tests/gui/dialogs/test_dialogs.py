# SPDX-License-Identifier: MIT
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
)

from annotator.gui.bridge.rows import ResultRow
from annotator.gui.dialogs.ask_line import AskLineDialog, tags_of
from annotator.gui.dialogs.find_in_project import FindInProjectDialog
from annotator.gui.dialogs.new_project import NewProjectDialog, file_stem
from annotator.gui.dialogs.preferences import PreferencesDialog, PreferencesWish
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.dialogs.start_page import Recent, StartPage
from annotator.gui.theme.theme import LIGHT

OK = QDialogButtonBox.StandardButton.Ok


def can_accept(dialog) -> bool:
    return dialog.buttons.button(OK).isEnabled()


def test_a_new_project_needs_a_name_and_a_free_place(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    assert not can_accept(dialog)

    dialog.name.setText("Idlib 2024")
    assert can_accept(dialog)
    assert dialog.result_value().location == str(tmp_path / "Idlib 2024.corpus")

    (tmp_path / "Idlib 2024.corpus").write_text("")
    dialog.place.textEdited.emit(dialog.place.text())
    assert not can_accept(dialog)
    assert dialog.problem == "There is a file of that name already."


def test_a_place_that_was_typed_is_kept_when_the_name_changes(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    QTest.keyClicks(dialog.place, str(tmp_path / "mine"))

    dialog.name.setText("Another")

    assert dialog.result_value().location == str(tmp_path / "mine.corpus")


def test_a_database_is_a_place_too(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("Team")
    QTest.keyClicks(dialog.place, "")
    dialog.place.setText("postgresql://host/team")
    dialog.place.textEdited.emit(dialog.place.text())

    assert can_accept(dialog)
    assert dialog.result_value().location == "postgresql://host/team"


def test_a_folder_that_is_not_there_is_said(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)
    dialog.name.setText("x")
    dialog.place.setText(str(tmp_path / "nowhere" / "x"))
    dialog.place.textEdited.emit(dialog.place.text())

    assert dialog.problem == "There is no such folder."


def test_a_schema_file_is_chosen_once(qtbot, tmp_path):
    dialog = NewProjectDialog(tmp_path)
    qtbot.addWidget(dialog)

    dialog.set_schema("/x/my.yaml")
    dialog.set_schema("/x/my.yaml")

    assert dialog.schema.count() == 2
    assert dialog.result_value().schema == "/x/my.yaml"


@given(st.text(max_size=200))
def test_a_name_becomes_a_file_name_that_stays_in_its_folder(name):
    stem = file_stem(name)

    assert Path("/a") / f"{stem}.x" == Path("/a").joinpath(f"{stem}.x")
    assert "/" not in stem
    assert "\\" not in stem
    assert "\x00" not in stem
    assert len(stem) <= 100
    assert not stem.startswith(".")


@given(st.text(alphabet="ab ,\n", max_size=30))
def test_tags_are_each_there_once_without_blanks_around(line):
    tags = tags_of(line)

    assert len(set(tags)) == len(tags)
    assert all(tag == tag.strip() and tag and "," not in tag for tag in tags)
    assert tags_of(", ".join(tags)) == tags


def test_a_title_may_not_be_empty(qtbot):
    dialog = AskLineDialog("Rename", "Title", "Old", needed=True)
    qtbot.addWidget(dialog)
    assert can_accept(dialog)

    dialog.line.setText("   ")

    assert not can_accept(dialog)


@pytest.mark.parametrize("size", [0, 17, 19, 24])
def test_preferences_give_back_what_they_were_given(qtbot, size):
    wish = PreferencesWish("anna", "dark", size)
    dialog = PreferencesDialog(wish, account="root", body_px=17)
    qtbot.addWidget(dialog)

    assert dialog.result_value() == PreferencesWish("anna", "dark", 0 if size == 17 else size)


def test_a_report_shows_its_text_as_it_is_and_closes_with_escape(qtbot):
    dialog = ReportDialog("Problems", "Two problems.", "<b>one</b>\ntwo")
    dialog.show()

    fields = dialog.findChildren(type(dialog.findChild(QPushButton)))
    assert fields
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == 0


def test_hits_are_listed_by_document(qtbot):
    dialog = FindInProjectDialog()
    qtbot.addWidget(dialog)
    rows = [
        ResultRow("a", "A <b>", "in ", "Idlib", " on", 3, 8),
        ResultRow("a", "A <b>", "near ", "Idlib", "", 30, 35),
        ResultRow("b", "B", "", "Idlib", "\nfell", 0, 5),
    ]

    dialog.set_rows(rows, is_all=True)

    assert dialog.note.text() == "3 hits in 2 documents"
    assert dialog.tree.topLevelItem(0).text(0) == "A <b>"
    assert dialog.tree.topLevelItem(0).childCount() == 2
    assert dialog.tree.topLevelItem(1).child(0).text(0) == "⟦Idlib⟧ fell"
    with qtbot.waitSignal(dialog.go_requested) as went:
        dialog._go(dialog.tree.topLevelItem(1).child(0))
    assert went.args == [rows[2]]


def test_typing_searches_after_a_pause_and_enter_at_once(qtbot):
    dialog = FindInProjectDialog()
    qtbot.addWidget(dialog)
    dialog.show()

    with qtbot.waitSignal(dialog.searched) as searched:
        QTest.keyClicks(dialog.line, "idlib")
    assert searched.args == ["idlib"]

    asked = []
    dialog.searched.connect(asked.append)
    QTest.keyClicks(dialog.line, "x")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert asked == ["idlibx"]


def test_the_start_page_greys_what_is_gone_and_opens_what_is_there(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    action = QAction("New project")
    page.set_ways([action])
    page.set_recent([Recent("/x/there.corpus", True), Recent("/x/gone.corpus", False)])
    opened = []
    page.open_requested.connect(opened.append)

    page._open_item(page.recent.item(1))
    page._open_item(page.recent.item(0))

    assert opened == ["/x/there.corpus"]
    with qtbot.waitSignal(action.triggered):
        page.findChild(QPushButton).click()


def made(kind: str, folder: Path):
    """Return a dialog that could be accepted but for its first field, and that field."""
    if kind == "new":
        dialog = NewProjectDialog(folder)
        return dialog, dialog.name
    if kind == "preferences":
        wish = PreferencesWish("", "light", 0)
        dialog = PreferencesDialog(wish, account="root", body_px=17)
        return dialog, dialog.annotator
    dialog = AskLineDialog("Rename", "Title", "Old", needed=True)
    return dialog, dialog.line


def shown(qtbot, dialog):
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


KINDS = pytest.mark.parametrize("kind", ["new", "preferences", "ask"])


@KINDS
def test_a_form_opens_with_the_keyboard_in_its_first_field(qtbot, tmp_path, kind):
    dialog, first = made(kind, tmp_path)

    shown(qtbot, dialog)

    assert QApplication.focusWidget() is first


@KINDS
def test_tab_walks_the_fields_from_the_top_and_the_buttons_last(qtbot, tmp_path, kind):
    dialog, first = made(kind, tmp_path)
    shown(qtbot, dialog)
    QTest.keyClicks(first, "x")

    walked = []
    while QApplication.focusWidget() not in walked:
        walked.append(QApplication.focusWidget())
        QTest.keyClick(walked[-1], Qt.Key.Key_Tab)

    assert walked[0] is first
    assert set(walked[-2:]) == set(dialog.buttons.buttons())
    tops = [one.mapTo(dialog, one.rect().center()).y() for one in walked[:-2]]
    assert tops == sorted(tops)


@KINDS
def test_enter_accepts_from_every_field_and_escape_cancels(qtbot, tmp_path, kind):
    count = len(made(kind, tmp_path)[0].form.fields)
    for place in range(count):
        dialog, first = made(kind, tmp_path)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        shown(qtbot, dialog)
        QTest.keyClicks(first, "x")
        dialog.form.fields[place].setFocus()

        with qtbot.waitSignal(dialog.accepted):
            QTest.keyClick(dialog.form.fields[place], Qt.Key.Key_Return)

    dialog, _ = made(kind, tmp_path)
    shown(qtbot, dialog)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


def test_a_button_that_cannot_be_pressed_does_not_look_like_the_one_to_press(qtbot, tmp_path):
    dialog, first = made("new", tmp_path)
    shown(qtbot, dialog)
    button = dialog.buttons.button(OK)
    off = button.grab().toImage().pixelColor(button.width() // 2, 4)

    QTest.keyClicks(first, "x")

    on = button.grab().toImage().pixelColor(button.width() // 2, 4)
    assert on.name() == LIGHT.accent
    assert off.name() != LIGHT.accent


def test_a_report_saves_more_than_it_shows_in_a_file(qtbot, tmp_path, monkeypatch):
    dialog = ReportDialog("Exported", "All.", "account")
    dialog.offer_file(tmp_path / "account.json", '{"lost": []}')
    shown(qtbot, dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (given[2], ""))

    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)

    qtbot.waitUntil((tmp_path / "account.json").exists)
    assert (tmp_path / "account.json").read_text("utf-8") == '{"lost": []}'
    assert "Saved in account.json." in [one.text() for one in dialog.findChildren(QLabel)]


def test_a_report_that_cannot_be_saved_says_why(qtbot, tmp_path, monkeypatch):
    dialog = ReportDialog("Exported", "All.", "account")
    dialog.offer_file(tmp_path / "gone" / "account.json", "{}")
    shown(qtbot, dialog)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (given[2], ""))

    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)

    refusal = "It was not saved: No such file or directory."
    qtbot.waitUntil(lambda: refusal in [one.text() for one in dialog.findChildren(QLabel)])


def test_the_lines_of_a_report_are_wrapped(qtbot):
    dialog = ReportDialog("Problems", "One problem.", "/a/long/path" * 60)
    shown(qtbot, dialog)

    field = dialog.findChild(QPlainTextEdit)
    assert not field.horizontalScrollBar().isVisible()
    assert field.horizontalScrollBar().maximum() == 0
