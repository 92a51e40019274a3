# SPDX-License-Identifier: MIT
"""Keeps the sums behind the report of agreement, and a packed copy of the layers they are made of.

The copy is a file in the user's cache folder (ANNOTATOR_CACHE_DIR overrides it). It holds each
document under the newest hash of its log, so what has changed since is read anew; losing the file
costs a few seconds.
"""

import os
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import platformdirs
from numpy.typing import NDArray

from annotator.release.plan import GOLD
from annotator.review.packed import COLUMNS, CONTIGUOUS, Names, Numbers, PackedLayer, corpus_of
from annotator.review.report import AgreementReport
from annotator.review.reporting import report_of
from annotator.review.tallies import Tallies, tallied
from annotator.settings import APP_NAME
from annotator.store.comparing import CompletedLayer
from annotator.store.session import Store
from annotator.workspace.tasks import Progress

FORMAT = 1
_TOGETHER = 2
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile, EOFError)


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document's completed layers as numbers, the newest hash of its log, and when completed."""

    hash: str
    at: str
    layers: tuple[PackedLayer, ...]


@dataclass(slots=True)
class Packed:
    """All completed layers, by document."""

    names: Names = field(default_factory=Names)
    documents: dict[str, PackedDocument] = field(default_factory=dict)

    def take(self, layers: Iterable[CompletedLayer]) -> set[str]:
        """Put the layers of some documents in; return which documents they are of."""
        taken = set()
        for document, group in groupby(layers, key=lambda layer: layer.document):
            theirs = list(group)
            packed = tuple(
                PackedLayer(document, layer.annotator, self.names.pack(layer.spans))
                for layer in theirs
                if layer.annotator != GOLD
            )
            self.documents[document] = PackedDocument(theirs[0].hash, theirs[0].at, packed)
            taken.add(document)
        return taken

    def compared(self, document: str) -> tuple[PackedLayer, ...]:
        """Return a document's layers if there are at least two."""
        found = self.documents.get(document)
        return found.layers if found and len(found.layers) >= _TOGETHER else ()


class Comparison:
    """The sums of one project, brought up to date before each report."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._packed = Packed()
        self._sequence = -1
        self._tallies: Tallies | None = None
        self._report: AgreementReport | None = None

    def report(self, progress: Progress) -> AgreementReport:
        """Return the report of what is stored now."""
        if self._tallies is None:
            self._read_all(progress)
        else:
            self._read_changes()
        if self._tallies is None:
            layers = [each for id in self._packed.documents for each in self._packed.compared(id)]
            times = {id: found.at for id, found in self._packed.documents.items()}
            self._tallies = tallied(corpus_of(layers, self._packed.names), times)
            self._report = None
        if self._report is None:
            self._report = report_of(self._tallies)
        return self._report

    def _read_all(self, progress: Progress) -> None:
        """Read the packed copy, and from the store whatever is not in it as it is now."""
        path = cache_file(self._store.project().id)
        self._packed = read_packed(path)
        self._sequence, heads = self._store.completed_layers()
        now = {document: head for document, head, _ in heads}
        held = self._packed.documents
        old = [id for id, head in now.items() if id not in held or held[id].hash != head]
        progress(len(now) - len(old), len(now))
        if old:
            some = None if len(old) > len(now) // 4 else old
            if some is None:
                self._packed = Packed()
            self._packed.take(self._store.completed_spans(some))
        documents = self._packed.documents
        self._packed.documents = {id: documents[id] for id in now if id in documents}
        if old or len(documents) != len(now):
            write_packed(path, self._packed)
        progress(len(now), len(now))

    def _read_changes(self) -> None:
        self._sequence, changed = self._store.changed_since(self._sequence)
        if not changed:
            return
        taken = self._packed.take(self._store.completed_spans(sorted(changed)))
        for id in changed - taken:
            self._packed.documents.pop(id, None)
        for id in changed:
            layers = self._packed.compared(id)
            known = self._tallies is not None and id in self._tallies.numbers
            if not layers and not known:
                continue
            self._report = None
            at = self._packed.documents[id].at if layers else ""
            if self._tallies is not None and not self._tallies.update(id, layers, at):
                self._tallies = None


def cache_file(project: str) -> Path:
    """Return where the packed copy of a project's completed layers is."""
    folder = os.environ.get("ANNOTATOR_CACHE_DIR")
    base = Path(folder) if folder else Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))
    return base / "agreement" / f"{sha256(project.encode()).hexdigest()[:32]}.npz"


def read_packed(path: Path) -> Packed:
    """Return what the file holds; nothing if there is none or it is not as it was written."""
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            rows, sizes, told = file["rows"], file["sizes"], orjson.loads(file["told"].tobytes())
        if told["format"] != FORMAT or told["digest"] != _digest(rows, sizes):
            return Packed()
        return _unpacked(rows, sizes, told)
    except _UNREADABLE:
        return Packed()


def _unpacked(rows: Numbers, sizes: NDArray[np.int64], told: Mapping[str, Any]) -> Packed:
    places = [tuple((start, end) for start, end in place) for place in told["places"]]
    names = Names(
        {name: n for n, name in enumerate(told["labels"])},
        {place: n for n, place in enumerate([(), *places])},
        {name: n for n, name in enumerate(told["surfaces"])},
    )
    ends = np.cumsum(sizes).tolist()
    parts = iter(zip([0, *ends], ends, strict=False))
    packed = Packed(names)
    for id, head, at, annotators in told["documents"]:
        layers = tuple(
            PackedLayer(id, annotator, rows[slice(*next(parts))]) for annotator in annotators
        )
        packed.documents[id] = PackedDocument(head, at, layers)
    return packed


def write_packed(path: Path, packed: Packed) -> None:
    """Write the packed copy, all or nothing; without a place to write to there is none."""
    layers = [layer.rows for found in packed.documents.values() for layer in found.layers]
    empty = np.empty((0, COLUMNS), np.int32)
    rows = np.concatenate(layers) if layers else empty
    sizes = np.array([len(each) for each in layers], np.int64)
    told = {
        "format": FORMAT,
        "digest": _digest(rows, sizes),
        "labels": list(packed.names.labels),
        "places": list(packed.names.places)[CONTIGUOUS + 1 :],
        "surfaces": list(packed.names.surfaces),
        "documents": [
            (id, found.hash, found.at, [layer.annotator for layer in found.layers])
            for id, found in packed.documents.items()
        ],
    }
    part = path.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            data = np.frombuffer(orjson.dumps(told), np.uint8)
            np.savez(file, rows=rows, sizes=sizes, told=data)
        part.replace(path)
    with suppress(OSError):
        part.unlink(missing_ok=True)


def _digest(rows: Numbers, sizes: NDArray[np.int64]) -> str:
    digest = sha256(np.ascontiguousarray(rows).tobytes())
    digest.update(sizes.tobytes())
    return digest.hexdigest()
