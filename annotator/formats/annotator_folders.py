# SPDX-License-Identifier: MIT
"""Files of several annotators that hold the same documents: their layers are put together.

``anna/7.ann`` and ``ben/7.ann`` are two layers of one document if their texts are the same; so are
``annotation/7/anna.tsv`` and ``curation/7/CURATION_USER.tsv``, as INCEpTION exports them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.errors import InputError
from annotator.formats.each_file import Parse, Reading, documents_of
from annotator.formats.format import Choice, ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.names import Ids
from annotator.formats.sources import SourceFile

AUTO, FOLDERS, FILES, NONE = "auto", "folders", "files", "none"
LAYERS = Choice(
    "layers",
    "What tells the annotators: folders if the innermost folder is one, files if the innermost "
    "folder is a document and each file in it an annotator, none if neither; auto looks which of "
    "them hold the same texts.",
    (AUTO, FOLDERS, FILES, NONE),
    AUTO,
)
_LOOKED_AT = 20
"""So many documents tell who annotated them; a text that differs after that is told."""
_EXPORTED = frozenset(("annotation", "curation"))
"""The folders in an export of INCEpTION in which each document has a folder."""

_CURATOR = "CURATION_USER"


@dataclass(frozen=True, slots=True)
class _Part:
    """A file that may be one annotator's of a document; ``annotator`` is empty if unknown."""

    annotator: str
    file: SourceFile


_Group: TypeAlias = list[_Part]


def read_by_annotator(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress, parse: Parse
) -> Iterator[ImportedDocument]:
    """Yield the documents of all files, each once, with the layers of all annotators.

    As ``read_each``; a file that is one annotator's must give one document. The format has the
    choice ``LAYERS``.
    """
    reading = Reading(options, options.annotator)
    done = 0
    for group in _groups(files, options, parse):
        progress(done, len(files))
        done += len(group)
        yield from _together(group, reading, parse)
    progress(len(files), len(files))
    reading.problems.settle(
        options.schema.labels, good_only=options.good_only, refused=options.refused
    )


def _groups(files: Sequence[SourceFile], options: ReadOptions, parse: Parse) -> Iterator[_Group]:
    """Yield the files that belong together."""
    how = options.choices.get(LAYERS.name, AUTO)
    rest = files
    exported = [file for file in files if how == FILES or _is_in_export(file)]
    documents = _by_document(exported)
    if how == FILES or (how == AUTO and _are_exported(documents, options, parse)):
        yield from documents.values()
        known = {file.path for file in exported}
        rest = [file for file in files if file.path not in known]
    by_parent: dict[tuple[str, ...], list[SourceFile]] = {}
    for file in rest:
        by_parent.setdefault(_parents(file), []).append(file)
    for some in by_parent.values():
        yield from _groups_of_siblings(some, how, options, parse)


def _groups_of_siblings(
    files: Sequence[SourceFile], how: str, options: ReadOptions, parse: Parse
) -> Iterator[_Group]:
    """Yield the groups of files in the folders of one folder."""
    by_name = _by_name(files)
    if how == FOLDERS or (how == AUTO and _have_same_texts(by_name, options, parse)):
        yield from by_name.values()
        return
    by_document = _by_document(files)
    if how == AUTO and _have_same_texts(by_document, options, parse):
        yield from by_document.values()
    else:
        yield from ([_Part("", file)] for group in by_name.values() for file in _files_of(group))


def _is_in_export(file: SourceFile) -> bool:
    return "/" in file.name and file.path.parent.parent.name in _EXPORTED


def _are_exported(
    documents: Mapping[tuple[str, str], _Group], options: ReadOptions, parse: Parse
) -> bool:
    """Return whether folders in ``annotation`` and ``curation`` are documents, as in INCEpTION."""
    if any(len(group) > 1 for group in documents.values()):
        return _have_same_texts(documents, options, parse)
    return any(
        "." in folder or group[0].annotator == _CURATOR for (_, folder), group in documents.items()
    )


def _parents(file: SourceFile) -> tuple[str, ...]:
    """Return the folders above the innermost one; the first is always empty."""
    return ("", *file.name.split("/")[:-2])


def _split(file: SourceFile) -> tuple[str, str, str]:
    """Return the folder above, the innermost folder, and the name in it."""
    folder, _, name = file.name.rpartition("/")
    parent, _, folder = folder.rpartition("/")
    return parent, folder, name


def _by_name(files: Sequence[SourceFile]) -> Mapping[str, _Group]:
    """Return the files by their names, each of the annotator that its folder names."""
    found: dict[str, _Group] = {}
    for file in files:
        parent, folder, name = _split(file)
        document = f"{parent}/{name}" if parent else name
        named = replace(file, document=document.removesuffix(file.path.suffix) or document)
        found.setdefault(name, []).append(_Part(folder, named if folder else file))
    return found


def _by_document(files: Sequence[SourceFile]) -> Mapping[tuple[str, str], _Group]:
    """Return the files by their folders, each of the annotator that it is called after."""
    found: dict[tuple[str, str], _Group] = {}
    for file in files:
        parent, folder, name = _split(file)
        above, _, last = parent.rpartition("/")
        parent = above if last in _EXPORTED else parent
        document = f"{parent}/{folder}" if parent else folder or file.path.parent.name
        annotator = name.removesuffix(file.path.suffix) or name
        part = _Part(annotator, replace(file, document=document))
        found.setdefault((parent, folder), []).append(part)
    return found


def _files_of(group: _Group) -> Iterator[SourceFile]:
    """Yield the files as they were named."""
    yield from (replace(part.file, document="") for part in group)


def _have_same_texts(
    groups: Mapping[str, _Group] | Mapping[tuple[str, str], _Group],
    options: ReadOptions,
    parse: Parse,
) -> bool:
    """Return whether there are documents of several annotators, with the same text in all."""
    shared = [group for group in groups.values() if len(group) > 1]
    looked_at = shared[:_LOOKED_AT]
    return bool(shared) and all(_same_text(group, options, parse) for group in looked_at)


def _same_text(group: _Group, options: ReadOptions, parse: Parse) -> bool:
    trial = Reading(replace(options, good_only=True, ids=Ids()), "?")
    texts: set[str] = set()
    for part in group:
        if "/" not in part.file.name:
            return False
        with suppress(InputError):  # the file is read again, and what is wrong told of then
            texts.update(item.document.sha256 for item in parse(part.file, trial))
        if len(texts) > 1:
            return False
    return len(texts) == 1


def _together(group: _Group, reading: Reading, parse: Parse) -> Iterator[ImportedDocument]:
    if len(group) == 1 and not group[0].annotator:
        reading.annotator = reading.options.annotator
        yield from documents_of(group[0].file, reading, parse)
        return
    ids = reading.ids
    merged: ImportedDocument | None = None
    layers: dict[str, Layer] = {}
    for part in group:
        reading.annotator = part.annotator or reading.options.annotator
        for item in documents_of(part.file, reading, parse):
            if merged is None:
                merged = item
            elif item.document.sha256 != merged.document.sha256:
                reading.problem(
                    part.file, 0, "", f"its text differs from that of {merged.origin}: {_REMEDY}"
                )
                continue
            else:
                ids.given.discard(item.document.id)
            for layer in item.layers or (Layer(reading.annotator, (), complete=False),):
                if layer.annotator in layers:
                    reading.problem(part.file, 0, "", f"a second layer of {layer.annotator}")
                layers[layer.annotator] = layer
    if merged is not None:
        yield replace(merged, layers=tuple(layers.values()))


_REMEDY = "the two are taken for annotators of one document; choose layers=none if they are not"
