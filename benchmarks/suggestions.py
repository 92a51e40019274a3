# SPDX-License-Identifier: MIT
"""How often the first suggestion is right, by source, with two annotators.

    python benchmarks/suggestions.py [--documents 400] [--seeds 3]

A source answers each disagreement before it is decided; then all learn the right answer. One vote
against one is a tie: the majority then takes the version that marks something. Dawid–Skene and
MACE see all items and the answers so far, and are fitted anew every 250 decisions. Where neither
version is right no suggestion can be: that share is the limit of every source. What the sets are is
said in ``suggestion_data.py``; no number of any model was chosen on them.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from suggestion_data import Shown, annotators_of_suite, bratiaa, crowd, simulated

from annotator.model.records import Span
from annotator.review.decisions import Circumstances, Verdict, decision_of
from annotator.review.fitted import fitted
from annotator.review.item import Item, Kind
from annotator.review.items import items_of
from annotator.review.online import NOTHING, case_of, right_answers
from annotator.review.suggestions import DAWID_SKENE, DECISIONS, MACE, Suggester, majority
from annotator.review.usage import usage_of

REFITTED_EVERY = 250
TARGET = 0.78
SIMULATED = {
    "simulated": {},
    "simulated, rare and ambiguous": {"each": 3000, "ambiguous": 0.25},
}
SOURCES = ("majority", MACE, DAWID_SKENE, DECISIONS, "what is shown")


@dataclass
class Run:
    """The hits of each source, one after another, and what the disagreements were."""

    hits: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in SOURCES})
    kinds: Counter = field(default_factory=Counter)
    answers: Counter = field(default_factory=Counter)

    def add(self, other: "Run") -> None:
        for name in SOURCES:
            self.hits[name] += other.hits[name]
        self.kinds += other.kinds
        self.answers += other.answers


def verdict_of(item: Item, gold) -> Verdict:
    here = sorted(mark for mark in gold if mark[1] < item.end and mark[2] > item.start)
    if not here:
        return Verdict.none()
    for index, candidate in enumerate(item.candidates):
        marks = [(s.label, s.start, s.end) for s in candidate.records if isinstance(s, Span)]
        if marks == here:
            return Verdict.take(index)
    return Verdict.custom(*(Span("", label, ((start, end),)) for label, start, end in here))


def kind_of(item: Item) -> str:
    for kind in (Kind.MISSING, Kind.LABEL, Kind.BOUNDARY):
        if item.kinds == {kind}:
            return str(kind)
    return "mixed"


def run(shown: list[Shown]) -> Run:
    done, suggester = Run(), Suggester(usage=usage_of([(one.text, one.layers) for one in shown]))
    made = [(each, item) for each in shown for item in items_of(each.id, each.layers)]
    items, known, number = [item for _, item in made], {}, 0
    for each, item in made:
        if item.is_agreed:
            continue
        if number % REFITTED_EVERY == 0:
            suggester.fitted = fitted(items, known)
        number += 1
        verdict = verdict_of(item, each.gold)
        decision = decision_of(item, verdict, Circumstances(), ends={})
        right = right_answers(item, decision)
        vote = majority(item)
        said = suggester.suggest(item, each.text)
        answers = {
            "majority": vote[0] if vote else 0,
            MACE: suggester.fitted[MACE](item)[0],
            DAWID_SKENE: suggester.fitted[DAWID_SKENE](item)[0],
            DECISIONS: suggester.model.predict(case_of(item, each.text, suggester.usage)).candidate,
            "what is shown": said and said.candidate,
        }
        for name, answer in answers.items():
            done.hits[name].append(answer is not None and answer in right)
        done.kinds[kind_of(item)] += 1
        done.answers[answer_kind(item, right)] += 1
        suggester.learn(item, each.text, decision)
        known[item.id] = next(iter(right)) if len(right) == 1 else NOTHING
        if not right:
            del known[item.id]
    return done


def answer_kind(item: Item, right) -> str:
    if not right:
        return "something else"
    is_empty = all(at == NOTHING or not item.candidates[at].records for at in right)
    kind = "missing" if Kind.MISSING in item.kinds else "other"
    return f"{kind}: {'nothing' if is_empty else 'take one'}"


def share(hits: list[bool]) -> str:
    return f"{sum(hits) / len(hits):.2f}" if hits else "  - "


def show(name: str, done: Run, *, after: int) -> None:
    total = done.kinds.total()
    print(f"\n{name}: {total:,} disagreements")
    for counted in (done.kinds, done.answers):
        print("  " + ", ".join(f"{key} {n / total:.0%}" for key, n in counted.most_common()))
    print(f"  {'source':16} {'all':>6} {'after ' + str(after):>10}")
    for source in SOURCES:
        hits = done.hits[source]
        print(f"  {source:16} {share(hits):>6} {share(hits[after:]):>10}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    reached: dict[str, list[float]] = {}
    for name, hardness in SIMULATED.items():
        for seed in range(given.seeds):
            done = run(simulated(given.documents, 1000 + seed, **hardness))
            show(f"{name}, seed {1000 + seed}", done, after=500)
            late = done.hits["what is shown"][500:]
            reached.setdefault(name, []).append(sum(late) / len(late) if late else 0.0)
    total = Run()
    for _, shown in bratiaa():
        total.add(run(shown))
    if total.kinds:
        show("bratiaa, 12 short runs (pairs and judges), each from nothing", total, after=0)
    if tweets := crowd():
        show("crowd of tweets", run(tweets), after=500)
    most = annotators_of_suite()
    if most is not None:
        print(f"\ntsv3-inception-suite: at most {most} annotator for a document; nothing to decide")
    print()
    means = {name: sum(each) / len(each) for name, each in reached.items()}
    for name, mean in means.items():
        print(f"{name}, after 500 decisions, what is shown: {mean:.3f} (wanted {TARGET})")
    return 0 if means["simulated"] >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
