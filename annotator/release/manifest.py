# SPDX-License-Identifier: MIT
"""The list of a release: which document, of which text, is in which split."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import InputError
from annotator.release.plan import SPLITS

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
KIND = "annotator-release/1"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a release; ``cluster`` is the first document of those nearly the same."""

    id: str
    sha256: str
    split: str
    cluster: str
    annotator: str
    complete: bool
    spans: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of a release, with what it was made by."""

    project: str
    layers: str
    seed: int
    shares: Mapping[str, float]
    entries: tuple[Entry, ...] = field(default=())

    def splits(self) -> dict[str, str]:
        """Return the split of each document."""
        return {entry.id: entry.split for entry in self.entries}

    def to_bytes(self) -> bytes:
        """Return the manifest as a file has it."""
        data = {
            "format": KIND,
            "project": self.project,
            "layers": self.layers,
            "seed": self.seed,
            "shares": dict(self.shares),
            "documents": [asdict(entry) for entry in self.entries],
        }
        return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def is_release(folder: Path) -> bool:
    """Return whether a folder holds a release."""
    return (folder / MANIFEST).is_file() and (folder / SUMS).is_file()


def read_manifest(folder: Path) -> Manifest:
    """Return the list of the release in a folder; InputError if there is none that can be read."""
    path = folder / MANIFEST
    try:
        data = orjson.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{folder} is no release: {MANIFEST}: {error.strerror}") from None
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    if not isinstance(data, dict) or data.get("format") != KIND:
        raise InputError(f"{path}: format: {KIND!r} is expected")
    try:
        return Manifest(
            data["project"],
            data["layers"],
            data["seed"],
            data["shares"],
            tuple(_entry(raw, path, number) for number, raw in enumerate(data["documents"])),
        )
    except (KeyError, TypeError) as error:
        raise InputError(f"{path}: it is no list of a release: {error}") from None


def _entry(raw: Mapping[str, Any], path: Path, number: int) -> Entry:
    entry = Entry(**raw)
    if entry.split not in SPLITS:
        raise InputError(f"{path}: documents[{number}].split: it must be {', '.join(SPLITS)}")
    return entry


def newest_beside(target: Path, project: str) -> Path | None:
    """Return the release of this project that is in the target, or the newest one beside it.

    The newest is the last by name, as dates and versions sort.
    """
    folders = [target, *sorted(_folders(target.absolute().parent), reverse=True)]
    for folder in folders:
        if is_release(folder) and read_manifest(folder).project == project:
            return folder
    return None


def _folders(parent: Path) -> Iterator[Path]:
    if parent.is_dir():
        yield from (path for path in parent.iterdir() if path.is_dir())


def sums_of(folder: Path, names: Iterable[str]) -> bytes:
    """Return the checksums of files as ``sha256sum --check`` takes them."""
    lines = []
    for name in sorted(names):
        digest = hashlib.sha256()
        with (folder / name).open("rb") as stream:
            while data := stream.read(1 << 20):
                digest.update(data)
        lines.append(f"{digest.hexdigest()}  {name}\n")
    return "".join(lines).encode()
