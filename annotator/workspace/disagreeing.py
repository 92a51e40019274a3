# SPDX-License-Identifier: MIT
"""The report of disagreement: what the guideline should settle, and what may be wrong in gold."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.model.annotations import GOLD, Annotations
from annotator.model.records import Decision
from annotator.review.decisions import MANUAL, provenance
from annotator.review.guideline_hints import Reviewed, hints
from annotator.review.item import Item
from annotator.review.items import items_of
from annotator.review.report_tables import Disagreement
from annotator.review.suspicion_weights import learned, lessons_of
from annotator.review.suspicions import (
    BLANK,
    GoldDocument,
    Guesses,
    Refused,
    Votes,
    string_uses,
    suspects,
)
from annotator.store.session import Store
from annotator.store.values import StoredDocument
from annotator.workspace.complete_layers import complete_layers
from annotator.workspace.tasks import Progress, no_progress

SHOWN = 200
MOST_LESSONS = 20_000
"""What the weights of suspicions are learned from: at most so many decisions by hand."""
_TOGETHER = 2


@dataclass(slots=True)
class _Gathering:
    """What one pass over the project gathers; texts and gold are kept, layers are not."""

    reasons: Counter[str]
    methods: Counter[str]
    gold: list[GoldDocument]
    guesses: Mapping[str, Guesses]
    by_hand: list[tuple[Item, str, Decision]]


def disagreement(
    store: Store,
    *,
    guesses: Mapping[str, Guesses] | None = None,
    progress: Progress = no_progress,
    shown: int = SHOWN,
) -> Disagreement:
    """Return the report of what is stored now; for any thread. ``progress`` may raise to stop.

    ``guesses`` are those of a second reader, by document. At most ``shown`` suspects and strings
    are named.
    """
    gathered = _Gathering(Counter(), Counter(), [], guesses or {}, [])
    found = hints(_reviewed(store, gathered, progress))
    uses = string_uses(lambda: gathered.gold)
    several = [
        (" ".join(string), tuple(sorted(counts.items(), key=lambda use: (-use[1], use[0]))))
        for string, counts in uses.items()
        if len(counts.keys() - {BLANK}) > 1
    ]
    several.sort(key=lambda both: (-sum(count for _, count in both[1]), both[0]))
    read = gathered.guesses
    weights = learned(
        [
            lesson
            for item, text, decision in gathered.by_hand
            for lesson in lessons_of(item, text, decision, uses, read.get(item.document))
        ]
    )
    worst = suspects(lambda: gathered.gold, weights)[:shown]
    return Disagreement(
        found,
        worst,
        several[:shown],
        dict(gathered.reasons),
        dict(gathered.methods),
        lessons=weights.lessons if weights else 0,
        was_read=bool(guesses),
    )


def _reviewed(store: Store, gathered: _Gathering, progress: Progress) -> Iterator[Reviewed]:
    total = len(store.summaries(GOLD))
    for number, document in enumerate(store.export_rows(), start=1):
        progress(number, total)
        decisions = [one for one in document.records_of_own() if isinstance(one, Decision)]
        for decision in decisions:
            gathered.reasons[decision.reason] += 1
            gathered.methods[decision.method.partition(":")[0]] += 1
        compared = complete_layers(document)
        by_item = {decision.item: decision for decision in decisions}
        text = document.document.text
        gold = [layer for layer in document.layers if layer.annotator == GOLD]
        if gold:
            records = Annotations({record.id: record for record in gold[0].records()})
            guesses = gathered.guesses.get(document.document.id)
            gathered.gold.append(_gold(document, records, decisions, compared, guesses))
        if len(compared) >= _TOGETHER:
            for item in items_of(document.document.id, compared):
                made = by_item.get(item.id)
                if made and _is_by_hand(made) and len(gathered.by_hand) < MOST_LESSONS:
                    gathered.by_hand.append((item, text, made))
                yield Reviewed(item, text, made.result if made else None)


def _is_by_hand(decision: Decision) -> bool:
    return decision.method == MANUAL or decision.method.startswith("audit:")


def _gold(
    document: StoredDocument,
    gold: Annotations,
    decisions: list[Decision],
    compared: dict[str, Annotations],
    guesses: Guesses | None,
) -> GoldDocument:
    votes = {}
    for id, one in provenance(decisions).items():
        asked = len(one.votes_for) + len(one.votes_against)
        if asked:
            votes[id] = Votes(len(one.votes_for), asked)
    refused = tuple(_refused(decisions, compared))
    spans = tuple(gold.spans())
    of = document.document
    return GoldDocument(of.id, of.text, spans, votes, refused, guesses, len(compared))


def _refused(decisions: list[Decision], compared: dict[str, Annotations]) -> Iterator[Refused]:
    """Yield the places that annotators marked exactly and a decision left blank."""
    for decision in decisions:
        if decision.result:
            continue
        given: Counter[str] = Counter()
        for layer in compared.values():
            given.update(
                span.label
                for span in layer.spans()
                if (span.start, span.end) == (decision.start, decision.end)
            )
        for label, count in given.most_common(1):
            votes = Votes(count, max(count, len(compared)))
            yield Refused(decision.start, decision.end, label, votes)
