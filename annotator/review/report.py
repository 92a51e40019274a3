# SPDX-License-Identifier: MIT
"""How far annotators agree over a corpus, and on what they do not: the agreement page's values.

``reporting`` makes a report; this module needs no numpy, so that a window may know it at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.review.f1 import Counts, Measure, Team
from annotator.review.value import Value

Measures: TypeAlias = Mapping[Measure, Value]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators. ``both_empty`` counts documents in which neither marked anything."""

    one: str
    other: str
    documents: int
    both_empty: int
    f1: Measures
    counts: Counts


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """All pairs on one label; ``spans`` counts those of both annotators of every pair."""

    label: str
    strict: Value
    partial: Value
    spans: int


@dataclass(frozen=True, slots=True)
class DocumentAgreement:
    """All pairs in one document; ``differences`` counts what is not in a strict pair."""

    document: str
    strict: Value
    differences: int


@dataclass(frozen=True, slots=True)
class StringAgreement:
    """All occurrences of a string (case folded): how often compared, and how often not the same."""

    surface: str
    compared: int
    differences: int


@dataclass(frozen=True, slots=True)
class SelfAgreement:
    """One annotator, who completed ``texts`` a second time, as documents of another id."""

    annotator: str
    texts: int
    strict: Value
    partial: Value


@dataclass(frozen=True, slots=True)
class Kinds:
    """In what way annotators differ, counted once for each pair of annotators."""

    missing: int = 0
    boundary: int = 0
    label: int = 0
    boundary_and_label: int = 0


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Everything of the agreement page that rests on spans.

    ``micro`` pools all pairs; ``team`` is the mean over pairs of strict F1. ``confusion`` is by
    labels and "missing" (last), the annotator who comes first by name by row. ``over_time`` is
    strict F1 by the month of completion; ``kind_shares`` has for each field of ``kinds`` its share
    of all differences; ``own`` is of each annotator with themselves, of those who completed a text
    twice. ``warnings`` are sentences.
    """

    annotators: tuple[str, ...]
    documents: int
    micro: Measures
    team: Team
    macro_label: Value
    macro_document: Value
    pairs: tuple[PairAgreement, ...]
    labels: tuple[LabelAgreement, ...]
    confusion: tuple[tuple[int, ...], ...]
    kinds: Kinds
    worst_documents: tuple[DocumentAgreement, ...]
    worst_strings: tuple[StringAgreement, ...]
    over_time: tuple[tuple[str, Value], ...] = ()
    kind_shares: Mapping[str, Value] = field(default_factory=dict)
    own: tuple[SelfAgreement, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def to_data(self) -> dict[str, object]:
        """Return the report as plain JSON values; an undefined value has its reason."""
        return {
            "annotators": self.annotators,
            "documents": self.documents,
            "micro": _measures(self.micro),
            "team": {
                "strict": _plain(self.team.mean),
                "deviation": self.team.deviation,
                "worst": self.team.worst,
            },
            "macro_label": _plain(self.macro_label),
            "macro_document": _plain(self.macro_document),
            "pairs": [
                {
                    "one": pair.one,
                    "other": pair.other,
                    "documents": pair.documents,
                    "both_empty": pair.both_empty,
                    **_measures(pair.f1),
                }
                for pair in self.pairs
            ],
            "labels": [_both(each, "label", "spans") for each in self.labels],
            "confusion": self.confusion,
            "kinds": {name: getattr(self.kinds, name) for name in Kinds.__slots__},
            "kind_shares": {name: _plain(value) for name, value in self.kind_shares.items()},
            "worst_documents": [
                {
                    "document": each.document,
                    "strict": _plain(each.strict),
                    "differences": each.differences,
                }
                for each in self.worst_documents
            ],
            "worst_strings": [
                {
                    "surface": each.surface,
                    "compared": each.compared,
                    "differences": each.differences,
                }
                for each in self.worst_strings
            ],
            "over_time": [
                {"month": month, "strict": _plain(value)} for month, value in self.over_time
            ],
            "self_agreement": [_both(each, "annotator", "texts") for each in self.own],
            "warnings": self.warnings,
        }


def _measures(values: Measures) -> dict[str, object]:
    return {str(measure): _plain(value) for measure, value in values.items()}


def _both(each: LabelAgreement | SelfAgreement, name: str, count: str) -> dict[str, object]:
    return {
        name: getattr(each, name),
        "strict": _plain(each.strict),
        "partial": _plain(each.partial),
        count: getattr(each, count),
    }


def _plain(value: Value) -> dict[str, object]:
    data: dict[str, object] = {"value": value.value, "n": value.n}
    if value.reason:
        data["reason"] = value.reason
    if value.low is not None:
        data["interval"] = [value.low, value.high]
    return data
