# SPDX-License-Identifier: MIT
"""Exporting in the window: what would be lost is seen before anything is written."""

import json
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator.gui.dialogs.export import ExportDialog
from annotator.gui.dialogs.report import ReportDialog
from annotator.store import lists
from annotator.workspace.workspace import Workspace
from tests.gui.window.conftest import CTRL, TEXTS


def go_to_window(driver):
    """Go to the window, which the dialog stays beside."""

    def is_there() -> bool:
        driver.window.activateWindow()
        return QApplication.activeWindow() is driver.window

    driver.qtbot.waitUntil(is_there)
    driver.canvas.setFocus()
    driver.qtbot.waitUntil(driver.canvas.hasFocus)


def asked(driver, format: str) -> ExportDialog:
    """Open the dialog, choose a format, and wait until it is known what would be lost."""
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_E, CTRL)
    dialog = driver.dialog(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData(format))
    driver.qtbot.waitUntil(lambda: dialog._is_known, timeout=30_000)
    return dialog


def label(driver, words, key=Qt.Key.Key_1):
    driver.select(words)
    driver.press(key)


def groups(dialog) -> list[str]:
    tree = dialog.losses
    return [tree.topLevelItem(place).text(0) for place in range(tree.topLevelItemCount())]


@pytest.mark.parametrize("format", ["jsonl", "spacy"])
def test_an_export_is_written_by_enter_and_its_account_is_shown(driver, tmp_path, format):
    label(driver, "HTS fighters")
    dialog = asked(driver, format)
    dialog.target.setText(str(tmp_path / f"out.{format}"))
    dialog.format.setFocus()

    QTest.keyClick(dialog.format, Qt.Key.Key_Return)

    report = driver.dialog(ReportDialog)
    assert report.sentence.startswith("3 documents and 1 span exported")
    assert "spans in" in report.text
    assert (tmp_path / f"out.{format}").exists()
    report.close()


def test_what_would_be_lost_of_this_corpus_is_said_with_the_places(driver, tmp_path):
    label(driver, "HTS fighters")
    start = TEXTS["first"].index("Darat")
    driver.canvas.set_caret(start + 3, start)
    driver.press(Qt.Key.Key_2)

    dialog = asked(driver, "spacy")

    said = dialog.summary.text()
    assert said.startswith("1 of 2 spans cannot live in spaCy DocBin. Not written: ")
    lost = dialog.losses.topLevelItem(0)
    assert lost.text(0).startswith("1 span lost: it does not start and end where tokens do")
    assert lost.child(0).text(0) == "The first <b>article</b>"
    assert lost.child(0).text(1) == f"{start}\N{EN DASH}{start + 3}"
    assert lost.child(0).text(2) == "LOCATION"
    assert not list(tmp_path.glob("*.spacy"))


def test_a_choice_of_the_format_changes_what_would_be_lost(driver):
    start = TEXTS["first"].index("Darat")
    driver.canvas.set_caret(start + 3, start)
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_2)
    dialog = asked(driver, "spacy")
    assert "cannot live" in dialog.summary.text()

    field = dialog.choices.fields["misaligned"]
    field.setCurrentIndex(field.findData("expand"))

    driver.qtbot.waitUntil(lambda: dialog._is_known, timeout=30_000)
    assert "cannot live" not in dialog.summary.text()


def test_enter_on_a_loss_goes_to_the_span_and_an_edit_there_is_taken_up(driver):
    start = TEXTS["first"].index("Darat")
    driver.canvas.set_caret(start + 3, start)
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_2)
    driver.press(Qt.Key.Key_PageDown, CTRL)
    dialog = asked(driver, "spacy")
    dialog.losses.setFocus()
    QTest.keyClick(dialog.losses, Qt.Key.Key_Down)

    QTest.keyClick(dialog.losses, Qt.Key.Key_Return)

    driver.qtbot.waitUntil(driver.canvas.hasFocus)
    assert driver.id == "first"
    assert driver.bench.attributes.form.surface == "Dar"
    assert dialog.isVisible()
    driver.press(Qt.Key.Key_Delete)
    assert driver.spans() == []
    driver.qtbot.waitUntil(lambda: not dialog._is_known)
    driver.qtbot.waitUntil(lambda: dialog._is_known, timeout=30_000)
    assert "nothing is lost" in dialog.summary.text()


