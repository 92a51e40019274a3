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
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import platformdirs
from numpy.typing import NDArray

from annotator.release.plan import GOLD
from annotator.review.differences import Differences, differences
from annotator.review.f1 import Counts, count
from annotator.review.packed import (
    COLUMNS,
    CONTIGUOUS,
    Names,
    Numbers,
    PackedLayer,
    corpus_of,
    marks,
)
from annotator.review.report import AgreementReport, SelfAgreement
from annotator.review.report_tables import Question, ReportTable
from annotator.review.reporting import report_of
from annotator.review.self_agreement import own_agreement
from annotator.review.tallies import Tallies, tallied
from annotator.settings import APP_NAME
from annotator.store.comparing import CompletedLayer
from annotator.store.session import Store
from annotator.workspace.differing import table_of
from annotator.workspace.tasks import Progress

FORMAT = 2
_TOGETHER = 2
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile, EOFError)


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document's completed layers as numbers, and when completed.

    ``hash`` is the newest of its log, ``text`` that of its text.
    """

    hash: str
    text: str
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
            self.documents[document] = PackedDocument(
                theirs[0].hash, theirs[0].text, theirs[0].at, packed
            )
            taken.add(document)
        return taken

    def compared(self, document: str) -> tuple[PackedLayer, ...]:
        """Return a document's layers if there are at least two."""
        found = self.documents.get(document)
        return found.layers if found and len(found.layers) >= _TOGETHER else ()


class OwnAgreement:
    """How far annotators agree with themselves, over texts that they completed twice."""

    def __init__(self) -> None:
        self._text_of: dict[str, str] = {}
        self._several: dict[str, list[str]] = {}
        self._first: dict[str, str] = {}
        self._counts: dict[tuple[str, str, str], tuple[tuple[str, str], Counts]] = {}

    def see(self, ids: Iterable[str], packed: Packed) -> bool:
        """Take documents in that are new or changed; True if any has the text of another."""
        for id in ids:
            found = packed.documents.get(id)
            if found is None or id in self._text_of:
                continue
            self._text_of[id] = found.text
            first = self._first.setdefault(found.text, id)
            if first != id:
                self._several.setdefault(found.text, [first]).append(id)
        return any(self._text_of.get(id) in self._several for id in ids)

    def of(self, packed: Packed) -> tuple[SelfAgreement, ...]:
        """Return the agreement of each annotator who did; each text with the one before it."""
        counts: dict[str, list[Counts]] = {}
        for several in self._several.values():
            ids = [id for id in several if id in packed.documents]
            before: dict[str, PackedLayer] = {}
            for id in sorted(ids, key=lambda id: (packed.documents[id].at, id)):
                for layer in packed.documents[id].layers:
                    first = before.get(layer.annotator)
                    if first is not None:
                        compared = self._count(packed, first, layer)
                        counts.setdefault(layer.annotator, []).append(compared)
                    before[layer.annotator] = layer
        return tuple(own_agreement(name, counts[name]) for name in sorted(counts))

    def _count(self, packed: Packed, one: PackedLayer, other: PackedLayer) -> Counts:
        key = (one.annotator, one.document, other.document)
        now = (packed.documents[one.document].hash, packed.documents[other.document].hash)
        known = self._counts.get(key)
        if known is None or known[0] != now:
            labels, places = list(packed.names.labels), list(packed.names.places)
            sides = [list(marks(layer.rows, labels, places)) for layer in (one, other)]
            known = self._counts[key] = (now, count(sides[0], sides[1]))
        return known[1]


class Comparison:
    """The sums of one project, brought up to date before each report."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._packed = Packed()
        self._sequence = -1
        self._tallies: Tallies | None = None
        self._report: AgreementReport | None = None
        self._own = OwnAgreement()

    def places(self, question: Question, progress: Progress) -> ReportTable:
        """Return what is behind a number of the report, of what is stored now."""
        self.report(progress)
        found = Differences(0, ())
        if self._tallies is not None:
            found = differences(self._tallies, question)
        return table_of(self._store, question, found)

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
            own = self._own.of(self._packed)
            self._report = replace(report_of(self._tallies), own=own)
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
        self._own.see(now, self._packed)
        progress(len(now), len(now))

    def _read_changes(self) -> None:
        self._sequence, changed = self._store.changed_since(self._sequence)
        if not changed:
            return
        taken = self._packed.take(self._store.completed_spans(sorted(changed)))
        for id in changed - taken:
            self._packed.documents.pop(id, None)
        if self._own.see(changed, self._packed):
            self._report = None
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
    for id, head, text, at, annotators in told["documents"]:
        layers = tuple(
            PackedLayer(id, annotator, rows[slice(*next(parts))]) for annotator in annotators
        )
        packed.documents[id] = PackedDocument(head, text, at, layers)
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
            (id, found.hash, found.text, found.at, [layer.annotator for layer in found.layers])
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
