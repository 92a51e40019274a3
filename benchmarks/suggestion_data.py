# SPDX-License-Identifier: MIT
"""Sets of items with two annotators and a known answer, for ``suggestions.py``.

*simulated*: texts of made-up words. Both annotators leave out spans, mark what is none, and slip in
labels and boundaries. Half of what they do follows habits, one for each annotator and expression,
the rest is chance, and one occurrence in eight is hard for both. The rates were set so that the
kinds of disagreement, and what is right in them, have the shares that were measured on real double
annotation: missing 72-76 %, label 11-13 %, boundary 9-11 %; of all, a missing span is right in
34-45 %, nothing in 14-31 %, something else in 7-17 %. No rate was chosen by how a model does.

*bratiaa*: seven articles, four people. Each pair is shown in turn; gold is the layer of one of the
other two, in turn.

*crowd*: tweets with five workers each. The two who worked most on the set are shown; gold is what
most of the other three marked, token by token.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from annotator.model.annotations import Annotations
from annotator.model.records import Span

DATA = Path(__file__).resolve().parents[2] / "shared/data"
Mark = tuple[str, int, int]
LABELS = ("ACTOR", "LOCATION", "WEAPON", "CASUALTY")


@dataclass(frozen=True)
class Shown:
    """A document with the layers of two annotators and the right marks."""

    id: str
    text: str
    layers: dict[str, Annotations]
    gold: frozenset[Mark]


def layer_of(marks: set[Mark]) -> Annotations:
    spans = [
        Span(f"T{number}", label, ((start, end),))
        for number, (label, start, end) in enumerate(sorted(marks, key=lambda m: m[1:]))
    ]
    return Annotations({span.id: span for span in spans})


# Rates: left out, wrong label, wrong boundary, and of expressions that are none: marked.
RATES = {"one": (0.085, 0.031, 0.027, 0.085), "two": (0.125, 0.031, 0.027, 0.085)}
HABITUAL = 0.5
HARD, HARDER = 1 / 8, 3.5


def simulated(documents: int, seed: int, *, each: int = 300, ambiguous: float = 0.0) -> list[Shown]:
    """Return documents with ``each`` expressions that are names, and as many that are none.

    An ``ambiguous`` share of both is a name or none by chance, each time anew.
    """
    draw = random.Random(seed)
    right = {f"name{n} of{n % 7}": LABELS[n % 4] for n in range(each)}
    wrong = [f"thing{n} at{n % 5}" for n in range(each)]
    weights = [1 / (1 + n) ** 0.5 for n in range(each)]
    habits = {
        (who, words): (place + draw.random()) / each
        for who in RATES
        for kind in (list(right), wrong)
        for place, words in enumerate(draw.sample(kind, each))
    }
    either = {words for words in (*right, *wrong) if ambiguous and draw.random() < ambiguous}
    found = []
    for number in range(documents):
        text, gold, made = "", set(), {who: set() for who in RATES}
        for _ in range(12):
            is_right = draw.random() < 0.6
            words = draw.choices(list(right) if is_right else wrong, weights)[0]
            if words in either:
                is_right = draw.random() < 0.5
            start = len(text) + 4
            text += f" so {words} ."
            mark = (right.get(words, draw.choice(LABELS)), start, start + len(words))
            if is_right:
                gold.add(mark)
            times = HARDER if is_right and draw.random() < HARD else 1.0
            for who in RATES:
                mine = _seen(who, words, (mark, is_right), times, habits, draw)
                if mine is not None:
                    made[who].add(mine)
        layers = {who: layer_of(marks) for who, marks in made.items()}
        found.append(Shown(f"s{number}", text, layers, frozenset(gold)))
    return found


def _seen(who, words, what, times, habits, draw):
    """Return what an annotator marks of an expression, or None."""
    mark, is_right = what
    left_out, relabelled, cut, marked = (rate * times for rate in RATES[who])
    luck = habits[who, words] if draw.random() < HABITUAL else draw.random()
    label, start, end = mark
    if not is_right:
        return mark if luck < marked else None
    if luck < left_out:
        return None
    if luck < left_out + relabelled:
        return LABELS[(LABELS.index(label) + 1) % 4], start, end
    if luck < left_out + relabelled + cut:
        return label, start, start + words.index(" ")
    return mark


def bratiaa() -> Iterator[tuple[str, list[Shown]]]:
    from annotator.workspace.intake import Wishes
    from annotator.workspace.workspace import Workspace

    folder = DATA / "brat-bratiaa/example-files/example-project"
    if not folder.is_dir():
        return
    people = sorted(path.name for path in folder.iterdir() if path.is_dir())
    with TemporaryDirectory() as made:
        workspace = Workspace.create(f"{made}/b.corpus", annotator="bench")
        workspace.import_paths([folder], Wishes(format="brat", new_labels="add"))
        rows = [
            (
                row.id,
                workspace.document(row.id).text,
                {name: workspace.layer(row.id, name) for name in people},
            )
            for row in workspace.documents()
        ]
        workspace.close()
    for pair in combinations(people, 2):
        for judge in (name for name in people if name not in pair):
            yield (
                f"{'+'.join(pair)}, gold {judge}",
                [
                    Shown(id, text, {name: layers[name] for name in pair}, _marks(layers[judge]))
                    for id, text, layers in rows
                ],
            )


def _marks(layer: Annotations) -> frozenset[Mark]:
    return frozenset((span.label, span.start, span.end) for span in layer.spans())


def annotators_of_suite() -> int | None:
    """Return the most annotators that a document of tsv3-inception-suite has; None without it."""
    from annotator.workspace.intake import Wishes
    from annotator.workspace.workspace import Workspace

    folder = DATA / "tsv3-inception-suite"
    if not folder.is_dir():
        return None
    with TemporaryDirectory() as made:
        workspace = Workspace.create(f"{made}/t.corpus", annotator="bench")
        workspace.import_paths([folder], Wishes(new_labels="add", good_only=True))
        most = max((row.layers for row in workspace.documents()), default=0)
        workspace.close()
    return most


def crowd() -> list[Shown]:
    found: list[Shown] = []
    for path in sorted((DATA / "gate-btc-crowd/e.crowd-raw").glob("*.json")):
        label = "LOCATION" if ".loc." in path.name else "PERSON"
        rows = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        busy = Counter(each["worker_id"] for row in rows for each in row["results"]["judgments"])
        found += [_tweet(row, label, busy) for row in rows]
    return found


def _tweet(row, label, busy) -> Shown:
    tokens = row["data"]["tokens"]
    text = " ".join(tokens)
    starts = [sum(len(token) + 1 for token in tokens[:at]) for at in range(len(tokens))]
    places = [(start, start + len(token)) for start, token in zip(starts, tokens, strict=True)]
    judged = sorted(row["results"]["judgments"], key=lambda j: (-busy[j["worker_id"]], j["id"]))
    chosen = [{int(at) for at in each["data"].get("answer", [])} for each in judged]
    votes = Counter(at for one in chosen[2:] for at in one)
    gold = {at for at, count in votes.items() if count > len(chosen[2:]) / 2}
    layers = {
        str(each["worker_id"]): layer_of(_spans(one, places, label))
        for each, one in zip(judged[:2], chosen[:2], strict=True)
    }
    return Shown(f"{label}-{row['id']}", text, layers, frozenset(_spans(gold, places, label)))


def _spans(chosen, places, label) -> set[Mark]:
    """Return the marks for chosen tokens; neighbours are one."""
    found: set[Mark] = set()
    first = last = None
    for at in [*sorted(at for at in chosen if at < len(places)), None]:
        if first is not None and (at is None or at != last + 1):
            found.add((label, places[first][0], places[last][1]))
            first = None
        first = at if first is None else first
        last = at
    return found
