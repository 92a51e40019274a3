# SPDX-License-Identifier: MIT
"""What the words say about how many, set as a span is made, given another label, or moved.

Two kinds of label are known by their attributes: people are counted by ``count`` and ``qualifier``
(with ``count_min`` and ``count_max`` where the label has them), things by ``quantity`` and
``quantity_qualifier``. The number of things may stand before their span: two [rockets].
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from annotator.edits.change import Change, Step
from annotator.model.records import Span, Value
from annotator.schema.definition import Schema
from annotator.schema.names import shown
from annotator.text.number_words import number_words
from annotator.text.numbers import (
    Quantity,
    hedge_place,
    numbers,
    numbers_before,
    quantity,
    quantity_before,
)

_PEOPLE = {"count": "count", "min": "count_min", "max": "count_max", "qualifier": "qualifier"}
_THINGS = {"count": "quantity", "qualifier": "quantity_qualifier"}
_KNOWN = frozenset((*_PEOPLE.values(), *_THINGS.values()))
_BOUNDS = ("count_min", "count_max")
_FILLED = frozenset({"span.add", "span.relabel", "span.move"})

_SIGN = re.compile(r"\s*[%٪]")
_YEAR = re.compile(r"1[89]\d\d|20\d\d")


def counts_people(schema: Schema, label: str) -> bool:
    """Whether spans of a label carry a count with a qualifier."""
    own = schema.attributes_of(label)
    return "count" in own and "qualifier" in own


def counts_things(schema: Schema, label: str) -> bool:
    """Whether spans of a label carry a quantity with a qualifier."""
    own = schema.attributes_of(label)
    return "quantity" in own and "quantity_qualifier" in own


def offered(schema: Schema, label: str, surface: str, language: str) -> dict[str, Value]:
    """Return the attributes that the words of a span give: its count, bounds and qualifier.

    None are given for labels that do not count people, and for words that can be read in two ways.
    """
    read = quantity(surface, language) if counts_people(schema, label) else None
    if read is None or _counts_something_else(surface, language):
        return {}
    return _fitting(schema, label, read, _PEOPLE)


def read_from(schema: Schema, span: Span, text: str, language: str) -> dict[str, Value]:
    """Return the attributes that the words of a span give, or for things those just before it.

    Spans of several fragments give none: their words are no phrase.
    """
    if len(span.fragments) != 1:
        return {}
    if counts_people(schema, span.label):
        return offered(schema, span.label, span.surface(text), language)
    if not counts_things(schema, span.label):
        return {}
    read = _of_things(span, text, language)
    return {} if read is None else _fitting(schema, span.label, read, _THINGS)


def with_values_read(change: Change, text: str, schema: Schema, language: str) -> Change:
    """Return the change with what the words say set on the span that it makes or moves.

    What a person has set stays: values follow the words only while they are exactly what was
    read before, or nothing but the schema's defaults. Other changes are returned as they are, and
    all are where the schema's ``span_policy.read_counts`` is off.
    """
    if not schema.span_policy.read_counts or change.kind not in _FILLED:
        return change
    if len({step.id for step in change.steps}) < len(change.steps):
        return change  # the edit goes on with what it has made
    steps = tuple(_filled(step, text, schema, language) for step in change.steps)
    return Change(change.kind, steps)


def values_read(change: Change) -> dict[str, Value]:
    """Return the values about how many that a change sets on the span it makes or moves."""
    if change.kind not in _FILLED:
        return {}
    found: dict[str, Value] = {}
    for step in change.steps:
        if isinstance(step.after, Span):
            before = step.before.attributes if isinstance(step.before, Span) else {}
            after = step.after.attributes
            found |= {
                name: value
                for name, value in after.items()
                if name in _KNOWN and before.get(name) != value
            }
    return found


def is_as_read(schema: Schema, span: Span, text: str, language: str) -> bool:
    """Whether a span's values about how many are those that its words say, and there are some."""
    read = read_from(schema, span, text, language)
    return bool(read) and _among(span, _names(schema, span.label)) == read


def said_values(values: Mapping[str, Value]) -> str:
    """Return the values in words, ``count 153, at least``; a bound equal to the count is left out.

    A qualifier alone, as a default gives it, is not worth a word unless it says something.
    """
    values = {name: value for name, value in values.items() if name in _KNOWN}
    count = values.get("count", values.get("quantity"))
    qualifier = values.get("qualifier", values.get("quantity_qualifier"))
    words = [
        f"{name.replace('_', ' ')} {value:,}"
        for name, value in values.items()
        if isinstance(value, int) and (name not in _BOUNDS or value != count)
    ]
    if not words and qualifier not in {"plural", "vague"}:
        return ""
    return ", ".join([*words, *([str(qualifier).replace("_", " ")] if qualifier else [])])


