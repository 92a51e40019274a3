# SPDX-License-Identifier: MIT
"""A DocBin file taken apart: unpacked into a bounded temporary file, and where what is in it.

It is zlib over one msgpack map. Nothing of it is made into objects before it is asked for, no
object of Python is ever made of what a file says, and memory does not grow with the file.
"""

import tempfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import IO, BinaryIO

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from annotator.errors import InputError
from annotator.formats.files import storage_errors
from annotator.formats.sources import CHANGED, Fingerprint, opened
from annotator.formats.spacy_docbin.bin_file import SEAL, SEAL_SIZE
from annotator.formats.spacy_docbin.packed import Cursor, damaged

MOST_DOCUMENTS = 1_000_000
_IN_MEMORY = 16 * 1024 * 1024
_CHUNK = 1024 * 1024
_READ = 64 * 1024
_MOST_RATIO = 200
"""A file that expands to more than this many times its size, beyond one document's cap, is none."""
_MOST_DOCUMENT_SIZES = 64
_STRING = 150
"""About how many bytes a string of one letter takes, with its place in the table."""
_BLOBS = ("tokens", "spaces", "lengths")
_LISTS = ("cats", "flags", "span_groups", "user_data")


@dataclass(slots=True)
class Container:
    """What is where in an unpacked file; ``sealed`` if it is just as our export wrote it."""

    _spool: IO[bytes]
    attrs: list[int]
    strings: Mapping[int, str]
    counts: NDArray[np.int64]
    sealed: bool
    _blobs: Mapping[str, tuple[int, int]]
    _items: Mapping[str, "array[int]"]
    _first: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        self._first = np.concatenate(([0], np.cumsum(self.counts)))

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def has_spaces(self) -> bool:
        """Whether the file says after which tokens a space is."""
        return "spaces" in self._blobs

    def table(self, number: int) -> NDArray[np.uint64]:
        """Return a row for each token of a document, with a column for each of ``attrs``."""
        width = len(self.attrs)
        data = self._part("tokens", number, 8 * width)
        return np.frombuffer(data, dtype="<u8").reshape((-1, width))

    def spaces(self, number: int) -> NDArray[np.uint8]:
        """Return for each token of a document whether a space follows it."""
        return np.frombuffer(self._part("spaces", number, 1), dtype=np.uint8)

    def item(self, name: str, number: int) -> bytes:
        """Return the packed entry of a document in one of the lists; nothing if there is none."""
        places = self._items.get(name)
        if places is None:
            return b""
        return self._read(places[number], places[number + 1] - places[number])

    def _part(self, name: str, number: int, width: int) -> bytes:
        start = self._blobs[name][0] + width * int(self._first[number])
        return self._read(start, width * int(self.counts[number]))

    def _read(self, start: int, size: int) -> bytes:
        self._spool.seek(start)
        return self._spool.read(size)


