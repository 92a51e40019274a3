# SPDX-License-Identifier: MIT
"""The gold layer cites its sources: each of its records follows from a decision that is kept.

It is looked at with the decisions in the document's own layer, so it is no part of the checks of
one layer: ``workspace.checking`` asks for it where everything is checked.
"""

from collections.abc import Iterator, Sequence

from annotator.checks.check import Found, Rule, Subject, finding
from annotator.checks.finding import Finding, Severity
from annotator.checks.relations import record_place
from annotator.model.records import Decision, LayerStatus, Record, identical

GOLD_RULE = Rule(
    "P01",
    Severity.ERROR,
    "A record of the gold layer is what a decision made of it, and a decision says whose version "
    "it took.",
)
_TAKEN = frozenset({"candidate", "several"})


def gold_findings(subject: Subject, decisions: Sequence[Decision]) -> list[Finding]:
    """Return what has no source in a gold layer, in text order; ``subject`` is that layer."""
    severity = GOLD_RULE.severity_in(subject.schema)
    if severity is None:
        return []
    found = (*_unsourced(subject, decisions), *_of_nobody(subject, decisions))
    findings = [finding(GOLD_RULE, severity, one) for one in found]
    return sorted(findings, key=lambda one: (one.start, one.record))


def _unsourced(subject: Subject, decisions: Sequence[Decision]) -> Iterator[Found]:
    made: dict[str, Record] = {
        record.id: record for decision in decisions for record in decision.result
    }
    for record in subject.annotations.records.values():
        if isinstance(record, LayerStatus) or identical(made.get(record.id), record):
            continue
        start, end = record_place(subject, record.id)
        how = "is not as it was decided" if record.id in made else "comes from no decision"
        message = f"the {record.kind} {record.id!r} of the gold layer {how}"
        yield Found(message, start, end, record=record.id)


def _of_nobody(subject: Subject, decisions: Sequence[Decision]) -> Iterator[Found]:
    length = len(subject.text)
    for decision in decisions:
        if decision.outcome in _TAKEN and not decision.chosen:
            message = f"the decision {decision.id!r} does not say whose version it took"
            start = min(max(0, decision.start), length)
            end = min(max(start, decision.end), length)
            yield Found(message, start, end, record=decision.id)
