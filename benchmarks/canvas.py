# SPDX-License-Identifier: MIT
"""Times the canvas beside a QTextEdit: opening, a span to pixels, a scroll step, memory.

    python -m benchmarks.canvas [--sizes 2500,100000,...] [--quick]

Each size of each program runs in a process of its own, here and now; times are milliseconds from
the call until the widget has painted. Sizes are characters.
"""

import argparse
import gc
import json
import os
import re
import subprocess
import sys
from statistics import median
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = (2_500, 100_000, 1_000_000, 10_000_000)
PEER_LIMIT = 1_000_000
BUDGETS = {"open": {2_500: 15, 1_000_000: 100, 10_000_000: 1_200}, "span": 5, "scroll": 4}


def words(text):
    from annotator.text.tokens import TokenBoundaries

    return TokenBoundaries.of(found.span() for found in re.finditer(r"\w+|[^\w\s]", text))


class Ours:
    """The canvas."""

    def __init__(self) -> None:
        from annotator.gui.canvas.view import SpanCanvas
        from annotator.schema.files import default_schema

        self.schema = default_schema()
        self.widget = SpanCanvas()
        self.widget.resize(1000, 760)

    def open(self, text, annotations, prepared=None) -> None:
        self.widget.set_document(
            text, annotations, self.schema, lambda: words, language="en", prepared=prepared
        )

    def add(self, annotations, change) -> None:
        self.widget.set_annotations(annotations, change)

    def first_visible(self) -> tuple[int, int]:
        stage = self.widget.stage
        return stage.hit(0, 5).offset, stage.hit(0, stage.scrolling.height - 30).offset

    def settle(self, limit_s: float) -> None:
        from PySide6.QtCore import QCoreApplication

        until = perf_counter() + limit_s
        while perf_counter() < until and self.widget.stage.page.inexact_after(0) >= 0:
            QCoreApplication.processEvents()


class PaintWatch:
    """Waits until a widget has painted, with a limit."""

    def __init__(self, widget) -> None:
        from PySide6.QtCore import QEvent, QObject

        class Watch(QObject):
            painted = 0

            def eventFilter(self, _thing, event):
                if event.type() == QEvent.Type.Paint:
                    self.painted += 1
                return False

        self._watch = Watch()
        widget.viewport().installEventFilter(self._watch)

    def timed(self, act, limit_s: float = 60) -> tuple[float, float] | None:
        """Return milliseconds by the clock and of this process's own work; None without paint."""
        from PySide6.QtCore import QCoreApplication

        before = self._watch.painted
        begin, worked = perf_counter(), process_time()
        act()
        while self._watch.painted == before:
            QCoreApplication.processEvents()
            if perf_counter() - begin > limit_s:
                return None
        return (perf_counter() - begin) * 1000, (process_time() - worked) * 1000


def resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure(which: str, size: int, *, one_line: bool, rounds: int) -> dict:
    from PySide6.QtWidgets import QApplication

    from annotator.gui.theme.style import apply_theme
    from annotator.gui.theme.theme import LIGHT
    from benchmarks.canvas_document import document
    from benchmarks.canvas_peer import Peer

    app = QApplication.instance() or QApplication([])
    apply_theme(app, LIGHT)
    text, annotations = document(size, one_line=one_line)
    program = Ours() if which == "ours" else Peer()
    program.widget.show()
    watch = PaintWatch(program.widget)
    small = document(2_500)
    program.open(*small)
    program.settle(1)
    gc.collect()
    before = resident()
    times = {"open": [watch.timed(lambda: program.open(text, annotations))]}
    for _ in range(rounds - 1):
        if sum(clock for clock, _ in times["open"]) < 30_000:
            times["open"].append(watch.timed(lambda: program.open(text, annotations)))
    if which == "ours":
        times["open, indexes made elsewhere"] = opened_prepared(program, watch, text, annotations)
    gc.collect()
    memory = resident() - before
    program.settle(1 if which == "ours" and rounds < 10 else 8)
    times["span"] = spans_added(program, watch, annotations, 8 * rounds)
    times["scroll"] = scrolled(program, watch, 10 * rounds)
    times["jump"] = jumped(program, watch, rounds)
    return {"times": times, "memory": memory}


