# SPDX-License-Identifier: MIT
"""Writes conditions of ``required_if``, so that they follow a change of names and values."""

import re
from collections.abc import Callable, Mapping

from annotator.errors import InputError
from annotator.model.records import Value
from annotator.schema.condition import Combination, Comparison, Literal, Name, Node, parsed
from annotator.schema.names import shown

_WRITABLE = re.compile(r"[^\W\d]\w*")
_RESERVED = frozenset({"and", "or", "not", "in", "true", "false", "True", "False"})


def with_name(text: str, old: str, new: str) -> str:
    """Return the condition with another name for an attribute; as it is if that is not in it.

    Raises InputError if conditions cannot write the new name.
    """
    if old not in parsed(text).names():
        return text
    if not _WRITABLE.fullmatch(new) or new in _RESERVED:
        raise InputError(
            f"a required_if mentions {shown(old)}, and cannot mention {shown(new)}: "
            "there a name is a word of letters, digits and _"
        )
    return _written(_changed(parsed(text).root, old, lambda literal: literal, new))


def with_values(text: str, name: str, mapping: Mapping[str, Value]) -> str:
    """Return the condition with the values that an attribute is compared with mapped.

    Values that are mapped to None are taken out of lists; where one stands alone, it stays.
    """
    if name not in parsed(text).names():
        return text

    def mapped(literal: Literal) -> Literal:
        if isinstance(literal.value, tuple):
            new = [mapping.get(str(one), one) for one in literal.value]
            return Literal(tuple(dict.fromkeys(one for one in new if one is not None)))
        found = mapping.get(str(literal.value), literal.value)
        return literal if found is None else Literal(found)

    return _written(_changed(parsed(text).root, name, mapped, name))


def _changed(node: Node, name: str, literal: Callable[[Literal], Literal], new: str) -> Node:
    if isinstance(node, Combination):
        return Combination(
            node.word, tuple(_changed(part, name, literal, new) for part in node.parts)
        )
    if isinstance(node, Comparison):
        sides = (node.left, node.right)
        meant = Name(name) in sides
        left, right = (_side(side, name, new, literal if meant else None) for side in sides)
        return Comparison(left, node.sign, right)
    return Name(new) if node == Name(name) else node


def _side(
    side: Name | Literal, name: str, new: str, literal: Callable[[Literal], Literal] | None
) -> Name | Literal:
    if isinstance(side, Name):
        return Name(new) if side.name == name else side
    return side if literal is None else literal(side)


def _written(node: Node) -> str:
    if isinstance(node, Combination):
        if node.word == "not":
            return f"not {_inner(node.parts[0])}"
        return f" {node.word} ".join(_inner(part) for part in node.parts)
    if isinstance(node, Comparison):
        return f"{_written(node.left)} {node.sign} {_written(node.right)}"
    if isinstance(node, Name):
        return node.name
    if node.value == ():
        raise InputError("a required_if would be left with an empty list; change it first")
    if isinstance(node.value, tuple):
        values = ", ".join(_literal(one) for one in node.value)
        return f"({values},)" if len(node.value) == 1 else f"({values})"
    return _literal(node.value)


def _inner(node: Node) -> str:
    return f"({_written(node)})" if isinstance(node, Combination) else _written(node)


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    if "'" in text and '"' in text:
        raise InputError(f"a required_if cannot compare with {shown(text)}: it has both quotes")
    return f'"{text}"' if "'" in text else f"'{text}'"
