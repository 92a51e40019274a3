# SPDX-License-Identifier: MIT
"""Agreement token by token, over all tokens and over those that anyone marked.

Over all tokens it is inflated by the many that nobody marks; over those that anyone marked there is
no "nothing" to agree on (Deleger et al. 2012). Both are shown. Where an annotator has overlapping
spans a token has several labels, and only the binary problem of each label is defined.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.records import Span
from annotator.review.bootstrap import REPLICATES, SEED, weights
from annotator.review.patterns import (
    Pattern,
    Patterns,
    Rows,
    alpha_of,
    cohen_kappa_of,
    fleiss_kappa_of,
)
from annotator.review.value import FEW_ANNOTATORS, Value, undefined

OUTSIDE = ""
"""The value of a token that an annotator did not mark."""
OVERLAPPING = "an annotator has overlapping spans; see the labels one by one"
_PAIR = 2

Tokens: TypeAlias = Sequence[tuple[int, int]]
"""Where tokens start and end (code points), in order."""
Marked: TypeAlias = tuple[frozenset[str], ...]
"""The labels that each annotator gave a token."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Coefficients over tokens; ``n`` counts tokens (values for alpha).

    Cohen's kappa and Scott's pi are for two annotators, Fleiss' kappa for any number.
    """

    cohen_kappa: Value
    scott_pi: Value
    fleiss_kappa: Value
    alpha: Value


@dataclass(frozen=True, slots=True)
class TokenAgreement:
    """Agreement over all tokens and over marked ones, of all labels at once and of each label."""

    all_tokens: Coefficients
    marked_tokens: Coefficients
    per_label: Mapping[str, Coefficients]
    marked_per_label: Mapping[str, Coefficients]


class TokenCounts:
    """Gathers documents; only how often each combination of labels occurs in each is kept."""

    def __init__(self, annotators: Sequence[str]) -> None:
        self._annotators = tuple(sorted(annotators))
        self._patterns = Patterns()
        self._documents = 0

    def add(self, tokens: Tokens, layers: Mapping[str, Iterable[Span]]) -> None:
        """Count a document that all annotators completed; a token is in a span if they overlap.

        KeyError if an annotator's layer is not there.
        """
        marked = [_labels(tokens, layers[name]) for name in self._annotators]
        held = {place for labels in marked for place in labels}
        nothing: Marked = tuple(frozenset() for _ in marked)
        counts: Counter[Pattern] = Counter({nothing: len(tokens) - len(held)})
        counts.update(tuple(labels.get(place, frozenset()) for labels in marked) for place in held)
        self._patterns.add(self._documents, +counts)
        self._documents += 1

    def agreement(self, *, replicates: int = REPLICATES, seed: int = SEED) -> TokenAgreement:
        """Return the agreement of what was added, with 95 % intervals over documents."""
        every = self._patterns.rows(weights(self._documents, replicates=replicates, seed=seed))
        patterns = [_as_marked(pattern) for pattern in every.patterns]
        marked = [pattern if any(pattern) else None for pattern in patterns]
        labels = sorted({label for key in patterns for given in key for label in given})
        return TokenAgreement(
            self._together(every),
            self._together(every.mapped(marked)),
            {label: self._of_label(every, patterns, label) for label in labels},
            {label: self._of_label(every, marked, label) for label in labels},
        )

    def _together(self, rows: Rows) -> Coefficients:
        patterns = [_as_marked(pattern) for pattern in rows.patterns]
        if any(len(given) > 1 for key in patterns for given in key):
            nothing = undefined(OVERLAPPING, round(float(rows.counts[0].sum())))
            return Coefficients(nothing, nothing, nothing, nothing)
        return self._coefficients(
            rows.mapped([tuple(next(iter(given), OUTSIDE) for given in key) for key in patterns])
        )

    def _of_label(self, rows: Rows, patterns: Sequence[Marked | None], label: str) -> Coefficients:
        return self._coefficients(
            rows.mapped([key and tuple(label in given for given in key) for key in patterns])
        )

    def _coefficients(self, rows: Rows) -> Coefficients:
        count = round(float(rows.counts[0].sum()))
        if len(self._annotators) < _PAIR:
            nothing = undefined(FEW_ANNOTATORS, count)
            return Coefficients(nothing, nothing, nothing, nothing)
        fleiss = fleiss_kappa_of(rows)
        is_pair = len(self._annotators) == _PAIR
        many = undefined("more than two annotators", count)
        return Coefficients(
            cohen_kappa_of(rows) if is_pair else many,
            fleiss if is_pair else many,
            fleiss,
            alpha_of(rows),
        )


def _as_marked(pattern: Pattern) -> Marked:
    return tuple(given for given in pattern if isinstance(given, frozenset))


def _labels(tokens: Tokens, spans: Iterable[Span]) -> dict[int, frozenset[str]]:
    """Return the labels of each token that overlaps a span, by its number."""
    ends = [end for _, end in tokens]
    starts = [start for start, _ in tokens]
    found: dict[int, frozenset[str]] = {}
    for span in spans:
        for start, end in span.fragments:
            for place in range(bisect_right(ends, start), bisect_left(starts, end)):
                found[place] = found.get(place, frozenset()) | {span.label}
    return found
