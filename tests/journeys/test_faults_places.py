# SPDX-License-Identifier: MIT
"""Two windows on one project, and a project that is moved, replaced or from another time."""

import os
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from annotator.assets import corpora_dir
from annotator.gui.dialogs.report import ReportDialog
from annotator.gui.session.preferences import Preferences
from annotator.gui.window import Window
from annotator.workspace import gestures
from annotator.workspace.doctoring import examine_project
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace
from tests.journeys.keyboard import CTRL, Key, sit_down

pytestmark = pytest.mark.timeout(60)


@pytest.fixture
def location(tmp_path) -> str:
    path = tmp_path / "p.corpus"
    workspace = Workspace.create(str(path), annotator="ann")
    workspace.import_paths([corpora_dir() / "sample.jsonl"], Wishes(format="jsonl"))
    workspace.close()
    return str(path)


def second_window(qtbot, location) -> Window:
    window = Window(Preferences())
    qtbot.addWidget(window)
    window.show()
    window.projects.open_location(location)
    return window


def the(qtbot, window, kind):
    found = []

    def is_there():
        found[:] = [one for one in window.findChildren(kind) if one.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there, timeout=10_000)
    return found[0]


def annotate(person) -> None:
    """Take away the first span, by keys."""
    before = person.workspace.layer(person.document)
    person.press(Key.Key_BracketRight)
    person.press(Key.Key_Delete)
    assert person.workspace.layer(person.document) is not before


def test_a_second_window_is_told_who_has_the_project_and_may_read(location, qtbot):
    first = sit_down(qtbot, location)
    window = second_window(qtbot, location)
    box = the(qtbot, window, QMessageBox)

    assert f"process {os.getpid()}" in box.text()
    box.button(QMessageBox.StandardButton.Open).click()
    qtbot.waitUntil(lambda: window.projects.project is not None, timeout=10_000)

    assert window.projects.project.workspace.read_only
    assert window.bench.banner.text.startswith("This project is open for reading only.")
    assert not first.workspace.read_only
    window.close()
    first.window.close()
    assert sit_down(qtbot, location).window.close()


def test_a_second_window_may_be_left_alone(location, qtbot):
    first = sit_down(qtbot, location)
    window = second_window(qtbot, location)
    box = the(qtbot, window, QMessageBox)

    box.button(QMessageBox.StandardButton.Cancel).click()

    assert window.projects.project is None
    window.close()
    assert not first.workspace.read_only
    first.window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody move an open file")
@pytest.mark.parametrize("fate", ["deleted", "renamed", "replaced"])
def test_work_on_a_project_that_is_no_longer_in_its_place_is_not_called_saved(
    location, qtbot, fate, tmp_path
):
    person = sit_down(qtbot, location)
    qtbot.waitUntil(lambda: person.workspace.save_state.state == "saved", timeout=10_000)
    path = Path(location)
    other = tmp_path / "other.corpus"
    if fate == "deleted":
        path.unlink()
    else:
        path.rename(other)
    if fate == "replaced":
        path.write_bytes(other.read_bytes())

    annotate(person)
    qtbot.waitUntil(lambda: person.workspace.save_state.state != "saving", timeout=10_000)

    assert person.workspace.save_state.state == "unsaved"
    qtbot.waitUntil(person.window.workbench().banner.isVisible)
    assert "moved, deleted or replaced" in person.window.workbench().banner.text
    if fate == "renamed":
        other.rename(path)
        person.workspace.retry()
        qtbot.waitUntil(lambda: person.workspace.save_state.state == "saved", timeout=10_000)
    elif fate == "replaced":
        assert examine_project(location).sound
    person.window.projects.let_go(ask=False)
    person.window.close()


def test_a_clock_that_goes_back_changes_no_order(location, qtbot, monkeypatch):
    class Yesterday(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz or UTC)

    person = sit_down(qtbot, location)
    annotate(person)
    monkeypatch.setattr(gestures, "datetime", Yesterday)
    annotate(person)
    after = dict(person.workspace.layer(person.document).records)
    id = person.document
    person.window.close()

    again = sit_down(qtbot, location)
    log = again.workspace.history(id)
    assert [entry.number for entry in log] == sorted(entry.number for entry in log)
    assert log[-1].made_at.year == 2001
    assert dict(again.workspace.layer(id).records) == after
    again.press(Key.Key_Z, CTRL)
    again.press(Key.Key_Z, CTRL)
    assert len(again.workspace.layer(id).records) == len(after) + 2
    again.window.close()
    assert examine_project(location).sound


def test_a_project_of_a_newer_program_is_refused_untouched(location, qtbot):
    with closing(sqlite3.connect(location)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
        assert "alembic_version" in tables
        connection.execute("PRAGMA user_version = 9999")
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = Path(location).read_bytes()

    window = second_window(qtbot, location)
    dialog = the(qtbot, window, ReportDialog)

    assert "newer version of the program" in dialog.sentence
    assert window.projects.project is None
    dialog.close()
    window.close()
    assert Path(location).read_bytes() == before
