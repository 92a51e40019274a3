# SPDX-License-Identifier: MIT
"""Writes the training files of a release, in several processes where that pays.

What a part holds is settled before: the number of processes changes no byte.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from annotator.formats.format import Progress, WriteOptions
from annotator.formats.jsonl.writing import write as write_jsonl
from annotator.formats.ledger import LISTED_LOSSES, Ledger, Loss
from annotator.formats.spacy_docbin.tokens import Tokenizers
from annotator.formats.spacy_docbin.writing import write_training
from annotator.release.gathering import documents_at
from annotator.release.made import Release
from annotator.release.plan import SPLITS
from annotator.release.workers import Tick, processors, results

DOCUMENTS_IN_A_PART = 1_000
WORTH_A_PROCESS = 1_500
"""Below so many documents, starting another process takes longer than it saves."""
COMPLETE, PARTIAL = "complete", "partial"
LINES, TRAINING = ".jsonl", ".spacy"


@dataclass(frozen=True, slots=True)
class Part:
    """A file to write: the documents whose lines in the spool begin at ``places``."""

    split: str
    target: Path
    spool: Path
    places: tuple[int, ...]
    complete: bool = True


@dataclass(slots=True)
class Written:
    """The accounts of the DocBins by split; and of their complete documents the lengths of spans.

    Lengths are in tokens. ``notes`` are what the JSONL files do not hold.
    """

    ledgers: dict[str, Ledger] = field(default_factory=dict)
    lengths: dict[str, Counter[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, part: Part, corpus: Path, ledger: Ledger) -> None:
        """Take in the account of a part."""
        if part.target.suffix == LINES:
            self.notes.extend(note for note in ledger.notes if note not in self.notes)
            return
        target = str(corpus / f"{part.split}{TRAINING}")
        _add(self.ledgers.setdefault(part.split, Ledger("spacy", target)), ledger)
        lengths = self.lengths.setdefault(part.split, Counter())
        if part.complete:
            lengths.update(ledger.token_lengths)


def write_parts(made: Release, corpus: Path, options: WriteOptions, progress: Progress) -> Written:
    """Write ``SPLIT.jsonl`` and ``SPLIT.spacy`` for each split.

    A ``.spacy`` is a folder of parts, which spaCy reads as well, if there are more than 1,000
    documents, or if some of them are not complete: those are in a folder of their own then.
    """
    parts = [part for split in SPLITS for part in _parts(made, split, corpus)]
    total = sum(len(part.places) for part in parts)
    written = Written()
    done = [0]
    ledgers = _written(parts, options, made.plan.processes, lambda: progress(done[0], total))
    for part, ledger in zip(parts, ledgers, strict=True):
        done[0] += len(part.places)
        progress(done[0], total)
        written.add(part, corpus, ledger)
    return written


def _parts(made: Release, split: str, corpus: Path) -> Iterator[Part]:
    spool, taken = made.found.spool, made.found.taken
    numbers = made.numbers(split)
    lines = tuple(spool.places(numbers))
    yield Part(split, corpus / f"{split}{LINES}", spool.path, lines)
    target = corpus / f"{split}{TRAINING}"
    if all(taken[number].complete for number in numbers):
        if len(lines) <= DOCUMENTS_IN_A_PART:
            yield Part(split, target, spool.path, lines)
        else:
            yield from _pieces(Part(split, target, spool.path, lines))
        return
    for name, complete in ((COMPLETE, True), (PARTIAL, False)):
        some = [number for number in numbers if taken[number].complete == complete]
        if some:
            places = tuple(spool.places(some))
            yield from _pieces(Part(split, target / name, spool.path, places, complete))


def _pieces(whole: Part) -> Iterator[Part]:
    """Yield the parts in a folder, which is made."""
    whole.target.mkdir(parents=True)
    for number, start in enumerate(range(0, len(whole.places), DOCUMENTS_IN_A_PART), start=1):
        some = whole.places[start : start + DOCUMENTS_IN_A_PART]
        path = whole.target / f"part-{number:05}{TRAINING}"
        yield Part(whole.split, path, whole.spool, some, whole.complete)


def _written(
    parts: Sequence[Part], options: WriteOptions, processes: int, tick: Tick
) -> Iterator[Ledger]:
    """Yield the ledger of each part, in the order of the parts."""
    count = min(processes or processors(), len(parts))
    documents = sum(len(part.places) for part in parts)
    tokenizers = Tokenizers()
    here = partial(_write_part, options=options, tokenizers=tokenizers, tick=tick)
    if count < 2 or (not processes and documents < WORTH_A_PROCESS):
        yield from map(here, parts)
    else:
        yield from results(partial(_write_elsewhere, options=options), parts, count, tick, here)


def _write_part(part: Part, options: WriteOptions, tokenizers: Tokenizers, tick: Tick) -> Ledger:
    def progress(done: int, total: int) -> None:
        del done, total
        tick()

    tick()
    documents = documents_at(part.spool, part.places)
    if part.target.suffix == LINES:
        return write_jsonl(documents, part.target, options, progress)
    return write_training(documents, part.target, options, progress, tokenizers=tokenizers)


def _write_elsewhere(part: Part, options: WriteOptions) -> Ledger:
    """Write a file in a process that writes nothing but files of this release."""
    return _write_part(part, options, _tokenizers_of_process(), _go_on)


@cache
def _tokenizers_of_process() -> Tokenizers:
    return Tokenizers()


def _go_on() -> None:
    """Do not stop: whoever began this process ends it."""


def _add(kept: Ledger, ledger: Ledger) -> None:
    kept.documents += ledger.documents
    kept.layers += ledger.layers
    for name in ("taken", "written", "lost", "partly", "token_lengths"):
        total: Counter[object] = getattr(kept, name)
        total.update(getattr(ledger, name))
    _list(kept.losses, ledger.losses)
    _list(kept.reduced, ledger.reduced)
    kept.notes.extend(ledger.notes)


def _list(kept: list[Loss], more: Sequence[Loss]) -> None:
    kept.extend(more[: max(0, LISTED_LOSSES - len(kept))])
