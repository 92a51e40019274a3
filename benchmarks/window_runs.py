# SPDX-License-Identifier: MIT
"""What ``window.py`` runs, each in a process of its own: one window, driven by key events.

A run prints its figures as one line of JSON. Times are milliseconds.
"""

import gc
import json
import os
import sys
import time
import traceback
from functools import partial
from pathlib import Path

EVERY_MS = 150
"""A key every 150 ms: faster than anybody labels, and the live check runs in between."""


def clock_ms() -> float:
    return time.perf_counter() * 1000


def resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def told(result: dict) -> None:
    """Print the result and end at once: what takes long at the end was not to be measured."""
    print(json.dumps(result))
    sys.stdout.flush()
    os._exit(0)


def first_paint(began: float, location: str) -> None:
    """Start the program as its command does, and end it when its window has painted.

    ``began`` is what the system-wide monotonic clock said before the process was made.
    """
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Watch(QObject):
        seen = False

        def eventFilter(self, thing, event):
            kind = event.type()
            if kind == QEvent.Type.User and thing is self:
                told(
                    {
                        "ms": (time.monotonic() - began) * 1000,
                        "loaded": sorted({"spacy", "sqlalchemy"} & sys.modules.keys()),
                        "cpu_ms": time.process_time() * 1000,
                    }
                )
            if kind == QEvent.Type.Paint and not self.seen and isinstance(thing, QMainWindow):
                self.seen = True  # its children paint in the same pass; the post comes after it
                high = Qt.EventPriority.HighEventPriority.value
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), high)
            return False

    app = QApplication(["annotator"])
    watch = Watch()
    app.installEventFilter(watch)
    if location == "bare":
        from PySide6.QtWidgets import QLabel

        window = QMainWindow()
        window.resize(1280, 800)
        window.setCentralWidget(QLabel("A label"))
        window.show()
        app.exec()
        return
    from annotator.__main__ import main

    sys.argv = ["annotator"] + ([location] if location else [])
    main()


class Driven:
    """The real window on a real project."""

    def __init__(self, location: str) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent, QObject
        from PySide6.QtWidgets import QApplication

        from annotator.gui.app import Running

        class Watch(QObject):
            painted = 0

            def eventFilter(self, thing, event):
                if event.type() == QEvent.Type.Paint:
                    self.painted += 1
                return False

        self.turn = QCoreApplication.processEvents
        self.app = QApplication.instance() or QApplication([])
        self.began = clock_ms()
        self.running = Running(self.app, location)
        self.window = self.running.window
        self.window.resize(1280, 800)  # the offscreen screen is smaller, and would hide the list
        self.running.show()
        self.window.activateWindow()
        self.until(lambda: self.window.projects.project is not None, pause_s=0.002)
        self.bench = self.window.workbench()
        self.watch, self.list_watch = Watch(), Watch()
        self.bench.canvas.viewport().installEventFilter(self.watch)
        self.bench.documents.list.viewport().installEventFilter(self.list_watch)
        self.until(lambda: self.list_watch.painted, pause_s=0.002)
        self.listed = clock_ms() - self.began
        self.until(lambda: self.watch.painted, pause_s=0.002)
        self.opened = clock_ms() - self.began
        self.until(lambda: self.app.focusWidget() is self.bench.canvas, pause_s=0.002)
        self.workspace = self.window.projects.project.workspace
        self.until(lambda: self.workspace.tokenizer_ready("en"), pause_s=0.002)
        self.idle(500)

    @property
    def text(self) -> str:
        return self.window.projects.project.opened.document.text

    @property
    def spans(self) -> int:
        annotations = self.window.projects.project.opened.annotations
        return sum(1 for _ in annotations.spans())

    def until(self, holds, limit_s: float = 60, pause_s: float = 0) -> None:
        """Turn the event loop; with a pause, threads get the interpreter as when Qt waits."""
        limit = clock_ms() + limit_s * 1000
        while not holds():
            self.turn()
            if pause_s:
                time.sleep(pause_s)
            if clock_ms() > limit:
                raise TimeoutError("the window does not get there")

    def idle(self, ms: float) -> None:
        self.idle_until(clock_ms() + ms)

    def idle_until(self, due: float) -> None:
        """Let the window do what it has to do, until a moment (or a little after it)."""
        while True:
            self.turn()
            left = due - clock_ms()
            if left <= 0:
                return
            time.sleep(min(left, 1) / 1000)

    def painted_after(self, due: float, press, watch=None) -> float:
        """Press a key that was due at a moment; return how long after it the paint was done.

        What kept the window from taking the key when it was due counts.
        """
        watch = watch or self.watch
        before = watch.painted
        press()
        self.until(lambda: watch.painted > before)
        return clock_ms() - due

    def key(self, key, modifiers=None) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        none = Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.app.focusWidget() or self.window, key, modifiers or none)


