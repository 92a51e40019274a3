# SPDX-License-Identifier: MIT
"""Agreement on attributes, over spans that two annotators marked alike.

Only spans with the same place and label are compared; a value that is not set is a value of its
own. How many spans could be compared is said beside it, as coverage.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.model.annotations import Annotations
from annotator.model.records import Attributes, Span
from annotator.review.bootstrap import REPLICATES, SEED, Weights, weights
from annotator.review.coded import krippendorff_alpha, masi
from annotator.review.matching import Mark
from annotator.review.patterns import Patterns, alpha_of, share_of
from annotator.review.value import NOTHING_MARKED, Value, ratio

UNSET = "unset"
NOTHING_MATCHED = "no span was marked alike by both"
Said: TypeAlias = tuple[str, str] | frozenset[str]
"""A value as something to compare: its type and how it is written (1, 1.0 and true differ), or the
set of what was chosen where several may be."""
Pair: TypeAlias = tuple[Annotations, Annotations]
"""The layers of two annotators who completed the same document."""


@dataclass(frozen=True, slots=True)
class AttributeAgreement:
    """One attribute of spans of one label.

    ``alpha`` is Krippendorff's, nominal, or by MASI distance where several values may be chosen, so
    that sets that share something are nearer (Passonneau 2006); ``percent`` the share of compared
    spans with the same value (0 to 1), its ``n`` counts them; ``coverage`` is the share of all
    spans of the label, of both annotators, that could be compared.
    """

    label: str
    attribute: str
    alpha: Value
    percent: Value
    coverage: Value


def attribute_agreement(
    documents: Iterable[Sequence[Pair]], *, replicates: int = REPLICATES, seed: int = SEED
) -> tuple[AttributeAgreement, ...]:
    """Return the agreement on each attribute that any span of a label has set, by their names.

    ``documents`` has the pairs of annotators of each document; intervals are over documents.
    """
    gathered = _Gathered()
    count = 0
    for count, pairs in enumerate(documents, start=1):
        for one, other in pairs:
            gathered.add(count - 1, _by_mark(one), _by_mark(other))
    drawn = weights(count, replicates=replicates, seed=seed)
    return tuple(
        gathered.agreement(label, name, drawn)
        for label in sorted(gathered.names)
        for name in sorted(gathered.names[label])
    )


@dataclass(slots=True)
class _Gathered:
    """By label: what was said of spans marked alike, how many spans, and which attributes.

    ``spans`` counts under an empty pattern.
    """

    matched: dict[str, list[tuple[int, Attributes, Attributes]]] = field(default_factory=dict)
    spans: dict[str, Patterns] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)

    def add(self, document: int, ones: dict[Mark, Span], others: dict[Mark, Span]) -> None:
        counts = Counter(mark[1] for mark in (*ones, *others))
        for label, count in counts.items():
            self.spans.setdefault(label, Patterns()).add(document, {(): count})
        for span in (*ones.values(), *others.values()):
            self.names.setdefault(span.label, set()).update(span.attributes)
        for mark in ones.keys() & others.keys():
            both = (document, ones[mark].attributes, others[mark].attributes)
            self.matched.setdefault(mark[1], []).append(both)

    def agreement(self, label: str, name: str, drawn: Weights) -> AttributeAgreement:
        values = [
            (document, said(one, name), said(other, name))
            for document, one, other in self.matched.get(label, [])
        ]
        several = any(isinstance(value, frozenset) for each in values for value in each)
        patterns = Patterns()
        for document, one, other in values:
            pair = (_as_set(one), _as_set(other)) if several else (one, other)
            patterns.add(document, {pair: 1})
        rows = patterns.rows(drawn)
        matched = rows.counts.sum(axis=1)
        spans = self.spans[label].rows(drawn).counts.sum(axis=1)
        same = rows.counts @ [float(pair[0] == pair[1]) for pair in rows.patterns]
        return AttributeAgreement(
            label,
            name,
            alpha_of(rows, masi if several else None),
            share_of(same, matched, NOTHING_MATCHED),
            share_of(2 * matched, spans, NOTHING_MARKED),
        )


def _by_mark(layer: Annotations) -> dict[Mark, Span]:
    """Return a layer's spans; of several that are the same, the one with the first id."""
    ordered = sorted(layer.spans(), key=lambda span: span.id, reverse=True)
    return {(span.fragments, span.label): span for span in ordered}


def said(attributes: Attributes, name: str) -> Said:
    """Return an attribute's value as something to compare."""
    if name not in attributes:
        return UNSET, ""
    value = attributes[name]
    if isinstance(value, tuple):
        return frozenset(value)
    return type(value).__name__, repr(value)


def _as_set(value: Said) -> frozenset[str]:
    """Return a value among sets; one that is not set is the set of nothing."""
    if isinstance(value, frozenset):
        return value
    return frozenset() if value[0] == UNSET else frozenset({value[1]})


def value_agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[Value, Value]:
    """Return alpha and the share of equal pairs; no value may be None (say ``UNSET``)."""
    same = sum(one == other for one, other in pairs)
    percent = ratio(same, len(pairs), n=len(pairs), reason=NOTHING_MATCHED)
    return krippendorff_alpha(pairs).alpha, percent
