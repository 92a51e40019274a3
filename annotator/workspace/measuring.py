# SPDX-License-Identifier: MIT
"""The other measures of agreement: tokens, units, gamma, attributes, relations, events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from annotator.model.annotations import GOLD, Annotations
from annotator.review.attributes import attribute_agreement
from annotator.review.bootstrap import bootstrapped
from annotator.review.gamma import corpus_gamma
from annotator.review.packed import Names, corpus_of
from annotator.review.relations_agreement import LinkCounts, event_agreement, relation_agreement
from annotator.review.report_tables import ReportTable, in_words
from annotator.review.reporting import Completed, packed_layers
from annotator.review.tokens_agreement import Coefficients, TokenCounts
from annotator.review.unitizing_corpus import corpus_u_alpha
from annotator.review.value import Value
from annotator.store.session import Store
from annotator.workspace.complete_layers import complete_layers
from annotator.workspace.tasks import Progress, no_progress
from annotator.workspace.tokens import Tokenizers

GAMMA_DOCUMENTS = 200
_TOGETHER = 2
Pair = tuple[Annotations, Annotations]


@dataclass(slots=True)
class _Gathered:
    """What one pass over the project gathers for all measures."""

    completed: list[Completed] = field(default_factory=list)
    pairs: list[list[Pair]] = field(default_factory=list)
    tokens: dict[tuple[str, str], TokenCounts] = field(default_factory=dict)
    everybody: dict[tuple[str, ...], TokenCounts] = field(default_factory=dict)


def further_tables(
    store: Store, language: str, tokenizers: Tokenizers, *, progress: Progress = no_progress
) -> tuple[ReportTable, ...]:
    """Return the tables of the other measures, of what is stored now; for any thread.

    Only documents that at least two have completed count; gold is nobody's. Gamma is of a seeded
    sample of 200 documents. ``progress`` may raise to stop.
    """
    found = _gathered(store, language, tokenizers, progress)
    if not found.completed:
        return ()
    return (
        _units(found, progress),
        _tokens(found),
        _attributes(found),
        _links(found),
    )


def _gathered(store: Store, language: str, tokenizers: Tokenizers, progress: Progress) -> _Gathered:
    found = _Gathered()
    total = len(store.summaries(GOLD))
    for number, stored in enumerate(store.export_rows(), start=1):
        progress(number, total)
        layers = complete_layers(stored)
        if len(layers) < _TOGETHER:
            continue
        names = sorted(layers)
        text = stored.document.text
        found.completed.append(Completed(stored.document.id, text, layers))
        found.pairs.append([(layers[one], layers[other]) for one, other in combinations(names, 2)])
        tokens = tokenizers.get(stored.info.language or language)(text)
        places = list(zip(tokens.starts, tokens.ends, strict=True))
        spans = {name: list(layer.spans()) for name, layer in layers.items()}
        for group, counts in _groups(found, names):
            counts.add(places, {name: spans[name] for name in group})
    return found


def _groups(found: _Gathered, names: Sequence[str]) -> Iterator[tuple[Sequence[str], TokenCounts]]:
    for pair in combinations(names, 2):
        yield pair, found.tokens.setdefault(pair, TokenCounts(pair))
    if len(names) > _TOGETHER:
        group = tuple(names)
        yield group, found.everybody.setdefault(group, TokenCounts(group))


def _units(found: _Gathered, progress: Progress) -> ReportTable:
    names = Names()
    packed = [layer for document in found.completed for layer in packed_layers(document, names)]
    lengths = {document.document: len(document.text) for document in found.completed}
    corpus = corpus_of(packed, names)
    alphas = corpus_u_alpha(corpus, [lengths[id] for id in corpus.documents])
    observers = [
        [_as_units(layer) for _, layer in sorted(document.layers.items())]
        for document in found.completed
    ]
    gamma = corpus_gamma(observers, most=GAMMA_DOCUMENTS, progress=progress)
    more = " (experimental for more than two)" if alphas.experimental else ""
    rows = [
        ("u-alpha", in_words(alphas.u_alpha), "units and their labels"),
        ("|u-alpha", in_words(alphas.bar_u_alpha), "what is in a unit and what is not"),
        ("cu-alpha", in_words(alphas.cu_alpha.alpha), f"labels where units meet{more}"),
    ]
    rows += [
        (f"(k)u-alpha {label}", in_words(coding.alpha), f"one label where units meet{more}")
        for label, coding in sorted(alphas.ku_alpha.items())
    ]
    about = f"{gamma.gamma.n:,} documents, {gamma.samples} samples of chance for each"
    rows.append(("gamma", in_words(gamma.gamma), about))
    rows.append(("gamma-cat", in_words(gamma.gamma_cat), "labels of units that are aligned"))
    note = (
        "u-alpha (Krippendorff and others 2016) does not see that one annotator has split a unit; "
        f"{alphas.dropped:,} overlapping units were left out of it. Gamma: Mathet and others 2015."
    )
    return ReportTable("units", "Units", note, ("measure", "value", "about"), tuple(rows))


def _as_units(layer: Annotations) -> list[tuple[float, float, str]]:
    return [(float(span.start), float(span.end), span.label) for span in layer.spans()]


def _tokens(found: _Gathered) -> ReportTable:
    rows = []
    for names, counts in (*sorted(found.tokens.items()), *sorted(found.everybody.items())):
        who = " and ".join(names)
        agreement = counts.agreement()
        rows.append(_token_row(who, "all labels, all tokens", agreement.all_tokens))
        rows.append(_token_row(who, "all labels, marked tokens", agreement.marked_tokens))
        for label, coefficients in agreement.per_label.items():
            rows.append(_token_row(who, f"{label}, all tokens", coefficients))
    columns = ("annotators", "about", "Cohen's kappa", "Scott's pi", "Fleiss' kappa", "alpha")
    note = "Over all tokens these are high because most tokens are marked by nobody."
    return ReportTable("tokens", "Tokens", note, columns, tuple(rows))


def _token_row(who: str, about: str, found: Coefficients) -> tuple[str, ...]:
    values = (found.cohen_kappa, found.scott_pi, found.fleiss_kappa, found.alpha)
    return (who, about, *(in_words(value) for value in values))


def _attributes(found: _Gathered) -> ReportTable:
    rows = [
        (
            one.label,
            one.attribute,
            in_words(one.percent),
            in_words(one.alpha),
            in_words(one.coverage),
            f"{one.percent.n:,}",
        )
        for one in attribute_agreement(found.pairs)
    ]
    columns = ("label", "attribute", "same value", "alpha", "coverage", "spans")
    note = (
        "Of spans that two marked alike; a value that is not set is a value. Where several values "
        "may be chosen, alpha takes sets that share some as nearer (MASI)."
    )
    return ReportTable("attributes", "Attributes", note, columns, tuple(rows))


def _links(found: _Gathered) -> ReportTable:
    relations, triggers, arguments = [], [], []
    for pairs in found.pairs:
        relations.append(relation_agreement(pairs))
        events = event_agreement(pairs)
        marks = events.triggers
        triggers.append((float(marks.strict), marks.spans / 2, marks.spans / 2))
        arguments.append(events.arguments)
    rows = []
    for name, counts in (("relations", relations), ("arguments of events", arguments)):
        rows.append((name, "both ends matched", in_words(_f1(counts, matched=True))))
        rows.append((name, "all: an unmatched end is a miss", in_words(_f1(counts, matched=False))))
    rows.insert(2, ("events", "same trigger and type", in_words(bootstrapped(triggers))))
    columns = ("what", "among", "F1")
    note = "Ends are matched by overlap; a link is the same with the same type and ends."
    return ReportTable("links", "Relations and events", note, columns, tuple(rows))


def _f1(counts: Sequence[LinkCounts], *, matched: bool) -> Value:
    rows = [
        (float(one.common), float(one.matched_one), float(one.matched_other))
        if matched
        else (float(one.common), float(one.all_one), float(one.all_other))
        for one in counts
    ]
    return bootstrapped(rows)
