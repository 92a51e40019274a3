# SPDX-License-Identifier: MIT
"""Import and export of 10,000 documents with 250,000 spans, beside the bare route.

    python benchmarks/corpus.py [--documents 10000] [--repeat 3]

Every route runs in a process of its own, so that its peak memory is its own, in turn with the
others on the same machine and the same data; the figures are the best of the runs. CPU seconds tell
what a busy machine adds to the seconds. The table is Markdown.
"""

import argparse
import os
import platform
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LABELS = ("ACTOR", "LOCATION", "WEAPON", "CASUALTY")
PROSE = (
    "the army said on Thursday that shelling near a village killed several fighters and wounded "
    "others as armed groups moved towards the city while residents reported rocket fire along the "
    "front line and drones over the airport according to local sources who asked not to be named"
)
WORDS = tuple(PROSE.split())
NAMES = (
    "Darvaz Brigade",
    "Northern Front",
    "Qasr al-Rih",
    "Tel Amran",
    "mortar rounds",
    "12 soldiers",
)
SPANS = 25
LENGTH = 2_500


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--only", action="append", choices=list(ROUTES), metavar="ROUTE")
    arguments.add_argument("--route", default="")
    arguments.add_argument("--folder", type=Path, default=None)
    given = arguments.parse_args()
    if given.route:
        run_route(given.route, given.folder)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "corpus.jsonl", given.documents)
        report(folder, given.documents, given.only or list(ROUTES), given.repeat)


def write_corpus(path: Path, documents: int) -> None:
    """Write the JSONL that all routes read, always the same."""
    import orjson

    rng = random.Random(7)
    with path.open("wb") as file:
        for number in range(documents):
            file.write(orjson.dumps(document(number, rng)) + b"\n")


def document(number: int, rng: random.Random) -> dict:
    words: list[str] = []
    spans: list[dict] = []
    length = 0
    gap = LENGTH // SPANS
    while length < LENGTH:
        if len(spans) < SPANS and length >= gap * len(spans):
            name = rng.choice(NAMES)
            spans.append(
                {
                    "id": f"T{len(spans) + 1}",
                    "start": length,
                    "end": length + len(name),
                    "label": rng.choice(LABELS),
                    "text": name,
                    "attributes": {"mention": "named", "role": "party"},
                }
            )
            word = name
        else:
            word = rng.choice(WORDS)
        if rng.random() < 0.08:
            word += "."
        words.append(word)
        length += len(word) + 1
    for span in spans:
        if span["label"] in ("WEAPON", "CASUALTY"):
            span["attributes"] = {}
    return {
        "id": f"doc-{number:06}",
        "text": " ".join(words),
        "meta": {"title": f"Article {number}", "source": "generated", "date": "2026-11-24"},
        "annotator": "ann",
        "complete": True,
        "spans": spans,
    }


def bare_import(folder: Path) -> None:
    """orjson -> sqlite3 executemany in one transaction: no check, no log."""
    import orjson

    path = folder / "bare.sqlite"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, text TEXT, meta TEXT)")
    connection.execute(
        "CREATE TABLE spans (document TEXT, id TEXT, start INT, end INT, label TEXT, data TEXT)"
    )
    with connection, (folder / "corpus.jsonl").open("rb") as file:
        batch_documents, batch_spans = [], []
        for line in file:
            data = orjson.loads(line)
            id = data["id"]
            batch_documents.append((id, data["text"], orjson.dumps(data["meta"]).decode()))
            batch_spans.extend(
                (
                    id,
                    s["id"],
                    s["start"],
                    s["end"],
                    s["label"],
                    orjson.dumps(s["attributes"]).decode(),
                )
                for s in data["spans"]
            )
            if len(batch_documents) == 500:
                connection.executemany("INSERT INTO documents VALUES (?,?,?)", batch_documents)
                connection.executemany("INSERT INTO spans VALUES (?,?,?,?,?,?)", batch_spans)
                batch_documents, batch_spans = [], []
        connection.executemany("INSERT INTO documents VALUES (?,?,?)", batch_documents)
        connection.executemany("INSERT INTO spans VALUES (?,?,?,?,?,?)", batch_spans)
    connection.close()


def bare_export(folder: Path) -> None:
    """Two sqlite cursors in the same order -> orjson lines."""
    import orjson

    connection = sqlite3.connect(folder / "bare.sqlite")
    documents = connection.execute("SELECT id, text, meta FROM documents ORDER BY rowid")
    spans = connection.execute(
        "SELECT document, id, start, end, label, data FROM spans ORDER BY rowid"
    )
    span = spans.fetchone()
    with (folder / "bare.jsonl").open("wb") as file:
        for id, text, meta in documents:
            mine = []
            while span is not None and span[0] == id:
                mine.append(
                    {
                        "id": span[1],
                        "start": span[2],
                        "end": span[3],
                        "label": span[4],
                        "text": text[span[2] : span[3]],
                        "attributes": orjson.loads(span[5]),
                    }
                )
                span = spans.fetchone()
            line = {"id": id, "text": text, "meta": orjson.loads(meta), "spans": mine}
            file.write(orjson.dumps(line) + b"\n")


