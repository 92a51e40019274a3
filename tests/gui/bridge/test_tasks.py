# SPDX-License-Identifier: MIT
import gc
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QObject

from annotator.errors import InputError
from annotator.gui.bridge.tasks import TaskRun, _Runnable, wait_for_tasks


def test_a_task_runs_on_another_thread_and_ends_on_the_windows(qtbot):
    threads = []
    task = TaskRun("Counting", lambda _progress: threading.get_ident())
    task.finished.connect(lambda result: threads.extend([result, threading.get_ident()]))

    with qtbot.waitSignal(task.ended):
        task.start()

    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()
    assert not task.is_running


def test_a_task_that_fails_hands_its_error_on(qtbot):
    def work(_progress):
        raise InputError("no such thing")

    task = TaskRun("Failing", work)

    with qtbot.waitSignal(task.failed) as failed:
        task.start()

    assert str(failed.args[0]) == "no such thing"


def test_a_cancelled_task_stops_at_its_next_report(qtbot):
    begun, go_on = threading.Event(), threading.Event()

    def work(progress):
        begun.set()
        go_on.wait(10)
        progress(1, 2)
        pytest.fail("the work went on")

    task = TaskRun("Waiting", work)
    outcomes = []
    task.finished.connect(lambda _: outcomes.append("finished"))
    task.failed.connect(outcomes.append)
    with qtbot.waitSignal(task.cancelled):
        task.start()
        assert begun.wait(10)
        task.cancel()
        go_on.set()

    assert outcomes == []


def test_the_last_report_of_progress_always_arrives(qtbot):
    def work(progress):
        for done in range(1, 1001):
            progress(done, 1000)

    task = TaskRun("Counting", work)
    reports = []
    task.progressed.connect(lambda done, total: reports.append((done, total)))

    with qtbot.waitSignal(task.ended):
        task.start()

    assert reports[-1] == (1000, 1000)
    assert len(reports) < 1000


def test_waiting_for_tasks_ends_when_they_have(qtbot):
    task = TaskRun("Nothing", lambda _progress: None)
    task.start()

    assert wait_for_tasks(10_000)
    assert not task.is_running


def test_work_outlives_the_one_who_asked_for_it(qtbot):
    begun, go_on = threading.Event(), threading.Event()
    asker = QObject()
    told = []

    def work(progress):
        begun.set()
        go_on.wait(10)
        progress(1, 1)
        return "done"

    task = TaskRun("Waiting", work, asker)
    task.finished.connect(told.append)
    task.start()
    assert begun.wait(10)
    shiboken6.delete(asker)
    del asker, task
    gc.collect()
    go_on.set()

    qtbot.waitUntil(lambda: told == ["done"])


def test_work_that_has_ended_is_gone(qtbot):
    task = TaskRun("Counting", lambda _progress: 1)
    gone = weakref.ref(task)
    with qtbot.waitSignal(task.ended):
        task.start()
    del task

    def is_gone() -> bool:
        gc.collect()
        return gone() is None

    qtbot.waitUntil(is_gone)


def test_a_runnable_that_the_pool_never_frees_does_not_keep_its_task(qtbot):
    task = TaskRun("Counting", lambda _progress: 1)
    gone = weakref.ref(task)
    runnable = _Runnable(task)
    with qtbot.waitSignal(task.ended):
        runnable.run()
    del task
    gc.collect()

    assert gone() is None
    assert runnable.autoDelete()
