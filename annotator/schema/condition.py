# SPDX-License-Identifier: MIT
"""The small language of ``required_if``: it compares a span's attributes, and can do nothing else.

    condition  = either { "or" either }
    either     = term { "and" term }
    term       = "not" term | comparison
    comparison = operand [ ("==" | "!=") operand | ["not"] "in" operand ]
    operand    = name | text in quotes | number | true | false | "(" list of literals ")"
               | "(" condition ")"

A name stands for the value of another attribute of the same span; one that is not set equals
nothing. A name on its own holds when the attribute is set and not false. The text is parsed, never
run.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from annotator.errors import InputError
from annotator.model.records import Attributes, Value
from annotator.schema.names import shown

LONGEST_CONDITION = 2_000
_DEEPEST = 20
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'[^']*'|"[^"]*")
        |(?P<number>-?\d+(?:\.\d+)?)(?![\w.])
        |(?P<name>[^\W\d]\w*)
        |(?P<sign>==|!=|[(),])
        |(?P<end>$)
        |(?P<wrong>\S))""",
    re.VERBOSE,
)
_WORDS = frozenset({"and", "or", "not", "in"})
_TRUTHS = {"true": True, "false": False, "True": True, "False": False}


class ConditionError(InputError):
    """A text that is no condition; ``offset`` says where it goes wrong."""

    def __init__(self, text: str, offset: int, reason: str) -> None:
        self.text = text
        self.offset = offset
        super().__init__(f"the condition {shown(text)} cannot be read at {offset + 1}: {reason}")


