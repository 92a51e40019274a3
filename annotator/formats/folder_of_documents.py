# SPDX-License-Identifier: MIT
"""Writes formats in which each document is a file, or some files, of its own, into a folder."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias

from annotator.errors import InputError
from annotator.formats.account import Account
from annotator.formats.files import FolderWriter, write_folder
from annotator.formats.format import ExportedDocument, Layer, StoredLayer
from annotator.formats.ledger import Ledger, WrittenFile
from annotator.formats.names import FileNames

MANIFEST = ".annotator-export.json"
"""Lists the files of an export, so that the next one into the same folder replaces these only."""

Render: TypeAlias = Callable[
    [ExportedDocument, Layer | StoredLayer, Account], Mapping[str, bytes] | None
]
"""Gives the files of a document by suffix, counting into the account; None if it cannot be written.

The account has then been told why.
"""

RenderDocument: TypeAlias = Callable[
    [ExportedDocument, Sequence[Layer | StoredLayer], Account], Mapping[str, bytes] | None
]
"""As ``Render``, for formats in which a document's file holds all its layers."""


@dataclass(slots=True)
class _Names:
    """The name of each document's files, the same in every annotator's folder."""

    given: FileNames = field(default_factory=FileNames)
    folders: FileNames = field(default_factory=FileNames)
    folder_of: dict[str, str] = field(default_factory=dict)

    def folder(self, annotator: str) -> str:
        """Return the folder of an annotator."""
        if annotator not in self.folder_of:
            self.folder_of[annotator] = self.folders.of(annotator or "nobody")
        return self.folder_of[annotator]


def write_each(
    documents: Iterator[ExportedDocument],
    target: Path,
    account: Account,
    render: Render,
    *,
    extra: Mapping[str, bytes] | None = None,
) -> Ledger:
    """Write each document's files into a folder, and ``extra`` files beside them.

    The folder must be new, empty, or hold an earlier export. With several annotators each has a
    folder of their own in it, in which their documents have the same names.
    """
    options = account.options
    earlier = earlier_files(target)
    names = _Names()
    by_annotator = len(options.annotators) > 1
    with write_folder(
        target, needed=options.needed, obsolete=earlier, sources=options.sources
    ) as folder:
        for item in documents:
            name = names.given.of(item.document.id)
            for layer in account.layers_of(item):
                place = f"{names.folder(layer.annotator)}/{name}" if by_annotator else name
                for suffix, data in (render(item, layer, account) or {}).items():
                    _put(folder, target, f"{place}{suffix}", data, account.ledger)
        for name, data in (extra or {}).items():
            _put(folder, target, name, data, account.ledger)
        put_manifest(folder)
    return account.closed()


def write_documents(
    documents: Iterator[ExportedDocument], target: Path, account: Account, render: RenderDocument
) -> Ledger:
    """Write each document, with all its layers, into files in a folder; as ``write_each``."""
    options = account.options
    earlier = earlier_files(target)
    names = FileNames()
    with write_folder(
        target, needed=options.needed, obsolete=earlier, sources=options.sources
    ) as folder:
        for item in documents:
            name = names.of(item.document.id)
            layers = list(account.layers_of(item))
            for suffix, data in (render(item, layers, account) or {}).items():
                _put(folder, target, f"{name}{suffix}", data, account.ledger)
        put_manifest(folder)
    return account.closed()


def put_manifest(folder: FolderWriter) -> None:
    """Write the list of the files, as the last one."""
    manifest = json.dumps({"files": folder.names}, ensure_ascii=False, indent=0).encode()
    folder.write(MANIFEST, lambda stream: _write(stream, manifest))


def _put(folder: FolderWriter, target: Path, name: str, data: bytes, ledger: Ledger) -> None:
    size = folder.write(name, lambda stream: _write(stream, data))
    ledger.files.append(WrittenFile(str(target / name), size))


def _write(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)


def earlier_files(target: Path) -> list[str]:
    """Return the names of the files of an earlier export; InputError for somebody else's folder."""
    if not target.is_dir() or not any(target.iterdir()):
        return []
    with suppress(OSError, ValueError, TypeError, KeyError):
        names = json.loads((target / MANIFEST).read_text(encoding="utf-8"))["files"]
        return [name for name in names if _is_inside(target, name)] + [MANIFEST]
    raise InputError(f"{target} holds files that are no earlier export; name a new folder")


def _is_inside(target: Path, name: object) -> bool:
    return isinstance(name, str) and (target / name).resolve().is_relative_to(target.resolve())
