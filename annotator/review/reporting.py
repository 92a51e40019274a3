# SPDX-License-Identifier: MIT
"""Makes the report of agreement: of documents as they are, or of sums that are kept up to date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.model.annotations import Annotations
from annotator.review.bootstrap import FEW_DOCUMENTS, Floats, with_interval
from annotator.review.f1 import Counts, Measure, f1, macro, team
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
from annotator.review.tallies import KINDS, OF_LABEL, Sums, Table, Tallies, tallied
from annotator.review.value import NO_DOCUMENTS, NOTHING_MARKED, Value, ratio, undefined

SHOWN = 20


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
    return report_of(tallied(corpus_of(layers, names)), times)


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


def report_of(tallies: Tallies, times: Mapping[str, str]) -> AgreementReport:
    """Return the report of sums; ``times`` (ISO 8601) say when each document was completed."""
    pairs = tuple(_pair(tallies, names) for names in sorted(tallies.pairs))
    width = KINDS + OF_LABEL * len(tallies.labels)
    sums, replicated = np.zeros(width, np.int64), np.zeros((len(tallies.drawn), width))
    rows = np.zeros((len(tallies.documents), width), np.int64)
    matrix = np.zeros((len(tallies.labels) + 1,) * 2, np.int64)
    for tally in tallies.pairs.values():
        sums += tally.sums
        replicated += tally.replicated
        rows += tally.rows
        matrix += tally.matrix
    labels = tuple(_labels(tallies.labels, sums, replicated))
    used = np.flatnonzero(matrix.sum(axis=0)[:-1] + matrix.sum(axis=1)[:-1])
    order = sorted(used.tolist(), key=lambda n: tallies.labels[n])
    counts = Counts(*sums[:KINDS].tolist())
    compared = _compared(tallies)
    return AgreementReport(
        annotators=tuple(sorted({name for pair in tallies.pairs for name in pair})),
        documents=int(compared.sum()),
        micro=_f1s(sums, replicated, NOTHING_MARKED if tallies.pairs else NO_DOCUMENTS),
        team=team({(pair.one, pair.other): pair.f1[Measure.STRICT] for pair in pairs}),
        macro_label=macro(each.strict for each in labels),
        macro_document=_macro_document(tallies),
        pairs=pairs,
        labels=labels,
        confusion=tuple(
            tuple(matrix[row, column].item() for column in (*order, -1)) for row in (*order, -1)
        ),
        kinds=Kinds(
            counts.only_one + counts.only_other, counts.label, counts.exact, counts.overlap
        ),
        worst_documents=_worst_documents(tallies, rows, compared),
        worst_strings=_worst_strings(tallies),
        over_time=_over_time(tallies, rows, times),
        warnings=tuple(_warnings(pairs)),
    )


def f1_of_sums(sums: Floats | Sums | Table, measure: Measure) -> Floats:
    """Return F1 of rows whose first columns are the fields of ``Counts``; nan if undefined."""
    strict, exact, label, overlap, one, other = (sums[:, n] for n in range(KINDS))
    found = {
        Measure.STRICT: strict,
        Measure.EXACT: strict + exact,
        Measure.PARTIAL: strict + exact + (label + overlap) / 2,
        Measure.TYPE: strict + label,
    }[measure]
    spans = 2 * (strict + exact + label + overlap) + one + other
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * found / spans, np.float64)


def _f1s(sums: Sums, replicated: Floats, reason: str = NOTHING_MARKED) -> Measures:
    counts = Counts(*sums[:KINDS].tolist())
    if not counts.spans:
        return {measure: undefined(reason) for measure in Measure}
    return {
        measure: with_interval(f1(counts, measure), f1_of_sums(replicated, measure))
        for measure in Measure
    }


def _pair(tallies: Tallies, names: tuple[str, str]) -> PairAgreement:
    tally = tallies.pairs[names]
    empty = tally.both & (tally.rows[:, :KINDS].sum(axis=1) == 0)
    sums = tally.sums
    return PairAgreement(
        *names,
        int(tally.both.sum()),
        int(empty.sum()),
        _f1s(sums, tally.replicated),
        Counts(*sums[:KINDS].tolist()),
    )


def _labels(names: tuple[str, ...], sums: Sums, replicated: Floats) -> Iterable[LabelAgreement]:
    for name, number in sorted((name, number) for number, name in enumerate(names)):
        at = KINDS + OF_LABEL * number
        strict, half, one, other = sums[at : at + OF_LABEL].tolist()
        spans = one + other
        if not spans:
            continue
        drawn = replicated[:, at : at + OF_LABEL].T
        with np.errstate(invalid="ignore", divide="ignore"):
            values = [
                2 * found / (drawn[2] + drawn[3]) for found in (drawn[0], drawn[0] + drawn[1] / 2)
            ]
        yield LabelAgreement(
            name,
            with_interval(ratio(2 * strict, spans, n=spans), values[0]),
            with_interval(ratio(2 * strict + half, spans, n=spans), values[1]),
            spans,
        )


def _compared(tallies: Tallies) -> NDArray[np.bool_]:
    found = np.zeros(len(tallies.documents), np.bool_)
    for tally in tallies.pairs.values():
        found |= tally.both
    return found


def _macro_document(tallies: Tallies) -> Value:
    """Return the mean over documents and pairs; where both marked nothing there is no value."""
    values = [
        f1_of_sums(tally.rows[tally.both], Measure.STRICT) for tally in tallies.pairs.values()
    ]
    defined = np.concatenate(values) if values else np.empty(0)
    defined = defined[~np.isnan(defined)]
    return ratio(float(defined.sum()), len(defined), n=len(defined))


def _worst_documents(
    tallies: Tallies, rows: Sums, compared: NDArray[np.bool_]
) -> tuple[DocumentAgreement, ...]:
    values = f1_of_sums(rows, Measure.STRICT)
    differences = rows[:, 1:KINDS].sum(axis=1)
    numbers = np.flatnonzero(compared & (differences > 0))
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


def _over_time(
    tallies: Tallies, rows: Sums, times: Mapping[str, str]
) -> tuple[tuple[str, Value], ...]:
    months: dict[str, list[int]] = {}
    for document, number in tallies.numbers.items():
        month = times.get(document, "")[:7]
        if month:
            months.setdefault(month, []).append(number)
    return tuple(
        (month, f1(Counts(*rows[numbers, :KINDS].sum(axis=0).tolist())))
        for month, numbers in sorted(months.items())
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
