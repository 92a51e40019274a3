# SPDX-License-Identifier: MIT
"""Times the whole window: its start, key to paint, the next document, long lists, memory.

    python benchmarks/window.py [start] [keys] [documents] [list] [memory]

Without a name all are measured. Each run has a process of its own (``window_runs.py``), settings
of its own and a project of its own; QT_QPA_PLATFORM chooses the platform, ``offscreen`` by default.
The slow disk is made by strace: each fsync and fdatasync takes half a second longer, everything
else runs at its own pace. The tables are Markdown.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import document, write_corpus

HERE = Path(__file__).parent
RUNS = HERE / "window_runs.py"
SLOW_DISK = (
    "strace",
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-o",
    os.devnull,
    "-e",
    "trace=fdatasync,fsync",
)
DELAY = ("-e", "inject=fdatasync,fsync:delay_exit=500000")
DOCUMENTS = 60
LONG = 100_000
WORDS = "article 99"


class Room:
    """A folder with projects and settings, and the runs in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        own = {
            "ANNOTATOR_CONFIG_DIR": "config",
            "ANNOTATOR_LOG_DIR": "log",
            "XDG_DATA_HOME": "data",
        }
        self.environment = {
            **os.environ,
            **{name: str(folder / place) for name, place in own.items()},
            "PYTHONPATH": str(HERE.parent),
        }
        os.environ.update({name: self.environment[name] for name in own})
        sys.path.insert(0, str(HERE.parent))
        from annotator.settings import Settings, save_settings

        save_settings(Settings(annotator="ann"))

    def project(self, name: str, documents: int, *, short: bool = False) -> str:
        """Make a project of documents that all routes make alike, and return where it is."""
        from annotator.workspace.intake import Wishes
        from annotator.workspace.workspace import Workspace

        source, path = self.folder / f"{name}.jsonl", self.folder / f"{name}.corpus"
        if path.exists():
            return str(path)
        if short:
            write_short(source, documents)
        else:
            write_corpus(source, documents)
        workspace = Workspace.create(str(path), annotator="ann")
        workspace.import_paths([source], Wishes(format="jsonl"))
        workspace.close()
        source.unlink()
        return str(path)

    def copied(self, location: str) -> str:
        """Return another project just like this one, for a run that writes."""
        copy = self.folder / "copy.corpus"
        shutil.copy(location, copy)
        for old in self.folder.glob("copy.corpus-*"):
            old.unlink()
        return str(copy)

    def run(self, what: str, location: str, given: object, *, before: tuple[str, ...] = ()) -> dict:
        command = [*before, sys.executable, str(RUNS), what, location, str(given)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env=self.environment, timeout=900
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return json.loads(done.stdout.splitlines()[-1])


def write_short(path: Path, documents: int) -> None:
    """Write many short documents, a third of them complete."""
    import orjson

    rng = random.Random(11)
    line = document(0, rng)
    text = line["text"][:300]
    spans = [span for span in line["spans"] if span["end"] <= len(text)]
    with path.open("wb") as file:
        for number in range(documents):
            meta = {"title": f"Article {number} of the {rng.randrange(1, 29)}th", "source": "wire"}
            facts = {"id": f"doc-{number:06}", "text": f"{number} {text}", "meta": meta}
            moved = [{**s, "start": s["start"] + len(str(number)) + 1} for s in spans]
            moved = [{**s, "end": s["start"] + len(s["text"])} for s in moved]
            layer = {"annotator": "ann", "complete": number % 3 == 0, "spans": moved}
            file.write(orjson.dumps({**facts, **layer}) + b"\n")


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def spread(values: list[float]) -> str:
    return " / ".join(f"{percentile(values, part):.1f}" for part in (0.5, 0.95, 0.99))


def verdict(holds: bool) -> str:
    return "met" if holds else "NOT met"


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def heading(*cells: str) -> None:
    print()
    row(*cells)
    row(*("---" for _ in cells))


def start(room: Room) -> None:
    """From the making of the process to the first paint, by turns with a window of Qt's own."""
    project = room.project("news", DOCUMENTS)
    cases = {"QMainWindow with a label": "bare", "annotator": "-", "annotator PROJECT": project}
    runs: dict[str, list[dict]] = {name: [] for name in cases}
    for number in range(11):
        for name, location in cases.items():
            found = room.run("start", location, time.monotonic())
            if number:  # the first one warms the disk
                runs[name].append(found)
    heading("process start to first paint", "median ms", "best ms", "CPU ms", "ratio", "goal", "")
    base = statistics.median(run["ms"] for run in runs["QMainWindow with a label"])
    for name, found in runs.items():
        times = [run["ms"] for run in found]
        middle, cpu = statistics.median(times), min(run["cpu_ms"] for run in found)
        is_ours = cases[name] != "bare"
        goal = ("≤ 500", verdict(middle <= 500)) if is_ours else ("", "")
        row(name, f"{middle:.0f}", f"{min(times):.0f}", f"{cpu:.0f}", f"{middle / base:.1f}", *goal)
    loaded = {name for run in runs["annotator PROJECT"] for name in run["loaded"]}
    print(
        f"\nOf spacy and sqlalchemy imported at that moment: {', '.join(sorted(loaded)) or 'none'}."
    )


def keys(room: Room) -> None:
    """From a label's key to the canvas painted, with the disk as it is and with a slow one."""
    project = room.project("news", DOCUMENTS)
    long = room.project("long", LONG, short=True)
    slow = "each fsync and fdatasync 500 ms slower"
    cases = [(f"project of {DOCUMENTS}, this disk", project, ())]
    if shutil.which("strace"):
        cases.append((f"project of {DOCUMENTS}, {slow}", project, (*SLOW_DISK, *DELAY)))
    else:
        print("\nstrace is not here: the slow disk is not measured")
    cases.append((f"project of {LONG:,}, this disk", long, ()))
    title = "label key to paint, 300 gestures"
    heading(title, "p50 / p95 / p99 ms", "worst", "CPU ms", "most unsaved", "goal", "")
    for name, location, before in cases:
        found = room.run("gestures", room.copied(location), 300, before=before)
        if not found["saved"]:
            raise RuntimeError("not everything was saved")
        taken = found["taken"]
        is_met = verdict(percentile(taken, 0.99) <= 50)
        worst = f"{max(taken):.1f}"
        cpu = f"{statistics.median(found['cpu']):.1f}"
        row(name, spread(taken), worst, cpu, found["most_pending"], "p99 ≤ 50", is_met)


def documents(room: Room) -> None:
    """From Ctrl+PageDown to the text painted."""
    project = room.project("news", DOCUMENTS)
    long = room.project("long", LONG, short=True)
    heading("Ctrl+PageDown to the text painted", "p50 / p95 / p99 ms", "worst ms")
    for name, location in ((f"project of {DOCUMENTS}", project), (f"project of {LONG:,}", long)):
        taken = room.run("documents", location, DOCUMENTS - 5)["taken"]
        row(name, spread(taken), f"{max(taken):.1f}")


def long_list(room: Room) -> None:
    """A list of 100,000 documents: opened, and filtered by typing."""
    long = room.project("long", LONG, short=True)
    runs = [room.run("list", long, WORDS) for _ in range(3)]
    heading(f"list of {LONG:,} documents", "ms, best of 3")
    row("project opened to rows painted", f"{min(run['listed'] for run in runs):,.0f}")
    row("project opened to text painted", f"{min(run['opened'] for run in runs):,.0f}")
    by_key = [min(run["taken"][place] for run in runs) for place in range(len(WORDS))]
    for place, character in enumerate(WORDS):
        row(f"typed “{character}” to rows painted", f"{by_key[place]:.0f}")
    print(f"\n{runs[0]['shown']:,} rows are left.")


def memory(room: Room, count: int) -> None:
    """Memory over many gestures: label, label otherwise, remove, undo, remove."""
    project = room.project("news", DOCUMENTS)
    found = room.run("memory", room.copied(project), count)
    heading("gestures", "resident MB", "open files")
    for made, size, files in found["seen"]:
        row(f"{made:,}", f"{size:.1f}", files)
    first, last = found["seen"][0][1], found["seen"][-1][1]
    more = count - found["seen"][0][0]
    print(f"\nGrown by {last - first:.1f} MB over the last {more:,} gestures ", end="")
    print(f"({(last - first) * 1024 / more:.2f} kB each); references to None: {found['none']:+}.")


def main() -> None:
    parts = {"start": start, "keys": keys, "documents": documents, "list": long_list}
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", nargs="*", choices=[[], *parts, "memory"])
    arguments.add_argument("--gestures", type=int, default=5_000, help="of the memory's run")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        room = Room(Path(name))
        for part, measure in parts.items():
            if not given.what or part in given.what:
                measure(room)
        if not given.what or "memory" in given.what:
            memory(room, given.gestures)


if __name__ == "__main__":
    main()
