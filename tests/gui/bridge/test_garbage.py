# SPDX-License-Identifier: MIT
"""Objects of Qt that are cyclic garbage are freed on the window's thread and on no other."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from annotator.gui.bridge.garbage import EVERY_MS, OLD, GarbageCollection


class Widget(QObject):
    """Belongs to itself, so that only the search for cycles frees it; notes where that was."""

    def __init__(self, freed):
        super().__init__()
        self.itself = self
        self._freed = freed

    def __del__(self):
        self._freed.append(threading.current_thread() is threading.main_thread())


class Cycle:
    """The same without Qt, which may be freed anywhere."""

    def __init__(self, freed):
        self.itself = self
        self._freed = freed

    def __del__(self):
        self._freed.append(threading.current_thread() is threading.main_thread())


def busy_thread():
    """Make many objects on another thread, as reading a project does."""
    made = []

    def work():
        made.extend([] for _ in range(200_000))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


@pytest.fixture
def as_python_does_it():
    was_on = gc.isenabled()
    gc.enable()
    gc.collect()  # so that the next look is far off
    yield
    if not was_on:
        gc.disable()


@pytest.mark.usefixtures("as_python_does_it")
def test_python_itself_frees_garbage_on_any_thread():
    freed = []
    Cycle(freed)
    busy_thread()
    assert freed == [False]


@pytest.mark.usefixtures("as_python_does_it", "qapp")
def test_another_thread_never_frees_an_object_of_qt(qtbot):
    freed = []
    garbage = GarbageCollection()
    garbage.start()
    Widget(freed)
    busy_thread()
    assert freed == []

    qtbot.waitUntil(lambda: freed != [], timeout=20 * EVERY_MS)

    assert freed == [True]
    garbage.stop()


@pytest.mark.usefixtures("as_python_does_it", "qapp")
def test_it_is_pythons_again_at_the_end():
    garbage = GarbageCollection()
    garbage.start()
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()


@pytest.mark.usefixtures("as_python_does_it", "qapp")
def test_a_library_that_switches_it_on_again_is_overruled(qtbot):
    garbage = GarbageCollection()
    garbage.start()
    gc.enable()
    qtbot.waitUntil(lambda: not gc.isenabled(), timeout=20 * EVERY_MS)
    garbage.stop()


@pytest.mark.usefixtures("as_python_does_it", "qapp")
def test_old_garbage_is_found_in_a_quiet_moment(qtbot, monkeypatch):
    monkeypatch.setattr("annotator.gui.bridge.garbage.QUIET", 2)
    freed = []
    garbage = GarbageCollection()
    gc.disable()
    kept = Widget(freed)
    for _ in range(OLD + 2):  # now it is old
        gc.collect(1)
    del kept
    gc.collect(1)
    assert freed == []

    garbage.start()

    qtbot.waitUntil(lambda: freed == [True], timeout=40 * EVERY_MS)
    garbage.stop()
