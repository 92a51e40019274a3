# SPDX-License-Identifier: MIT
"""Reads JSON as plain values with positions, as the standard says it: no NaN, no key twice."""

import re
from bisect import bisect_right
from json import JSONDecodeError, JSONDecoder
from typing import Any

from annotator.errors import Problem, SchemaError
from annotator.schema.names import shown
from annotator.schema.source import DEEPEST_SOURCE, Node, Position, problem_at
from annotator.text.characters import UnstorableTextError, refuse_unstorable

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", re.ASCII)
_LONGEST_NUMBER = 25
_STRINGS = JSONDecoder()
_WORDS = {"true": True, "false": False, "null": None}


def read_json(text: str, *, file: str) -> tuple[Node, list[Problem]]:
    """Return the nodes of ``text`` and what is wrong with them; SchemaError if it is no JSON."""
    return _Reader(text, file).document()


class _Reader:
    """Goes through the text once, from left to right."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._place = 0
        self._problems: list[Problem] = []
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> tuple[Node, list[Problem]]:
        node = self._value(())
        self._skip_space()
        if self._place < len(self._text):
            raise self._refusal("nothing may follow the closing bracket")
        return node, self._problems

    def _value(self, path: tuple[str | int, ...]) -> Node:
        self._skip_space()
        if len(path) > DEEPEST_SOURCE:
            raise self._refusal("this is nested more deeply than any schema")
        line, column = self._position(self._place)
        first = self._text[self._place : self._place + 1]
        if first == "{":
            return self._object(path, line, column)
        if first == "[":
            return Node(self._array(path), line, column)
        if first == '"':
            return Node(self._string(path), line, column)
        return Node(self._word(path), line, column)

    def _object(self, path: tuple[str | int, ...], line: int, column: int) -> Node:
        node = Node({}, line, column)
        self._place += 1
        if self._took("}"):
            return node
        while True:
            self._skip_space()
            position = self._position(self._place)
            key = self._string(path)
            self._need(":")
            inner = self._value((*path, key))
            if key in node.keys:
                first = node.keys[key][0]
                message = f"the key {shown(key)} stands here again; first in line {first}"
                self._report(position, (*path, key), message)
            else:
                node.value[key] = inner
                node.keys[key] = position
            if not self._took(","):
                self._need("}")
                return node

    def _array(self, path: tuple[str | int, ...]) -> list[Node]:
        nodes: list[Node] = []
        self._place += 1
        if self._took("]"):
            return nodes
        while True:
            nodes.append(self._value((*path, len(nodes))))
            if not self._took(","):
                self._need("]")
                return nodes

    def _string(self, path: tuple[str | int, ...]) -> str:
        start = self._place
        if self._text[start : start + 1] != '"':
            raise self._refusal("a text in double quotes is expected")
        try:
            value, self._place = _STRINGS.raw_decode(self._text, start)
        except JSONDecodeError as error:
            self._place = error.pos
            raise self._refusal(error.msg[:1].lower() + error.msg[1:]) from error
        text = str(value)
        try:
            refuse_unstorable(text)
        except UnstorableTextError as error:
            self._report(self._position(start), path, str(error))
            return ""
        return text

    def _word(self, path: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - any plain value
        for word, value in _WORDS.items():
            if self._text.startswith(word, self._place):
                self._place += len(word)
                return value
        found = _NUMBER.match(self._text, self._place)
        if found is None:
            raise self._refusal("a value is expected")
        position = self._position(self._place)
        self._place = found.end()
        return self._number(found, position, path)

    def _number(
        self, found: re.Match[str], position: Position, path: tuple[str | int, ...]
    ) -> int | float | None:
        written = found[0]
        if len(written) <= _LONGEST_NUMBER:
            number = float(written) if found[1] or found[2] else int(written)
            if abs(number) != float("inf"):
                return number
        self._report(position, path, f"{shown(written)} is not a number to reckon with")
        return None

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._place)
        self._place = found.end() if found else self._place

    def _took(self, sign: str) -> bool:
        self._skip_space()
        if self._text.startswith(sign, self._place):
            self._place += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._took(sign):
            raise self._refusal(f"{sign} is expected")

    def _position(self, place: int) -> Position:
        line = bisect_right(self._lines, place)
        return line, place - self._lines[line - 1] + 1

    def _report(self, position: Position, path: tuple[str | int, ...], message: str) -> None:
        self._problems.append(problem_at(self._file, position, path, message))

    def _refusal(self, message: str) -> SchemaError:
        self._report(self._position(self._place), (), f"this is no JSON: {message}")
        return SchemaError(self._problems)
