# SPDX-License-Identifier: MIT
"""How far one agrees with oneself, or with gold: two layers of each document, with intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from functools import partial as partial_of

from annotator.model.annotations import Annotations
from annotator.review.bootstrap import bootstrapped
from annotator.review.f1 import Counts, Measure, count
from annotator.review.kind_sums import f1_of_sums
from annotator.review.matching import Mark
from annotator.review.report import SelfAgreement
from annotator.review.value import Value


def self_agreement(
    documents: Iterable[tuple[Annotations, Annotations]], measure: Measure = Measure.STRICT
) -> Value:
    """Return F1 of two layers of the same documents; ``n`` counts documents.

    For the same annotator, the later layer is of a document shown again without the first one.
    """
    rows = [astuple(count(_marks(before), _marks(after))) for before, after in documents]
    return bootstrapped(rows, lambda sums: f1_of_sums(sums, measure))


def own_agreement(annotator: str, counts: Sequence[Counts]) -> SelfAgreement:
    """Return how far one annotator agrees with themselves; ``counts`` has each text's."""
    rows = [astuple(each) for each in counts]
    strict, partial = (
        bootstrapped(rows, partial_of(f1_of_sums, measure=measure))
        for measure in (Measure.STRICT, Measure.PARTIAL)
    )
    return SelfAgreement(annotator, len(counts), strict, partial)


def _marks(layer: Annotations) -> list[Mark]:
    return [(span.fragments, span.label) for span in layer.spans()]