def word_starts(text: str) -> list[int]:
    import re

    return [found.start() for found in re.finditer(r"\b[a-z]{4,}", text)]


def gestures(location: str, count: int) -> None:
    """Label the word under the caret; each time another word, until the paint of the canvas."""
    from PySide6.QtCore import Qt

    driven = Driven(location)
    canvas = driven.bench.canvas
    places = word_starts(driven.text)
    keys = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
    taken, own, pending = [], [], 0
    spans = driven.spans
    due = clock_ms()
    for number in range(count):
        if number and number % len(places) == 0:
            driven.key(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
            places = word_starts(driven.text)
        driven.key(Qt.Key.Key_Escape)
        canvas.set_caret(places[number % len(places)])
        due = max(due, clock_ms()) + EVERY_MS
        driven.idle_until(due)
        key = keys[number % 4]
        cpu = time.thread_time()
        taken.append(driven.painted_after(due, lambda key=key: driven.key(key)))
        own.append((time.thread_time() - cpu) * 1000)
        pending = max(pending, driven.workspace.save_state.pending)
    made = driven.spans - spans
    saved = driven.workspace.flush(30)
    told({"taken": taken, "cpu": own, "most_pending": pending, "made": made, "saved": saved})


def documents(location: str, count: int) -> None:
    """Go on to the next document, until its text has painted."""
    from PySide6.QtCore import Qt

    driven = Driven(location)
    taken, seen = [], set()
    control = Qt.KeyboardModifier.ControlModifier
    due = clock_ms()
    for _ in range(count):
        due = max(due, clock_ms()) + 2 * EVERY_MS
        driven.idle_until(due)
        taken.append(driven.painted_after(due, lambda: driven.key(Qt.Key.Key_PageDown, control)))
        seen.add(driven.window.projects.project.opened.id)
    told({"taken": taken, "seen": len(seen)})


def long_list(location: str, words: str) -> None:
    """Open a long list, and filter it by typing: until its rows have painted."""
    from PySide6.QtTest import QTest

    driven = Driven(location)
    field = driven.bench.documents.filter
    field.setFocus()
    driven.idle(300)
    taken = []
    due = clock_ms()
    for character in words:
        due = max(due, clock_ms()) + EVERY_MS
        driven.idle_until(due)
        press = partial(QTest.keyClick, field, character)
        taken.append(driven.painted_after(due, press, driven.list_watch))
    shown = driven.bench.documents.model.rowCount()
    told({"listed": driven.listed, "opened": driven.opened, "taken": taken, "shown": shown})


def memory(location: str, count: int) -> None:
    """Label, label otherwise, remove, undo, redo and so on; look at the memory in between."""
    from PySide6.QtCore import Qt

    driven = Driven(location)
    canvas, control = driven.bench.canvas, Qt.KeyboardModifier.ControlModifier
    places = word_starts(driven.text)[::3]
    nothing = sys.getrefcount(None)
    seen = []
    made = 0

    def press(key, modifiers=None) -> None:
        nonlocal made
        driven.key(key, modifiers)
        driven.turn()
        made += 1
        if made % 100 == 0:
            driven.workspace.flush(30)
            driven.idle(150)
        if made % max(count // 10, 1) == 0:
            gc.collect()
            seen.append((made, resident_mb(), len(os.listdir("/proc/self/fd"))))

    number = 0
    while made < count:
        driven.key(Qt.Key.Key_Escape)
        canvas.set_caret(places[number % len(places)])
        press(Qt.Key.Key_1)
        press(Qt.Key.Key_2)
        press(Qt.Key.Key_Delete)
        press(Qt.Key.Key_Z, control)
        press(Qt.Key.Key_Delete)
        number += 1
    left = driven.spans
    told({"seen": seen, "none": sys.getrefcount(None) - nothing, "left": left})


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    what, location, given = sys.argv[1:]
    if what == "start":
        first_paint(float(given), "" if location == "-" else location)
        return
    if what == "list":
        long_list(location, given)
        return
    {"gestures": gestures, "documents": documents, "memory": memory}[what](location, int(given))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    try:
        main()
    except Exception:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
