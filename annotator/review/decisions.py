# SPDX-License-Identifier: MIT
"""Decisions, and what follows from them: the gold layer is their fold, and they can become stale.

A decision lies in the document's own layer. One that is revised is taken away and another one made,
in one change; the log keeps both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TypeAlias

import orjson

from annotator.edits.change import Change, Step
from annotator.errors import EditRefusedError
from annotator.model.annotations import Annotations
from annotator.model.ids import new_id
from annotator.model.records import (
    Decision,
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Seen,
    Span,
    identical,
    to_data,
)
from annotator.review.item import Candidate, Item, Version
from annotator.review.items import content

CANDIDATE, NONE, SEVERAL, CUSTOM = "candidate", "none", "several", "custom"
DECIDE, REVISE, WITHDRAW, REMARK = (
    "review.decide",
    "review.revise",
    "review.withdraw",
    "review.remark",
)
MANUAL = "manual"
VOID = "void:"
"""What the id of an item begins with where no annotator has marked anything."""

Ends: TypeAlias = Mapping[tuple[str, str], str]
"""For an annotator and the id of a span in their layer, the id of the gold span that came of it.

The annotator is empty for a span of the gold layer itself."""
Owned: TypeAlias = tuple[str, Record]
"""A record and in whose layer it is; empty for one that is new."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be gold: candidates of the item, by index; nothing; or records of one's own.

    The ids of ``records`` that are new may be empty.
    """

    outcome: str
    candidates: tuple[int, ...] = ()
    records: tuple[Record, ...] = ()

    @classmethod
    def take(cls, candidate: int) -> "Verdict":
        """Return the verdict that one candidate is right."""
        return cls(CANDIDATE, (candidate,))

    @classmethod
    def none(cls) -> "Verdict":
        """Return the verdict that nothing is to be marked here."""
        return cls(NONE)

    @classmethod
    def several(cls, *candidates: int) -> "Verdict":
        """Return the verdict that several candidates are right."""
        return cls(SEVERAL, candidates)

    @classmethod
    def custom(cls, *records: Record) -> "Verdict":
        """Return the verdict that something else is right."""
        return cls(CUSTOM, (), records)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a decision came about; the fields are those of ``Decision``."""

    by: str = ""
    method: str = MANUAL
    suggestion: str = ""
    suggested_by: str = ""
    probability: float | None = None
    reason: str = ""
    note: str = ""
    flag: bool = False
    ms: int = 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """Whose a gold record is: who had exactly this, who had not, and who decided it how."""

    votes_for: tuple[str, ...]
    votes_against: tuple[str, ...]
    by: str
    method: str
    decision: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What a review does to a document: the changes to its own layer and to the gold layer."""

    own: Change
    gold: Change


@dataclass(slots=True)
class Standing:
    """The decisions of a document against its items of today.

    ``decided`` has those that hold, by item; ``stale`` those whose item looks otherwise now, by the
    item that is there instead. ``items`` has also the places where only a decision is left.
    """

    items: tuple[Item, ...]
    decided: dict[str, Decision] = field(default_factory=dict)
    stale: dict[str, tuple[Decision, ...]] = field(default_factory=dict)


def digest(version: Version) -> str:
    """Return the digest of what a version says, as 16 hexadecimal digits."""
    return _digest([content(record) for record in version.records])


def _digest(said: object) -> str:
    return sha256(orjson.dumps(said)).hexdigest()[:16]


def decision_of(
    item: Item, verdict: Verdict, how: Circumstances, *, ends: Ends, kept: Sequence[Record] = ()
) -> Decision:
    """Return the decision about an item.

    ``ends`` leads from the spans that a relation links to gold; ``kept`` are gold records that a
    revised decision had made: those of the same kind keep their ids, and so relations to them stay.
    EditRefusedError for a candidate that is not there and for a relation without its ends.
    """
    chosen = [_candidate(item, index) for index in verdict.candidates]
    wanted = [("", record) for record in verdict.records] or [
        (candidate.annotators[0], record) for candidate in chosen for record in candidate.records
    ]
    outcome = verdict.outcome
    if outcome in (CANDIDATE, SEVERAL) and not wanted:
        outcome = NONE
    if outcome == CUSTOM and not wanted:
        raise EditRefusedError("there is nothing in this version; reject the item instead")
    if outcome == NONE:
        wanted = []
        chosen = [candidate for candidate in item.candidates if not candidate.records]
    names = sorted({name for candidate in chosen for name in candidate.annotators})
    seen = tuple(Seen(version.annotator, digest(version)) for version in item.versions)
    values = {name: getattr(how, name) for name in Circumstances.__slots__}
    return Decision(
        id=new_id(),
        item=item.id,
        start=item.start,
        end=item.end,
        outcome=outcome,
        chosen=tuple(names),
        result=_placed(wanted, how.by, ends, kept),
        candidates=seen,
        **values,
    )


def _candidate(item: Item, index: int) -> Candidate:
    if not 0 <= index < len(item.candidates):
        raise EditRefusedError(f"there is no version {index + 1} here")
    return item.candidates[index]


def _placed(
    wanted: Sequence[Owned], by: str, ends: Ends, kept: Sequence[Record]
) -> tuple[Record, ...]:
    """Return records as gold has them: with ids of their own, and ends that are gold's."""
    old = {kind: [r.id for r in kept if r.kind == kind] for kind in {r.kind for r in kept}}
    made: dict[tuple[str, str], str] = {}
    placed: list[Owned] = []
    for owner, record in wanted:
        mine = old.get(record.kind)
        id = mine.pop(0) if mine else new_id()
        made[owner, record.id] = id
        placed.append((owner, _renamed(record, id, by)))
    every = {**ends, **made}
    return tuple(_linked(owner, record, every) for owner, record in placed)


