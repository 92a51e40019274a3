# SPDX-License-Identifier: MIT
"""Who annotates what, and who may see whose work.

Assignments lie in the document's own layer; each act is one gesture and in the log. Only a layer's
owner changes it; a lead may only reopen it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias, TypeVar

from annotator.edits.change import Change, Operation, Step
from annotator.errors import EditRefusedError, HiddenError, InputError, NotFoundError
from annotator.model.annotations import DOCUMENT_LAYER, GOLD, Annotations
from annotator.model.ids import new_id
from annotator.model.records import STATUS_ID, Assignment, Decision, LayerStatus
from annotator.review.sharing import Share
from annotator.store.values import DocumentSummary
from annotator.workspace.door import Door

ANNOTATOR, ADJUDICATOR = "annotator", "adjudicator"
SECOND_OPINION, OVERLAP = "second opinion", "overlap"
ASSIGNED, IN_PROGRESS, COMPLETE, REOPENED = "assigned", "in progress", "complete", "reopened"


class OfLayer(Protocol):
    """Something that belongs to one annotator's layer of a document."""

    @property
    def document(self) -> str:
        """The document's id."""

    @property
    def annotator(self) -> str:
        """Whose layer it is."""


T = TypeVar("T", bound=OfLayer)
Changes: TypeAlias = list[tuple[str, str, Change]]
"""Changes with their document and layer."""


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment of a document, and how far it is."""

    document: str
    title: str
    assignment: Assignment
    state: str


class Assigning:
    """Assigns documents to people, and keeps from them what they may not see yet."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def tasks(self) -> tuple[Task, ...]:
        """Return all assignments, in the order of the documents."""
        live = self._door.live
        return tuple(
            Task(id, live.layer(id, DOCUMENT_LAYER).info.title, each, self._state(id, each))
            for id, each in self._all()
        )

    def of(self, document: str) -> tuple[Assignment, ...]:
        """Return the assignments of a document."""
        return tuple(self._door.live.layer(document, DOCUMENT_LAYER).assignments())

    def assign(self, documents: Sequence[str], pattern: Assignment) -> int:
        """Assign documents to a person as one act; return how many were not yet assigned so.

        ``pattern`` is the assignment but for its id.
        """
        return self._add({id: [pattern] for id in documents})

    def share_out(self, shares: Mapping[str, Share], pattern: Assignment) -> int:
        """Assign documents as ``sharing.shared_out`` says, as one act; return how many."""
        return self._add(
            {
                id: [
                    replace(pattern, annotator=name, group=OVERLAP if share.overlap else "")
                    for name in share.people
                ]
                for id, share in shares.items()
            }
        )

    def held(self) -> dict[tuple[str, str], str]:
        """Return the state of each document's annotation by each person it is assigned to.

        Documents that are removed are left out.
        """
        assigned = {(id, each.annotator) for id, each in self._all() if each.role == ANNOTATOR}
        found: dict[tuple[str, str], str] = {}
        for name in sorted({name for _, name in assigned}):
            for row in self._door.live.summaries(name):
                if (row.id, name) in assigned:
                    begun = IN_PROGRESS if row.spans else ASSIGNED
                    found[row.id, name] = COMPLETE if row.complete else begun
        return found

    def rearrange(
        self,
        added: Mapping[str, Sequence[str]],
        withdrawn: Sequence[tuple[str, str]],
        pattern: Assignment,
        *,
        overlap: Collection[str] = (),
    ) -> tuple[int, int]:
        """Assign documents to people and take others' assignments back, as one act.

        ``pattern`` is the assignments but for id and annotator; ``overlap`` has the documents that
        more people annotate than usual. Return how many were made and how many taken back.
        """
        self._door.require_writable()
        gone: dict[str, list[Assignment]] = {}
        for document, name in withdrawn:
            mine = [
                each
                for each in self.of(document)
                if each.annotator == name and each.role == pattern.role
            ]
            if not mine:
                raise NotFoundError("assignment of", name)
            gone.setdefault(document, []).extend(mine)
        changes = [
            (
                id,
                DOCUMENT_LAYER,
                Change("assignment.remove", tuple(Step(e.id, e, None) for e in old)),
            )
            for id, old in gone.items()
        ]
        wanted = {
            id: [
                replace(pattern, annotator=name, group=OVERLAP if id in overlap else "")
                for name in names
            ]
            for id, names in added.items()
        }
        made, count = self._adding(wanted)
        self._door.act([*changes, *made])
        return count, sum(map(len, gone.values()))

    def second_opinion(self, document: str, annotator: str) -> int:
        """Ask one more person to annotate a document, blind."""
        return self.assign([document], Assignment("", annotator, why=SECOND_OPINION))

    def withdraw(self, document: str, annotator: str) -> None:
        """Take a person's assignments of a document back; what they made stays."""
        self._door.require_writable()
        mine = [each for each in self.of(document) if each.annotator == annotator]
        if not mine:
            raise NotFoundError("assignment of", annotator)
        steps = tuple(Step(each.id, each, None) for each in mine)
        self._door.act([(document, DOCUMENT_LAYER, Change("assignment.remove", steps))])

    def reopen(self, document: str, annotator: str) -> None:
        """Give a layer that was said to be complete back to its owner; nothing else changes."""
        self._door.require_writable()
        before = self._door.live.layer(document, annotator).get(STATUS_ID)
        if not isinstance(before, LayerStatus) or not before.complete:
            raise EditRefusedError(f"the layer of {annotator} is not complete")
        step = Step(STATUS_ID, before, LayerStatus(complete=False))
        self._door.act([(document, annotator, Change("layer.reopen", (step,)))])

    def is_hidden(self, document: str) -> bool:
        """Return whether others' work on a document is kept from this person for now."""
        me = self._door.actor
        blind = any(_is_blind(each, me) for each in self.of(document))
        return blind and not self._door.live.layer(document, me).complete

    def layer(self, document: str, annotator: str) -> Annotations:
        """Return a layer; HiddenError if it may not be seen yet.

        Of the document's own layer the decisions are left out then: they tell what others have.
        """
        layer = self._door.live.layer(document, annotator)
        if annotator == self._door.actor or not self.is_hidden(document):
            return layer
        if annotator != DOCUMENT_LAYER:
            raise HiddenError(
                f"you annotate {document!r} blind: the layer of {annotator} can be seen when "
                "yours is complete"
            )
        seen = {id: one for id, one in layer.records.items() if not isinstance(one, Decision)}
        return Annotations(seen, layer.version)

    def annotators(self) -> tuple[str, ...]:
        """Return all who have a layer; only this person while they annotate anything blind."""
        names = self._door.store.annotators()
        if self.hidden():
            return tuple(name for name in names if name == self._door.actor)
        return names

    def log(self, document: str) -> list[Operation]:
        """Return the log of a document without what may not be seen yet."""
        log = self._door.live.log(document)
        if not self.is_hidden(document):
            return log
        return [
            each
            for each in log
            if each.layer == self._door.actor
            or (each.layer == DOCUMENT_LAYER and not _decides(each.change))
        ]

    def seen(self, summaries: Sequence[DocumentSummary]) -> list[DocumentSummary]:
        """Return this person's summaries, counting no work which may not be seen yet."""
        hidden = self._hidden(lambda: {each.id for each in summaries if each.complete})
        return [_own_work(each) if each.id in hidden else each for each in summaries]

    def visible(self, found: Iterable[T]) -> Iterator[T]:
        """Yield what belongs to layers that may be seen."""
        hidden = set(self.hidden())
        me = self._door.actor
        return (each for each in found if each.annotator == me or each.document not in hidden)

    def require_sight(self, annotator: str) -> None:
        """Raise HiddenError for work on others' layers (empty: everybody's) while any is hidden."""
        if annotator == self._door.actor:
            return
        hidden = self.hidden()
        if hidden:
            raise HiddenError(
                f"you annotate {len(hidden):,} documents blind, {hidden[0]!r} among them; "
                "until they are complete only your own layer can be written to files"
            )

    def hidden(self) -> list[str]:
        """Return the documents on which others' work is hidden from this person."""
        return sorted(self._hidden(lambda: self._door.live.completed(self._door.actor)))

    def _hidden(self, completed: Callable[[], Set[str]]) -> set[str]:
        return kept_from(self._door.actor, self._all(), completed)

    def _all(self) -> list[tuple[str, Assignment]]:
        """Return all assignments with their document, also those not saved yet."""
        waiting = {
            each.document for each in self._door.saving.pending() if each.layer == DOCUMENT_LAYER
        }
        found = [(id, each) for id, each in self._door.store.assignments() if id not in waiting]
        found += [(id, each) for id in sorted(waiting) for each in self.of(id)]
        return found

    def _state(self, document: str, assignment: Assignment) -> str:
        name = GOLD if assignment.role == ADJUDICATOR else assignment.annotator
        layer = self._door.live.layer(document, name)
        if layer.complete:
            return COMPLETE
        if layer.get(STATUS_ID) is not None:
            return REOPENED
        return IN_PROGRESS if layer.records else ASSIGNED

    def _add(self, wanted: Mapping[str, Sequence[Assignment]]) -> int:
        self._door.require_writable()
        changes, count = self._adding(wanted)
        self._door.act(changes)
        return count

    def _adding(self, wanted: Mapping[str, Sequence[Assignment]]) -> tuple[Changes, int]:
        """Return the changes that make assignments which are not there yet, and how many."""
        changes: Changes = []
        count = 0
        for document, patterns in wanted.items():
            self._door.live.document(document)
            there = {(each.annotator, each.role) for each in self.of(document)}
            steps: list[Step] = []
            for pattern in patterns:
                _check(pattern)
                if (pattern.annotator, pattern.role) not in there:
                    made = replace(pattern, id=new_id())
                    steps.append(Step(made.id, None, made))
                    there.add((pattern.annotator, pattern.role))
            count += len(steps)
            changes.append((document, DOCUMENT_LAYER, Change("assignment.add", tuple(steps))))
        return changes, count


