# SPDX-License-Identifier: MIT
"""Counts that are parts of a total: do they add up, and are they linked where the text adds up.

A part is linked to its total by a relation ``part_of_total``. Of each count is known what it can
be at least and at most, by its qualifier; numbers are compared only where they say something.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from annotator.checks.check import Found, LayerCheck, Rule, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import removed
from annotator.checks.overlaps import spans_in_order
from annotator.checks.reading import people_labels, sentence_at
from annotator.checks.relations import record_place
from annotator.edits.edit import AddRelation, SetAttributes, Several
from annotator.model.records import Relation, Span
from annotator.schema.definition import Schema
from annotator.schema.names import bare, shown

LINK = "part_of_total"
_TOTALS = ("total", "cumulative")
_EITHER = "killed_or_injured"
_NEAR = 0.1
_MOST_PARTS = 8
_SOME_OF_THEM = re.compile(
    r"\b(?:including|includes?|among (?:them|those|whom)|of (?:them|whom|these)|at least some)\b"
    r"|من بينهم|بينهم|منهم",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total with its parts in the order of the text, and the relation of each part."""

    total: Span
    parts: tuple[Span, ...]
    links: tuple[Relation, ...]


def _sums(subject: Subject) -> Iterator[_Sum]:
    """Yield the totals that have parts, in the order of their first link; a part counts once."""
    yield from subject.kept.of_layer(_all_sums, subject)


def _all_sums(subject: Subject) -> list[_Sum]:
    found: dict[str, tuple[Span, dict[str, tuple[Span, Relation]]]] = {}
    people = people_labels(subject)
    spans = subject.annotations
    for relation in subject.relations():
        if relation.type != LINK or relation.source == relation.target:
            continue
        part, total = spans.span(relation.source), spans.span(relation.target)
        if part is None or total is None or not (part.fragments and total.fragments):
            continue
        if part.label in people and total.label in people:
            found.setdefault(total.id, (total, {}))[1].setdefault(part.id, (part, relation))
    sums: list[_Sum] = []
    for total, linked in found.values():
        pairs = sorted(linked.values(), key=lambda pair: pair[0].fragments)
        parts, links = (tuple(one) for one in zip(*pairs, strict=True))
        sums.append(_Sum(total, parts, links))
    return sums


def _range(span: Span) -> tuple[float, float]:
    """Return what a count can be at least and at most; nothing known is 0 to infinity."""
    own = span.attributes
    count, least, most = (_whole(own.get(name)) for name in ("count", "count_min", "count_max"))
    qualifier = own.get("qualifier", "exact")
    if count is None:
        return (0 if least is None else least), (inf if most is None else most)
    if qualifier in {"at_least", "more_than"}:
        return count + (qualifier == "more_than"), inf if most is None else most
    if qualifier in {"at_most", "less_than"}:
        return (0 if least is None else least), count - (qualifier == "less_than")
    if qualifier == "about":
        return count * (1 - _NEAR), count * (1 + _NEAR)
    return count, count


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _added(parts: Sequence[Span]) -> tuple[float, float]:
    ranges = [_range(part) for part in parts]
    return sum(least for least, _ in ranges), sum(most for _, most in ranges)


def _is_exact(span: Span) -> bool:
    return span.attributes.get("qualifier", "exact") == "exact"


def _equation(parts: Sequence[Span], least: float, most: float) -> str:
    """Return the sum in signs; in words if parts are not exact, or too many to be read."""
    if least != most:
        known, word = (most, "most") if most < inf else (least, "least")
        return f"the parts make at {word} {known:,.0f}"
    if len(parts) > _MOST_PARTS:
        return f"the {len(parts)} parts make {least:,.0f}"
    return f"{' + '.join(f'{_range(part)[0]:,.0f}' for part in parts)} = {least:,.0f}"


def _other_outcome(subject: Subject) -> Iterator[Found]:
    for one in _sums(subject):
        wanted = one.total.attributes.get("outcome")
        for part, link in zip(one.parts, one.links, strict=True):
            own = part.attributes.get("outcome")
            if own is None or wanted is None or _goes_into(own, wanted):
                continue
            message = (
                f"{shown(part.surface(subject.text))} is {bare(str(own))}, but part of a total "
                f"of {bare(str(wanted))}"
            )
            fixes = [*_setting(subject.schema, part, "outcome", str(wanted))]
            if _EITHER not in (wanted, own):
                fixes.extend(_setting(subject.schema, one.total, "outcome", str(own), total=True))
            fixes.extend(removed("Remove the relation", link.id))
            yield Found(message, *record_place(subject, part.id), tuple(fixes), link.id)


