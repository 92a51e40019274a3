# SPDX-License-Identifier: MIT
"""Annotators in the names of files: ``A_7.xml`` and ``B_7.xml``, or ``7_a1.xml`` and ``7_a2.xml``.

MedTator puts them before the name, MAE after it; each may also have a folder. Names say so only if
the texts are the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from annotator.formats.sources import SourceFile

TextOf: TypeAlias = Callable[[SourceFile], str]
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Renamed:
    """Files, called as if each annotator had a folder, and as they are really called."""

    files: Sequence[SourceFile]
    originals: Mapping[Path, SourceFile] = field(default_factory=dict)

    def as_it_was(self, file: SourceFile) -> SourceFile:
        """Return a file under the name that it really has."""
        return self.originals.get(file.path, file)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A file whose name holds an annotator and a document."""

    annotator: str
    document: str
    file: SourceFile


_Cutting: TypeAlias = Callable[[SourceFile], _Cut | None]


def named_by_annotator(files: Sequence[SourceFile], text_of: TextOf) -> Renamed:
    """Return the files, renamed where their names say who annotated the same texts."""
    names: dict[Path, str] = {}
    for cutting in (_before, _after):
        for by_folder in (True, False):
            rest = [file for file in files if file.path not in names]
            for some in _gathered(rest, by_folder=by_folder).values():
                cuts = [cut for file in some if (cut := cutting(file))]
                names |= _names(cuts, text_of, in_folders=not by_folder)
    renamed = [replace(file, name=names.get(file.path, file.name)) for file in files]
    return Renamed(renamed, {file.path: file for file in files if file.path in names})


def _gathered(files: Sequence[SourceFile], *, by_folder: bool) -> dict[Path, list[SourceFile]]:
    """Return the files of each folder, or of all folders in a folder."""
    found: dict[Path, list[SourceFile]] = {}
    for file in files:
        folder = file.path.parent
        if by_folder or "/" in file.name:
            found.setdefault(folder if by_folder else folder.parent, []).append(file)
    return found


def _names(cuts: Sequence[_Cut], text_of: TextOf, *, in_folders: bool) -> dict[Path, str]:
    """Return new names for files of several annotators; none if they are not."""
    documents: dict[str, list[_Cut]] = {}
    for cut in cuts:
        documents.setdefault(cut.document, []).append(cut)
    shared = [group for group in documents.values() if len(group) > 1]
    if not shared or not all(_have_same_text(group, text_of) for group in shared[:_LOOKED_AT]):
        return {}
    if in_folders and not _is_one_each(shared):
        return {}
    annotators = {cut.annotator for group in shared for cut in group}
    return {cut.file.path: _name(cut, in_folders) for cut in cuts if cut.annotator in annotators}


def _name(cut: _Cut, in_folders: bool) -> str:  # noqa: FBT001 - one more word would say no more
    folder = cut.file.name.rpartition("/")[0]
    if not in_folders:
        folder = f"{folder}/{cut.annotator}" if folder else cut.annotator
    return f"{folder}/{cut.document}{cut.file.path.suffix}"


def _is_one_each(groups: Sequence[Sequence[_Cut]]) -> bool:
    """Return whether each folder is one annotator's, and each annotator has one folder."""
    pairs = {(cut.file.path.parent, cut.annotator) for group in groups for cut in group}
    folders = {folder for folder, _ in pairs}
    return len(pairs) == len(folders) == len({annotator for _, annotator in pairs}) > 1


def _have_same_text(group: Sequence[_Cut], text_of: TextOf) -> bool:
    first = text_of(group[0].file)
    return bool(first) and all(text_of(cut.file) == first for cut in group[1:])


def _stem(file: SourceFile) -> str:
    return file.path.name.removesuffix(file.path.suffix).removesuffix(".txt")


def _before(file: SourceFile) -> _Cut | None:
    annotator, _, document = _stem(file).partition("_")
    return _Cut(annotator, document, file) if annotator and document else None


def _after(file: SourceFile) -> _Cut | None:
    document, _, annotator = _stem(file).rpartition("_")
    return _Cut(annotator, document, file) if annotator and document else None
