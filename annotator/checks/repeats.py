# SPDX-License-Identifier: MIT
"""The same words again in a document: labelled otherwise, of another type, or not annotated.

Words are the same if they differ in white space alone, and for D03 only if they are exactly the
same. Counts of people are left out of D02 and D03: "five" here and "five" there are two counts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from unicodedata import category

from annotator.checks.check import Found, LayerCheck, Rule, Subject, in_each_group
from annotator.checks.finding import Fix, Severity
from annotator.checks.geography import is_state
from annotator.checks.overlaps import spans_in_order, spans_over
from annotator.checks.quantities import counts_people
from annotator.checks.reading import occurrences, people_labels
from annotator.edits.edit import AddSpan, RelabelSpan, SetAttributes, Several
from annotator.model.records import Fragment, Span, Value
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Schema
from annotator.schema.names import bare, shown

_SPACE = re.compile(r"\s+")
_NAMED = ("named", "adjectival")
_SHORTEST_NAME = 2
_NAME_LETTERS = ("Lu", "Lt", "Lo")


def _same_words(subject: Subject) -> list[list[Span]]:
    """Return the spans with a known label that cover the same words, where there are several."""
    groups: dict[str, list[Span]] = {}
    for span, words in subject.kept.of_each(_words, subject, spans_in_order(subject)):
        if words:
            groups.setdefault(words, []).append(span)
    return [spans for spans in groups.values() if len(spans) > 1]


def _words(subject: Subject, span: Span) -> str:
    """Return what a span covers, with single blanks; nothing if its label is unknown."""
    known = span.label in subject.schema.labels
    return _SPACE.sub(" ", span.surface(subject.text)) if known else ""


def _most_common(values: Iterable[Value]) -> Value:
    """Return the most frequent value, of several the first."""
    counts = Counter(values)
    return max(counts, key=lambda value: counts[value])


def _fits(attribute: Attribute, value: Value) -> bool:
    return value is not None and attribute.problem_with(value) is None


def _typical(schema: Schema, label: str, spans: Sequence[Span]) -> dict[str, Value]:
    """Return the attributes that most of the spans have, with their most frequent valid values."""
    values: dict[str, Value] = {}
    for name, attribute in schema.attributes_of(label).items():
        have = [span.attributes[name] for span in spans if name in span.attributes]
        fit = [value for value in have if _fits(attribute, value)]
        if 2 * len(fit) > len(spans):
            values[name] = _most_common(fit)
    return values


def _typical_of(subject: Subject, spans: Sequence[Span]) -> dict[str, Value]:
    return _typical(subject.schema, spans[0].label, spans)


def _other_label(subject: Subject, spans: Sequence[Span]) -> Iterator[Found]:
    if len({span.label for span in spans}) == 1:
        return
    usual = str(_most_common(span.label for span in spans))
    alike = [span for span in spans if span.label == usual]
    taken = {span.fragments for span in alike}
    words = _words(subject, spans[0])
    for span in spans:
        if span.label == usual or span.fragments in taken or _are_one_state(span, alike):
            continue
        message = f"{shown(words)} is {bare(span.label)} here and {bare(usual)} {_times(alike)}"
        fixes = (
            _relabelled(subject, f"Label it {bare(usual)}", (span,), usual, alike),
            _relabelled(subject, f"Label {_others(alike, span)}", alike, span.label, (span,)),
        )
        yield Found(message, span.start, span.end, fixes, span.id)


def _are_one_state(span: Span, others: Sequence[Span]) -> bool:
    """Whether a country is the place here and its government the actor there, or the reverse."""
    return is_state(span) and any(is_state(other) for other in others)


def _times(spans: Sequence[Span]) -> str:
    return "elsewhere" if len(spans) == 1 else f"{len(spans)} times"


def _others(spans: Sequence[Span], span: Span) -> str:
    others = "the other" if len(spans) == 1 else f"the {len(spans)} others"
    return f"{others} {bare(span.label)}"


def _relabelled(
    subject: Subject, title: str, spans: Iterable[Span], label: str, like: Sequence[Span]
) -> Fix:
    """Return the fix that gives spans a label, and the attributes they lack from those alike."""
    typical = _typical(subject.schema, label, like)
    edits: list[RelabelSpan | SetAttributes] = []
    for span in spans:
        edits.append(RelabelSpan(span.id, label))
        lacking = {name: value for name, value in typical.items() if name not in span.attributes}
        if lacking:
            edits.append(SetAttributes(span.id, lacking))
    return Fix(title, Several(tuple(edits), "span.relabel"))


def type_attribute(schema: Schema, label: str) -> str:
    """Return the attribute that says what kind of thing a label's spans are; empty if none does.

    It is the first single choice that is required and has no default: nobody could guess it.
    """
    if counts_people(schema, label):
        return ""
    return next(
        (
            name
            for name, attribute in schema.attributes_of(label).items()
            if attribute.type == "enum" and attribute.required and attribute.default is None
        ),
        "",
    )


def _types(subject: Subject) -> dict[str, str]:
    labels = subject.schema.labels
    return {label: type_attribute(subject.schema, label) for label in labels}


def _other_type(subject: Subject, spans: Sequence[Span]) -> Iterator[Found]:
    types = subject.kept.of_ground(_types, subject)
    for label in dict.fromkeys(span.label for span in spans):
        name = types[label]
        if not name:
            continue
        attribute = subject.schema.attributes_of(label)[name]
        typed = [
            span
            for span in spans
            if span.label == label and _fits(attribute, span.attributes.get(name))
        ]
        if len({span.attributes[name] for span in typed}) > 1:
            yield from _type_found(_words(subject, spans[0]), name, typed)


def _type_found(words: str, name: str, spans: Sequence[Span]) -> Iterator[Found]:
    usual = _most_common(span.attributes[name] for span in spans)
    alike = [span for span in spans if span.attributes[name] == usual]
    for span in spans:
        own = span.attributes[name]
        if own == usual:
            continue
        said = f"{bare(str(own))} here and {bare(str(usual))} {_times(alike)}"
        all_of_them = tuple(SetAttributes(other.id, {name: own}) for other in alike)
        fixes = (
            Fix(f"Set {bare(name)} to {bare(str(usual))}", SetAttributes(span.id, {name: usual})),
            Fix(
                f"Set {bare(name)} of the other{'s' * (len(alike) > 1)} to {bare(str(own))}",
                Several(all_of_them, "span.attributes"),
            ),
        )
        yield Found(
            f"{bare(name)} of {shown(words)} is {said}", span.start, span.end, fixes, span.id
        )


def is_name(subject: Subject, span: Span) -> bool:
    """Whether a span is the name of something, as far as its attributes and letters say.

    A name has a capital letter, or letters of a script without capitals. What an attribute
    ``mention`` calls nominal is none, and neither is a count of people.
    """
    if span.attributes.get("mention", "named") not in _NAMED:
        return False
    surface = span.surface(subject.text)
    if len(surface) < _SHORTEST_NAME or span.label in people_labels(subject):
        return False
    return any(category(character) in _NAME_LETTERS for character in surface)


def _unannotated(subject: Subject) -> Iterator[Found]:
    names: dict[str, list[Span]] = {}
    for span, name in subject.kept.of_each(_name, subject, spans_in_order(subject)):
        if name:
            names.setdefault(name, []).append(span)
    places = {span.fragments[0] for spans in names.values() for span in spans}
    left: list[tuple[Fragment, str]] = []
    finder = occurrences(subject.text)
    for surface in names:
        length = len(surface)
        for start in finder.of(surface):
            place = (start, start + length)
            if place not in places:
                left.append((place, surface))
    if not left:
        return
    repeats: dict[str, list[Fragment]] = {}
    for place, surface in _free(subject, left, names):
        repeats.setdefault(surface, []).append(place)
    for surface, free in repeats.items():
        yield from _repeats_found(subject, surface, names[surface], free)


def _name(subject: Subject, span: Span) -> str:
    """Return the name that a span is; nothing if it is none, or has an unknown label."""
    is_whole = len(span.fragments) == 1 and span.label in subject.schema.labels
    return span.surface(subject.text) if is_whole and is_name(subject, span) else ""


def _free(
    subject: Subject,
    left: list[tuple[Fragment, str]],
    names: Mapping[str, Sequence[Span]],
) -> Iterator[tuple[Fragment, str]]:
    """Yield the places that could be annotated, of two that overlap the longer."""
    allowed = subject.schema.span_policy.nesting.different_label == "allow"
    last_end = 0
    for place, surface in sorted(left, key=lambda one: (one[0][0], -one[0][1])):
        start, end = place
        if start < last_end:
            continue
        over = spans_over(subject, start, end)
        if not over or (allowed and _may_all_nest(subject, place, names[surface], over)):
            last_end = end
            yield place, surface


def _may_all_nest(
    subject: Subject, place: Fragment, names: Sequence[Span], over: Sequence[Span]
) -> bool:
    label = _label_of(names)
    return all(
        _may_nest(subject, place, label, span, part)
        for span in over
        for part in span.fragments
        if part[0] < place[1] and place[0] < part[1]
    )


def _label_of(spans: Sequence[Span]) -> str:
    return str(_most_common(span.label for span in spans))


def _may_nest(subject: Subject, place: Fragment, label: str, other: Span, part: Fragment) -> bool:
    """Whether a span with this label may be made at a place where another span has a part.

    It may not within a name, nor over the edge of the other, nor over the same characters.
    """
    if other.label == label or part == place:
        return False
    if part[0] <= place[0] and place[1] <= part[1]:
        return not is_name(subject, other)
    return place[0] <= part[0] and part[1] <= place[1]


def _repeats_found(
    subject: Subject, surface: str, names: Sequence[Span], places: Sequence[Fragment]
) -> Iterator[Found]:
    label = _label_of(names)
    alike = [span for span in names if span.label == label]
    attributes = subject.kept.of_spans(_typical_of, subject, alike)
    times = "once" if len(alike) == 1 else f"{len(alike)} times"
    message = f"{shown(surface)} is annotated {times} as {bare(label)}, not here"
    edits = tuple(AddSpan(label, (place,), attributes) for place in places)
    title = f"Label all {len(places)} {bare(label)}"
    all_of_them = (Fix(title, Several(edits, "span.add")),) if len(places) > 1 else ()
    for place, edit in zip(places, edits, strict=True):
        yield Found(message, *place, (Fix(f"Label it {bare(label)}", edit), *all_of_them))


REPEAT_CHECKS = (
    LayerCheck(
        Rule(
            "D01",
            Severity.WARNING,
            "The same words have the same label all over a document.",
            "label it like the others, or the others like it",
        ),
        in_each_group(_same_words, _other_label),
    ),
    LayerCheck(
        Rule(
            "D02",
            Severity.WARNING,
            "The same words with the same label are of the same type: the label's first required "
            "choice without a default.",
            "set the type of the others, or theirs to this",
        ),
        in_each_group(_same_words, _other_type),
    ),
    LayerCheck(
        Rule(
            "D03",
            Severity.WARNING,
            "A name that is annotated once is annotated wherever it stands.",
            "label it like the others, here or everywhere",
        ),
        _unannotated,
    ),
)