def _renamed(record: Record, id: str, by: str) -> Record:
    if isinstance(record, Span | Relation | EventFrame | Entity | DocumentLabel | Note):
        return replace(record, id=id, made_by=by or record.made_by)
    return replace(record, id=id)


def _linked(owner: str, record: Record, ends: Ends) -> Record:
    if not isinstance(record, Relation):
        return record
    source, target = ends.get((owner, record.source)), ends.get((owner, record.target))
    if source is None or target is None:
        raise EditRefusedError(
            f"this {record.type} links something that is not in gold; decide its ends first"
        )
    return replace(record, source=source, target=target)


def fold(decisions: Iterable[Decision]) -> dict[str, Record]:
    """Return the gold records that decisions make, by id."""
    return {record.id: record for decision in decisions for record in decision.result}


def revision(
    own: Annotations,
    gold: Annotations,
    *,
    added: Sequence[Decision] = (),
    removed: Sequence[Decision] = (),
) -> Revision:
    """Return the changes that add some decisions and take others away.

    What hangs on a gold record that goes, such as a relation to it, goes with its decision.
    """
    gone = {decision.id: decision for decision in removed}
    coming = fold(added)
    lost = {id for decision in removed for id in fold([decision])} - coming.keys()
    for decision in _dependent(own, lost, gone):
        gone[decision.id] = decision
        lost |= fold([decision]).keys()
    steps = [Step(id, decision, None) for id, decision in gone.items()]
    steps += [Step(decision.id, None, decision) for decision in added]
    kind = WITHDRAW if not added else REVISE if removed else DECIDE
    made: list[Step] = []
    for id in sorted(lost):
        before = gold.get(id)
        if before is not None:
            made.append(Step(id, before, None))
    for id, record in coming.items():
        before = gold.get(id)
        if not identical(before, record):
            made.append(Step(id, before, record))
    return Revision(Change(kind, tuple(steps)), Change(kind, tuple(made)))


def _dependent(own: Annotations, lost: set[str], gone: Mapping[str, Decision]) -> list[Decision]:
    """Return the decisions that need a gold record that goes, and those that need them."""
    found: list[Decision] = []
    losing, waiting = set(lost), bool(lost)
    while waiting:
        waiting = False
        for decision in own.decisions():
            if decision.id in gone or decision in found:
                continue
            if any(_needs(record, losing) for record in decision.result):
                found.append(decision)
                losing |= fold([decision]).keys()
                waiting = True
    return found


