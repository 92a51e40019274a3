# SPDX-License-Identifier: MIT
"""What an examination of a project found."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

SHOWN = 100


class Part(StrEnum):
    """What of a project is damaged."""

    FILE = "file"
    OBJECT = "object"
    PROJECT = "project"
    TEXT = "text"
    LOG = "log"
    RECORDS = "records"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that contradicts itself. ``document`` is empty if it is none's in particular."""

    part: Part
    document: str
    message: str

    def __str__(self) -> str:
        """Return the sentence with the document's id in front."""
        return f"document {self.document!r}: {self.message}" if self.document else self.message


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was examined, what is damaged, and what a repair did.

    ``notes`` are worth knowing but no damage. ``repaired`` holds a sentence for each thing that
    was put right; ``damages`` is then what is left.
    """

    location: str
    documents: int = 0
    records: int = 0
    operations: int = 0
    damages: tuple[Damage, ...] = ()
    notes: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damages

    @property
    def damaged_documents(self) -> tuple[str, ...]:
        """The ids of the documents that are damaged, each once."""
        return tuple(dict.fromkeys(d.document for d in self.damages if d.document))

    def as_text(self) -> str:
        """Return all of it as lines for a person; at most 100 damages and repairs are listed."""
        lines = [
            f"{self.location}: {self.documents:,} documents, {self.records:,} records, "
            f"{self.operations:,} operations"
        ]
        listed, last = self.repaired[:-1][:SHOWN], self.repaired[-1:]
        lines += [f"repaired: {sentence}" for sentence in listed]
        if len(self.repaired) > SHOWN + 1:
            lines.append(f"and {len(self.repaired) - SHOWN - 1:,} more")
        lines += [f"repaired: {sentence}" for sentence in last]
        lines += [f"damaged: {damage}" for damage in self.damages[:SHOWN]]
        if len(self.damages) > SHOWN:
            lines.append(f"and {len(self.damages) - SHOWN:,} more")
        lines += [f"note: {note}" for note in self.notes]
        lines.append("everything fits together" if self.sound else _verdict(self.damages))
        return "\n".join(_printable(line) for line in lines)

    def to_data(self) -> dict[str, Any]:
        """Return all of it as plain JSON values."""
        return {
            "location": self.location,
            "sound": self.sound,
            "documents": self.documents,
            "records": self.records,
            "operations": self.operations,
            "damages": [
                {"part": d.part.value, "document": d.document, "message": d.message}
                for d in self.damages
            ],
            "notes": list(self.notes),
            "repaired": list(self.repaired),
        }


def _verdict(damages: Iterable[Damage]) -> str:
    found = list(damages)
    documents = {damage.document for damage in found if damage.document}
    return f"{len(found):,} damages in {len(documents):,} documents"


def _printable(line: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in line)