@dataclass(frozen=True, slots=True)
class Name:
    """The value of another attribute."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written down; a tuple for a list in brackets."""

    value: Value | tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and what is asked of them: ``==``, ``!=``, ``in`` or ``not in``."""

    left: "Name | Literal"
    sign: str
    right: "Name | Literal"


@dataclass(frozen=True, slots=True)
class Combination:
    """Parts joined by ``and`` or ``or``; ``not`` has one part."""

    word: str
    parts: "tuple[Node, ...]"


Node: TypeAlias = Name | Literal | Comparison | Combination


@dataclass(frozen=True, slots=True)
class Condition:
    """A parsed condition."""

    root: Node

    def holds(self, attributes: Attributes) -> bool:
        """Return whether the condition is true of a span with these attributes."""
        return _holds(self.root, attributes)

    def names(self) -> tuple[str, ...]:
        """Return the names it mentions, each once, in the order of the text."""
        found = (node.name for node in _nodes(self.root) if isinstance(node, Name))
        return tuple(dict.fromkeys(found))

    def comparisons(self) -> list[tuple[str, Value]]:
        """Return each pair of a name and a literal it is compared with."""
        pairs: list[tuple[str, Value]] = []
        for node in _nodes(self.root):
            if isinstance(node, Comparison):
                pairs.extend(_compared(node))
        return pairs


@lru_cache(maxsize=1_000)
def parsed(text: str) -> Condition:
    """Return the condition that ``text`` means; ConditionError if none."""
    if len(text) > LONGEST_CONDITION:
        raise ConditionError(text, LONGEST_CONDITION, "it is too long")
    parser = _Parser(text)
    root = parser.condition(0)
    parser.expect("end", "the end")
    return Condition(root)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


class _Parser:
    """Reads tokens from left to right; each method reads one thing of the grammar."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0

    def condition(self, depth: int) -> Node:
        return self._joined("or", self._either, depth)

    def _either(self, depth: int) -> Node:
        return self._joined("and", self._term, depth)

    def _joined(self, word: str, part: Callable[[int], Node], depth: int) -> Node:
        parts = [part(depth)]
        while self._take("word", word):
            parts.append(part(depth))
        return parts[0] if len(parts) == 1 else Combination(word, tuple(parts))

    def _term(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise self._error("it is nested too deeply")
        if self._take("word", "not"):
            return Combination("not", (self._term(depth + 1),))
        return self._comparison(depth)

    def _comparison(self, depth: int) -> Node:
        left = self._operand(depth)
        sign = self._comparing_sign()
        if not sign:
            if isinstance(left, Literal):
                raise self._error("a comparison is missing")
            return left
        right = self._operand(depth)
        if not isinstance(left, Name | Literal) or not isinstance(right, Name | Literal):
            raise self._error(f"{sign} compares names and values, not conditions")
        if isinstance(left, Literal) and isinstance(left.value, tuple):
            raise self._error("a list can only stand to the right of 'in'")
        if isinstance(right, Literal) and isinstance(right.value, tuple) != sign.endswith("in"):
            raise self._error(f"{sign} needs {'a list' if sign.endswith('in') else 'one value'}")
        return Comparison(left, sign, right)

    def _comparing_sign(self) -> str:
        for sign in ("==", "!="):
            if self._take("sign", sign):
                return sign
        if self._take("word", "in"):
            return "in"
        if self._take("word", "not"):
            self.expect("word", "in")
            return "not in"
        return ""

    def _operand(self, depth: int) -> Node:
        if self._take("sign", "("):
            return self._bracket(depth)
        token = self._tokens[self._next]
        if token.kind == "name":
            self._next += 1
            return Name(token.text)
        return Literal(self._literal())

    def _bracket(self, depth: int) -> Node:
        if self._is_list():
            return self._list()
        inner = self.condition(depth + 1)
        self.expect("sign", ")")
        return inner

    def _is_list(self) -> bool:
        kind, following = self._tokens[self._next], self._tokens[self._next + 1 :][:1]
        return kind.kind in {"text", "number", "truth"} and (
            bool(following) and following[0].text in {",", ")"}
        )

    def _list(self) -> Literal:
        values = [self._literal()]
        while self._take("sign", ","):
            if self._tokens[self._next].text == ")":
                break
            values.append(self._literal())
        self.expect("sign", ")")
        return Literal(tuple(values))

    def _literal(self) -> Value:
        token = self._tokens[self._next]
        self._next += 1
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "number":
            return float(token.text) if "." in token.text else int(token.text)
        if token.kind == "truth":
            return _TRUTHS[token.text]
        self._next -= 1
        raise self._error("a name or a value is missing")

    def _take(self, kind: str, text: str) -> bool:
        token = self._tokens[self._next]
        if token.kind == kind and token.text == text:
            self._next += 1
            return True
        return False

    def expect(self, kind: str, text: str) -> None:
        token = self._tokens[self._next]
        if token.kind != kind or (kind != "end" and token.text != text):
            raise self._error(f"{text} is expected")
        self._next += 1

    def _error(self, reason: str) -> ConditionError:
        token = self._tokens[min(self._next, len(self._tokens) - 1)]
        return ConditionError(self._text, token.offset, reason)


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while True:
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:  # white space up to the end
            yield _Token("end", "", len(text))
            return
        kind, word = found.lastgroup, found[found.lastgroup]
        offset = found.start(found.lastgroup)
        if kind == "wrong":
            raise ConditionError(text, offset, f"{shown(word)} has no meaning here")
        if kind == "name" and word in _WORDS:
            kind = "word"
        elif kind == "name" and word in _TRUTHS:
            kind = "truth"
        yield _Token(kind, word, offset)
        if kind == "end":
            return
        place = found.end()


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Combination):
        for part in node.parts:
            yield from _nodes(part)
    elif isinstance(node, Comparison):
        yield node.left
        yield node.right


def _compared(node: Comparison) -> Iterator[tuple[str, Value]]:
    for name, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(name, Name) and isinstance(other, Literal):
            values = other.value if isinstance(other.value, tuple) else (other.value,)
            yield from ((name.name, value) for value in values)


def _holds(node: Node, attributes: Attributes) -> bool:
    if isinstance(node, Combination):
        if node.word == "not":
            return not _holds(node.parts[0], attributes)
        results = (_holds(part, attributes) for part in node.parts)
        return all(results) if node.word == "and" else any(results)
    if isinstance(node, Comparison):
        return _compare(node, attributes)
    value = _value(node, attributes)
    return value is not None and value is not False


def _compare(node: Comparison, attributes: Attributes) -> bool:
    left, right = _value(node.left, attributes), _value(node.right, attributes)
    if node.sign == "==":
        return _same(left, right)
    if node.sign == "!=":
        return not _same(left, right)
    inside = isinstance(right, tuple) and any(_same(left, one) for one in right)
    return inside if node.sign == "in" else not inside


def _same(left: Value | tuple[Value, ...], right: Value | tuple[Value, ...]) -> bool:
    if isinstance(left, bool) != isinstance(right, bool):  # True == 1 in Python
        return False
    return left == right


def _value(node: Node, attributes: Attributes) -> Value | tuple[Value, ...]:
    if isinstance(node, Name):
        return attributes.get(node.name)
    return node.value if isinstance(node, Literal) else None
