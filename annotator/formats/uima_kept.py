# SPDX-License-Identifier: MIT
"""Which records of a layer UIMA's formats can hold, and an account of the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.formats.grouped import (
    ATTRIBUTE,
    Grouped,
    lose_attributes,
    lose_records,
    lose_spans,
)
from annotator.formats.ledger import Ledger
from annotator.model.records import (
    DocumentLabel,
    Entity,
    EventFrame,
    Note,
    Record,
    Relation,
    Span,
)

DISCONTINUOUS = "it has several stretches"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span in a chain; ``name`` tells it from the others of its place."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Chain:
    """An entity with those of its mentions that are written."""

    entity: Entity
    mentions: list[Mention]


@dataclass(frozen=True, slots=True)
class Kept:
    """The records that are written; ``names`` of attributes are by the kind of their record."""

    spans: list[Span]
    relations: list[Relation]
    chains: list[Chain]
    events: list[EventFrame]
    labels: list[DocumentLabel]
    notes: list[Note]
    names: Mapping[str, list[str]]


def kept_records(found: Grouped, ledger: Ledger, *, only_chains: bool) -> Kept:
    """Return what can be written, and count all of it into the ledger.

    With ``only_chains`` the format has nothing for events, document labels, notes, and what is
    known about an entity beside its mentions.
    """
    spans = [span for span in found.spans if len(span.fragments) == 1]
    split = [span for span in found.spans if len(span.fragments) > 1]
    lose_spans(ledger, found, split, DISCONTINUOUS)
    known = {span.id: span for span in spans}
    if only_chains:
        _lose_others(found, ledger)
    events = [] if only_chains else found.events
    ends = {*known, *(event.id for event in events)}
    relations = [r for r in found.relations if r.source in ends and r.target in ends]
    lost = [r for r in found.relations if not (r.source in ends and r.target in ends)]
    lose_records(ledger, lost, "one of its ends is not among the records that are written")
    chains = _chains(found, known, ledger, only_chains=only_chains)
    kept = Kept(
        spans,
        relations,
        chains,
        events,
        [] if only_chains else found.labels,
        [] if only_chains else found.notes,
        _names_of_attributes((*spans, *relations, *events, *(chain.entity for chain in chains))),
    )
    _count(kept, ledger, only_chains=only_chains)
    return kept


def _lose_others(found: Grouped, ledger: Ledger) -> None:
    lose_records(ledger, found.events, "the format has no events")
    lose_records(ledger, found.labels, "the format has no document labels")
    lose_records(ledger, found.notes, "the format has no notes")


def _count(kept: Kept, ledger: Ledger, *, only_chains: bool) -> None:
    entities = [chain.entity for chain in kept.chains]
    for records in (kept.spans, kept.relations, kept.events, kept.labels, kept.notes, entities):
        for record in records:
            ledger.written[record.kind] += 1
            if not (only_chains and isinstance(record, Entity)):
                ledger.written[ATTRIBUTE] += len(getattr(record, "attributes", ()))


def _names_of_attributes(records: Iterable[Record]) -> Mapping[str, list[str]]:
    found: dict[str, set[str]] = {}
    for record in records:
        found.setdefault(record.kind, set()).update(getattr(record, "attributes", ()))
    return {kind: sorted(names) for kind, names in found.items()}


def _chains(
    found: Grouped, known: dict[str, Span], ledger: Ledger, *, only_chains: bool
) -> list[Chain]:
    names = _names(list(known.values()))
    chains: list[Chain] = []
    for entity in found.entities:
        mentions = [Mention(known[id], names[id]) for id in entity.mentions if id in known]
        if only_chains and not mentions:
            lose_records(ledger, [entity], "none of its mentions is written")
            continue
        if only_chains:
            lose_attributes(ledger, entity, "a chain has no attributes")
        missing = len(entity.mentions) - len(mentions)
        if missing:
            ledger.notes.append(
                f"{found.document.id}: an entity has {missing:,} mentions that are not written"
            )
        chains.append(Chain(entity, mentions))
    return chains


def _names(spans: list[Span]) -> dict[str, str]:
    """Return the label of each span, numbered where several of one label have one place."""
    seen: dict[tuple[int, int, str], int] = {}
    names: dict[str, str] = {}
    for span in spans:
        key = (span.start, span.end, span.label)
        number = seen[key] = seen.get(key, 0) + 1
        names[span.id] = span.label if number == 1 else f"{span.label}#{number}"
    return names
