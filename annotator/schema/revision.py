# SPDX-License-Identifier: MIT
"""Makes a new schema of an old one and steps; ``edits.carrying`` takes annotations along."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from annotator.errors import InputError, StepRefusedError
from annotator.schema.condition_writing import with_name, with_values
from annotator.schema.definition import Schema
from annotator.schema.files import broken_rule
from annotator.schema.names import listed, problem_with_name, shown, suggestion
from annotator.schema.source import field_of
from annotator.schema.steps import (
    ADD,
    DROP,
    REFUSE,
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    SchemaStep,
    Settings,
    Split,
)

Data = dict[str, Any]
SETTINGS = ("schema", "note", "span_policy", "acyclic_relations", "flatten_for_ner", "checks")


def revise(schema: Schema, steps: Iterable[SchemaStep]) -> Schema:
    """Return the schema after the steps, in order; InputError names the step that cannot be."""
    for number, step in enumerate(steps, start=1):
        schema = revised(schema, step, number=number)
    return schema


def revised(schema: Schema, step: SchemaStep, *, number: int = 1) -> Schema:
    """Return the schema after one step; ``number`` is for the sentence of a StepRefusedError."""
    data: Data = schema.model_dump(mode="python", by_alias=True)
    try:
        _HANDLERS[type(step)](data, step)
        return Schema.model_validate(data)
    except ValidationError as error:
        found = [broken_rule(each) for each in error.errors(include_url=False)]
        breaches = [(place, field_of(place), said) for place, said in found]
    except InputError as error:
        breaches = [((), "", str(error))]
    raise StepRefusedError(number, step.line, breaches)


def _table(data: Data, kind: str, label: str = "") -> Data:
    """Return the names of a kind with what is said of them; changes go through ``_put``."""
    if kind == "label":
        found = data["labels"]
    elif kind == "relation":
        found = data["relations"]
    elif kind == "role":
        found = data["events"]["roles"]
    elif kind == "event":
        found = dict.fromkeys(data["events"]["types"])
    elif kind == "modality":
        found = dict.fromkeys(data["events"]["modality"])
    elif kind == "attribute":
        if label:
            _known(data, "label", label)
        found = data["labels"][label]["attributes"] if label else data["any_span"]
    else:
        raise InputError(f"there is no kind {shown(kind)}{suggestion(kind, _PLURALS)}")
    return dict(found)


def _put(data: Data, kind: str, table: Data, label: str = "") -> None:
    if kind in {"label", "relation"}:
        data[f"{kind}s"] = table
    elif kind == "role":
        data["events"]["roles"] = table
    elif kind == "attribute":
        if label:
            data["labels"][label]["attributes"] = table
        else:
            data["any_span"] = table
    else:
        data["events"]["types" if kind == "event" else "modality"] = tuple(table)


_PLURALS = {
    "label": "labels",
    "attribute": "attributes",
    "relation": "relations",
    "event": "types of event",
    "role": "roles",
    "modality": "modalities",
}


def _known(data: Data, kind: str, name: str, label: str = "") -> Data:
    table = _table(data, kind, label)
    if name not in table:
        hint = suggestion(name, table) or f"; there are {listed(table) or 'none'}"
        where = f" of {shown(label)}" if label else ""
        raise InputError(f"there is no {kind} {shown(name)}{where}{hint}")
    return table


def _free(data: Data, kind: str, name: str, label: str = "") -> Data:
    table = _table(data, kind, label)
    problem = problem_with_name(name)
    if problem is not None:
        raise InputError(problem)
    taken = {**table, **data["any_span"]} if kind == "attribute" and label else table
    if name in taken:
        raise InputError(f"there is a {kind} {shown(name)} already")
    if kind == "attribute" and not label:
        owners = [own for own, each in data["labels"].items() if name in each["attributes"]]
        if owners:
            raise InputError(f"{shown(name)} is an attribute of {listed(owners)} already")
    return table


def _rename(data: Data, step: Rename) -> None:
    table = _known(data, step.kind, step.name, step.label)
    if step.to != step.name:
        _free(data, step.kind, step.to, step.label)
    new = {step.to if name == step.name else name: said for name, said in table.items()}
    _put(data, step.kind, new, step.label)
    names = {step.name: step.to}
    if step.kind == "label":
        _follow_labels(data, names)
    elif step.kind == "relation":
        _follow_relations(data, names)
    elif step.kind == "attribute":
        for said in _siblings(data, step.label):
            said["required_if"] = with_name(said["required_if"], step.name, step.to)


def _siblings(data: Data, label: str) -> Iterator[Data]:
    """Yield the attributes with a condition that may mention an attribute of this label."""
    tables = [data["any_span"], *(each["attributes"] for each in data["labels"].values())]
    if label:
        tables = [data["labels"][label]["attributes"]]
    for table in tables:
        yield from (said for said in table.values() if said["required_if"] is not None)


def _merge(data: Data, step: Merge) -> None:
    _one_of("unfit", step.unfit, (REFUSE, DROP, ADD))
    if step.kind == "attribute":
        raise InputError("attributes cannot be merged; change one and remove the other")
    table = _known(data, step.kind, step.into)
    if not step.names:
        raise InputError("what is to be merged is not said")
    for name in step.names:
        _known(data, step.kind, name)
        if name == step.into:
            raise InputError(f"{shown(name)} cannot be merged into itself")
    if step.kind == "label" and step.unfit == ADD:
        _take_attributes(table, step)
    if step.kind in {"relation", "role"}:
        joined = (*table[step.into], *(each for name in step.names for each in table[name]))
        table[step.into] = tuple(dict.fromkeys(joined))
    for name in step.names:
        table.pop(name, None)
    _put(data, step.kind, table)
    names = dict.fromkeys(step.names, step.into)
    if step.kind == "label":
        _follow_labels(data, names)
    elif step.kind == "relation":
        _follow_relations(data, names)


def _take_attributes(table: Data, step: Merge) -> None:
    own = table[step.into]["attributes"]
    for name in step.names:
        for attribute, said in table[name]["attributes"].items():
            if attribute not in own:
                own[attribute] = {**said, "required": False, "required_if": None}


def _split(data: Data, step: Split) -> None:
    table = _known(data, "label", step.name)
    attributes = {**table[step.name]["attributes"], **data["any_span"]}
    if step.by not in attributes:
        hint = suggestion(step.by, attributes)
        raise InputError(f"{shown(step.name)} has no attribute {shown(step.by)}{hint}")
    said = attributes[step.by]
    if said["type"] == "multi_enum":
        raise InputError(f"{shown(step.by)} holds several values at once, so it splits nothing")
    if not step.into:
        raise InputError("the new labels are not said")
    for value in step.into:
        if said["values"] and value not in said["values"]:
            hint = suggestion(value, said["values"])
            raise InputError(f"{shown(step.by)} is never {shown(value)}{hint}")
    _copies(data, step.name, step.into.values(), fresh=True)


def _queue(data: Data, step: Queue) -> None:
    _known(data, "label", step.name)
    if not step.into:
        raise InputError("the new labels are not said")
    _copies(data, step.name, step.into, fresh=False)


def _copies(data: Data, name: str, wanted: Iterable[str], *, fresh: bool) -> None:
    """Add copies of a label that take part in all it takes part in."""
    new = [each for each in dict.fromkeys(wanted) if each != name]
    for each in new:
        if fresh or each not in data["labels"]:
            table = _free(data, "label", each)
            table[each] = {**data["labels"][name], "hotkey": None, "color": ""}
            _put(data, "label", table)
    same = {name: (name, *new)}
    for relation, pairs in data["relations"].items():
        wider = ((s, t) for a, b in pairs for s in same.get(a, (a,)) for t in same.get(b, (b,)))
        data["relations"][relation] = tuple(dict.fromkeys(wider))
    roles = data["events"]["roles"]
    data["events"]["roles"] = {
        role: tuple(dict.fromkeys(each for label in taken for each in same.get(label, (label,))))
        for role, taken in roles.items()
    }


def _remove(data: Data, step: Remove) -> None:
    _one_of("held", step.held, (REFUSE, DROP))
    table = _known(data, step.kind, step.name, step.label)
    del table[step.name]
    if step.kind == "label" and not table:
        raise InputError(f"{shown(step.name)} is the only label; a schema needs one")
    _put(data, step.kind, table, step.label)
    if step.kind == "label":
        _follow_labels(data, {step.name: None})
    elif step.kind == "relation":
        _follow_relations(data, {step.name: None})


def _add(data: Data, step: Add) -> None:
    table = _free(data, step.kind, step.name, step.label)
    table[step.name] = _said(step.kind, step.definition)
    _put(data, step.kind, table, step.label)


def _said(kind: str, definition: Any) -> Any:  # noqa: ANN401 - judged by the schema's models
    if kind in {"event", "modality"}:
        if definition:
            raise InputError(f"a {kind} has a name and nothing else")
        return None
    if definition is None:
        return {} if kind == "label" else ()
    return definition


def _redefine(data: Data, step: Redefine) -> None:
    _one_of("unfit", step.unfit, (REFUSE, DROP))
    table = _known(data, step.kind, step.name, step.label)
    new = _said(step.kind, step.definition)
    if isinstance(new, Mapping):
        if step.kind == "label" and "attributes" in new:
            raise InputError("attributes are changed by steps of their own")
        new = _redefined(table[step.name], new)
    table[step.name] = new
    _put(data, step.kind, table, step.label)
    if step.kind == "attribute" and step.map:
        for said in _siblings(data, step.label):
            said["required_if"] = with_values(said["required_if"], step.name, step.map)


_BY_TYPE = ("values", "min", "max", "pattern", "max_length", "default")


def _redefined(old: Mapping[str, Any], new: Mapping[str, Any]) -> Data:
    """Return the old settings with the new ones; another type does away with what went with it."""
    kept = dict(old)
    if "type" in new and new["type"] != old["type"]:
        pairs = {str(old["type"]), str(new["type"])}
        same: tuple[str, ...] = ("values",) if pairs == {"enum", "multi_enum"} else ()
        same = ("min", "max") if pairs == {"int", "float"} else same
        kept = {key: value for key, value in old.items() if key not in _BY_TYPE or key in same}
    return {**kept, **new}


def _settings(data: Data, step: Settings) -> None:
    for name, value in step.values.items():
        if name not in SETTINGS:
            hint = suggestion(name, SETTINGS) or f"; there are {listed(SETTINGS)}"
            raise InputError(f"{shown(name)} is no setting of a schema{hint}")
        old = data.get(name)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        data[name] = deepened(old, value) if both else value
        if name == "checks" and both:  # none: as severe as it is by itself
            data[name] = {code: level for code, level in data[name].items() if level is not None}


def deepened(old: Any, new: Mapping[str, Any]) -> Data:  # noqa: ANN401 - settings as they are
    """Return settings with the new ones put into them, level by level."""
    merged = dict(old)
    for key, value in new.items():
        inner = merged.get(key)
        both = isinstance(inner, Mapping) and isinstance(value, Mapping)
        merged[key] = deepened(inner, value) if both else value
    return merged


def _follow_labels(data: Data, names: Mapping[str, str | None]) -> None:
    """Say the new names of labels wherever labels are named; None takes them out."""
    for relation, pairs in data["relations"].items():
        mapped = ((names.get(a, a), names.get(b, b)) for a, b in pairs)
        data["relations"][relation] = tuple(
            dict.fromkeys((a, b) for a, b in mapped if a is not None and b is not None)
        )
    data["events"]["roles"] = {
        role: _mapped(taken, names) for role, taken in data["events"]["roles"].items()
    }
    flat = data["flatten_for_ner"]
    flat["label_priority"] = _mapped(flat["label_priority"], names)


def _follow_relations(data: Data, names: Mapping[str, str | None]) -> None:
    data["acyclic_relations"] = _mapped(data["acyclic_relations"], names)


def _mapped(listed_names: Iterable[str], names: Mapping[str, str | None]) -> tuple[str, ...]:
    found = (names.get(name, name) for name in listed_names)
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InputError(f"{name} is {' or '.join(known)}, not {shown(value)}")


_HANDLERS: Mapping[type, Callable[[Data, Any], None]] = {
    Rename: _rename,
    Merge: _merge,
    Split: _split,
    Queue: _queue,
    Remove: _remove,
    Add: _add,
    Redefine: _redefine,
    Settings: _settings,
}
