# SPDX-License-Identifier: MIT
"""Changes files so that they stay nearly what they were: values, lines, elements, and bytes."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from lxml import etree

Mutate = Callable[[Random, bytes], bytes]

NUMBERS = (0, 1, -1, 2, 7, 10**6, -(10**6), 2**31, 2**63, 2**64, 10**30, 1.5, 1e308, -0.0)
WORDS = (
    "",
    " ",
    "\t",
    "\n",
    "\r\n",
    "x",
    "0",
    "-1",
    "999999999",
    "O",
    "B-ACTOR",
    "I-ACTOR",
    "B-",
    "_",
    "*",
    "حلب",
    "🚀",
    "👩\u200d👩\u200d👧",
    "e\u0301",
    "\u2028",
    "\u202e",
    "\ufeff",
    "\x1b[31m",
    "\0",
    "\ufffe",
    "<b>&amp;</b>",
    "../../x",
    "a" * 5000,
    '"',
    "\\",
    "{}",
    "[]",
    "null",
    "None",
    "NaN",
    "1e999",
)
VALUES: tuple[Any, ...] = (*NUMBERS, *WORDS, None, True, False, [], {}, [[]], [1, 2], {"id": 1})
BYTES = (b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"\n", b"\r", b"\t", b"<")


def of_bytes(random: Random, data: bytes) -> bytes:
    """Cut, double, flip or insert some bytes."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(changed) + 1)
        end = min(len(changed), place + random.choice((1, 2, 8, 64)))
        match random.randrange(5):
            case 0:
                del changed[place:end]
            case 1:
                changed[place:place] = changed[place:end]
            case 2 if changed:
                changed[min(place, len(changed) - 1)] = random.randrange(256)
            case 3:
                changed[place:place] = random.choice(BYTES)
            case 4:
                del changed[place:]
    return bytes(changed)


def of_lines(random: Random, data: bytes) -> bytes:
    """Drop, double, swap and change lines, and the fields in them (tabs, blanks, bars)."""
    lines = data.split(b"\n")
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(lines))
        match random.randrange(6):
            case 0 if len(lines) > 1:
                del lines[place]
            case 1:
                lines.insert(place, lines[random.randrange(len(lines))])
            case 2:
                other = random.randrange(len(lines))
                lines[place], lines[other] = lines[other], lines[place]
            case 3:
                lines.insert(place, random.choice(WORDS).encode())
            case _:
                lines[place] = _changed_line(random, lines[place])
    return b"\n".join(lines)


def _changed_line(random: Random, line: bytes) -> bytes:
    separator = random.choice((b"\t", b" ", b"|", b";", b","))
    fields = line.split(separator)
    place = random.randrange(len(fields))
    match random.randrange(4):
        case 0 if len(fields) > 1:
            del fields[place]
        case 1:
            fields.insert(place, fields[random.randrange(len(fields))])
        case 2:
            fields[place] = random.choice(WORDS).encode()
        case _:
            fields[place] = str(random.choice(NUMBERS)).encode()
    return separator.join(fields)


def of_json(random: Random, data: bytes) -> bytes:
    """Change values, keys and lists anywhere in a JSON text."""
    return _dumped(_changed_json(random, json.loads(data)))


def of_json_lines(random: Random, data: bytes) -> bytes:
    """Change one or two lines of JSON."""
    lines = [line for line in data.split(b"\n") if line.strip()]
    for _ in range(random.randint(1, 2)):
        place = random.randrange(len(lines))
        lines[place] = of_json(random, lines[place])
    return b"\n".join(lines) + b"\n"


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _changed_json(random: Random, value: Any) -> Any:
    for _ in range(random.randint(1, 3)):
        spots = list(_spots(value))
        if not spots:
            return random.choice(VALUES)
        holder, key = random.choice(spots)
        match random.randrange(5):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[random.choice(WORDS)] = holder.pop(key)
            case 2 if isinstance(holder[key], int):
                holder[key] = holder[key] + random.choice((-1, 1, 1000))
            case 3 if isinstance(holder, list):
                holder.insert(key, holder[random.randrange(len(holder))])
            case _:
                holder[key] = random.choice(VALUES)
    return value


def _spots(value: Any, depth: int = 0):
    if depth > 20:
        return
    if isinstance(value, dict | list):
        for key in list(value.keys() if isinstance(value, dict) else range(len(value))):
            yield value, key
            yield from _spots(value[key], depth + 1) if isinstance(value[key], dict | list) else ()


def of_xml(random: Random, data: bytes) -> bytes:
    """Drop, double and move elements, and change attributes and texts."""
    root = etree.fromstring(data)
    for _ in range(random.randint(1, 4)):
        element = random.choice(list(root.iter(etree.Element)))
        _change_element(random, element)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _change_element(random: Random, element: etree._Element) -> None:
    names: Sequence[str] = sorted(element.attrib)
    parent = element.getparent()
    match random.randrange(6):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.append(etree.fromstring(etree.tostring(element)))
        case 2 if names:
            del element.attrib[random.choice(names)]
        case 3 if names:
            element.set(random.choice(names), str(random.choice(NUMBERS)))
        case 4 if names:
            element.set(random.choice(names), _xml_word(random))
        case _:
            element.text = _xml_word(random)


def _xml_word(random: Random) -> str:
    allowed = [word for word in WORDS if not set(word) & set("\0\x1b\ufffe")]
    return random.choice(allowed)
