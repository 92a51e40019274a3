# SPDX-License-Identifier: MIT
"""What a person decides in review: a place, and what each annotator has there."""

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.records import Record


class Kind(StrEnum):
    """In what way the versions of an item differ; an item may have several kinds."""

    MISSING = "missing"
    BOUNDARY = "boundary"
    LABEL = "label"
    ATTRIBUTE = "attribute"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class Version:
    """What one annotator has at an item's place; no ``records``: looked, and marked nothing."""

    annotator: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer, and who gave it; no ``records``: "nothing is here"."""

    records: tuple[Record, ...]
    annotators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A place where annotators who completed the document are compared.

    ``id`` is a digest of the document's id and of the content of all versions: it changes when any
    of them does, and with nothing else. ``kinds`` is empty when all agree. ``start`` and ``end``
    (code points) cover all versions. ``versions`` has each compared annotator once, sorted by
    name; ``candidates`` has each distinct answer once, the most given first. ``group`` is shared
    by the items of one component of overlapping spans, which are decided on one screen.
    """

    id: str
    document: str
    kinds: frozenset[Kind]
    start: int
    end: int
    versions: tuple[Version, ...]
    candidates: tuple[Candidate, ...]
    group: str

    @property
    def is_agreed(self) -> bool:
        """Whether all versions are the same."""
        return not self.kinds