def plain_spacy(folder: Path) -> None:
    """spaCy's plain way: tokenize, set ents, DocBin.to_disk."""
    import orjson
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    docs = DocBin()
    with (folder / "corpus.jsonl").open("rb") as file:
        for line in file:
            data = orjson.loads(line)
            doc = nlp.make_doc(data["text"])
            ents = [doc.char_span(s["start"], s["end"], label=s["label"]) for s in data["spans"]]
            doc.ents = [ent for ent in ents if ent is not None]
            docs.add(doc)
    docs.to_disk(folder / "plain.spacy")


def our_import(folder: Path) -> float:
    """Return when the program was loaded and the project there, as all our routes do."""
    from annotator.workspace.intake import Wishes
    from annotator.workspace.workspace import Workspace

    path = folder / "ours.corpus"
    for old in folder.glob("ours.corpus*"):
        if old.is_file():
            old.unlink()
    workspace = Workspace.create(str(path), annotator="ann")
    ready = time.perf_counter()
    workspace.import_paths([folder / "corpus.jsonl"], Wishes(format="jsonl"))
    workspace.close()
    return ready


def our_export(format: str, folder: Path) -> float:
    from annotator.workspace.exporting import Target
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(str(folder / "ours.corpus"), annotator="ann", read_only=True)
    ready = time.perf_counter()
    target = folder / ("ours.jsonl" if format == "jsonl" else "ours-spacy")
    workspace.export(Target(target, format))
    workspace.close()
    return ready


def our_check(folder: Path) -> float:
    from annotator.workspace.workspace import Workspace

    workspace = Workspace.open(str(folder / "ours.corpus"), annotator="ann", read_only=True)
    ready = time.perf_counter()
    for _ in workspace.check_all():
        pass
    workspace.close()
    return ready


ROUTES = {
    "bare import": bare_import,
    "our import": our_import,
    "bare export": bare_export,
    "our JSONL export": lambda folder: our_export("jsonl", folder),
    "plain spaCy DocBin": plain_spacy,
    "our DocBin export": lambda folder: our_export("spacy", folder),
    "our check of everything": our_check,
}
COMPARED = {
    "our import": ("bare import", 3, 0),
    "our JSONL export": ("bare export", 2, 0),
    "our DocBin export": ("plain spaCy DocBin", 1, 500),
}
"""The route beside each of ours, how many times its seconds we may take, and the most MB."""


def run_route(name: str, folder: Path) -> None:
    """Run one route and print its seconds, those of its start, CPU seconds, peak memory in MB."""
    began = time.perf_counter()
    ready = ROUTES[name](folder) or began
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"{seconds:.3f} {ready - began:.3f} {cpu:.3f} {peak:.0f}")


def measured(name: str, folder: Path) -> tuple[float, ...]:
    command = [sys.executable, __file__, "--route", name, "--folder", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return tuple(float(figure) for figure in done.stdout.split()[-4:])


def report(folder: Path, documents: int, routes: list[str], repeat: int) -> None:
    runs: dict[str, list[tuple[float, ...]]] = {name: [] for name in routes}
    for _ in range(repeat):
        for name in routes:
            runs[name].append(measured(name, folder))
    print(f"\n{documents:,} documents, {documents * SPANS:,} spans; best of {repeat}; ", end="")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    print("Start: the program loaded, the project made or opened; the ratio counts it.\n")
    print("| route | seconds | of it start | CPU | documents/s | peak MB | ratio | ", end="")
    print("without start | goal | |\n|---|---|---|---|---|---|---|---|---|---|")
    best = {name: min(found)[0] for name, found in runs.items()}
    for name, found in runs.items():
        seconds, peak = best[name], max(run[3] for run in found)
        start = min(run[1] for run in found)
        base, most, most_mb = COMPARED.get(name, ("", 0, 0))
        ratio = work = goal = verdict = ""
        if base in best:
            ratio, goal = f"{seconds / best[base]:.2f}", f"≤ {most}"
            work = f"{(seconds - start) / best[base]:.2f}"
            holds = seconds <= most * best[base]
            if most_mb:
                goal += f", ≤ {most_mb} MB"
                holds = holds and peak <= most_mb
            verdict = "met" if holds else "NOT met"
        cpu, rate = min(run[2] for run in found), f"{documents / seconds:,.0f}"
        times = (f"{seconds:.2f}", f"{start:.2f}" if start else "", f"{cpu:.2f}", rate)
        cells = (name, *times, f"{peak:.0f}", ratio, work, goal, verdict)
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
