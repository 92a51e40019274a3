# SPDX-License-Identifier: MIT
"""Reads steps of a schema change from YAML or JSON; refuses what is none, with its line.

A file is a list of steps, or ``steps:`` with such a list. The first key of a step is what to do:
rename, merge, split, remove, add, change or set.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from annotator.errors import Problem, SchemaError
from annotator.schema.files import format_of_file, nodes_of, text_of
from annotator.schema.names import listed, shown, suggestion
from annotator.schema.source import Node, problem_at
from annotator.schema.steps import (
    KINDS,
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

Said: TypeAlias = dict[str, Any]
_KEYS: Mapping[str, tuple[str, ...]] = {
    "rename": ("to", "kind", "label"),
    "merge": ("into", "kind", "unfit"),
    "split": ("by", "into", "note"),
    "remove": ("kind", "label", "held"),
    "add": ("kind", "label", "definition", "fill"),
    "change": ("kind", "label", "definition", "map", "unfit"),
    "set": (),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "rename": ("to",),
    "merge": ("into",),
    "split": ("into",),
    "change": ("definition",),
}
_TYPES: Mapping[str, tuple[type, str]] = {
    "rename": (str, "a name"),
    "merge": (list, "a list of names"),
    "split": (str, "a name"),
    "remove": (str, "a name"),
    "add": (str, "a name"),
    "change": (str, "a name"),
    "set": (dict, "settings with values"),
    "to": (str, "a name"),
    "kind": (str, "a kind"),
    "label": (str, "a name"),
    "unfit": (str, "refuse, drop or add"),
    "held": (str, "refuse or drop"),
    "by": (str, "an attribute"),
    "note": (str, "text"),
    "fill": (bool, "true or false"),
    "map": (dict, "old values with new ones"),
}


def read_steps(path: Path) -> tuple[SchemaStep, ...]:
    """Return the steps in a ``.yaml``, ``.yml`` or ``.json`` file.

    Raises SchemaError with every problem and its line; NotFoundError.
    """
    return parse_steps(text_of(path), name=str(path), format=format_of_file(path))


def parse_steps(text: str, *, name: str, format: str) -> tuple[SchemaStep, ...]:
    """Return the steps that ``text`` holds; ``name`` stands for the file in problems."""
    node, problems = nodes_of(text, name=name, format=format)
    if isinstance(node.value, dict) and set(node.value) == {"steps"}:
        node = node.value["steps"]
    if not isinstance(node.value, list):
        position = (node.line, node.column)
        problems.append(problem_at(name, position, (), "a list of steps is expected"))
        raise SchemaError(problems)
    steps: list[SchemaStep] = []
    for number, inner in enumerate(node.value):
        found = list(_problems(inner, number, name))
        problems.extend(found)
        if not found:
            steps.append(_step(inner))
    if problems:
        raise SchemaError(problems)
    return tuple(steps)


def _problems(node: Node, number: int, name: str) -> list[Problem]:
    position = (node.line, node.column)
    verb = _verb(node)
    if not verb:
        message = f"a step begins with what to do: {listed(_KEYS)}"
        return [problem_at(name, position, (number,), message)]
    found = [
        problem_at(name, position, (number,), f"{key} is missing")
        for key in _NEEDED.get(verb, ())
        if key not in node.value
    ]
    for key, inner in node.value.items():
        place = (number, key)
        here = (inner.line, inner.column)
        message = _problem(verb, key, inner.plain())
        if message:
            found.append(problem_at(name, here, place, message))
    return found


def _verb(node: Node) -> str:
    first = next(iter(node.value), "") if isinstance(node.value, dict) else ""
    return first if first in _KEYS else ""


def _problem(verb: str, key: str, value: Any) -> str:  # noqa: ANN401 - whatever a file holds
    if key != verb and key not in _KEYS[verb]:
        return f"{verb} has no {shown(key)}{suggestion(key, _KEYS[verb])}"
    if key == "kind" and value not in KINDS:
        return f"a kind is one of {listed(KINDS)}, not {shown(value)}"
    if key == "into":
        return _problem_with_into(verb, value)
    expected = _TYPES.get(key)
    if expected is not None and not isinstance(value, expected[0]):
        return f"{expected[1]} is expected, found {_seen(value)}"
    if verb == "merge" and key == "merge" and not all(isinstance(one, str) for one in value):
        return "each name must be text; quotes make it text"
    return ""


def _problem_with_into(verb: str, value: Any) -> str:  # noqa: ANN401 - as above
    if verb == "merge":
        return "" if isinstance(value, str) else f"a name is expected, found {_seen(value)}"
    inner = list(value.values()) if isinstance(value, dict) else value
    if isinstance(inner, list) and all(isinstance(one, str) for one in inner):
        return ""
    return "values with labels (with by), or a list of labels are expected"


def _seen(value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return "keys with values"
    return "a list" if isinstance(value, list) else shown(value)


def _step(node: Node) -> SchemaStep:
    said: Said = node.plain()
    return _MADE[_verb(node)](said, node.line)


def _rest(said: Said, verb: str) -> Said:
    return {key: value for key, value in said.items() if key != verb}


def _split(said: Said, line: int) -> SchemaStep:
    into = said["into"]
    if isinstance(into, dict) and "by" in said:
        return Split(said["split"], said["by"], into, line=line)
    labels = tuple(into.values()) if isinstance(into, dict) else tuple(into)
    return Queue(said["split"], labels, said.get("note", ""), line=line)


def _changed(said: Said, line: int) -> SchemaStep:
    rest = _rest(said, "change")
    mapping = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in rest.pop("map", {}).items()
    }
    return Redefine(said["change"], map=mapping, line=line, **rest)


_MADE: Mapping[str, Callable[[Said, int], SchemaStep]] = {
    "rename": lambda said, line: Rename(said["rename"], line=line, **_rest(said, "rename")),
    "merge": lambda said, line: Merge(tuple(said["merge"]), line=line, **_rest(said, "merge")),
    "split": _split,
    "remove": lambda said, line: Remove(said["remove"], line=line, **_rest(said, "remove")),
    "add": lambda said, line: Add(said["add"], line=line, **_rest(said, "add")),
    "change": _changed,
    "set": lambda said, line: Settings(said["set"], line=line),
}
