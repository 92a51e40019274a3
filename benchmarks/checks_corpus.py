# SPDX-License-Identifier: MIT
"""The consistency of 10,000 documents with 250,000 spans: first look, after an edit, a fix of all.

    python benchmarks/checks_corpus.py [--documents 10000]

The corpus is generated: 30,000 names, some used much more often than others; one in fifty stands
blank, one in thirty has another label, one in fifty an article too many. Every route is a process
of its own, on the same project. "Rows" counts labels by string in a dict, over the same stored rows
read by sqlite3 itself; "read" reads the same documents and spans through the store and does nothing
with them. "Naive" looks for every string in some documents by ``in``, and is scaled up.
"""

import argparse
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import LENGTH, SPANS, WORDS

NAMES = 30_000
STEMS = ("Dar", "Tel", "Qasr", "Kafr", "Jabal", "Halden", "Velin", "Orro", "Drenak", "Sana")
LABELS = ("ACTOR", "LOCATION")
EDITS = 30
NAIVE = 20


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--route", default="")
    arguments.add_argument("--location", default="")
    given = arguments.parse_args()
    if given.route:
        print(json.dumps(ROUTES[given.route](given.location)))
        return
    with tempfile.TemporaryDirectory() as name:
        location = prepare(Path(name), given.documents)
        told = {}
        for route in ROUTES:
            command = [sys.executable, __file__, "--route", route, "--location", location]
            made = subprocess.run(command, check=True, capture_output=True, text=True)
            told[route] = json.loads(made.stdout.splitlines()[-1])
    report(told)


def report(told: dict) -> None:
    base = told["rows"]["seconds"]
    print("| route | seconds | CPU | peak MB | ratio | goal |\n|---|---|---|---|---|---|")
    for route, found in told.items():
        if "seconds" in found:
            goal = "≤ 60 s, ≤ 1,000 MB" if route == "look" else ""
            cells = (found["seconds"], found["cpu"], found["peak"], found["seconds"] / base)
            print("| {} | {:,.2f} | {:,.2f} | {:,.0f} | {:,.1f} | {} |".format(route, *cells, goal))
    print("\n| after one edit | median ms | worst ms | CPU, median ms | goal |")
    print("|---|---|---|---|---|")
    for what, waits in told["edits"]["waits"].items():
        middle, cpu = (statistics.median(each) for each in zip(*waits, strict=True))
        worst = max(wait for wait, _ in waits)
        print(f"| {what} | {middle:.1f} | {worst:.1f} | {cpu:.1f} | ≤ 100 |")
    for line in (*told["look"]["said"], *told["edits"]["said"]):
        print(line)


def prepare(folder: Path, documents: int) -> str:
    from annotator.workspace.workspace import Workspace

    rng = random.Random(7)
    names = [name(rng) for _ in range(NAMES)]
    weights = [1 / (rank + 1) for rank in range(NAMES)]
    sums, total = [], 0.0
    for weight in weights:
        total += weight
        sums.append(total)
    path = folder / "corpus.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            picked = rng.choices(range(NAMES), cum_weights=sums, k=SPANS)
            file.write(json.dumps(document(number, [(n, names[n]) for n in picked], rng)) + "\n")
    location = str(folder / "p.corpus")
    workspace = Workspace.create(location, annotator="ann")
    workspace.import_paths([path])
    workspace.close()
    return location


def name(rng: random.Random) -> str:
    words = (rng.choice(STEMS) + rng.choice("aeiou") * rng.randint(0, 2) for _ in range(2))
    return f"{' '.join(words)} {rng.randint(1, 99)}"


def document(number: int, picked: list[tuple[int, str]], rng: random.Random) -> dict:
    words, spans, length = [], [], 0
    gap = LENGTH // SPANS
    waiting = list(picked)
    while length < LENGTH:
        if waiting and length >= gap * (SPANS - len(waiting)):
            n, word = waiting.pop()
            start = length
            if rng.random() < 0.02:
                word = f"the {word}"
            label = LABELS[n % 2 if rng.random() > 1 / 30 else (n + 1) % 2]
            if rng.random() > 0.02:
                spans.append(
                    {
                        "id": f"T{len(spans)}",
                        "start": start,
                        "end": start + len(word),
                        "label": label,
                    }
                )
        else:
            word = rng.choice(WORDS)
        words.append(word)
        length += len(word) + 1
    return {"id": f"d{number:05}", "text": " ".join(words), "annotator": "ann", "spans": spans}


