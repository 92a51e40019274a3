# SPDX-License-Identifier: MIT
"""Releasing a data set in the window."""

from PySide6.QtCore import Qt

from annotator.gui.dialogs.release import ReleaseDialog
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.session.releasing import release_layers
from tests.gui.window.conftest import CTRL

SHIFT = Qt.KeyboardModifier.ShiftModifier


def asked(driver) -> ReleaseDialog:
    driver.canvas.setFocus()
    driver.press(Qt.Key.Key_E, CTRL | SHIFT)
    return driver.dialog(ReleaseDialog)


def test_a_release_is_written_and_its_data_card_is_shown(driver, tmp_path):
    driver.select("HTS fighters")
    driver.press(Qt.Key.Key_1)
    driver.saved()
    dialog = asked(driver)
    dialog.target.setText(str(tmp_path / "out"))
    dialog.licence.setText("CC BY 4.0")
    dialog.partial.setChecked(True)

    dialog.buttons.button(dialog.buttons.StandardButton.Ok).click()

    driver.qtbot.waitUntil((tmp_path / "out" / "SHA256SUMS").exists, timeout=60_000)
    report = driver.dialog(ReportDialog)
    assert report.sentence == "1 document released to out."
    assert "| Licence | CC BY 4.0 |" in report.text
    report.close()


def test_nothing_is_released_when_no_layer_is_complete_and_the_window_says_so(driver, tmp_path):
    driver.select("HTS fighters")
    driver.press(Qt.Key.Key_1)
    driver.saved()
    dialog = asked(driver)
    dialog.target.setText(str(tmp_path / "out"))

    dialog.accept()

    report = driver.dialog(ReportDialog)
    assert "no document to release" in report.sentence
    report.close()
    assert not (tmp_path / "out").exists()


def test_splits_and_folders_that_cannot_be_are_told_before(driver, tmp_path):
    dialog = asked(driver)

    dialog.splits.setText("80/20")
    assert dialog.problem == "Splits are written as 80/10/10 for train, dev and test."
    dialog.splits.setText("70/15/15")
    dialog.target.setText(str(tmp_path / "absent" / "out"))
    assert dialog.problem == "There is no such folder to put it into."
    dialog.target.setText("")
    assert not dialog.buttons.button(dialog.buttons.StandardButton.Ok).isEnabled()
    dialog.close()


def test_layers_to_choose_from_put_gold_first_then_the_own_one():
    assert [value for value, _ in release_layers(["ben", "gold", "ana"], "ana")] == [
        "gold",
        "annotator:ana",
        "annotator:ben",
        "agreed",
    ]
    assert release_layers([], "ana")[0][0] == ""
