# SPDX-License-Identifier: MIT
"""Labels and attributes of spans against the schema."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from annotator.checks.check import Found, Rule, SpanCheck, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import removed
from annotator.checks.quantities import offered
from annotator.edits.edit import REMOVE, RelabelSpan, SetAttributes
from annotator.errors import InputError
from annotator.model.records import Span, Value
from annotator.schema.attribute import Attribute
from annotator.schema.names import bare, listed, shown, suggestion

MOST_FIXES = 5


def _unknown_label(subject: Subject, span: Span) -> Iterator[Found]:
    labels = subject.schema.labels
    if span.label in labels:
        return
    near = get_close_matches(span.label, labels, n=1, cutoff=0.6)
    others = [label for label in labels if label not in near]
    fixes = tuple(
        Fix(f"Label it {bare(label)}", RelabelSpan(span.id, label), guess=label not in near)
        for label in [*near, *others][:MOST_FIXES]
    )
    message = f"the schema has no label {shown(span.label)}; it has {listed(labels)}"
    yield Found(message, span.start, span.end, (*fixes, *removed("Remove the span", span.id)))


def _unknown_attribute(subject: Subject, span: Span) -> Iterator[Found]:
    if span.label not in subject.schema.labels:
        return
    known = subject.schema.attributes_of(span.label)
    for name in span.attributes:
        if name in known:
            continue
        hint = suggestion(name, known)
        message = f"{bare(span.label)} has no attribute {shown(name)}{hint}"
        fixes = (_without(span, name),)
        yield Found(message, span.start, span.end, fixes)


def _unfit_value(subject: Subject, span: Span) -> Iterator[Found]:
    known = subject.schema.attributes_of(span.label)
    for name, value in span.attributes.items():
        attribute = known.get(name)
        problem = attribute.problem_with(value) if attribute is not None else None
        if attribute is None or problem is None:
            continue
        fixes = (*_better_values(span, name, attribute, value), _without(span, name))
        yield Found(f"{bare(name)}: {problem}", span.start, span.end, fixes)


def _missing(subject: Subject, span: Span) -> Iterator[Found]:
    for name, attribute in subject.schema.attributes_of(span.label).items():
        if attribute.required and span.attributes.get(name) is None:
            message = f"{bare(name)} is required and is not set"
            yield Found(message, span.start, span.end, _fillings(span, name, attribute))


def _missing_here(subject: Subject, span: Span) -> Iterator[Found]:
    for name, attribute in subject.schema.attributes_of(span.label).items():
        if attribute.required or span.attributes.get(name) is not None:
            continue
        if attribute.is_required(span.attributes):
            message = f"{bare(name)} is required here, since {attribute.required_if}"
            fixes = (*_as_said(subject, span, name), *_fillings(span, name, attribute))
            yield Found(message, span.start, span.end, fixes)


def _as_said(subject: Subject, span: Span, name: str) -> tuple[Fix, ...]:
    """Return the fix that sets a missing count to what the words of the span say."""
    values = offered(subject.schema, span.label, span.surface(subject.text), subject.language)
    if name not in values:
        return ()
    said = ", ".join(f"{key} {value}" for key, value in values.items())
    return (Fix(f"Set {said}", SetAttributes(span.id, values)),)


def _fillings(span: Span, name: str, attribute: Attribute) -> tuple[Fix, ...]:
    """Return the fixes that set an attribute: to its default, else, a guess, to a value it has."""
    values: list[Value] = [] if attribute.default is None else [attribute.default]
    if attribute.type == "enum":
        values.extend(value for value in attribute.values if value not in values)
    elif attribute.type == "bool" and not values:
        values.extend((True, False))
    made = (_setting(span, name, value) for value in values[:MOST_FIXES])
    return tuple(
        replace(fix, guess=attribute.default is None or at > 0) for at, fix in enumerate(made)
    )


def _better_values(span: Span, name: str, attribute: Attribute, value: Value) -> Iterator[Fix]:
    """Yield fixes for a value that nearly fits: typed as text, misspelt, or a single choice."""
    if isinstance(value, tuple):
        good = tuple(dict.fromkeys(one for one in value if one in attribute.values))
        if attribute.type == "multi_enum" and good:
            yield _setting(span, name, good)
        return
    meant = str(value)
    near = get_close_matches(meant, attribute.values, n=MOST_FIXES - 1, cutoff=0.6)
    try:
        parsed = attribute.parse(meant)
    except InputError:
        parsed = None
    if parsed is not None and parsed != meant:
        yield _setting(span, name, parsed)
        return
    for candidate in near:
        yield _setting(span, name, (candidate,) if attribute.type == "multi_enum" else candidate)


def _setting(span: Span, name: str, value: Value) -> Fix:
    said = listed(value) if isinstance(value, tuple) else shown(value).strip("'")
    return Fix(f"Set {bare(name)} to {said}", SetAttributes(span.id, {name: value}))


def _without(span: Span, name: str) -> Fix:
    return Fix(f"Remove {bare(name)}", SetAttributes(span.id, {name: REMOVE}))


ATTRIBUTE_CHECKS = (
    SpanCheck(
        Rule(
            "S01",
            Severity.ERROR,
            "A span's label is one of the schema's.",
            "label it otherwise, or remove the span",
        ),
        _unknown_label,
    ),
    SpanCheck(
        Rule(
            "A01",
            Severity.ERROR,
            "A span has only attributes that the schema gives its label.",
            "remove the attribute",
        ),
        _unknown_attribute,
    ),
    SpanCheck(
        Rule(
            "A02",
            Severity.ERROR,
            "A value has the attribute's type, is one of its values, lies in its bounds and "
            "matches its pattern.",
            "set a value that fits, or remove it",
        ),
        _unfit_value,
    ),
    SpanCheck(
        Rule(
            "A03",
            Severity.ERROR,
            "A required attribute is set.",
            "set the default or one of the values",
        ),
        _missing,
    ),
    SpanCheck(
        Rule(
            "A04",
            Severity.ERROR,
            "An attribute is set while its required_if holds.",
            "set the default or one of the values",
        ),
        _missing_here,
    ),
)