def _needs(record: Record, ids: set[str]) -> bool:
    if isinstance(record, Relation):
        return record.source in ids or record.target in ids
    if isinstance(record, EventFrame):
        return any(argument.target in ids for argument in record.arguments)
    return False


def remark(decision: Decision, *, reason: str, note: str, flag: bool) -> Change:
    """Return the change that gives a decision another reason, note or flag."""
    after = replace(decision, reason=reason, note=note, flag=flag)
    if after == decision:
        return Change(REMARK, ())
    return Change(REMARK, (Step(decision.id, decision, after),))


def standing(document: str, items: Sequence[Item], decisions: Iterable[Decision]) -> Standing:
    """Return which decisions hold for the items of today, and which are stale.

    Where a decision is left without an item there is one made for it: a place where nobody has
    anything now. So no decision is ever out of sight.
    """
    known = {item.id: item for item in items}
    found = Standing(tuple(items))
    annotators = sorted({version.annotator for item in items for version in item.versions})
    stale: dict[str, list[Decision]] = {}
    made: dict[str, Item] = {}
    for decision in decisions:
        if decision.item in known:
            found.decided[decision.item] = decision
            continue
        here = _instead(decision, items)
        if here is None:
            here = void_item(document, (decision.start, decision.end), annotators)
            made[here.id] = here
            if decision.item == here.id:
                found.decided[here.id] = decision
                continue
        stale.setdefault(here.id, []).append(decision)
    found.stale = {id: tuple(old) for id, old in stale.items() if id not in found.decided}
    for id, old in stale.items():
        if id in found.decided:
            found.stale[id] = tuple(old)
    if made:
        found.items = tuple(sorted((*items, *made.values()), key=lambda each: each.start))
    return found


def _instead(decision: Decision, items: Sequence[Item]) -> Item | None:
    """Return the item that overlaps a decision's place most, of the same kind of record."""
    best: tuple[int, Item] | None = None
    is_link = any(isinstance(record, Relation) for record in decision.result)
    for item in items:
        shared = min(item.end, decision.end) - max(item.start, decision.start)
        if shared > 0 and is_relation(item) == is_link and (best is None or shared > best[0]):
            best = (shared, item)
    return None if best is None else best[1]


def is_relation(item: Item) -> bool:
    """Return whether an item is about relations."""
    return any(isinstance(record, Relation) for v in item.versions for record in v.records)


def void_item(document: str, place: tuple[int, int], annotators: Sequence[str]) -> Item:
    """Return an item at a place where nobody has marked anything."""
    start, end = place
    id = VOID + _digest([document, start, end])
    versions = tuple(Version(name, ()) for name in annotators)
    nothing = (Candidate((), tuple(annotators)),) if annotators else ()
    return Item(id, document, frozenset(), start, end, versions, nothing, id)


def changed_since(decision: Decision, item: Item) -> tuple[str, ...]:
    """Return the annotators whose version is not the one that was decided on."""
    before = {seen.annotator: seen.digest for seen in decision.candidates}
    now = {version.annotator: digest(version) for version in item.versions}
    return tuple(sorted(name for name in before | now if before.get(name) != now.get(name)))


def provenance(decisions: Iterable[Decision]) -> dict[str, Provenance]:
    """Return for each gold record whose it is and who decided it."""
    return {
        record.id: Provenance(
            decision.chosen,
            tuple(
                seen.annotator
                for seen in decision.candidates
                if seen.annotator not in decision.chosen
            ),
            decision.by,
            decision.method,
            decision.id,
        )
        for decision in decisions
        for record in decision.result
    }


def outcome_text(records: Sequence[Record]) -> str:
    """Return an answer in a form that can be compared and kept: what it says, without ids."""
    if not records:
        return NONE
    return _digest([to_content(record) for record in records])


def to_content(record: Record) -> dict[str, object]:
    """Return the plain form of a record without its id and its maker."""
    dropped = ("id", "made_by", "source", "target")
    return {name: value for name, value in to_data(record).items() if name not in dropped}