def _filled(step: Step, text: str, schema: Schema, language: str) -> Step:
    after = step.after
    if not isinstance(after, Span):
        return step
    names = _names(schema, after.label)
    if not names:
        return step
    before = step.before if isinstance(step.before, Span) else None
    if before is not None and before.label == after.label:
        untouched = _as_made(schema, before, text, language)
    else:
        untouched = _defaults(schema, after.label, names)
    if _among(after, names) != untouched:
        return step
    made = _as_made(schema, after, text, language)
    kept = {
        name: value for name, value in after.attributes.items() if name in made or name not in names
    }
    return replace(step, after=replace(after, attributes={**kept, **made}))


def _as_made(schema: Schema, span: Span, text: str, language: str) -> dict[str, Value]:
    """Return what a span of this label at this place has before a person sets anything."""
    names = _names(schema, span.label)
    return {
        **_defaults(schema, span.label, names),
        **read_from(schema, span, text, language),
    }


def _names(schema: Schema, label: str) -> frozenset[str]:
    """Return the attributes of a label that say how many."""
    own = schema.attributes_of(label)
    if counts_people(schema, label):
        return frozenset(name for name in _PEOPLE.values() if name in own)
    return frozenset(_THINGS.values()) if counts_things(schema, label) else frozenset()


def _defaults(schema: Schema, label: str, names: frozenset[str]) -> dict[str, Value]:
    return {name: value for name, value in schema.defaults(label).items() if name in names}


def _among(span: Span, names: frozenset[str]) -> dict[str, Value]:
    return {name: value for name, value in span.attributes.items() if name in names}


def _fitting(
    schema: Schema, label: str, read: Quantity, names: Mapping[str, str]
) -> dict[str, Value]:
    """Return the values by their attributes' names; none at all if one may not be held."""
    own = schema.attributes_of(label)
    pairs = {
        "qualifier": read.qualifier,
        "count": read.count,
        "min": read.count_min,
        "max": read.count_max,
    }
    values = {
        names[part]: value
        for part, value in pairs.items()
        if value is not None and part in names and names[part] in own
    }
    fits = all(own[name].problem_with(value) is None for name, value in values.items())
    return dict(values) if fits else {}


def _of_things(span: Span, text: str, language: str) -> Quantity | None:
    """Return what the number at the start of a span says, else the one just before it.

    A number further in is part of a name, and a heavy machine gun is no vague number of them.
    """
    surface = span.surface(text)
    first = next(numbers(surface, language), None)
    if first is not None and not other_kind(
        surface, first.start, first.end, language, is_alone=False
    ):
        hedge = hedge_place(surface, first.start, language)
        if (hedge[0] if hedge else first.start) == 0:
            return quantity(surface, language)
    for place, one in enumerate(numbers_before(text, span.start, language)):
        # the second number of a range goes with the first
        if other_kind(text, one.start, one.end, language, is_alone=place == 0):
            return None
        # of a language without words it is not known what stands before a year
        if not number_words(language).meanings and _YEAR.fullmatch(text[one.start : one.end]):
            return None
    return quantity_before(text, span.start, language)


def _counts_something_else(surface: str, language: str) -> bool:
    return any(
        other_kind(surface, one.start, one.end, language, is_alone=False)
        for one in numbers(surface, language)
    )


def other_kind(text: str, start: int, end: int, language: str, *, is_alone: bool) -> str:
    """Return what a number counts if neither people nor things, in words; else nothing.

    ``is_alone`` says that no noun goes with it, so that it may be a year.
    """
    words = number_words(language)
    before, after = text[max(0, start - 24) : start], text[end : end + 24]
    if before[-1:] in tuple("$€£¥"):
        return "money"
    unit = _SIGN.match(after) or words.unit.match(after)
    if unit:
        return f"followed by {shown(unit[0].strip(' -'))}"
    if words.age_before.search(before):
        return "an age"
    month = words.month.match(after)
    if (month and month[0] != " may") or (is_alone and words.month_before.search(before)):
        return "a date"
    is_year = is_alone and _YEAR.fullmatch(text[start:end]) is not None
    return "a year" if is_year and words.year_before.search(before) else ""
