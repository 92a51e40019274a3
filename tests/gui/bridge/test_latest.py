# SPDX-License-Identifier: MIT
"""Of work that follows each other only the newest is heard of."""

from threading import Event

import pytest
from PySide6.QtCore import QObject

from annotator.gui.bridge.latest import Latest, wait_for_work
from annotator.gui.bridge.tasks import wait_for_tasks


@pytest.fixture
def latest(qapp):
    parent = QObject()
    made = Latest(parent)
    made.heard = []
    made.finished.connect(made.heard.append)
    made.failed.connect(lambda error: made.heard.append(str(error)))
    made.cancelled.connect(lambda: made.heard.append("cancelled"))
    yield made
    made.stop()
    wait_for_tasks(5_000)


def endless(progress):
    while True:
        progress(1, 0)


def test_the_result_of_newer_work_is_the_only_one_told(latest, qtbot):
    go = Event()

    def slow(progress):
        go.wait(5)
        return "old"

    latest.start("Old", slow)
    latest.start("New", lambda progress: "new")
    qtbot.waitUntil(lambda: latest.heard == ["new"])
    go.set()
    wait_for_tasks(5_000)

    assert latest.heard == ["new"]
    assert not latest.is_running


def test_newer_work_stops_the_older(latest, qtbot):
    latest.start("Old", endless)
    latest.start("New", lambda progress: "new")

    assert wait_for_work(5_000)
    qtbot.waitUntil(lambda: latest.heard == ["new"])


def test_work_that_is_cancelled_says_so_and_work_that_is_stopped_does_not(latest, qtbot):
    latest.start("One", endless)
    latest.cancel()
    qtbot.waitUntil(lambda: latest.heard == ["cancelled"])

    latest.start("Two", endless)
    latest.stop()
    wait_for_tasks(5_000)
    assert latest.heard == ["cancelled"]


def test_a_failure_is_told(latest, qtbot):
    def fail(progress):
        raise ValueError("broken")

    latest.start("One", fail)

    qtbot.waitUntil(lambda: latest.heard == ["broken"])