def _goes_into(part: object, total: object) -> bool:
    return part == total or (total == _EITHER and part in {"killed", "injured"})


def _setting(
    schema: Schema, span: Span, name: str, value: str, *, total: bool = False
) -> Iterator[Fix]:
    attribute = schema.attributes_of(span.label).get(name)
    if attribute is not None and attribute.problem_with(value) is None:
        whose = " of the total" if total else ""
        title = f"Set {name}{whose} to {bare(value)}"
        yield Fix(title, SetAttributes(span.id, {name: value}))


def _is_above_exact(one: _Sum) -> bool:
    total = _range(one.total)
    return _is_exact(one.total) and total[0] == total[1] < _added(one.parts)[0]


def _above_exact_total(subject: Subject) -> Iterator[Found]:
    for one in _sums(subject):
        if _is_above_exact(one):
            yield _unequal_found(subject, one)


def _other_sum(subject: Subject) -> Iterator[Found]:
    for one in _sums(subject):
        least, most = _added(one.parts)
        low, high = _range(one.total)
        if most < low:
            wrong = len(one.parts) > 1 and not _are_only_some(subject, one)
        else:
            wrong = high < least or (least == most and _is_above_least(one.total, least))
        if wrong and not _is_above_exact(one):
            yield _unequal_found(subject, one)


def _is_above_least(total: Span, sum_of_parts: float) -> bool:
    """Whether the parts make more than "at least" a total says: then it would say that number."""
    count = _whole(total.attributes.get("count"))
    is_least = total.attributes.get("qualifier") == "at_least"
    return is_least and count is not None and sum_of_parts > count


def _are_only_some(subject: Subject, one: _Sum) -> bool:
    """Whether the text says that the parts are not all: 153 people, including 4 children."""
    start, end = one.total.end, one.parts[0].start
    return 0 <= start < end and _SOME_OF_THEM.search(subject.text, start, end) is not None


def _unequal_found(subject: Subject, one: _Sum) -> Found:
    least, most = _added(one.parts)
    if least != most and most >= _range(one.total)[0]:
        most = inf  # it is the lower bound that is too high
    said = shown(one.total.surface(subject.text))
    message = f"{_equation(one.parts, least, most)}, but the total is {said}"
    single = len(one.parts) == 1
    fixes = removed("Remove the relation", one.links[0].id) if single else ()
    return Found(message, *record_place(subject, one.total.id), fixes, one.total.id)


def _equal_sum(subject: Subject) -> Iterator[Found]:
    for one in _sums(subject):
        least, most = _added(one.parts)
        count = _whole(one.total.attributes.get("count"))
        low, high = _range(one.total)
        fits = low <= least <= high and not _is_above_least(one.total, least)
        if least == most and fits:
            said = shown(one.total.surface(subject.text))
            message = _equation(one.parts, least, most)
            if least != count:
                message += f", which fits {said}"
            yield Found(message, *record_place(subject, one.total.id), (), one.total.id)


def _not_a_total(subject: Subject) -> Iterator[Found]:
    parts = {link.source for one in _sums(subject) for link in one.links}
    for one in _sums(subject):
        attribute = subject.schema.attributes_of(one.total.label).get("aggregation")
        own = one.total.attributes.get("aggregation")
        if attribute is None or "total" not in attribute.values or own in _TOTALS:
            continue
        if own == "part" and one.total.id in parts:
            continue
        said = shown(one.total.surface(subject.text))
        count = len(one.parts)
        having = "a part" if count == 1 else f"{count} parts"
        message = f"{said} has {having}, but is not said to be a total"
        fixes = [*_setting(subject.schema, one.total, "aggregation", "total")]
        if count == 1:
            fixes.extend(removed("Remove the relation", one.links[0].id))
        yield Found(message, *record_place(subject, one.total.id), tuple(fixes), one.total.id)


