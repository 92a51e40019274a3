# SPDX-License-Identifier: MIT
"""What a step of a schema change keeps, but leaves for a person to look at: checks will find it."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from annotator.edits.carrying import Carrier, Records
from annotator.model.records import EventFrame, Relation, Span
from annotator.schema.names import shown
from annotator.schema.steps import Add, Merge, Redefine, SchemaStep


def warned(carrier: Carrier, records: Records) -> int:
    """Return how many records of a layer, as the step leaves it, checks will ask about."""
    find = _FINDERS.get(_case(carrier.step))
    return 0 if find is None else find(carrier, records)


def warning(step: SchemaStep, count: int) -> str:
    """Return a sentence about that many records."""
    one, many = _SENTENCES[_case(step)]
    said: Any = step
    words = one if count == 1 else many
    name = said.into if isinstance(step, Merge) else said.name
    return words.format(count=f"{count:,}", name=shown(name))


def _case(step: SchemaStep) -> tuple[type, str]:
    return type(step), getattr(step, "kind", "")


def _doubled(carrier: Carrier, records: Records) -> int:
    into = _step(carrier).into
    places = Counter(
        each.fragments for each in records.values() if isinstance(each, Span) and each.label == into
    )
    return sum(count - 1 for count in places.values())


def _without_value(carrier: Carrier, records: Records) -> int:
    step = _step(carrier)
    label = step.label or next(iter(carrier.after.labels))
    attribute = carrier.after.attributes_of(label)[step.name]
    if not attribute.required and attribute.required_if is None:
        return 0
    return sum(
        attribute.is_required(each.attributes)
        for each in records.values()
        if isinstance(each, Span)
        and each.label == (step.label or each.label)
        and each.attributes.get(step.name) is None
    )


def _with_other_ends(carrier: Carrier, records: Records) -> int:
    name = _step(carrier).name
    pairs = set(carrier.after.relations[name])
    return sum(
        (_label(records, each.source), _label(records, each.target)) not in pairs
        for each in records.values()
        if isinstance(each, Relation) and each.type == name
    )


def _with_other_labels(carrier: Carrier, records: Records) -> int:
    name = _step(carrier).name
    taken = carrier.after.events.roles[name]
    return sum(
        argument.role == name and _label(records, argument.target) not in taken
        for each in records.values()
        if isinstance(each, EventFrame)
        for argument in each.arguments
    )


def _label(records: Records, id: str) -> str:
    record = records.get(id)
    return record.label if isinstance(record, Span) else ""


def _step(carrier: Carrier) -> Any:  # noqa: ANN401 - the step of the case at hand
    return carrier.step


_FINDERS: Mapping[tuple[type, str], Callable[[Carrier, Records], int]] = {
    (Merge, "label"): _doubled,
    (Add, "attribute"): _without_value,
    (Redefine, "attribute"): _without_value,
    (Redefine, "relation"): _with_other_ends,
    (Redefine, "role"): _with_other_labels,
}
_LACKS = (
    "{count} span lacks {name}, which is required",
    "{count} spans lack {name}, which is required",
)
_SENTENCES: Mapping[tuple[type, str], tuple[str, str]] = {
    (Merge, "label"): (
        "{count} span of {name} lies exactly over another",
        "{count} spans of {name} lie exactly over another",
    ),
    (Add, "attribute"): _LACKS,
    (Redefine, "attribute"): _LACKS,
    (Redefine, "relation"): (
        "{count} relation {name} is between labels that it no longer links",
        "{count} relations {name} are between labels that it no longer links",
    ),
    (Redefine, "role"): (
        "{count} {name} of an event is of a label that no longer plays it",
        "{count} times {name} of an event is of a label that no longer plays it",
    ),
}
