# SPDX-License-Identifier: MIT
"""What a check costs after one edit, beside checking the whole layer anew.

    python benchmarks/checks.py [--edits 300] [--seed 1]

Two documents: the most annotated of the sample articles, which is as long as a piece of news, and a
generated text of 100,000 characters with 1,000 spans, in which names come back as they do in news.
Each edit (an attribute, a boundary, a label, a span or a link more or less) is applied; then the
live check and a check of everything are asked for the findings, which must be the same.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from annotator.assist.tokenizer import load_tokenizer
from annotator.checks.check import Subject
from annotator.checks.document import LiveCheck, check_document
from annotator.edits.apply import Context, apply
from annotator.edits.edit import (
    AddRelation,
    AddSpan,
    Edit,
    MoveSpan,
    RelabelSpan,
    RemoveRecord,
    SetAttributes,
)
from annotator.formats.format import ReadOptions, no_progress
from annotator.formats.jsonl import FORMAT
from annotator.formats.sources import SourceFile
from annotator.model.annotations import Annotations
from annotator.model.records import Relation, Span
from annotator.schema.definition import Schema
from annotator.schema.files import default_schema

SAMPLE = Path(__file__).parent.parent / "corpora/sample.jsonl"
LENGTH, SPANS = 100_000, 1_000
SYLLABLES = ("ka", "ro", "mi", "tal", "ven", "dor", "sha", "lim", "hal", "qua", "ber", "nis", "far")
FILLER = (
    "The road was closed for most of the day and nobody could say when it would open again. ",
    "Shops stayed shut, and the few who ventured out spoke of long queues for bread and fuel. ",
    "It was not possible to confirm the account, and both sides gave different versions of it. ",
    "Rain fell through the night and the river rose, which made the crossing harder than before. ",
)
GOALS_MS = {"sample article": 16, "100,000 characters, 1,000 spans": 50}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--edits", type=int, default=300)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    schema = default_schema()
    tokenize = load_tokenizer("en")
    print("| document | spans | findings | live p50 / p95 / worst ms | anew p50 / p95 ms | ratio |")
    print("|---|---|---|---|---|---|")
    for name, text, spans in (sample_article(schema), generated(schema, given.seed)):
        annotations = Annotations({span.id: span for span in spans})
        subject = Subject(text, annotations, schema, tokenize(text), "en")
        report(name, subject, given.edits, random.Random(given.seed))


def sample_article(schema: Schema) -> tuple[str, str, list]:
    """Return the sample article in English with the most spans."""
    files = [SourceFile(SAMPLE, SAMPLE.name)]
    options = ReadOptions(schema, annotator="bench", language="en")
    read = [each for each in FORMAT.read(files, options, no_progress) if each.layers]
    english = [each for each in read if each.info.language == "en"]
    best = max(english, key=lambda each: len(each.layers[0].records))
    return "sample article", best.document.text, list(best.layers[0].records)


def generated(schema: Schema, seed: int) -> tuple[str, str, list[Span]]:
    """Return a text of 100,000 characters with 1,000 spans."""
    draw = random.Random(seed)
    names = ["".join(draw.choices(SYLLABLES, k=3)).capitalize() for _ in range(300)]
    weights = [1 / (1 + place) for place in range(len(names))]
    kinds = {name: draw.choice(("ACTOR", "LOCATION")) for name in names}
    values = {
        "ACTOR": {"actor_type": "rebel_group", "mention": "named"},
        "LOCATION": {"place_type": "settlement", "mention": "named", "precision": 1},
    }
    pieces: list[str] = []
    spans: list[Span] = []
    length = 0

    def add(piece: str, label: str = "", attributes: dict | None = None) -> None:
        nonlocal length
        if label:
            own = {**schema.defaults(label), **(attributes or {})}
            spans.append(Span(f"T{len(spans)}", label, ((length, length + len(piece)),), own))
        pieces.append(piece)
        length += len(piece)

    while len(spans) < SPANS:
        for between in ("", " attacked ", " near "):
            name = draw.choices(names, weights)[0]
            add(between)
            add(name, kinds[name], values[kinds[name]])
        count = draw.randint(2, 90)
        read = {"count": count, "count_min": count, "count_max": count, "outcome": "killed"}
        add(", killing ")
        add(f"{count} people", "CASUALTY", read)
        add(". ")
        while length < len(spans) * LENGTH / SPANS:
            add(draw.choice(FILLER))
        if draw.random() < 0.2:
            add("\n")
    text = "".join(pieces)
    return "100,000 characters, 1,000 spans", text, spans


def edits_of(subject: Subject, draw: random.Random) -> Iterator[Edit]:
    """Yield edits for ever, each for the annotations as they are then."""
    while True:
        spans = list(subject.annotations.spans())
        span = draw.choice(spans)
        kind = draw.randrange(6)
        if kind == 0:
            yield SetAttributes(span.id, {"comment": str(draw.random())})
        elif kind == 1:
            start, end = span.fragments[0]
            yield MoveSpan(span.id, ((start, min(len(subject.text), end + draw.randint(1, 9))),))
        elif kind == 2:
            yield RelabelSpan(span.id, draw.choice(list(subject.schema.labels)))
        elif kind == 3:
            yield RemoveRecord(span.id)
        elif kind == 4:
            start = draw.randrange(len(subject.text) - 10)
            yield AddSpan(draw.choice(list(subject.schema.labels)), ((start, start + 9),))
        else:
            yield AddRelation(Relation("", "part_of_total", span.id, draw.choice(spans).id))


def report(name: str, subject: Subject, edits: int, draw: random.Random) -> None:
    """Make the edits one after the other and print a row."""
    live = LiveCheck()
    live.findings(subject)
    context = Context(len(subject.text), subject.schema)
    waits: dict[str, list[float]] = {"live": [], "anew": []}
    found = 0
    while len(waits["live"]) < edits:
        change = apply(next(edits_of(subject, draw)), subject.annotations, context)
        subject = replace(subject, annotations=change.applied_to(subject.annotations))
        began = time.perf_counter()
        ours = live.findings(subject)
        waits["live"].append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        anew = check_document(subject)
        waits["anew"].append((time.perf_counter() - began) * 1000)
        if ours != anew:
            raise SystemExit(f"{name}: the live check and a new one differ")
        found = len(ours)
    (live50, live95), (anew50, anew95) = (quantiles(each) for each in waits.values())
    spans = sum(1 for _ in subject.annotations.spans())
    print(
        f"| {name} | {spans:,} | {found:,} | {live50:.1f} / {live95:.1f} / {max(waits['live']):.1f}"
        f" | {anew50:.1f} / {anew95:.1f} | {anew50 / live50:.1f} |"
    )
    met = "met" if live95 <= GOALS_MS[name] else "NOT met"
    print(f"goal: p95 of at most {GOALS_MS[name]} ms: {met}", file=sys.stderr)


def quantiles(waits: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    return statistics.median(waits), sorted(waits)[int(0.95 * (len(waits) - 1))]


if __name__ == "__main__":
    main()
