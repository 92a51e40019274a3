# SPDX-License-Identifier: MIT
"""Says whether a file is surely one of columns with tags."""

from annotator.formats.conll.layout import Layout
from annotator.formats.conll.survey import Hints, surveyed

_FULL_HEAD = 60_000
_MOST_LINES = 3_000
_FOREIGN = ("#FORMAT=WebAnno", "<", "{", "[{")
_SURE = Hints(strict=True)


def recognises(head: bytes) -> bool:
    """Whether the first bytes of a file are tokens with tags, one a line, and nothing else."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if "\0" in text or text.startswith(_FOREIGN):
        return False
    lines = text.replace("\r\n", "\n").split("\n")
    if len(head) >= _FULL_HEAD:
        lines.pop()  # it may have been cut
    return len(lines) > 1 and isinstance(surveyed(lines[:_MOST_LINES], _SURE), Layout)
