# SPDX-License-Identifier: MIT
"""Agreement on attributes, over spans that two annotators marked alike.

Only spans with the same place and label are compared; a value that is not set is a value of its
own. How many spans could be compared is said beside it, as coverage.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.model.annotations import Annotations
from annotator.model.records import Attributes, Span
from annotator.review.coded import krippendorff_alpha
from annotator.review.matching import Mark
from annotator.review.value import Value, ratio

UNSET = "unset"
NOTHING_MATCHED = "no span was marked alike by both"
Said: TypeAlias = tuple[str, str]
"""A value as something to compare: its type and how it is written; 1, 1.0 and true differ."""


@dataclass(frozen=True, slots=True)
class AttributeAgreement:
    """One attribute of spans of one label.

    ``alpha`` is Krippendorff's, nominal; ``percent`` the share of compared spans with the same
    value (0 to 1), its ``n`` counts them; ``coverage`` is the share of all spans of the label,
    of both annotators, that could be compared.
    """

    label: str
    attribute: str
    alpha: Value
    percent: Value
    coverage: Value


def attribute_agreement(
    documents: Iterable[tuple[Annotations, Annotations]],
) -> tuple[AttributeAgreement, ...]:
    """Return the agreement on each attribute that any span of a label has set, by their names.

    ``documents`` are the layers of two annotators who completed the same documents.
    """
    matched: dict[str, list[tuple[Attributes, Attributes]]] = {}
    spans: dict[str, int] = {}
    names: dict[str, set[str]] = {}
    for one, other in documents:
        ones, others = _by_mark(one), _by_mark(other)
        for mark in (*ones, *others):
            spans[mark[1]] = spans.get(mark[1], 0) + 1
        for span in (*ones.values(), *others.values()):
            names.setdefault(span.label, set()).update(span.attributes)
        for mark in ones.keys() & others.keys():
            pair = (ones[mark].attributes, others[mark].attributes)
            matched.setdefault(mark[1], []).append(pair)
    return tuple(
        _agreement(label, name, matched.get(label, []), spans[label])
        for label in sorted(names)
        for name in sorted(names[label])
    )


def _by_mark(layer: Annotations) -> dict[Mark, Span]:
    """Return a layer's spans; of several that are the same, the one with the first id."""
    ordered = sorted(layer.spans(), key=lambda span: span.id, reverse=True)
    return {(span.fragments, span.label): span for span in ordered}


def _agreement(
    label: str, name: str, matched: Sequence[tuple[Attributes, Attributes]], spans: int
) -> AttributeAgreement:
    values = [(said(one, name), said(other, name)) for one, other in matched]
    alpha, percent = value_agreement(values)
    return AttributeAgreement(label, name, alpha, percent, ratio(2 * len(values), spans, n=spans))


def said(attributes: Attributes, name: str) -> Said:
    """Return an attribute's value as something to compare."""
    if name not in attributes:
        return UNSET, ""
    value = attributes[name]
    return type(value).__name__, repr(value)


def value_agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[Value, Value]:
    """Return alpha and the share of equal pairs; no value may be None (say ``UNSET``)."""
    same = sum(one == other for one, other in pairs)
    percent = ratio(same, len(pairs), n=len(pairs), reason=NOTHING_MATCHED)
    return krippendorff_alpha(pairs).alpha, percent
