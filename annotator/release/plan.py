# SPDX-License-Identifier: MIT
"""What a release is to be, and what became of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path

from annotator.errors import InputError
from annotator.formats.ledger import Ledger, plural

TRAIN, DEV, TEST = "train", "dev", "test"
SPLITS = (TRAIN, DEV, TEST)
GOLD, AGREED = "gold", "agreed"


@dataclass(frozen=True, slots=True)
class ReleasePlan:
    """What a person wants released, and where.

    ``target`` is a folder that is new, empty, or holds an earlier release, which is replaced.
    ``layers`` is ``gold``, ``agreed`` (what all complete layers of a document share) or the name
    of an annotator behind ``annotator:``; empty takes the gold layer, or the only annotator's.
    Layers that are not complete come with ``partial`` only, and what nobody annotated in them is
    then missing, not negative. ``sizes`` are the parts of train, dev and test. ``previous`` is an
    earlier release whose documents stay in their splits; without one, the newest release of the
    project in the target or beside it is taken. With ``resplit`` all documents are split anew, and
    the report lists those that moved. ``date`` stands in the card as it is given. ``choices`` are
    those of the export to spaCy. ``processes`` is how many write; 0 takes what the machine has.
    """

    target: Path
    layers: str = ""
    partial: bool = False
    seed: int = 0
    sizes: tuple[float, float, float] = (0.8, 0.1, 0.1)
    licence: str = ""
    title: str = ""
    date: str = ""
    previous: Path | None = None
    resplit: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    processes: int = 0

    def __post_init__(self) -> None:
        if any(size < 0 or not isfinite(size) for size in self.sizes) or self.sizes[0] <= 0:
            raise InputError("the sizes of the splits must be 0 or more, and train above 0")

    @property
    def shares(self) -> dict[str, float]:
        """The part of each split; all of them make one."""
        total = sum(self.sizes)
        return {name: size / total for name, size in zip(SPLITS, self.sizes, strict=True)}


def parsed_sizes(text: str) -> tuple[float, float, float]:
    """Return sizes written as ``80/10/10``; InputError for anything else."""
    parts = text.replace(":", "/").split("/")
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        numbers = []
    if len(numbers) != len(SPLITS):
        raise InputError(f"splits are written as 80/10/10 for train, dev and test, not {text!r}")
    return numbers[0], numbers[1], numbers[2]


@dataclass(slots=True)
class ReleaseReport:
    """What was released: counts by split, what was left out and why, and what should be known.

    ``ledgers`` are those of the training files by split. ``moved`` are documents that are in
    another split than in the release before, and ``kept`` how many stayed where they were;
    ``near_duplicates`` are the clusters of documents that are nearly the same. ``not_shared``
    counts, by kind, the records of annotators that an agreed layer does not have.
    """

    target: Path
    layers: str
    documents: dict[str, int] = field(default_factory=dict)
    spans: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    not_shared: Counter[str] = field(default_factory=Counter)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    near_duplicates: list[tuple[str, ...]] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    kept: int = 0
    previous: Path | None = None
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the report as sentences."""
        yield f"released to {self.target}, layers: {self.layers}"
        for split in SPLITS:
            documents, spans = self.documents.get(split, 0), self.spans.get(split, 0)
            yield f"{split}: {documents:,} documents, {spans:,} spans"
        for reason, count in sorted(self.left_out.items()):
            yield f"left out, {reason}: {count:,}"
        for kind, count in sorted(self.not_shared.items()):
            yield f"left out, not in all layers: {count:,} {plural(kind)}"
        lost = sum(ledger.spans_lost for ledger in self.ledgers.values())
        if lost:
            yield f"spans that no training file can hold (ledger.json lists them): {lost:,}"
        if self.near_duplicates:
            count = sum(len(cluster) for cluster in self.near_duplicates)
            yield (
                f"{len(self.near_duplicates):,} clusters of near-duplicates "
                f"({count:,} documents), each in one split"
            )
        if self.previous is not None:
            yield f"{self.kept:,} documents stayed in their splits of {self.previous}"
        yield from (f"moved: {moved}" for moved in self.moved)
        yield from self.notes
