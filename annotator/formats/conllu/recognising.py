# SPDX-License-Identifier: MIT
"""Says whether a file is surely CoNLL-U."""

import re

_PLUS = re.compile(r"#\s*global\.columns\s*=.*\bID\b.*\bFORM\b")
_HEAD = re.compile(r"\d+|_|\*")
_ID = re.compile(r"\d+(?:-\d+|\.\d+)?")
_MOST_ROWS = 50


def recognises(head: bytes) -> bool:
    """Whether the first rows of a file have ten columns, an id and the number of a head."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    lines = text.replace("\r\n", "\n").split("\n")
    if _PLUS.match(lines[0]):
        return True
    if len(lines) > 1:
        lines.pop()  # it may have been cut
    rows = [line.split("\t") for line in lines if line.strip() and line[0] != "#"][:_MOST_ROWS]
    return bool(rows) and all(
        len(row) == 10
        and bool(_ID.fullmatch(row[0]))
        and row[1] != ""
        and bool(_HEAD.fullmatch(row[6]))
        for row in rows
    )
