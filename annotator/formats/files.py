# SPDX-License-Identifier: MIT
"""Writes files so that the old one stays whole until the new one is complete.

What is written goes into a temporary file beside the target, is synced, and takes the target's
place in one step; a full disk, an error or a kill leaves the old file as it was. A temporary file
that a kill has left behind is removed by the next export into the same folder.
"""

import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import BinaryIO

from annotator.errors import (
    DiskFullError,
    InputError,
    NotFoundError,
    ReadOnlyError,
    StoreError,
)

if os.name == "posix":
    import fcntl

_PREFIX = ".annotator-export-"
_SUFFIX = ".tmp"
_LOCK = "lock"
_BUFFER = 1024 * 1024
_FEW_FILES = 32
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DATABASES = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_BESIDE_DATABASES = (".corpus-wal", ".corpus-shm", ".corpus-journal", ".corpus.lock")
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ETXTBSY)


@contextmanager
def write_atomically(
    target: Path, *, needed: int = 0, sources: Collection[Path] = ()
) -> Iterator[BinaryIO]:
    """Give a binary file whose content takes the target's place when the block ends well.

    A symbolic link stays: the file it points to is replaced. An existing file keeps its mode.
    ``needed`` bytes, twice, must be free; ``sources`` may not be the target. Raises InputError for
    a target that cannot be one, ReadOnlyError, DiskFullError or StoreError; nothing has then
    changed and no temporary file is left.
    """
    path = checked_target(target, sources=sources)
    refuse_without_room(path.parent, needed)
    remove_leftovers(path.parent)
    temporary, raw = _temporary_beside(path)
    stream: BinaryIO = BufferedWriter(raw, _BUFFER)
    try:
        with storage_errors(path):
            yield stream
            _put_in_place(stream, temporary, path)
    except BaseException:
        with suppress(OSError, ValueError):
            stream.close()
        temporary.unlink(missing_ok=True)
        raise


def checked_target(target: Path, *, sources: Collection[Path] = ()) -> Path:
    """Return the file that will be replaced or made, with symbolic links followed.

    Raises InputError, NotFoundError or ReadOnlyError if nothing can be put there.
    """
    path = Path(os.path.realpath(target))
    with storage_errors(path):
        found = _mode_of(path)
        if not stat.S_ISDIR(_mode_of(path.parent)):
            raise NotFoundError("folder", str(path.parent))
    if stat.S_ISDIR(found):
        raise InputError(f"{target} is a folder; name a file in it")
    if stat.S_ISLNK(found):
        raise InputError(f"{target} is a symbolic link that points back to itself")
    if found and not stat.S_ISREG(found):
        raise InputError(f"{target} is no ordinary file and cannot be replaced")
    if found and not found & 0o222:
        raise ReadOnlyError(str(target), "the file is write-protected")
    _refuse_source(path, sources)
    _refuse_database(path)
    return path


def refuse_without_room(folder: Path, needed: int) -> None:
    """Raise DiskFullError unless twice ``needed`` bytes are free in the folder's file system."""
    if not needed:
        return
    with storage_errors(folder):
        free = shutil.disk_usage(folder).free
    if free < 2 * needed:
        raise DiskFullError(str(folder), needed=2 * needed, free=free)


def target_notes(target: Path) -> list[str]:
    """Return what should be known about a target before it is replaced."""
    notes = []
    path = Path(os.path.realpath(target))
    if target.is_symlink():
        notes.append(f"{target} is a symbolic link and stays one; {path} was replaced")
    with suppress(OSError):
        others = path.stat().st_nlink - 1
        if others > 0 and path.is_file():
            notes.append(
                f"{path} had {others:,} other name(s) (hard links); they keep the old content"
            )
    return notes


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into our errors, with a sentence."""
    try:
        yield
    except OSError as error:
        raise storage_error(path, error) from error


def storage_error(path: Path, error: OSError) -> StoreError:
    """Return our error for one of the operating system about ``path``."""
    place = str(error.filename or path)
    if error.errno in _FULL:
        free = 0
        with suppress(OSError):
            free = shutil.disk_usage(path.parent).free
        return DiskFullError(str(path), free=free)
    if error.errno in _DENIED:
        return ReadOnlyError(str(path), error.strerror or "no permission")
    return StoreError(f"{place} could not be written: {error.strerror or error}")


def remove_leftovers(folder: Path) -> None:
    """Remove what killed exports have left behind; what running ones write is locked."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            lock = path / _LOCK if path.is_dir() else path
            if not lock.exists() or _is_abandoned(lock):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


