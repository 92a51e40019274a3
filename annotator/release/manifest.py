# SPDX-License-Identifier: MIT
"""The list of a release: which document, of which text, is in which split."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

from annotator.errors import InputError
from annotator.release.plan import SPLITS

MANIFEST = "manifest.json"
KIND = "annotator-release/1"
_HEAD = 256
_MOST_BYTES = 1 << 30


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
    """The list of a release, with what it was made by.

    ``absent`` are the splits of documents that earlier releases had and this one has not, so that
    they find back when they return. ``spans_key`` names the group of all spans in the DocBins.
    """

    project: str
    layers: str
    seed: int
    shares: Mapping[str, float]
    spans_key: str
    entries: tuple[Entry, ...]
    absent: Mapping[str, str] = field(default_factory=dict)

    def splits(self) -> dict[str, str]:
        """Return the split of each document of the release."""
        return {entry.id: entry.split for entry in self.entries}

    def known(self) -> dict[str, str]:
        """Return the split of each document that this or an earlier release has put into one."""
        return {**self.absent, **self.splits()}

    def to_bytes(self) -> bytes:
        """Return the manifest as a file has it."""
        data = {
            "format": KIND,
            "project": self.project,
            "layers": self.layers,
            "seed": self.seed,
            "shares": dict(self.shares),
            "spans_key": self.spans_key,
            "documents": [asdict(entry) for entry in self.entries],
            "absent": dict(sorted(self.absent.items())),
        }
        return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def is_release(folder: Path) -> bool:
    """Return whether a folder holds a release; other tools have a ``manifest.json`` too."""
    head = b""
    with suppress(OSError), (folder / MANIFEST).open("rb") as stream:
        head = stream.read(_HEAD)
    return f'"format": "{KIND}"'.encode() in head


def read_manifest(folder: Path) -> Manifest:
    """Return the list of the release in a folder; InputError if there is none that can be read."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path}: it is larger than any list of a release")
        data = orjson.loads(path.read_bytes())
    except OSError as error:
        raise InputError(f"{folder} is no release: {MANIFEST}: {error.strerror}") from None
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    if not isinstance(data, dict) or data.get("format") != KIND:
        raise InputError(f"{path}: format: {KIND!r} is expected")
    return _Source(path, data).manifest()


@dataclass(frozen=True, slots=True)
class _Source:
    """A manifest as somebody's file has it: every value is looked at before it counts."""

    path: Path
    data: Mapping[str, Any]

    def manifest(self) -> Manifest:
        documents = self._of(self.data, "documents", list)
        shares, absent = (self._of(self.data, name, dict) for name in ("shares", "absent"))
        for id, split in absent.items():
            self._check_split(split, f"absent.{id}")
        entries = tuple(self._entry(raw, number) for number, raw in enumerate(documents))
        if len({entry.id for entry in entries}) < len(entries):
            raise InputError(f"{self.path}: documents: an id is there twice")
        return Manifest(
            self._of(self.data, "project", str),
            self._of(self.data, "layers", str),
            self._of(self.data, "seed", int),
            shares,
            self._of(self.data, "spans_key", str),
            entries,
            absent,
        )

    def _entry(self, raw: object, number: int) -> Entry:
        place = f"documents[{number}]"
        if not isinstance(raw, dict):
            raise InputError(f"{self.path}: {place}: must be an object")
        values = (self._of(raw, each.name, each.type, place) for each in fields(Entry))
        entry = Entry(*values)
        self._check_split(entry.split, f"{place}.split")
        return entry

    def _check_split(self, split: object, place: str) -> None:
        if split not in SPLITS:
            raise InputError(f"{self.path}: {place}: must be {', '.join(SPLITS)}")

    def _of(self, data: Mapping[str, Any], name: str, kind: Any, place: str = "") -> Any:  # noqa: ANN401 - a value of the kind asked for
        value = data.get(name)
        if type(value) is not kind:
            field_name = f"{place}.{name}" if place else name
            raise InputError(f"{self.path}: {field_name}: must be {_NAMES[kind]}")
        return value


_NAMES = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def newest_beside(target: Path, project: str) -> Path | None:
    """Return the release of this project that is in the target, or the newest one beside it.

    The newest is the last by name, with numbers in order of their size: v10 comes after v9.
    """
    beside = sorted(_folders(target.absolute().parent), key=_by_numbers, reverse=True)
    for folder in [target, *beside]:
        if is_release(folder) and read_manifest(folder).project == project:
            return folder
    return None


def _by_numbers(folder: Path) -> list[tuple[bool, int, str]]:
    parts = re.split(r"(\d+)", folder.name)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _folders(parent: Path) -> Iterator[Path]:
    if parent.is_dir():
        yield from (path for path in parent.iterdir() if path.is_dir())
