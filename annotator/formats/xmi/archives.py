# SPDX-License-Identifier: MIT
"""Zip files with XMI and its type system in them, as INCEpTION exports them; bounded, in memory.

Nothing is unpacked to a disk, and the names in an archive are only names.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from annotator.errors import InputError
from annotator.formats.sources import opened
from annotator.formats.whole import too_large
from annotator.formats.xmi.type_systems import USUAL_NAME
from annotator.schema.names import shown

_MOST_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Member:
    """An XMI file in an archive, and the type system beside it: names and bytes, if any.

    ``name`` has no folders that lead out of the archive, and no suffix.
    """

    name: str
    data: bytes
    type_system: list[tuple[str, bytes]]


def is_archive(path: Path) -> bool:
    """Return whether a file starts as a zip file does."""
    with opened(path) as stream:
        return stream.read(4) == b"PK\x03\x04"


def members_of(path: Path, max_bytes: int) -> Iterator[Member]:
    """Yield the XMI files of an archive.

    Raises InputError for what is no zip file, is damaged or encrypted, holds no XMI, or would be
    larger than ``max_bytes`` when it is unpacked, whatever it says of itself.
    """
    with opened(path) as stream:
        try:
            yield from _members(stream, max_bytes)
        except (
            BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            OSError,
            ValueError,
        ) as error:
            raise InputError(f"the zip file is damaged: {error}") from None


def _members(stream: BinaryIO, max_bytes: int) -> Iterator[Member]:
    with ZipFile(stream) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len(infos) > _MOST_MEMBERS:
            raise InputError(f"the zip file holds {len(infos):,} files; {_MOST_MEMBERS:,} may be")
        xmi = [info for info in infos if info.filename.lower().endswith(".xmi")]
        if not xmi:
            raise InputError("the zip file holds no .xmi file")
        systems = [i for i in infos if PurePosixPath(i.filename).name.lower() == USUAL_NAME]
        left = max_bytes
        for info in xmi:
            beside = _beside(info, systems)
            pair = []
            if beside is not None:
                pair = [(USUAL_NAME, _unpacked(archive, beside, max_bytes))]
            data = _unpacked(archive, info, left)
            left -= len(data)
            yield Member(_plain_name(info.filename), data, pair)


def _beside(info: ZipInfo, systems: list[ZipInfo]) -> ZipInfo | None:
    """Return the type system in the folder of a file, else the first in the folders above."""
    folder = PurePosixPath(info.filename).parent
    for place in (folder, *folder.parents):
        for system in systems:
            if PurePosixPath(system.filename).parent == place:
                return system
    return None


def _unpacked(archive: ZipFile, info: ZipInfo, most: int) -> bytes:
    if info.flag_bits & 1:
        raise InputError(f"{shown(info.filename)} in the zip file is encrypted")
    if info.file_size > most:
        raise too_large(info.file_size, most, what="unpacked")
    with archive.open(info) as member:
        data = member.read(most + 1)
    if len(data) > most:
        raise too_large(len(data), most, what="unpacked, at least,")
    return data


def _plain_name(name: str) -> str:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    joined = "/".join(parts)
    return joined[: -len(".xmi")] or "document"