def opened_prepared(program, watch, text, annotations) -> list:
    from annotator.gui.canvas.stage import Prepared

    found = []
    for _ in range(3):
        prepared = Prepared.of(text, annotations)
        found.append(watch.timed(lambda p=prepared: program.open(text, annotations, p)))
    return found


def spans_added(program, watch, annotations, rounds: int) -> list:
    from annotator.edits.change import Change, Step
    from annotator.model.records import Span

    bar = program.widget.verticalScrollBar()
    found = []
    for number in range(rounds):
        if number % 8 == 0:
            bar.setValue(int(bar.maximum() * (number + 1) / (rounds + 2)))
            program.settle(0.05)
        first, last = program.first_visible()
        start = first + 10 + (number * 97) % max(20, last - first - 40)
        span = Span(f"new{number}", "ACTOR", ((start, start + 9),))
        change = Change("span.add", (Step(span.id, None, span),))
        annotations = change.applied_to(annotations)
        found.append(watch.timed(lambda a=annotations, c=change: program.add(a, c), 2))
    return found


def scrolled(program, watch, rounds: int) -> list:
    bar = program.widget.verticalScrollBar()
    bar.setValue(0)
    program.settle(0.05)
    if bar.maximum() < 100:
        return []
    step, found = 60, []
    for _ in range(rounds):
        if bar.value() + step > bar.maximum() or bar.value() + step < 0:
            step = -step
        found.append(watch.timed(lambda s=step: bar.setValue(bar.value() + s), 2))
    return found


def jumped(program, watch, rounds: int) -> list:
    bar = program.widget.verticalScrollBar()
    places = [int(bar.maximum() * (number * 0.37 % 1)) for number in range(1, rounds + 1)]
    return [
        watch.timed(lambda p=place: bar.setValue(p), 2) for place in places if place != bar.value()
    ]


def run(which: str, size: int, *, one_line: bool = False, rounds: int) -> dict:
    arguments = ["--child", which, str(size), str(rounds)] + (["--one-line"] if one_line else [])
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.canvas", *arguments],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def figure(values, kind: int) -> str:
    known = sorted(value[kind] for value in values if value is not None)
    if not known:
        return "-"
    top = known[min(len(known) - 1, int(len(known) * 0.95))]
    return f"{median(known):.1f} / {top:.1f}"


def ratio(ours, theirs) -> str:
    mine, other = ([v[1] for v in values if v is not None] for values in (ours, theirs))
    if not mine or not other or not median(mine):
        return "-"
    return f"{median(other) / median(mine):.1f}"


def table(sizes, rounds: int) -> None:
    print("Median / 95th percentile, ms; 'work' is the process's own time, free of other load.\n")
    print("| document | what | canvas | canvas, work | QTextEdit, work | QTextEdit : canvas |")
    print("|---|---|---|---|---|---|")
    cases = [(size, False) for size in sizes] + [(1_000_000, True)]
    for size, one_line in cases:
        name = f"{size:,} characters" + (" in one line" if one_line else "")
        few = rounds if size < 5_000_000 else max(3, rounds // 3)
        ours = run("ours", size, one_line=one_line, rounds=few)
        peer = {"times": {}, "memory": None}
        if size <= PEER_LIMIT:
            peer = run("peer", size, one_line=one_line, rounds=3)
        for what, values in ours["times"].items():
            theirs = peer["times"].get(what, [])
            print(
                f"| {name} | {what} | {figure(values, 0)} | {figure(values, 1)} "
                f"| {figure(theirs, 1)} | {ratio(values, theirs)} |",
                flush=True,
            )
        memory = f"{ours['memory'] / 2**20:.1f} MB"
        other = f"{peer['memory'] / 2**20:.1f} MB" if peer["memory"] is not None else "-"
        print(
            f"| {name} | memory over the text and its spans | {memory} | | {other} | |", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", nargs=3, metavar=("WHICH", "SIZE", "ROUNDS"))
    parser.add_argument("--one-line", action="store_true")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if options.child:
        which, size, rounds = options.child
        result = measure(which, int(size), one_line=options.one_line, rounds=int(rounds))
        print(json.dumps(result))
        sys.stdout.flush()
        os._exit(0)
    table([int(size) for size in options.sizes.split(",")], 4 if options.quick else 12)


if __name__ == "__main__":
    main()
