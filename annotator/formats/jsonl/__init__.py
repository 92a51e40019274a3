# SPDX-License-Identifier: MIT
"""Native JSON Lines: everything a project knows of its documents, and back without loss."""

from itertools import chain

from annotator.formats.format import Format
from annotator.formats.json_head import first_object
from annotator.formats.jsonl.reading import KEYS, SUFFIXES, read
from annotator.formats.jsonl.writing import write


def recognises(head: bytes) -> bool:
    """Whether the first object has a text and no key but ours, used as we use them."""
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        return False
    found = first_object(head)
    shared = (found.get(key) for key in ("entities", "labels", "spans"))
    lists = [value for value in shared if isinstance(value, list)]
    return (
        "text" in found
        and found.keys() <= KEYS
        and not any(_is_foreign(each) for each in chain.from_iterable(lists))
    )


def _is_foreign(record: object) -> bool:
    """Whether this is not one of our records, but what other tools have under the same key."""
    return not isinstance(record, dict) or not record.keys().isdisjoint(_FOREIGN)


_FOREIGN = frozenset(("start_offset", "token_start", "token_end"))

FORMAT = Format(
    "jsonl",
    "JSON Lines (native, lossless)",
    SUFFIXES,
    read,
    write,
    loses=frozenset(),
    recognises=recognises,
)
