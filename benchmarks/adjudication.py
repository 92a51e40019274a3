# SPDX-License-Identifier: MIT
"""Counts keys and times paints of a review: a scripted adjudicator at the real window.

    python benchmarks/adjudication.py [--copies 6] [--no-real]

The adjudicator knows the right spans (``adjudication_data.py``) and presses keys, nothing else:
Space when the suggestion is right, else the digit of a row that is right, else 0 or B, else a
version of their own made with arrows and a label key. With "bulk", Ctrl+Space where it saves keys,
as somebody would who sees such cases come again; lines for which the answer is wrong are taken out
first, by keys. Every key counts, also those that finish a document. A key's time lasts until text
and rows are painted; "work in it" is the time of the window's own thread, which tells more where
other programs share the machine. Before a document is finished there is the pause (.1 s) in which
the window reads the next one; other keys follow each other without any.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from adjudication_data import Case, Mark, bratiaa, simulated

MOST_STEPS = 12
JUDGES = ("Lisa", "Maria", "Max", "Peter")


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass
class Figures:
    """What was counted; times are milliseconds, ``work_`` of the window's own thread alone."""

    keys: int = 0
    decided: int = 0
    hits: int = 0
    how: Counter = field(default_factory=Counter)
    to_item: list[float] = field(default_factory=list)
    to_document: list[float] = field(default_factory=list)
    work_to_item: list[float] = field(default_factory=list)
    work_to_document: list[float] = field(default_factory=list)


class Adjudicator:
    """Presses keys at the window of one project until nothing is left to decide."""

    def __init__(self, location: str, truth: dict[str, frozenset[Mark]], *, bulk: bool) -> None:
        from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
        from PySide6.QtWidgets import QApplication

        from annotator.gui.app import Running

        class Watch(QObject):
            painted = 0

            def eventFilter(self, thing, event):
                self.painted += event.type() == QEvent.Type.Paint
                return False

        self.Key, self.Held = Qt.Key, Qt.KeyboardModifier
        self.turn, self.app = QCoreApplication.processEvents, QApplication.instance()
        self.truth, self.bulk, self.figures = truth, bulk, Figures()
        self.running = Running(self.app, location)
        self.window = self.running.window
        self.window.resize(1280, 800)
        self.running.show()
        self.window.activateWindow()
        self.until(lambda: self.window.projects.project is not None)
        self.project = self.window.projects.project
        self.until(lambda: self.app.focusWidget() is self.window.workbench().canvas)
        self.until(lambda: self.project.workspace.tokenizer_ready("en"))
        self.key(self.Key.Key_R, self.Held.ControlModifier | self.Held.ShiftModifier)
        self.screen = self.project.reviewing.screen
        self.text_watch, self.rows_watch = Watch(), Watch()
        self.screen.page.canvas.viewport().installEventFilter(self.text_watch)
        self.screen.page.board.installEventFilter(self.rows_watch)
        self.idle()

    def until(self, holds, limit_s: float = 60) -> None:
        limit = time.monotonic() + limit_s
        while not holds():
            self.turn()
            if time.monotonic() > limit:
                raise TimeoutError("the window does not get there")

    def idle(self) -> None:
        for _ in range(3):
            self.turn()

    def key(self, key, held=None) -> None:
        from PySide6.QtTest import QTest

        self.figures.keys += 1
        QTest.keyClick(self.app.focusWidget(), key, held or self.Held.NoModifier)

    def timed(self, into: list[float], work: list[float], key, held=None) -> None:
        """Press a key and wait until text and rows are painted anew."""
        text, rows = self.text_watch.painted, self.rows_watch.painted
        began, worked = time.perf_counter(), time.thread_time()
        self.key(key, held)
        self.until(lambda: self.text_watch.painted > text and self.rows_watch.painted > rows, 5)
        into.append((time.perf_counter() - began) * 1000)
        work.append((time.thread_time() - worked) * 1000)
        self.idle()

    def work(self) -> Figures:
        """Decide everything and finish every document."""
        while True:
            while self.screen.item is not None:
                self.decide(self.screen.item)
            document = self.screen.document
            self.until(lambda: self.screen.ahead.is_done)
            figures = self.figures
            self.timed(
                figures.to_document,
                figures.work_to_document,
                self.Key.Key_Return,
                self.Held.ControlModifier,
            )
            if self.screen.document == document:
                return self.figures

    def right(self, item) -> frozenset[Mark]:
        """Return the right spans at an item's place; each belongs to the item it overlaps most."""
        return frozenset(
            mark for mark in self.truth[item.document] if self._home(mark, item.document) == item.id
        )

    def _home(self, mark: Mark, document: str) -> str:
        best, most = "", 0
        for item in self.project.workspace.reviewing.open(document).items:
            shared = min(mark[2], item.end) - max(mark[1], item.start)
            if shared > most:
                best, most = item.id, shared
        return best

    def decide(self, item) -> None:
        right = self.right(item)
        suggestion, keys = self.screen.suggestion, self.figures.keys
        candidates = [marks_of(candidate.records) for candidate in item.candidates]
        said = None
        if suggestion is not None:
            is_none = suggestion.is_none(item)
            said = frozenset() if is_none else candidates[suggestion.candidate]
        self.figures.hits += said == right
        if said == right:
            if self.bulk and self._all_alike(item, right):
                self.figures.how["bulk"] += 1
                return
            how, press = "suggestion", self.Key.Key_Space
        elif not right:
            how, press = "none", self.Key.Key_0
        elif right in candidates:
            row = self._row(item, candidates.index(right))
            how, press = "row", self.Key(self.Key.Key_0 + row)
        elif right == frozenset().union(*candidates) and len(candidates) > 1:
            how, press = "both", self.Key.Key_B
        else:
            how, press = self._own(item, right), self.Key.Key_Space
        self.timed(self.figures.to_item, self.figures.work_to_item, press)
        self.figures.decided += 1
        self.figures.how[how] += 1
        assert self.figures.keys > keys

    def _row(self, item, index: int) -> int:
        annotator = item.candidates[index].annotators[0]
        return self.screen.review.lanes.index(annotator) + 1

    def _all_alike(self, item, right: frozenset[Mark]) -> bool:
        """Decide all such cases at once if that takes fewer keys."""
        cases = self.project.workspace.reviewing.identical(item)
        here = self._from(item, right)
        wrong = [
            place
            for place, case in enumerate(cases)
            if self._from(case.item, self.right(case.item)) != here
        ]
        if len(cases) - len(wrong) <= 2 + len(wrong) + (wrong[-1] if wrong else 0):
            return False
        self.key(self.Key.Key_Space, self.Held.ControlModifier)
        self.idle()
        at = 0
        for place in wrong:
            for _ in range(place - at):
                self.key(self.Key.Key_Down)
            at = place
            self.key(self.Key.Key_Space)
        self.key(self.Key.Key_Return)
        self.window.activateWindow()  # the offscreen platform does not do so by itself
        self.until(lambda: self.app.focusWidget() is self.screen.page.canvas)
        self.figures.decided += len(cases) - len(wrong)
        self.figures.hits += len(cases) - len(wrong) - 1
        self.idle()
        return True

    def _from(self, item, right: frozenset[Mark]) -> frozenset[Mark]:
        return frozenset((label, s - item.start, e - item.start) for label, s, e in right)

    def _own(self, item, right: frozenset[Mark]) -> str:
        """Make a version of one's own; only one span can be made, so the longest is."""
        label, start, end = max(right, key=lambda mark: mark[2] - mark[1])
        self.key(self.Key.Key_E)
        for edge, wanted, held in (
            (lambda: self.screen.draft.end, end, self.Held.ShiftModifier),
            (lambda: self.screen.draft.start, start, self.Held.AltModifier),
        ):
            self._move(edge, wanted, held)
        if self.screen.draft.label != label:
            keys = self.project.workspace.schema
            self.key(self.Key(ord(keys.key_of(label))), self.Held.ControlModifier)
        made = self.screen.draft
        exact = (made.label, made.start, made.end) == (label, start, end) and len(right) == 1
        return "own" if exact else "own, in part"

    def _move(self, edge, wanted: int, held) -> None:
        for unit in (self.Held.NoModifier, self.Held.ControlModifier):
            for _ in range(MOST_STEPS):
                before = edge()
                if before == wanted:
                    return
                forward = before < wanted
                self.key(self.Key.Key_Right if forward else self.Key.Key_Left, held | unit)
                if edge() == before or (edge() != wanted and (edge() > wanted) == forward):
                    break

    def end(self) -> None:
        """Close the window."""
        self.window.projects.let_go(ask=False)
        self.window.close()
        self.running.end()
        self.window.deleteLater()
        self.idle()


