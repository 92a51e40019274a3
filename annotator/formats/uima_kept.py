# SPDX-License-Identifier: MIT
"""Which records of a layer UIMA's formats can hold, and an account of the others."""

from dataclasses import dataclass

from annotator.formats.grouped import (
    ATTRIBUTE,
    Grouped,
    lose_attributes,
    lose_records,
    lose_spans,
)
from annotator.formats.ledger import SPAN, Ledger
from annotator.model.records import Entity, Relation, Span

DISCONTINUOUS = "it has several stretches"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span in a chain; ``name`` tells it from the others of its place."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The records that are written, and the features that their layers need, in order."""

    spans: list[Span]
    relations: list[Relation]
    chains: list[list[Mention]]
    span_attributes: list[str]
    relation_attributes: list[str]


def kept_records(found: Grouped, ledger: Ledger) -> Kept:
    """Return what can be written, and count all of it into the ledger."""
    spans = [span for span in found.spans if len(span.fragments) == 1]
    lose_spans(
        ledger, found, (span for span in found.spans if len(span.fragments) > 1), DISCONTINUOUS
    )
    known = {span.id: span for span in spans}
    relations = [r for r in found.relations if r.source in known and r.target in known]
    lost = [r for r in found.relations if not (r.source in known and r.target in known)]
    lose_records(ledger, lost, "one of its ends is not among the spans that are written")
    lose_records(ledger, found.events, "the format has no events")
    lose_records(ledger, found.labels, "the format has no document labels")
    lose_records(ledger, found.notes, "the format has no notes")
    ledger.written[SPAN] += len(spans)
    for kind, records in ((Relation.kind, relations), (SPAN, spans)):
        ledger.written[ATTRIBUTE] += sum(len(record.attributes) for record in records)
        if kind != SPAN:
            ledger.written[kind] += len(records)
    return Kept(
        spans,
        relations,
        _chains(found, known, ledger),
        sorted({name for span in spans for name in span.attributes}),
        sorted({name for relation in relations for name in relation.attributes}),
    )


def _chains(found: Grouped, known: dict[str, Span], ledger: Ledger) -> list[list[Mention]]:
    names = _names(list(known.values()))
    chains: list[list[Mention]] = []
    for entity in found.entities:
        mentions = [Mention(known[id], names[id]) for id in entity.mentions if id in known]
        if not mentions:
            lose_records(ledger, [entity], "none of its mentions is written")
            continue
        ledger.written[Entity.kind] += 1
        lose_attributes(ledger, entity, "a chain has no attributes")
        missing = len(entity.mentions) - len(mentions)
        if missing:
            ledger.notes.append(
                f"{found.document.id}: an entity has {missing:,} mentions that are not written"
            )
        chains.append(mentions)
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
