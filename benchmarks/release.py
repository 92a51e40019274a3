# SPDX-License-Identifier: MIT
"""A release of 10,000 documents with 250,000 spans, beside spaCy's plain tokenize-and-DocBin route.

    python benchmarks/release.py [--documents 10000] [--repeat 2]

Every route runs in a process of its own, in turn with the others, on the same data: every twentieth
document is a wire copy of another one, with a headline and without its end. The plain route and the
release by one process have one core, the release by two has two. A release does more than the plain
route: it reads the project, looks for near-duplicates, splits, writes JSONL as well, a card, and
checksums. Peak memory is that of all processes together, at the most. The table is Markdown.
"""

import argparse
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.corpus import SPANS, document, plain_spacy

COPIES = 20
QUARTER = "quarter"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--repeat", type=int, default=2)
    arguments.add_argument("--route", default="")
    arguments.add_argument("--folder", type=Path, default=None)
    given = arguments.parse_args()
    if given.route:
        run_route(given.route, given.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, given.documents)
        prepare(folder / QUARTER, given.documents // 4)
        report(folder, given.documents, given.repeat)


def prepare(folder: Path, documents: int) -> None:
    """Write the corpus as JSONL and as a project."""
    import orjson

    from annotator.workspace.intake import Wishes
    from annotator.workspace.workspace import Workspace

    folder.mkdir(exist_ok=True)
    rng = random.Random(7)
    earlier: list[dict] = []
    with (folder / "corpus.jsonl").open("wb") as file:
        for number in range(documents):
            made = document(number, rng)
            if number % COPIES == COPIES - 1:
                made = copied(rng.choice(earlier), made["id"])
            earlier = [*earlier[-199:], made]
            file.write(orjson.dumps(made) + b"\n")
    workspace = Workspace.create(str(folder / "ours.corpus"), annotator="ann")
    workspace.import_paths([folder / "corpus.jsonl"], Wishes(format="jsonl"))
    workspace.close()


def copied(original: dict, id: str) -> dict:
    """A wire copy: a headline more, the last tenth less."""
    headline = f"Update {id}: "
    end = len(original["text"]) * 9 // 10
    spans = [
        {**span, "start": span["start"] + len(headline), "end": span["end"] + len(headline)}
        for span in original["spans"]
        if span["end"] <= end
    ]
    return {**original, "id": id, "text": headline + original["text"][:end], "spans": spans}


def plain(folder: Path) -> None:
    on_cores(1)
    plain_spacy(folder)


def one(folder: Path) -> None:
    release(folder, 1)


def two(folder: Path) -> None:
    release(folder, 2)


def release(folder: Path, processes: int) -> None:
    from annotator.workspace.releasing import ReleasePlan
    from annotator.workspace.workspace import Workspace

    on_cores(processes)
    target = folder / "releases" / "out"
    shutil.rmtree(target.parent, ignore_errors=True)
    workspace = Workspace.open(str(folder / "ours.corpus"), annotator="ann", read_only=True)
    workspace.release(ReleasePlan(target, processes=processes))
    workspace.close()


def near_duplicates(folder: Path) -> None:
    import orjson

    from annotator.release.near_duplicates import NearDuplicates

    on_cores(1)
    with (folder / "corpus.jsonl").open("rb") as lines:
        texts = [orjson.loads(line)["text"] for line in lines]
    found = NearDuplicates(texts.__getitem__)
    for text in texts:
        found.add(text)
    clusters = [cluster for cluster in found.clusters() if len(cluster) > 1]
    in_clusters = sum(len(cluster) - 1 for cluster in clusters)
    print(f"{in_clusters} copies found of {len(texts) // COPIES}", file=sys.stderr)


def on_cores(count: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


PLAIN = "plain spaCy DocBin, one core"
ROUTES = {
    PLAIN: plain,
    "our release, one process, one core": one,
    "our release, two processes, two cores": two,
    "our release of a quarter, one process": lambda folder: one(folder / QUARTER),
    "near-duplicates alone": near_duplicates,
}
GOALS = {
    "our release, one process, one core": ("≤ 1, ≤ 500 MB", 1.0, 0, 500),
    "our release, two processes, two cores": ("< 1, ≤ 500 MB", 0.999, 0, 500),
    "near-duplicates alone": ("≤ 30 s", 0, 30, 0),
}
"""In words; the most of the plain route's seconds, the most seconds and MB, 0 for no goal."""


def run_route(name: str, folder: Path) -> None:
    """Run a route and print its seconds, CPU seconds and peak memory in MB."""
    began = time.perf_counter()
    ROUTES[name](folder)
    seconds = time.perf_counter() - began
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = sum(used.ru_utime + used.ru_stime for used in (own, others))
    workers = 2 if others.ru_maxrss else 0
    peak = (own.ru_maxrss + workers * others.ru_maxrss) / 1024
    print(f"{seconds:.3f} {cpu:.3f} {peak:.0f}")


def measured(name: str, folder: Path) -> tuple[float, ...]:
    command = [sys.executable, __file__, "--route", name, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return tuple(float(figure) for figure in done.stdout.split()[-3:])


def report(folder: Path, documents: int, repeat: int) -> None:
    runs: dict[str, list[tuple[float, ...]]] = {name: [] for name in ROUTES}
    for _ in range(repeat):
        for name in ROUTES:
            runs[name].append(measured(name, folder))
    best = {name: [min(run[i] for run in found) for i in range(2)] for name, found in runs.items()}
    print(
        f"\n{documents:,} documents, about {documents * SPANS:,} spans; best of {repeat}; ", end=""
    )
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("| route | seconds | CPU | peak MB | ratio | CPU ratio | goal | |")
    print("|---|---|---|---|---|---|---|---|")
    for name, found in runs.items():
        (seconds, cpu), peak = best[name], max(run[2] for run in found)
        ratio, cpu_ratio = seconds / best[PLAIN][0], cpu / best[PLAIN][1]
        goal, most, most_s, most_mb = GOALS.get(name, ("", 0, 0, 0))
        holds = (
            (not most or ratio <= most)
            and (not most_s or seconds <= most_s)
            and (not most_mb or peak <= most_mb)
        )
        verdict = ("met" if holds else "NOT met") if goal else ""
        cells = (f"{seconds:.1f}", f"{cpu:.1f}", f"{peak:.0f}", f"{ratio:.2f}", f"{cpu_ratio:.2f}")
        print("| " + " | ".join((name, *cells, goal, verdict)) + " |")


if __name__ == "__main__":
    main()