def test_an_export_over_a_file_asks_first(driver, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("precious")
    dialog = asked(driver, "jsonl")
    dialog.target.setText(str(target))
    dialog.accept()

    box = driver.dialog(QMessageBox)
    assert target.read_text() == "precious"
    box.button(QMessageBox.StandardButton.Yes).click()

    report = driver.dialog(ReportDialog)
    assert json.loads(target.read_text().splitlines()[0])["id"] == "first"
    report.close()


def test_an_export_may_leave_out_what_is_not_complete(driver, tmp_path):
    label(driver, "HTS")
    dialog = asked(driver, "jsonl")
    dialog.target.setText(str(tmp_path / "done.jsonl"))
    dialog.complete_only.click()
    driver.qtbot.waitUntil(lambda: dialog._is_known)
    dialog.accept()

    report = driver.dialog(ReportDialog)
    assert "0 spans exported" in report.sentence
    report.close()


def test_one_may_annotate_while_an_export_is_written(driver, tmp_path, monkeypatch):
    go, begun = Event(), Event()
    export = Workspace.export

    def slow(workspace, target, *, progress):
        begun.set()
        go.wait(10)
        return export(workspace, target, progress=progress)

    monkeypatch.setattr(Workspace, "export", slow)
    dialog = asked(driver, "jsonl")
    dialog.target.setText(str(tmp_path / "out.jsonl"))
    dialog.accept()
    driver.qtbot.waitUntil(begun.is_set)

    try:
        go_to_window(driver)
        label(driver, "HTS")
        assert driver.spans() == [("ACTOR", "HTS")]
        assert not dialog.form.isEnabled()
    finally:
        go.set()
    driver.dialog(ReportDialog).close()


def test_an_export_that_is_stopped_writes_nothing_and_leaves_the_dialog(
    driver, tmp_path, monkeypatch
):
    def endless(workspace, target, *, progress):
        while True:
            progress(1, 10)

    monkeypatch.setattr(Workspace, "export", endless)
    dialog = asked(driver, "jsonl")
    dialog.target.setText(str(tmp_path / "out.jsonl"))
    dialog.accept()

    dialog.strip.cancel.click()

    driver.qtbot.waitUntil(dialog.form.isEnabled)
    assert driver.said == "Stopped. Nothing was written."
    assert not (tmp_path / "out.jsonl").exists()
    dialog.reject()


def test_an_export_that_fails_says_why_and_leaves_the_dialog(driver, tmp_path):
    folder = tmp_path / "sub"
    folder.mkdir()
    (folder / "x").write_text("mine")
    dialog = asked(driver, "jsonl")
    dialog.target.setText(str(folder))
    dialog.accept()
    driver.dialog(QMessageBox).button(QMessageBox.StandardButton.Yes).click()

    report = driver.dialog(ReportDialog)
    assert report.windowTitle() == "Nothing was exported"
    report.close()
    assert dialog.isVisible()
    assert (folder / "x").read_text() == "mine"
    dialog.reject()


def test_the_dialog_is_there_once(driver):
    first = asked(driver, "jsonl")
    driver.window.projects.export()

    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, ExportDialog)]
    assert [one for one in shown if one.isVisible()] == [first]
    first.reject()


