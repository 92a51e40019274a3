# SPDX-License-Identifier: MIT
"""Turns wishes, undo and redo into operations, and keeps what can be undone."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from annotator.edits.change import Change, Operation
from annotator.edits.history import Gesture, UndoStack, undo_stack
from annotator.model.annotations import DOCUMENT_LAYER, Annotations
from annotator.model.ids import OperationId, new_id
from annotator.model.records import INFO_ID
from annotator.store.session import Store
from annotator.workspace.events import DocumentChanged, DocumentsChanged, Event, LayerChanged
from annotator.workspace.importing import ImportReport
from annotator.workspace.live import Live

KEPT_GESTURES = 2_000


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo or redo did: the kind of the act, the documents it touched, and the changes.

    ``changes`` has the change made to each document, in the order of ``documents``.
    """

    kind: str
    documents: tuple[str, ...]
    layers: tuple[str, ...]
    changes: tuple[Change, ...]

    @property
    def change(self) -> Change:
        """The change of the first document."""
        return self.changes[0]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An operation and the snapshot it leads to."""

    operation: Operation
    annotations: Annotations


class Gestures:
    """What one person can undo and redo in one project, across documents and restarts."""

    def __init__(self, store: Store, live: Live, actor: str) -> None:
        self._store = store
        self._live = live
        self._actor = actor
        self._recent: OrderedDict[str, tuple[Operation, ...]] = OrderedDict()
        self._kinds: dict[str, str] = {}
        self._stack = UndoStack()
        self.reload()

    @property
    def undo_kind(self) -> str:
        """The kind of what ``undo`` would take back; empty when there is nothing."""
        return self._kinds.get(self._stack.undo[-1], "") if self._stack.undo else ""

    @property
    def undo_id(self) -> str:
        """The act that ``undo`` would take back; empty when there is none."""
        return self._stack.undo[-1] if self._stack.undo else ""

    @property
    def redo_id(self) -> str:
        """The act that ``redo`` would do again; empty when there is none."""
        return self._stack.redo[-1] if self._stack.redo else ""

    @property
    def redo_kind(self) -> str:
        """The kind of what ``redo`` would do again; empty when there is nothing."""
        return self._kinds.get(self._stack.redo[-1], "") if self._stack.redo else ""

    def reload(self) -> None:
        """Read again from the log what can be undone."""
        log = self._store.gestures_of(self._actor)
        self._kinds = {gesture.id: gesture.kind for gesture in log}
        self._stack = undo_stack(log)

    def prepare(self, changes: Sequence[tuple[str, str, Change]]) -> tuple[Prepared, ...]:
        """Return operations for a new act: each change with its document and layer.

        Changes of the same layer build on each other. ConflictError if one does not fit.
        """
        return self._prepared(changes, "", "")

    def prepare_undo(self) -> tuple[Prepared, ...]:
        """Return the operations that take back the last act; empty when there is none."""
        if not self._stack.undo:
            return ()
        id = self._stack.undo[-1]
        changes = [
            (operation.document, operation.layer, operation.change.inverted())
            for operation in reversed(self._operations(id))
        ]
        return self._prepared(changes, id, "")

    def prepare_redo(self) -> tuple[Prepared, ...]:
        """Return the operations that do the last undone act again; empty when there is none."""
        if not self._stack.redo:
            return ()
        id = self._stack.redo[-1]
        changes = [
            (operation.document, operation.layer, operation.change)
            for operation in self._operations(id)
        ]
        return self._prepared(changes, "", id)

    def record(self, prepared: Sequence[Prepared]) -> None:
        """Take note of operations that have been queued."""
        operations = tuple(item.operation for item in prepared)
        first = operations[0]
        self._recent[first.gesture] = operations
        while len(self._recent) > KEPT_GESTURES:
            self._recent.popitem(last=False)
        self._kinds.setdefault(first.gesture, first.change.kind)
        gesture = Gesture(first.gesture, first.change.kind, first.undoes, first.redoes)
        self._stack = self._stack.after(gesture)

    def note(self, gesture: Gesture) -> None:
        """Take note of an act that was written by other means."""
        self._kinds[gesture.id] = gesture.kind
        self._stack = self._stack.after(gesture)

    def record_import(self, report: ImportReport) -> None:
        """Take note of an import, which is one act however many documents it brought."""
        if report.documents or report.layers:
            self._kinds[report.gesture] = "document.add"
            self._stack = self._stack.after(Gesture(report.gesture, "document.add"))

    def _operations(self, gesture: str) -> tuple[Operation, ...]:
        known = self._recent.get(gesture)
        if known is not None:
            return known
        return tuple(logged.operation for logged in self._store.gesture(gesture))

    def _prepared(
        self, changes: Sequence[tuple[str, str, Change]], undoes: str, redoes: str
    ) -> tuple[Prepared, ...]:
        gesture = ""
        now = datetime.now(UTC)
        snapshots: dict[tuple[str, str], Annotations] = {}
        prepared: list[Prepared] = []
        for document, layer, change in changes:
            key = (document, layer)
            if key not in snapshots:
                snapshots[key] = self._live.layer(document, layer)
            snapshots[key] = change.applied_to(snapshots[key])
            id = OperationId(new_id())
            gesture = gesture or id
            operation = Operation(
                id=id,
                gesture=gesture,
                document=self._live.document(document).id,
                layer=layer,
                actor=self._actor,
                change=change,
                made_at=now,
                undoes=undoes,
                redoes=redoes,
            )
            prepared.append(Prepared(operation, snapshots[key]))
        return tuple(prepared)


def undone(prepared: Sequence[Prepared]) -> Undone:
    """Return what to say about an undo or redo."""
    operations = [item.operation for item in prepared]
    return Undone(
        kind=operations[0].change.kind,
        documents=tuple(operation.document for operation in operations),
        layers=tuple(operation.layer for operation in operations),
        changes=tuple(operation.change for operation in operations),
    )


def told_of(prepared: Sequence[Prepared]) -> list[Event]:
    """Return the events that tell of operations that were carried out."""
    events: list[Event] = []
    documents = 0
    for item in prepared:
        operation, annotations = item.operation, item.annotations
        if operation.layer != DOCUMENT_LAYER:
            events.append(
                LayerChanged(operation.document, operation.layer, operation.change, annotations)
            )
            continue
        documents += 1
        gone = annotations.get(INFO_ID) is None
        info = replace(annotations.info, removed=True) if gone else annotations.info
        events.append(DocumentChanged(operation.document, info))
    if documents > 1:
        events.append(DocumentsChanged(only_told=True))
    return events
