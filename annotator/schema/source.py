# SPDX-License-Identifier: MIT
"""A text as it was read: plain values that remember their line and column.

``yaml_source`` and ``json_source`` make it; ``files`` asks it where a problem is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from annotator.errors import Problem
from annotator.schema.names import shown

DEEPEST_SOURCE = 12
"""Levels of nesting; a schema has six."""

Position: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class Node:
    """A value and where it starts; ``line`` and ``column`` count from 1.

    ``value`` is None, a str, int, float or bool, a list of nodes, or a dict of nodes, whose keys
    have their own positions in ``keys``.
    """

    value: Any
    line: int
    column: int
    keys: dict[str, Position] = field(default_factory=dict)

    def plain(self) -> Any:  # noqa: ANN401 - whatever the file holds
        """Return the value without positions."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def position(self, place: Sequence[str | int], *, of_key: bool = False) -> Position:
        """Return line and column of what ``place`` leads to, or of the last part that is there.

        ``of_key`` asks for the key of the last step instead of its value.
        """
        node, position = self, (self.line, self.column)
        for step in place:
            inner = node.inner(step)
            if inner is None:
                break
            position = (inner.line, inner.column)
            if of_key and step is place[-1]:
                position = node.keys.get(str(step), position)
            node = inner
        return position

    def inner(self, step: str | int) -> "Node | None":
        """Return the node one step further in, or None."""
        if isinstance(self.value, dict):
            found = self.value.get(step)
            return found if isinstance(found, Node) else None
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            inner = self.value[step]
            return inner if isinstance(inner, Node) else None
        return None


def field_of(place: Sequence[str | int]) -> str:
    """Return a place as people write it: ``labels.ACTOR.attributes.role.values[3]``."""
    parts: list[str] = []
    for step in place:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif step.isidentifier():
            parts.append(f".{step}" if parts else step)
        else:
            parts.append(f"[{shown(step)}]")
    return "".join(parts)


def problem_at(file: str, position: Position, place: Sequence[str | int], message: str) -> Problem:
    """Return a problem whose sentence also names the column."""
    line, column = position
    return Problem(file, line, field_of(place), f"{message} (column {column})")