def marks_of(records) -> frozenset[Mark]:
    return frozenset((one.label, one.start, one.end) for one in records if one.kind == "span")


def measured(case: Case, *, bulk: bool) -> None:
    """Have a case decided, and print a row."""
    from annotator.workspace.workspace import Workspace

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "layers.jsonl"
        source.write_bytes(b"\n".join(case.lines))
        workspace = Workspace.create(str(folder / "review.corpus"), annotator="bench")
        from annotator.workspace.intake import Wishes

        workspace.import_paths([source], Wishes(format="jsonl", new_labels="add"))
        workspace.close()
        person = Adjudicator(str(folder / "review.corpus"), case.truth, bulk=bulk)
        person.figures.keys = 0
        found = person.work()
        person.end()
    how = ", ".join(f"{count} {name}" for name, count in found.how.most_common())
    times = (found.to_item, found.work_to_item, found.to_document, found.work_to_document)
    shown = [f"{statistics.median(each):.1f} / {percentile(each, 0.95):.1f}" for each in times]
    print(
        f"| {case.name}{', bulk' if bulk else ''} | {len(case.truth)} | {found.decided} | "
        f"{found.keys / found.decided:.2f} | 0 | {found.hits / found.decided:.2f} | "
        f"{' | '.join(shown)} | {how} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=6, help="of each sample article")
    parser.add_argument("--no-real", action="store_true", help="leave out the articles of bratiaa")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable in ("ANNOTATOR_CONFIG_DIR", "ANNOTATOR_LOG_DIR", "XDG_DATA_HOME"):
            os.environ[variable] = str(folder / "own")
        from PySide6.QtWidgets import QApplication

        from annotator.settings import Settings, save_settings

        save_settings(Settings(annotator="bench"))
        app = QApplication([])
        print(
            "| set | documents | decided | keys each | pointer acts | suggestion right | "
            "next item, ms median / p95 | work in it | next document, ms median / p95 | "
            "work in it | how |\n"
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
        )
        for judge in () if given.no_real else JUDGES:
            (folder / judge).mkdir()
            case = bratiaa(folder / judge, judge)
            if case is None:
                print("The articles of bratiaa are not there.", file=sys.stderr)
                break
            for bulk in (False, True):
                measured(case, bulk=bulk)
        case = simulated(given.copies)
        for bulk in (False, True):
            measured(case, bulk=bulk)
        app.quit()


if __name__ == "__main__":
    main()
