# SPDX-License-Identifier: MIT
"""Checks one layer of one document, once or again and again while somebody works on it."""

from collections.abc import Iterator

from annotator.checks.check import LayerCheck, Rule, SpanCheck, SpanFinder, Subject, finding
from annotator.checks.finding import Finding, Severity
from annotator.checks.kept import Kept
from annotator.checks.places import INSIDE_CHECK, is_inside
from annotator.checks.registry import CHECKS
from annotator.model.records import Span
from annotator.schema.definition import Schema

__all__ = ["LiveCheck", "Subject", "check_document"]

_Active = list[tuple[Rule, Severity, SpanFinder]]


def check_document(subject: Subject) -> list[Finding]:
    """Return what does not fit, ordered by start, severity and code."""
    return LiveCheck().findings(subject)


class LiveCheck:
    """Checks a document after each change, and looks again only at what changed.

    Spans, and spans that are checked together, are looked at again when they are other objects;
    what was read in the text is kept while it is the same. It gives exactly what
    ``check_document`` gives. Use it from one thread at a time.
    """

    def __init__(self) -> None:
        self._ground: Subject | None = None
        self._active: _Active = []
        self._known: dict[str, tuple[Span, tuple[Finding, ...]]] = {}
        self._kept = Kept()

    def findings(self, subject: Subject) -> list[Finding]:
        """Return what does not fit, ordered by start, severity and code."""
        if self._ground is None or not _same_ground(self._ground, subject):
            self._known = {}
            self._kept = Kept()
            self._active = list(_active_span_checks(subject.schema))
        else:
            self._kept.next_layer()
        self._ground = subject = subject.keeping(self._kept)
        known: dict[str, tuple[Span, tuple[Finding, ...]]] = {}
        found: list[Finding] = []
        for span in subject.spans():
            before = self._known.get(span.id)
            if before is None or before[0] is not span:
                before = (span, tuple(self._of_span(subject, span)))
            known[span.id] = before
            found.extend(before[1])
        self._known = known
        found.extend(_of_layer(subject))
        return sorted(found, key=lambda one: (one.start, one.severity.rank, one.code, one.record))

    def _of_span(self, subject: Subject, span: Span) -> Iterator[Finding]:
        inside = is_inside(subject, span)
        for rule, severity, find in self._active:
            # a span outside the text gets that one finding: no other check could look at it
            if inside or find is INSIDE_CHECK.find:
                for found in find(subject, span):
                    yield finding(rule, severity, found, span.id)


def _same_ground(one: Subject, other: Subject) -> bool:
    return (
        one.text is other.text
        and one.schema is other.schema
        and one.tokens is other.tokens
        and one.language == other.language
        and one.deep == other.deep
    )


def _active_span_checks(schema: Schema) -> Iterator[tuple[Rule, Severity, SpanFinder]]:
    for check in CHECKS:
        if isinstance(check, SpanCheck):
            severity = check.rule.severity_in(schema)
            if severity is not None:
                yield check.rule, severity, check.find


def _of_layer(subject: Subject) -> Iterator[Finding]:
    for check in CHECKS:
        if isinstance(check, LayerCheck):
            severity = check.rule.severity_in(subject.schema)
            if severity is None:
                continue
            for found in check.find(subject):
                yield finding(check.rule, severity, found)
