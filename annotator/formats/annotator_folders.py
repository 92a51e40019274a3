# SPDX-License-Identifier: MIT
"""Folders named after annotators that hold the same documents: their layers are put together.

``anna/7.ann`` and ``ben/7.ann`` are two layers of one document if their texts are the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from annotator.errors import InputError
from annotator.formats.each_file import Parse, Reading, documents_of
from annotator.formats.format import Choice, ImportedDocument, Layer, Progress, ReadOptions
from annotator.formats.names import Ids
from annotator.formats.sources import SourceFile

AUTO, FOLDERS, NONE = "auto", "folders", "none"
LAYERS = Choice(
    "layers",
    "Whether folders are annotators: auto takes them for such if they hold the same documents, "
    "folders always does with the innermost folder, none never.",
    (AUTO, FOLDERS, NONE),
    AUTO,
)
_LOOKED_AT = 20
"""So many documents tell whether folders are annotators; a text that differs after that is told."""


def read_by_annotator(
    files: Sequence[SourceFile], options: ReadOptions, progress: Progress, parse: Parse
) -> Iterator[ImportedDocument]:
    """Yield the documents of all files, each once, with the layers of all annotators' folders.

    As ``read_each``; each file must give one document. The format has the choice ``LAYERS``.
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


def _groups(
    files: Sequence[SourceFile], options: ReadOptions, parse: Parse
) -> Iterator[list[tuple[str, SourceFile]]]:
    """Yield pairs of annotator and file that belong together; the annotator is empty if unknown."""
    how = options.choices.get(LAYERS.name, AUTO)
    by_parent: dict[str, dict[str, list[tuple[str, SourceFile]]]] = {}
    for file in files:
        parent, folder, name = _split(file)
        by_parent.setdefault(parent, {}).setdefault(name, []).append((folder, file))
    for groups in by_parent.values():
        if how == FOLDERS or (how == AUTO and _are_annotators(groups, options, parse)):
            yield from groups.values()
        else:
            for group in groups.values():
                yield from ([("", file)] for _, file in group)


def _split(file: SourceFile) -> tuple[str, str, str]:
    """Return the folder above, the innermost folder, and the name in it."""
    folder, _, name = file.name.rpartition("/")
    parent, _, folder = folder.rpartition("/")
    return parent, folder, name


def _are_annotators(
    groups: dict[str, list[tuple[str, SourceFile]]], options: ReadOptions, parse: Parse
) -> bool:
    """Return whether the documents that are in two folders have the same text in both."""
    shared = [group for group in groups.values() if len(group) > 1]
    looked_at = shared[:_LOOKED_AT]
    return bool(shared) and all(_same_text(group, options, parse) for group in looked_at)


def _same_text(group: Sequence[tuple[str, SourceFile]], options: ReadOptions, parse: Parse) -> bool:
    trial = Reading(replace(options, good_only=True, ids=Ids()), "?")
    texts: set[str] = set()
    for folder, file in group:
        if not folder:
            return False
        with suppress(InputError):  # the file is read again, and what is wrong told of then
            texts.update(item.document.sha256 for item in parse(file, trial))
    return len(texts) == 1


def _together(
    group: Sequence[tuple[str, SourceFile]], reading: Reading, parse: Parse
) -> Iterator[ImportedDocument]:
    ids = reading.ids
    merged: ImportedDocument | None = None
    layers: dict[str, Layer] = {}
    for folder, file in group:
        reading.annotator = folder or reading.options.annotator
        named = _without_folder(file) if folder else file
        for item in documents_of(named, reading, parse):
            if merged is None:
                merged = item
            elif item.document.sha256 != merged.document.sha256:
                reading.problem(
                    file, 0, "", f"its text differs from that of {merged.origin}: {_REMEDY}"
                )
                continue
            else:
                ids.given.discard(item.document.id)
            for layer in item.layers or (Layer(reading.annotator, (), complete=False),):
                layers[layer.annotator] = layer
    if merged is not None:
        kept = tuple(layers.values()) if group[0][0] else merged.layers
        yield replace(merged, layers=kept)


_REMEDY = "folders are taken for annotators here; choose layers=none if they are not"


def _without_folder(file: SourceFile) -> SourceFile:
    """Return the file called as if it were in the folder above, so that all have one id."""
    parent, _, name = _split(file)
    return replace(file, name=f"{parent}/{name}" if parent else name)
