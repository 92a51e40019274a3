# SPDX-License-Identifier: MIT
r"""How WebAnno TSV writes what its own signs would mean: ``\t``, ``\_``, ``\->`` and so on.

Texts and values are escaped differently. Version 3.1 and older escape texts as Java does.
"""

import re

_JAVA = re.compile(r"\\(?:u+([0-9A-Fa-f]{4})|([0-3]?[0-7]{1,2})|(.?))", re.DOTALL)
_TEXT = re.compile("\\\\([\x00-\x07\x0e-\x1ftnfrb\\\\])")
_TEXT_OUT = re.compile("[\x00-\x1f\\\\]")
_VALUE = re.compile(r"\\(->|[\\\[\]|_;tnr*])")
_VALUE_OUT = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
_MEANING = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
_LETTER = {meaning: f"\\{letter}" for letter, meaning in _MEANING.items()}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def text_of(written: str, *, java: bool) -> str:
    """Return the text that stands after ``#Text=``."""
    if "\\" not in written:
        return written
    if java:
        return _SURROGATES.sub(_one_character, _JAVA.sub(_java, written))
    return _TEXT.sub(lambda found: _MEANING.get(found[1], found[1]), written)


def written_text(text: str) -> str:
    r"""Return a text as it stands after ``#Text=``; a vertical tab stays, as in INCEpTION."""
    return _TEXT_OUT.sub(_written_sign, text)


def value_of(written: str) -> str:
    """Return the value that a column holds."""
    if "\\" not in written:
        return written
    return _VALUE.sub(lambda found: _MEANING.get(found[1], found[1]), written)


def written_value(value: str) -> str:
    """Return a value as it stands in a column."""
    return _VALUE_OUT.sub(lambda found: _LETTER.get(found[0], f"\\{found[0]}"), value)


def _written_sign(found: re.Match[str]) -> str:
    sign = found[0]
    return sign if sign == "\v" else _LETTER.get(sign, f"\\{sign}")


def _java(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    if found[2]:
        return chr(int(found[2], 8))
    return _MEANING.get(found[3], found[3])


def _one_character(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16")
