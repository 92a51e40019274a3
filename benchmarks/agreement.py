# SPDX-License-Identifier: MIT
"""The agreement report of 10,000 documents x 3 annotators x 25 spans: first, again, after an edit.

    python benchmarks/agreement.py [--documents 10000] [--peer-documents 200]

The corpus is generated: each annotator misses a tenth of the spans, moves boundaries and takes one
label for another. "First" reads every layer from the project; "cold" is a new process with the
packed copy of an earlier one; "warm" asks again; "edit" changes one layer and asks again. If
nervaluate is installed, the same spans of some documents are given to it, and the ratio is printed.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

LABELS = ("ACTOR", "LOCATION", "WEAPON", "CASUALTY")
ANNOTATORS = ("ana", "ben", "cyd")
SPANS = 28


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--peer-documents", type=int, default=200)
    arguments.add_argument("--cold", default="")
    given = arguments.parse_args()
    if given.cold:
        cold(given.cold)
        return
    with tempfile.TemporaryDirectory() as name:
        os.environ["ANNOTATOR_CACHE_DIR"] = str(Path(name) / "cache")
        location = prepare(Path(name), given.documents)
        first(location)
        for _ in range(3):
            subprocess.run([sys.executable, __file__, "--cold", location], check=True)
        edits(location)
    peer(given.peer_documents)


def document(number: int) -> tuple[str, dict[str, list[tuple[int, int, str]]]]:
    """Return a text and what each annotator marked in it."""
    rng = random.Random(number)
    words = [rng.choice(("fighters", "shelled", "Idlib", "mortars", "on", "Monday", "village"))
             for _ in range(400)]  # fmt: skip
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    truth = [(n, n + rng.randint(1, 3), rng.choice(LABELS))
             for n in sorted(rng.sample(range(390), SPANS))]  # fmt: skip
    marked = {}
    for annotator in ANNOTATORS:
        theirs = []
        for first_word, last_word, label in truth:
            chance = rng.random()
            if chance < 0.1:
                continue
            end = last_word + (chance < 0.2)
            theirs.append(
                (
                    starts[first_word],
                    starts[end - 1] + len(words[end - 1]),
                    rng.choice(LABELS) if chance > 0.95 else label,
                )
            )
        marked[annotator] = sorted(set(theirs))
    return " ".join(words), marked


def prepare(folder: Path, documents: int) -> str:
    import orjson

    from annotator.workspace.workspace import Workspace

    path = folder / "corpus.jsonl"
    with path.open("wb") as file:
        for number in range(documents):
            text, marked = document(number)
            for annotator, spans in marked.items():
                line = {
                    "id": f"d{number:05}",
                    "text": text,
                    "annotator": annotator,
                    "complete": True,
                    "spans": [
                        {"id": f"s{n}", "start": start, "end": end, "label": label}
                        for n, (start, end, label) in enumerate(spans)
                    ],
                }
                file.write(orjson.dumps(line) + b"\n")
    location = str(folder / "p.corpus")
    workspace = Workspace.create(location, annotator="ana")
    workspace.import_paths([path])
    workspace.close()
    return location


def first(location: str) -> None:
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(location, annotator="ana")
    began = time.perf_counter()
    report = workspace.agreeing.report()
    print(f"first, every layer read: {time.perf_counter() - began:.2f} s")
    print(f"  {report.documents:,} documents, {report.micro['strict'].n:,} spans compared")
    workspace.close()


def cold(location: str) -> None:
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(location, annotator="ana")
    began = time.perf_counter()
    workspace.agreeing.report()
    done = time.perf_counter()
    workspace.agreeing.report()
    print(f"cold: {done - began:.2f} s; warm: {(time.perf_counter() - done) * 1000:.1f} ms")
    workspace.close()


def edits(location: str) -> None:
    from annotator.edits.edit import RelabelSpan
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(location, annotator="ana")
    workspace.agreeing.report()
    waits = []
    for number, summary in enumerate(workspace.documents()[:30]):
        span = next(workspace.layer(summary.id).spans())
        workspace.apply(summary.id, RelabelSpan(span.id, LABELS[number % 4]))
        workspace.flush(10)
        began = time.perf_counter()
        workspace.agreeing.report()
        waits.append((time.perf_counter() - began) * 1000)
    print(f"after one edit: median {statistics.median(waits):.1f} ms, worst {max(waits):.1f} ms")
    workspace.close()


def peer(documents: int) -> None:
    try:
        from nervaluate import Evaluator
    except ImportError:
        print("nervaluate is not installed: no ratio")
        return
    from itertools import combinations

    from annotator.review.packed import Names, PackedLayer, corpus_of
    from annotator.review.tallies import tallied

    marked = [document(number)[1] for number in range(documents)]
    began = time.perf_counter()
    names = Names()
    layers = [
        PackedLayer(str(n), name, names.pack((((s, e),), label, "") for s, e, label in spans))
        for n, each in enumerate(marked)
        for name, spans in each.items()
    ]
    tallied(corpus_of(layers, names), replicates=1)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    for one, other in combinations(ANNOTATORS, 2):
        sides = [
            [
                [{"start": s, "end": e, "label": label} for s, e, label in each[name]]
                for each in marked
            ]
            for name in (one, other)
        ]
        Evaluator(*sides, tags=list(LABELS), loader="dict").evaluate()
    theirs = time.perf_counter() - began
    print(f"{documents} documents: nervaluate takes {theirs / ours:.0f} times as long")


if __name__ == "__main__":
    main()