def test_the_target_format_is_remembered_and_its_losses_are_marked(start, location, tmp_path):
    first = start(location)
    label(first, "HTS")
    cut = TEXTS["first"].index("Darat")
    first.canvas.set_caret(cut + 3, cut)
    first.press(Qt.Key.Key_2)
    marked = next(
        one.id for one in first.workspace.layer("first").spans() if one.label == "LOCATION"
    )
    dialog = asked(first, "spacy")
    dialog.target.setText(str(tmp_path / "out.spacy"))
    assert dialog.is_target.isChecked()
    dialog.accept()
    first.close(first.dialog(ReportDialog))

    first.qtbot.waitUntil(lambda: set(first.project.surviving.reasons) == {marked})
    assert set(first.canvas.stage.overlay.survival) == {marked}
    first.quit()

    again = start(location)
    assert again.project.exporting.target_format.format == "spacy"
    again.qtbot.waitUntil(lambda: set(again.canvas.stage.overlay.survival) == {marked})
    again.press(Qt.Key.Key_PageDown, CTRL)
    assert not again.canvas.stage.overlay.survival
    dialog = asked(again, "spacy")
    dialog.target.setText(str(tmp_path / "out.spacy"))
    dialog.is_target.setChecked(False)
    dialog.accept()
    again.dialog(QMessageBox).button(QMessageBox.StandardButton.Yes).click()
    again.close(again.dialog(ReportDialog))
    again.qtbot.waitUntil(lambda: not again.project.exporting.target_format.format)


def test_an_edit_renews_what_is_marked(driver, tmp_path):
    dialog = asked(driver, "spacy")
    dialog.target.setText(str(tmp_path / "out.spacy"))
    dialog.accept()
    driver.close(driver.dialog(ReportDialog))

    cut = TEXTS["first"].index("Darat")
    driver.canvas.setFocus()
    driver.canvas.set_caret(cut + 3, cut)
    driver.press(Qt.Key.Key_2)
    driver.qtbot.waitUntil(lambda: len(driver.canvas.stage.overlay.survival) == 1)
    driver.press(Qt.Key.Key_Z, CTRL)

    driver.qtbot.waitUntil(lambda: not driver.canvas.stage.overlay.survival)


def test_closing_the_project_lets_go_of_the_dialog(driver):
    asked(driver, "jsonl")

    driver.window.projects.close_project()

    left = [one for one in QApplication.topLevelWidgets() if isinstance(one, ExportDialog)]
    assert not [one for one in left if one.isVisible()]
    assert driver.project is None


def test_annotating_goes_on_while_an_export_is_written_which_is_of_one_moment(
    driver, tmp_path, monkeypatch
):
    label(driver, "HTS fighters")
    dialog = asked(driver, "jsonl")
    target = tmp_path / "out.jsonl"
    dialog.target.setText(str(target))
    reached, go_on = Event(), Event()
    stored = lists.stored_documents

    def slowly(connection):
        for place, item in enumerate(stored(connection)):
            if place == 1:
                reached.set()
                assert go_on.wait(30)
            yield item

    monkeypatch.setattr(lists, "stored_documents", slowly)
    dialog.format.setFocus()
    QTest.keyClick(dialog.format, Qt.Key.Key_Return)
    driver.qtbot.waitUntil(reached.is_set, timeout=30_000)

    go_to_window(driver)
    start = TEXTS["first"].index("Darat Izza")
    driver.canvas.set_caret(start + len("Darat Izza"), start)
    driver.press(Qt.Key.Key_2)
    driver.press(Qt.Key.Key_PageDown, CTRL)
    driver.canvas.set_caret(5, 0)
    driver.press(Qt.Key.Key_1)
    assert driver.project.workspace.flush(10)
    assert not target.exists()
    go_on.set()

    report = driver.dialog(ReportDialog)
    assert report.sentence.startswith("3 documents and 1 span exported")
    exported = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
    assert [len(item["spans"]) for item in exported] == [1, 0, 0]
    report.close()
    kept = driver.project.workspace
    assert [len(list(kept.layer(one.id).spans())) for one in kept.documents()] == [2, 1, 0]
