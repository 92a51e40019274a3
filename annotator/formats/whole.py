# SPDX-License-Identifier: MIT
"""Files read as a whole: bounded, and watched for changes while they are read."""

from pathlib import Path
from typing import BinaryIO

from annotator.errors import InputError
from annotator.formats.decoding import decoded, text_memory
from annotator.formats.sources import CHANGED, Fingerprint, opened, unreadable


def whole_file(path: Path, max_bytes: int) -> bytes:
    """Return all bytes of a file; InputError if it cannot be read, is too large or changes."""
    with opened(path) as stream:
        try:
            return read_whole(stream, max_bytes)
        except OSError as error:
            raise unreadable(error) from None


def whole_text(path: Path, max_bytes: int) -> str:
    """Return the text of a file; the errors of ``whole_file`` and of ``decoding.decoded``."""
    return decoded(whole_file(path, max_bytes))


def read_whole(stream: BinaryIO, max_bytes: int) -> bytes:
    """Return all bytes of an open file.

    Raises InputError if there are more than ``max_bytes``, if the text would take more than one
    and a half times as much when decoded, or if the file changes meanwhile.
    """
    before = Fingerprint.of(stream)
    if before.size > max_bytes:
        raise too_large(before.size, max_bytes)
    data = stream.read(max_bytes + 1)
    if Fingerprint.of(stream) != before or len(data) != before.size:
        raise InputError(CHANGED)
    if 8 * len(data) > 3 * max_bytes and 2 * text_memory(data) > 3 * max_bytes:
        raise too_large(text_memory(data), max_bytes, what="in memory, for its emoji or letters,")
    return data


def too_large(size: int, max_bytes: int, *, what: str = "") -> InputError:
    """Return the error about a document beyond the cap."""
    has = f"it has {what} {size:,} bytes".replace("  ", " ")
    return InputError(f"{has}; a document may have {max_bytes:,} (this limit can be raised)")
