# SPDX-License-Identifier: MIT
"""Every format's reader and writer beside the fastest bare library on the same bytes, in one run.

    python benchmarks/formats.py [--documents 10000] [--repeat 3] [--only ID ...]

Our writer makes the files; then our reader and the bare library read them, and the bare library
writes again what it has read. Each route runs in a process of its own, in turn with the others;
the figures are the best of the runs, the memory is the peak of the process.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus import SPANS, write_corpus

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True)
class Bare:
    """What the bare library does: ``read`` gives what ``write`` takes."""

    name: str
    read: Callable[[Path], Any]
    write: Callable[[Any, Path], None]


def files_in(place: Path, *suffixes: str) -> list[Path]:
    if place.is_file():
        return [place]
    return sorted(path for path in place.rglob("*") if path.suffix in suffixes)


def json_lines() -> Bare:
    import orjson

    def read(place: Path) -> list:
        with place.open("rb") as stream:
            return [orjson.loads(line) for line in stream]

    def write(values: list, place: Path) -> None:
        with place.open("wb") as stream:
            for value in values:
                stream.write(orjson.dumps(value) + b"\n")

    return Bare("orjson", read, write)


def json_files() -> Bare:
    import orjson

    def read(place: Path) -> list:
        paths = files_in(place, ".json", ".bdocjs")
        return [orjson.loads(path.read_bytes()) for path in paths]

    def write(values: list, place: Path) -> None:
        place.mkdir()
        for number, value in enumerate(values):
            (place / f"{number}.json").write_bytes(orjson.dumps(value))

    return Bare("orjson", read, write)


def xml_files() -> Bare:
    from lxml import etree

    def read(place: Path) -> list:
        return [etree.parse(path) for path in files_in(place, ".xml", ".xmi")]

    def write(trees: list, place: Path) -> None:
        place.mkdir()
        for number, tree in enumerate(trees):
            tree.write(place / f"{number}.xml", encoding="utf-8", xml_declaration=True)

    return Bare("lxml", read, write)


def cassis_files() -> Bare:
    import cassis

    def read(place: Path) -> list:
        with next(place.rglob("TypeSystem.xml")).open("rb") as stream:
            types = cassis.load_typesystem(stream)
        found = []
        for path in files_in(place, ".xmi"):
            with path.open("rb") as stream:
                found.append(cassis.load_cas_from_xmi(stream, typesystem=types))
        return found

    def write(items: list, place: Path) -> None:
        place.mkdir()
        for number, item in enumerate(items):
            item.to_xmi(place / f"{number}.xmi")

    return Bare("dkpro-cassis", read, write)


def columns(*suffixes: str) -> Callable[[], Bare]:
    def read(place: Path) -> list:
        found = []
        for path in files_in(place, *suffixes):
            text = path.read_bytes().decode()
            found.append([line.split("\t") for line in text.split("\n")])
        return found

    def write(tables: list, place: Path) -> None:
        place.mkdir()
        for number, rows in enumerate(tables):
            text = "\n".join("\t".join(row) for row in rows)
            (place / str(number)).write_text(text, encoding="utf-8", newline="")

    return lambda: Bare("str.split, str.join", read, write)


def csv_rows() -> Bare:
    def read(place: Path) -> list:
        csv.field_size_limit(1 << 30)
        with place.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))

    def write(rows: list, place: Path) -> None:
        with place.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    return Bare("csv", read, write)


def docbin() -> Bare:
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("en").vocab

    def read(place: Path) -> list:
        paths = files_in(place, ".spacy")
        return [doc for path in paths for doc in DocBin().from_disk(path).get_docs(vocab)]

    def write(docs: list, place: Path) -> None:
        DocBin(docs=docs, store_user_data=True).to_disk(place)

    return Bare("spaCy's DocBin", read, write)


def parquet() -> Bare:
    import pyarrow.parquet as pq

    def read(place: Path) -> list:
        return [pq.read_table(path) for path in files_in(place, ".parquet")]

    def write(tables: list, place: Path) -> None:
        place.mkdir()
        for number, table in enumerate(tables):
            pq.write_table(table, place / f"{number}.parquet")

    return Bare("pyarrow", read, write)


BARE: dict[str, Callable[[], Bare]] = {
    "text": columns(".txt"),
    "csv": csv_rows,
    "jsonl": json_lines,
    "spacy": docbin,
    "brat": columns(".txt", ".ann"),
    "webanno": columns(".tsv"),
    "xmi": cassis_files,
    "conll": columns(".conll"),
    "conllu": columns(".conllu"),
    "doccano": json_lines,
    "label-studio": json_files,
    "prodigy": json_lines,
    "gate": xml_files,
    "bdoc": json_files,
    "mae": xml_files,
    "parquet": parquet,
}


def documents(folder: Path) -> Iterator[Any]:
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
                (StoredLayer("ann", spans, complete=True),),
            )


def place_of(id: str, folder: Path, name: str) -> Path:
    from annotator.formats.registry import format_of

    format = format_of(id)
    return folder / (f"{id}-{name}" if format.folder else f"{id}-{name}{format.suffixes[0]}")


def our_write(id: str, folder: Path) -> Callable[[], object]:
    from annotator.formats.format import WriteOptions, chosen, no_progress
    from annotator.formats.registry import format_of
    from annotator.schema.files import default_schema

    format = format_of(id)
    choices = chosen(format.writing, {})
    options = WriteOptions(default_schema(), "en", annotators=("ann",), choices=choices)
    items, place = list(documents(folder)), place_of(id, folder, "ours")
    format.write(iter(items[:1]), place_of(id, folder, "first"), options, no_progress)
    return lambda: format.write(iter(items), place, options, no_progress)


def our_read(id: str, folder: Path) -> Callable[[], object]:
    from annotator.formats.format import ReadOptions, chosen
    from annotator.formats.registry import format_of
    from annotator.schema.files import default_schema

    choices = chosen(format_of(id).reading, {})
    options = ReadOptions(default_schema(), "me", "en", choices=choices)
    place = place_of(id, folder, "ours")
    next(iter(_read(id, place_of(id, folder, "first"), options)))
    return lambda: sum(1 for _ in _read(id, place, options))


def _read(id: str, place: Path, options: Any) -> Iterator[Any]:
    from annotator.formats.format import no_progress
    from annotator.formats.registry import batches

    for batch in batches([place], id, print):
        yield from batch.format.read(batch.files, options, no_progress)


def bare_read(id: str, folder: Path) -> Callable[[], object]:
    bare, place = BARE[id](), place_of(id, folder, "ours")
    return lambda: bare.read(place)


def bare_write(id: str, folder: Path) -> Callable[[], object]:
    bare = BARE[id]()
    values = bare.read(place_of(id, folder, "ours"))
    target = place_of(id, folder, f"bare-{os.getpid()}")
    return lambda: bare.write(values, target)


ROUTES = {
    "our write": our_write,
    "our read": our_read,
    "bare read": bare_read,
    "bare write": bare_write,
}


def measured(route: str, id: str, folder: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, "--route", route, "--only", id, "--folder", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{id}, {route}: {done.stderr[-2000:]}")
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def report(id: str, folder: Path, repeat: int) -> None:
    from annotator.formats.registry import format_of

    readable = format_of(id).read is not None
    routes = [route for route in ROUTES if readable or route != "our read"]
    runs: dict[str, list[tuple[float, float]]] = {route: [] for route in routes}
    for _ in range(repeat):
        for route in routes:
            runs[route].append(measured(route, id, folder))
    best = {route: min(seconds for seconds, _ in found) for route, found in runs.items()}
    peak = {route: max(memory for _, memory in found) for route, found in runs.items()}
    reading = f"{best['our read']:.2f}" if readable else "-"
    ratio = f"{best['our read'] / best['bare read']:.2f}" if readable else "-"
    print(
        f"| {id} | {BARE[id]().name} | {reading} | {best['bare read']:.2f} | {ratio} "
        f"| {best['our write']:.2f} | {best['bare write']:.2f} "
        f"| {best['our write'] / best['bare write']:.2f} "
        f"| {peak.get('our read', 0):.0f} |",
        flush=True,
    )


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--documents", type=int, default=10_000)
    arguments.add_argument("--repeat", type=int, default=3)
    arguments.add_argument("--only", action="append", metavar="ID")
    arguments.add_argument("--route", default="")
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    if given.route:
        work = ROUTES[given.route](given.only[0], given.folder)
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{seconds:.4f} {peak:.0f}")
        return
    sys.path.insert(0, str(REPOSITORY))
    print(f"{given.documents:,} documents of 2,500 characters with {SPANS} spans each\n")
    print("| format | bare library | read s | bare s | ratio | write s | bare s | ratio | MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for id in given.only or BARE:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_corpus(folder / "corpus.jsonl", given.documents)
            report(id, folder, given.repeat)


if __name__ == "__main__":
    main()
