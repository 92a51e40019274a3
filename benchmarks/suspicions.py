# SPDX-License-Identifier: MIT
"""How well likely errors in gold are ranked, by sign.

    python benchmarks/suspicions.py [--documents 400] [--reader]

Gold takes whatever one of two annotators marked (``suggestion_data.simulated``), so that a known
part of it is wrong and a part is missed. 300 items are decided by hand with the right answer, and
are what the weights are learned from; the rest is ranked. AP is average precision, P@100 the share
of errors among the first hundred. ``--reader`` adds a second reader, four folds, in minutes.
"""

import argparse
import random
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from suggestion_data import Shown, simulated
from suggestions import verdict_of

from annotator.model.records import Span
from annotator.review.decisions import Circumstances, decision_of
from annotator.review.item import Item
from annotator.review.items import items_of
from annotator.review.suspicion_weights import learned, lessons_of
from annotator.review.suspicions import (
    SIGNALS,
    Fault,
    GoldDocument,
    Guesses,
    Suspect,
    Votes,
    string_uses,
    suspects,
)

DECIDED = 300


def gold_of(shown: Shown, by_hand: set[str], guesses: Guesses | None) -> GoldDocument:
    """Return gold: the right answer where it was decided by hand, else what was marked."""
    spans, votes = [], {}
    for item in items_of(shown.id, shown.layers):
        if item.id in by_hand:
            here = sorted(m for m in shown.gold if m[1] < item.end and m[2] > item.start)
            spans += [Span(f"{item.id}{n}", m[0], (m[1:],)) for n, m in enumerate(here)]
            continue
        best = next(each for each in item.candidates if each.records)
        for record in best.records:
            if isinstance(record, Span):
                id = f"{item.id}{len(spans)}"
                spans.append(Span(id, record.label, record.fragments))
                votes[id] = Votes(len(best.annotators), 2)
    return GoldDocument(shown.id, shown.text, tuple(spans), votes, (), guesses, asked=2)


def is_error(one: Suspect, right: frozenset) -> bool:
    marked = (one.label, one.start, one.end) in right
    return not marked if one.fault is Fault.WRONG else marked


def average_precision(errors: list[bool]) -> float:
    hits, total = 0, 0.0
    for place, error in enumerate(errors, start=1):
        if error:
            hits += 1
            total += hits / place
    return total / max(1, hits)


def read_again(shown: list[Shown], documents: list[GoldDocument]) -> dict[str, Guesses]:
    from annotator.assist.second_reader import Fold, read_unseen

    marks = {
        one.id: tuple((span.start, span.end, span.label) for span in one.spans) for one in documents
    }
    found: dict[str, Guesses] = {}
    for part in range(4):
        rest = tuple((one.text, marks[one.id]) for n, one in enumerate(shown) if n % 4 != part)
        unseen = shown[part::4]
        read = read_unseen(Fold("en", rest, tuple(one.text for one in unseen)))
        found.update(zip((one.id for one in unseen), read, strict=True))
        print(f"read {part + 1} of 4 parts", flush=True)
    return found


def show(name: str, ranked: list[Suspect], right: dict[str, frozenset]) -> None:
    errors = [is_error(one, right[one.document]) for one in ranked]
    print(f"| {name} | {average_precision(errors):.2f} | {sum(errors[:100]) / 100:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--reader", action="store_true")
    given = parser.parse_args()
    shown = simulated(given.documents, 1000, each=3000, ambiguous=0.25)
    right = {one.id: one.gold for one in shown}
    made = [(one, item) for one in shown for item in items_of(one.id, one.layers)]
    decided: list[tuple[Shown, Item]] = random.Random(1).sample(made, DECIDED)
    by_hand = {item.id for _, item in decided}
    documents = [gold_of(one, by_hand, None) for one in shown]
    guesses = read_again(shown, documents) if given.reader else {}
    documents = [gold_of(one, by_hand, guesses.get(one.id)) for one in shown]
    uses = string_uses(lambda: documents)
    lessons = [
        lesson
        for one, item in decided
        for lesson in lessons_of(
            item,
            one.text,
            decision_of(item, verdict_of(item, one.gold), Circumstances(), ends={}),
            uses,
            guesses.get(one.id),
        )
    ]
    left_out = {(item.document, item.start) for _, item in decided}
    every = [
        one for one in suspects(lambda: documents) if (one.document, one.start) not in left_out
    ]
    wrong = sum(is_error(one, right[one.document]) for one in every)
    print(f"{len(every):,} places, {wrong / len(every):.0%} of them errors\n")
    print("| ranked by | AP | P@100 |\n|---|---|---|")
    drawn = random.Random(2).sample(every, len(every))
    show("chance", drawn, right)
    for signal in SIGNALS:
        show(signal.__name__, ordered(every, signal), right)
    show("ranks together", every, right)
    weights = learned(lessons)
    if weights is not None:
        show(f"weights of {weights.lessons} decided versions", ordered(every, weights), right)


def ordered(found: list[Suspect], key: Callable[[Suspect], float]) -> list[Suspect]:
    return sorted(found, key=lambda one: (-key(one), one.document, one.start))


if __name__ == "__main__":
    main()