def kept_from(
    person: str, assignments: Iterable[tuple[str, Assignment]], completed: Callable[[], Set[str]]
) -> set[str]:
    """Return the documents on which others' work is kept from a person.

    ``completed`` gives those that the person has completed; it is asked only if any is blind.
    """
    blind = {id for id, each in assignments if _is_blind(each, person)}
    return blind - completed() if blind else blind


def _is_blind(assignment: Assignment, person: str) -> bool:
    return assignment.blind and assignment.annotator == person and assignment.role == ANNOTATOR


def _decides(change: Change) -> bool:
    return any(
        isinstance(one, Decision) for step in change.steps for one in (step.before, step.after)
    )


def _own_work(summary: DocumentSummary) -> DocumentSummary:
    """Return a summary that counts only the person's own layer, which is not complete."""
    return replace(
        summary, layers=int(summary.spans > 0), complete_layers=0, all_spans=summary.spans
    )


def _check(pattern: Assignment) -> None:
    if not pattern.annotator or pattern.annotator == GOLD:
        raise InputError(f"nobody can be called {pattern.annotator!r}; {GOLD!r} is the gold layer")
    if pattern.role not in (ANNOTATOR, ADJUDICATOR):
        raise InputError(f"a role is {ANNOTATOR} or {ADJUDICATOR}, not {pattern.role!r}")
