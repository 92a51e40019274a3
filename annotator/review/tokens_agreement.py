# SPDX-License-Identifier: MIT
"""Agreement token by token, over all tokens and over those that anyone marked.

Over all tokens it is inflated by the many that nobody marks; over those that anyone marked there is
no "nothing" to agree on (Deleger et al. 2012). Both are shown. Where an annotator has overlapping
spans a token has several labels, and only the binary problem of each label is defined.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.records import Span
from annotator.review.coded import fleiss, krippendorff_alpha, two_raters
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
    """Gathers documents; only how often each combination of labels occurs is kept."""

    def __init__(self, annotators: Sequence[str]) -> None:
        self._annotators = tuple(sorted(annotators))
        self._counts: Counter[Marked] = Counter()

    def add(self, tokens: Tokens, layers: Mapping[str, Iterable[Span]]) -> None:
        """Count a document that all annotators completed; a token is in a span if they overlap.

        KeyError if an annotator's layer is not there.
        """
        marked = [_labels(tokens, layers[name]) for name in self._annotators]
        self._counts.update(
            tuple(labels.get(place, frozenset()) for labels in marked)
            for place in range(len(tokens))
        )

    def agreement(self) -> TokenAgreement:
        """Return the agreement of what was added."""
        marked = Counter({key: n for key, n in self._counts.items() if any(key)})
        labels = sorted({label for key in marked for given in key for label in given})
        return TokenAgreement(
            self._together(self._counts),
            self._together(marked),
            {label: self._of_label(self._counts, label) for label in labels},
            {label: self._of_label(marked, label) for label in labels},
        )

    def _together(self, counts: Counter[Marked]) -> Coefficients:
        if any(len(given) > 1 for key in counts for given in key):
            nothing = undefined(OVERLAPPING, counts.total())
            return Coefficients(nothing, nothing, nothing, nothing)
        return self._coefficients(
            (tuple(next(iter(given), OUTSIDE) for given in key), n) for key, n in counts.items()
        )

    def _of_label(self, counts: Counter[Marked], label: str) -> Coefficients:
        return self._coefficients(
            (tuple(label in given for given in key), n) for key, n in counts.items()
        )

    def _coefficients(self, counted: Iterable[tuple[tuple[Hashable, ...], int]]) -> Coefficients:
        units: list[tuple[Hashable, ...]] = []
        for unit, n in counted:
            units.extend([unit] * n)
        if len(self._annotators) < _PAIR:
            nothing = undefined(FEW_ANNOTATORS, len(units))
            return Coefficients(nothing, nothing, nothing, nothing)
        pair = two_raters(units)
        is_pair = len(self._annotators) == _PAIR
        many = undefined("more than two annotators", len(units))
        return Coefficients(
            pair.cohen_kappa if is_pair else many,
            pair.scott_pi if is_pair else many,
            fleiss(units).kappa,
            krippendorff_alpha(units).alpha,
        )


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