def _unlinked_sum(subject: Subject) -> Iterator[Found]:
    ends = subject.schema.relations.get(LINK, ())
    if not ends:
        return
    linked = {
        id
        for relation in subject.relations()
        if relation.type == LINK
        for id in (relation.source, relation.target)
    }
    people = people_labels(subject)
    counts = [
        (span, _whole(span.attributes.get("count")) or 0, sentence_at(subject.text, span.start))
        for span in spans_in_order(subject)
        if span.label in people
    ]
    for place, (total, count, _) in enumerate(counts):
        if total.id in linked or count < 2 or not _may_be_total(total):
            continue
        for run in (_after(counts, place), _before(counts, place)):
            parts = _adding_up(total, count, run)
            if not parts or any(
                part.id in linked or (part.label, total.label) not in ends for part in parts
            ):
                continue
            yield _unlinked_found(subject, total, count, parts)
            linked.update(part.id for part in (*parts, total))
            break


_Counted = tuple[Span, int, int]


def _may_be_total(span: Span) -> bool:
    return (
        span.attributes.get("qualifier", "exact") in {"exact", "at_least"}
        and span.attributes.get("aggregation") != "part"
    )


def _after(counts: Sequence[_Counted], place: int) -> Sequence[_Counted]:
    """Return the counts after one, as far as the end of the next sentence."""
    sentence = counts[place][2]
    end = place + 1
    while end < len(counts) and counts[end][2] <= sentence + 1:
        end += 1
    return counts[place + 1 : end]


def _before(counts: Sequence[_Counted], place: int) -> Sequence[_Counted]:
    """Return the counts before one, from the start of the sentence before, nearest first."""
    sentence = counts[place][2]
    start = place
    while start > 0 and counts[start - 1][2] >= sentence - 1:
        start -= 1
    return counts[start:place][::-1]


def _adding_up(total: Span, count: int, run: Sequence[_Counted]) -> list[Span]:
    """Return the counts next to a total that make it, in the order of the text; none if they don't.

    They are exact and follow each other; counts of other outcomes may stand between them.
    """
    found: list[Span] = []
    left = count
    for span, number, _ in run:
        if not _goes_into(span.attributes.get("outcome"), total.attributes.get("outcome")):
            continue
        apart = span.end <= total.start or total.end <= span.start
        if not (_is_exact(span) and apart and 0 < number <= left):
            return []
        found.append(span)
        left -= number
        if not left:
            break
    if left or len(found) < 2:
        return []
    return sorted(found, key=lambda span: span.start)


def _unlinked_found(subject: Subject, total: Span, count: int, parts: Sequence[Span]) -> Found:
    edits: list[AddRelation | SetAttributes] = [
        AddRelation(Relation("", LINK, part.id, total.id)) for part in parts
    ]
    for span, value in ((total, "total"), *((part, "part") for part in parts)):
        attribute = subject.schema.attributes_of(span.label).get("aggregation")
        own = span.attributes.get("aggregation")
        if attribute is not None and value in attribute.values and own in {None, "single"}:
            edits.append(SetAttributes(span.id, {"aggregation": value}))
    fix = Fix(
        f"Link them as parts of {bare(shown(total.surface(subject.text)))}",
        Several(tuple(edits), "relation.add"),
    )
    message = f"{_equation(parts, count, count)}: are these the parts of this total?"
    return Found(message, *record_place(subject, total.id), (fix,), total.id)


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

TOTAL_CHECKS = tuple(
    LayerCheck(Rule(code, severity, sentence, mend), find)
    for code, severity, sentence, mend, find in (
        (
            "R05",
            _E,
            "A part of a total has the outcome of the total.",
            "set that outcome, or remove the relation",
            _other_outcome,
        ),
        (
            "R06",
            _E,
            "The parts of an exact total make no more than it.",
            "remove the relation if there is one part",
            _above_exact_total,
        ),
        (
            "R07",
            _W,
            "The parts of a total make it, unless the text says that they are only some.",
            "remove the relation if there is one part",
            _other_sum,
        ),
        ("R08", _I, "Told is that the parts of a total make it.", "", _equal_sum),
        ("R09", _W, "A count that has parts is a total.", "set aggregation to total", _not_a_total),
        (
            "R12",
            _I,
            "Counts that add up to a total beside them are linked to it.",
            "link them as its parts",
            _unlinked_sum,
        ),
    )
)