def rows(location: str) -> dict:
    counts: dict[str, dict[str, int]] = {}
    began = time.perf_counter()
    with sqlite3.connect(location) as connection:
        query = "SELECT label, surface FROM records WHERE kind = 'span'"
        for label, surface in connection.execute(query):
            labels = counts.setdefault(surface.casefold(), {})
            labels[label] = labels.get(label, 0) + 1
    return measured(began)


def read(location: str) -> dict:
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(location, annotator="ann", read_only=True)
    began = time.perf_counter()
    for item in workspace._store.export_rows():
        for layer in item.layers:
            layer.records()
    return measured(began)


def naive(location: str) -> dict:
    with sqlite3.connect(location) as connection:
        query = "SELECT DISTINCT surface FROM records WHERE kind = 'span'"
        surfaces = [row[0].casefold() for row in connection.execute(query)]
        texts = [row[0].casefold() for row in connection.execute("SELECT text FROM texts")]
    began = time.perf_counter()
    for text in texts[:NAIVE]:
        for surface in surfaces:
            surface in text  # noqa: B015 - that is what takes the time
    found = measured(began)
    scale = len(texts) / NAIVE
    return {**found, "seconds": found["seconds"] * scale, "cpu": found["cpu"] * scale}


def look(location: str) -> dict:
    from annotator.workspace.tasks import no_progress
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(location, annotator="ann", read_only=True)
    began = time.perf_counter()
    found = workspace.consistency.asked("ann")(no_progress)
    taken = measured(began)
    kinds = [sum(one.code == code for one in found.findings) for code in ("K01", "K02", "K03")]
    began = time.perf_counter()
    places = workspace.consistency.places(max(found.findings, key=lambda one: one.places))
    listed = (time.perf_counter() - began) * 1000
    said = [
        f"{found.layers:,} layers, findings: {kinds[0]:,} K01, {kinds[1]:,} K02, {kinds[2]:,} K03",
        f"{len(places):,} places of the finding with most listed in {listed:.0f} ms",
    ]
    return {**taken, "said": said}


def edits(location: str) -> dict:
    from annotator.edits.edit import AddSpan, RelabelSpan, RemoveRecord
    from annotator.workspace.tasks import no_progress
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(location, annotator="ann")
    workspace.consistency.asked("ann")(no_progress)
    waits: dict[str, list[tuple[float, float]]] = {}

    def wait(what: str) -> None:
        began, used = time.perf_counter(), time.thread_time()
        workspace.consistency.asked("ann")(no_progress)
        taken = (time.perf_counter() - began, time.thread_time() - used)
        waits.setdefault(what, []).append((taken[0] * 1000, taken[1] * 1000))

    for number in range(EDITS):
        id = f"d{number:05}"
        span = next(workspace.layer(id).spans())
        other = "WEAPON" if span.label != "WEAPON" else "ACTOR"
        workspace.apply(id, RelabelSpan(span.id, other))
        wait("another label")
        workspace.apply(id, RemoveRecord(span.id))
        wait("span removed")
        workspace.undo()
        wait("taken back")
        start = workspace.document(id).text.index(f"{WORDS[number]} ")
        workspace.apply(id, AddSpan("WEAPON", ((start, start + len(WORDS[number])),)))
        wait("a string that is marked nowhere else")
    found = workspace.consistency.asked("ann")(no_progress)
    worst = max(found.findings, key=lambda one: one.places if one.code == "K01" else 0)
    spots = [place.spot for place in workspace.consistency.places(worst)]
    began = time.perf_counter()
    done = workspace.consistency.mend(spots)
    mended = time.perf_counter() - began
    began = time.perf_counter()
    workspace.undo()
    undone = time.perf_counter() - began
    began = time.perf_counter()
    workspace.consistency.asked("ann")(no_progress)
    looked = time.perf_counter() - began
    documents = len({spot.document for spot in spots})
    said = [
        f"{done.places:,} places in {documents:,} documents fixed as one act in {mended:.2f} s, "
        f"taken back in {undone:.2f} s, both looked at in {looked:.2f} s"
    ]
    workspace.close()
    return {"waits": waits, "said": said}


def measured(began: float) -> dict:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": time.perf_counter() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }


ROUTES = {"rows": rows, "read": read, "naive": naive, "look": look, "edits": edits}


if __name__ == "__main__":
    main()
