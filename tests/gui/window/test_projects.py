# SPDX-License-Identifier: MIT
"""Opening, making, importing, exporting and closing projects in the window."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.errors import DiskFullError
from annotator.gui.dialogs.new_project import NewProjectDialog
from annotator.gui.dialogs.report import ReportDialog
from annotator.workspace.workspace import Workspace
from tests.gui.window.conftest import CTRL, TEXTS, drop


def test_without_a_project_the_start_page_is_shown(start):
    driver = start()

    window = driver.window
    assert window.stack.currentWidget() is window.start_page
    assert window.bench is None
    assert not window.commands["project.import"].isEnabled()
    assert window.commands["project.new"].isEnabled()


def test_a_new_project_is_made_and_opened(start, tmp_path, qtbot):
    driver = start()
    driver.press(Qt.Key.Key_N, CTRL)
    dialog = driver.dialog(NewProjectDialog)
    dialog.name.setText("Idlib: 2024")
    dialog.place.setText(str(tmp_path / "idlib"))
    dialog.language.setCurrentIndex(dialog.language.findData("ar"))
    dialog.accept()

    qtbot.waitUntil(lambda: driver.project is not None)

    assert driver.workspace.name == "Idlib: 2024"
    assert driver.workspace.language == "ar"
    assert (tmp_path / "idlib.corpus").exists()
    assert driver.said.startswith("No documents yet.")


def test_a_project_that_was_open_is_recent_and_opens_again_where_it_was_left(start, location):
    first = start(location)
    first.press(Qt.Key.Key_PageDown, CTRL)
    first.canvas.set_caret(5)
    first.press(Qt.Key.Key_Plus, CTRL)
    zoom = first.canvas.zoom_percent
    first.window.resize(711, 477)
    first.quit()

    again = start(location)

    assert again.id == "second"
    assert again.canvas.caret == 5
    assert again.canvas.zoom_percent == zoom
    assert (again.window.width(), again.window.height()) == (711, 477)
    assert again.window.preferences.recent() == [(location, True)]


def test_a_recent_project_whose_file_is_gone_cannot_be_chosen(start, location):
    first = start(location)
    first.quit()
    Path(location).unlink()

    again = start()

    item = again.window.start_page.recent.item(0)
    assert "not there any more" in item.text()
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled


def test_a_file_that_is_no_project_is_refused_in_a_sentence(start, tmp_path, qtbot):
    path = tmp_path / "fake.corpus"
    path.write_text("this is no project")
    driver = start()

    driver.window.projects.open_location(str(path))

    dialog = driver.dialog(ReportDialog)
    assert "is not an annotation project" in dialog.sentence
    assert driver.window.stack.currentWidget() is driver.window.start_page
    dialog.close()


def test_a_project_that_is_open_elsewhere_can_be_opened_for_reading(start, location, qtbot):
    holder = Workspace.open(location, annotator="ben")
    try:
        driver = start()
        driver.window.projects.open_location(location)
        box = driver.dialog(QMessageBox)
        assert "is open in another window" in box.text()
        box.button(QMessageBox.StandardButton.Open).click()
        qtbot.waitUntil(lambda: driver.project is not None)

        driver.select("HTS")
        driver.press(Qt.Key.Key_1)
        assert driver.spans() == []
        assert driver.bench.banner.text == "This project is open for reading only."
        assert driver.window.status.saved.text() == "Read only"
        driver.quit()
    finally:
        holder.close()


def test_a_dropped_project_is_opened_instead(start, location, qtbot):
    driver = start()

    drop(driver.window, Path(location))

    qtbot.waitUntil(lambda: driver.project is not None)
    assert driver.workspace.name == "News"


def test_while_a_task_runs_nothing_else_can_be_done_and_it_can_be_stopped(driver, qtbot):
    def work(progress):
        while True:
            progress(1, 10)

    projects = driver.window.projects
    projects.run("Counting", work, print, print)
    assert driver.window.strip.isVisible()
    assert not driver.window.commands["edit.undo"].isEnabled()
    assert not driver.window.stack.isEnabled()

    driver.window.strip.cancel.click()

    qtbot.waitUntil(lambda: not projects.is_busy)
    assert driver.said == "Stopped. Nothing was changed."
    assert driver.window.stack.isEnabled()
    assert driver.canvas.hasFocus()


def refuse_to_write(workspace: Workspace, monkeypatch):
    def full(operations):
        raise DiskFullError(workspace.location)

    monkeypatch.setattr(workspace._saving._writer, "_commit", full)


def test_when_the_disk_is_full_the_window_says_so_and_keeps_the_work(driver, qtbot, monkeypatch):
    writer = driver.workspace._saving._writer
    commit = writer._commit
    refuse_to_write(driver.workspace, monkeypatch)
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)

    qtbot.waitUntil(driver.bench.banner.isVisible)
    assert "disk is full" in driver.bench.banner.text
    assert driver.window.status.saved.text().startswith("Not saved")
    assert driver.spans() == [("ACTOR", "HTS")]

    monkeypatch.setattr(writer, "_commit", commit)
    driver.bench.banner.acted.emit("unsaved")
    driver.saved()
    qtbot.waitUntil(lambda: not driver.bench.banner.isVisible())
    assert driver.window.status.saved.text() == "Saved"


def test_closing_with_unsaved_work_asks_and_staying_stays(driver, qtbot, monkeypatch):
    writer = driver.workspace._saving._writer
    commit = writer._commit
    refuse_to_write(driver.workspace, monkeypatch)
    monkeypatch.setattr("annotator.gui.session.projects.CLOSE_WAIT_S", 0.2)
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    asked = []

    def stay():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            box.button(QMessageBox.StandardButton.Cancel).click()

    looking = QTimer()
    looking.timeout.connect(stay)
    looking.start(50)
    assert not driver.window.close()
    looking.stop()

    assert asked[0].startswith("Not saved: 1 change.")
    assert driver.spans() == [("ACTOR", "HTS")]
    monkeypatch.setattr(writer, "_commit", commit)
    driver.press(Qt.Key.Key_S, CTRL)
    driver.saved()


def test_save_says_that_everything_is_saved_already(driver):
    driver.saved()

    driver.press(Qt.Key.Key_S, CTRL)

    assert driver.said == "Everything is saved already."


def test_what_was_done_is_there_after_closing_and_opening_with_undo(start, location):
    first = start(location)
    first.select("HTS fighters")
    first.press(Qt.Key.Key_1)
    first.window.close()
    first.quit()

    again = start(location)
    assert again.spans("first") == [("ACTOR", "HTS fighters")]

    again.press(Qt.Key.Key_Z, CTRL)
    assert again.spans("first") == []


def test_closing_a_project_shows_the_start_page_and_lets_the_file_go(driver, location):
    driver.press(Qt.Key.Key_W, CTRL)

    assert driver.window.stack.currentWidget() is driver.window.start_page
    other = Workspace.open(location, annotator="ben")
    other.close()


def test_checking_all_documents_lists_what_was_found(driver):
    driver.select("mortar")
    driver.press(Qt.Key.Key_3)
    driver.window.commands["project.check"].trigger()

    report = driver.dialog(ReportDialog)

    assert "2 findings in " in report.sentence
    start = TEXTS["first"].index("mortar")
    assert f"first {start}..{start + 6} error: " in report.text
    report.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write every file")
def test_a_project_that_cannot_be_written_opens_for_reading(start, location):
    Path(location).chmod(0o444)
    Path(location).parent.chmod(0o555)
    try:
        driver = start(location)
        assert driver.bench.banner.text.startswith("This project is open for reading only.")
        driver.quit()
    finally:
        Path(location).parent.chmod(0o755)
        Path(location).chmod(0o644)


def test_a_refused_schema_brings_the_form_back_with_what_was_typed(driver, tmp_path, qtbot):
    (tmp_path / "bad.yaml").write_text("labels: {}\n", "utf-8")
    driver.press(Qt.Key.Key_N, CTRL)
    form = driver.dialog(NewProjectDialog)
    form.name.setText("Kept name")
    form.place.setText(str(tmp_path / "kept.corpus"))
    form.set_schema(str(tmp_path / "bad.yaml"))
    form.accept()

    report = driver.dialog(ReportDialog)
    assert "bad.yaml" in report.text
    report.close()

    assert form.isVisible()
    assert form.result_value().name == "Kept name"
    assert not (tmp_path / "kept.corpus").exists()
    form.reject()
