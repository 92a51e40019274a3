# SPDX-License-Identifier: MIT
"""Has gold read again by a model that has not seen what it reads, fold by fold."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TypeAlias

from annotator.assist.second_reader import Fold, Mark, read_unseen
from annotator.model.annotations import GOLD
from annotator.model.records import Span
from annotator.release.workers import processors, results
from annotator.review.suspicions import Guesses
from annotator.store.session import Store
from annotator.workspace.tasks import Progress

FOLDS = 4
Read: TypeAlias = tuple[str, str, tuple[Mark, ...]]
"""A document's id, its text, and what gold has in it."""


def second_reading(store: Store, language: str, progress: Progress) -> Mapping[str, Guesses]:
    """Return, by document, what a reader would mark who knows the rest of gold.

    Gold is cut into four parts by the documents' ids; each is read by a model that was trained on
    the other three. Empty with fewer than four documents in gold. Takes minutes, in processes of
    their own; ``progress`` is told of folds, and may raise to stop.
    """
    documents: list[Read] = []
    for item in store.export_rows():
        gold = next((layer for layer in item.layers if layer.annotator == GOLD), None)
        if gold is not None:
            marks = tuple(
                (record.start, record.end, record.label)
                for record in gold.records()
                if isinstance(record, Span) and len(record.fragments) == 1
            )
            documents.append((item.document.id, item.document.text, marks))
    if len(documents) < FOLDS:
        return {}
    parts = _parts(documents)
    folds = [
        Fold(
            language,
            tuple(
                (text, marks) for other in parts if other is not part for _, text, marks in other
            ),
            tuple(text for _, text, _ in part),
        )
        for part in parts
    ]
    done = 0
    found: dict[str, Guesses] = {}
    progress(0, FOLDS)
    read = results(read_unseen, folds, min(FOLDS, processors()), lambda: progress(done, FOLDS))
    for part, guesses in zip(parts, read, strict=True):
        found.update((id, guess) for (id, _, _), guess in zip(part, guesses, strict=True))
        done += 1
        progress(done, FOLDS)
    return found


def _parts(documents: Sequence[Read]) -> list[list[Read]]:
    ordered = sorted(documents, key=lambda each: sha256(each[0].encode()).digest())
    return [ordered[part::FOLDS] for part in range(FOLDS)]
