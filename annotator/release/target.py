# SPDX-License-Identifier: MIT
"""The folder a release goes to: what may be replaced there, and how that is done in one step.

Only what a release has written is ever removed. A model that was trained in a release, a config
that was changed, a file that somebody put there: each keeps the folder from being replaced.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.files import remove_leftovers, storage_errors, workshop_in
from annotator.release.manifest import is_release

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_NAMED = 3
_CHUNK = 1 << 20


@contextmanager
def workshop(target: Path) -> Iterator[Path]:
    """Give a folder beside the target for what is being made; it is gone in the end.

    Raises InputError if the target holds anything but a release as it was written.
    """
    place = Path(os.path.realpath(target))
    _refuse_foreign(target, place)
    with storage_errors(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(place.parent)
    with workshop_in(place.parent) as folder, storage_errors(target):
        yield folder


def put_in_place(made: Path, target: Path) -> None:
    """Give a release that was made in the workshop its place, and remove the one that was there."""
    place = Path(os.path.realpath(target))
    _refuse_foreign(target, place)  # somebody may have begun to train meanwhile
    old = made.parent / "old"
    if place.exists():
        place.rename(old)
    try:
        made.rename(place)
    except OSError:
        with suppress(OSError):
            old.rename(place)
        raise


def written_sums(folder: Path) -> None:
    """Write the checksums of all files in a folder as ``sha256sum --check`` takes them."""
    lines = [f"{_digest(folder / name)}  {name}\n" for name in sorted(_names_in(folder))]
    (folder / SUMS).write_bytes("".join(lines).encode())


def _refuse_foreign(target: Path, place: Path) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        raise InputError(f"{target} is a file; name a folder")
    if not any(place.iterdir()):
        return
    if not is_release(place) or not (place / SUMS).is_file():
        raise InputError(f"{target} holds files that are no release; name a new folder")
    others = list(_not_as_released(place))
    if others:
        named = ", ".join(others[:_NAMED])
        more = f" and {len(others) - _NAMED:,} more" if len(others) > _NAMED else ""
        raise InputError(
            f"{target} holds a release and what is not of it: {named}{more}. It would be lost: "
            "move it away, or name a new folder"
        )


def _not_as_released(folder: Path) -> Iterator[str]:
    """Yield the files that a release did not write, and those that are no longer as it did."""
    sums = _sums_in(folder)
    for name in sorted(_names_in(folder)):
        if name not in sums:
            yield name
        elif _digest(folder / name) != sums[name]:
            yield f"{name} (changed)"


def _sums_in(folder: Path) -> dict[str, str]:
    text = (folder / SUMS).read_text(encoding="utf-8", errors="replace")
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    return {line[2]: line[1] for line in found if line}


def _names_in(folder: Path) -> Iterable[str]:
    """Yield the names of all files below a folder but its checksums; links are not followed."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name != SUMS and (path.is_symlink() or not path.is_dir()):
            yield name


def _digest(path: Path) -> str:
    """Return the SHA-256 of an ordinary file; of anything else a text that is none."""
    if path.is_symlink() or not path.is_file():
        return "no file"
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while data := stream.read(_CHUNK):
            digest.update(data)
    return digest.hexdigest()
