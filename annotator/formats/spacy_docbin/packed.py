# SPDX-License-Identifier: MIT
"""Packed values (msgpack) read safely: bounded, and nothing but plain values comes of them."""

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from srsly import msgpack  # type: ignore[import-untyped]  # srsly has no stubs

from annotator.errors import InputError

_CHUNK = 1024 * 1024
_HEADERS = {  # first byte: how many bytes the size has
    "map": {0xDE: 2, 0xDF: 4},
    "array": {0xDC: 2, 0xDD: 4},
    "bytes": {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4},
}
_SHORT = {"map": (0x80, 16), "array": (0x90, 16), "bytes": (0xA0, 32)}
_CONTAINERS = bytes(range(0x80, 0xA0))
_CONTAINER = 64
"""About how much memory the smallest map or list takes."""


def damaged(what: str) -> InputError:
    """Return the error about a file that contradicts itself."""
    return InputError(f"this DocBin is damaged: {what}")


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, OverflowError, msgpack.UnpackException) as error:
        said = f": {error}" if str(error) else ""
        raise damaged(f"a packed value cannot be read ({type(error).__name__}{said})") from None


def plain_value(data: bytes, max_bytes: int) -> Any:  # noqa: ANN401 - whatever a file holds
    """Return a packed value: lists become tuples, so that they may be keys.

    Unlike in spaCy nothing else is made of it: an array of numbers stays the map that it is.
    """
    if 200 * len(data) > max_bytes:
        containers = len(data) - len(data.translate(None, _CONTAINERS))
        needed = 8 * len(data) + _CONTAINER * containers
        if 4 * len(data) > max_bytes or 2 * needed > 5 * max_bytes:
            raise InputError(
                f"what belongs to the document, but for its text, takes {len(data):,} bytes packed "
                f"and about {needed:,} unpacked, which is too much (this limit can be raised)"
            )
    with _sentences():
        return msgpack.unpackb(
            data, raw=False, use_list=False, strict_map_key=False, object_pairs_hook=dict
        )


def first_text(data: bytes, key: str) -> str | None:
    """Return the text under a short key if that is the first key of a packed map; else None.

    Only that is looked at; srsly's own unpackers take a millisecond to be made.
    """
    head = data[0] if data else 0
    start = 1 if 0x80 < head <= 0x8F else {0xDE: 3, 0xDF: 5}.get(head, 0)
    first = bytes([0xA0 + len(key)]) + key.encode()
    if not start or not data.startswith(first, start):
        return None
    start += len(first)
    kind = data[start : start + 1]
    width = _HEADERS["bytes"].get(kind[0], 0) if kind >= b"\xd9" else 0
    if width:
        size = int.from_bytes(data[start + 1 : start + 1 + width], "big")
    elif b"\xa0" <= kind <= b"\xbf":
        size = kind[0] - 0xA0
    else:
        return None
    text = data[start + 1 + width :][:size]
    return text.decode(errors="replace") if len(text) == size else None


class Cursor:
    """Steps through the one map of a file, value by value."""

    def __init__(self, spool: IO[bytes], size: int, max_bytes: int) -> None:
        self._spool = spool
        self.size = size
        self.max_bytes = max_bytes
        self.place = 0

    def map_header(self) -> int:
        """Return how many keys a map has, and step into it."""
        return self._header("map")

    def key(self) -> str:
        """Return the next key, which must be short, and step behind it."""
        size = self._header("bytes")
        data = self._take(size) if size < 1000 else b"\xff"
        try:
            return data.decode()
        except UnicodeDecodeError:
            raise damaged("a key is no text") from None

    def blob(self) -> tuple[int, int]:
        """Return where some bytes start and how many they are, and step behind them."""
        size = self._header("bytes")
        start = self.place
        if start + size > self.size:
            raise damaged(f"{size:,} bytes are said to be there, but it ends before")
        self.place += size
        return start, size

    def items(self, most: int) -> "array[int]":
        """Return where each value of a list starts, and where the last one ends; step behind."""
        count = self._header("array")
        if count > most:
            raise InputError(f"it has {count:,} documents; one file may have {most:,}")
        unpacker, start = self._unpacker(), self.place
        places = array("q", [start])
        with _sentences():
            for _ in range(count):
                unpacker.skip()
                places.append(start + unpacker.tell())
        self.place = places[-1]
        return places

    def values(self) -> Iterator[Any]:
        """Yield the values of a list, which are no lists or maps, and step behind it."""
        count = self._header("array")
        unpacker, start = self._unpacker(max_array_len=0, max_map_len=0), self.place
        with _sentences():
            for _ in range(count):
                yield unpacker.unpack()
            self.place = start + unpacker.tell()

    def value(self) -> Any:  # noqa: ANN401 - whatever a file holds
        """Return a small value and step behind it."""
        start = self.place
        self.skip()
        if self.place - start > 64 * 1024:
            raise damaged("a value is far too long")
        self._spool.seek(start)
        with _sentences():
            return msgpack.unpackb(
                self._spool.read(self.place - start),
                raw=False,
                strict_map_key=False,
                object_pairs_hook=dict,
            )

    def skip(self) -> None:
        """Step behind a value."""
        unpacker = self._unpacker()
        with _sentences():
            unpacker.skip()
        self.place += unpacker.tell()

    def chunks(self, end: int) -> Iterator[bytes]:
        """Yield all that stands before a place."""
        self._spool.seek(0)
        for start in range(0, end, _CHUNK):
            yield self._spool.read(min(_CHUNK, end - start))

    def _unpacker(self, **limits: int) -> Any:  # noqa: ANN401 - srsly has no stubs
        self._spool.seek(self.place)
        return msgpack.Unpacker(
            self._spool,
            read_size=64 * 1024,
            max_buffer_size=max(self.max_bytes // 2, 64 * 1024),
            raw=False,
            strict_map_key=False,
            **limits,
        )

    def _header(self, kind: str) -> int:
        byte = self._take(1)[0]
        first, count = _SHORT[kind]
        if first <= byte < first + count:
            return byte - first
        width = _HEADERS[kind].get(byte)
        if width is None:
            raise damaged(f"a {kind} should be at byte {self.place - 1:,} of what it unpacks to")
        return int.from_bytes(self._take(width), "big")

    def _take(self, count: int) -> bytes:
        self._spool.seek(self.place)
        data = self._spool.read(count)
        if len(data) != count:
            raise damaged("it ends in the middle")
        self.place += count
        return data
