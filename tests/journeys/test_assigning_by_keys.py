# SPDX-License-Identifier: MIT
"""A lead shares documents out in the real window, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.assets import corpora_dir
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, SHIFT, Key, sit_down


@pytest.fixture
def person(tmp_path, qtbot):
    place = str(tmp_path / "p.corpus")
    workspace = Workspace.create(place, annotator="ann")
    workspace.import_paths([corpora_dir() / "three-annotators.jsonl"])
    workspace.close()
    made = sit_down(qtbot, place)
    yield made
    made.window.close()


def dialog_over(person, qtbot):
    person.press(Key.Key_W, CTRL | SHIFT)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    qtbot.waitUntil(lambda: dialog.focusWidget() is not None)
    return dialog


def test_documents_are_shared_out_by_rule_and_taken_back_by_undo(person, qtbot):
    dialog = dialog_over(person, qtbot)
    assert dialog.people.text() == "ana, ann, ben, chloe"

    QTest.keyClicks(dialog.focusWidget(), "ana, ben")
    QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
    dialog.each.setFocus()
    QTest.keyClick(dialog.each, Key.Key_Up)
    QTest.keyClick(dialog.focusWidget(), Key.Key_S, Qt.KeyboardModifier.AltModifier)
    dialog.share.setFocus()
    QTest.keyClick(dialog.share, Key.Key_Space)
    assert dialog.summary.text().startswith("6 new assignments")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Key.Key_Return)

    held = person.workspace.assigning.held()
    assert len(held) == 6
    assert {name for _, name in held} == {"ana", "ben"}
    assert "6 assigned, 0 taken back" in person.window.status.said.whole
    person.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is person.canvas)
    person.press(Key.Key_Z, CTRL)
    assert person.workspace.assigning.held() == {}


def test_escape_assigns_nothing(person, qtbot):
    dialog = dialog_over(person, qtbot)
    dialog.share.click()

    QTest.keyClick(dialog, Key.Key_Escape)

    assert person.workspace.assigning.held() == {}
