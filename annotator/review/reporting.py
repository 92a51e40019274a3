# SPDX-License-Identifier: MIT
"""Makes the report of agreement: of documents as they are, or of sums that are kept up to date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotations import Annotations
from annotator.review.bootstrap import FEW_DOCUMENTS, Floats, with_intervals
from annotator.review.f1 import Counts, Measure, f1, macro, team
from annotator.review.kind_sums import KINDS, OF_LABEL, Sums, f1_of_sums
from annotator.review.packed import Names, PackedLayer, corpus_of
from annotator.review.report import (
    AgreementReport,
    DocumentAgreement,
    Kinds,
    LabelAgreement,
    Measures,
    PairAgreement,
    StringAgreement,
)
from annotator.review.tallies import PairTally, Tallies, tallied
from annotator.review.value import NO_DOCUMENTS, NOTHING_MARKED, Value, ratio, undefined

SHOWN = 20
NO_DIFFERENCE = "nobody differs"


@dataclass(frozen=True, slots=True)
class Completed:
    """A document, the layers of those who completed it, and when the last did (ISO 8601)."""

    document: str
    text: str
    layers: Mapping[str, Annotations]
    at: str = ""


def agreement_report(documents: Iterable[Completed]) -> AgreementReport:
    """Return the report; documents that fewer than two completed are left out."""
    names, layers, times = Names(), [], {}
    for document in documents:
        if len(document.layers) > 1:
            layers += packed_layers(document, names)
            times[document.document] = document.at
    return report_of(tallied(corpus_of(layers, names), times))


def packed_layers(document: Completed, names: Names) -> list[PackedLayer]:
    """Return a document's completed layers as numbers."""
    return [
        PackedLayer(
            document.document,
            annotator,
            names.pack(
                (span.fragments, span.label, span.surface(document.text)) for span in layer.spans()
            ),
        )
        for annotator, layer in sorted(document.layers.items())
    ]


def report_of(tallies: Tallies) -> AgreementReport:
    """Return the report of sums."""
    estimates = _Estimates()
    met = sorted(names for names, tally in tallies.pairs.items() if tally.both.any())
    of_pairs = {names: _pair(tallies.pairs[names], estimates) for names in met}
    reason = NOTHING_MARKED if met else NO_DOCUMENTS
    whole = tallies.whole
    micro = _f1s(whole.sums, whole.replicated, estimates, reason)
    labels = _labels(tallies, estimates)
    macro_label = _mean_of([each[1] for each in labels], estimates, NOTHING_MARKED)
    mean = _mean_of([each[Measure.STRICT] for each in of_pairs.values()], estimates, "")
    macro_document = _macro_document(tallies, estimates)
    compared = _compared(tallies)
    months = [
        (month, _month(tallies, number, estimates))
        for number, month in sorted(enumerate(whole.months.names), key=lambda both: both[1])
        if compared[whole.months.of_document == number].any()
    ]
    kinds = _kinds(tallies, estimates)
    found = estimates.with_intervals()
    pairs = tuple(
        _pair_agreement(tallies.pairs[names], names, {m: found[at] for m, at in each.items()})
        for names, each in of_pairs.items()
    )
    strict = {(pair.one, pair.other): pair.f1[Measure.STRICT] for pair in pairs}
    return AgreementReport(
        annotators=tuple(sorted({name for pair in met for name in pair})),
        documents=int(compared.sum()),
        micro={measure: found[at] for measure, at in micro.items()},
        team=replace(team(strict), mean=found[mean]) if pairs else team(strict),
        macro_label=found[macro_label],
        macro_document=found[macro_document],
        pairs=pairs,
        labels=tuple(
            LabelAgreement(name, found[strict_at], found[partial_at], spans)
            for name, strict_at, partial_at, spans in labels
        ),
        confusion=_confusion(tallies),
        kinds=Kinds(**{name: count for name, (count, _) in kinds.items()}),
        kind_shares={name: found[at] for name, (_, at) in kinds.items()},
        worst_documents=_worst_documents(tallies, compared),
        worst_strings=_worst_strings(tallies),
        over_time=tuple((month, found[at]) for month, at in months),
        warnings=tuple(_warnings(pairs)),
    )


@dataclass(slots=True)
class _Estimates:
    """Values and their replicates, gathered so that all intervals are found at once."""

    values: list[Value] = field(default_factory=list)
    replicated: list[Floats] = field(default_factory=list)

    def add(self, value: Value, replicated: Floats) -> int:
        """Take a value in; return its number in ``with_intervals``."""
        self.values.append(value)
        self.replicated.append(replicated)
        return len(self.values) - 1

    def with_intervals(self) -> list[Value]:
        return with_intervals(self.values, self.replicated)


def _f1s(
    sums: Sums, replicated: Floats, estimates: _Estimates, reason: str = NOTHING_MARKED
) -> dict[Measure, int]:
    counts = Counts(*sums[:KINDS].tolist())
    return {
        measure: estimates.add(
            f1(counts, measure) if counts.spans else undefined(reason),
            f1_of_sums(replicated, measure),
        )
        for measure in Measure
    }


def _pair(tally: PairTally, estimates: _Estimates) -> dict[Measure, int]:
    return _f1s(tally.sums, tally.replicated, estimates)


def _pair_agreement(tally: PairTally, names: tuple[str, str], values: Measures) -> PairAgreement:
    empty = tally.both & ~tally.rows[:, :KINDS].any(axis=1)
    counts = Counts(*tally.sums[:KINDS].tolist())
    return PairAgreement(*names, int(tally.both.sum()), int(empty.sum()), values, counts)


