# SPDX-License-Identifier: MIT
"""Readers and writers alone, without a store, beside the bare libraries on the same bytes.

    python benchmarks/formats.py [--documents 3000] [--repeat 3]

Every route runs in a process of its own, in turn with the others; the figures are the best of the
runs, the memory is the peak of the process. ``benchmarks/corpus.py`` measures the whole way.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import SPANS, write_corpus

REPOSITORY = Path(__file__).parent.parent


def documents(folder: Path):
    import orjson

    from annotator.formats.format import ExportedDocument, StoredLayer
    from annotator.model.document import Document
    from annotator.model.records import DocumentInfo

    with (folder / "corpus.jsonl").open("rb") as file:
        for line in file:
            data = orjson.loads(line)
            spans = [
                {
                    "kind": "span",
                    "id": span["id"],
                    "label": span["label"],
                    "fragments": [[span["start"], span["end"]]],
                    "attributes": span["attributes"],
                }
                for span in data["spans"]
            ]
            yield ExportedDocument(
                Document.of(data["id"], data["text"]),
                DocumentInfo(language="en", title=data["meta"]["title"]),
                (StoredLayer("ann", spans, True),),
            )


def timed(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def bare_read(folder: Path) -> float:
    import orjson

    def work() -> None:
        with (folder / "corpus.jsonl").open("rb") as file:
            for line in file:
                orjson.loads(line)

    return timed(work)


def our_read(folder: Path) -> float:
    from annotator.formats.format import ReadOptions, no_progress
    from annotator.formats.jsonl import read
    from annotator.formats.sources import SourceFile
    from annotator.schema.files import default_schema

    options = ReadOptions(default_schema(), "me", "en")

    def work() -> None:
        for _ in read([SourceFile(folder / "corpus.jsonl", "corpus.jsonl")], options, no_progress):
            pass

    return timed(work)


def bare_write(folder: Path) -> float:
    import orjson

    lines = [
        {
            "id": item.document.id,
            "text": item.document.text,
            "annotator": item.layers[0].annotator,
            "spans": item.layers[0].records,
        }
        for item in documents(folder)
    ]

    def work() -> None:
        with (folder / "bare.jsonl").open("wb") as file:
            for line in lines:
                file.write(orjson.dumps(line) + b"\n")

    return timed(work)


def our_write(folder: Path) -> float:
    from annotator.formats.format import WriteOptions, no_progress
    from annotator.formats.jsonl import write
    from annotator.schema.files import default_schema

    items = list(documents(folder))
    options = WriteOptions(default_schema(), "en")
    return timed(lambda: write(iter(items), folder / "ours.jsonl", options, no_progress))


def plain_docbin(folder: Path) -> float:
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")

    def work() -> None:
        docs = DocBin()
        for item in documents(folder):
            doc = nlp.make_doc(item.document.text)
            ents = [
                doc.char_span(*span["fragments"][0], label=span["label"])
                for span in item.layers[0].records
            ]
            doc.ents = [ent for ent in ents if ent is not None]
            docs.add(doc)
        docs.to_disk(folder / "plain.spacy")

    return timed(work)


def our_docbin(folder: Path, name: str) -> float:
    from annotator.formats.format import WriteOptions, no_progress
    from annotator.formats.spacy_docbin.writing import write
    from annotator.schema.files import default_schema

    options = WriteOptions(default_schema(), "en")
    return timed(lambda: write(documents(folder), folder / name, options, no_progress))


ROUTES = {
    "orjson.loads": bare_read,
    "our JSONL reader": our_read,
    "orjson.dumps": bare_write,
    "our JSONL writer": our_write,
    "plain spaCy DocBin": plain_docbin,
    "our DocBin, one file": lambda folder: our_docbin(folder, "ours.spacy"),
    "our DocBin, shards": lambda folder: our_docbin(folder, "shards"),
}


def measured(route: str, folder: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, "--route", route, "--folder", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    seconds, peak = done.stdout.split()
    return float(seconds), float(peak)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=3_000)
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--route", default="")
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    if given.route:
        seconds = ROUTES[given.route](given.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{seconds:.3f} {peak:.0f}")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder / "corpus.jsonl", given.documents)
        runs = {route: [] for route in ROUTES}
        for _ in range(given.repeat):
            for route in ROUTES:
                runs[route].append(measured(route, folder))
    print(f"{given.documents:,} documents of 2,500 characters with {SPANS} spans\n")
    print("| route | seconds | documents/s | µs a document | peak MB |")
    print("|---|---|---|---|---|")
    for route, results in runs.items():
        seconds = min(seconds for seconds, _ in results)
        peak = max(peak for _, peak in results)
        rate, micro = given.documents / seconds, seconds / given.documents * 1e6
        print(f"| {route} | {seconds:.2f} | {rate:,.0f} | {micro:.0f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
