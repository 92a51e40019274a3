# SPDX-License-Identifier: MIT
"""How far one agrees with oneself: two layers of each text, with intervals."""

from collections.abc import Sequence
from dataclasses import astuple
from functools import partial

from annotator.review.bootstrap import bootstrapped
from annotator.review.f1 import Counts, Measure
from annotator.review.kind_sums import f1_of_sums
from annotator.review.report import SelfAgreement


def own_agreement(annotator: str, counts: Sequence[Counts]) -> SelfAgreement:
    """Return how far one annotator agrees with themselves; ``counts`` has each text's.

    ``n`` of both values counts texts.
    """
    rows = [astuple(each) for each in counts]
    strict, half = (
        bootstrapped(rows, partial(f1_of_sums, measure=measure))
        for measure in (Measure.STRICT, Measure.PARTIAL)
    )
    return SelfAgreement(annotator, len(counts), strict, half)
