# SPDX-License-Identifier: MIT
"""Adds to a schema what foreign annotations use and it does not have."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydantic import ValidationError

from annotator.errors import InputError
from annotator.model.records import EventFrame, Record, Relation, Span, Value
from annotator.schema.attribute import Attribute
from annotator.schema.definition import Label, Schema
from annotator.schema.names import listed, problem_with_name

_KINDS: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "string"}


@dataclass(slots=True)
class Sighted:
    """What annotations use, gathered record by record: names with counts, and what goes with them.

    ``values`` are the types of value of each attribute of a label, ``ends`` the labels at the
    ends of each relation, ``roles`` the labels in each role of events.
    """

    labels: Counter[str] = field(default_factory=Counter)
    relations: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    values: dict[tuple[str, str], set[type]] = field(default_factory=dict)
    ends: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)

    def add(self, records: Iterable[Record]) -> None:
        """Take in the records of a layer."""
        label_of: dict[str, str] = {}
        others = []
        for record in records:
            if isinstance(record, Span):
                label_of[record.id] = record.label
                self.labels[record.label] += 1
                for name, value in record.attributes.items():
                    self.values.setdefault((record.label, name), set()).add(_type_of(value))
            else:
                others.append(record)
        for record in others:
            if isinstance(record, Relation):
                self._add_relation(record, label_of)
            elif isinstance(record, EventFrame):
                self._add_event(record, label_of)

    def _add_relation(self, record: Relation, label_of: dict[str, str]) -> None:
        self.relations[record.type] += 1
        pair = label_of.get(record.source), label_of.get(record.target)
        ends = self.ends.setdefault(record.type, set())
        if pair[0] is not None and pair[1] is not None:
            ends.add((pair[0], pair[1]))

    def _add_event(self, record: EventFrame, label_of: dict[str, str]) -> None:
        self.events[record.type] += 1
        for argument in record.arguments:
            labels = self.roles.setdefault(argument.role, set())
            if argument.target in label_of:
                labels.add(label_of[argument.target])


def _type_of(value: Value) -> type:
    return str if value is None else type(value)


def unknown_labels(schema: Schema, seen: Sighted) -> dict[str, int]:
    """Return the labels that the schema does not have, the most frequent ones first."""
    return {
        label: count for label, count in seen.labels.most_common() if label not in schema.labels
    }


def extended(schema: Schema, seen: Sighted) -> tuple[Schema, list[str]]:
    """Return the schema with everything that was seen, and sentences about what was added.

    New labels get the attributes they were seen with. Relations and events that have no place in a
    schema, since neither end is a label, are not added. Raises InputError for a label whose name
    no schema may have.
    """
    data = schema.model_dump(mode="python", by_alias=True)
    told = [*_add_labels(data, schema, seen), *_add_relations(data, schema, seen)]
    told.extend(_add_events(data, schema, seen))
    if not told:
        return schema, told
    try:
        return Schema.model_validate(data), told
    except ValidationError as error:
        problems = "; ".join(str(each["msg"]) for each in error.errors(include_url=False))
        raise InputError(f"the schema cannot be extended: {problems}") from None


def _add_labels(data: dict[str, dict[str, object]], schema: Schema, seen: Sighted) -> list[str]:
    new = list(unknown_labels(schema, seen))
    for name in new:
        problem = problem_with_name(name)
        if problem:
            raise InputError(f"a label cannot be added to the schema: {problem}")
        attributes = {
            attribute: Attribute.model_validate({"type": _type_name(kinds)})
            for (label, attribute), kinds in sorted(seen.values.items())
            if label == name
            and attribute not in schema.any_span
            and problem_with_name(attribute) is None
        }
        data["labels"][name] = Label(attributes=attributes).model_dump(mode="python")
    return [f"labels added to the schema: {listed(new)}"] if new else []


def _type_name(kinds: set[type]) -> str:
    if len(kinds) == 1:
        return _KINDS.get(next(iter(kinds)), "string")
    return "float" if kinds == {int, float} else "string"


def _add_relations(data: dict[str, dict[str, object]], schema: Schema, seen: Sighted) -> list[str]:
    new = []
    for name, pairs in seen.ends.items():
        if name not in schema.relations and pairs and problem_with_name(name) is None:
            data["relations"][name] = tuple(sorted(pairs))
            new.append(name)
    return [f"relations added to the schema: {listed(new)}"] if new else []


def _add_events(data: dict[str, dict[str, object]], schema: Schema, seen: Sighted) -> list[str]:
    events = data["events"]
    new = [name for name in _fit(seen.events) if name not in schema.events.types]
    if new:
        events["types"] = (*schema.events.types, *new)
    roles = dict(schema.events.roles)
    for name in _fit(seen.roles):
        labels = seen.roles[name]
        if labels and name not in roles:
            roles[name] = tuple(sorted(labels))
    if len(roles) > len(schema.events.roles):
        events["roles"] = roles
    added = [name for name in roles if name not in schema.events.roles]
    told = [f"types of event added to the schema: {listed(new)}"] if new else []
    return [*told, *([f"roles added to the schema: {listed(added)}"] if added else [])]


def _fit(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if problem_with_name(name) is None)
