# SPDX-License-Identifier: MIT
"""Changes a project's schema and takes all annotations along: a plan first, then one act.

All documents, removed ones too, and all layers are carried over in one transaction with the new
schema, after a backup; undo and redo do the same the other way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from annotator.checks.registry import CODES
from annotator.edits.carrying import KIND, Carrier, Records, carry_decisions
from annotator.edits.change import difference
from annotator.edits.history import Gesture
from annotator.errors import InputError, StepRefusedError, StoreError
from annotator.model.annotations import DOCUMENT_LAYER, GOLD, Annotations
from annotator.model.ids import new_id
from annotator.model.records import Decision
from annotator.review.following import followed
from annotator.schema.definition import Schema
from annotator.schema.files import parse_schema, schema_text
from annotator.schema.names import shown
from annotator.schema.revision import revised
from annotator.schema.steps import SchemaStep, Settings
from annotator.store import reading, revising
from annotator.store.keeping_schemas import newest_schema, schema_revisions
from annotator.store.revising import Layers
from annotator.store.values import SchemaRevision
from annotator.workspace.door import Door
from annotator.workspace.events import (
    DocumentsChanged,
    Events,
    HistoryChanged,
    LayerChanged,
    SchemaChanged,
)
from annotator.workspace.gestures import Undone
from annotator.workspace.revision_plan import RevisionPlan, StepPlan, Tally
from annotator.workspace.tasks import Progress, no_progress

__all__ = ["Revising", "RevisionPlan", "SchemaRevision", "StepPlan"]

SAVED_WITHIN_S = 60.0


class Host(Protocol):
    """What holds the schema, and tells what has happened."""

    schema: Schema
    events: Events


class Revising:
    """Plans and carries out changes of the schema of one workspace.

    ``plan`` and ``versions`` only read and may run on any thread; the rest is for the thread
    that edits.
    """

    def __init__(self, host: Host, door: Door) -> None:
        self._host = host
        self._door = door

    def versions(self) -> list[SchemaRevision]:
        """Return every schema the project has had, the newest first."""
        with self._door.store.database.reading() as connection:
            return schema_revisions(connection)

    def plan(self, steps: Sequence[SchemaStep], progress: Progress = no_progress) -> RevisionPlan:
        """Return what the steps would do to the schema and to every layer, with examples.

        Raises InputError for a step that cannot be. Values that would be lost are in the plan;
        ``apply`` refuses it if a step does not say what becomes of them.
        """
        _require_known_checks(steps)
        self._require_saved()
        before = self._host.schema
        carriers = _carriers(before, steps, self._door.actor)
        with self._door.store.database.reading() as connection:

            def text_of(id: str) -> str:
                return reading.document(connection, id).text

            tallies = [Tally(carrier, text_of) for carrier in carriers]
            for document in revising.everything(connection, progress):
                for layer in document.layers:
                    surfaces = {id: kept[3] for id, kept in layer.stored.items()}
                    records: Records = layer.records
                    for tally in tallies:
                        new = _carried(tally.carrier, layer.annotator, records)
                        tally.take(document.id, records, new, surfaces)
                        records = new
        after = carriers[-1].after if carriers else before
        return RevisionPlan(before, after, tuple(tally.planned() for tally in tallies))

    def apply(self, plan: RevisionPlan, progress: Progress = no_progress) -> int:
        """Carry out a plan as one act that undo takes back; return how many layers it changed.

        A backup is made first. Raises InputError for what the plan may not lose, or if the
        schema is another one by now; nothing has changed then.
        """
        self._door.require_writable()
        plan.require_decided()
        self._require_saved()
        carriers = _carriers(plan.before, [each.step for each in plan.steps], self._door.actor)
        gesture = new_id()

        def carry(document: str, layers: Layers) -> Layers:
            made = {name: _through(carriers, name, records) for name, records in layers.items()}
            lost = [loss for carrier in carriers for loss in carrier.losses if not loss.allowed]
            if lost:
                raise InputError(
                    "annotations have changed since the plan was made, and more would be lost; "
                    "plan again"
                )
            for carrier in carriers:
                carrier.losses.clear()
            return _with_decisions(document, layers, made)

        act = revising.Act(self._door.actor, KIND, gesture)
        count = self._carry_out(carry, act, (plan.before, plan.after), progress)
        self._door.gestures.note(Gesture(gesture, KIND))
        self._tell(plan.after, layers=count > 0)
        return count

    def set(self, schema: Schema) -> bool:
        """Make another schema the project's, as one act; annotations stay as they are.

        What does not fit it is shown by the checks. Returns False if it is the one there is.
        """
        if schema == self._host.schema:
            return False
        self._door.require_writable()
        self._require_saved()
        gesture = new_id()
        act = revising.Act(self._door.actor, KIND, gesture)
        self._carry_out(None, act, (self._host.schema, schema))
        self._door.gestures.note(Gesture(gesture, KIND))
        self._tell(schema, layers=False)
        return True

    def undo(self) -> Undone | None:
        """Take back this person's last act if it changed the schema; None if it did not."""
        gestures = self._door.gestures
        return self._again(gestures.undo_id) if gestures.undo_kind == KIND else None

    def redo(self) -> Undone | None:
        """Do again what was undone last if it changed the schema; None if it did not."""
        gestures = self._door.gestures
        redone = gestures.redo_kind == KIND
        return self._again(gestures.redo_id, redo=True) if redone else None

    def _again(self, gesture: str, *, redo: bool = False) -> Undone:
        self._door.require_writable()
        self._require_saved()
        database = self._door.store.database
        with database.reading() as connection:
            before, after = revising.revisions_of(connection, gesture)
            carry = revising.way_back(database, gesture, again=redo)
        texts = (before, after) if redo else (after, before)
        schemas = tuple(parse_schema(text, name="the schema", format="json") for text in texts)
        id = new_id()
        undoes, redoes = ("", gesture) if redo else (gesture, "")
        act = revising.Act(self._door.actor, KIND, id, undoes, redoes)
        gone = _gone(schemas[0], schemas[1]) if carry is not None or not redo else {}
        count = self._carry_out(carry, act, (schemas[0], schemas[1]), gone=gone)
        self._door.gestures.note(Gesture(id, KIND, undoes, redoes))
        self._tell(schemas[1], layers=count > 0)
        return Undone(KIND, (), (), ())

    def _carry_out(
        self,
        carry: revising.Carry | None,
        act: revising.Act,
        schemas: tuple[Schema, Schema],
        progress: Progress = no_progress,
        gone: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> int:
        """Write in one transaction, after a backup; ``schemas`` are the one before and after.

        Without ``carry`` annotations stay as they are. InputError, and nothing is written, if a
        record has a label or type of those in ``gone``, by kind of record, afterwards.
        """
        database = self._door.store.database

        def work() -> int:
            with database.writing(bulk=True) as connection:
                kept = newest_schema(connection)
                text = "" if kept is None else kept.text
                if parse_schema(text, name="the schema", format="json") != schemas[0]:
                    raise InputError(
                        "the schema is another one by now, so this cannot be done; look at its "
                        "versions and set the one you want"
                    )
                count = revising.revise(
                    connection,
                    carry,
                    act,
                    expected=text,
                    schema=schema_text(schemas[1]),
                    progress=progress,
                )
                revising.require_unused(connection, gone, act.undoes or act.redoes)
                return count

        return self._door.saving.call(work, reason="schema")

    def _tell(self, schema: Schema, *, layers: bool) -> None:
        """Tell of the schema, and of all layers if any was carried over."""
        shown = self._door.live.held() if layers else {}
        self._door.live.forget_all()
        self._host.schema = schema
        self._host.events.tell(SchemaChanged())
        for (document, annotator), before in shown.items():
            after = self._door.live.layer(document, annotator)
            change = difference(KIND, before, after)
            if annotator != DOCUMENT_LAYER and change.steps:
                self._host.events.tell(LayerChanged(document, annotator, change, after))
        if layers:
            self._host.events.tell(DocumentsChanged())
        self._host.events.tell(HistoryChanged())

    def _require_saved(self) -> None:
        if not self._door.saving.flush(SAVED_WITHIN_S):
            raise StoreError("some work is not saved yet; try again when it is")


def _require_known_checks(steps: Sequence[SchemaStep]) -> None:
    """Raise StepRefusedError for the severity of a check that there is not."""
    for number, step in enumerate(steps, start=1):
        said = step.values.get("checks") if isinstance(step, Settings) else None
        for code in said if isinstance(said, Mapping) else ():
            if code not in CODES:
                sentence = f"there is no check {shown(str(code))}; docs/checks.md lists them"
                raise StepRefusedError(number, step.line, [(("checks", code), "checks", sentence)])


def _gone(before: Schema, after: Schema) -> dict[str, list[str]]:
    """Return the labels and types that only the schema before has, by kind of record."""
    pairs: dict[str, tuple[Iterable[str], Iterable[str]]] = {
        "span": (before.labels, after.labels),
        "relation": (before.relations, after.relations),
        "event": (before.events.types, after.events.types),
    }
    found = {kind: [name for name in old if name not in new] for kind, (old, new) in pairs.items()}
    return {kind: names for kind, names in found.items() if names}


def _carriers(schema: Schema, steps: Sequence[SchemaStep], actor: str) -> list[Carrier]:
    carriers: list[Carrier] = []
    for number, step in enumerate(steps, start=1):
        schema = revised(schema, step, number=number)
        carriers.append(Carrier(step, schema, actor))
    return carriers


def _through(carriers: Iterable[Carrier], annotator: str, records: Records) -> Records:
    for carrier in carriers:
        records = _carried(carrier, annotator, records)
    return records


def _with_decisions(document: str, before: Layers, after: Layers) -> Layers:
    """Return layers in which the decisions of a review are about the records as they are now."""
    own = after.get(DOCUMENT_LAYER, {})
    decisions = [record for record in own.values() if isinstance(record, Decision)]
    compared = [name for name, records in before.items() if _is_compared(name, records)]
    if not decisions or all(before[name] is after[name] for name in compared):
        return after
    old = {name: Annotations(before[name]) for name in compared}
    new = {name: Annotations(after[name]) for name in compared}
    made = followed(document, decisions, old, new)
    if not made:
        return after
    changed = {id: made.get(id, record) for id, record in own.items()}
    kept = {id: record for id, record in changed.items() if record is not None}
    return {**after, DOCUMENT_LAYER: kept}


def _is_compared(annotator: str, records: Records) -> bool:
    return annotator not in (DOCUMENT_LAYER, GOLD) and Annotations(records).complete


def _carried(carrier: Carrier, annotator: str, records: Records) -> Records:
    carry: Callable[[Records], Records] = carrier.carry
    if annotator == DOCUMENT_LAYER:
        return carry_decisions(records, carry)
    return carry(records)
