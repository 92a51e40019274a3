# SPDX-License-Identifier: MIT
"""What the features of a structure hold, written inside of it or in an array of their own."""

import math

from annotator.formats.uima_names import decoded
from annotator.formats.xmi.elements import Content, Structure
from annotator.formats.xmi.type_systems import Range
from annotator.model.records import Value

_CAS = "uima.cas."
_NOTHING = "0"
"""The id of what stands for no structure."""


def single_value(written: str, holds: Range) -> Value:
    """Return a value of the type that the feature has; text where it cannot be one."""
    if holds is Range.TRUTH and written in ("true", "false"):
        return written == "true"
    if holds is Range.WHOLE and _is_short(written):
        return int(written)
    if holds is Range.REAL and (number := _real(written)) is not None:
        return number
    return decoded(written)


def array_texts(content: Content, written: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return texts that stand inside the element, or in an array or list of their own."""
    if isinstance(written, tuple):
        return written
    array = content.structures.get(written)
    if array is None:
        return ()
    if array.type.endswith("List"):
        return tuple(_heads(content, array))
    elements = array.features.get("elements", ())
    return elements if isinstance(elements, tuple) else tuple(elements.split())


def array_values(content: Content, written: str) -> tuple[str, ...]:
    """Return the numbers or truth values of an array, as they are written."""
    array = content.structures.get(written)
    if array is None or not array.type.startswith(_CAS):
        return tuple(written.split())
    if array.type.endswith("List"):
        return tuple(_heads(content, array))
    return tuple(array.text("elements").split())


def referred(content: Content, written: str, holds: Range) -> list[str]:
    """Return the ids that a feature refers to; an array or list of its own is opened."""
    ids = written.split()
    if holds is Range.OTHERS and len(ids) == 1 and (array := content.structures.get(ids[0])):
        if array.type == f"{_CAS}FSArray":
            ids = array.text("elements").split()
        elif array.type.startswith(_CAS) and array.type.endswith("List"):
            ids = _heads(content, array)
    return [id for id in ids if id != _NOTHING]


def _heads(content: Content, array: Structure | None) -> list[str]:
    """Return what a list of structures holds, as long as it does not go in a circle."""
    found: list[str] = []
    seen: set[str] = set()
    while array is not None and array.id not in seen:
        seen.add(array.id)
        head = array.features.get("head")
        if isinstance(head, tuple):
            found.extend(head)
        elif head is not None:
            found.append(head)
        array = content.structures.get(array.text("tail"))
    return found


def _is_short(written: str) -> bool:
    digits = written.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 18


def _real(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
