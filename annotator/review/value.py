# SPDX-License-Identifier: MIT
"""A number that may be undefined, and then says why."""

from dataclasses import dataclass

NOTHING_MARKED = "neither marked anything"
ONE_CATEGORY = "only one category was used"
FEW_ANNOTATORS = "fewer than two annotators"
NO_DOCUMENTS = "no document was completed by both"


@dataclass(frozen=True, slots=True)
class Value:
    """A measure: its value, what it rests on, and how sure it is.

    ``value`` is None where the measure is undefined, never 0 or 1 in its place; ``reason`` is then
    a short phrase, and empty otherwise. ``n`` counts what was compared (each measure says what
    that is). ``low`` and ``high`` bound a 95 % interval, both None where none was computed.
    """

    value: float | None
    reason: str = ""
    n: int = 0
    low: float | None = None
    high: float | None = None


def undefined(reason: str, n: int = 0) -> Value:
    """Return a measure without a value."""
    return Value(None, reason, n)


def ratio(part: float, whole: float, *, n: int, reason: str = NOTHING_MARKED) -> Value:
    """Return ``part / whole``, undefined for the ``reason`` given where ``whole`` is nothing."""
    return Value(part / whole, "", n) if whole else undefined(reason, n)
