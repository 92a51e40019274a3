# SPDX-License-Identifier: MIT
"""The names that files bring, and what the person has said becomes of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

LABEL, RELATION, EVENT = "label", "relation", "event"

NameKey: TypeAlias = tuple[str, str]
"""The kind of a name (LABEL, RELATION or EVENT) and the name, as it is in the files."""


class Doing(StrEnum):
    """What may become of a name."""

    UNDECIDED = "undecided"
    KEEP = "keep"
    RENAME = "rename"
    LEAVE_OUT = "leave out"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a name; ``name`` is the new one of RENAME, and of ADD where it differs."""

    doing: Doing
    name: str = ""


UNDECIDED = Decision(Doing.UNDECIDED)
KEEP = Decision(Doing.KEEP)
LEAVE_OUT = Decision(Doing.LEAVE_OUT)
ADD = Decision(Doing.ADD)

Decisions: TypeAlias = Mapping[NameKey, Decision]


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name in the files: how often it is there, and what it may become.

    ``known`` says that the schema has it. ``names`` are those of the schema for this kind,
    ``proposed`` the one that is called nearly the same. ``unfit`` says in a sentence why the name
    cannot be added to the schema; empty if it can.
    """

    kind: str
    name: str
    count: int
    examples: tuple[str, ...] = ()
    known: bool = True
    names: tuple[str, ...] = ()
    proposed: str = ""
    unfit: str = ""

    @property
    def key(self) -> NameKey:
        """What decisions name it by."""
        return self.kind, self.name

    @property
    def at_first(self) -> Decision:
        """What becomes of it while the person has said nothing."""
        if self.known:
            return KEEP
        return Decision(Doing.RENAME, self.proposed) if self.proposed else UNDECIDED

    def offers(self) -> list[Decision]:
        """Return what the person may choose from."""
        offered = [KEEP] if self.known else []
        offered += [Decision(Doing.RENAME, name) for name in self.names if name != self.name]
        offered.append(LEAVE_OUT)
        if not self.known and not self.unfit:
            offered.append(ADD)
        return offered

    def takes(self, decision: Decision) -> bool:
        """Return whether a decision, such as one of a file, means something for this name."""
        if decision.doing is Doing.ADD:
            return not self.known and not self.unfit
        return decision == UNDECIDED or decision in self.offers()


def settled(rows: Sequence[NameRow], given: Decisions) -> dict[NameKey, Decision]:
    """Return what becomes of each row: as given where that fits it, else as at first."""
    found: dict[NameKey, Decision] = {}
    for row in rows:
        decision = given.get(row.key)
        fits = decision is not None and row.takes(decision)
        found[row.key] = decision if decision is not None and fits else row.at_first
    return found
