# SPDX-License-Identifier: MIT
"""Relations: their types, their ends, and that some never go in a circle."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.checks.check import Found, LayerCheck, Rule, Subject
from annotator.checks.finding import Fix, Severity
from annotator.checks.moves import removed
from annotator.edits.edit import AddRelation
from annotator.model.records import EventFrame, Fragment, Relation, Span
from annotator.schema.names import bare, listed, shown, suggestion


def record_place(subject: Subject, id: str) -> Fragment:
    """Return where a record is in the text; the start of the text if it has no place there."""
    record = subject.annotations.get(id)
    length = len(subject.text)
    start, end = 0, 0
    if isinstance(record, Span) and record.fragments:
        start, end = record.start, record.end
    elif isinstance(record, EventFrame):
        start, end = record.trigger
    start = min(max(0, start), length)
    return start, min(max(start, end), length)


def end_name(subject: Subject, id: str) -> str:
    """Return what sentences call the end of a relation: a label and the words it covers."""
    record = subject.annotations.get(id)
    if isinstance(record, Span):
        return f"{bare(record.label)} {shown(record.surface(subject.text))}"
    if isinstance(record, EventFrame):
        return f"the event {shown(record.type)}"
    return "something else" if record is not None else "nothing"


def _found(
    subject: Subject, relation: Relation, message: str, fixes: tuple[Fix, ...] = ()
) -> Found:
    start, end = record_place(subject, relation.source)
    fixes = (*fixes, *removed("Remove the relation", relation.id))
    return Found(message, start, end, fixes, relation.id)


def _unfit_ends(subject: Subject) -> Iterator[Found]:
    known = subject.schema.relations
    for relation in subject.relations():
        allowed = known.get(relation.type)
        if allowed is None:
            hint = suggestion(relation.type, known) or f"; it has {listed(known)}"
            message = f"the schema has no relation {shown(relation.type)}{hint}"
            yield _found(subject, relation, message)
            continue
        ends = (_label(subject, relation.source), _label(subject, relation.target))
        if ends in allowed:
            continue
        pairs = "; ".join(
            f"{listed((source,))} to {listed((target,))}" for source, target in allowed
        )
        message = (
            f"{bare(relation.type)} goes from {pairs or 'nothing'}, not from "
            f"{end_name(subject, relation.source)} to {end_name(subject, relation.target)}"
        )
        yield _found(subject, relation, message, _turned(relation, ends, allowed))


def _label(subject: Subject, id: str) -> str:
    span = subject.annotations.span(id)
    return "" if span is None else span.label


def _turned(
    relation: Relation, ends: tuple[str, str], allowed: tuple[tuple[str, str], ...]
) -> tuple[Fix, ...]:
    if (ends[1], ends[0]) not in allowed:
        return ()
    turned = replace(relation, source=relation.target, target=relation.source)
    return (Fix("Turn the relation round", AddRelation(turned)),)


def _to_itself(subject: Subject) -> Iterator[Found]:
    for relation in subject.relations():
        if relation.source == relation.target:
            name = end_name(subject, relation.source)
            message = f"{bare(relation.type)} links {name} with itself"
            yield _found(subject, relation, message)


def _duplicate(subject: Subject) -> Iterator[Found]:
    seen: set[tuple[str, str, str]] = set()
    for relation in subject.relations():
        key = (relation.type, relation.source, relation.target)
        if key in seen:
            message = (
                f"{bare(relation.type)} from {end_name(subject, relation.source)} to "
                f"{end_name(subject, relation.target)} stands here twice"
            )
            yield _found(subject, relation, message)
        seen.add(key)


def _circular(subject: Subject) -> Iterator[Found]:
    for acyclic in subject.schema.acyclic_relations:
        ways: dict[str, list[Relation]] = {}
        for relation in subject.relations():
            if relation.type == acyclic and relation.source != relation.target:
                ways.setdefault(relation.source, []).append(relation)
        for circle in _circles(ways):
            steps = [*(relation.source for relation in circle), circle[0].source]
            said = " -> ".join(_short_name(subject, step) for step in steps)
            yield _found(subject, circle[-1], f"{bare(acyclic)} goes in a circle: {said}")


def _short_name(subject: Subject, id: str) -> str:
    span = subject.annotations.span(id)
    return shown(id if span is None else span.surface(subject.text))


def _circles(ways: dict[str, list[Relation]]) -> Iterator[list[Relation]]:
    """Yield, for each relation that closes a circle, the relations of it, that one last.

    Without the relations that close circles nothing is circular; each is found once.
    """
    done: set[str] = set()
    for origin, first_steps in ways.items():
        if origin in done:
            continue
        path: list[Relation] = []
        on_path: dict[str, int] = {origin: 0}
        waiting = [iter(first_steps)]
        while waiting:
            relation = next(waiting[-1], None)
            if relation is None:
                waiting.pop()
                ended = path.pop().target if path else origin
                on_path.pop(ended, None)
                done.add(ended)
            elif relation.target in on_path:
                yield [*path[on_path[relation.target] :], relation]
            elif relation.target not in done:
                path.append(relation)
                on_path[relation.target] = len(path)
                waiting.append(iter(ways.get(relation.target, ())))


RELATION_CHECKS = (
    LayerCheck(
        Rule(
            "R01",
            Severity.ERROR,
            "A relation is one of the schema's and links labels that it may link.",
            "turn it round, or remove it",
        ),
        _unfit_ends,
    ),
    LayerCheck(
        Rule("R02", Severity.ERROR, "A relation does not link a span with itself.", "remove it"),
        _to_itself,
    ),
    LayerCheck(
        Rule(
            "R03",
            Severity.ERROR,
            "A relation of one type from one span to another is there once.",
            "remove it",
        ),
        _duplicate,
    ),
    LayerCheck(
        Rule(
            "R04",
            Severity.ERROR,
            "Relations that the schema calls acyclic do not go in a circle.",
            "remove the one that closes it",
        ),
        _circular,
    ),
)
