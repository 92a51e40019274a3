# SPDX-License-Identifier: MIT
"""Spans as brackets: which close and open at each token, and under which number."""

from collections import defaultdict
from collections.abc import Sequence

from annotator.formats.conllu.brackets import quoted
from annotator.formats.grouped import lose_attributes
from annotator.formats.ledger import Ledger
from annotator.formats.tokenised import ATTRIBUTES, Placed
from annotator.model.records import Entity

_ENTITY = "entity"
_FEW = "fewer than two of its mentions are written"
_SHARED = "one of its mentions is in another entity"
_CROSSING = "two of its mentions cross"


def brackets_of(
    written: Sequence[Placed], entities: Sequence[Entity], ledger: Ledger
) -> dict[int, str]:
    """Return the brackets at each token that has any; entities are counted into the ledger."""
    groups = _groups(written, entities, ledger)
    opening: dict[int, list[tuple[int, str]]] = defaultdict(list)
    closing: dict[int, list[tuple[int, str]]] = defaultdict(list)
    single: dict[int, list[str]] = defaultdict(list)
    number = len(entities)
    for span in written:
        group = groups.get(span.record.id)
        if group is None:
            number += 1
            group = number
        parts = span.parts
        for place, (first, last) in enumerate(parts, 1):
            part = f"[{place}/{len(parts)}]" if len(parts) > 1 else ""
            name = f"e{group}{part}"
            full = f"({name}-{quoted(span.record.label)}"
            if last == first + 1:
                single[first].append(f"{full})")
            else:
                opening[first].append((-last, full))
                closing[last - 1].append((-first, f"{name})"))
    found: dict[int, str] = {}
    for token in sorted({*opening, *closing, *single}):
        ends = [text for _, text in sorted(closing[token], key=lambda each: each[0])]
        starts = [text for _, text in sorted(opening[token], key=lambda each: each[0])]
        alone = single[token]
        order = [*ends, *starts, *alone] if starts else [*alone, *ends]
        found[token] = "".join(order)
    return found


def _groups(
    written: Sequence[Placed], entities: Sequence[Entity], ledger: Ledger
) -> dict[str, int]:
    """Return the number of the entity of each span that is in one which can be written."""
    by_id = {span.record.id: span for span in written}
    groups: dict[str, int] = {}
    for number, entity in enumerate(entities, 1):
        mentions = [by_id[id] for id in entity.mentions if id in by_id]
        reason = _why_not(mentions, groups)
        if reason:
            ledger.lose(_ENTITY, reason)
            lose_attributes(ledger, entity, f"of a {_ENTITY} that is not written")
            continue
        ledger.written[_ENTITY] += 1
        lose_attributes(ledger, entity, ATTRIBUTES)
        groups.update((span.record.id, number) for span in mentions)
    return groups


def _why_not(mentions: Sequence[Placed], groups: dict[str, int]) -> str:
    if len(mentions) < 2:
        return _FEW
    if any(span.record.id in groups for span in mentions):
        return _SHARED
    return _CROSSING if _cross(mentions) else ""


def _cross(mentions: Sequence[Placed]) -> bool:
    """Whether two mentions of an entity cross; several stretches may not even nest."""
    open_spans: list[Placed] = []
    for span in sorted(mentions, key=lambda each: (each.first, -each.last)):
        while open_spans and open_spans[-1].last <= span.first:
            open_spans.pop()
        if open_spans and open_spans[-1].last < span.last:
            return True
        if len(span.parts) > 1 and any(len(each.parts) > 1 for each in open_spans):
            return True
        open_spans.append(span)
    return False
