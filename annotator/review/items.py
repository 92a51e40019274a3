# SPDX-License-Identifier: MIT
"""The items of one document: what its annotators have at each place, agreed or not.

Spans are brought together by ``clustering``; relations belong to an item if they link the same two
items of spans, whichever way they point. The order of annotators and of records never matters.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

import orjson

from annotator.model.annotations import Annotations
from annotator.model.records import Attributes, Record, Relation, Span
from annotator.review.clustering import Cluster, clustered
from annotator.review.item import Candidate, Item, Kind, Version
from annotator.review.matching import Mark

Content: TypeAlias = tuple[Hashable, ...]
"""What a record says, without its id and its maker."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Two items of spans that relations link, by their order in the text."""

    first: int
    second: int


def items_of(document: str, layers: Mapping[str, Annotations]) -> tuple[Item, ...]:
    """Return the items of a document, in text order; relations follow the later of their ends.

    ``layers`` are those to be compared, by annotator: only of those who have completed it. Notes,
    events and entities make no items.
    """
    spans = {name: _distinct(layer.spans()) for name, layer in layers.items()}
    made = clustered({name: theirs.keys() for name, theirs in spans.items()})
    items: list[tuple[tuple[int, int, int], Item]] = []
    clusters: list[Cluster] = []
    for component in made:
        versions = [_versions(cluster, spans) for cluster in component.clusters]
        group = _digest(document, "group", [_said(version) for version in versions])
        for cluster, version in zip(component.clusters, versions, strict=True):
            items.append(((len(clusters), 0, 0), _span_item(document, version, group)))
            clusters.append(cluster)
    places = _place_of_marks(clusters)
    for ends, linked in _relations(layers, places).items():
        one, two = items[ends.first][1], items[ends.second][1]
        item = _relation_item(document, linked, (one, two))
        items.append(((ends.second, 1, ends.first), item))
    return tuple(item for _, item in sorted(items, key=lambda both: both[0]))


def content(record: Record) -> Content:
    """Return what a span says: place, label and attributes; of a relation, type and attributes."""
    if isinstance(record, Span):
        return ("span", record.fragments, record.label, _attributes(record.attributes))
    if isinstance(record, Relation):
        return ("relation", record.type, _attributes(record.attributes))
    return (record.kind,)


def _attributes(attributes: Attributes) -> tuple[tuple[str, str, str], ...]:
    """Return attributes as something to compare: 1, 1.0 and true differ."""
    return tuple(
        (name, type(value).__name__, repr(value)) for name, value in sorted(attributes.items())
    )


def _mark(span: Span) -> Mark:
    return span.fragments, span.label


def _distinct(spans: Iterable[Span]) -> dict[Mark, Span]:
    """Return spans by what matching looks at; of several that are the same, always the same one."""
    found: dict[Mark, Span] = {}
    for span in spans:
        mark = _mark(span)
        other = found.get(mark)
        if other is None or _rank(span) < _rank(other):
            found[mark] = span
    return found


def _rank(span: Span) -> tuple[int, Content, str]:
    return -len(span.attributes), content(span), span.id


def _versions(cluster: Cluster, spans: Mapping[str, Mapping[Mark, Span]]) -> tuple[Version, ...]:
    marks = {name: node.mark for node in cluster for name in node.annotators}
    return tuple(
        Version(name, (spans[name][marks[name]],) if name in marks else ())
        for name in sorted(spans)
    )


def _said(versions: Sequence[Version]) -> list[tuple[str, list[Content]]]:
    return [(version.annotator, [content(r) for r in version.records]) for version in versions]


def _digest(document: str, what: str, said: object) -> str:
    data = orjson.dumps([document, what, said])
    return sha256(data).hexdigest()[:32]


def _span_item(document: str, versions: tuple[Version, ...], group: str) -> Item:
    found = [record for v in versions for record in v.records if isinstance(record, Span)]
    kinds: set[Kind] = set()
    if len(found) < len(versions):
        kinds.add(Kind.MISSING)
    if len({span.fragments for span in found}) > 1:
        kinds.add(Kind.BOUNDARY)
    if len({span.label for span in found}) > 1:
        kinds.add(Kind.LABEL)
    if len({_attributes(span.attributes) for span in found}) > 1:
        kinds.add(Kind.ATTRIBUTE)
    said = [(name, told) for name, told in _said(versions)]
    return Item(
        _digest(document, "span", said),
        document,
        frozenset(kinds),
        min(span.start for span in found),
        max(span.end for span in found),
        versions,
        _candidates(versions, [tuple(told) for _, told in said]),
        group,
    )


def _candidates(
    versions: Sequence[Version], said: Sequence[tuple[Hashable, ...]]
) -> tuple[Candidate, ...]:
    """Return each distinct answer: the most given first, marked before nothing, then by content."""
    answers: dict[tuple[Hashable, ...], list[Version]] = {}
    for version, told in zip(versions, said, strict=True):
        answers.setdefault(told, []).append(version)
    ordered = sorted(
        answers.items(), key=lambda answer: (-len(answer[1]), not answer[0], answer[0])
    )
    return tuple(
        Candidate(givers[0].records, tuple(version.annotator for version in givers))
        for _, givers in ordered
    )


def _place_of_marks(clusters: Sequence[Cluster]) -> dict[tuple[str, Mark], int]:
    return {
        (name, node.mark): index
        for index, cluster in enumerate(clusters)
        for node in cluster
        for name in node.annotators
    }


Linked: TypeAlias = dict[str, dict[Content, Relation]]
"""The relations of each annotator between two items, by what they say (with their direction)."""


def _relations(
    layers: Mapping[str, Annotations], places: Mapping[tuple[str, Mark], int]
) -> dict[Ends, Linked]:
    """Return the relations between spans, by the items they link."""
    found: dict[Ends, Linked] = {}
    for name, layer in layers.items():
        for relation in sorted(layer.relations(), key=lambda relation: relation.id):
            ends = [layer.span(id) for id in (relation.source, relation.target)]
            indexes = [places[name, _mark(span)] for span in ends if span is not None]
            if len(indexes) == 2:
                source, target = indexes
                said = (source <= target, *content(relation))
                linked = found.setdefault(
                    Ends(min(indexes), max(indexes)), {name: {} for name in sorted(layers)}
                )
                linked[name].setdefault(said, relation)
    return found


def _relation_item(document: str, linked: Linked, ends: tuple[Item, Item]) -> Item:
    said = {name: tuple(sorted(theirs)) for name, theirs in linked.items()}
    versions = tuple(
        Version(name, tuple(linked[name][told] for told in said[name])) for name in sorted(linked)
    )
    kinds: set[Kind] = set()
    if not all(said.values()):
        kinds.add(Kind.MISSING)
    if len(set(said.values())) > 1:
        types = {tuple(told[:3] for told in theirs) for theirs in said.values() if theirs}
        kinds.add(Kind.RELATION if len(types) > 1 or Kind.MISSING in kinds else Kind.ATTRIBUTE)
    key = _digest(document, "relation", [[end.id for end in ends], sorted(said.items())])
    return Item(
        key,
        document,
        frozenset(kinds),
        min(end.start for end in ends),
        max(end.end for end in ends),
        versions,
        _candidates(versions, [said[version.annotator] for version in versions]),
        key,
    )
