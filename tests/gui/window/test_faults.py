# SPDX-License-Identifier: MIT
"""Faults, hostile text, signals: the window lives, says so, and shows nothing as markup."""

import logging
import os
import signal
import sys

import pytest
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.faults import described, log_file, start_log, stop_log
from annotator.workspace.events import ConflictFound
from tests.gui.window.conftest import CTRL

SECRET = "words of an article"


@pytest.fixture
def log(own_settings):
    start_log()
    yield log_file()
    stop_log()
    logging.getLogger("annotator").propagate = True


@pytest.mark.qt_no_exception_capture
def test_a_fault_in_a_slot_is_shown_and_logged_without_article_text(log, start, location, qtbot):
    driver = start(location)

    def slot():
        raise ValueError(SECRET)

    QTimer.singleShot(0, slot)

    dialog = driver.dialog(ReportDialog)
    assert "Something went wrong" in dialog.sentence
    assert "ValueError" in log.read_text()
    assert "test_faults.py" in log.read_text()
    assert SECRET not in log.read_text() + dialog.text
    driver.close(dialog)
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    assert driver.spans() == [("ACTOR", "HTS")]


@pytest.mark.qt_no_exception_capture
def test_a_storm_of_the_same_fault_opens_one_dialog(log, start, location, qtbot):
    driver = start(location)

    def slot():
        raise ValueError(SECRET)

    for _ in range(5):
        QTimer.singleShot(0, slot)
    dialog = driver.dialog(ReportDialog)
    qtbot.wait(50)

    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, ReportDialog)]
    assert shown == [dialog]
    dialog.close()


def test_a_fault_is_described_with_its_cause_and_without_values():
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as fault:
        text = described(fault)

    assert "RuntimeError" in text
    assert "KeyError" in text
    assert SECRET not in text


def test_warnings_of_qt_are_logged(log, driver):
    qWarning("strange things")

    assert "Qt: strange things" in log.read_text()


def test_the_log_is_for_its_owner_only(log):
    assert log.stat().st_mode & 0o077 == 0


def test_every_label_and_tooltip_of_the_window_is_plain(driver, qtbot):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    driver.project.opened.check()

    labels = driver.window.findChildren(QLabel)
    assert len(labels) > 20
    assert [one.text() for one in labels if one.textFormat() is not Qt.TextFormat.PlainText] == []
    for widget in driver.window.findChildren(QWidget):
        tip = widget.toolTip()
        assert "<" not in tip or tip.startswith("<span>")


def test_a_title_with_markup_is_shown_as_it_is(driver):
    index = driver.bench.documents.model.index(0, 1)
    tip = QTextDocument()
    tip.setHtml(index.data(Qt.ItemDataRole.ToolTipRole))

    assert index.data() == "The first <b>article</b>"
    assert tip.toPlainText() == "The first <b>article</b>"


def test_a_conflict_is_shown_with_the_way_out(driver, qtbot):
    driver.workspace.events.tell(ConflictFound("first", "the record was changed elsewhere"))

    assert driver.bench.banner.isVisible()
    assert "The first <b>article</b>" in driver.bench.banner.text
    driver.bench.banner.acted.emit("conflict")
    assert not driver.bench.banner.isVisible()
    assert driver.said == "Reloaded."


def test_an_edit_that_is_refused_is_said_and_changes_nothing(driver):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    before = driver.workspace.layer(driver.id)

    driver.bench.canvas.label_requested.emit("NO_SUCH_LABEL", ((0, 3),))

    assert driver.said.startswith("The schema has no label 'NO_SUCH_LABEL'")
    assert driver.workspace.layer(driver.id) is before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_saves_and_closes_the_project(driver, qtbot, location, number):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)

    os.kill(os.getpid(), number)

    qtbot.waitUntil(lambda: driver.project is None)
    from annotator.workspace.workspace import Workspace

    again = Workspace.open(location, annotator="anna")
    assert [span.label for span in again.layer("first").spans()] == ["ACTOR"]
    again.close()


def test_closing_keeps_what_is_being_typed(driver, location):
    driver.select("HTS")
    driver.press(Qt.Key.Key_1)
    row = next(row for row in driver.bench.attributes.rows if row.name == "comment")
    row.field.setFocus()
    driver.write("unsure about this")

    driver.press(Qt.Key.Key_Q, CTRL)

    from annotator.workspace.workspace import Workspace

    again = Workspace.open(location, annotator="anna")
    span = next(iter(again.layer("first").spans()))
    assert span.attributes["comment"] == "unsure about this"
    again.close()
