# SPDX-License-Identifier: MIT
"""Native JSON Lines: everything a project knows of its documents, and back without loss."""

from annotator.formats.format import Format
from annotator.formats.jsonl.reading import SUFFIXES, read
from annotator.formats.jsonl.writing import write


def recognises(head: bytes) -> bool:
    """Whether a file starts as JSON Lines do: an object that says what its text is."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"{") and b'"text"' in head


FORMAT = Format(
    "jsonl",
    "JSON Lines (native, lossless)",
    SUFFIXES,
    read,
    write,
    loses=frozenset(),
    recognises=recognises,
)
