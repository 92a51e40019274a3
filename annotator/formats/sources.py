# SPDX-License-Identifier: MIT
"""The files that an import names: found, opened, and watched for changes while they are read."""

import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.errors import InputError, NotFoundError


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. ``name`` is how it is called in sentences and ids.

    It is the path below the folder that was imported, with ``/`` between its parts, or the name
    of the file when that was named itself. ``document`` is what its document is called, where
    that is not the name without its suffix.
    """

    path: Path
    name: str
    document: str = ""

    @property
    def stem(self) -> str:
        """What its document is called: mostly the name without its suffix."""
        return self.document or self.name.removesuffix(self.path.suffix) or self.name


def source_files(
    paths: Sequence[Path], suffixes: Collection[str] | None, note: Callable[[str], None]
) -> list[SourceFile]:
    """Return the files named by ``paths``; a folder stands for all files in it with a suffix.

    Without suffixes (None) it stands for all files in it.
    Folders are walked to the bottom, in the order of their names. Symbolic links to folders, and
    to files outside the folder, are not followed; ``note`` is told. Raises NotFoundError for a
    path that does not exist and InputError for a folder without such a file.
    """
    found: list[SourceFile] = []
    for path in paths:
        if path.is_dir():
            inside = list(_inside(path, suffixes, note))
            if not inside:
                ending = f" that ends in {' or '.join(suffixes)}" if suffixes else ""
                raise InputError(f"{path} holds no file{ending}")
            found.extend(inside)
        elif path.exists():
            found.append(SourceFile(path, printable(path.name)))
        else:
            raise NotFoundError("file", str(path))
    return found


def _inside(
    folder: Path, suffixes: Collection[str] | None, note: Callable[[str], None]
) -> Iterator[SourceFile]:
    root = folder.resolve()
    for where, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in folders:
            if (Path(where) / name).is_symlink():
                note(f"{printable(name)} is a symbolic link to a folder and was not followed")
        for name in sorted(names):
            path = Path(where) / name
            if suffixes is not None and path.suffix.lower() not in suffixes:
                continue
            relative = printable(path.relative_to(folder).as_posix())
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                note(f"{relative} is a symbolic link out of the folder and was not followed")
                continue
            yield SourceFile(path, relative)


def printable(name: str) -> str:
    """Return a file name with bytes that are no UTF-8 replaced, so that it can be stored."""
    return os.fsencode(name).decode("utf-8", errors="replace")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Give the open file; InputError if it cannot be read or is no ordinary file."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise InputError("this is no ordinary file")
        stream = path.open("rb")
    except OSError as error:
        raise unreadable(error) from None
    with stream:
        yield stream


def unreadable(error: OSError) -> InputError:
    """Return our error for a file that the operating system does not let us read."""
    return InputError(f"cannot be read: {error.strerror or error}")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells whether a file has changed: its size, its time and which file it is."""

    size: int
    changed_ns: int
    inode: int

    @classmethod
    def of(cls, stream: BinaryIO) -> "Fingerprint":
        """Return the fingerprint of an open file."""
        return cls._from(os.fstat(stream.fileno()))

    @classmethod
    def of_path(cls, path: Path) -> "Fingerprint":
        """Return the fingerprint of the file that a path names now."""
        return cls._from(path.stat())

    @classmethod
    def _from(cls, found: os.stat_result) -> "Fingerprint":
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


CHANGED = "the file was changed while it was read; import it again"
