# SPDX-License-Identifier: MIT
"""Rules that a single field cannot judge: names that must exist, differ, or not go in a circle.

They look at the data as it was read, field by field and with patience, so that a file with a wrong
colour is told about its unknown labels in the same breath.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from annotator.errors import InputError
from annotator.schema.condition import Condition, parsed
from annotator.schema.names import bare, listed, shown, suggestion

Place: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class RuleBreach:
    """A rule that is broken, and where: the keys and indices that lead there."""

    place: Place
    message: str


def raise_with(error: ValidationError | None, breaches: Iterable[RuleBreach]) -> NoReturn:
    """Raise one ValidationError of the errors of ``error`` and of the breaches."""
    details = [] if error is None else [_kept(one) for one in error.errors(include_url=False)]
    details.extend(
        InitErrorDetails(
            type=PydanticCustomError("rule", "{said}", {"said": breach.message}),
            loc=breach.place,
            input=None,
        )
        for breach in breaches
    )
    raise ValidationError.from_exception_data("schema", details)


def _kept(error: Any) -> InitErrorDetails:  # noqa: ANN401 - pydantic's ErrorDetails
    kind = PydanticCustomError(
        error["type"], "{said}", {**error.get("ctx", {}), "said": error["msg"]}
    )
    return InitErrorDetails(type=kind, loc=error["loc"], input=error["input"])


def breaches_of(data: object) -> Iterator[RuleBreach]:
    """Yield every broken rule of a whole schema, given as it was read from its file."""
    schema = _mapping(data)
    labels = _mapping(schema.get("labels"))
    yield from _confusable(labels)
    yield from _shared_hotkeys(labels)
    yield from _unknown_names(schema, labels)
    yield from _attributes(labels, _mapping(schema.get("any_span")))


def _confusable(labels: Mapping[str, Any]) -> Iterator[RuleBreach]:
    seen: dict[str, str] = {}
    for name in labels:
        form = unicodedata.normalize("NFC", name)
        if form in seen:
            yield RuleBreach(
                ("labels", name), f"{shown(name)} looks the same as another label of that name"
            )
        seen[form] = name


def _shared_hotkeys(labels: Mapping[str, Any]) -> Iterator[RuleBreach]:
    owners: dict[str, str] = {}
    for name, label in labels.items():
        key = _mapping(label).get("hotkey")
        if not isinstance(key, str):
            continue
        if key in owners:
            place: Place = ("labels", name, "hotkey")
            yield RuleBreach(place, f"key {shown(key)} already belongs to {shown(owners[key])}")
        owners.setdefault(key, name)


def _unknown_names(schema: Mapping[str, Any], labels: Mapping[str, Any]) -> Iterator[RuleBreach]:
    relations = _mapping(schema.get("relations"))
    for name, ends in relations.items():
        for i, pair in enumerate(_sequence(ends)):
            for j, label in enumerate(_sequence(pair)):
                yield from _unknown(label, labels, "label", ("relations", name, i, j))
    for i, name in enumerate(_sequence(schema.get("acyclic_relations"))):
        yield from _unknown(name, relations, "relation", ("acyclic_relations", i))
    for role, taken in _mapping(_mapping(schema.get("events")).get("roles")).items():
        for i, label in enumerate(_sequence(taken)):
            yield from _unknown(label, labels, "label", ("events", "roles", role, i))
    flattening = _mapping(schema.get("flatten_for_ner"))
    for i, label in enumerate(_sequence(flattening.get("label_priority"))):
        yield from _unknown(label, labels, "label", ("flatten_for_ner", "label_priority", i))


def _unknown(
    name: object, known: Mapping[str, Any], kind: str, place: Place
) -> Iterator[RuleBreach]:
    if isinstance(name, str) and name not in known:
        hint = suggestion(name, known) or f"; there are {listed(known)}" if known else ""
        yield RuleBreach(place, f"there is no {kind} {shown(name)}{hint}")


def _attributes(labels: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[RuleBreach]:
    for name, label in labels.items():
        own = _mapping(_mapping(label).get("attributes"))
        place: Place = ("labels", name, "attributes")
        for attribute in own:
            if attribute in shared:
                message = f"{shown(attribute)} is already an attribute of every span (any_span)"
                yield RuleBreach((*place, attribute), message)
        yield from _conditions(own, {**shared, **own}, place)
    yield from _conditions(shared, shared, ("any_span",))


def _conditions(
    attributes: Mapping[str, Any], siblings: Mapping[str, Any], place: Place
) -> Iterator[RuleBreach]:
    conditions = {
        name: condition
        for name, attribute in siblings.items()
        if (condition := _condition(attribute)) is not None
    }
    for name in attributes:
        if name not in conditions:
            continue
        here = (*place, name, "required_if")
        yield from _unknown_parts(conditions[name], siblings, here)
        circle = _circle(name, conditions)
        if circle:
            message = f"goes in a circle: {' -> '.join(bare(step) for step in circle)}"
            yield RuleBreach(here, message)


def _condition(attribute: object) -> Condition | None:
    text = _mapping(attribute).get("required_if")
    if not isinstance(text, str):
        return None
    try:
        return parsed(text)
    except InputError:  # the attribute itself has reported it
        return None


def _unknown_parts(
    condition: Condition, siblings: Mapping[str, Any], place: Place
) -> Iterator[RuleBreach]:
    for name in condition.names():
        yield from _unknown(name, siblings, "attribute", place)
    for name, value in condition.comparisons():
        values = _sequence(_mapping(siblings.get(name)).get("values"))
        if values and value not in values:
            hint = suggestion(str(value), [str(one) for one in values])
            yield RuleBreach(place, f"{shown(name)} is never {shown(value)}{hint}")


def _circle(start: str, conditions: Mapping[str, Condition]) -> tuple[str, ...]:
    """Return the shortest way from an attribute through conditions back to itself."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        condition = conditions.get(way[-1])
        for name in () if condition is None else condition.names():
            if name == start:
                return (*way, start)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        return {}
    return {key: inner for key, inner in value.items() if isinstance(key, str)}


def _sequence(value: object) -> list[Any] | tuple[Any, ...]:
    return value if isinstance(value, list | tuple) else ()
