# SPDX-License-Identifier: MIT
"""What a check is: a record with a code, a severity, its rule in words, and what finds it.

A ``SpanCheck`` looks at one span and nothing but that span, its text and the schema, so that its
answer is kept while the span stays the same. A ``LayerCheck`` looks at the whole layer; it keeps
what it can in ``Subject.kept``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TypeAlias

from annotator.checks.finding import Finding, Fix, Severity
from annotator.checks.kept import Kept
from annotator.model.annotations import Annotations
from annotator.model.records import EventFrame, Relation, Span
from annotator.schema.definition import Schema
from annotator.text.tokens import TokenBoundaries

_LEVELS = {"warn": Severity.WARNING, "error": Severity.ERROR}
_CHOSEN = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: one layer of one document.

    Without ``tokens`` the checks that need them are left out. ``language`` is a code such as
    ``en``; rules about words are left out for languages they do not know. Without ``deep`` the
    checks are left out that read the whole text. ``kept`` is what checks have worked out before
    about this text under this schema.
    """

    text: str
    annotations: Annotations
    schema: Schema
    tokens: TokenBoundaries | None = None
    language: str = ""
    deep: bool = True
    kept: Kept = field(default_factory=Kept, init=False, repr=False, compare=False)

    @property
    def is_english(self) -> bool:
        """Whether the document is in English of any country."""
        return self.language.partition("-")[0].lower() == "en"

    def spans(self) -> list[Span]:
        """Return the spans of the layer in the order they were made, read out once."""
        return self.kept.of_layer(_spans, self)

    def relations(self) -> list[Relation]:
        """Return the relations of the layer in the order they were made, read out once."""
        return self.kept.of_layer(_relations, self)

    def events(self) -> list[EventFrame]:
        """Return the event frames of the layer in the order they were made, read out once."""
        return self.kept.of_layer(_events, self)

    def keeping(self, kept: Kept) -> "Subject":
        """Return the same subject, with what has been worked out about this text and schema.

        Every other way to a subject, ``replace`` too, starts with nothing.
        """
        subject = replace(self)
        object.__setattr__(subject, "kept", kept)
        return subject


def _spans(subject: Subject) -> list[Span]:
    return list(subject.annotations.spans())


def _relations(subject: Subject) -> list[Relation]:
    return list(subject.annotations.relations())


def _events(subject: Subject) -> list[EventFrame]:
    return list(subject.annotations.events())


@dataclass(frozen=True, slots=True)
class Found:
    """A finding without code and severity, which its check knows."""

    message: str
    start: int
    end: int
    fixes: tuple[Fix, ...] = ()
    record: str = ""


SpanFinder: TypeAlias = Callable[[Subject, Span], Iterator[Found]]
LayerFinder: TypeAlias = Callable[[Subject], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is told about a check in the manual, and how severe it is.

    ``policy`` names the setting of the schema's ``span_policy`` that decides: a level, or true for
    what is allowed. ``sentence`` is the rule; ``mend`` says what the fixes do, empty if none.
    """

    code: str
    severity: Severity
    sentence: str
    mend: str = ""
    policy: str = ""

    def severity_in(self, schema: Schema) -> Severity | None:
        """Return the severity under a schema; None if the schema allows what is found.

        What the schema says about the code itself (``checks``) counts before all else.
        """
        chosen = schema.checks.get(self.code)
        if chosen is not None:
            return _CHOSEN.get(chosen)
        if not self.policy:
            return self.severity
        setting = attrgetter(self.policy)(schema.span_policy)
        if isinstance(setting, bool):
            return None if setting else self.severity
        return _LEVELS.get(setting)


@dataclass(frozen=True, slots=True)
class SpanCheck:
    """A rule about one span."""

    rule: Rule
    find: SpanFinder


@dataclass(frozen=True, slots=True)
class LayerCheck:
    """A rule about the records of a layer together."""

    rule: Rule
    find: LayerFinder


Check: TypeAlias = SpanCheck | LayerCheck


def in_each_group(
    groups: Callable[[Subject], Sequence[Sequence[Span]]],
    find: Callable[[Subject, Sequence[Span]], Iterator[Found]],
) -> LayerFinder:
    """Return the check that asks ``find`` about each group of spans, again only when it changed.

    ``groups`` may look at the whole layer, ``find`` at nothing but the group and the ground.
    """

    def found(subject: Subject, spans: Sequence[Span]) -> tuple[Found, ...]:
        return tuple(find(subject, spans))

    def in_each(subject: Subject) -> Iterator[Found]:
        for spans in subject.kept.of_layer(groups, subject):
            yield from subject.kept.of_spans(found, subject, spans)

    return in_each


def finding(rule: Rule, severity: Severity, found: Found, record: str = "") -> Finding:
    """Return the finding of a check; ``record`` stands in where ``found`` names none."""
    return Finding(
        rule.code,
        severity,
        found.message,
        found.start,
        found.end,
        found.record or record,
        found.fixes,
    )
