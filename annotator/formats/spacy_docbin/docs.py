# SPDX-License-Identifier: MIT
"""One document of a DocBin, without spaCy's ``Doc``: its text, exactly, and its tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDS  # type: ignore[import-not-found]  # spaCy has no stub for it
from spacy.symbols import NAMES  # type: ignore[import-not-found]  # spaCy has no stub for it

from annotator.errors import InputError
from annotator.formats.spacy_docbin.container import Container
from annotator.formats.spacy_docbin.packed import damaged, plain_value

Column = NDArray[np.uint64]
_DERIVED = frozenset(
    ("ORTH", "SPACY", "NORM", "LOWER", "SHAPE", "PREFIX", "SUFFIX", "IDX", "LENGTH", "LANG")
)
"""Attributes that say nothing the text does not say."""
_READ = frozenset(("ENT_IOB", "ENT_TYPE", "ENT_ID", "ENT_KB_ID"))


@dataclass(frozen=True, slots=True)
class Doc:
    """A document as a file has it; ``number`` counts from 1.

    ``columns`` are the attributes of its tokens by name, ``others`` the names of those that say
    something and that nobody reads.
    """

    number: int
    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    columns: Mapping[str, Column]
    others: Sequence[str]
    unknown_spaces: bool
    cats: Mapping[Any, Any]
    groups: bytes
    user_data: Mapping[Any, Any]


@cache
def attribute_names() -> Mapping[int, str]:
    """Return the names of token attributes by their numbers."""
    return {number: name for name, number in IDS.items() if name}


def string_of(strings: Mapping[int, str], key: int, what: str) -> str:
    """Return the string of a hash; InputError if the file does not have it."""
    found = strings.get(key)
    if found is None and key < len(NAMES):  # spaCy knows these without the file
        found = NAMES[key] or ""
    if found is None:
        raise damaged(f"{what} has the hash {key}, which none of its strings has")
    return found


def doc_of(container: Container, number: int, max_bytes: int) -> Doc:
    """Return a document; InputError with what is wrong with it."""
    names = [attribute_names().get(attr, f"attribute {attr}") for attr in container.attrs]
    if "ORTH" not in names:
        raise InputError("this DocBin has no words (ORTH) to put the text together of")
    size = 8 * len(names) * int(container.counts[number])
    if size > max_bytes:
        raise InputError(
            f"its tokens take {size:,} bytes; a document may have {max_bytes:,} "
            "(this limit can be raised)"
        )
    table = container.table(number)
    columns = {name: table[:, place] for place, name in enumerate(names)}
    cats, flags = (_mapping(container, name, number, max_bytes) for name in ("cats", "flags"))
    unknown = bool(flags.get("has_unknown_spaces")) or not container.has_spaces
    spaces = np.ones(len(table), np.uint8) if unknown else container.spaces(number)
    text, starts, ends = _text(columns["ORTH"], spaces, container.strings)
    _compare_places(columns, starts, ends)
    told = [name for name in names if name not in _DERIVED | _READ and columns[name].any()]
    return Doc(
        number + 1,
        text,
        starts,
        ends,
        columns,
        _telling(told, columns),
        unknown and len(table) > 0,
        cats,
        _bytes(container, "span_groups", number, max_bytes),
        user_data_of(container, number, max_bytes),
    )


def user_data_of(container: Container, number: int, max_bytes: int) -> Mapping[Any, Any]:
    """Return ``doc.user_data``, with tuples for lists; empty if there is none."""
    data = _bytes(container, "user_data", number, max_bytes)
    found = plain_value(data, max_bytes) if data else {}
    if type(found) is not dict:
        raise damaged("its user data is no map")
    return found


def packed_user_data(container: Container, number: int, max_bytes: int) -> bytes:
    """Return ``doc.user_data`` as it is packed."""
    return _bytes(container, "user_data", number, max_bytes)


def _text(
    words: Column, spaces: NDArray[np.uint8], strings: Mapping[int, str]
) -> tuple[str, NDArray[np.int64], NDArray[np.int64]]:
    """Return the text, and where each token starts and ends."""
    if len(spaces) and spaces.max() > 1:
        token = int(np.argmax(spaces > 1))
        raise damaged(f"whether a space follows token {token} is neither true nor false")
    try:
        found = [strings[word] for word in words.tolist()]
    except KeyError:
        found = [
            string_of(strings, word, f"the word of token {place}")
            for place, word in enumerate(words.tolist())
        ]
    blanks = spaces.tolist()
    text = "".join([f"{w} " if blank else w for w, blank in zip(found, blanks, strict=True)])
    nul = text.find("\0")
    if nul >= 0:
        raise InputError(f"the text has a NUL character at {nul:,}, which cannot be stored")
    sizes = np.fromiter(map(len, found), np.int64, len(found))
    blank_sizes = spaces.astype(np.int64)
    ends = np.cumsum(sizes + blank_sizes) - blank_sizes
    return text, ends - sizes, ends


def _compare_places(
    columns: Mapping[str, Column], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> None:
    """Raise InputError if the file says that tokens are elsewhere than their words put them."""
    for name, wanted in (("IDX", starts), ("LENGTH", ends - starts)):
        if name in columns and not np.array_equal(columns[name].astype(np.int64), wanted):
            place = int(np.argmax(columns[name].astype(np.int64) != wanted))
            raise damaged(
                f"token {place} has the {name} {int(columns[name][place]):,}, "
                f"but by its words it is {int(wanted[place]):,}"
            )


def _telling(names: Sequence[str], columns: Mapping[str, Column]) -> list[str]:
    """Return the attributes that say something: each Doc has its first token start a sentence."""
    found = [name for name in names if not name.startswith("SENT_")]
    starts = columns.get("SENT_START")
    if starts is not None and len(starts) > 1 and (starts[1:] == 1).any():
        found.append("SENT_START")
    return found


def _mapping(container: Container, name: str, number: int, max_bytes: int) -> Mapping[Any, Any]:
    data = container.item(name, number)
    found = plain_value(data, max_bytes) if data else {}
    if type(found) is not dict:
        raise damaged(f"its {name} are no map")
    return found


def _bytes(container: Container, name: str, number: int, max_bytes: int) -> bytes:
    data = container.item(name, number)
    found = plain_value(data, max_bytes) if data else b""
    if found is None:
        return b""
    if type(found) is not bytes:
        raise damaged(f"its {name} are no bytes")
    return found
