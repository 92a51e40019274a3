# SPDX-License-Identifier: MIT
"""Counts of people: do the attributes say what the words say.

Looked at are the labels that have the attributes ``count`` and ``qualifier``, whatever their name.
"""

import re
from collections.abc import Iterator

from annotator.checks.check import Found, Rule, SpanCheck, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import moved, removed, with_values
from annotator.checks.quantities import counts_people, offered, other_kind
from annotator.edits.edit import REMOVE, SetAttributes
from annotator.model.records import Attributes, Span
from annotator.schema.names import shown
from annotator.text.numbers import hedge_before, hedge_place, numbers, quantity

_LOWER = ("at_least", "more_than")
_UPPER = ("at_most", "less_than")
_HARM = (
    (re.compile(r"\b(killed|dead|died|deaths?|slain)\b", re.I), "killed"),
    (re.compile(r"\b(wounded|injured|injuries|hurt)\b", re.I), "injured"),
    (re.compile(r"\b(missing|disappeared)\b", re.I), "missing"),
    (re.compile(r"\b(abducted|kidnapped)\b", re.I), "abducted"),
    (re.compile(r"\b(captured|taken prisoner)\b", re.I), "captured"),
    (re.compile(r"\bsurrendered\b", re.I), "surrendered"),
)
_BOTH = re.compile(
    r"\b(killed|dead) (and|or) (wounded|injured)\b|\b(wounded|injured) (and|or) killed\b", re.I
)
_CLAUSE = re.compile(r"[.;:,!?\n()]|\b(?:and|while|but)\b")

_ONE_OF_THEM = re.compile(r"(?i)an?\s")
"""An article counts too: a doctor and her assistant are two."""


def _number(attributes: Attributes, name: str) -> int | float | None:
    value = attributes.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _found(span: Span, message: str, *fixes: Fix) -> Iterator[Found]:
    yield Found(message, span.start, span.end, fixes)


def _as_read(subject: Subject, span: Span) -> tuple[Fix, ...]:
    values = offered(subject.schema, span.label, span.surface(subject.text), subject.language)
    if not values or all(span.attributes.get(name) == value for name, value in values.items()):
        return ()
    said = ", ".join(f"{name} {value}" for name, value in values.items())
    gone = {
        name: REMOVE
        for name in ("count", "count_min", "count_max")
        if name not in values and name in span.attributes
    }
    return (Fix(f"Set {said}", SetAttributes(span.id, {**values, **gone})),)


def _below_minimum(subject: Subject, span: Span) -> Iterator[Found]:
    del subject
    own = span.attributes
    least, count, most = (_number(own, name) for name in ("count_min", "count", "count_max"))
    if least is not None and count is not None and least > count:
        fix = with_values(f"Set count_min to {count}", span, count_min=count)
        yield from _found(span, f"count_min {least} is above count {count}", fix)
    elif least is not None and most is not None and count is None and least > most:
        fix = with_values("Swap them", span, count_min=most, count_max=least)
        yield from _found(span, f"count_min {least} is above count_max {most}", fix)


def _above_maximum(subject: Subject, span: Span) -> Iterator[Found]:
    del subject
    count, most = _number(span.attributes, "count"), _number(span.attributes, "count_max")
    if count is not None and most is not None and count > most:
        fix = with_values(f"Set count_max to {count}", span, count_max=count)
        yield from _found(span, f"count {count} is above count_max {most}", fix)


def _inexact(subject: Subject, span: Span) -> Iterator[Found]:
    own = span.attributes
    count = _number(own, "count")
    if (
        own.get("qualifier") != "exact"
        or count is None
        or not counts_people(subject.schema, span.label)
    ):
        return
    others = (_number(own, "count_min"), _number(own, "count_max"))
    wrong = [value for value in others if value is not None and value != count]
    if wrong:
        fix = with_values(f"Set both bounds to {count}", span, count_min=count, count_max=count)
        yield from _found(span, f"the count is exactly {count}, a bound is {wrong[0]}", fix)


def _needless_bound(subject: Subject, span: Span) -> Iterator[Found]:
    del subject
    qualifier = span.attributes.get("qualifier")
    bounds = (("count_max", _LOWER), ("count_min", _UPPER))
    for name, qualifiers in bounds:
        if qualifier in qualifiers and span.attributes.get(name) is not None:
            fix = with_values(f"Remove {name}", span, **{name: REMOVE})
            yield from _found(span, f"{name} does not go with {qualifier}", fix)


def _no_quantity(subject: Subject, span: Span) -> Iterator[Found]:
    if not subject.is_english or not counts_people(subject.schema, span.label):
        return
    surface = span.surface(subject.text)
    if any(True for _ in numbers(surface)) or quantity(surface) is not None:
        return
    if _ONE_OF_THEM.match(surface):
        return
    message = f"{shown(surface)} holds no number and no word of quantity"
    yield from _found(span, message, *removed("Remove the span", span.id))


def _other_count(subject: Subject, span: Span) -> Iterator[Found]:
    if not counts_people(subject.schema, span.label):
        return
    read = quantity(span.surface(subject.text), subject.language)
    if read is None or read.qualifier in {"plural", "vague"}:
        return
    names = ("count_min", "count_max") if read.qualifier == "range" else ("count",)
    for name in names:
        have, said = _number(span.attributes, name), getattr(read, name)
        if have is not None and have != said:
            message = f"{name} is {have}, the words say {said}"
            yield from _found(span, message, *_as_read(subject, span))
            return


