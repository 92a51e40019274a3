# SPDX-License-Identifier: MIT
"""Takes decisions along when what they are about is named otherwise, by a change of the schema.

A decision knows its item, and what each annotator had there, by digests of their content. Records
keep their ids in such a change, so an item is found again by the records it is made of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from annotator.model.annotations import Annotations
from annotator.model.records import Decision, Record, Seen
from annotator.review.decisions import digest, outcome_text
from annotator.review.item import Item
from annotator.review.items import items_of

Layers: TypeAlias = Mapping[str, Annotations]
"""The layers that are compared, by annotator."""
_Key: TypeAlias = tuple[tuple[str, frozenset[str]], ...]


def followed(
    document: str, decisions: Iterable[Decision], before: Layers, after: Layers
) -> dict[str, Decision | None]:
    """Return, by id, what decisions become that held before; those that stay as they are left out.

    None stands for a decision whose item is gone with all its records. One whose item is made of
    other records now stays: it is stale, and a person looks at it again.
    """
    old = {item.id: item for item in items_of(document, before)}
    new = {_key(item, after): item for item in items_of(document, after)}
    made: dict[str, Decision | None] = {}
    for decision in decisions:
        item = old.get(decision.item)
        if item is None:
            continue
        key = _key(item, after)
        if not any(ids for _, ids in key):
            made[decision.id] = None
            continue
        now = new.get(key)
        one = _about(decision, item, now, after) if now is not None else decision
        if one != decision:
            made[decision.id] = one
    return made


def _key(item: Item, layers: Layers) -> _Key:
    """Return the ids of the records of each version, as far as they are still there."""
    return tuple(
        (
            version.annotator,
            frozenset(
                record.id
                for record in version.records
                if layers[version.annotator].get(record.id) is not None
            ),
        )
        for version in item.versions
    )


def _about(decision: Decision, before: Item, now: Item, after: Layers) -> Decision:
    answers = {
        outcome_text(version.records): outcome_text(_now(version.records, after[version.annotator]))
        for version in before.versions
    }
    return replace(
        decision,
        item=now.id,
        candidates=tuple(Seen(version.annotator, digest(version)) for version in now.versions),
        suggestion=answers.get(decision.suggestion, decision.suggestion),
    )


def _now(records: Iterable[Record], layer: Annotations) -> list[Record]:
    found = (layer.get(record.id) for record in records)
    return [record for record in found if record is not None]
