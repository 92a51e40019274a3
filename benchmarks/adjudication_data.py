# SPDX-License-Identifier: MIT
"""What ``adjudication.py`` decides: several annotators' layers, and what is right.

*bratiaa*: seven newspaper articles that four people annotated. One of them, in turn none of whose
work is shown, is the adjudicator; the others are shown. *simulated*: the sample articles, and three
annotators who leave out, shorten, relabel and add spans, each in a manner of their own.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parents[1]
BRAT = ROOT.parent / "shared/data/brat-bratiaa/example-files/example-project"
Mark = tuple[str, int, int]
MANNERS = {
    "ada": (0.10, 0.06, 0.05, 0.02),
    "bo": (0.22, 0.04, 0.03, 0.01),
    "cy": (0.08, 0.12, 0.08, 0.06),
}


@dataclass(frozen=True)
class Case:
    """Documents as lines of JSON, one for each layer, and the right spans of each document."""

    name: str
    lines: tuple[bytes, ...]
    truth: dict[str, frozenset[Mark]]


def line(id: str, text: str, annotator: str, marks: Iterable[Mark]) -> bytes:
    spans = [
        {"id": f"{annotator}-{number}", "label": label, "start": start, "end": end}
        for number, (label, start, end) in enumerate(sorted(marks, key=lambda m: (m[1], m[2])))
    ]
    row = {"id": id, "text": text, "annotator": annotator, "complete": True, "spans": spans}
    return orjson.dumps(row)


def bratiaa(folder: Path, judge: str) -> Case | None:
    """Return the articles with ``judge``'s layer as the truth; None if they are not there."""
    from annotator.workspace.intake import Wishes
    from annotator.workspace.workspace import Workspace

    if not BRAT.is_dir():
        return None
    people = sorted(path.name for path in BRAT.iterdir() if path.is_dir())
    workspace = Workspace.create(str(folder / "brat.corpus"), annotator="bench")
    workspace.import_paths([BRAT], Wishes(format="brat", new_labels="add"))
    lines, truth = [], {}
    for info in workspace.documents():
        text = workspace.document(info.id).text
        for person in people:
            layer = workspace.layer(info.id, person)
            marks = {(span.label, span.start, span.end) for span in layer.spans()}
            if person == judge:
                truth[info.id] = frozenset(marks)
            else:
                lines.append(line(info.id, text, person, marks))
    workspace.close()
    return Case(f"bratiaa, {judge} decides", tuple(lines), truth)


def simulated(copies: int, seed: int = 7) -> Case:
    """Return the sample articles, each ``copies`` times, as three simulated people see them."""
    draw = random.Random(seed)
    lines, truth = [], {}
    for row in (ROOT / "corpora/sample.jsonl").read_bytes().splitlines():
        article = orjson.loads(row)
        right = {(one["label"], one["start"], one["end"]) for one in article["spans"]}
        labels = sorted({mark[0] for mark in right})
        for copy in range(copies):
            id = f"{article['id']}-{copy}"
            truth[id] = frozenset(right)
            for person, manner in MANNERS.items():
                seen = set(_seen(article["text"], right, labels, manner, draw))
                lines.append(line(id, article["text"], person, seen))
    return Case("simulated", tuple(lines), truth)


def _seen(text, right, labels, manner, draw):
    """Yield the spans that somebody marks who errs in this manner."""
    left_out, cut, relabelled, added = manner
    taken = set()
    for label, start, end in sorted(right, key=lambda m: (m[1], m[2])):
        luck = draw.random()
        if luck < left_out:
            continue
        luck -= left_out
        blank = text.find(" ", start, end)
        first = blank + 1 if luck < cut and blank > 0 else start
        others = [one for one in labels if one != label]
        is_mistaken = cut <= luck < cut + relabelled and others
        if (first, end) not in taken:
            taken.add((first, end))
            yield draw.choice(others) if is_mistaken else label, first, end
    words = [at for at in range(1, len(text)) if text[at - 1] == " " and text[at].isalpha()]
    for _ in range(round(added * len(right)) if words else 0):
        start = draw.choice(words)
        end = next((at for at in range(start, len(text)) if not text[at].isalnum()), len(text))
        if all(end <= mark[1] or mark[2] <= start for mark in right):
            yield draw.choice(labels), start, end
