# SPDX-License-Identifier: MIT
"""Writes a DocBin piece by piece, so that memory does not grow with the number of documents.

``spacy.tokens.DocBin`` keeps everything and copies it several times at the end. The file is the
same: zlib over one msgpack map (version 0.1, spaCy 3.8). The tests read it with spaCy, and compare
the packed span groups with those that spaCy makes; recheck both when spaCy is upgraded.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

import numpy as np
import spacy  # noqa: F401 - whole and first: another thread may be in the middle of importing it
from numpy.typing import NDArray
from spacy.strings import get_string_id
from spacy.tokens import DocBin
from srsly.msgpack import Packer  # type: ignore[import-untyped]  # srsly has no stubs

from annotator.errors import InputError
from annotator.formats.files import storage_errors

ATTRIBUTES = ("ORTH", "ENT_IOB", "ENT_TYPE")
"""What a pipeline is trained on, in the order in which a DocBin has them."""
MISSING, INSIDE, OUTSIDE, BEGIN = 0, 1, 2, 3
"""The values of ENT_IOB."""
SEAL = "annotator"
"""The last key of a file. Its value tells a changed byte: a digest of all that is before it."""
SEAL_SIZE = 16
_LONGEST = 2**32 - 1
_CHUNK = 1024 * 1024
_SPAN = struct.Struct(">QQQllll")
_NO_GROUPS = b"\x90"


@dataclass(frozen=True, slots=True)
class TokenSpan:
    """A span as a group holds it: tokens and characters, both half-open; the id may be empty."""

    id: str
    label: str
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds of one document.

    ``table`` has a row of ``ATTRIBUTES`` for each token, ``spaces`` whether a space follows it.
    ``spans`` are the group called ``key``; without a key there is no group.
    """

    table: NDArray[np.uint64]
    spaces: NDArray[np.bool_]
    key: str
    spans: Sequence[TokenSpan]
    cats: Mapping[str, float]
    user_data: Mapping[str, Any]


class BinFile:
    """The content of a DocBin, gathered in unnamed temporary files beside the target."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        with storage_errors(folder):
            self._tokens = self._spool()
            self._spaces = self._spool()
            self._cats = self._spool()
            self._groups = self._spool()
            self._user_data = self._spool()
            self._ids = self._spool()
        self._lengths: list[int] = []
        self._number_of_ids = 0
        self._strings: set[str] = set()
        self._packer = Packer(use_bin_type=True)

    def __enter__(self) -> "BinFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, content: Content) -> None:
        """Add a document."""
        pack = self._packer.pack
        spans = content.spans
        with storage_errors(self._folder):
            self._tokens.write(content.table.tobytes("C"))
            self._spaces.write(content.spaces.tobytes("C"))
            self._cats.write(pack(content.cats))
            self._groups.write(pack(packed_groups(content.key, spans, self._packer)))
            self._user_data.write(pack(pack(content.user_data)))
            for span in spans:
                if span.id:
                    self._ids.write(pack(span.id))
                    self._number_of_ids += 1
        self._lengths.append(len(content.table))

    def add_strings(self, strings: Iterable[str]) -> None:
        """Add words and labels, which the file must hold beside their hashes."""
        self._strings.update(strings)

    def write_to(self, stream: BinaryIO) -> None:
        """Write the file."""
        pack = self._packer.pack
        output = _Compressed(stream)
        count = len(self._lengths)
        output.write(self._packer.pack_map_header(11))
        output.write(pack("version") + pack("0.1"))
        output.write(pack("attrs") + pack(DocBin(attrs=ATTRIBUTES).attrs))
        output.write(pack("tokens"))
        output.write_blob(self._tokens)
        output.write(pack("spaces"))
        output.write_blob(self._spaces)
        output.write(pack("lengths") + pack(np.asarray(self._lengths, dtype="<i4").tobytes("C")))
        output.write(pack("strings"))
        output.write(self._packer.pack_array_header(len(self._strings) + self._number_of_ids))
        output.write(b"".join(pack(string) for string in sorted(self._strings)))
        output.write_all(self._ids)
        output.write(pack("cats") + self._packer.pack_array_header(count))
        output.write_all(self._cats)
        output.write(pack("flags") + pack([{"has_unknown_spaces": False}] * count))
        output.write(pack("span_groups") + self._packer.pack_array_header(count))
        output.write_all(self._groups)
        output.write(pack("user_data") + self._packer.pack_array_header(count))
        output.write_all(self._user_data)
        digest = output.digest()
        output.write(pack(SEAL) + pack(digest))
        output.finish()

    def _spool(self) -> IO[bytes]:
        return self._stack.enter_context(TemporaryFile(dir=self._folder, buffering=_CHUNK))


def packed_groups(key: str, spans: Sequence[TokenSpan], packer: Packer) -> bytes:
    """Return the bytes of ``doc.spans`` with one group, as ``SpanGroups.to_bytes`` makes them.

    A packer made for each group, as there, takes a hundred times as long as the packing.
    """
    if not key:
        return _NO_GROUPS
    rows = [
        _SPAN.pack(
            get_string_id(span.id),
            0,
            get_string_id(span.label),
            span.first,
            span.last,
            span.start,
            span.end,
        )
        for span in spans
    ]
    group: bytes = packer.pack({"name": key, "attrs": {}, "spans": rows})
    groups: bytes = packer.pack({group: [key]})
    return groups


class _Compressed:
    """Compresses what is written to a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._zlib = zlib.compressobj()
        self._digest = blake2b(digest_size=SEAL_SIZE)

    def digest(self) -> bytes:
        """Return the digest of all that was written, before it was compressed."""
        return self._digest.digest()

    def write(self, data: bytes) -> None:
        self._digest.update(data)
        self._stream.write(self._zlib.compress(data))

    def write_all(self, spool: IO[bytes]) -> None:
        """Write what a spool holds."""
        spool.seek(0)
        while data := spool.read(_CHUNK):
            self.write(data)

    def write_blob(self, spool: IO[bytes]) -> None:
        """Write what a spool holds as one value of bytes."""
        size = spool.seek(0, 2)
        if size > _LONGEST:
            raise InputError(
                "one DocBin file cannot hold so many tokens; name a folder as the target, "
                "which then gets several files"
            )
        self.write(b"\xc6" + size.to_bytes(4, "big"))
        self.write_all(spool)

    def finish(self) -> None:
        self._stream.write(self._zlib.flush())
