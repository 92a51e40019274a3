# SPDX-License-Identifier: MIT
"""All formats, and which of them a file is in."""

import os
from collections.abc import Iterable
from pathlib import Path

from annotator.errors import InputError, NotFoundError
from annotator.formats import jsonl, plain_text, spacy_docbin
from annotator.formats.decoding import foreign_kind
from annotator.formats.format import Format
from annotator.formats.sources import opened

BUILTIN: tuple[Format, ...] = (plain_text.FORMAT, jsonl.FORMAT, spacy_docbin.FORMAT)

_HEAD = 64 * 1024
_FILES_LOOKED_AT = 1_000


def format_of(id: str) -> Format:
    """Return the format with this id; InputError with the list of ids if there is none."""
    for format in BUILTIN:
        if format.id == id:
            return format
    raise InputError(f"there is no format {id!r}; there are {_ids(BUILTIN)}")


def format_for(path: Path) -> Format:
    """Return the format in which a file or the files of a folder are to be read.

    The suffix decides where a format claims it; otherwise the first bytes do. Raises NotFoundError
    if there is no such file, and InputError, with the candidates, if the file may be in several
    formats or in none that can be read.
    """
    if not path.exists():
        raise NotFoundError("file", str(path))
    if path.is_dir():
        return _format_of_folder(path)
    claimed = [format for format in BUILTIN if path.suffix.lower() in format.suffixes]
    if claimed:
        return _readable(claimed[0], path)
    return _format_of_content(path)


def _format_of_content(path: Path) -> Format:
    try:
        with opened(path) as stream:
            head = _whole_characters(stream.read(_HEAD))
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    fitting = [format for format in _readers() if format.recognises(head)]
    exact = [format for format in fitting if format.id != plain_text.FORMAT.id]
    if len(exact) == 1:
        return exact[0]
    if fitting:
        raise InputError(
            f"{path}: the name does not say what it is; it may be {_ids(fitting)}: "
            "name the format (--format)"
        )
    kind = foreign_kind(head)
    known = f"; it is {kind}" if kind else ""
    raise InputError(f"{path}: this is in no format that can be read ({_ids(_readers())}){known}")


def _whole_characters(head: bytes) -> bytes:
    """Return the first bytes of a file without a UTF-8 character that was cut."""
    for cut in range(1, min(4, len(head) + 1)):
        byte = head[-cut]
        if byte >= 0xC0:
            return head[:-cut]
        if byte < 0x80:
            break
    return head


def _format_of_folder(folder: Path) -> Format:
    found: dict[str, Format] = {}
    looked_at = 0
    for _, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names)[:_FILES_LOOKED_AT]:
            looked_at += 1
            for format in _readers():
                if Path(name).suffix.lower() in format.suffixes:
                    found[format.id] = format
        if looked_at > _FILES_LOOKED_AT:
            break
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise InputError(
            f"{folder} holds files of several formats ({_ids(found.values())}): "
            "name the format (--format)"
        )
    raise InputError(f"{folder} holds no file that can be read ({_suffixes()})")


def _readable(format: Format, path: Path) -> Format:
    if format.read is None:
        raise InputError(f"{path}: {format.name} can be written but not read")
    return format


def _readers() -> list[Format]:
    return [format for format in BUILTIN if format.read is not None]


def _ids(formats: Iterable[Format]) -> str:
    return ", ".join(format.id for format in formats)


def _suffixes() -> str:
    return ", ".join(suffix for format in _readers() for suffix in format.suffixes)