@contextmanager
def unpacked(path: Path, max_bytes: int) -> Iterator[Container]:
    """Give what is in a DocBin file; InputError if it is none, is damaged or far too large."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        with opened(path) as stream:
            before = Fingerprint.of(stream)
            size = _expand(stream, spool, max_bytes)
            if Fingerprint.of(stream) != before:
                raise InputError(CHANGED)
        yield _container(spool, size, max_bytes)


def _expand(stream: BinaryIO, spool: IO[bytes], max_bytes: int) -> int:
    """Write what a file holds once it is no longer compressed, and return its size."""
    unzip = zlib.decompressobj()
    taken = made = 0
    try:
        while not unzip.eof:
            data = unzip.unconsumed_tail or stream.read(_READ)
            taken += 0 if unzip.unconsumed_tail else len(data)
            found = unzip.decompress(data, _CHUNK)
            if not data and not found:
                raise InputError("the file is cut off: its end is missing")
            made += len(found)
            _refuse_bomb(taken, made, max_bytes)
            with storage_errors(Path(tempfile.gettempdir())):
                spool.write(found)
    except zlib.error as error:
        raise InputError(f"this is no DocBin, or it is damaged (zlib says: {error})") from None
    if unzip.unused_data or stream.read(1):
        raise damaged("something stands after its end")
    return made


def _refuse_bomb(taken: int, made: int, max_bytes: int) -> None:
    if made <= max_bytes:
        return
    if made > _MOST_RATIO * taken:
        raise InputError(
            f"it expands to more than {_MOST_RATIO} times its size, which no corpus does; "
            "it was not read further"
        )
    if made > _MOST_DOCUMENT_SIZES * max_bytes:
        raise InputError(
            f"it expands to more than {_MOST_DOCUMENT_SIZES * max_bytes:,} bytes; "
            "split it into several files (this limit can be raised)"
        )


@dataclass(slots=True)
class _Map:
    """What the one map of a file holds, by key."""

    blobs: dict[str, tuple[int, int]] = field(default_factory=dict)
    items: dict[str, "array[int]"] = field(default_factory=dict)
    attrs: list[int] = field(default_factory=list)
    strings: dict[int, str] | None = None
    sealed: bool = False


def _container(spool: IO[bytes], size: int, max_bytes: int) -> Container:
    found = _mapped(Cursor(spool, size, max_bytes))
    for name in ("tokens", "lengths"):
        if name not in found.blobs:
            raise InputError(f"this is no DocBin: it has no {name}")
    if not found.attrs or found.strings is None:
        raise InputError("this is no DocBin: it has no attributes or no strings")
    counts = _counts(spool, found.blobs["lengths"])
    _check_sizes(found, counts)
    return Container(
        spool, found.attrs, found.strings, counts, found.sealed, found.blobs, found.items
    )


def _mapped(cursor: Cursor) -> _Map:
    found = _Map()
    seen: set[str] = set()
    for left in range(cursor.map_header(), 0, -1):
        start = cursor.place
        key = cursor.key()
        if key in seen:
            raise damaged(f"it has {key!r} twice")
        seen.add(key)
        if key in _BLOBS:
            found.blobs[key] = cursor.blob()
        elif key in _LISTS:
            found.items[key] = cursor.items(MOST_DOCUMENTS)
        elif key == "attrs":
            found.attrs = _attrs(cursor.value())
        elif key == "strings":
            found.strings = _strings(cursor)
        elif key == SEAL and left == 1:
            _check_seal(cursor, start)
            found.sealed = True
        else:
            cursor.skip()
    if cursor.place != cursor.size:
        raise damaged("something stands after its end")
    return found


def _attrs(value: object) -> list[int]:
    if type(value) is not list or not all(type(attr) is int and attr >= 0 for attr in value):
        raise damaged("its attributes are no list of numbers")
    if len(set(value)) != len(value):
        raise damaged("it has an attribute twice")
    return value


def _strings(cursor: Cursor) -> dict[int, str]:
    """Return the strings by their hashes, as spaCy makes them."""
    found: dict[int, str] = {}
    taken = 0
    for string in cursor.values():
        if type(string) is not str:
            raise damaged(f"one of its strings is none: {string!r:.80}")
        taken += _STRING + (len(string) if string.isascii() else 4 * len(string))
        if 2 * taken > 3 * cursor.max_bytes:
            raise InputError(
                f"its {len(found):,} first strings already take {taken:,} bytes of memory; "
                "split it into several files (this limit can be raised)"
            )
        found[get_string_id(string)] = string
    return found


def _check_seal(cursor: Cursor, start: int) -> None:
    seal = cursor.value()
    digest = blake2b(digest_size=SEAL_SIZE)
    for data in cursor.chunks(start):
        digest.update(data)
    if seal != digest.digest():
        raise damaged("it is not as it was exported: some bytes were changed")


def _counts(spool: IO[bytes], blob: tuple[int, int]) -> NDArray[np.int64]:
    start, size = blob
    if size % 4 or size > 4 * MOST_DOCUMENTS:
        raise InputError(
            f"it says how long {size / 4:,} documents are; one file may have {MOST_DOCUMENTS:,}"
        )
    spool.seek(start)
    counts = np.frombuffer(spool.read(size), dtype="<i4").astype(np.int64)
    if len(counts) and counts.min() < 0:
        raise damaged(f"document {int(np.argmin(counts)) + 1} has less than no tokens")
    return counts


def _check_sizes(found: _Map, counts: NDArray[np.int64]) -> None:
    total = int(counts.sum())
    wanted = {"tokens": 8 * len(found.attrs) * total, "spaces": total}
    for name, size in wanted.items():
        if name in found.blobs and found.blobs[name][1] != size:
            raise damaged(
                f"its {name} take {found.blobs[name][1]:,} bytes, "
                f"but its {len(counts):,} documents have {total:,} tokens, which take {size:,}"
            )
    for name, places in found.items.items():
        if len(places) - 1 != len(counts):
            raise damaged(
                f"it has {name} of {len(places) - 1:,} documents, and lengths of {len(counts):,}"
            )
