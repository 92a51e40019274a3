# SPDX-License-Identifier: MIT
"""Writes the training files of a release, in several processes where that pays.

What a part holds is settled before: the number of processes changes no byte.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

from annotator.formats.format import Progress, WriteOptions
from annotator.formats.jsonl.writing import write as write_jsonl
from annotator.formats.ledger import Ledger
from annotator.formats.spacy_docbin.writing import write_training
from annotator.release.gathering import documents_at
from annotator.release.made import Release
from annotator.release.plan import SPLITS

DOCUMENTS_IN_A_PART = 1_000
WORTH_A_PROCESS = 1_500
"""Below so many documents, starting another process takes longer than it saves."""
_POLL_S = 0.2
_LINES, _TRAINING = ".jsonl", ".spacy"

Tick: TypeAlias = Callable[[], None]
"""Called now and then; it raises CancelledError to stop the work."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file to write: the documents whose lines in the spool begin at ``places``."""

    split: str
    target: Path
    spool: Path
    places: tuple[int, ...]


def write_parts(
    made: Release, corpus: Path, options: WriteOptions, progress: Progress
) -> dict[str, Ledger]:
    """Write ``SPLIT.jsonl`` and ``SPLIT.spacy`` for each split; return the ledgers of the latter.

    A ``.spacy`` of more than 1,000 documents is a folder of parts, which spaCy reads as well.
    """
    parts = [part for split in SPLITS for part in _parts(made, split, corpus)]
    total = sum(len(part.places) for part in parts)
    ledgers: dict[str, Ledger] = {}
    done = [0]
    written = _written(parts, options, made.plan.processes, lambda: progress(done[0], total))
    for part, ledger in written:
        done[0] += len(part.places)
        progress(done[0], total)
        if part.target.suffix == _TRAINING:
            target = str(corpus / f"{part.split}{_TRAINING}")
            _add(ledgers.setdefault(part.split, Ledger("spacy", target)), ledger)
    return ledgers


def _parts(made: Release, split: str, corpus: Path) -> Iterator[Part]:
    spool = made.found.spool
    places = spool.places(made.numbers(split))
    target = corpus / f"{split}{_TRAINING}"
    yield Part(split, corpus / f"{split}{_LINES}", spool.path, tuple(places))
    if len(places) <= DOCUMENTS_IN_A_PART:
        yield Part(split, target, spool.path, tuple(places))
        return
    target.mkdir()
    for number, start in enumerate(range(0, len(places), DOCUMENTS_IN_A_PART), start=1):
        some = tuple(places[start : start + DOCUMENTS_IN_A_PART])
        yield Part(split, target / f"part-{number:05}.spacy", spool.path, some)


def _written(
    parts: Sequence[Part], options: WriteOptions, processes: int, tick: Tick
) -> Iterator[tuple[Part, Ledger]]:
    """Yield each part with its ledger, in the order of the parts."""
    count = processes or min(len(os.sched_getaffinity(0)) if _HAS_AFFINITY else 1, len(parts))
    documents = sum(len(part.places) for part in parts)
    if count < 2 or (not processes and documents < WORTH_A_PROCESS):
        for part in parts:
            tick()
            yield part, write_part(part, options, tick)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(write_part, part, options) for part in parts]
        try:
            for part, future in zip(parts, waiting, strict=True):
                _wait(future, tick)
                yield part, future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_HAS_AFFINITY = hasattr(os, "sched_getaffinity")


def _wait(future: "Future[Ledger]", tick: Tick) -> None:
    while not future.done():
        tick()
        wait([future], timeout=_POLL_S)


def write_part(part: Part, options: WriteOptions, tick: Tick | None = None) -> Ledger:
    """Write one file; may run in a process of its own."""

    def progress(done: int, total: int) -> None:
        del done, total
        if tick is not None:
            tick()

    write = write_jsonl if part.target.suffix == _LINES else write_training
    documents = documents_at(part.spool, part.places)
    return write(documents, part.target, options, progress)


def _add(kept: Ledger, ledger: Ledger) -> None:
    kept.documents += ledger.documents
    kept.layers += ledger.layers
    for name in ("taken", "written", "lost", "partly", "token_lengths"):
        total: Counter[object] = getattr(kept, name)
        total.update(getattr(ledger, name))
    kept.losses.extend(ledger.losses)
    kept.reduced.extend(ledger.reduced)
    kept.notes.extend(ledger.notes)
