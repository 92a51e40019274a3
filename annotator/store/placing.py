# SPDX-License-Identifier: MIT
"""Files that are private, durable, and on a disk that can be trusted."""

import os
from pathlib import Path

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs"}
)
MOUNTS = Path("/proc/self/mountinfo")


def make_private(path: Path, *, replace: bool = False) -> None:
    """Make an empty file that only its owner may read, whatever the umask.

    FileExistsError if there is one, unless it may be replaced.
    """
    if replace:
        path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    os.close(descriptor)
    path.chmod(0o600)


def sync_file(path: Path) -> None:
    """Make the content of a file durable."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system can (Windows cannot)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(draft: Path, path: Path) -> None:
    """Give a draft its name, never over another file (FileExistsError), and make that durable."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network file systems have no hard links
        draft.rename(path)
    sync_folder(path.parent)


def network_filesystem(path: Path, mounts: str) -> str:
    """Return the kind of network file system ``path`` is on, or nothing for a local disk.

    ``mounts`` is the text of ``/proc/self/mountinfo``; empty where there is none.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        words = fields.split()
        if len(words) < 5 or not rest:
            continue
        point = words[4].encode().decode("unicode_escape") if "\\" in words[4] else words[4]
        if len(point) >= best and path.is_relative_to(point):
            best, kind = len(point), rest.split()[0]
    return kind if kind in _NETWORK or kind.startswith("fuse.") else ""


def mounts_now() -> str:
    """Return the mounts of this machine; nothing where it does not tell."""
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