class FolderWriter:
    """Files below one folder that are written one after the other and appear together.

    A name may have folders in it, with ``/`` between them.
    """

    def __init__(self, folder: Path, workshop: Path) -> None:
        self._folder = folder
        self._workshop = workshop
        self.names: list[str] = []

    def write(self, name: str, content: Callable[[BinaryIO], None]) -> int:
        """Write a file that will have this name; return its size in bytes."""
        path = self._folder / name
        if path.parent.exists():
            path = checked_target(path)
        with storage_errors(path):
            temporary = self._workshop / name
            temporary.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as stream:
                content(stream)
                size = stream.tell()
            if path.exists():
                temporary.chmod(stat.S_IMODE(_mode_of(path)))
        self.names.append(name)
        return size

    def put_in_place(self) -> None:
        """Give every file its place."""
        with storage_errors(self._folder):
            _sync_files([self._workshop / name for name in self.names])
            folders = {self._folder}
            for name in self.names:
                path = self._folder / name
                if path.parent not in folders:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    folders.add(path.parent)
                (self._workshop / name).replace(os.path.realpath(path))
            for folder in folders:
                _sync_folder(folder)


@contextmanager
def write_folder(
    folder: Path, *, needed: int = 0, obsolete: Collection[str] = (), sources: Collection[Path] = ()
) -> Iterator[FolderWriter]:
    """Give a writer of files that get their places when the block ends well.

    The folder is made if it does not exist. Files in it whose names are ``obsolete`` and that were
    not written again are removed at the end; nothing else is touched.
    Raises the errors of ``write_atomically``.
    """
    _refuse_source(folder, sources)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; name a folder")
    made = not folder.exists()
    with storage_errors(folder):
        folder.mkdir(exist_ok=True)
    try:
        refuse_without_room(folder, needed)
        remove_leftovers(folder)
        with workshop_in(folder) as workshop:
            writer = FolderWriter(folder, workshop)
            yield writer
            writer.put_in_place()
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise
    with storage_errors(folder):
        for name in set(obsolete) - set(writer.names):
            (folder / name).unlink(missing_ok=True)


@contextmanager
def workshop_in(folder: Path) -> Iterator[Path]:
    """Give a temporary folder in ``folder``, with a locked file that says that it is in use."""
    workshop = folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    try:
        with storage_errors(folder):
            workshop.mkdir()
            lock = FileIO(workshop / _LOCK, "xb")
        with lock:
            _lock(lock)
            yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _sync_files(paths: Sequence[Path]) -> None:
    """Bring files to the disk; many of them all at once, where the system can be asked for that."""
    if len(paths) > _FEW_FILES and sys.platform == "linux":
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())


def _mode_of(path: Path) -> int:
    """Return the type and mode bits, 0 if there is nothing."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:
        return 0
    except NotADirectoryError:
        return 0


def _refuse_source(path: Path, sources: Collection[Path]) -> None:
    for source in sources:
        same = path == source
        with suppress(OSError):
            same = same or path.samefile(source)
        if same:
            raise InputError(f"{path} is what is being exported; choose another target")


def _refuse_database(path: Path) -> None:
    """Raise InputError for a project, any other database, and what belongs to an open one."""
    head = b""
    with suppress(OSError), path.open("rb") as stream:
        head = stream.read(16)
    if head.startswith(_DATABASES) or path.name.endswith(_BESIDE_DATABASES):
        raise InputError(f"{path} is a database or belongs to one; choose another target")


def _temporary_beside(path: Path) -> tuple[Path, FileIO]:
    """Make and lock an empty file in the same folder, with the mode the target will have."""
    mode = stat.S_IMODE(_mode_of(path)) or 0o666
    with storage_errors(path):
        while True:
            name = path.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
            number = os.open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR | _BINARY, mode)
            stream = FileIO(number, "wb")
            _lock(stream)
            if name.exists():  # nobody took it for a leftover meanwhile
                break
            stream.close()
        if path.exists():
            name.chmod(mode)
    return name, stream


_BINARY = getattr(os, "O_BINARY", 0)


def _put_in_place(stream: BinaryIO, temporary: Path, path: Path) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _lock(stream: FileIO) -> None:
    """Lock a file for as long as it is open; where there are no locks, an open file is one."""
    if os.name == "posix":
        with suppress(OSError):  # a file system without locks
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_abandoned(path: Path) -> bool:
    if os.name != "posix":
        return True
    with path.open("rb") as stream:
        try:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
