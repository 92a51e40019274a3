# SPDX-License-Identifier: MIT
"""The real window over a real project in a temporary folder, driven by key events."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from annotator.gui.app import Running
from annotator.settings import Settings, save_settings
from annotator.workspace.intake import Wishes
from annotator.workspace.workspace import Workspace

TEXTS = {
    "first": "HTS fighters struck Darat Izza on Monday.\nTwo soldiers were killed by a mortar.",
    "second": "The army shelled Idlib again.\nNobody was hurt.",
    "third": "A truce was agreed near Aleppo \U0001f54a today.",
}
NOTHING = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Driver:
    """Presses keys in the window and waits for what comes of them."""

    def __init__(self, qtbot, folder: Path, location: str = ""):
        self.qtbot = qtbot
        self.folder = folder
        self.is_over = False
        self.running = Running(QApplication.instance(), location or None)
        self.window = self.running.window
        if not self.window.preferences.window_state.contains("window/geometry"):
            self.window.resize(1280, 800)  # whatever the screen of the test has room for
        with qtbot.waitActive(self.window):
            self.running.show()
            self.window.activateWindow()
        qtbot.waitUntil(lambda: self.running._is_open)
        if location:
            qtbot.waitUntil(lambda: self.project is not None, timeout=20_000)
            qtbot.waitUntil(lambda: not self.window.projects.is_busy)
            self._wait_for_the_keyboard()

    def _wait_for_the_keyboard(self):
        """Wait until what opening a project moves the keyboard to has it, and nothing is due."""
        places = (self.bench.canvas, self.bench.documents.filter)
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() in places, timeout=20_000)
        QApplication.processEvents()

    @property
    def project(self):
        return self.window.projects.project

    @property
    def workspace(self) -> Workspace:
        return self.project.workspace

    @property
    def bench(self):
        return self.window.bench

    @property
    def canvas(self):
        return self.bench.canvas

    @property
    def said(self) -> str:
        return self.window.status.said.whole

    @property
    def id(self) -> str:
        return self.project.opened.id

    def spans(self, id: str = "") -> list[tuple[str, str]]:
        id = id or self.id
        text = self.workspace.document(id).text
        return [(span.label, span.surface(text)) for span in self.workspace.layer(id).spans()]

    def press(self, key, modifiers=NOTHING, times: int = 1):
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def write(self, text: str):
        focus = QApplication.focusWidget()
        line = focus.lineEdit() if hasattr(focus, "lineEdit") else focus
        QTest.keyClicks(line, text)

    def select(self, words: str):
        start = self.workspace.document(self.id).text.index(words)
        self.canvas.set_caret(start + len(words), start)
        self.canvas.setFocus()

    def dialog(self, kind: type[QDialog]):
        """Wait for a dialog of a kind and return it."""
        found = []

        def is_there() -> bool:
            found[:] = [
                one
                for one in QApplication.topLevelWidgets()
                if isinstance(one, kind) and one.isVisible()
            ]
            return bool(found)

        self.qtbot.waitUntil(is_there)
        return found[0]

    def close(self, dialog: QDialog):
        """Close a dialog and go back to the window."""
        with self.qtbot.waitActive(self.window):
            dialog.close()
            self.window.activateWindow()

    def saved(self):
        self.qtbot.waitUntil(lambda: self.workspace.save_state.state == "saved")

    def quit(self):
        if self.is_over:
            return
        self.is_over = True
        if self.project is not None:
            self.window.projects.let_go(ask=False)
        self.window.close()
        self.running.end()
        self.window.deleteLater()


def drop(window, *paths: Path):
    """Drop files on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


@pytest.fixture(autouse=True)
def own_settings(tmp_path, monkeypatch):
    """Settings, window state, data and log of this test alone."""
    for name in ("ANNOTATOR_CONFIG_DIR", "ANNOTATOR_LOG_DIR", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    save_settings(Settings(annotator="anna"))


@pytest.fixture
def location(tmp_path) -> str:
    """A project of three documents."""
    path = tmp_path / "news.corpus"
    file = tmp_path / "news.jsonl"
    lines = [
        json.dumps({"id": id, "text": text, "meta": {"title": f"The {id} <b>article</b>"}})
        for id, text in TEXTS.items()
    ]
    file.write_text("\n".join(lines), "utf-8")
    workspace = Workspace.create(str(path), annotator="anna", name="News")
    workspace.import_paths([file], Wishes(format="jsonl", annotator="anna"))
    workspace.close()
    return str(path)


@pytest.fixture
def start(qtbot, tmp_path):
    """Open windows; all are closed at the end."""
    drivers = []

    def open_window(location: str = "") -> Driver:
        driver = Driver(qtbot, tmp_path, location)
        drivers.append(driver)
        return driver

    yield open_window
    for driver in drivers:
        driver.quit()


@pytest.fixture
def driver(start, location) -> Driver:
    """The window with the project open."""
    return start(location)
