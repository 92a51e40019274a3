# SPDX-License-Identifier: MIT
"""Reads YAML 1.2 as plain values with positions, and nothing that YAML can do beyond that.

Aliases, anchors, tags, several documents, keys that are not text and keys given twice are refused.
Words mean what the core schema of YAML 1.2 says: ``NO`` is text, ``012`` is twelve.
"""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.errors import Problem, SchemaError
from annotator.schema.names import bare, shown
from annotator.schema.source import DEEPEST_SOURCE, Node, Position, problem_at
from annotator.text.characters import UnstorableTextError, refuse_unstorable

LARGEST_YAML = 200_000
"""Characters; the shipped schema has 15,000. Odd YAML of this size takes up to four seconds."""

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = (
    (re.compile(r"[-+]?[0-9]{1,25}"), 10),
    (re.compile(r"0o[0-7]{1,25}"), 8),
    (re.compile(r"0x[0-9a-fA-F]{1,20}"), 16),
)
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def read_yaml(text: str, *, file: str) -> tuple[Node, list[Problem]]:
    """Return the nodes of ``text`` and what is wrong with them.

    Raises SchemaError if the text is no YAML at all, or uses what is refused.
    """
    if len(text) > LARGEST_YAML:
        message = f"it has {len(text):,} characters; a schema in YAML has at most {LARGEST_YAML:,}"
        raise SchemaError([Problem(file, 0, "", message)])
    return _Builder(text, file).document()


class _Builder:
    """Takes the parser's events one by one; nothing is built of what is refused."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._text = text
        self._events: Iterator[Any] = iter(())

    def document(self) -> tuple[Node, list[Problem]]:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError

        self._events = YAML(typ="safe", pure=True).parse(self._text)
        try:
            return self._whole(), self._problems
        except YAMLError as error:
            raise SchemaError([_syntax_problem(error, self._text, self._file)]) from error

    def _whole(self) -> Node:
        node = Node(None, 1, 1)
        for number, event in enumerate(self._documents()):
            if number:
                raise self._refusal(event, (), "a second document starts here; one is enough")
            if event.version not in {None, (1, 2)}:
                raise self._refusal(event, (), "schemas are YAML 1.2, not an older version")
            node = self._node(next(self._events), ())
        return node

    def _documents(self) -> Iterator[Any]:
        for event in self._events:
            if type(event).__name__ == "DocumentStartEvent":
                yield event

    def _node(self, event: Any, place: tuple[str | int, ...]) -> Node:  # noqa: ANN401 - untyped
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor is not None:
            raise self._refusal(event, place, "anchors and aliases are not allowed; write it out")
        if event.tag is not None:
            raise self._refusal(event, place, f"tags such as {shown(event.tag)} are not allowed")
        if len(place) > DEEPEST_SOURCE:
            raise self._refusal(event, place, "this is nested more deeply than any schema")
        line, column = _position(event)
        if kind == "ScalarEvent":
            return Node(self._scalar(event, place), line, column)
        if kind == "SequenceStartEvent":
            return Node(self._sequence(place), line, column)
        return self._mapping(place, line, column)

    def _sequence(self, place: tuple[str | int, ...]) -> list[Node]:
        nodes: list[Node] = []
        for event in self._events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            nodes.append(self._node(event, (*place, len(nodes))))
        return nodes

    def _mapping(self, place: tuple[str | int, ...], line: int, column: int) -> Node:
        node = Node({}, line, column)
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                break
            if type(event).__name__ not in {"ScalarEvent", "AliasEvent"}:
                raise self._refusal(event, place, "a key must be text")
            key_node = self._node(event, place)
            key = self._key(key_node, event, place)
            position = (key_node.line, key_node.column)
            inner = self._node(next(self._events), (*place, key))
            if key in node.keys:
                first = node.keys[key][0]
                message = f"the key {shown(key)} stands here again; first in line {first}"
                self._report(position, (*place, key), message)
                continue
            node.value[key] = inner
            node.keys[key] = position
        return node

    def _key(self, node: Node, event: Any, place: tuple[str | int, ...]) -> str:  # noqa: ANN401 - untyped
        if isinstance(node.value, str):
            return node.value
        position = (node.line, node.column)
        written = str(event.value)
        self._report(position, place, f'a key must be text; write "{bare(written)}"')
        return written

    def _scalar(self, event: Any, place: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - untyped
        text = event.value
        try:
            refuse_unstorable(text)
        except UnstorableTextError as error:
            self._report(_position(event), place, str(error))
            return ""
        if not event.implicit[0]:
            return text
        if _NOT_FINITE.fullmatch(text):
            self._report(_position(event), place, f"{shown(text)} is not a number to reckon with")
            return None
        return _resolved(text)

    def _report(self, position: Position, place: tuple[str | int, ...], message: str) -> None:
        self._problems.append(problem_at(self._file, position, place, message))

    def _refusal(
        self,
        event: Any,  # noqa: ANN401 - ruamel.yaml has no types for events
        place: tuple[str | int, ...],
        message: str,
    ) -> SchemaError:
        self._report(_position(event), place, message)
        return SchemaError(self._problems)


def _position(event: Any) -> Position:  # noqa: ANN401 - untyped
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _resolved(text: str) -> str | int | float | bool | None:
    """Return what a word without quotes means."""
    if text in _WORDS:
        return _WORDS[text]
    for written, base in _WHOLE:
        if written.fullmatch(text):
            return int(text, base)
    if _DECIMAL.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def _syntax_problem(error: Any, text: str, file: str) -> Problem:  # noqa: ANN401 - untyped
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        said = error.problem or error.context or "it cannot be read"
        return problem_at(file, (mark.line + 1, mark.column + 1), (), f"this is no YAML: {said}")
    place = getattr(error, "position", None)
    if isinstance(place, int):
        before = text[:place]
        position = (before.count("\n") + 1, place - before.rfind("\n"))
        found = f"the control character U+{ord(text[place]):04X}"
        return problem_at(file, position, (), f"this is no YAML: {found} is not allowed")
    return Problem(file, 0, "", "this is no YAML")