def _labels(tallies: Tallies, estimates: _Estimates) -> list[tuple[str, int, int, int]]:
    """Return for each label that is used its name, where strict and partial F1 are, its spans."""
    made = []
    for name, number in sorted((name, number) for number, name in enumerate(tallies.labels)):
        at = KINDS + OF_LABEL * number
        strict, half, one, other = tallies.whole.sums[at : at + OF_LABEL].tolist()
        spans = one + other
        if not spans:
            continue
        drawn = tallies.whole.replicated[:, at : at + OF_LABEL].T
        with np.errstate(invalid="ignore", divide="ignore"):
            values = [
                2 * found / (drawn[2] + drawn[3]) for found in (drawn[0], drawn[0] + drawn[1] / 2)
            ]
        strict_at = estimates.add(ratio(2 * strict, spans, n=spans), values[0])
        partial_at = estimates.add(ratio(2 * strict + half, spans, n=spans), values[1])
        made.append((name, strict_at, partial_at, spans))
    return made


def _mean_of(numbers: Sequence[int], estimates: _Estimates, reason: str) -> int:
    """Take in the mean of values that are there already, each replicate's among its own."""
    value = macro(estimates.values[at] for at in numbers)
    if not numbers:
        return estimates.add(undefined(reason), np.full_like(estimates.replicated[0], np.nan))
    table = np.stack([estimates.replicated[at] for at in numbers])
    defined = ~np.isnan(table)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.where(defined, table, 0.0).sum(axis=0) / defined.sum(axis=0)
    return estimates.add(value, means)


def _macro_document(tallies: Tallies, estimates: _Estimates) -> int:
    """Take in the mean over documents and pairs; where both marked nothing there is no value."""
    whole = tallies.whole
    total, defined = whole.means.sum(axis=0).tolist()
    sums, count = whole.means_replicated.T
    means = np.where(count > 0, sums / np.maximum(count, 1), np.nan)
    return estimates.add(ratio(total, defined, n=int(defined)), means)


def _month(tallies: Tallies, number: int, estimates: _Estimates) -> int:
    months = tallies.whole.months
    counts = Counts(*months.sums[number].tolist())
    return estimates.add(f1(counts), f1_of_sums(months.replicated[number], Measure.STRICT))


def _kinds(tallies: Tallies, estimates: _Estimates) -> dict[str, tuple[int, int]]:
    """Return for each kind of difference its count, and where its share of all of them is."""
    rows = np.vstack((tallies.whole.sums[None, :KINDS], tallies.whole.replicated[:, :KINDS]))
    _, exact, label, overlap, one, other = rows.T
    kinds = {
        "missing": one + other,
        "boundary": label,
        "label": exact,
        "boundary_and_label": overlap,
    }
    total = rows[:, 1:].sum(axis=1)
    made = {}
    for name, counts in kinds.items():
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = counts / total
        count, n = round(float(counts[0])), round(float(total[0]))
        made[name] = (count, estimates.add(ratio(count, n, n=n, reason=NO_DIFFERENCE), shares[1:]))
    return made


def _confusion(tallies: Tallies) -> tuple[tuple[int, ...], ...]:
    matrix = np.zeros((len(tallies.labels) + 1,) * 2, np.int64)
    for tally in tallies.pairs.values():
        matrix += tally.matrix
    used = np.flatnonzero(matrix.sum(axis=0)[:-1] + matrix.sum(axis=1)[:-1])
    order = (*sorted(used.tolist(), key=lambda n: tallies.labels[n]), -1)
    return tuple(tuple(matrix[row, column].item() for column in order) for row in order)


def _compared(tallies: Tallies) -> NDArray[np.bool_]:
    found = np.zeros(len(tallies.documents), np.bool_)
    for tally in tallies.pairs.values():
        found |= tally.both
    return found


def _worst_documents(
    tallies: Tallies, compared: NDArray[np.bool_]
) -> tuple[DocumentAgreement, ...]:
    rows = tallies.whole.rows
    values = f1_of_sums(rows, Measure.STRICT)
    differences = rows[:, 1:KINDS].sum(axis=1)
    numbers = np.flatnonzero(compared & (differences > 0))
    if len(numbers) > SHOWN:  # the ties of the last place are kept, to be told apart
        limit = np.partition(values[numbers], SHOWN)[SHOWN]
        numbers = numbers[values[numbers] <= limit]
    order = numbers[np.lexsort((numbers, -differences[numbers], values[numbers]))][:SHOWN]
    return tuple(
        DocumentAgreement(
            tallies.documents[n],
            f1(Counts(*rows[n, :KINDS].tolist())),
            int(differences[n]),
        )
        for n in order.tolist()
    )


def _worst_strings(tallies: Tallies) -> tuple[StringAgreement, ...]:
    compared, apart = tallies.strings.T
    surfaces = list(tallies.names.surfaces)
    candidates = np.flatnonzero(apart > 0)
    if len(candidates) > SHOWN:  # the ties of the last place are kept, to be told apart by name
        limit = np.partition(apart[candidates], -SHOWN)[-SHOWN]
        candidates = candidates[apart[candidates] >= limit]
    order = sorted(candidates.tolist(), key=lambda n: (-apart[n], compared[n], surfaces[n]))
    return tuple(
        StringAgreement(surfaces[n], int(compared[n]), int(apart[n])) for n in order[:SHOWN]
    )


def _warnings(pairs: tuple[PairAgreement, ...]) -> Iterable[str]:
    if not pairs:
        yield "No document was completed by two annotators, so nothing can be compared."
    for pair in pairs:
        if pair.documents < FEW_DOCUMENTS:
            yield (
                f"{pair.one} and {pair.other} have only {pair.documents} documents in common; "
                f"with fewer than {FEW_DOCUMENTS} the intervals are not to be trusted."
            )
