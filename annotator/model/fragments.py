# SPDX-License-Identifier: MIT
"""Several stretches of a text as the fragments of one span."""

from collections.abc import Iterable

from annotator.model.records import Fragment


def united(fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """Return fragments in order, those that touch or overlap made one."""
    found: list[Fragment] = []
    for start, end in sorted(fragments):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