def _hedge_outside(subject: Subject, span: Span) -> Iterator[Found]:
    wanted = subject.schema.span_policy.hedge_in_casualty
    if not wanted or not counts_people(subject.schema, span.label):
        return
    if next(numbers(span.surface(subject.text), subject.language), None) is None:
        return
    place = hedge_place(subject.text, span.start, subject.language)
    if place is not None:
        said = subject.text[place[0] : span.start].strip()
        fixes = moved(f"Take in {shown(said)}", span, place[0], span.end)
        yield from _found(span, f"{shown(said)} before this count is left out", *fixes)


def _hedge_not_said(subject: Subject, span: Span) -> Iterator[Found]:
    if span.attributes.get("qualifier") != "exact" or not counts_people(subject.schema, span.label):
        return
    surface = span.surface(subject.text)
    for number in numbers(surface, subject.language):
        hedge = hedge_before(surface, number.start, subject.language)
        if hedge:
            message = f"the words say {hedge.replace('_', ' ')}, the qualifier exact"
            yield from _found(span, message, *_as_read(subject, span))
            return


def _zero(subject: Subject, span: Span) -> Iterator[Found]:
    if not counts_people(subject.schema, span.label):
        return
    count, outcome = _number(span.attributes, "count"), span.attributes.get("outcome")
    if count is None or outcome is None or (count == 0) == (outcome == "none"):
        return
    if count == 0:
        fix = with_values("Set outcome to none", span, outcome="none")
    else:
        fix = with_values("Set count to 0", span, count=0, count_min=0, count_max=0)
    yield from _found(span, f"count {count} and outcome {outcome} exclude each other", fix)


def _clause(subject: Subject, span: Span) -> str:
    """Return the span and the words after it, as far as its clause goes."""
    stop = _CLAUSE.search(subject.text, span.end, min(len(subject.text), span.end + 80))
    end = stop.start() if stop else min(len(subject.text), span.end + 80)
    return subject.text[span.start : end]


def _other_outcome(subject: Subject, span: Span) -> Iterator[Found]:
    outcome = span.attributes.get("outcome")
    if outcome not in {"killed", "injured", "missing", "abducted", "captured", "surrendered"}:
        return
    clause = _clause(subject, span)
    said = [(found.start(), name) for shape, name in _HARM if (found := shape.search(clause))]
    if said and min(said)[1] != outcome and outcome not in {name for _, name in said}:
        meant = min(said)[1]
        fix = with_values(f"Set outcome to {meant}", span, outcome=meant)
        yield from _found(span, f"the words say {meant}, the outcome is {outcome}", fix)


def _both_outcomes(subject: Subject, span: Span) -> Iterator[Found]:
    if span.attributes.get("outcome") not in {"killed", "injured"}:
        return
    text = subject.text[span.start : min(len(subject.text), span.end + 40)]
    found = _BOTH.search(text)
    if found and len(list(numbers(text[: found.end()], subject.language))) == 1:
        fix = with_values("Set outcome to killed_or_injured", span, outcome="killed_or_injured")
        message = f"{shown(found[0])} share this count"
        yield from _found(span, message, fix)


def _not_people(subject: Subject, span: Span) -> Iterator[Found]:
    if not counts_people(subject.schema, span.label):
        return
    found = [
        one
        for one in numbers(span.surface(subject.text), subject.language)
        if len(span.fragments) == 1
    ]
    if len(found) != 1:
        return
    start, end = span.start + found[0].start, span.start + found[0].end
    kind = other_kind(
        subject.text, start, end, subject.language, is_alone=found[0].end == span.end - span.start
    )
    if kind:
        message = f"{shown(subject.text[start:end])} is {kind}, not a number of people"
        yield from _found(span, message, *removed("Remove the span", span.id))


_E, _W = Severity.ERROR, Severity.WARNING
_SET = "set what the words say"

CASUALTY_CHECKS = tuple(
    SpanCheck(Rule(code, severity, sentence, mend, policy), find)
    for code, severity, sentence, mend, policy, find in (
        ("C01", _E, "count_min is not above count.", "lower it", "", _below_minimum),
        ("C02", _E, "count is not above count_max.", "raise the bound", "", _above_maximum),
        ("C03", _W, "An exact count equals both of its bounds.", "set them", "", _inexact),
        (
            "C04",
            _W,
            "At least and more than have no upper bound, at most and less than no lower one.",
            "remove the bound",
            "",
            _needless_bound,
        ),
        (
            "C05",
            _E,
            "A count holds a number or a word of quantity.",
            "remove the span",
            "",
            _no_quantity,
        ),
        ("C06", _E, "The count is the one that the words say.", _SET, "", _other_count),
        (
            "C07",
            _W,
            "A hedge such as at least belongs to its count.",
            "take it in",
            "",
            _hedge_outside,
        ),
        ("C08", _E, "A count with a hedge is not exact.", _SET, "", _hedge_not_said),
        ("C09", _E, "A count is 0 if the outcome is none, and only then.", "set it", "", _zero),
        (
            "C10",
            _W,
            "The outcome is the one that the clause says.",
            "set that outcome",
            "",
            _other_outcome,
        ),
        (
            "C11",
            _W,
            "Killed and wounded with one number are killed_or_injured.",
            "set that outcome",
            "",
            _both_outcomes,
        ),
        (
            "C13",
            _W,
            "A count is no year, date, calibre, age, sum of money or distance.",
            "remove the span",
            "",
            _not_people,
        ),
    )
)
