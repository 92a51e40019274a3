# SPDX-License-Identifier: MIT
"""Changes: what every edit, import, undo and repair comes down to.

Undo is never written by hand: it applies the inverse, as a new change.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.errors import ConflictError
from annotator.model.annotations import Annotations
from annotator.model.ids import DocumentId, OperationId
from annotator.model.records import Record, from_data, identical, to_data


@dataclass(frozen=True, slots=True)
class Step:
    """One record before and after; no ``before`` means created, no ``after`` means removed."""

    id: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class Change:
    """The steps of one edit, in order.

    ``kind`` names the edit (``span.add``); the window and the log translate it when shown.
    """

    kind: str
    steps: tuple[Step, ...]

    def inverted(self) -> "Change":
        """Return the change that undoes this one."""
        steps = tuple(Step(step.id, step.after, step.before) for step in reversed(self.steps))
        return Change(self.kind, steps)

    def applied_to(self, annotations: Annotations) -> Annotations:
        """Return the next snapshot; ConflictError if a ``before`` is not what is there now."""
        records = dict(annotations.records)
        self.write_to(records)
        return Annotations(records, annotations.version + 1)

    def write_to(self, records: dict[str, Record]) -> None:
        """Carry the change out on records of the caller's own; ConflictError as above.

        After a ConflictError the records are of no use.
        """
        for step in self.steps:
            if not identical(records.get(step.id), step.before):
                raise ConflictError(step.id)
            if step.after is None:
                records.pop(step.id, None)
            else:
                records[step.id] = step.after

    def to_data(self) -> dict[str, Any]:
        """Return the change as plain JSON values; ``from_data`` is the inverse."""
        steps = [
            [
                step.id,
                None if step.before is None else to_data(step.before),
                None if step.after is None else to_data(step.after),
            ]
            for step in self.steps
        ]
        return {"kind": self.kind, "steps": steps}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Change":
        """Return the change whose plain form is ``data``; KeyError if not one."""
        steps = tuple(
            Step(
                id,
                None if before is None else from_data(before),
                None if after is None else from_data(after),
            )
            for id, before, after in data["steps"]
        )
        return cls(data["kind"], steps)


@dataclass(frozen=True, slots=True)
class Operation:
    """A change to one layer of one document, as it goes into the audit log.

    ``id`` is made by the client, so that sending it twice writes it once. Operations with the
    same ``gesture`` were one act of the person and are undone together; a gesture is named by the
    id of its first operation. ``layer`` is the name of the annotator whose layer it is, empty for
    the document itself; ``actor`` is who did it. ``undoes`` and ``redoes`` name the gesture that
    this one takes back or does again; both are empty for a new act. ``made_at`` is informative:
    order is by the sequence the store gives, never by clock.
    """

    id: OperationId
    gesture: str
    document: DocumentId
    layer: str
    actor: str
    change: Change
    made_at: datetime
    undoes: str = ""
    redoes: str = ""


def folded(changes: Iterable[Change]) -> Annotations:
    """Return the state a log of changes leads to, from nothing.

    Raises ConflictError when a change does not fit what is there: the log is damaged.
    """
    records: dict[str, Record] = {}
    version = 0
    for version, change in enumerate(changes, start=1):  # noqa: B007 - it is used after the loop
        change.write_to(records)
    return Annotations(records, version)


def difference(kind: str, old: Annotations, new: Annotations) -> Change:
    """Return the change that leads from one snapshot to another; it may have no steps."""
    steps = [
        Step(id, record, new.records.get(id))
        for id, record in old.records.items()
        if not identical(new.records.get(id), record)
    ]
    steps.extend(
        Step(id, None, record) for id, record in new.records.items() if id not in old.records
    )
    return Change(kind, tuple(steps))
